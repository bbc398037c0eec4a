"""Rulings → cells. One pass over the elementary rectangles between all rules; nothing is compared with everything.

Every pair of neighbouring rule positions bounds an elementary rectangle; rectangles with no rule between them are one
cell. So merged cells need no special case, a cell that is not a rectangle is cut into rectangles instead of being lost,
and the cost grows with the number of rules, not with its square. Where the outer frame is missing (open-sided tables,
tables that a browser cuts at a page end without closing them) the ends of the rules stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from extract.box import Box
from extract.page import Bools, Floats, Ints, Rulings
from extract.regions import connected, enclosed, rectangles
from extract.rules import SNAP, joined, snapped
from extract.table_frames import bare_feet, cut_sides, open_sides, page_ends, without_page_frames

_SLIM = 3.5  # points: cells slimmer than this are the space inside a double rule, or between two cells that touch


class GridCell(NamedTuple):
    """A ruled cell: its box, and the grid lines it spans (``column`` up to, not including, ``column_end``; rows alike).

    ``open_top`` and ``open_bottom`` say that no rule was drawn there: the cell may go on over the page end.
    """

    box: Box
    row: int
    column: int
    row_end: int
    column_end: int
    open_top: bool = False
    open_bottom: bool = False


class Position(NamedTuple):
    """Where a cell stands: the number of its table on the page, from 1, and its grid position there, from 0."""

    table: int
    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a page, and for every elementary rectangle the index of its cell (-1: none).

    Attributes:
        cells: in reading order.
        xs: the positions of the vertical rules, rising.
        ys: the positions of the horizontal rules, rising.
        owner: int array ``(len(ys) - 1, len(xs) - 1)``.
        positions: where each cell stands in its table.
        bare: the lowest horizontal rules, ``(n, 3)``, where no vertical one reaches so far down, or none at their ends.
        across: the horizontal rules, ``(n, 3)``, each one piece.
        uprights: the vertical rules, as well.
    """

    cells: list[GridCell]
    xs: Floats
    ys: Floats
    owner: Ints
    positions: list[Position]
    bare: Floats = field(default_factory=lambda: np.empty((0, 3)))
    across: Floats = field(default_factory=lambda: np.empty((0, 3)))
    uprights: Floats = field(default_factory=lambda: np.empty((0, 3)))

    def cell_at(self, x: Floats, y: Floats) -> Ints:
        """For each point the index of the cell that holds it, or -1; arrays of one length."""
        if not self.cells:
            return np.full(len(x), -1, dtype=np.int64)
        column = np.searchsorted(self.xs, x) - 1
        row = np.searchsorted(self.ys, y) - 1
        inside = (column >= 0) & (column < len(self.xs) - 1) & (row >= 0) & (row < len(self.ys) - 1)
        found = np.full(len(x), -1, dtype=np.int64)
        found[inside] = self.owner[row[inside], column[inside]]
        return found


_NONE: Final = Grid([], np.empty(0), np.empty(0), np.empty((0, 0), dtype=np.int64), [])


def _coverage(rules: Floats, lines: Floats, crossings: Floats) -> Bools:
    """For each line and each stretch between crossings: is it ruled there? ``(len(lines), len(crossings) - 1)``."""
    covered = np.zeros((len(lines), max(len(crossings) - 1, 0)), dtype=np.int32)
    if not len(rules) or covered.shape[1] == 0:
        return covered.astype(bool)
    middle = (crossings[:-1] + crossings[1:]) / 2
    line = _nearest(rules, lines)
    first = np.searchsorted(middle, rules[:, 1] - SNAP)
    last = np.searchsorted(middle, rules[:, 2] + SNAP)
    edge = np.zeros((len(lines), len(crossings)), dtype=np.int32)
    np.add.at(edge, (line, first), 1)
    np.add.at(edge, (line, last), -1)
    covered = np.cumsum(edge, axis=1)[:, :-1]
    return covered > 0


