"""Radicals that stand where an ideograph was meant.

A PDF producer that goes back from glyph to code point may pick the radical U+2F08 ⼈ where the author typed 人:
both draw the same glyph. NFKC repairs the Kangxi radicals but leaves 113 of the CJK Radicals Supplement (⺠ ⻑ ⻘).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).parent / "data" / "radicals.txt"
# Unicode's table follows the Chinese glyph here; in Japanese fonts the radical is drawn as (and shares its glyph
# number with) the Japanese ideograph: Adobe-Japan1, CMap UniJIS-UTF32-H, gives U+2F3E and U+6238 one CID, and
# U+2FCA and U+9ED2 one CID. Without this, 神戸市 and 江戸川区 come out as 神戶市 and 江戶川区.
JAPANESE_GLYPHS: Final = {"⼾": "戸", "⿊": "黒"}


def unicode_equivalents() -> dict[str, str]:
    """Unicode's own table, radical → unified ideograph (328 of them).

    Source: Unicode Character Database, EquivalentUnifiedIdeograph.txt; see the head of ``data/radicals.txt``.

    >>> unicode_equivalents()["⺠"]
    '民'
    """
    pairs: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].split(";")
        if len(fields) == 2:
            pairs[chr(int(fields[0], 16))] = chr(int(fields[1], 16))
    return pairs


RADICALS: Final = unicode_equivalents() | JAPANESE_GLYPHS
