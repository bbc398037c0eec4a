"""What pdfium says that nobody sees of a page, for the reference reader: pdfminer knows no clips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from extract.box import Box
from extract.drawn import Drawn
from extract.page import Bools, Floats, Glyphs, Hidden, Ints
from extract.places import Places
from extract.reader import seen_upright

_STROKE = 2.0  # points that the width of its stroke may add to the sides of a path


@dataclass(slots=True)
class Unseen:
    """What nobody sees of a page.

    Attributes:
        hidden: float array ``(n, 4)``: the boxes of hidden glyphs.
        seen: the glyphs that are seen.
        cut: float array ``(n, 8)``: the boxes of glyphs that a rule cuts, and what is seen of them.
        texts: the texts that nobody sees, but for those that a page end hides.
        paths: the boxes of paths that are hidden in part, each with what is left to see; by their rounded tops.
    """

    hidden: Floats
    seen: Glyphs
    cut: Floats
    texts: tuple[Hidden, ...]
    paths: dict[int, list[tuple[Box, Box]]]

    @contextmanager
    def within(self, box: Box, drawn: Drawn) -> Iterator[Drawn]:
        """Where to collect a path with this box: what is left to see of it goes on to ``drawn``."""
        near = (pair for row in _rows_near(box.top) for pair in self.paths.get(row, ())) if self.paths else ()
        seen = next((left for bounds, left in near if _alike(bounds, box)), None)
        part = drawn if seen is None else Drawn()
        yield part
        if seen is not None:
            drawn.add(part, seen)

    def cuts(self, glyphs: Glyphs) -> None:
        """Leave of the boxes of glyphs that a rule cuts what is seen of them."""
        boxes = glyphs.box.copy()
        whole, seen = self.cut[:, :4], self.cut[:, 4:]
        limits = np.where(seen != whole, seen, [-np.inf, -np.inf, np.inf, np.inf])
        for its, limit in zip(_standing_in(whole, glyphs), limits, strict=True):
            boxes[its, :2] = np.maximum(boxes[its, :2], limit[:2])
            boxes[its, 2:] = np.minimum(boxes[its, 2:], limit[2:])
        glyphs.box = boxes

    def hides(self, glyphs: Glyphs) -> Bools:
        """Which glyphs stand where one is hidden, and are not seen there: their middles are its own."""
        hidden = np.zeros(len(glyphs), dtype=np.bool_)
        for its in _standing_in(self.hidden, glyphs):
            hidden[its] = True
        seen = Places(self.seen)
        for i in np.flatnonzero(hidden).tolist():
            hidden[i] = seen.at(Box(*glyphs.box[i].tolist()), glyphs.chars[i]) != glyphs.chars[i]
        return hidden


def _standing_in(boxes: Floats, glyphs: Glyphs) -> Iterator[Ints]:
    """For each box the glyphs whose middles lie in it."""
    x, y = (glyphs.box[:, :2] + glyphs.box[:, 2:]).T / 2
    order = np.argsort(y)
    low, high = (np.searchsorted(y[order], boxes[:, side]) for side in (1, 3))
    for start, end, left, right in zip(low, high, boxes[:, 0], boxes[:, 2], strict=True):
        level = order[start:end]
        yield level[(x[level] >= left) & (x[level] <= right)]


def _rows_near(top: float) -> tuple[int, int, int]:
    row = round(top / _STROKE)
    return row - 1, row, row + 1


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _STROKE for a, b in zip(one, other, strict=True))


def unseen_on(page: pdfium.PdfPage, layers: bool) -> Unseen:
    """Ask pdfium what nobody sees of an open page; ``layers``: whether its document has layers, which may be off."""
    _, drawn, told = seen_upright(page, layers)
    paths: dict[int, list[tuple[Box, Box]]] = {}
    for bounds, seen in drawn.clips:
        paths.setdefault(_rows_near(bounds.top)[1], []).append((bounds, seen))
    return Unseen(told.hidden, told.glyphs, told.cut, told.unseen, paths)
