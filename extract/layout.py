"""A page laid out: its cells and its lines outside cells, each with its text. Works for any ruled report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np

from extract.box import Box
from extract.cell_pictures import mark_pictured, shaded_cells
from extract.grid import Grid, find_grid
from extract.lines import ROOM, Letters, Line, cell_lines
from extract.owners import assign, over_page_ends
from extract.page import Floats, Hidden, Page, Picture, Rulings
from extract.page_lines import free_lines, lines_of_cells
from extract.raised import with_raised
from extract.ruby import readings_in
from extract.rules import on_page
from extract.run_on import with_running_on
from extract.strokes import without_strokes, without_underlines
from extract.text_boxes import drawn_over, paired
from extract.uprights import with_missing
from normalize import clean_text

_WHOLE_NUMBER = re.compile(r"(?<![\d,，.．])(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?$")
_WHITE = re.compile(r"\s+")
_NO_FOOTNOTE = re.compile("[^²³¹⁰-⁹①-⑳⒈-⒛⓪㉑-㉟㊱-㊿]+")  # NFKC makes bare digits of these; of ₂, as in CO₂, it may
_MARGIN = 0.12  # of a page's longer side: page numbers and running heads stand there
_PADDING = 2.0  # points between text and rule, both sides together


class Role(StrEnum):
    """Where the glyphs of a region end: the glyph ledger's five accounts."""

    FIELD = "field"
    LABEL = "label"
    FIGURE = "figure"
    FURNITURE = "furniture"
    UNREAD = "unread"


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """A text as labels are compared: cleaned, NFKC, lower-case Latin kept, without any white space.

    Digits in circles and raised ones stay what they are: they number footnotes, and no digit may come of them.

    >>> compact("Ｒ６ 年度①"), compact("事 業 費")
    ('R6年度①', '事業費')
    """
    return _WHITE.sub("", _NO_FOOTNOTE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), clean_text(text)))


@dataclass(eq=False)
class Region:
    """A cell, or a line of text outside all cells.

    Attributes:
        page: 1-based page number in the file.
        box: the box on its page, in points.
        lines: the text lines inside, from top to bottom.
        ruled: True for a cell, False for a line outside cells.
        at: the box on the sheet: pages joined below one another, left edges aligned.
        table: number of the table on its page, from 1; 0 outside cells.
        row, column, row_end, column_end: grid position within its table, from 0; the ends are exclusive.
        open_top, open_bottom: no rule was drawn there.
        shaded: filled with a colour other than paper.
        captured: glyphs of a label that are a value (the number in 主要課題 No. 15).
        stamp: struck across the page (a watermark), no part of its text.
        struck: a line runs through some of its text.
        boxed: a text box drawn over a cell.
        readings: small kana over its lines (ruby), no part of its text.
        pictured: a picture stands in it, or, where nothing is printed in it, a shape with curves.
        text: as printed, one line of print per line.
        label: the text as labels are compared; see :func:`compact`.
        blank: nothing is printed in it.
        role: where the glyphs went.
        row_labels, column_labels: the labels that name the cell, outermost first.
    """

    page: int
    box: Box
    lines: tuple[Line, ...]
    ruled: bool
    at: Box
    table: int = 0
    row: int = 0
    column: int = 0
    row_end: int = 1
    column_end: int = 1
    open_top: bool = False
    open_bottom: bool = False
    shaded: bool = False
    role: Role = Role.UNREAD
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    captured: int = 0
    stamp: bool = False
    pictured: bool = False
    struck: bool = False
    boxed: bool = False
    readings: tuple[Line, ...] = ()
    text: str = field(init=False)
    label: str = field(init=False)
    blank: bool = field(init=False)

    def __post_init__(self) -> None:
        """Make the texts: each is asked for many times, and most cells have none."""
        self.keep(self.lines)

    def keep(self, lines: tuple[Line, ...]) -> None:
        """Hold these lines, and no others."""
        self.lines = lines
        self.blank = not lines
        if lines:
            self.text = "\n".join([line.text for line in lines])
            self.label = compact(self.text)
        else:
            self.text = self.label = ""

    @cached_property
    def unwrapped(self) -> str:
        """The text without the line breaks that only wrap: where the next character would not have fitted.

        Digits below a whole number are another one.
        """
        text = ""
        for before, line in zip((None, *self.lines), self.lines, strict=False):
            two = line.text[:1].isdecimal() and before is not None and _WHOLE_NUMBER.search(before.text) is not None
            joined = before is None or (self.fills(before) and not two)
            text += line.text if joined else "\n" + line.text
        return text

    def fills(self, line: Line) -> bool:
        """Whether one of its lines is as long as the cell is wide: the next character would not have fitted."""
        return self.box.width - line.box.width < ROOM * line.size + _PADDING

    @property
    def glyphs(self) -> int:
        """How many glyphs the region holds."""
        return sum(line.glyphs for line in self.lines)

    @property
    def overprinted(self) -> bool:
        """Whether one text is printed over another in it."""
        return any(line.overprinted for line in self.lines)


