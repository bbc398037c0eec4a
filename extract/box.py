"""A rectangle on a page."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in viewer coordinates (points)."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    def moved(self, dx: float, dy: float) -> Box:
        """The same box shifted by ``dx`` and ``dy`` points."""
        return Box(self.x0 + dx, self.top + dy, self.x1 + dx, self.bottom + dy)
