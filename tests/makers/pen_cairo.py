"""A pen that writes PDF through cairo: CID-keyed or Type 1 subsets, glyphs placed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import cairo

from .pen import Box


@dataclass(frozen=True, slots=True)
class CairoInk:
    """How cairo draws."""

    font: str = "Noto Sans CJK JP"
    size: tuple[float, float] = (595.28, 841.89)
    bold: bool = True


class CairoPen:
    """A `Pen` on a cairo PDF surface."""

    def __init__(self, out: Path, ink: CairoInk) -> None:
        self.ink = ink
        self.width, self.height = ink.size
        self.surface = cairo.PDFSurface(str(out), *ink.size)
        self.surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "2025-04-01T00:00:00Z")
        self.context = cairo.Context(self.surface)

    def _select(self, size: float, *, bold: bool = False) -> None:
        weight = cairo.FONT_WEIGHT_BOLD if bold and self.ink.bold else cairo.FONT_WEIGHT_NORMAL
        self.context.select_font_face(self.ink.font, cairo.FONT_SLANT_NORMAL, weight)
        self.context.set_font_size(size)

    def measure(self, text: str, size: float) -> float:
        self._select(size)
        return float(self.context.text_extents(text).x_advance)

    def text(self, x: float, baseline: float, text: str, size: float, *, bold: bool = False) -> None:
        self._select(size, bold=bold)
        self.context.set_source_rgb(0, 0, 0)
        self.context.move_to(x, baseline)
        self.context.show_text(text)

    def vertical(self, x: float, top: float, text: str, size: float) -> None:
        for i, char in enumerate(text):
            self.text(x - self.measure(char, size) / 2, top + size * (1.1 * i + 0.9), char, size)

    def _colour(self, colour: str) -> None:
        self.context.set_source_rgb(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))

    def fill(self, box: Box, colour: str) -> None:
        self._colour(colour)
        self.context.rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1])
        self.context.fill()

    def frame(self, box: Box, thick: float) -> None:
        self._colour("#000000")
        self.context.set_line_width(thick)
        self.context.rectangle(box[0], box[1], box[2] - box[0], box[3] - box[1])
        self.context.stroke()

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float, dash: tuple[float, ...] = ()) -> None:
        self._colour("#000000")
        self.context.set_line_width(thick)
        self.context.set_dash(list(dash))
        self.context.move_to(x0, y0)
        self.context.line_to(x1, y1)
        self.context.stroke()
        self.context.set_dash([])

    def picture(self, png: bytes, box: Box) -> None:
        image = cairo.ImageSurface.create_from_png(BytesIO(png))
        self.context.save()
        self.context.translate(box[0], box[1])
        self.context.scale((box[2] - box[0]) / image.get_width(), (box[3] - box[1]) / image.get_height())
        self.context.set_source_surface(image, 0, 0)
        self.context.paint()
        self.context.restore()

    def next_page(self) -> None:
        self.context.show_page()

    def close(self) -> None:
        self.context.show_page()
        self.surface.finish()