def _nearest(rules: Floats, lines: Floats) -> Ints:
    """For each rule the number of the line nearest to it; of two equally near, the first. The lines rise."""
    if len(lines) < 2:
        return np.zeros(len(rules), dtype=np.int64)
    at = np.clip(np.searchsorted(lines, rules[:, 0]), 1, len(lines) - 1)
    return np.where(rules[:, 0] - lines[at - 1] <= lines[at] - rules[:, 0], at - 1, at)


def find_grid(rulings: Rulings) -> Grid:
    """Find the cells that a page's rulings enclose.

    The pages of a form filled in have the same rules, page after page: those of the last pages are kept.
    """
    return _grid_of(rulings.horizontal.tobytes(), rulings.vertical.tobytes())


@lru_cache(maxsize=4)
def _grid_of(lying: bytes, upright: bytes) -> Grid:
    rules = [np.frombuffer(rows, dtype=np.float64).reshape(-1, 3) for rows in (lying, upright)]
    horizontal, vertical = without_page_frames(*map(joined, rules))
    found = _enclosed_by(horizontal, vertical)
    return replace(found, bare=bare_feet(horizontal, vertical), across=horizontal, uprights=vertical)


def _enclosed_by(horizontal: Floats, vertical: Floats) -> Grid:
    """The cells between rules, each of them one piece."""
    close_down = open_sides(horizontal, vertical)
    vertical = np.vstack([vertical, cut_sides(horizontal, vertical)])
    close_across = page_ends(vertical, horizontal)
    all_across = np.vstack([horizontal, close_across])
    all_down = np.vstack([vertical, close_down])
    if len(all_across) < 2 or len(all_down) < 2:
        return _NONE
    ys, _ = snapped(all_across[:, 0])
    xs, _ = snapped(all_down[:, 0])
    if len(xs) < 2 or len(ys) < 2:  # rules upon one another enclose nothing
        return _NONE
    drawn = _coverage(horizontal, ys, xs)
    across = drawn | _coverage(close_across, ys, xs)
    down = _coverage(all_down, xs, ys).T
    sides, owner = rectangles(enclosed(across, down))
    return _cells(sides, owner, drawn, xs, ys)


def _cells(sides: Ints, owner: Ints, drawn: Bools, xs: Floats, ys: Floats) -> Grid:
    """The grid of rectangles (row, column, row_end, column_end); ``drawn`` says where horizontal rules really are."""
    row, column, row_end, column_end = sides.T
    boxes = np.column_stack([xs[column], ys[row], xs[column_end], ys[row_end]])
    ruled = np.zeros((drawn.shape[0], drawn.shape[1] + 1), dtype=np.int64)
    np.cumsum(drawn, axis=1, out=ruled[:, 1:])
    opens = [ruled[edge, column_end] == ruled[edge, column] for edge in (row, row_end)]
    kept = np.flatnonzero((boxes[:, 2] - boxes[:, 0] >= _SLIM) & (boxes[:, 3] - boxes[:, 1] >= _SLIM))
    number = np.full(len(sides) + 1, -1, dtype=np.int64)  # the last one is for -1: no rectangle
    number[kept] = np.arange(len(kept))
    sides, owner = sides[kept], number[owner]
    rows = zip(map(Box._make, boxes[kept].tolist()), *sides.T.tolist(), *(o[kept].tolist() for o in opens), strict=True)
    return Grid(list(map(GridCell._make, rows)), xs, ys, owner, _positions(sides, owner))


def _positions(sides: Ints, owner: Ints) -> list[Position]:
    """Each cell's place in its table; tables are numbered in reading order, and cells that share a side are of one."""
    inside = owner >= 0
    part = connected(inside[:, :-1] & inside[:, 1:], inside[:-1] & inside[1:])
    _, first, table = np.unique(part[sides[:, 0], sides[:, 1]], return_index=True, return_inverse=True)
    corner = np.full((len(first), 2), max(owner.shape), dtype=np.int64)
    np.minimum.at(corner, table, sides[:, :2])
    number = np.argsort(np.argsort(first))[table] + 1
    return list(map(Position._make, np.column_stack([number, sides - np.tile(corner[table], 2)]).tolist()))
