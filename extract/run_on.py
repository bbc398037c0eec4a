"""Uprights that run on over a page end, which Firefox leaves out.

It draws an upright between the cells of a table where that ends. Those that have not ended where the page does are not
drawn at all, from where they begin; what a row has of its own, further up, is. So what is missing on a page reaches
its end, and most of it goes on at the head of the next page.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

import numpy as np

from extract.grid import Grid
from extract.page import Bools, Floats, Page, Rulings
from extract.row_texts import end_of_text, is_crossed
from extract.rules import JOIN, SHORT, SNAP

_LEADING = 2.0  # ems between two baselines of a cut row
_PIECE = 2 * SHORT  # points: shorter pieces of a rule are dashes
_NEAREST = 100  # uprights that are looked at for the columns beside them


def with_running_on(rulings: Rulings, grid: Grid, page: Page, after: Page, rest: Grid) -> Rulings:
    """The rulings of a page and the uprights that run on to the next one.

    Args:
        rulings: those that are drawn.
        grid: what they enclose.
        page: the page.
        after: the next page.
        rest: what the rulings of that enclose.
    """
    again = _first_row(rest)
    head = _head(rest) if again is None else rest.uprights[_passes(rest.uprights, again[1] + SHORT), 0]
    if len(head) < 2 or not len(grid.bare):
        return rulings
    cut = _Cut(rulings.horizontal, grid, page, head, rest.uprights, after)
    goes_on = cut.is_one and (again is None or cut.begins_with(_text(after, *again)))
    added = cut.uprights() if goes_on else []
    return Rulings(rulings.horizontal, np.vstack([rulings.vertical, np.array(added)])) if added else rulings


def _first_row(grid: Grid) -> tuple[float, float] | None:
    """The height of a page's first row, if a rule begins it: it may be the head of a table that goes on, once more."""
    heights = np.sort(grid.across[:, 0])
    if len(heights) < 2 or not len(grid.uprights) or heights[0] > grid.uprights[:, 1].min() + SHORT:
        return None
    below = heights[heights > heights[0] + SHORT]
    return (float(heights[0]), float(below[0])) if len(below) else None


def _passes(upright: Floats, y: float) -> Bools:
    passes: Bools = (upright[:, 1] <= y) & (upright[:, 2] >= y)
    return passes


def _head(grid: Grid) -> Floats:
    """Where uprights begin at a page's head, above all rules across; its rules end at sides that run on once more."""
    if not len(grid.uprights):
        return np.empty(0)
    top = grid.uprights[:, 1].min()
    if (grid.across[:, 0] <= top + SHORT).any():
        return np.empty(0)
    found: Floats = np.unique(grid.uprights[grid.uprights[:, 1] <= top + SHORT, 0])
    if len(grid.bare) and len(grid.across):
        first = grid.across[grid.across[:, 0].argmin()]
        found = np.unique([*found, *(x for x in first[1:] if not (np.abs(found - x) <= JOIN).any())])
    return found


