"""Rulings and fills from pdfium's page objects.

A rule is drawn in many ways: a stroked line, one side of a stroked box, a filled box a hair thin (Excel, browsers), a
filled frame (a box with a slightly smaller one cut out: HTML-to-PDF programs), paper-coloured cells on a dark ground,
or a row of dots. All of them become rulings; a filled box with some body is a fill (a shaded cell, a bar of a chart).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.page import Box, Fill, Floats, Rulings, UnreadablePdfError
from extract.viewer import IDENTITY, Matrix, Viewer, compose

THIN = 3.5  # points: Excel's thickest border is 2.25 pt, a double one 3 pt; the shortest text row is 5 pt
_STRAIGHT = 0.6  # points a rule may lean
_WHITE = 250  # a part of a colour from here on is paper
_DARK = 110  # a ground whose brightest part is below this shows as rules between what is painted over it
_GROUNDS = 500  # dark grounds that a painted box is held against
_DEPTH = 16  # forms inside forms; deeper is a loop
_OBJECTS = 400_000  # page objects read at most: a page of lines without end is cut off
Rgb = tuple[int, int, int]
_Piece = tuple[list[tuple[float, float]], bool]


class TextObject(NamedTuple):
    """A text object: its address in pdfium, and the map of the form that it stands in."""

    address: int
    outer: Matrix


@dataclass(slots=True)
class Drawn:
    """What a page draws besides text: collected rule by rule, fill by fill."""

    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    callouts: list[Box] = field(default_factory=list)
    texts: list[TextObject] = field(default_factory=list)
    count: int = 0

    def frame(self, box: Box) -> None:
        """Add the four sides of a box as rulings."""
        self.horizontal += [(box.top, box.x0, box.x1), (box.bottom, box.x0, box.x1)]
        self.vertical += [(box.x0, box.top, box.bottom), (box.x1, box.top, box.bottom)]

    def painted(self, box: Box, colour: Rgb | None) -> None:
        """Add a filled box; None is the colour of paper."""
        if any(_within(box, ground) for ground in self.grounds[-_GROUNDS:]):
            self.frame(box)
        if colour is None:
            return
        self.fills.append(Fill(box, colour))
        if max(colour) < _DARK:
            self.grounds.append(box)

    def rule(self, box: Box) -> None:
        """Add a thin box as a ruling along its length; a dot counts both ways."""
        wide, tall = box.width, box.height
        if wide >= tall or wide > THIN:
            self.horizontal.append(((box.top + box.bottom) / 2, box.x0, box.x1))
        if tall >= wide or tall > THIN:
            self.vertical.append(((box.x0 + box.x1) / 2, box.top, box.bottom))
        if wide <= THIN and tall <= THIN and wide != tall:
            (self.vertical if wide > tall else self.horizontal).append(
                ((box.x0 + box.x1) / 2, box.top, box.bottom)
                if wide > tall
                else ((box.top + box.bottom) / 2, box.x0, box.x1)
            )

    def segment(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Add a stroked line if it runs along an axis."""
        (ax, ay), (bx, by) = start, end
        if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
            self.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
            self.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))

    def shape(self, box: Box, filled: bool, fill: Rgb | None, stroked: bool) -> None:
        """Add a box; ``fill`` None is the colour of paper."""
        if min(box.width, box.height) <= THIN:
            if stroked or fill is not None:
                self.rule(box)
            return
        if filled:
            self.painted(box, fill)
        if stroked:
            self.frame(box)

    def polygon(
        self, points: list[tuple[float, float]], closed: bool, filled: bool, fill: Rgb | None, stroked: bool
    ) -> None:
        """Add a piece of a path made of straight lines."""
        box = _box_of(points)
        if min(box.width, box.height) <= THIN:
            if stroked or fill is not None:
                self.rule(box)
            return
        if filled and _is_rectangle(points):
            self.painted(box, fill)
        if stroked:
            for start, end in zip(points, [*points[1:], points[0]] if closed else points[1:], strict=False):
                self.segment(start, end)

    def rulings(self) -> Rulings:
        """All rules as arrays."""
        return Rulings(_array(self.horizontal), _array(self.vertical))


def read_objects(page: pdfium.PdfPage, viewer: Viewer) -> Drawn:
    """Read the rulings, the fills, the boxes of the images and the places of the texts of an open page.

    Raises:
        UnreadablePdfError: the page holds more than 400,000 drawing objects.
    """
    drawn = Drawn()
    address = batch.address_of(page.raw)
    _walk(batch.page_objects(address, raw.FPDFPage_CountObjects(page)), IDENTITY, viewer, drawn, 0)
    return drawn


