"""What the campaigns of the default seed find, and what is not mended yet: each with its reason, to shrink only.

What a campaign of another seed finds is a failure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

DEFAULT_SEED: Final = "1"
_VARIANTS: Final = "tests/specimens/variants"


class Pin(NamedTuple):
    """Rows that are wrong without an issue of their own: how many of which table, and why."""

    rows: dict[str, int]
    why: str


_FURNITURE = "what follows a printed instruction in its paragraph is furniture as it is"
_PAGE = "a page without any label left is none of the sheet: that it lacks parts is told, not the figure that was there"
_TWO_ROWS = "two rows have become one: told where both have a value, not where one is blank; name and unit are both's"
_NEXT_COLUMN = "a side that moved over a whole number: it stands in the next year; told only where the side cuts a text"
_AS_PROSE = "a table read as prose is told at its first cell, not at its values"
_TWO_HEADINGS = "two headings, each over columns, have become one: told at one of their answers, not at the other"

# (seed, specimen, mutation) → what is found; the seed is the default one, but for what another campaign found first.
PINNED: Final = {
    ("1", f"{_VARIANTS}/calc-cut-row/44.pdf", "move_rule page 2 operator 355"): Pin({"indicators": 2}, _TWO_ROWS),
    ("1", f"{_VARIANTS}/reportlab-shuffled-framed/51.pdf", "double_rule page 2 operator 17"):
        Pin({"figures": 1}, _PAGE),
    ("1", f"{_VARIANTS}/reportlab-vertical-cid/19.pdf", "swap_texts page 2 operator 4400 with 4453"):
        Pin({"narratives": 1}, _FURNITURE),
    ("1", "kyoto-r6-012.pdf", "swap_texts page 1 operator 97 with 109"): Pin({"budgets": 6}, _AS_PROSE),
    ("39", "data/raw/131059/2026/03.pdf", "move_rule page 1 operator 235"): Pin({"indicators": 2}, _NEXT_COLUMN),
    ("10", "yokohama-r7-003.pdf", "drop_rule page 1 operator 368"): Pin({"answers": 1}, _TWO_HEADINGS),
}  # fmt: skip

# Kinds that a campaign may refuse, for there is no text, or none but one, that they can be done to.
REFUSED: Final = frozenset({"strike_text", "repeat_below", "swap_texts", "alter_glyph"})
# The kinds that the default campaign cannot do on a specimen: only a text that begins a line of its own is shown again.
AGAIN: Final = frozenset({"strike_text", "repeat_below"})
NOT_DONE: Final = dict.fromkeys(
    (
        f"{_VARIANTS}/{name}.pdf"
        for name in (
            "cid-turned90-rc4/47", "cid-vertical-turned270/46", "ikeda-reportlab-cid/055", "reportlab-form-inset/42",
            "reportlab-frames-cid/16", "reportlab-shuffled-framed/51", "reportlab-slivers-cid-mincho/38",
            "reportlab-vertical-cid/19", "shift-jis-turned90/60",
        )
    ),
    AGAIN,
) | {
    f"{_VARIANTS}/firefox-cut-table/33.pdf": frozenset({"repeat_below"}),
    f"{_VARIANTS}/reportlab-short-slivers/49.pdf": frozenset({"strike_text"}),
}  # fmt: skip

# A text struck twice in its place is one print; of the others these many leave the print as it was: white space, a rule
# over another one. One text that is struck shows beside itself.
UNSEEN: Final = {
    "data/raw/131059/2025/03.pdf": 2,
    "data/raw/131059/2026/01.pdf": 1,
    "tests/specimens/r5/07.pdf": 1,
    f"{_VARIANTS}/firefox-cut-row/33.pdf": -1,
    f"{_VARIANTS}/ikeda-reportlab-cid/055.pdf": 1,
    f"{_VARIANTS}/reportlab-form-inset/42.pdf": 1,
}


def pinned(name: str, seed: str) -> dict[str, dict[str, int]]:
    """The findings that are expected on a specimen: mutation → rows by table."""
    return {mutation: pin.rows for (of, where, mutation), pin in PINNED.items() if (of, where) == (seed, name)}


def by_table(findings: Mapping[str, Iterable[str]]) -> dict[str, dict[str, int]]:
    """Findings as they are pinned."""
    return {mutation: dict(Counter(said.split(" ")[0] for said in found)) for mutation, found in findings.items()}
