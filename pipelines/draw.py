"""A page as a picture with what tenken saw on it: cells and lines by role, numbered, and what was not read in red.

The PNG bears numbers only, for no font that draws Japanese can be taken for granted; the HTML page beside it, which
needs nothing but a browser, gives each number its labels, text and box.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from extract.book import sheets_with_layouts
from extract.box import Box
from extract.form import Form
from extract.layout import PageLayout, Region, Role
from extract.reader import content_of, open_page, opened
from extract.repair import objects_of
from extract.stand_in import put_aside
from pipelines.usage import NoPageError

COLOURS: Final = {
    "field": (0, 140, 60),
    "label": (30, 90, 220),
    "figure": (200, 120, 0),
    "furniture": (120, 120, 120),
    "unread": (220, 0, 0),
    "blank": (170, 170, 170),
}
_TINT: Final = 40  # of 255: how strongly a box is filled
_TINT_UNREAD: Final = 110
_NUMBER_SIZE: Final = 4.5  # points on the page

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Mark:
    """One box on a drawn page: its number, where, what (a role, or ``blank``), and what is known of it."""

    number: int
    box: Box
    role: str
    ruled: bool
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page laid out and marked.

    Attributes:
        page: 1-based page number.
        width: width in points as the page is read.
        height: height in points.
        rotation: degrees clockwise at which the page is read.
        sheet: what sheet the page is of, "" for none.
        marks: the boxes, in reading order.
    """

    page: int
    width: float
    height: float
    rotation: int
    sheet: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A page that could not be read, and why."""

    page: int
    says: str


def drawings(path: Path, forms: tuple[Form, ...], page: int | None = None) -> Iterator[Drawing | Undrawn]:
    """Read a PDF and mark its pages; one that cannot be read is told instead.

    Args:
        path: the PDF.
        forms: the forms to try.
        page: the only page wanted, or None for all.

    Raises:
        UnreadablePdfError: the file gives no pages.
        NoPageError: it has no such page.
    """
    with opened(path) as document:
        if page is not None and not 1 <= page <= len(document):
            raise NoPageError(f"the PDF has pages 1 to {len(document)}, no page {page}")
    for facts, layouts in sheets_with_layouts(path, forms):
        number = facts.fields["sheet_no"].text if "sheet_no" in facts.fields else facts.sheet_no
        said = " ".join(part for part in (facts.form, str(facts.edition or ""), number and f"No. {number}") if part)
        drawn: list[Drawing | Undrawn] = [_drawing(layout, said) for layout in layouts]
        if not drawn:
            drawn = [Undrawn(facts.pages[0].page, facts.doubts[0].message)]
        wanted = [one for one in drawn if page in (None, one.page)]
        yield from wanted
        if page is not None and wanted:
            return


def _drawing(layout: PageLayout, sheet: str) -> Drawing:
    marks = tuple(_mark(number, region) for number, region in enumerate(layout.regions, start=1))
    return Drawing(layout.number, layout.width, layout.height, layout.rotation, sheet, marks)


def _mark(number: int, region: Region) -> Mark:
    role = "blank" if region.blank and region.role is Role.UNREAD else str(region.role)
    return Mark(number, region.box, role, region.ruled, region.row_labels, region.column_labels, region.text)


def render(path: Path, page: int, scale: float, rotation: int | None = None) -> Image.Image:
    """A page as pdfium shows it with the system's fonts, `scale` pixels to the point.

    Args:
        path: the PDF.
        page: 1-based.
        scale: pixels to the point.
        rotation: degrees clockwise, or None for what the file asks for.
    """
    content = content_of(path)
    with put_aside(), opened(content) as document:
        handle = open_page(document, page, objects_of(content).layers)
        try:
            if rotation is not None:
                handle.set_rotation(rotation)
            image: Image.Image = handle.render(scale=scale).to_pil()
            return image.convert("RGB")
        finally:
            handle.close()


def marked(image: Image.Image, drawing: Drawing) -> Image.Image:
    """The picture of a page with its boxes over it."""
    across, down = image.width / drawing.width, image.height / drawing.height
    layer = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(layer)
    font = ImageFont.load_default(size=max(8.0, _NUMBER_SIZE * down))
    for mark in drawing.marks:
        colour = COLOURS[mark.role]
        corners = (mark.box.x0 * across, mark.box.top * down, mark.box.x1 * across, mark.box.bottom * down)
        tint = _TINT_UNREAD if mark.role == "unread" else 0 if mark.role == "blank" else _TINT
        pen.rectangle(_ordered(corners), fill=(*colour, tint), outline=(*colour, 255), width=2 if mark.ruled else 1)
    for mark in drawing.marks:
        if mark.role != "blank":
            _number(pen, mark, (mark.box.x0 * across, mark.box.top * down, mark.box.bottom * down), font)
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _number(pen: ImageDraw.ImageDraw, mark: Mark, edges: tuple[float, float, float], font: Font) -> None:
    """Write a box's number where no print is: on the upper rule of a cell, to the left of a line."""
    x0, top, bottom = edges
    at, anchor = ((x0 + 3, top), "lm") if mark.ruled else ((x0 - 2, (top + bottom) / 2), "rm")
    pen.rectangle(pen.textbbox(at, str(mark.number), font=font, anchor=anchor), fill=(255, 255, 255, 255))
    pen.text(at, str(mark.number), fill=(*COLOURS[mark.role], 255), font=font, anchor=anchor)


def _ordered(corners: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The corners of a box that may be of no width or height."""
    x0, top, x1, bottom = corners
    return min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)


def png(image: Image.Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
