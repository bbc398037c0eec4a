"""The outlines of paths that are more than thin rules: rectangles, frames, and shapes with curves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.drawn import CORNERS, STRAIGHT, THIN, Drawn, Rgb, box_of, is_rectangle
from extract.page import Bools, Floats, Ints
from extract.viewer import Matrix, Viewer, compose_all

_Piece = tuple[list[tuple[float, float]], bool]


class Look(NamedTuple):
    """How a path is painted: whether filled, with which colour (None: that of paper), and whether its stroke shows."""

    filled: bool
    fill: Rgb | None
    stroked: bool


class _Outline(NamedTuple):
    """The straight pieces of a path, and those with curves in them."""

    pieces: list[_Piece]
    curves: list[_Piece]


class Outlines(NamedTuple):
    """The segments of some paths, one path after the other, in the viewer's coordinates.

    Attributes:
        starts: int array ``(n + 1,)``: where each path's segments start; the last is where all end.
        kinds: int array: the types of the segments.
        points: float array ``(segments, 2)``: where they end.
        closes: bool array: which of them close their piece.
        rectangles: the boxes of the paths that are one rectangle with some body, by their numbers.
    """

    starts: Ints
    kinds: Ints
    points: Floats
    closes: Bools
    rectangles: dict[int, Box]

    def outline(self, number: int) -> _Outline:
        """One path."""
        its = slice(int(self.starts[number]), int(self.starts[number + 1]))
        points = map(tuple, self.points[its].tolist())
        return _outline(list(zip(self.kinds[its].tolist(), points, self.closes[its].tolist(), strict=True)))


def outlines_of(paths: Ints, outer: Matrix, viewer: Viewer) -> Outlines:
    """Ask for the outlines of paths of a form whose map is ``outer``."""
    found = batch.outlines(paths)
    matrix = np.repeat(compose_all(batch.matrices_of(paths), outer), found.counts, axis=0)
    (a, b, c, d, e, f), (x, y) = matrix.T, found.ends.T
    points = viewer.points(np.column_stack([a * x + c * y + e, b * x + d * y + f]))
    starts = np.concatenate([[0], np.cumsum(found.counts)])
    return Outlines(starts, found.kinds, points, found.closes, _rectangles(starts, found.kinds, points))


def _rectangles(starts: Ints, kinds: Ints, points: Floats) -> dict[int, Box]:
    """The paths that are one rectangle thicker than a rule: their boxes, by their numbers; see `is_rectangle`."""
    counts = np.diff(starts)
    short = np.flatnonzero((counts > 1) & (counts <= CORNERS))
    at = starts[short, None] + np.minimum(np.arange(CORNERS), counts[short, None] - 1)  # the last point fills up
    corners, steps = points[at], kinds[at]
    straight = (np.abs(corners - np.roll(corners, -1, axis=1)) <= STRAIGHT).any(axis=2).all(axis=1)
    one = (steps[:, 0] == raw.FPDF_SEGMENT_MOVETO) & (steps[:, 1:] == raw.FPDF_SEGMENT_LINETO).all(axis=1)
    low, high = corners.min(axis=1, initial=np.inf), corners.max(axis=1, initial=-np.inf)
    found = straight & one & ((high - low).min(axis=1, initial=np.inf) > THIN)
    boxes = np.hstack([low, high])[found].tolist()
    return dict(zip(short[found].tolist(), (Box(*box) for box in boxes), strict=True))


def add_path(outline: _Outline, box: Box, look: Look, drawn: Drawn) -> None:
    """Add a path that is more than a thin rule."""
    if look.fill is None and not look.stroked and not drawn.grounds:
        return
    if outline.curves and (look.stroked or (look.fill is not None and _is_frame(outline))):
        drawn.callouts.append(box)  # a box with round corners, a pair of braces
    elif look.fill is not None and outline.curves:
        drawn.shapes.append(box)
    pieces = outline.pieces
    if look.filled and not look.stroked:
        pieces = _without_frames(pieces, look.fill, drawn)
    for points, closed in pieces:
        drawn.polygon(points, closed, look.filled, look.fill, look.stroked)


def _is_frame(outline: _Outline) -> bool:
    """Whether a filled path is a box with another one cut out of it: so some programs draw a border."""
    boxes = [box_of(points) for points, _ in (*outline.curves, *outline.pieces)]
    return len(boxes) == 2 and frames(*boxes)


def _without_frames(pieces: list[_Piece], fill: Rgb | None, drawn: Drawn) -> list[_Piece]:
    """Take out the filled frames: a box and, just inside it, the one that is cut out of it."""
    if len(pieces) < 2:
        return pieces
    boxes = [(box_of(points), is_rectangle(points)) for points, _ in pieces]
    left: list[_Piece] = []
    used: set[int] = set()
    for i, (box, straight) in enumerate(boxes):
        if i in used:
            continue
        j = i + 1
        if straight and j < len(boxes) and boxes[j][1] and frames(box, boxes[j][0]):
            used.add(j)
            if fill is not None:
                other = boxes[j][0]
                drawn.frame(Box(*((a + b) / 2 for a, b in zip(box, other, strict=True))))
        else:
            left.append(pieces[i])
    return left


def frames(one: Box, other: Box) -> bool:
    """Whether one of two boxes lies just inside the other: a border, where it is cut out of it."""
    return _hugs(one, other) or _hugs(other, one)


def _hugs(outer: Box, inner: Box) -> bool:
    """Whether a box lies just inside another, with a margin as thin as a rule on every side."""
    margins = (inner.x0 - outer.x0, inner.top - outer.top, outer.x1 - inner.x1, outer.bottom - inner.bottom)
    return all(-0.01 <= margin <= THIN for margin in margins) and max(margins) > 0.01


def _outline(segments: list[tuple[int, tuple[float, float], bool]]) -> _Outline:
    """The pieces of a path: points, and whether the piece is closed; of a curve the points that draw it."""
    found = _Outline([], [])
    points: list[tuple[float, float]] = []
    closed = curved = False
    for kind, point, closes in [*segments, (raw.FPDF_SEGMENT_MOVETO, (0.0, 0.0), False)]:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                (found.curves if curved else found.pieces).append((points, closed))
            points, closed, curved = [], False, False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(point)
        closed = closed or closes
    return found
