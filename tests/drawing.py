"""Small PDFs drawn for one test: ruled tables from rows of text, lines, boxes. The fonts are not embedded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

FONT = "HeiseiKakuGo-W5"
HEIGHT = 841.89
ROW = 20.0
LEFT_OF, ABOVE = "<", "^"  # a cell that goes on with the one at its left, or above it


class Drawing:
    """A PDF in the making; y grows downwards, points."""

    def __init__(self, path: Path) -> None:
        if FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(595.28, HEIGHT), invariant=1)

    def text(self, x: float, y: float, text: str, size: float = 9.0) -> None:
        """Lines of text; ``y`` is the first one's top."""
        self.canvas.setFont(FONT, size)
        for number, line in enumerate(text.split("\n")):
            self.canvas.drawString(x, HEIGHT - y - size * (number * 1.15 + 0.9), line)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def fill(self, x: float, y: float, width: float, height: float, grey: float = 0.85) -> None:
        """A box without an outline."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def rounded(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.roundRect(x, HEIGHT - y - height, width, height, 4)

    @contextmanager
    def within(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """A clip: what is drawn meanwhile shows in this box only."""
        path = self.canvas.beginPath()
        path.rect(x, HEIGHT - y - height, width, height)
        self.canvas.saveState()
        self.canvas.clipPath(path, stroke=0, fill=0)
        yield
        self.canvas.restoreState()

    def cell(self, x: float, y: float, width: float, height: float, text: str) -> None:
        """A ruled cell; a text that begins with # stands on grey."""
        shaded = text.startswith("#")
        self.canvas.setFillGray(0.85)
        self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=1, fill=int(shaded))
        self.canvas.setFillGray(0)
        self.text(x + 3, y + 4, text.removeprefix("#"))

    def table(
        self, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], x: float = 60, height: float = ROW
    ) -> float:
        """A table; ``<`` and ``^`` merge cells. Returns the y of its foot."""
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text in (LEFT_OF, ABOVE):
                    continue
                right, down = c + 1, r + 1
                while right < len(row) and row[right] == LEFT_OF:
                    right += 1
                while down < len(rows) and rows[down][c] == ABOVE:
                    down += 1
                self.cell(x + sum(widths[:c]), y + r * height, sum(widths[c:right]), (down - r) * height, text)
        return y + len(rows) * height

    def page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def save(self) -> Path:
        self.canvas.save()
        return self.path
