"""A pen that writes PDF through fpdf2: Type0 fonts with Identity-H, one subset per file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from fpdf import FPDF
from fpdf.enums import TextMode

from .pen import Box
from .pen_reportlab import TTF


@dataclass(frozen=True, slots=True)
class FpdfInk:
    """How fpdf2 draws."""

    font: str = "IPAexMincho"
    bold: str = "strike2"
    identity_v: bool = False
    """Vertical labels in a font of their own whose encoding is Identity-V."""
    size: tuple[float, float] = (595.28, 841.89)


class FpdfPen:
    """A `Pen` on an fpdf2 document."""

    def __init__(self, out: Path, ink: FpdfInk) -> None:
        self.out, self.ink = out, ink
        self.width, self.height = ink.size
        self.pdf = FPDF(unit="pt", format=ink.size)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.set_creation_date(datetime(2025, 4, 1, tzinfo=UTC))
        self.pdf.add_font("main", "", TTF[ink.font])
        self.pdf.add_font("label", "", TTF[ink.font])
        self.pdf.add_page()
        self._labels = False

    def measure(self, text: str, size: float) -> float:
        self.pdf.set_font("main", "", size)
        return float(self.pdf.get_string_width(text))

    def text(self, x: float, baseline: float, text: str, size: float, *, bold: bool = False) -> None:
        self.pdf.set_font("main", "", size)
        if bold and self.ink.bold == "render":
            self.pdf.set_line_width(0.25)
            self.pdf.text_mode = TextMode.FILL_STROKE
            self.pdf.text(x, baseline, text)
            self.pdf.text_mode = TextMode.FILL
            return
        for i in range(2 if bold and self.ink.bold == "strike2" else 1):
            self.pdf.text(x + 0.3 * i, baseline, text)

    def vertical(self, x: float, top: float, text: str, size: float) -> None:
        if self.ink.identity_v:
            self._labels = True
            self.pdf.set_font("label", "", size)
            self.pdf.text(x, top, text)
            return
        for i, char in enumerate(text):
            self.text(x - self.measure(char, size) / 2, top + size * (1.1 * i + 0.9), char, size)

    def fill(self, box: Box, colour: str) -> None:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        self.pdf.set_fill_color(red, green, blue)
        self.pdf.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], style="F")

    def frame(self, box: Box, thick: float) -> None:
        self.pdf.set_line_width(thick)
        self.pdf.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], style="D")

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float, dash: tuple[float, ...] = ()) -> None:
        self.pdf.set_line_width(thick)
        if dash:
            self.pdf.set_dash_pattern(dash=dash[0], gap=dash[-1])
        self.pdf.line(x0, y0, x1, y1)
        if dash:
            self.pdf.set_dash_pattern()

    def picture(self, png: bytes, box: Box) -> None:
        self.pdf.image(BytesIO(png), box[0], box[1], box[2] - box[0], box[3] - box[1])

    def next_page(self) -> None:
        self.pdf.add_page()

    def close(self) -> None:
        self.pdf.output(str(self.out))
        if self._labels:
            self._make_vertical()

    def _make_vertical(self) -> None:
        """The label font is the second one; its CIDs stay, its writing mode turns."""
        with pikepdf.open(self.out, allow_overwriting_input=True) as pdf:
            for page in pdf.pages:
                for name, font in page.Resources.Font.items():
                    if name == "/F2":
                        font.Encoding = pikepdf.Name("/Identity-V")
            pdf.save(self.out, deterministic_id=True)
