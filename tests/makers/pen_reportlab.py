"""A pen that writes PDF through reportlab's canvas."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from .pen import Box

TTF = {
    "IPAexGothic": "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "IPAexMincho": "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
    "VL-Gothic": "/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf",
    "VL-PGothic": "/usr/share/fonts/truetype/vlgothic/VL-PGothic-Regular.ttf",
    "TakaoMincho": "/usr/share/fonts/truetype/takao-mincho/TakaoMincho.ttf",
    "TakaoPGothic": "/usr/share/fonts/truetype/takao-gothic/TakaoPGothic.ttf",
}
CID = ("HeiseiKakuGo-W5", "HeiseiMin-W3")
"""Referenced, never embedded: the reader must map CIDs by the predefined CMap alone."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How reportlab draws."""

    font: str = "IPAexGothic"
    bold: str = "strike2"
    """"strike2", "strike3" (drawn again beside itself), "render" (fill and stroke), "none"."""
    strike: float = 0.25
    in_form: bool = False
    vertical: str = "stacked"
    """"stacked" letters, or "cid" (a vertical predefined CMap, non-embedded fonts only)."""
    size: tuple[float, float] = (595.28, 841.89)
    compress: bool = True
    upside: bool = False
    """Draw in a flipped, scaled coordinate system, as print drivers do."""
    latin: str = ""
    """A second font for Latin letters and digits, as word processors use."""
    squeeze: float = 100.0
    """Horizontal scaling in percent."""
    white: bool = False
    """Paint a white box behind each line of text."""


class ReportlabPen:
    """A `Pen` on a reportlab canvas; the same input gives the same bytes."""

    def __init__(self, out: Path, ink: Ink, title: str = "") -> None:
        self.ink = ink
        self.width, self.height = ink.size
        self.canvas = Canvas(str(out), pagesize=ink.size, invariant=1, pageCompression=int(ink.compress))
        self.canvas.setTitle(title)
        self._forms = 0
        if ink.font in CID:
            pdfmetrics.registerFont(UnicodeCIDFont(ink.font))
        else:
            pdfmetrics.registerFont(TTFont(ink.font, TTF[ink.font]))
        self._begin()

    def _begin(self) -> None:
        if self.ink.in_form:
            self._forms += 1
            self.canvas.beginForm(f"page{self._forms}", 0, 0, self.width, self.height)
        if self.ink.upside:
            self.canvas.transform(0.75, 0, 0, 0.75, 0, 0)

    def _end(self) -> None:
        if self.ink.in_form:
            self.canvas.endForm()
            self.canvas.doForm(f"page{self._forms}")

    @property
    def _zoom(self) -> float:
        return 1 / 0.75 if self.ink.upside else 1.0

    def _runs(self, text: str) -> list[tuple[str, str]]:
        """(font, run) pairs: one, unless Latin text has its own font."""
        if not self.ink.latin:
            return [(self.ink.font, text)]
        runs = groupby(text, key=lambda c: c.isascii() and c.isprintable())
        return [(self.ink.latin if latin else self.ink.font, "".join(run)) for latin, run in runs]

    def measure(self, text: str, size: float) -> float:
        widths = (pdfmetrics.stringWidth(run, font, size) for font, run in self._runs(text))
        return float(sum(widths)) * self.ink.squeeze / 100

    def text(self, x: float, baseline: float, text: str, size: float, *, bold: bool = False) -> None:
        zoom, y = self._zoom, self.height - baseline
        if self.ink.white:
            self.fill((x, baseline - size * 0.9, x + self.measure(text, size), baseline + size * 0.15), "#ffffff")
        self.canvas.setFillColor(HexColor("#000000"))
        if bold and self.ink.bold == "render":
            self.canvas.setStrokeColor(HexColor("#000000"))
            self.canvas.setLineWidth(0.3 * zoom)
            self._show(x * zoom, y * zoom, text, size * zoom, mode=2)
            return
        times = {"strike2": 2, "strike3": 3}.get(self.ink.bold, 1) if bold else 1
        for i in range(times):
            self._show((x + i * self.ink.strike) * zoom, y * zoom, text, size * zoom, mode=0)

    def _show(self, x: float, y: float, text: str, size: float, *, mode: int, font: str = "") -> None:
        line = self.canvas.beginText(x, y)
        line.setTextRenderMode(mode)
        if self.ink.squeeze != 100:
            line.setHorizScale(self.ink.squeeze)
        for name, run in [(font, text)] if font else self._runs(text):
            line.setFont(name, size)
            line.textOut(run)
        if mode:
            line.setTextRenderMode(0)
        self.canvas.drawText(line)

    def vertical(self, x: float, top: float, text: str, size: float) -> None:
        zoom = self._zoom
        self.canvas.setFillColor(HexColor("#000000"))
        if self.ink.vertical == "cid" and self.ink.font in CID:
            name = self._vertical_font()
            self._show(x * zoom, (self.height - top) * zoom, text, size * zoom, mode=0, font=name)
            return
        for i, char in enumerate(text):
            self.text(x - self.measure(char, size) / 2, top + size * (1.1 * i + 0.9), char, size)

    def _vertical_font(self) -> str:
        """reportlab gives the upright and the vertical font one name; ours gets its own."""
        font = UnicodeCIDFont(self.ink.font, isVertical=True)
        font.name = font.fontName = f"{self.ink.font}-V"
        pdfmetrics.registerFont(font)
        return str(font.fontName)

    def fill(self, box: Box, colour: str) -> None:
        zoom = self._zoom
        x0, top, x1, bottom = (v * zoom for v in box)
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x0, self.height * zoom - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def frame(self, box: Box, thick: float) -> None:
        zoom = self._zoom
        x0, top, x1, bottom = (v * zoom for v in box)
        self.canvas.setStrokeColor(HexColor("#000000"))
        self.canvas.setLineWidth(thick * zoom)
        self.canvas.rect(x0, self.height * zoom - bottom, x1 - x0, bottom - top, stroke=1, fill=0)

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float, dash: tuple[float, ...] = ()) -> None:
        zoom = self._zoom
        self.canvas.setStrokeColor(HexColor("#000000"))
        self.canvas.setLineWidth(thick * zoom)
        self.canvas.setDash([d * zoom for d in dash])
        self.canvas.line(x0 * zoom, (self.height - y0) * zoom, x1 * zoom, (self.height - y1) * zoom)
        self.canvas.setDash([])

    def picture(self, png: bytes, box: Box) -> None:
        zoom = self._zoom
        x0, top, x1, bottom = (v * zoom for v in box)
        self.canvas.drawImage(ImageReader(BytesIO(png)), x0, self.height * zoom - bottom, x1 - x0, bottom - top)

    def next_page(self) -> None:
        self._end()
        self.canvas.showPage()
        self._begin()

    def close(self) -> None:
        self._end()
        self.canvas.showPage()
        self.canvas.save()
