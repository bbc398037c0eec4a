"""Text boxes that were drawn over cells by hand, and the glyphs in them."""

from __future__ import annotations

import numpy as np

from extract.box import Box
from extract.grid import Grid
from extract.page import Glyphs, Ints

_INSET = 1.5  # points a text box leaves free at the left and the right of its text
_SMALLER = 0.8  # of a cell's sides: a text box drawn over it is smaller, a frame that runs along its rules is not
_BRACKET = 0.3  # of its height: the width of half a pair of brackets, at most


def paired(callouts: list[Box]) -> list[Box]:
    """Text boxes, those whose two brackets are drawn one by one put together."""
    found: list[Box] = []
    for box in sorted(callouts, key=lambda box: (box.top, box.bottom, box.x0)):
        before = found[-1] if found else None
        if before is not None and all(
            one.width < _BRACKET * one.height and abs(one.top - box.top) <= 1 and abs(one.bottom - box.bottom) <= 1
            for one in (before, box)
        ):
            found[-1] = before.union(box)
        else:
            found.append(box)
    return found


def drawn_over(callouts: list[Box], glyphs: Glyphs, grid: Grid) -> Ints:
    """For each glyph the number of the text box drawn over its cell that holds it, or -1.

    Such a box is smaller than the cell, and its frame has round corners: cells have none. It was put there by hand, and
    may reach over the cell's rules; its text does not.
    """
    over = np.full(len(glyphs), -1, dtype=np.int64)
    x0, top, x1, bottom = np.array(callouts, dtype=np.float64).reshape(-1, 4).T
    cells = grid.cell_at((x0 + x1) / 2, (top + bottom) / 2)
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    homes = grid.cell_at(x, y) if (cells >= 0).any() else cells
    for number in np.flatnonzero(cells >= 0).tolist():
        box = callouts[number]
        cell = grid.cells[int(cells[number])].box
        if box.width > _SMALLER * cell.width and box.height > _SMALLER * cell.height:
            continue
        inside = (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
        if inside.any() and (
            glyphs.box[inside, 0].min() - box.x0 < _INSET or box.x1 - glyphs.box[inside, 2].max() < _INSET
        ):
            continue  # not a frame around the text: the outline of the text itself
        if (homes[inside] != cells[number]).any():
            continue  # a frame around several cells
        over[inside] = number
    return over
