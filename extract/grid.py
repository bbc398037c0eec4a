"""Rulings → cells. One pass over the elementary rectangles between all rules; nothing is compared with everything.

Every pair of neighbouring rule positions bounds an elementary rectangle; rectangles with no rule between them are one
cell. So merged cells need no special case, a cell that is not a rectangle is cut into rectangles instead of being lost,
and the cost grows with the number of rules, not with its square. Where the outer frame is missing (open-sided tables,
tables that a browser cuts at a page end without closing them) the ends of the rules stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from extract.box import Box
from extract.page import Bools, Floats, Ints, Rulings
from extract.regions import connected, enclosed, rectangles

EXACT = 0.25  # points: pieces of one drawn rule stand this near to one line
SNAP = 2.0  # points: rules nearer than this are one rule drawn twice (box edges, double borders)
JOIN = 3.0  # points: gaps in a rule up to this are dots, dashes or corners that do not quite meet
_MARGIN = 60.0  # points: rules that run on beyond their row's end do so in the page's margin
SHORT = 4.0  # points: shorter rules are dots, ticks or dirt
_DOT = 2.5  # points: a dot of a dotted rule is no longer than that is thick
_DOTS = 3  # two are what two dotted rules near to one another have in one place
_LINE = 1e5  # a separate stretch of the number line for each rule position
_SLIM = 2.5  # points: cells slimmer than this are the space inside a double rule


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


def _snapped(values: Floats, reach: float = SNAP) -> tuple[Floats, Ints]:
    """Cluster positions no further apart than ``reach``; returns each cluster's middle and every value's cluster."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    starts = np.concatenate([[True], np.diff(rising) > reach])
    cluster = np.cumsum(starts) - 1
    middles = np.bincount(cluster, weights=rising) / np.bincount(cluster)
    label = np.empty(len(values), dtype=np.int64)
    label[order] = cluster
    return middles, label


def _joined(rules: Floats) -> Floats:
    """Rules on one line whose ends meet or nearly meet become one; what stays short goes. Rows (position, from, to).

    First those on exactly one line: a dot of a dotted rule counts both ways, and must be gone in the wrong one before
    near lines are taken together. Where two such rules lie near to one another, two dots in a row are no rule.
    """
    return _joined_within(_joined_within(rules, EXACT), SNAP)


def _joined_within(rules: Floats, reach: float) -> Floats:
    if not len(rules):
        return rules
    middles, label = _snapped(rules[:, 0], reach)
    low, high = np.minimum(rules[:, 1], rules[:, 2]), np.maximum(rules[:, 1], rules[:, 2])
    order = np.lexsort((low, label))
    label, low, high = label[order], low[order], high[order]
    shift = label * _LINE
    far = np.maximum.accumulate(high + shift)
    fresh = np.concatenate([[True], (low + shift)[1:] > far[:-1] + JOIN])
    starts = np.flatnonzero(fresh)
    ends = np.concatenate([starts[1:], [len(label)]]) - 1
    rows = np.column_stack([middles[label[starts]], low[starts], (far - shift)[ends]])
    places = np.concatenate([[True], np.diff(low + shift) > EXACT])  # a dot drawn twice counts once
    dotted = (np.maximum.reduceat(high - low, starts) <= _DOT) & (np.add.reduceat(places, starts, dtype=int) < _DOTS)
    long: Floats = rows[(rows[:, 2] - rows[:, 1] >= SHORT) & ~dotted]
    return long


def _without_page_frames(across: Floats, down: Floats) -> tuple[Floats, Floats]:
    """The rules without the boxes drawn around tables: four rules that touch only each other, with others inside."""
    if len(across) < 3 or len(down) < 3:
        return across, down
    rule, side = _touches(across, down)
    of_rule, of_side = np.bincount(rule, minlength=len(across)), np.bincount(side, minlength=len(down))
    sides_of, rules_of = _twos(rule, side, of_rule), _twos(side, rule, of_side)
    keep_across, keep_down = np.ones(len(across), dtype=np.bool_), np.ones(len(down), dtype=np.bool_)
    for number, (left, right) in sides_of.items():
        partners = rules_of.get(left, ())
        if partners != rules_of.get(right) or not all(sides_of.get(i) == (left, right) for i in partners):
            continue
        first, last = sorted((across[i, 0], i) for i in partners)
        if last[1] != number and _holds_rules(across, (first[0], last[0]), sorted(down[[left, right], 0])):
            keep_across[list(partners)] = False
            keep_down[[left, right]] = False
    return across[keep_across], down[keep_down]


