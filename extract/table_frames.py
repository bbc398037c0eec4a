"""What a table's frame has too much of, or lacks: boxes around it, sides that are not drawn, rows that a page end cuts.

Rules are rows (position, from, to), as :mod:`extract.rules` gives them.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from extract.page import Floats, Ints
from extract.rules import JOIN, LINE, SHORT, snapped

_MARGIN = 60.0  # points: rules that run on beyond their row's end do so in the page's margin


def without_page_frames(across: Floats, down: Floats) -> tuple[Floats, Floats]:
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

    Both come as :func:`joined` gives them, so pieces on one line are in order and apart: in each column that a
    horizontal rule spans, at most two pieces can reach it.
    """
    xs, column = np.unique(down[:, 0], return_inverse=True)
    first, end = np.searchsorted(xs, across[:, 1] - JOIN), np.searchsorted(xs, across[:, 2] + JOIN, "right")
    count = end - first
    rule = np.repeat(np.arange(len(across)), count)
    at = np.arange(len(rule)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    y = across[rule, 0]
    places = column * LINE + down[:, 1]
    last = np.searchsorted(places, at * LINE + y + JOIN, "right") - 1
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


def page_ends(down: Floats, across: Floats) -> Floats:
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
        if not any(ending):
            continue
        spans = (across[:, 1] <= left[0] + JOIN) & (across[:, 2] >= right[0] - JOIN)
        there = spans & (np.abs(across[:, 0] - position) <= JOIN)
        top, bottom = max(left[1], right[1]), min(left[2], right[2])
        inside = spans & (across[:, 0] >= top - JOIN) & (across[:, 0] <= bottom + JOIN)
        beyond = spans & (outwards * (across[:, 0] - position) > JOIN)
        if (all(ending) or not beyond.any()) and inside.any() and not there.any():
            added.append((position, float(left[0]), float(right[0])))
    return added


def bare_feet(across: Floats, down: Floats) -> Floats:
    """The horizontal rules below all vertical ones; else the lowest one, if no vertical rule meets its ends."""
    bare: Floats = across[across[:, 0] > down[:, 2].max(initial=-np.inf) + JOIN]
    if len(bare) or not len(across):
        return bare
    lowest = across[across[:, 0].argmax()]
    low = down[down[:, 2] >= lowest[0] - JOIN, :1]
    return across[:0] if (np.abs(low - lowest[1:]) <= JOIN).any() else lowest[None]


def open_sides(across: Floats, down: Floats) -> Floats:
    """The missing sides of a table drawn without them: where three or more horizontal rules end together.

    Only where a vertical rule crosses two of them further in, or where other tables of the page have their sides at
    both ends: the grid lines of a chart have neither. A rule that meets a side that is drawn belongs to another table,
    and ends such a stretch.
    """
    if len(across) < 3 or not len(down):
        return np.empty((0, 3))
    added: list[tuple[float, float, float]] = []
    for ends in (across[:, 1], across[:, 2]):
        middles, label = snapped(ends)
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


def cut_sides(across: Floats, down: Floats) -> Floats:
    """The missing sides of the rest of a row at a page's head, of which only the rules between its columns are drawn.

    Firefox leaves out the sides of a table where it goes on to yet another page.
    """
    if not len(across):
        return np.empty((0, 3))
    top, x0, x1 = across[across[:, 0].argmin()].tolist()
    inner = down[(down[:, 0] > x0 + JOIN) & (down[:, 0] < x1 - JOIN) & (down[:, 2] >= top - JOIN)]
    first = float(inner[:, 1].min(initial=top))
    if top - first <= SHORT or (down[:, 1] < first - JOIN).any():
        return np.empty((0, 3))
    level = down[down[:, 1] < top - JOIN, 0]
    return np.array([(x, first, top) for x in (x0, x1) if not (np.abs(level - x) <= JOIN).any()]).reshape(-1, 3)


def _sided(ends: Floats, down: Floats) -> bool:
    """Whether some ends stand one above the other, where the page has a vertical rule elsewhere."""
    return bool(np.ptp(ends) <= JOIN and (np.abs(down[:, 0] - ends.mean()) <= JOIN).any())
