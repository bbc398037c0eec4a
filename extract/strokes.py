"""Rulings that are none: the strokes of letters drawn as outlines, and lines under a text or through it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from extract.page import Bools, Floats, Glyphs, Rulings, median
from extract.rules import EXACT, JOIN, SNAP

_STROKE = 1.1  # ems: the longest stroke of a character
_AT_EDGE = 0.15  # ems between a letter's edge and the end of a line under it: a stroke is longer by its own width
_UNDER, _THROUGH = 0.3, 0.6  # ems below and above the baseline: a line under a text, or through it
_STRUCK = 0.12  # ems above the baseline: from here on a line runs through a text
_SHORTEST = 0.4  # of an em: the narrowest letters are wider
_LARGE = 3.0  # times the page's usual size: larger letters are not underlined
_BROKEN = 1.0  # points between two pieces of one rule: an upright crosses it there
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
        stroke = (length < longest) & inked[row, column]
        stroke[stroke] = ~_go_on(rules[stroke], rules[length >= longest])
        kept.append(rules[~stroke])
    return Rulings(*kept)


def _go_on(pieces: Floats, rules: Floats) -> Bools:
    """Which of some short lines a rule in their own line touches: some programs draw a rule column by column."""
    rules = rules[np.argsort(rules[:, 0])]
    low, high = (np.searchsorted(rules[:, 0], pieces[:, 0] + away) for away in (-EXACT, EXACT))
    touched = [
        bool(((rules[first:last, 1] <= end + EXACT) & (rules[first:last, 2] >= start - EXACT)).any())
        for first, last, start, end in zip(low, high, pieces[:, 1], pieces[:, 2], strict=True)
    ]
    return np.array(touched, dtype=np.bool_)


class Underlined(NamedTuple):
    """The rulings that underline no text and strike none out; and those that strike out, ``(n, 3)`` y, x0, x1."""

    rulings: Rulings
    struck: Floats


def without_underlines(rulings: Rulings, glyphs: Glyphs) -> Underlined:
    """Tell rulings from the lines that underline a text or strike it out.

    Such a line runs from the edge of one letter to that of another on the same baseline, just under it or through it.
    The side of a cell meets other rules at both ends.
    """
    none = Underlined(rulings, np.empty((0, 3)))
    cut = (glyphs.box[:, 3] < glyphs.base) & ~glyphs.turned
    if cut.any():  # by the side of their cell, which is no line under them
        glyphs = glyphs.only(~cut)
    if not len(glyphs):
        return none
    shortest = _SHORTEST * median(glyphs.size)
    numbers = np.flatnonzero(rulings.horizontal[:, 2] - rulings.horizontal[:, 1] >= shortest)  # dots underline nothing
    rules = rulings.horizontal[numbers]
    if not len(rules):
        return none
    x0, x1, base, size = glyphs.box[:, 0], glyphs.box[:, 2], glyphs.base, glyphs.size
    wide = np.flatnonzero(glyphs.wide)  # an ideographic space at the beginning is underlined, too
    first = _meeting(rules[:, [0, 1]], np.concatenate([x0, x0[wide] - size[wide]]), np.concatenate([base, base[wide]]),
                     np.concatenate([size, size[wide]]))  # fmt: skip
    if not first:
        return none
    some = sorted(first)
    last = _meeting(rules[some][:, [0, 2]], x1, base, size)
    found: dict[int, bool] = {}
    for number, rule in enumerate(some):
        ends = [one for one in first[rule] if any(abs(one[0] - other[0]) <= EXACT for other in last.get(number, ()))]
        if ends and not _is_side(rules[rule], rulings.vertical):
            found[rule] = any(through for _, through in ends)
    for rule in _pieces_of_sides(rules, found, rulings.horizontal, glyphs):
        del found[rule]
    if not found:
        return none
    others = np.delete(rulings.horizontal, numbers[list(found)], axis=0)
    struck = rules[[rule for rule, through in found.items() if through]]
    return Underlined(Rulings(others, rulings.vertical), struck)


def _pieces_of_sides(rules: Floats, found: dict[int, bool], lying: Floats, glyphs: Glyphs) -> list[int]:
    """Those of some lines at texts that are pieces of longer rules, which do not begin and end as their texts do.

    Args:
        rules: horizontal ones.
        found: the lines, by their numbers, each with whether it runs through its text: such a line may go on over a
            space.
        lying: all horizontal rules.
        glyphs: all glyphs.
    """
    chains = {rule: _chain(rules[rule], lying) for rule in found}
    longer = [rule for rule, chain in chains.items() if np.ptp(chain[1:]) > np.ptp(rules[rule, 1:]) + EXACT]
    if not longer:
        return []
    whole = np.array([chains[rule] for rule in longer])
    first = _meeting(whole[:, [0, 1]], glyphs.box[:, 0], glyphs.base, glyphs.size)
    last = _meeting(whole[:, [0, 2]], glyphs.box[:, 2], glyphs.base, glyphs.size)
    ends = [(number in first) + (number in last) for number in range(len(longer))]
    return [rule for rule, met in zip(longer, ends, strict=True) if met < (1 if found[rule] else 2)]


def _chain(rule: Floats, rules: Floats) -> Floats:
    """The rule (y, x0, x1) of which a horizontal one is a piece, from its first piece to its last."""
    y, start, end = rule.tolist()
    level = rules[np.abs(rules[:, 0] - y) <= EXACT]
    level = level[np.argsort(level[:, 1])]
    for low, high in level[:, 1:].tolist():
        if start - _BROKEN <= low <= end + _BROKEN:
            end = max(end, high)
    for low, high in level[::-1, 1:].tolist():
        if start - _BROKEN <= high <= end + _BROKEN:
            start = min(start, low)
    return np.array([y, start, end])


def _meeting(points: Floats, edges: Floats, base: Floats, size: Floats) -> dict[int, set[tuple[float, bool]]]:
    """Of points ``(n, 2)`` (y, x) those at a letter's edge, under it or through it.

    Returns:
        By their numbers the baselines of their letters, each with whether the point is level with the letter's middle.
    """
    order = np.argsort(edges)
    rising, reach = edges[order], _AT_EDGE * _LARGE * median(size)
    y, x = points.T
    low, high = np.searchsorted(rising, x - reach), np.searchsorted(rising, x + reach)
    found: dict[int, set[tuple[float, bool]]] = {}
    for start in range(0, len(points), _RULES):  # not all at once: each is held against the letters above and below
        part = slice(start, start + _RULES)
        count = high[part] - low[part]
        point = np.repeat(np.arange(len(count)), count)
        letter = order[np.arange(len(point)) - np.repeat(np.cumsum(count) - count - low[part], count)]
        em = np.maximum(size[letter], 0.1)
        away = (y[part][point] - base[letter]) / em
        near = (away > -_THROUGH) & (away < _UNDER) & (np.abs(edges[letter] - x[part][point]) <= _AT_EDGE * em)
        ends = zip(base[letter[near]].tolist(), (away[near] < -_STRUCK).tolist(), strict=True)
        for number, end in zip((point[near] + start).tolist(), ends, strict=True):
            found.setdefault(number, set()).add(end)
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