def _array(rows: list[tuple[float, float, float]]) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _walk(objects: batch.Objects, outer: Matrix, viewer: Viewer, drawn: Drawn, depth: int) -> None:
    drawn.count += len(objects.kinds)
    if drawn.count > _OBJECTS:
        raise UnreadablePdfError("too_many_objects", f"more than {_OBJECTS:,} drawing objects on one page")
    paths = batch.paths([obj for obj, kind in zip(*objects, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH])
    for obj, kind in zip(*objects, strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(next(paths), outer, viewer, drawn)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            drawn.texts.append(TextObject(obj, outer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawn.images.append(box_within(outer, next(batch.bounds([obj])), viewer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            _walk(batch.form_objects(obj), compose(batch.matrix(obj), outer), viewer, drawn, depth + 1)


def box_within(outer: Matrix, bounds: batch.Four, viewer: Viewer) -> Box:
    """The viewer's box of an object's bounds within a form whose map is ``outer``."""
    if outer is IDENTITY:
        return viewer.box(*bounds)
    left, low, right, high = bounds
    return _around([_apply(outer, x, y) for x, y in ((left, low), (right, low), (left, high), (right, high))], viewer)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]], viewer: Viewer) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return viewer.box(min(xs), min(ys), max(xs), max(ys))


def _colour(colour: batch.Colour | None) -> Rgb | None:
    """A fill's or a stroke's colour, or None where it leaves no mark on paper."""
    if colour is None:
        return (0, 0, 0)
    red, green, blue, alpha = colour
    return None if alpha < 8 or min(red, green, blue) >= _WHITE else (red, green, blue)


def _path(path: batch.Path, outer: Matrix, viewer: Viewer, drawn: Drawn) -> None:
    stroke = _colour(path.stroke) if path.stroked else None
    fill = _colour(path.fill) if path.filled else None
    if stroke is None and fill is None and not (path.filled and drawn.grounds):
        return
    box = box_within(outer, path.bounds, viewer)
    if min(box.width, box.height) <= THIN:
        if stroke is not None or fill is not None:
            drawn.rule(box)
        return
    segments = batch.segments(path.address)
    if stroke is not None and any(segment.kind == raw.FPDF_SEGMENT_BEZIERTO for segment in segments):
        drawn.callouts.append(box)  # a box with round corners, a pair of braces
    matrix = compose(batch.matrix(path.address), outer)
    pieces = [([viewer.point(x, y) for x, y in points], closed) for points, closed in _subpaths(segments, matrix)]
    if path.filled and stroke is None:
        pieces = _without_frames(pieces, fill, drawn)
    for points, closed in pieces:
        drawn.polygon(points, closed, path.filled, fill, stroke is not None)


def _without_frames(pieces: list[_Piece], fill: Rgb | None, drawn: Drawn) -> list[_Piece]:
    """Take out the filled frames: a box and, just inside it, the one that is cut out of it."""
    boxes = [(_box_of(points), _is_rectangle(points)) for points, _ in pieces]
    left: list[_Piece] = []
    used: set[int] = set()
    for i, (box, straight) in enumerate(boxes):
        if i in used:
            continue
        j = i + 1
        if straight and j < len(boxes) and boxes[j][1] and (_hugs(box, boxes[j][0]) or _hugs(boxes[j][0], box)):
            used.add(j)
            if fill is not None:
                other = boxes[j][0]
                drawn.frame(Box(*((a + b) / 2 for a, b in zip(box, other, strict=True))))
        else:
            left.append(pieces[i])
    return left


def _hugs(outer: Box, inner: Box) -> bool:
    """Whether a box lies just inside another, with a margin as thin as a rule on every side."""
    margins = (inner.x0 - outer.x0, inner.top - outer.top, outer.x1 - inner.x1, outer.bottom - inner.bottom)
    return all(-0.01 <= margin <= THIN for margin in margins) and max(margins) > 0.01


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 0.5
        and inner.top >= outer.top - 0.5
        and inner.x1 <= outer.x1 + 0.5
        and inner.bottom <= outer.bottom + 0.5
    )


def _box_of(points: list[tuple[float, float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _subpaths(segments: list[batch.Segment], matrix: Matrix) -> Iterator[_Piece]:
    """The pieces of a path: points in user space, and whether the piece is closed. Curves end a piece."""
    points: list[tuple[float, float]] = []
    closed = curved = False
    for kind, x, y, closes in segments:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(_apply(matrix, x, y))
        closed = closed or closes
    if len(points) > 1 and not curved:
        yield points, closed


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    """Whether every side of a piece runs straight along an axis."""
    return len(points) <= 6 and all(
        abs(ax - bx) <= _STRAIGHT or abs(ay - by) <= _STRAIGHT
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
    )
