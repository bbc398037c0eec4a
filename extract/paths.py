"""Rulings and fills from pdfium's page objects.

A rule is drawn in many ways: a stroked line, one side of a stroked box, a filled box a hair thin (Excel, browsers), a filled
frame (a box with a slightly smaller one cut out: HTML-to-PDF programs), paper-coloured cells on a dark ground, or a row of dots.
All of them become rulings; a filled box with some body is a fill (a shaded cell, a bar of a chart).
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.page import Box, Fill, Floats, Rulings
from extract.viewer import IDENTITY, Matrix, Viewer, compose, object_matrix

THIN = 3.5  # points: Excel's thickest border is 2.25 pt, a double one 3 pt; the shortest text row is 5 pt
_STRAIGHT = 0.6  # points a rule may lean
_WHITE = 250  # a part of a colour from here on is paper
_DARK = 110  # a ground whose brightest part is below this shows as rules between what is painted over it
_GROUNDS = 500  # dark grounds that a painted box is held against
_DEPTH = 16  # forms inside forms; deeper is a loop
_OBJECTS = 400_000  # page objects read at most: a page of lines without end is cut off
Rgb = tuple[int, int, int]
_Piece = tuple[list[tuple[float, float]], bool]


class Overload(Exception):
    """A page with more drawing objects than any sheet holds."""


class TextStart(NamedTuple):
    """A text object: its address in pdfium, where it begins on the viewer's page, and its em, in points."""

    address: int
    x: float
    y: float
    em: float


@dataclass(slots=True)
class Drawn:
    """What a page draws besides text: collected rule by rule, fill by fill."""

    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    callouts: list[Box] = field(default_factory=list)
    texts: list[TextStart] = field(default_factory=list)
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
        Overload: the page holds more than 400,000 drawing objects.
    """
    drawn = Drawn()
    _walk(raw.FPDFPage_CountObjects(page), lambda i: raw.FPDFPage_GetObject(page, i), IDENTITY, viewer, drawn, 0)
    return drawn


def _array(rows: list[tuple[float, float, float]]) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _walk(
    count: int,
    get: Callable[[int], ctypes.c_void_p],
    outer: Matrix,
    viewer: Viewer,
    drawn: Drawn,
    depth: int,
) -> None:
    for i in range(count):
        drawn.count += 1
        if drawn.count > _OBJECTS:
            raise Overload(f"more than {_OBJECTS:,} drawing objects on one page")
        obj = get(i)
        kind = raw.FPDFPageObj_GetType(obj)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(obj, outer, viewer, drawn)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            drawn.texts.append(_text_start(obj, outer, viewer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawn.images.append(_bounds(obj, outer, viewer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = compose(object_matrix(obj), outer)
            _walk(
                raw.FPDFFormObj_CountObjects(obj),
                lambda j, form=obj: raw.FPDFFormObj_GetObject(form, j),  # type: ignore[misc]
                inner,
                viewer,
                drawn,
                depth + 1,
            )


def _bounds(obj: ctypes.c_void_p, outer: Matrix, viewer: Viewer) -> Box:
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(obj, left, low, right, high)
    if outer is IDENTITY:
        return viewer.box(left.value, low.value, right.value, high.value)
    corners = [(left.value, low.value), (right.value, low.value), (left.value, high.value), (right.value, high.value)]
    return _around([_apply(outer, *corner) for corner in corners], viewer)


def _text_start(obj: ctypes.c_void_p, outer: Matrix, viewer: Viewer) -> TextStart:
    matrix = compose(object_matrix(obj), outer)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(obj, size)
    (at,) = viewer.points(np.array([matrix[4:]])).tolist()
    return TextStart(_address(obj), at[0], at[1], size.value * math.hypot(matrix[2], matrix[3]))


def _address(obj: ctypes.c_void_p) -> int:
    return ctypes.cast(obj, ctypes.c_void_p).value or 0


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]], viewer: Viewer) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return viewer.box(min(xs), min(ys), max(xs), max(ys))


def _colour(get: Callable[..., int], obj: ctypes.c_void_p) -> Rgb | None:
    """A fill's or a stroke's colour, or None where it leaves no mark on paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(obj, red, green, blue, alpha):
        return (0, 0, 0)
    if alpha.value < 8 or min(red.value, green.value, blue.value) >= _WHITE:
        return None
    return (red.value, green.value, blue.value)


def _path(obj: ctypes.c_void_p, outer: Matrix, viewer: Viewer, drawn: Drawn) -> None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(obj, fill_mode, stroked)
    stroke = _colour(raw.FPDFPageObj_GetStrokeColor, obj) if stroked.value else None
    fill = _colour(raw.FPDFPageObj_GetFillColor, obj) if fill_mode.value else None
    if stroke is None and fill is None and not (fill_mode.value and drawn.grounds):
        return
    box = _bounds(obj, outer, viewer)
    if min(box.width, box.height) <= THIN:
        if stroke is not None or fill is not None:
            drawn.rule(box)
        return
    if stroke is not None and _is_curved(obj):
        drawn.callouts.append(box)
    pieces = [(_straight(p, viewer), closed) for p, closed in _subpaths(obj, compose(object_matrix(obj), outer))]
    if fill_mode.value and stroke is None:
        pieces = _without_frames(pieces, fill, drawn)
    for points, closed in pieces:
        drawn.polygon(points, closed, bool(fill_mode.value), fill, stroke is not None)


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


def _is_curved(obj: ctypes.c_void_p) -> bool:
    """Whether a path has a curve in it: a box with round corners, a pair of braces."""
    return any(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(obj, i)) == raw.FPDF_SEGMENT_BEZIERTO
        for i in range(raw.FPDFPath_CountSegments(obj))
    )


def _straight(points: list[tuple[float, float]], viewer: Viewer) -> list[tuple[float, float]]:
    return [(x, y) for x, y in viewer.points(np.array(points)).tolist()]


def _subpaths(obj: ctypes.c_void_p, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The pieces of a path: points in user space, and whether the piece is closed. Curves end a piece."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    closed = curved = False
    for i in range(raw.FPDFPath_CountSegments(obj)):
        segment = raw.FPDFPath_GetPathSegment(obj, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(_apply(matrix, x.value, y.value))
        closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if len(points) > 1 and not curved:
        yield points, closed


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    """Whether every side of a piece runs straight along an axis."""
    return len(points) <= 6 and all(
        abs(ax - bx) <= _STRAIGHT or abs(ay - by) <= _STRAIGHT
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
    )
