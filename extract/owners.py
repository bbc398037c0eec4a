"""Which cell of a page each of its glyphs belongs to."""

from __future__ import annotations

import numpy as np

from extract.box import Box
from extract.grid import Grid
from extract.lines import SAME_LINE
from extract.page import Bools, Glyphs, Ints, distinct

_EDGE = 0.15  # of a page's height: where its table may end
_ASCENT = 0.88  # of an em: from a letter's baseline to its top
_FLUSH = 2.0  # points that the cells of a cut row may end apart
_NEXT = 0.9  # of an em: what stands further from a cut cell is no line of it (a page number)
_LEVEL = 0.02  # of an em: on one baseline, but for rounding
_FLOW = 0.02  # of an em: so near to where the glyph before it ends, one follows it in its text
_OVER = 0.15  # of an em: a letter that reaches so far over the side of its cell stands upon the rule
_TOGETHER = 0.2  # of an em: glyphs that overflow a rule together stand nearer than this; two cells' texts do not


def assign(glyphs: Glyphs, grid: Grid) -> Ints:
    """For each glyph the index of its cell, -1 outside all cells.

    The middle of a glyph decides; up and down it is that of all glyphs that stand together on one baseline, which no
    rule can part. A stretch of text that was drawn in one go and without a gap belongs to one cell even where it runs
    over a rule (a label wider than its cell, in a spreadsheet): the cell with most of it. Programs that draw each glyph
    by itself put it where the one before it ends; there a letter has to stand upon the rule, not only next to it.
    """
    if not len(glyphs):
        return np.empty(0, dtype=np.int64)
    box = glyphs.box
    middle_x, middle_y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    touching = np.abs(box[1:, 0] - box[:-1, 2]) <= _TOGETHER * glyphs.size[1:]
    down = np.abs(glyphs.base[1:] - glyphs.base[:-1]) / np.maximum(glyphs.size[1:], 0.1)
    line = np.concatenate([[0], np.cumsum(~(touching & (down <= _LEVEL)))])
    cell = grid.cell_at(middle_x, (np.bincount(line, middle_y) / np.bincount(line))[line])
    flowing = (np.abs(box[1:, 0] - box[:-1, 2]) <= _FLOW * glyphs.size[1:]) & (down <= _LEVEL)
    sides = np.array([[cell.box.x0, cell.box.x1] for cell in grid.cells] or [[0.0, 0.0]])[cell]
    over = np.maximum(sides[1:, 0] - box[1:, 0], box[:-1, 2] - sides[:-1, 1]) > _OVER * glyphs.size[1:]
    flowing &= (cell[1:] == cell[:-1]) | over
    drawn = (glyphs.run[1:] == glyphs.run[:-1]) | flowing
    near = drawn & touching & (down <= SAME_LINE) & ~glyphs.spaced[1:]
    stretch = np.concatenate([[0], np.cumsum(~near)])
    mixed = distinct(stretch[1:][near & (cell[1:] != cell[:-1])])
    for number in mixed.tolist():
        at = np.flatnonzero(stretch == number)
        owners, counts = np.unique(cell[at], return_counts=True)
        cell[at] = owners[counts.argmax()]
    return cell


def over_page_ends(glyphs: Glyphs, owners: Ints, grid: Grid, height: float) -> Ints:
    """Give the open cells at a page's head and foot the lines that run on right beyond them.

    A program that cuts a row at the page end may end its rules before its text, or print text there that it hides.

    Args:
        glyphs: of the page.
        owners: from `assign`.
        grid: the cells.
        height: of the page.

    Returns:
        Owners, with fewer -1.
    """
    cut = [(number, cell) for number, cell in enumerate(grid.cells) if cell.open_top or cell.open_bottom]
    if not cut:
        return owners
    lowest = max(max(cell.box.bottom for cell in grid.cells) - _FLUSH, (1 - _EDGE) * height)
    highest = min(min(cell.box.top for cell in grid.cells) + _FLUSH, _EDGE * height)
    feet = {number: cell.box for number, cell in cut if cell.open_bottom and cell.box.bottom >= lowest}
    heads = {number: cell.box for number, cell in cut if cell.open_top and cell.box.top <= highest}
    return _reached(glyphs, _reached(glyphs, owners, feet, down=True), heads, down=False)


def _reached(glyphs: Glyphs, owners: Ints, cells: dict[int, Box], down: bool) -> Ints:
    """Owners, with the glyphs outside cells that stand beyond the end of a row of cells without a gap.

    What stands in the middle of a high cell may begin further down than its neighbours: the row has one reach. A text
    over the sides of cells is of none of them: the title that a spreadsheet repeats on each page, above the cut row.
    """
    if not cells or not len(glyphs):
        return owners
    x = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    top = glyphs.base - _ASCENT * glyphs.size  # not the box's: fonts and readers differ in it
    start, end = (top, top + glyphs.size) if down else (-top - glyphs.size, -top)
    edge = max(cell.bottom if down else -cell.top for cell in cells.values())
    reach = float(end[np.isin(owners, list(cells))].max(initial=edge))  # a line on the edge itself may be theirs
    of_cell = np.full(len(glyphs), -1, dtype=np.int64)
    for number, cell in cells.items():
        of_cell[(owners < 0) & (x > cell.x0) & (x < cell.x1) & (end > edge)] = number
    of_cell[_across(glyphs, of_cell)] = -1
    beyond = np.flatnonzero(of_cell >= 0)
    owners = owners.copy()
    for i in beyond[np.argsort(start[beyond], kind="stable")].tolist():
        if start[i] - reach > _NEXT * glyphs.size[i]:
            break
        owners[i], reach = of_cell[i], max(reach, float(end[i]))
    return owners


def _across(glyphs: Glyphs, of_cell: Ints) -> Bools:
    """Which glyphs are of a text without a gap that stands in more than one cell, or in part beside them all."""
    touching = np.abs(glyphs.box[1:, 0] - glyphs.box[:-1, 2]) <= _TOGETHER * glyphs.size[1:]
    level = np.abs(glyphs.base[1:] - glyphs.base[:-1]) <= _LEVEL * glyphs.size[1:]
    near = touching & level
    text = np.concatenate([[0], np.cumsum(~near)])
    across: Bools = np.isin(text, distinct(text[1:][near & (of_cell[1:] != of_cell[:-1])]))
    return across
