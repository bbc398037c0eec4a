"""A sheet: its pages joined below one another, so that a table may run over a page end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

from extract.box import Box
from extract.cell_kinds import Kind, kind_of_text
from extract.layout import PageLayout, Region
from extract.page import Picture

TOUCH = 3.5  # points between cells that share a side
_TALL = 3.0  # times the usual height: few cells are so tall
_NEVER_FIRST = tuple("、。，．")
_SAME_EDGE = 3.0  # points two sides of one column may differ, from row to row


class _Level(NamedTuple):
    """A cell with what `Sheet.band` asks of it: looked up once for the many bands that it may share height with."""

    top: float
    bottom: float
    middle: float
    x0: float
    region: Region

    @classmethod
    def of(cls, region: Region) -> _Level:
        """The level of a cell."""
        x0, top, _, bottom = region.at
        return cls(top, bottom, (top + bottom) / 2, x0, region)


_across = itemgetter(0, 1)


@dataclass
class Sheet:
    """The regions of one sheet in sheet coordinates (``Region.at``): pages one below the other.

    Attributes:
        layouts: the pages.
        regions: all regions, from top to bottom, then left to right.
        cells: the ruled ones.
        free: the lines outside cells.
        pictures: images and filled boxes, in sheet coordinates.
    """

    layouts: list[PageLayout]
    regions: list[Region] = field(init=False)
    cells: list[Region] = field(init=False)
    free: list[Region] = field(init=False)
    pictures: list[Picture] = field(init=False)

    def __post_init__(self) -> None:
        self.regions, self.pictures = [], []
        down = 0.0
        reference = self.layouts[0] if self.layouts else None
        for layout in self.layouts:
            across = _shift(reference, layout) if reference else 0.0
            if across or down:  # else a region is where its page has it
                for region in layout.regions:
                    region.at = region.box.moved(across, down)
            self.regions += layout.regions
            self.pictures += [
                Picture(p.box.moved(across, down), tuple((colour, x + across) for colour, x in p.colours), p.measured)
                for p in (*layout.pictures, *layout.fills)
            ]
            down += layout.height
        if len(self.layouts) > 1:  # else they are in this order
            self.regions.sort(key=lambda r: (r.page, round(r.at.top), r.at.x0))
        self.cells = [r for r in self.regions if r.ruled]
        self.free = [r for r in self.regions if not r.ruled]
        by_top = sorted(self.cells, key=lambda r: r.at.top)
        heights = sorted(r.at.height for r in by_top)
        usual = _TALL * heights[len(heights) // 2] if heights else 0.0
        self._tall = [_Level.of(r) for r in by_top if r.at.height > usual]
        self._by_top = [_Level.of(r) for r in by_top if r.at.height <= usual]
        self._tops = [level.top for level in self._by_top]
        self._rounded = [round(r.at.top) for r in self.cells]
        self._usual = usual
        self._bands: dict[tuple[float, float], list[Region]] = {}
        self._begins: dict[int, float] = {}
        self._pages: dict[int, list[Region]] = {}
        for region in self.cells:
            self._pages.setdefault(region.page, []).append(region)
        self._lowest = {page: max(r.at.top for r in cells) for page, cells in self._pages.items()}

    @cached_property
    def breaks_anywhere(self) -> bool:
        """Whether full lines end after any letter: some go on with what else begins no line, so words are cut, too."""
        return any(
            line.text[:1] in _NEVER_FIRST and len(line.text) > 1 and r.fills(before)
            for r in self.cells
            if len(r.lines) > 1
            for before, line in pairwise(r.lines)
        )

    def on_page(self, page: int) -> list[Region]:
        """The cells of a page, from top to bottom."""
        return self._pages.get(page, [])

    def between(self, top: float, bottom: float) -> list[Region]:
        """The cells that begin between two heights, the second excluded; from top to bottom."""
        slack = TOUCH + 1  # rounded, and the last cell of a page may begin lower than the first one of the next
        first, last = bisect_left(self._rounded, top - slack), bisect_right(self._rounded, bottom + slack)
        return [r for r in self.cells[first:last] if top <= r.at.top < bottom]

    def content_top(self, page: int) -> float:
        """The y at which a page's own cells begin: below the headings that it repeats from the page before.

        Such a heading is drawn whole, while the rest of a cut cell is open at its top; and it is no sentence.
        """
        known = self._begins.get(page)
        return self._begins.setdefault(page, self._content_top(page)) if known is None else known

    def _content_top(self, page: int) -> float:
        before = self.on_page(page - 1)
        for row in rows_of_cells(self.on_page(page)):
            printed = [r for r in row if not r.blank]
            own = any(r.open_top or kind_of_text(r.label) is Kind.PROSE for r in printed)
            repeated = [any(o.label == r.label and same_width(o.at, r.at) for o in before) for r in printed]
            if own or not printed or not all(repeated):
                return row[0].at.top
        return 0.0

    def lowest_top(self, page: int) -> float:
        """The y at which the lowest cell of a page begins."""
        return self._lowest.get(page, 0.0)

    def band(self, top: float, bottom: float) -> list[Region]:
        """The cells that share height with a band: by their middle in it, or its middle in them; left to right."""
        known = self._bands.get((top, bottom))
        if known is not None:
            return known
        middle = (top + bottom) / 2
        first = bisect_left(self._tops, top - self._usual)
        last = bisect_right(self._tops, bottom)
        found = [
            (x0, high, region)
            for high, low, its_middle, x0, region in chain(self._by_top[first:last], self._tall)
            if high <= middle <= low or top <= its_middle <= bottom
        ]
        found.sort(key=_across)
        return self._bands.setdefault((top, bottom), [region for _, _, region in found])

    def right_of(self, region: Region) -> list[Region]:
        """The cells that follow a cell to the right without a gap, level with it; left to right, then downwards."""
        row = [r for r in self.band(region.at.top, region.at.bottom) if r.page == region.page]
        found: list[Region] = []
        edge = region.at.x1
        for r in row:
            if r is region or r.at.x0 < region.at.x1 - TOUCH:
                continue
            if r.at.x0 > edge + TOUCH:
                break
            found.append(r)
            edge = max(edge, r.at.x1)
        return found

    def left_of(self, region: Region) -> list[Region]:
        """The cells that lead up to a cell from the left without a gap, level with it; outermost first."""
        found: list[Region] = []
        edge = region.at.x0
        row = [r for r in self.band(region.at.top, region.at.bottom) if r.at.x1 <= edge + TOUCH and r is not region]
        for r in sorted(row, key=lambda r: -r.at.x1):
            if r.page != region.page:
                continue
            if r.at.x1 < edge - TOUCH:
                break
            found.append(r)
            edge = min(edge, r.at.x0)
        return sorted(found, key=lambda r: (r.at.x0, r.at.top))

    def below(self, box: Box, within: float) -> list[Region]:
        """The nearest cells under a box, no further down than ``within`` points, that share width with it."""
        under = [
            r
            for r in self.cells
            if box.bottom - TOUCH <= r.at.top <= box.bottom + within and r.at.x0 < box.x1 and r.at.x1 > box.x0
        ]
        top = min((r.at.top for r in under), default=0.0)
        return [r for r in under if r.at.top <= top + TOUCH]

    def other_parts(self, cell: Region) -> list[Region]:
        """The cells that may be the other part of one that a page end cut in two.

        One of the same width at the foot of the page before, if the cell heads its page; one at the head of the next
        page, if it stands at the foot of its own.
        """
        return [part for step in (-1, 1) if (part := self._part(cell, step)) is not None]

    def _part(self, cell: Region, step: int) -> Region | None:
        """The one on the page before (-1), or on the next (1)."""
        if not self._is_last(cell, step):
            return None
        there = (r for r in self.on_page(cell.page + step) if same_width(r.at, cell.at))
        return (max if step < 0 else min)(there, key=lambda r: r.at.top, default=None)

    def _is_last(self, cell: Region, step: int) -> bool:
        """Whether no cell that shares width with a cell stands further up (-1) or down (1) on its page."""
        at = cell.at
        beside = (r.at for r in self.on_page(cell.page) if r.at.x0 < at.x1 and r.at.x1 > at.x0)
        return all(o.top >= at.top if step < 0 else o.bottom <= at.bottom for o in beside)

    def other_part(self, cell: Region) -> Region | None:
        """The printed part of a cell that a page end cut in two, or None; see :meth:`other_parts`."""
        return next((r for r in self.other_parts(cell) if not r.blank), None)

    def rest_of(self, cell: Region, *, closed: bool = False) -> Region | None:
        """The printed cell at the head of the next page that may be the rest of one at the foot of its own, or None.

        No rule closes at least one of the two there; on request both may be ``closed``, as word processors draw them.
        """
        if not cell.ruled or cell.at.bottom < self.lowest_top(cell.page) + TOUCH:
            return None
        rest = self._part(cell, 1)
        return rest if rest is not None and not rest.blank and (closed or cell.open_bottom or rest.open_top) else None

    def rows_of_free(self) -> Iterator[list[Region]]:
        """The lines outside cells, those on one level together, left to right."""
        row: list[Region] = []
        for region in sorted(self.free, key=lambda r: (r.page, r.at.bottom, r.at.x0)):
            if row and (
                region.page != row[0].page or abs(region.at.bottom - row[0].at.bottom) > 0.5 * region.at.height
            ):
                yield sorted(row, key=lambda r: r.at.x0)
                row = []
            row.append(region)
        if row:
            yield sorted(row, key=lambda r: r.at.x0)


def rows_of_cells(cells: list[Region]) -> Iterator[list[Region]]:
    """Cells given from top to bottom, those together that begin at one height; left to right."""
    row: list[Region] = []
    for r in cells:
        if row and r.at.top > row[0].at.top + TOUCH:
            yield sorted(row, key=lambda r: r.at.x0)
            row = []
        row.append(r)
    if row:
        yield sorted(row, key=lambda r: r.at.x0)


def stand_alike(one: Region, other: Region) -> bool:
    """Whether two regions hold one text at one place of their pages: a running head."""
    return one.label == other.label and at_one_place(one, other)


def at_one_place(one: Region, other: Region) -> bool:
    """Whether two regions stand at one place of their pages."""
    return abs(one.box.x0 - other.box.x0) <= TOUCH and abs(one.box.top - other.box.top) <= TOUCH


def same_width(a: Box, b: Box) -> bool:
    """Whether two cells stand in one column."""
    return abs(a.x0 - b.x0) <= _SAME_EDGE and abs(a.x1 - b.x1) <= _SAME_EDGE


def _shift(reference: PageLayout, layout: PageLayout) -> float:
    """How far a page's tables stand left of the first page's (bound books shift odd and even pages)."""
    if reference is layout:
        return 0.0
    known = sorted({x for r in reference.regions if r.ruled for x in (r.box.x0, r.box.x1)})
    edges = sorted({x for r in layout.regions if r.ruled for x in (r.box.x0, r.box.x1)})
    if not known or not edges:
        return 0.0

    def fits(move: float) -> int:
        hits = 0
        for x in edges:
            at = bisect_left(known, x + move - 1.5)
            hits += at < len(known) and known[at] <= x + move + 1.5
        return hits

    moves = [0.0, reference.left - layout.left]
    return max(moves, key=lambda move: (fits(move), -abs(move)))
