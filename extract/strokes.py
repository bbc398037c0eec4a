"""Rulings that are none: the strokes of letters drawn as outlines, and lines under a text or through it."""

from __future__ import annotations

import numpy as np

from extract.grid import EXACT, JOIN, SNAP
from extract.page import Bools, Floats, Glyphs, Rulings, median

_STROKE = 1.1  # ems: the longest stroke of a character
_AT_EDGE = 0.1  # ems between a letter's edge and the end of a line under it
_UNDER, _THROUGH = 0.3, 0.6  # ems below and above the baseline: a line under a text, or through it
_SHORTEST = 0.4  # of an em: the narrowest letters are wider
_LARGE = 3.0  # times the page's usual size: larger letters are not underlined
_RULES = 512  # rules held against letters in one step
_FAR = 5000  # points: no page is larger


def without_strokes(rulings: Rulings, glyphs: Glyphs) -> Rulings:
    """The rulings that are none of a character's own strokes.

    Re-distilled files draw bold characters as outlines, whose straight strokes look like short rules; they lie where a
    character stands, a rule never does.
    """
    if not len(glyphs):
        return rulings
    lengths = [np.abs(rules[:, 2] - rules[:, 1]) for rules in (rulings.horizontal, rulings.vertical)]
    if not any(((length > EXACT) & (length < _STROKE * glyphs.size.max())).any() for length in lengths):
        return rulings  # at once, for most
    longest = _STROKE * median(glyphs.size)
    if not any(((length > EXACT) & (length < longest)).any() for length in lengths):
        return rulings
    inked = _inked(glyphs)
    kept = []
    for rules, length, upright in zip((rulings.horizontal, rulings.vertical), lengths, (False, True), strict=True):
        middle = (rules[:, 1] + rules[:, 2]) / 2
        x, y = (rules[:, 0], middle) if upright else (middle, rules[:, 0])
        column = np.clip(x, 0, inked.shape[1] - 1).astype(np.int64)
        row = np.clip(y, 0, inked.shape[0] - 1).astype(np.int64)
        kept.append(rules[(length >= longest) | ~inked[row, column]])
    return Rulings(*kept)


def without_underlines(rulings: Rulings, glyphs: Glyphs) -> Rulings:
    """The rulings that underline no text and strike none out.

    Such a line runs from the edge of one letter to that of another on the same baseline, just under it or through it.
    The side of a cell meets other rules at both ends.
    """
    if not len(glyphs):
        return rulings
    shortest = _SHORTEST * median(glyphs.size)
    numbers = np.flatnonzero(rulings.horizontal[:, 2] - rulings.horizontal[:, 1] >= shortest)  # dots underline nothing
    rules = rulings.horizontal[numbers]
    if not len(rules):
        return rulings
    x0, x1, base, size = glyphs.box[:, 0], glyphs.box[:, 2], glyphs.base, glyphs.size
    wide = np.flatnonzero(glyphs.wide)  # an ideographic space at the beginning is underlined, too
    first = _meeting(rules[:, [0, 1]], np.concatenate([x0, x0[wide] - size[wide]]), np.concatenate([base, base[wide]]),
                     np.concatenate([size, size[wide]]))  # fmt: skip
    if not first:
        return rulings
    some = sorted(first)
    last = _meeting(rules[some][:, [0, 2]], x1, base, size)
    found = [
        rule for number, rule in enumerate(some)
        if any(abs(one - other) <= EXACT for one in first[rule] for other in last.get(number, ()))
    ]  # fmt: skip
    lines = numbers[[rule for rule in found if not _is_side(rules[rule], rulings.vertical)]]
    return Rulings(np.delete(rulings.horizontal, lines, axis=0), rulings.vertical) if len(lines) else rulings


def _meeting(points: Floats, edges: Floats, base: Floats, size: Floats) -> dict[int, set[float]]:
    """Of points ``(n, 2)`` (y, x) those at a letter's edge, under it or through it: their letters' baselines."""
    order = np.argsort(edges)
    rising, reach = edges[order], _AT_EDGE * _LARGE * median(size)
    y, x = points.T
    low, high = np.searchsorted(rising, x - reach), np.searchsorted(rising, x + reach)
    found: dict[int, set[float]] = {}
    for start in range(0, len(points), _RULES):  # not all at once: each is held against the letters above and below
        part = slice(start, start + _RULES)
        count = high[part] - low[part]
        point = np.repeat(np.arange(len(count)), count)
        letter = order[np.arange(len(point)) - np.repeat(np.cumsum(count) - count - low[part], count)]
        em = np.maximum(size[letter], 0.1)
        away = (y[part][point] - base[letter]) / em
        near = (away > -_THROUGH) & (away < _UNDER) & (np.abs(edges[letter] - x[part][point]) <= _AT_EDGE * em)
        for number, its_base in zip((point[near] + start).tolist(), base[letter[near]].tolist(), strict=True):
            found.setdefault(number, set()).add(its_base)
    return found


def _is_side(rule: Floats, upright: Floats) -> bool:
    """Whether vertical rules stand at both ends of a horizontal one."""
    y, *ends = rule.tolist()
    level = upright[(upright[:, 1] <= y + JOIN) & (upright[:, 2] >= y - JOIN), 0]
    return all((np.abs(level - x) <= SNAP).any() for x in ends)


def _inked(glyphs: Glyphs) -> Bools:
    """Point by point, whether a character covers the page there; bool array ``(height, width)``."""
    x0, top, x1, bottom = (np.clip(glyphs.box[:, i], 0, _FAR) for i in range(4))
    tall = bottom - top
    left, right = np.floor(x0).astype(np.int64), np.ceil(x1).astype(np.int64)
    high, low = np.ceil(top + 0.05 * tall).astype(np.int64), np.floor(bottom - 0.05 * tall).astype(np.int64)
    change = np.zeros((int(low.max()) + 3, int(right.max()) + 3), dtype=np.int32)
    full = (right > left) & (low > high)
    left, right, high, low = left[full], right[full], high[full], low[full]
    for row, column, step in ((high, left, 1), (low, right, 1), (high, right, -1), (low, left, -1)):
        np.add.at(change, (row, column), step)
    return np.cumsum(np.cumsum(change, axis=0), axis=1) > 0
