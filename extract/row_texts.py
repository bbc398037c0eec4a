"""What the texts of a row tell of it: whether an upright can stand in a place, and where a row ends that is cut."""

from __future__ import annotations

from typing import Final

import numpy as np

from extract.page import Bools, Floats, Glyphs
from extract.rules import JOIN

_REACH: Final = 0.15  # of an em that a letter may stand over the side of its cell
_GAP: Final = 0.15  # of an em between two letters of one text, at most
_SPACED: Final = 1.0  # ems between the letters of a text that is set wide, at most
_ALIKE: Final = 0.5  # of a gap that another one in such a text has at least
_DESCENT: Final = 0.3  # of an em below the baseline, and some room


def is_crossed(glyphs: Glyphs, x: float, top: float, bottom: float) -> bool:
    """Whether a letter stands over a place, or two letters of one text on both sides of it.

    Args:
        glyphs: a table's.
        x: the place.
        top: where the row begins; those glyphs are in it whose baselines are.
        bottom: where it ends.
    """
    level: Bools = (glyphs.base > top) & (glyphs.base <= bottom)
    box, size, base = glyphs.box[level], glyphs.size[level], glyphs.base[level]
    if ((box[:, 0] < x - _REACH * size) & (box[:, 2] > x + _REACH * size)).any():
        return True
    for line in np.unique(np.round(base)).tolist():
        its = np.abs(base - line) <= 1
        order = np.argsort(box[its, 0])
        gaps = box[its, 0][order][1:] - box[its, 2][order][:-1]
        at = int(np.searchsorted(box[its, 0][order], x - _REACH * size[its].max()))
        if 0 < at <= len(gaps) and _is_inside_text(gaps, at - 1, float(size[its].max())):
            return True
    return False


def _is_inside_text(gaps: Floats, at: int, size: float) -> bool:
    """Whether a gap between two letters is one within a text: a small one, or one of some alike (事　業　費)."""
    beside = np.r_[gaps[max(at - 1, 0) : at], gaps[at + 1 : at + 2]]
    spaced = gaps[at] <= _SPACED * size and (beside >= _ALIKE * gaps[at]).any()
    return bool(gaps[at] <= _GAP * size or spaced)


def end_of_text(glyphs: Glyphs, last: float, leading: float, before: float | None = None) -> float:
    """Where the text below a rule ends, at its first gap; where there is none, at the rule.

    Args:
        glyphs: what is printed below the rule.
        last: the y of the rule.
        leading: ems between two baselines of one text, at most.
        before: a y that the first baseline stands as near to.
    """
    end = last
    for base in np.unique(glyphs.base).tolist():
        size = glyphs.size[glyphs.base == base].max()
        if before is not None and base - before > leading * size + JOIN:
            break
        before, end = base, max(end, base + _DESCENT * size)
    return end


__all__ = ["end_of_text", "is_crossed"]
