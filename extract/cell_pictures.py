"""Which cells of a page hold a picture, a chart or a drawn sign, and which are shaded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from extract.box import Box
from extract.drawn import shared
from extract.grid import Grid
from extract.page import Fill, Page

if TYPE_CHECKING:
    from extract.layout import Region

_AT_ONCE = 256  # fills held against all cells in one step
_LOOSE = 3.0  # points that a picture may reach over the sides of its cell
_BAR, _BARS = 4.0, 2  # points: the least width and height of a bar of a chart; how many make one


def mark_pictured(cells: list[Region], page: Page, signs: list[Box], grid: Grid) -> None:
    """Mark the cells in which a picture, a chart or a drawn sign stands; the cells are the grid's."""
    for number in _holding(grid, [picture.box for picture in page.pictures]):
        cells[number].pictured = True
    for number in _holding(grid, signs):  # a ring drawn instead of the letter ○, hollow or filled
        cells[number].pictured |= cells[number].blank
    for number in _charted(cells, page.fills, grid):
        cells[number].pictured = True


def _holding(grid: Grid, boxes: list[Box]) -> list[int]:
    """The numbers of the cells that hold a box as a whole, or nearly."""
    x0, top, x1, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    held: list[int] = []
    for number, box in zip(grid.cell_at((x0 + x1) / 2, (top + bottom) / 2).tolist(), boxes, strict=True):
        if number < 0:
            continue
        cell = grid.cells[number].box
        around = cell.union(box)
        if around.width - cell.width <= _LOOSE and around.height - cell.height <= _LOOSE:
            held.append(number)
    return held


def _charted(cells: list[Region], fills: list[Fill], grid: Grid) -> list[int]:
    """The numbers of the cells in which several filled boxes stand beside the text: the bars of a chart.

    A cell's own ground reaches from side to side, and what is marked in a text lies under its letters.
    """
    boxes = sorted({fill.box for fill in fills if min(fill.box.width, fill.box.height) >= _BAR})
    x0, top, x1, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    bars: Counter[int] = Counter()
    for number, box in zip(grid.cell_at((x0 + x1) / 2, (top + bottom) / 2).tolist(), boxes, strict=True):
        cell = cells[number] if number >= 0 else None
        if cell is None or cell.blank or box.width > cell.box.width - _BAR or box.height > cell.box.height - _BAR:
            continue
        bars[number] += all(shared(box, line.box) is None for line in cell.lines)
    return [number for number, count in bars.items() if count >= _BARS]


def shaded_cells(page: Page, grid: Grid) -> list[bool]:
    """For each cell, whether its middle lies on a fill."""
    boxes = np.array([cell.box for cell in grid.cells], dtype=np.float64).reshape(-1, 4)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    on_fill = np.zeros(len(boxes), dtype=np.bool_)
    fills = np.array([fill.box for fill in page.fills], dtype=np.float64).reshape(-1, 4, 1)
    for first in range(0, len(fills), _AT_ONCE):
        x0, top, x1, bottom = fills[first : first + _AT_ONCE].transpose(1, 0, 2)
        on_fill |= ((x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)).any(axis=0)
    return list(on_fill.tolist())
