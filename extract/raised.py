"""Raised and lowered letters (支援会議※1, CO2): they stand on the line of the larger letter that they follow.

A raised digit is the number of a footnote, or the ² of m²: no digit of the number that it stands beside.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Final

import numpy as np

from extract.page import Bools, Glyphs, Ints

_SMALLER: Final = 0.9  # of the size of the letter before it, at most
_RISE: Final = (0.15, 0.8)  # of that size, above its baseline: no next line, and no large letter beside a small one
_DROP: Final = 0.5  # of that size below its baseline, at most
_LEVEL: Final = 0.6  # of that size: what stands no further above or below that baseline is of its line
_GAP: Final = 0.3  # of that size between the two, at most
_SAME: Final = 0.05  # ems between sizes and baselines of the letters of one run
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def with_raised(glyphs: Glyphs, owners: Ints) -> Glyphs:
    """The glyphs of a page, those raised or lowered on the baseline and in the em of their line; 98² and m², not 982.

    Browsers and office suites draw them smaller and higher or lower, right behind the letter that they belong to, at
    once or later.

    Args:
        glyphs: the page's.
        owners: int array ``(n,)``: the cell of each, -1 for none; a letter belongs to no letter of another cell.
    """
    going = _going_on(glyphs)
    found = _beside(glyphs, owners, going)
    if not found:
        return glyphs
    chars, level, em = list(glyphs.chars), glyphs.base.copy(), glyphs.size.copy()
    for start, letter in found.items():
        end = start + 1
        while end < len(glyphs) and going[end]:
            end += 1
        raised = glyphs.base[letter] > glyphs.base[start]
        number = next((i for i in range(start, end) if not (raised and chars[i].isdecimal())), end)
        for i in range(start, number):
            chars[i] = "".join(_RAISED[unicodedata.decimal(char)] for char in chars[i])
        run = slice(start, end if _is_alone(glyphs, owners, start, end, letter) else number)
        level[run], em[run] = glyphs.base[letter], glyphs.size[letter]
    return replace(glyphs, chars=chars, base=level, size=em)


def _beside(glyphs: Glyphs, owners: Ints, going: Bools) -> dict[int, int]:
    """What is raised or lowered right behind a larger glyph, with that glyph, by places: digits, and firsts of runs."""
    size, base, left, right = glyphs.size, glyphs.base, glyphs.box[:, 0], glyphs.box[:, 2]
    small = size <= _SMALLER * size.max(initial=0.0)
    some = small & ~going
    some[[i for i, char in enumerate(glyphs.chars) if char.isdecimal()]] = True
    firsts = np.flatnonzero(some & small)
    order = np.argsort(right)
    reach = _GAP / _SMALLER * size[firsts]
    first = np.searchsorted(right[order], left[firsts] - reach)
    count = np.searchsorted(right[order], left[firsts] + reach) - first
    start = np.repeat(firsts, count)
    steps = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    letter = order[np.repeat(first, count) + steps]  # every pair of a glyph and one that ends where it begins
    em, rise = size[letter], base[letter] - base[start]
    beside = owners[start] == owners[letter]
    beside &= (size[start] <= _SMALLER * em) & (np.abs(rise) >= _RISE[0] * em)
    beside &= (rise <= _RISE[1] * em) & (rise >= -_DROP * em)
    return dict(zip(start[beside].tolist(), letter[beside].tolist(), strict=True))


def _going_on(glyphs: Glyphs) -> Bools:
    """Which glyphs stand right beside the one before them, as high and of one size."""
    em, going = glyphs.size[:-1], np.zeros(len(glyphs), dtype=np.bool_)
    alike = (np.abs(np.diff(glyphs.size)) <= _SAME * em) & (np.abs(np.diff(glyphs.base)) <= _SAME * em)
    going[1:] = alike & (np.abs(glyphs.box[1:, 0] - glyphs.box[:-1, 2]) <= _GAP * em)
    return going


def _is_alone(glyphs: Glyphs, owners: Ints, start: int, end: int, letter: int) -> bool:
    """Whether nothing else stands where a run would on its letter's line: no second line beside it, nothing below."""
    left, right = glyphs.box[:, 0], glyphs.box[:, 2]
    x0, x1 = left[start], right[end - 1]
    middles = left + right  # doubled; letters set close may overlap at their sides
    there = ((middles > 2 * x0) & (middles < 2 * x1)) | ((x0 + x1 > 2 * left) & (x0 + x1 < 2 * right))
    there &= np.abs(glyphs.base - glyphs.base[letter]) <= _LEVEL * glyphs.size[letter]
    there &= owners == owners[letter]
    there[start:end] = False
    there[letter] = False
    return not there.any()


__all__ = ["with_raised"]
