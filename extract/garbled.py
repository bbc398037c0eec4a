"""Texts whose glyphs have no known character."""

from __future__ import annotations

import re
import unicodedata

_BARE = re.compile(r"\(cid:\d+\)|\ufffd")
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
_MOST = 0.5  # of a text's glyphs


def is_garbled(text: str) -> bool:
    """Whether a text holds glyphs whose character is not known.

    >>> is_garbled("令和6年度"), is_garbled("令和\ufffd年度"), is_garbled("(cid:12)"), is_garbled("\ue000")
    (False, True, True, True)
    """
    if text.replace("\n", "").isprintable() and "\ufffd" not in text and "(cid:" not in text:
        return False  # at once, for nearly all
    return _BARE.search(text) is not None or any(
        unicodedata.category(c) in ("Co", "Cn", "Cc") and c != "\n" for c in text
    )


def share_garbled(text: str) -> float:
    """How much of a text consists of glyphs whose character is not known; 0 where it can be read.

    It can where a Japanese letter is known and most others are. A known letter or two among many glyphs say little: a
    font for upright labels may keep its meanings where that of all other text lost them.

    >>> [share_garbled(text) for text in ("\ufffd\ufffdab", "\ufffd令和", "\ufffd\ufffd\ufffd令", "")]
    [0.5, 0.0, 0.75, 0.0]
    """
    known = _BARE.sub("", text)
    bare = len(_BARE.findall(text))
    share = (bare + sum(map(is_garbled, known))) / max(bare + len(known), 1)
    return share if share >= _MOST or not _JAPANESE.search(known) else 0.0
