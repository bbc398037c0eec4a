"""Glyphs by where they stand."""

from __future__ import annotations

import numpy as np

from extract.box import Box
from extract.page import UNKNOWN, Glyphs, Ints


class Places:
    """Glyphs to be found by their middles.

    Args:
        glyphs: all of them.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        """Sort them, once."""
        self.chars = glyphs.chars
        x, y = (glyphs.box[:, :2] + glyphs.box[:, 2:]).T / 2
        self.order = np.argsort(y, kind="stable")
        self.x, self.y = x[self.order], y[self.order]

    def _level(self, box: Box) -> Ints:
        level = slice(*np.searchsorted(self.y, [box.top, box.bottom]))
        found: Ints = np.flatnonzero((self.x[level] >= box.x0) & (self.x[level] <= box.x1)) + level.start
        return found

    def text(self, box: Box) -> str:
        """The characters whose middles lie in a box, in the order they were drawn."""
        return "".join(self.chars[i] for i in np.sort(self.order[self._level(box)]).tolist())

    def at(self, box: Box, guess: str) -> str:
        """The character whose middle lies in a box: the guess, else the nearest; U+FFFD where there is none."""
        inside = self._level(box)
        if not len(inside):
            return UNKNOWN
        chars: list[str] = [self.chars[i] for i in self.order[inside].tolist()]
        if guess in chars:
            return guess
        away = np.hypot(self.x[inside] - (box.x0 + box.x1) / 2, self.y[inside] - (box.top + box.bottom) / 2)
        return chars[int(away.argmin())]