def _touches(across: Floats, down: Floats) -> tuple[Ints, Ints]:
    """Which rules meet: the numbers of horizontal and of vertical ones, pair by pair.

    Both come as :func:`_joined` gives them, so pieces on one line are in order and apart: in each column that a
    horizontal rule spans, at most two pieces can reach it.
    """
    xs, column = np.unique(down[:, 0], return_inverse=True)
    first, end = np.searchsorted(xs, across[:, 1] - JOIN), np.searchsorted(xs, across[:, 2] + JOIN, "right")
    count = end - first
    rule = np.repeat(np.arange(len(across)), count)
    at = np.arange(len(rule)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    y = across[rule, 0]
    places = column * _LINE + down[:, 1]
    last = np.searchsorted(places, at * _LINE + y + JOIN, "right") - 1
    found = []
    for piece in (last - 1, last):
        there = np.maximum(piece, 0)
        meets = (piece >= 0) & (column[there] == at) & (down[there, 1] <= y + JOIN) & (down[there, 2] >= y - JOIN)
        found.append((rule[meets], piece[meets]))
    rules, sides = (np.concatenate(part) for part in zip(*found, strict=True))
    return rules, sides


def _twos(one: Ints, other: Ints, counts: Ints) -> dict[int, tuple[int, int]]:
    """For each rule that meets just two others, those two, in order."""
    some = counts[one] == 2
    order = np.lexsort((other[some], one[some]))
    ours, theirs = one[some][order].tolist(), other[some][order].tolist()
    return {ours[i]: (theirs[i], theirs[i + 1]) for i in range(0, len(ours), 2)}


def _holds_rules(across: Floats, heights: tuple[float, float], sides: list[float]) -> bool:
    """Whether more than one horizontal rule lies within a frame."""
    (top, bottom), (left, right) = heights, sides
    first, end = np.searchsorted(across[:, 0], [top + JOIN, bottom - JOIN], "right")
    inside = across[first:end]
    within = (inside[:, 0] < bottom - JOIN) & (inside[:, 1] > left + JOIN) & (inside[:, 2] < right - JOIN)
    return bool(within.sum() > 1)


def _page_ends(down: Floats, across: Floats) -> Floats:
    """The missing rules where a page end cuts a table: near the lowest (or highest) end of its vertical rules.

    Two neighbouring vertical rules that end together there are closed if a horizontal rule joins them further in. Those
    of one row mostly end at one height; a browser lets some run on into the margin, and cuts some cells sooner than
    the page: where only one of the two ends, nothing may join them further out.
    """
    if len(down) < 2 or not len(across):
        return np.empty((0, 3))
    added: list[tuple[float, float, float]] = []
    for side, last in ((1, float(down[:, 1].min())), (2, float(down[:, 2].max()))):
        near = down[np.abs(down[:, side] - last) <= _MARGIN]
        for position in _heights(near[:, side], last):
            there = near[(near[:, 1] <= position + JOIN) & (near[:, 2] >= position - JOIN)]
            added += _closed(there[np.argsort(there[:, 0])], across, position, outwards=1 if side == 2 else -1)
    return np.array(added).reshape(-1, 3)


def _heights(ends: Floats, last: float) -> list[float]:
    """The heights at which rules end, near ones once; first the outermost."""
    found: list[float] = []
    for end in sorted(ends.tolist(), key=lambda end: abs(end - last)):
        if all(abs(end - other) > JOIN for other in found):
            found.append(end)
    return found


def _closed(sides: Floats, across: Floats, position: float, outwards: int) -> list[tuple[float, float, float]]:
    """The missing rules between neighbours of the vertical rules that reach a height, where one of them or both end."""
    added: list[tuple[float, float, float]] = []
    for left, right in pairwise(sides.tolist()):
        ending = [min(abs(rule[1] - position), abs(rule[2] - position)) <= JOIN for rule in (left, right)]
        spans = (across[:, 1] <= left[0] + JOIN) & (across[:, 2] >= right[0] - JOIN)
        there = spans & (np.abs(across[:, 0] - position) <= JOIN)
        top, bottom = max(left[1], right[1]), min(left[2], right[2])
        inside = spans & (across[:, 0] >= top - JOIN) & (across[:, 0] <= bottom + JOIN)
        beyond = spans & (outwards * (across[:, 0] - position) > JOIN)
        if any(ending) and (all(ending) or not beyond.any()) and inside.any() and not there.any():
            added.append((position, float(left[0]), float(right[0])))
    return added


def _bare(across: Floats, down: Floats) -> Floats:
    """The horizontal rules below all vertical ones; else the lowest one, if no vertical rule meets its ends."""
    bare: Floats = across[across[:, 0] > down[:, 2].max(initial=-np.inf) + JOIN]
    if len(bare) or not len(across):
        return bare
    lowest = across[across[:, 0].argmax()]
    low = down[down[:, 2] >= lowest[0] - JOIN, :1]
    return across[:0] if (np.abs(low - lowest[1:]) <= JOIN).any() else lowest[None]


def _open_sides(across: Floats, down: Floats) -> Floats:
    """The missing sides of a table drawn without them: where three or more horizontal rules end together.

    Only where a vertical rule crosses two of them further in, or where other tables of the page have their sides at
    both ends: the grid lines of a chart have neither. A rule that meets a side that is drawn belongs to another table,
    and ends such a stretch.
    """
    if len(across) < 3 or not len(down):
        return np.empty((0, 3))
    added: list[tuple[float, float, float]] = []
    for ends in (across[:, 1], across[:, 2]):
        middles, label = _snapped(ends)
        for cluster, position in enumerate(middles.tolist()):
            group = across[label == cluster]
            if len(group) < 3:
                continue
            beside = down[np.abs(down[:, 0] - position) <= JOIN]
            group = group[np.argsort(group[:, 0])]
            y = group[:, :1]
            sided = ((beside[:, 1] <= y + JOIN) & (beside[:, 2] >= y - JOIN)).any(axis=1)
            for run in np.split(group[~sided], np.flatnonzero(np.diff(np.flatnonzero(~sided)) > 1) + 1):
                if len(run) < 3:
                    continue
                low, high = float(run[0, 0]), float(run[-1, 0])
                inner = (down[:, 0] > run[:, 1].max() + JOIN) & (down[:, 0] < run[:, 2].min() - JOIN)
                crossing = inner & (down[:, 1] <= high - SHORT) & (down[:, 2] >= low + SHORT)
                if crossing.any() or all(_sided(run[:, end], down) for end in (1, 2)):
                    added.append((position, low, high))
    return np.array(added).reshape(-1, 3)


def _sided(ends: Floats, down: Floats) -> bool:
    """Whether some ends stand one above the other, where the page has a vertical rule elsewhere."""
    return bool(np.ptp(ends) <= JOIN and (np.abs(down[:, 0] - ends.mean()) <= JOIN).any())


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


def on_page(rulings: Rulings, width: float, height: float) -> Rulings:
    """The rulings as far as they are seen: a crop box hides what lies outside it."""
    kept = []
    for rules, across, along in ((rulings.horizontal, height, width), (rulings.vertical, width, height)):
        if not len(rules) or (
            rules[:, :2].min() >= -SNAP and rules[:, 0].max() <= across + SNAP and rules[:, 2].max() <= along + SNAP
            and (rules[:, 1] < rules[:, 2]).all()
        ):  # fmt: skip
            kept.append(rules)  # all of them, as on nearly every page
            continue
        seen = rules[(rules[:, 0] >= -SNAP) & (rules[:, 0] <= across + SNAP)]
        seen = np.column_stack([seen[:, 0], np.clip(seen[:, 1:], -SNAP, along + SNAP)])
        kept.append(seen[seen[:, 2] > seen[:, 1]])
    return Rulings(*kept)


def find_grid(rulings: Rulings) -> Grid:
    """Find the cells that a page's rulings enclose.

    The pages of a form filled in have the same rules, page after page: those of the last pages are kept.
    """
    return _grid_of(rulings.horizontal.tobytes(), rulings.vertical.tobytes())


@lru_cache(maxsize=4)
def _grid_of(lying: bytes, upright: bytes) -> Grid:
    rules = [np.frombuffer(rows, dtype=np.float64).reshape(-1, 3) for rows in (lying, upright)]
    horizontal, vertical = _without_page_frames(*map(_joined, rules))
    found = _enclosed_by(horizontal, vertical)
    return replace(found, bare=_bare(horizontal, vertical), across=horizontal, uprights=vertical)


def _enclosed_by(horizontal: Floats, vertical: Floats) -> Grid:
    """The cells between rules, each of them one piece."""
    close_across, close_down = _page_ends(vertical, horizontal), _open_sides(horizontal, vertical)
    all_across = np.vstack([horizontal, close_across])
    all_down = np.vstack([vertical, close_down])
    if len(all_across) < 2 or len(all_down) < 2:
        return _NONE
    ys, _ = _snapped(all_across[:, 0])
    xs, _ = _snapped(all_down[:, 0])
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
