"""Uprights that are missing where a page end cuts a table: Firefox draws them only on the page on which a table ends.

What it does draw shows where they belong: shaded cells end at them, the rules across are broken where they would pass,
and the sides of the page's other tables stand above them.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from extract.box import Box
from extract.grid import Grid
from extract.page import Bools, Floats, Page, Rulings
from extract.row_texts import end_of_text, is_crossed
from extract.rules import JOIN, SHORT, SNAP

_PIECE = 2 * SHORT  # points: shorter pieces of a rule are dashes
_LEADING = 1.5  # ems between a rule and the baseline under it, or between two baselines of a cut cell's text
_NEAREST = 100  # rows that are looked at for their columns
_LOW = 0.8  # of a page's height: what a page end cuts reaches further down, or is the last on its page
_SEVERAL = 3  # columns with text
_FOOT = 0.12  # of a page's height: its number stands there


def with_missing(rulings: Rulings, grid: Grid, page: Page) -> Rulings:
    """The rulings of a page and the uprights that its last table lacks.

    Args:
        rulings: those that are drawn.
        grid: what they enclose.
        page: the page.
    """
    added: list[tuple[float, float, float]] = []
    left = grid.bare[_between_sides(grid)]
    while len(left):
        x0, x1 = left[0, 1:].tolist()
        same = (np.abs(left[:, 1:] - [x0, x1]) <= JOIN).all(axis=1)
        table = _Table(rulings.horizontal, grid, page, Box(x0, 0.0, x1, page.height))
        added += table.uprights(left[same, 0].tolist())
        left = left[~same]
    if not added:
        return rulings
    return Rulings(rulings.horizontal, np.vstack([rulings.vertical, np.array(added)]))


def _between_sides(grid: Grid) -> Bools:
    """Which bare rules end where uprights stand further up, or where the rules at the lowest upright's end do."""
    bare, upright = grid.bare, grid.uprights
    if not len(upright):
        return np.zeros(len(bare), dtype=np.bool_)
    xs = np.sort(upright[:, 0])
    at = np.searchsorted(xs, bare[:, 1:] - JOIN)
    sided = (at < len(xs)) & (xs[np.minimum(at, len(xs) - 1)] <= bare[:, 1:] + JOIN)
    last = grid.across[np.abs(grid.across[:, 0] - upright[:, 2].max()) <= JOIN]
    ends = [last[:, 1].min(initial=np.inf), last[:, 2].max(initial=-np.inf)]
    between: Bools = sided.all(axis=1) | (np.abs(bare[:, 1:] - ends) <= JOIN).all(axis=1)
    return between