class _Cut:
    """The last table of a page, which goes on at the head of the next one.

    Args:
        lying: the rules across, as they are drawn.
        grid: what all rules enclose.
        page: the page.
        head: where the uprights at the head of the next page stand, rising.
        further: all uprights of that.
        after: the next page.
    """

    def __init__(self, lying: Floats, grid: Grid, page: Page, head: Floats, further: Floats, after: Page) -> None:
        self.page = page
        self.head = np.unique(head)
        self.x0, self.x1 = float(self.head[0]), float(self.head[-1])
        inside = (grid.across[:, 1] >= self.x0 - JOIN) & (grid.across[:, 2] <= self.x1 + JOIN)
        self.across = grid.across[inside]
        self.lying = lying
        self.upright = grid.uprights
        self.known = (grid.uprights, further)
        self.last = float(self.across[:, 0].max(initial=-np.inf))
        glyphs = page.glyphs
        middle = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
        self.glyphs = glyphs.only((middle > self.x0) & (middle < self.x1))
        fills = np.array([fill.box for fill in page.fills], dtype=np.float64).reshape(-1, 4)
        self.fills = fills[(fills[:, 0] >= self.x0 - JOIN) & (fills[:, 2] <= self.x1 + JOIN)]
        self.furniture = _repeated(page, after, self.last)

    @property
    def is_one(self) -> bool:
        """Whether the page ends with a table of those sides, of which none is drawn at its last rule."""
        met = (self.upright[:, 2] >= self.last - JOIN) & _beside(self.upright[:, 0], [self.x0, self.x1])
        return self.top < np.inf and not met.any()

    def begins_with(self, text: str) -> bool:
        """Whether the table has a text in its first row."""
        return bool(text) and len(self.heights) > 1 and _text(self.page, *self.heights[:2]) == text

    @cached_property
    def top(self) -> float:
        """The first height with rules at both sides below all that is drawn of these, or the one at which that ends.

        That begins another table where it is broken or a fill begins, and no upright ends there.
        """
        left, right = (self.across[_beside(self.across[:, end], [x]), 0] for end, x in ((1, self.x0), (2, self.x1)))
        ended = self.upright[_beside(self.upright[:, 0], [self.x0, self.x1]), 2].max(initial=-np.inf)
        heights = np.sort([y for y in left.tolist() if (np.abs(right - y) <= SNAP).any()])
        for y in heights[np.abs(heights - ended) <= JOIN].tolist():
            met = self.upright[np.abs(self.upright[:, 2] - y) <= JOIN, 0]
            fills = self.fills[np.abs(self.fills[:, 1] - y) <= JOIN][:, [0, 2]]
            if (~_beside(np.r_[self._pieces(y)[:, 1:].ravel(), fills.ravel()], met)).any():
                return float(y)
        return float(heights[heights > ended + JOIN].min(initial=np.inf))

    @cached_property
    def heights(self) -> list[float]:
        """The rules of the table, from its top, near ones once, and the end of what is printed below the last."""
        found: list[float] = []
        for y in np.unique(self.across[self.across[:, 0] >= self.top - SNAP, 0]).tolist():
            if not found or y - found[-1] > JOIN:
                found.append(y)
        end = self._end()
        return [*found, end] if end > found[-1] + SHORT else found

    def _end(self) -> float:
        """Where the text of the cut row ends; a page's number below it is none of it."""
        below = self.glyphs.only((self.glyphs.base > self.last) & ~np.isin(np.round(self.glyphs.base), self.furniture))
        return end_of_text(below, self.last, _LEADING)

    def uprights(self) -> list[tuple[float, float, float]]:
        """The uprights that run on: x, top, bottom of each."""
        shown = {x: y for x in self._ended if (y := self._begun(x)) is not None}
        top, end = self.heights[0], self.heights[-1]
        sides = [(x, top, end) for x in (self.x0, self.x1)]
        alike = self._chosen(list(shown))
        first = self._reach(alike, np.inf, list(shown))
        own = {x: self._reach([x], np.inf, list(shown)) for x in alike}
        begun = {x: min(first, y, self._last_of(x)) for x, y in own.items() if y < np.inf}
        begun |= {x: self._reach([x], y, []) for x, y in shown.items()}
        return [*sides, *((x, y, end) for x, y in begun.items())]

    def _chosen(self, shown: list[float]) -> list[float]:
        """The columns, but for those that rules show, that part most texts, and others that part more."""
        sets = [[x for x in one if not _beside(np.array([x]), shown)[0]] for one in self._like_others()]
        found = max(sets, key=lambda columns: self._parted_texts([*columns, *shown]))
        count = self._parted_texts([*found, *shown])
        for x in sorted({x for columns in sets for x in columns}):
            more = self._parted_texts([*found, *shown, x])
            if more > count and not _beside(np.array([x]), found)[0]:
                found, count = [*found, x], more
        return found

    @cached_property
    def _ended(self) -> list[float]:
        """Where rules end or are broken between the sides, and no upright that is drawn stands there."""
        found: list[float] = []
        for y in self.heights:
            for x in self._pieces(y)[:, 1:].ravel().tolist():
                drawn = _beside(self.upright[:, 0], [x]) & (self.upright[:, 1] <= y + JOIN)
                inside = self.x0 + JOIN < x < self.x1 - JOIN and all(abs(x - other) > JOIN for other in found)
                if inside and not (drawn & (self.upright[:, 2] >= y - JOIN)).any():
                    found.append(x)
        return [x for x in sorted(found) if not is_crossed(self.glyphs, x, self.last, self.heights[-1])]

    def _pieces(self, y: float) -> Floats:
        """The pieces of a rule, but for dashes."""
        pieces = self.lying[np.abs(self.lying[:, 0] - y) <= SNAP]
        return pieces[pieces[:, 2] - pieces[:, 1] >= _PIECE]

    def _like_others(self) -> list[list[float]]:
        """The columns that the cut row may have: those at the head of the next page, or of a row of the two pages."""
        known: set[tuple[float, ...]] = set()
        for upright in self.known:
            inside = upright[(upright[:, 0] > self.x0 + JOIN) & (upright[:, 0] < self.x1 - JOIN)]
            middles = np.unique(np.round((inside[:, 1] + inside[:, 2]) / 2))[-_NEAREST:]
            rows = (inside[(inside[:, 1] <= y) & (inside[:, 2] >= y), 0] for y in middles.tolist())
            known |= {tuple(np.unique(row).tolist()) for row in rows}
        fitting = [list(one) for one in sorted(known) if all(self._limit(x) <= self.last + JOIN for x in one)]
        head = [x for x in self.head[1:-1].tolist() if self._limit(x) <= self.last + JOIN]
        whole = len(head) == len(self.head) - 2
        if whole:
            return [head, *fitting]
        return [*fitting, [x for x in head if self._reach([x], np.inf, []) < np.inf]]

    def _parted_texts(self, columns: list[float]) -> int:
        """How many texts some columns part, in the cut row and in those above it, each as far up as it fits."""
        limits = [(x, self._limit(x)) for x in sorted(columns)]
        count = 0
        for top, bottom in pairwise(self.heights):
            level = (self.glyphs.base > top) & (self.glyphs.base <= bottom)
            middle = (self.glyphs.box[level, 0] + self.glyphs.box[level, 2]) / 2
            count += len(np.unique(np.searchsorted([x for x, limit in limits if limit <= top + JOIN], middle)))
        return count

    def _covering(self, x: float) -> list[float]:
        """The heights of the rules that reach a place, and the end."""
        rules = self.across[(self.across[:, 1] <= x + JOIN) & (self.across[:, 2] >= x - JOIN), 0]
        return [y for y in self.heights[:-1] if (np.abs(rules - y) <= JOIN).any()] + self.heights[-1:]

    def _last_of(self, x: float) -> float:
        return max((y for y in self._covering(x) if y <= self.last + SNAP), default=self.last)

    def _limit(self, x: float) -> float:
        """Above what height an upright cannot run on: there one that is drawn ends, or a text runs through."""
        drawn = self.upright[_beside(self.upright[:, 0], [x]) & (self.upright[:, 2] > self.top + JOIN), 2]
        crossed = [bottom for top, bottom in pairwise(self._covering(x)) if is_crossed(self.glyphs, x, top, bottom)]
        return max([float(drawn.max(initial=self.top)), *crossed])

    def _begun(self, x: float) -> float | None:
        """The first rule that shows an upright below it, or None: one that ends there, or is broken.

        A rule is broken, too, where only other rows have columns: that shows nothing where one of these is drawn.
        """
        limit = self._limit(x)
        drawn = (_beside(self.upright[:, 0], [x]) & (self.upright[:, 2] > self.top + JOIN)).any()
        heights = [y for y in self._covering(x) if limit - JOIN <= y <= self.last + JOIN]
        shown: list[float] = []
        for number, y in enumerate(heights):
            left, right = (_beside(self._pieces(y)[:, end], [x]).any() for end in (2, 1))
            if left and right and not drawn:
                shown.append(y)
            elif left != right and number:
                shown.append(heights[number - 1])  # it ends at the side of a cell that stands beside two rows
        return min(shown, default=None)

    def _reach(self, columns: list[float], first: float, shown: list[float]) -> float:
        """How far up from a rule the rows go that some columns part, where no text runs through these."""
        reached = first
        limit = max(map(self._limit, columns), default=first)
        heights = self._covering(columns[0]) if len(columns) == 1 else self.heights
        for top, bottom in reversed(list(pairwise(heights))):
            if bottom <= limit + JOIN:
                break
            if top < reached and self._parted(columns, top, bottom, shown):
                reached = top
        return reached

    def _parted(self, columns: list[float], top: float, bottom: float, shown: list[float]) -> bool:
        """Whether one of the columns parts texts of a row that no upright which is drawn or shown there parts."""
        middle = (top + bottom) / 2
        drawn = [*shown, *self.upright[(self.upright[:, 1] <= middle) & (self.upright[:, 2] >= middle), 0].tolist()]
        level = (self.glyphs.base > top) & (self.glyphs.base <= bottom)
        box = self.glyphs.box[level]
        for left, right in pairwise(np.sort((box[:, 0] + box[:, 2]) / 2).tolist()):
            if any(left < x < right for x in columns) and not any(left < x < right for x in drawn):
                return True
        return False


def _beside(places: Floats, others: Floats | list[float]) -> Bools:
    """Which places are among others."""
    near: Bools = (np.abs(np.reshape(places, (-1, 1)) - np.reshape(others, (1, -1))) <= JOIN).any(axis=1)
    return near


def _repeated(page: Page, after: Page, below: float) -> list[float]:
    """The baselines below a height whose text the next page has at the same place, but for its digits."""
    found = []
    for base in np.unique(np.round(page.glyphs.base[page.glyphs.base > below])).tolist():
        here, there = (_text(one, base - 1, base + 1) for one in (page, after))
        if here == there:
            found.append(base)
    return found


def _text(page: Page, top: float, bottom: float) -> str:
    """The letters of a row from left to right, each digit as 0s."""
    at = np.flatnonzero((page.glyphs.base > top) & (page.glyphs.base <= bottom))
    order = at[np.argsort(page.glyphs.box[at, 0])]
    return re.sub(r"\d+", "0", "".join(page.glyphs.chars[i] for i in order.tolist()))
