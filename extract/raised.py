"""Raised digits: the number of a footnote, the ² of m². They are no digits of the number that they stand beside."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Final

import numpy as np

from extract.page import Glyphs, Ints

_SMALLER: Final = 0.9  # of the size of the letter before it, at most
_RISE: Final = (0.15, 0.8)  # of that size, above its baseline: no next line, and no large letter beside a small one
_GAP: Final = 0.3  # of that size between the two, at most
_SAME: Final = 0.05  # ems between sizes and baselines of the digits of one number
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def with_raised(glyphs: Glyphs, owners: Ints) -> Glyphs:
    """The glyphs of a page, their raised digits as such (98² and m², not 982 and m2), on the baseline of their line.

    Browsers and office suites draw them smaller and higher, right behind the letter that they belong to, at once or
    later.

    Args:
        glyphs: the page's.
        owners: int array ``(n,)``: the cell of each, -1 for none; a digit belongs to no letter of another cell.
    """
    found = _beside(glyphs, owners)
    if not found:
        return glyphs
    chars, level = list(glyphs.chars), glyphs.base.copy()
    for start, letter in found.items():
        for i in range(start, len(glyphs)):
            if not chars[i].isdecimal() or (i > start and not _goes_on(glyphs, i)):
                break
            chars[i] = "".join(_RAISED[unicodedata.decimal(char)] for char in chars[i])
            level[i] = glyphs.base[letter]
    return replace(glyphs, chars=chars, base=level)


def _beside(glyphs: Glyphs, owners: Ints) -> dict[int, int]:
    """The raised digits that stand right behind a larger glyph, each with that glyph, by their places."""
    size, base, left, right = glyphs.size, glyphs.base, glyphs.box[:, 0], glyphs.box[:, 2]
    small = np.flatnonzero(size <= _SMALLER * size.max(initial=0.0)).tolist()
    digits = np.array([i for i in small if glyphs.chars[i].isdecimal()], dtype=np.int64)
    order = np.argsort(right)
    reach = _GAP / _SMALLER * size[digits]
    first = np.searchsorted(right[order], left[digits] - reach)
    count = np.searchsorted(right[order], left[digits] + reach) - first
    digit = np.repeat(digits, count)
    steps = np.arange(len(digit)) - np.repeat(np.cumsum(count) - count, count)
    letter = order[np.repeat(first, count) + steps]  # every pair of a digit and a glyph that ends where it begins
    em, rise = size[letter], base[letter] - base[digit]
    raised = owners[digit] == owners[letter]
    raised &= (size[digit] <= _SMALLER * em) & (rise >= _RISE[0] * em) & (rise <= _RISE[1] * em)
    return dict(zip(digit[raised].tolist(), letter[raised].tolist(), strict=True))


def _goes_on(glyphs: Glyphs, i: int) -> bool:
    """Whether a glyph stands right beside the one before it, as high and of one size."""
    em = float(glyphs.size[i - 1])
    alike = abs(glyphs.size[i] - em) <= _SAME * em and abs(glyphs.base[i] - glyphs.base[i - 1]) <= _SAME * em
    return bool(alike and abs(glyphs.box[i, 0] - glyphs.box[i - 1, 2]) <= _GAP * em)


__all__ = ["with_raised"]
