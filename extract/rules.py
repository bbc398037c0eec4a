"""The pieces that a page draws of its rules → whole rules, each once.

A rule is a row (position, from, to): the y of a horizontal one and its two x, or the x of a vertical one and its two y.
"""

from __future__ import annotations

import numpy as np

from extract.page import Floats, Ints, Rulings

EXACT = 0.25  # points: pieces of one drawn rule stand this near to one line
SNAP = 2.0  # points: rules nearer than this are one rule drawn twice (box edges, double borders)
JOIN = 3.0  # points: gaps in a rule up to this are dots, dashes or corners that do not quite meet
SHORT = 4.0  # points: shorter rules are dots, ticks or dirt
_DOT = 2.5  # points: a dot of a dotted rule is no longer than that is thick
_DOTS = 3  # two are what two dotted rules near to one another have in one place
LINE = 1e5  # a separate stretch of the number line for each rule position


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


def snapped(values: Floats, reach: float = SNAP) -> tuple[Floats, Ints]:
    """Cluster positions no further apart than ``reach``; returns each cluster's middle and every value's cluster."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    starts = np.concatenate([[True], np.diff(rising) > reach])
    cluster = np.cumsum(starts) - 1
    middles = np.bincount(cluster, weights=rising) / np.bincount(cluster)
    label = np.empty(len(values), dtype=np.int64)
    label[order] = cluster
    return middles, label


def joined(rules: Floats) -> Floats:
    """Rules on one line whose ends meet or nearly meet become one; what stays short goes. Rows (position, from, to).

    First those on exactly one line: a dot of a dotted rule counts both ways, and must be gone in the wrong one before
    near lines are taken together. Where two such rules lie near to one another, two dots in a row are no rule.
    """
    return _joined_within(_joined_within(rules, EXACT), SNAP)


def _joined_within(rules: Floats, reach: float) -> Floats:
    if not len(rules):
        return rules
    middles, label = snapped(rules[:, 0], reach)
    low, high = np.minimum(rules[:, 1], rules[:, 2]), np.maximum(rules[:, 1], rules[:, 2])
    order = np.lexsort((low, label))
    label, low, high = label[order], low[order], high[order]
    shift = label * LINE
    far = np.maximum.accumulate(high + shift)
    fresh = np.concatenate([[True], (low + shift)[1:] > far[:-1] + JOIN])
    starts = np.flatnonzero(fresh)
    ends = np.concatenate([starts[1:], [len(label)]]) - 1
    rows = np.column_stack([middles[label[starts]], low[starts], (far - shift)[ends]])
    places = np.concatenate([[True], np.diff(low + shift) > EXACT])  # a dot drawn twice counts once
    dotted = (np.maximum.reduceat(high - low, starts) <= _DOT) & (np.add.reduceat(places, starts, dtype=int) < _DOTS)
    long: Floats = rows[(rows[:, 2] - rows[:, 1] >= SHORT) & ~dotted]
    return long
