"""Double strikes: bold letters that a program prints twice, a hair's breadth aside. For both readers."""

from __future__ import annotations

import math

import numpy as np

from extract.page import Floats, Glyphs, Ints

_STRIKE = 0.15  # of an em: synthetic bold strikes again 0.2-0.5 pt aside; the narrowest letter advances 0.22 em
_SQUARES = 1 << 21  # squares of 4 points in a row of the largest page, and more; _MIDDLE keeps their numbers positive
_MIDDLE = 1 << 20


def _struck_again(glyphs: Glyphs) -> set[int]:
    """The indexes of glyphs that only repeat an earlier one a hair's breadth aside."""
    cells: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    again: set[int] = set()
    for i in _crowded(glyphs):
        char, x, y = glyphs.chars[i], float(glyphs.box[i, 0]), float(glyphs.box[i, 1])
        reach = _STRIKE * float(glyphs.size[i])
        column, row = math.floor(x / 2), math.floor(y / 2)
        near = (at for dc in (-1, 0, 1) for dr in (-1, 0, 1) for at in cells.get((char, column + dc, row + dr), ()))
        if any(abs(at[0] - x) <= reach and abs(at[1] - y) <= reach for at in near):
            again.add(i)
        else:
            cells.setdefault((char, column, row), []).append((x, y))
    return again


def _crowded(glyphs: Glyphs) -> list[int]:
    """The glyphs with an equal one in their 2-point square of the page or in the eight around it: few, or none.

    Two squares that touch lie in one square of twice the size, in one of the four ways to lay such squares.
    """
    char = _numbered(glyphs.chars)
    column, row = (np.floor(glyphs.box[:, side] / 2).astype(np.int64) + _MIDDLE for side in (0, 1))
    crowded = np.zeros(len(glyphs), dtype=np.bool_)
    for across in (0, 1):
        of_column = char * _SQUARES + ((column + across) >> 1)
        for down in (0, 1):
            square = of_column * _SQUARES + ((row + down) >> 1)
            rising = np.sort(square)
            twice = rising[1:][rising[1:] == rising[:-1]]
            if len(twice):
                crowded |= twice[np.minimum(np.searchsorted(twice, square), len(twice) - 1)] == square
    return np.flatnonzero(crowded).tolist()


def _numbered(chars: list[str]) -> Ints:
    """A number for each character, equal for equal ones."""
    codes = np.frombuffer("".join(chars).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) == len(chars):
        return codes.astype(np.int64)
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(char, len(numbers)) for char in chars], dtype=np.int64)


def merged(glyphs: Glyphs, width: float, height: float) -> Glyphs:
    """One glyph for each double strike, and none whose middle lies off the visible page."""
    if not len(glyphs):
        return glyphs
    middle_x: Floats = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    middle_y: Floats = (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    keep = (middle_x >= 0) & (middle_x <= width) & (middle_y >= 0) & (middle_y <= height)
    again = _struck_again(glyphs)
    keep[list(again)] = False
    return glyphs if keep.all() else glyphs.only(keep)
