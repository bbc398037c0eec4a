"""What a drawing back end must offer to the typesetter. Coordinates: points from the top left."""

from __future__ import annotations

from typing import Protocol

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


class Pen(Protocol):
    """One open document; drawing goes to the current page."""

    width: float
    height: float

    def measure(self, text: str, size: float) -> float:
        """Width of one line of text in points."""

    def text(self, x: float, baseline: float, text: str, size: float, *, bold: bool = False) -> None:
        """Draw one line of text."""

    def vertical(self, x: float, top: float, text: str, size: float) -> None:
        """Draw text downwards, its letters centred on `x`."""

    def fill(self, box: Box, colour: str) -> None:
        """Fill a box."""

    def frame(self, box: Box, thick: float) -> None:
        """Stroke a box."""

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float, dash: tuple[float, ...] = ()) -> None:
        """Stroke a line."""

    def picture(self, png: bytes, box: Box) -> None:
        """Place a picture."""

    def next_page(self) -> None:
        """End the page and begin another."""

    def close(self) -> None:
        """Finish the file."""
