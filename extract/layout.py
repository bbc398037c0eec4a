"""A page laid out: its cells and its lines outside cells, each with its text. Works for any ruled report."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

import numpy as np

from extract.box import Box
from extract.drawn import shared
from extract.grid import Grid, find_grid
from extract.lines import ROOM, Letters, Line, assign, cell_lines, over_page_ends
from extract.page import Fill, Floats, Glyphs, Hidden, Ints, Page, Picture
from extract.page_lines import free_lines, lines_of_cells
from extract.raised import with_raised
from extract.rules import on_page
from extract.strokes import without_strokes, without_underlines
from extract.uprights import with_missing
from normalize import clean_text

_WHOLE_NUMBER = re.compile(r"(?<![\d,，.．])(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?$")
_WHITE = re.compile(r"\s+")
_NO_FOOTNOTE = re.compile("[^²³¹⁰-⁹①-⑳⒈-⒛⓪㉑-㉟㊱-㊿]+")  # NFKC makes bare digits of these; of ₂, as in CO₂, it may
_MARGIN = 0.12  # of a page's longer side: page numbers and running heads stand there
_INSET = 1.5  # points a text box leaves free at the left and the right of its text
_SMALLER = 0.8  # of a cell's sides: a text box drawn over it is smaller, a frame that runs along its rules is not
_AT_ONCE = 256  # fills held against all cells in one step
_BRACKET = 0.3  # of its height: the width of half a pair of brackets, at most
_BAR, _BARS = 4.0, 2  # points: the least width and height of a bar of a chart; how many make one
_LOOSE = 3.0  # points that a picture may reach over the sides of its cell
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

    def is_outer(self, box: Box) -> bool:
        """Whether a box stands at the page's head or foot, where page numbers and running heads do."""
        margin = _MARGIN * max(self.width, self.height)
        return box.bottom < margin or box.top > self.height - margin


def lay_out(page: Page) -> PageLayout:
    """Find the cells of a page and put every glyph into its cell, or into a line outside cells."""
    rulings = without_strokes(on_page(page.rulings, page.width, page.height), page.glyphs)
    rulings, struck = without_underlines(rulings, page.glyphs)
    grid = find_grid(rulings)
    if len(grid.bare):
        grid = find_grid(with_missing(rulings, grid, page))
    stamps = page.glyphs.only(page.glyphs.stamp) if page.glyphs.stamp.any() else None
    glyphs = page.glyphs if stamps is None else page.glyphs.only(~page.glyphs.stamp)
    callouts = _paired(page.callouts)
    over = _drawn_over(callouts, glyphs, grid)
    boxed = [(box, glyphs.only(over == number)) for number, box in enumerate(callouts) if (over == number).any()]
    signs = [*page.shapes, *(box for number, box in enumerate(callouts) if not (over == number).any())]
    glyphs = glyphs.only(over < 0) if boxed else glyphs
    owners = over_page_ends(glyphs, assign(glyphs, grid), grid, page.height)
    glyphs = with_raised(glyphs, owners)
    outside = free_lines(glyphs.only(owners < 0))
    inside = lines_of_cells(glyphs, owners, np.array([cell.box.x0 for cell in grid.cells]))
    regions = _cells(page, grid, inside)
    _mark_pictured(regions, page, signs, grid)
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


def _paired(callouts: list[Box]) -> list[Box]:
    """Text boxes, those whose two brackets are drawn one by one put together."""
    found: list[Box] = []
    for box in sorted(callouts, key=lambda box: (box.top, box.bottom, box.x0)):
        before = found[-1] if found else None
        if before is not None and all(
            one.width < _BRACKET * one.height and abs(one.top - box.top) <= 1 and abs(one.bottom - box.bottom) <= 1
            for one in (before, box)
        ):
            found[-1] = before.union(box)
        else:
            found.append(box)
    return found