@dataclass(eq=False)
class PageLayout:
    """One page's regions in reading order, its pictures and fills, its count of glyphs, and its bare rules.

    Those are flat boxes at its foot that close no cell; see :class:`extract.grid.Grid`.
    """

    number: int
    width: float
    height: float
    rotation: int
    glyphs: int
    regions: list[Region]
    pictures: list[Picture] = field(default_factory=list)
    fills: list[Picture] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    bare: list[Box] = field(default_factory=list)

    @cached_property
    def left(self) -> float:
        """The x of the leftmost cell, or 0 on a page without cells."""
        return min((r.box.x0 for r in self.regions if r.ruled), default=0.0)

    @cached_property
    def margin(self) -> float:
        """How far down from its upper edge, or up from its lower one, a page's head and foot reach."""
        return _MARGIN * max(self.width, self.height)

    def is_outer(self, box: Box) -> bool:
        """Whether a box stands at the page's head or foot, where page numbers and running heads do."""
        return box.bottom < self.margin or box.top > self.height - self.margin


def lay_out(page: Page, next_one: Callable[[], Page | None] | None = None) -> PageLayout:
    """Find the cells of a page and put every glyph into its cell, or into a line outside cells.

    Args:
        page: the page.
        next_one: gives the next page, or None where there is none: asked only where a table may go on there.
    """
    rulings, struck = _rulings(page)
    grid = find_grid(rulings)
    if len(grid.bare) and next_one is not None and (after := next_one()) is not None:
        rulings = with_running_on(rulings, grid, page, after, find_grid(_rulings(after)[0]))
        grid = find_grid(rulings)
    if len(grid.bare):
        grid = find_grid(with_missing(rulings, grid, page))
    stamps = page.glyphs.only(page.glyphs.stamp) if page.glyphs.stamp.any() else None
    glyphs = page.glyphs if stamps is None else page.glyphs.only(~page.glyphs.stamp)
    callouts = paired(page.callouts)
    over = drawn_over(callouts, glyphs, grid)
    boxed = [(box, glyphs.only(over == number)) for number, box in enumerate(callouts) if (over == number).any()]
    signs = [*page.shapes, *(box for number, box in enumerate(callouts) if not (over == number).any())]
    glyphs = glyphs.only(over < 0) if boxed else glyphs
    owners = over_page_ends(glyphs, assign(glyphs, grid), grid, page.height)
    glyphs = with_raised(glyphs, owners)
    outside = free_lines(glyphs.only(owners < 0))
    inside = lines_of_cells(glyphs, owners, np.array([cell.box.x0 for cell in grid.cells]))
    regions = _cells(page, grid, inside)
    for region in regions:
        if len(region.lines) > 1 and (readings := readings_in(region.lines)):
            region.readings = readings
            region.keep(tuple(line for line in region.lines if line not in readings))
    mark_pictured(regions, page, signs, grid)
    for line in free_lines(stamps) if stamps is not None else ():
        regions.append(Region(page.number, line.box, (line,), False, line.box, stamp=True, role=Role.FURNITURE))
    regions += [Region(page.number, line.box, (line,), False, line.box) for line in outside]
    for box, inside_box in boxed:
        lines = cell_lines(Letters.of(inside_box), list(range(len(inside_box))), box.x0)
        regions.append(Region(page.number, box, lines, False, box, boxed=True))
    _mark_struck(regions, grid, struck)
    regions.sort(key=lambda r: (round(r.box.top), r.box.x0))
    icons = [Picture(fill.box, ((fill.colour, (fill.box.x0 + fill.box.x1) / 2),)) for fill in page.fills]
    return PageLayout(
        page.number,
        page.width,
        page.height,
        page.rotation,
        len(page.glyphs),
        regions,
        page.pictures,
        icons,
        page.hidden,
        [Box(x0, y, x1, y) for y, x0, x1 in grid.bare.tolist()],
    )


def _rulings(page: Page) -> tuple[Rulings, Floats]:
    """The rulings of a page that may enclose cells, and the lines that strike its text out."""
    rulings = without_strokes(on_page(page.rulings, page.width, page.height), page.glyphs)
    return without_underlines(rulings, page.glyphs)


def _mark_struck(regions: list[Region], grid: Grid, struck: Floats) -> None:
    """Mark the regions in which text is struck out; the first ones are the grid's cells."""
    middle = (struck[:, 1] + struck[:, 2]) / 2
    for number, x, y in zip(grid.cell_at(middle, struck[:, 0]).tolist(), middle.tolist(), struck[:, 0], strict=True):
        outside = (
            r for r in regions[len(grid.cells) :] if r.box.x0 <= x <= r.box.x1 and r.box.top <= y <= r.box.bottom
        )
        region = regions[number] if number >= 0 else next(outside, None)
        if region is not None:
            region.struck = True


def _cells(page: Page, grid: Grid, inside: dict[int, tuple[Line, ...]]) -> list[Region]:
    shaded = shaded_cells(page, grid)
    return [
        Region(
            page=page.number,
            box=cell.box,
            lines=inside.get(number, ()),
            ruled=True,
            at=cell.box,
            table=at.table,
            row=at.row,
            column=at.column,
            row_end=at.row_end,
            column_end=at.column_end,
            open_top=cell.open_top,
            open_bottom=cell.open_bottom,
            shaded=shaded[number],
        )
        for number, (cell, at) in enumerate(zip(grid.cells, grid.positions, strict=True))
    ]