class _Table:
    """The place of a table of which only rules across are drawn.

    Args:
        lying: the rules across, as they are drawn.
        grid: what all rules enclose.
        page: the page.
        place: around the table, from the page's top to its end.
    """

    def __init__(self, lying: Floats, grid: Grid, page: Page, place: Box) -> None:
        self.place = place
        self.lying = lying[np.argsort(lying[:, 1])]
        like = (np.abs(grid.across[:, 1:] - [place.x0, place.x1]) <= JOIN).all(axis=1)
        self.heights = np.sort(grid.across[like, 0])  # of the rules from side to side
        self.upright = grid.uprights
        self.lowest = float(self.upright[:, 2].max(initial=-np.inf))
        glyphs = page.glyphs
        boxes = np.array([fill.box for fill in page.fills], dtype=np.float64).reshape(-1, 4)
        self.fills = boxes[(boxes[:, 0] >= place.x0 - JOIN) & (boxes[:, 2] <= place.x1 + JOIN)]
        middle = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
        self.glyphs = glyphs.only((middle > place.x0) & (middle < place.x1))
        printed = np.concatenate([glyphs.box[:, 3], *([fill.box.bottom] for fill in page.fills), grid.across[:, 0]])
        self.end = float(printed[printed <= (1 - _FOOT) * page.height].max(initial=0.0))

    def uprights(self, bare: list[float]) -> list[tuple[float, float, float]]:
        """The uprights between rules at some heights: x, top, bottom of each; none where nothing shows columns.

        Rules that enclose no more than lines of text may be any: those of a heading, a footer, a chart.
        """
        heights = sorted(bare)
        begun = heights[0] <= self.lowest + JOIN  # a table that has uprights above
        if not begun:
            heights = [*self._head(heights[0]), *heights]
        rest = self._rest(heights[-1], alone=len(heights) == 1)
        if rest is not None:
            heights.append(rest)
        found: list[tuple[float, float, float]] = []
        columns: list[float] = []
        shown = False
        for top, bottom in pairwise(heights):
            broken = self._uncrossed(self._breaks(top), top, bottom)
            shown |= bool(self._shaded(top, bottom) or broken) or self._like_others(top, bottom)
            columns = self._columns(top, bottom, columns)
            found += [(x, top, bottom) for x in self._uncrossed(columns, top, bottom)]
        if not shown:
            return []
        return [*found, *((x, self._first(x, heights[0]), heights[-1]) for x in (self.place.x0, self.place.x1))]

    def _first(self, x: float, top: float) -> float:
        """Where a side begins: at the first row, or above it where the rows there have no side either."""
        beside = self.upright[np.abs(self.upright[:, 0] - x) <= JOIN]
        ends = np.sort(beside[:, 2])
        heights = self.heights[self.heights <= top + JOIN]
        begun = np.searchsorted(np.sort(beside[:, 1]), heights + JOIN, "right")
        sided = begun > np.searchsorted(ends, heights - JOIN)  # more have begun than have ended
        free = heights[np.flatnonzero(sided).max(initial=-1) + 1 :]
        return float(min(top, free.min(initial=np.inf)))

    def _columns(self, top: float, bottom: float, above: list[float]) -> list[float]:
        """Where the columns of a row end.

        Where its fills do, else where its upper rule is broken or as in the row above it, whichever parts more of its
        texts: a rule may be broken where only other rows have columns. Where a text runs through one of these, rows of
        different columns are one table: then as in that row of the page, of those that its texts fit into, which has
        most columns.
        """
        shaded = self._shaded(top, bottom)
        if shaded:
            return shaded
        nearest = [columns for columns in (self._breaks(top), above) if columns]
        fitting = [columns for columns in nearest if self._fits(columns, top, bottom)]
        if fitting or not nearest:
            return max(fitting, key=lambda columns: self._parted(columns, top, bottom), default=[])
        return max((known for known in self._known if self._fits(known, top, bottom)), key=len, default=nearest[0])

    def _fits(self, columns: list[float], top: float, bottom: float) -> bool:
        """Whether no text of a row runs through one of the columns' ends."""
        return not any(is_crossed(self.glyphs, x, top, bottom) for x in columns)

    def _parted(self, columns: list[float], top: float, bottom: float) -> int:
        """How many of the columns have text in a row."""
        level = (self.glyphs.base > top) & (self.glyphs.base <= bottom)
        box = self.glyphs.box[level]
        return len(np.unique(np.searchsorted(columns, (box[:, 0] + box[:, 2]) / 2)))

    @cached_property
    def _known(self) -> list[list[float]]:
        """The columns of the rows above that have uprights, of the nearest ones."""
        inside = self.upright[(self.upright[:, 0] > self.place.x0 + JOIN) & (self.upright[:, 0] < self.place.x1 - JOIN)]
        heights = self.heights[-_NEAREST:]
        middles = (heights[1:] + heights[:-1])[np.diff(heights) > JOIN] / 2
        rows = (inside[(inside[:, 1] <= y) & (inside[:, 2] >= y), 0] for y in middles.tolist())
        return [list(columns) for columns in sorted({tuple(np.sort(row).tolist()) for row in rows})]

    def _head(self, first: float) -> list[float]:
        """The rule above the first bare one, if that begins this table although it ends the one before."""
        met = self.upright[np.abs(self.upright[:, 2] - self.lowest) <= JOIN, 0]
        new = [x for x in self._breaks(self.lowest) if not (np.abs(met - x) <= JOIN).any()]
        return [self.lowest] if new or self._shaded(self.lowest, first) else []

    def _rest(self, last: float, alone: bool) -> float | None:
        """Where a row ends that the page end cuts, or None where there is none below a rule.

        Below a rule that stands alone something must show its columns: the line there may be a note, or a chart's. The
        page may end far above its foot, where the row after the cut one did not fit on it.
        """
        end = self.fills[np.abs(self.fills[:, 1] - last) <= JOIN, 3].max(initial=last)
        below = self.glyphs.only(self.glyphs.base > last)
        end = max(end, end_of_text(below, last, _LEADING, before=last))
        if end <= last + SHORT or (end <= _LOW * self.place.bottom and end + JOIN < self.end):
            return None
        sure = not alone or self._shaded(last, end) or len(self._uncrossed(self._breaks(last), last, end)) > 1
        return float(end) if sure or self._like_others(last, end) else None

    def _like_others(self, top: float, bottom: float) -> bool:
        """Whether a row has texts in several columns of a row above it: no note has."""
        return any(
            self._parted(known, top, bottom) >= _SEVERAL and self._fits(known, top, bottom) for known in self._known
        )

    def _shaded(self, top: float, bottom: float) -> list[float]:
        """Where the fills of a row end, but for its own ends."""
        inside = (np.abs(self.fills[:, 1] - top) <= JOIN) & (np.abs(self.fills[:, 3] - bottom) <= JOIN)
        return self._within(self.fills[inside][:, [0, 2]].ravel())

    def _breaks(self, height: float) -> list[float]:
        """Where a rule is broken."""
        rules = self.lying[np.abs(self.lying[:, 0] - height) <= SNAP]
        pieces = rules[rules[:, 2] - rules[:, 1] >= _PIECE]
        found: list[float] = []
        for level in np.unique(pieces[:, 0]).tolist():
            its = pieces[pieces[:, 0] == level]
            gaps = its[1:, 1] - np.maximum.accumulate(its[:, 2])[:-1]
            some = np.flatnonzero((gaps > 0) & (gaps <= JOIN))
            found += ((its[some, 2] + its[some + 1, 1]) / 2).tolist()
        return self._within(np.array(found))

    def _within(self, xs: Floats) -> list[float]:
        """Places between the table's sides, near ones once, rising."""
        kept: list[float] = []
        for x in sorted(xs.tolist()):
            if self.place.x0 + JOIN < x < self.place.x1 - JOIN and (not kept or x - kept[-1] > JOIN):
                kept.append(x)
        return kept

    def _uncrossed(self, columns: list[float], top: float, bottom: float) -> list[float]:
        return [x for x in columns if not is_crossed(self.glyphs, x, top, bottom)]