def _drawn_over(callouts: list[Box], glyphs: Glyphs, grid: Grid) -> Ints:
    """For each glyph the number of the text box drawn over its cell that holds it, or -1.

    Such a box is smaller than the cell, and its frame has round corners: cells have none. It was put there by hand, and
    may reach over the cell's rules; its text does not.
    """
    over = np.full(len(glyphs), -1, dtype=np.int64)
    x0, top, x1, bottom = np.array(callouts, dtype=np.float64).reshape(-1, 4).T
    cells = grid.cell_at((x0 + x1) / 2, (top + bottom) / 2)
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    homes = grid.cell_at(x, y) if (cells >= 0).any() else cells
    for number in np.flatnonzero(cells >= 0).tolist():
        box = callouts[number]
        cell = grid.cells[int(cells[number])].box
        if box.width > _SMALLER * cell.width and box.height > _SMALLER * cell.height:
            continue
        inside = (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
        if inside.any() and (
            glyphs.box[inside, 0].min() - box.x0 < _INSET or box.x1 - glyphs.box[inside, 2].max() < _INSET
        ):
            continue  # not a frame around the text: the outline of the text itself
        if (homes[inside] != cells[number]).any():
            continue  # a frame around several cells
        over[inside] = number
    return over


def _mark_pictured(cells: list[Region], page: Page, signs: list[Box], grid: Grid) -> None:
    """Mark the cells in which a picture, a chart or a drawn sign stands; the cells are the grid's."""
    for number in _holding(grid, [picture.box for picture in page.pictures]):
        cells[number].pictured = True
    for number in _holding(grid, signs):  # a ring drawn instead of the letter ○, hollow or filled
        cells[number].pictured |= cells[number].blank
    for number in _charted(cells, page.fills, grid):
        cells[number].pictured = True


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


def _holding(grid: Grid, boxes: list[Box]) -> list[int]:
    """The numbers of the cells that hold a box as a whole, or nearly."""
    x0, top, x1, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    held: list[int] = []
    for number, box in zip(grid.cell_at((x0 + x1) / 2, (top + bottom) / 2).tolist(), boxes, strict=True):
        if number < 0:
            continue
        cell = grid.cells[number].box
        around = cell.union(box)
        if around.width - cell.width <= _LOOSE and around.height - cell.height <= _LOOSE:
            held.append(number)
    return held


def _charted(cells: list[Region], fills: list[Fill], grid: Grid) -> list[int]:
    """The numbers of the cells in which several filled boxes stand beside the text: the bars of a chart.

    A cell's own ground reaches from side to side, and what is marked in a text lies under its letters.
    """
    boxes = sorted({fill.box for fill in fills if min(fill.box.width, fill.box.height) >= _BAR})
    x0, top, x1, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    bars: Counter[int] = Counter()
    for number, box in zip(grid.cell_at((x0 + x1) / 2, (top + bottom) / 2).tolist(), boxes, strict=True):
        cell = cells[number] if number >= 0 else None
        if cell is None or cell.blank or box.width > cell.box.width - _BAR or box.height > cell.box.height - _BAR:
            continue
        bars[number] += all(shared(box, line.box) is None for line in cell.lines)
    return [number for number, count in bars.items() if count >= _BARS]


def _cells(page: Page, grid: Grid, inside: dict[int, tuple[Line, ...]]) -> list[Region]:
    shaded = _shaded(page, grid)
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


def _shaded(page: Page, grid: Grid) -> list[bool]:
    """For each cell, whether its middle lies on a fill."""
    boxes = np.array([cell.box for cell in grid.cells], dtype=np.float64).reshape(-1, 4)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    on_fill = np.zeros(len(boxes), dtype=np.bool_)
    fills = np.array([fill.box for fill in page.fills], dtype=np.float64).reshape(-1, 4, 1)
    for first in range(0, len(fills), _AT_ONCE):
        x0, top, x1, bottom = fills[first : first + _AT_ONCE].transpose(1, 0, 2)
        on_fill |= ((x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)).any(axis=0)
    return list(on_fill.tolist())
