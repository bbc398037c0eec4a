"""The paths of a page, from pdfium's page objects and the forms among them: what `Drawn` is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.calls import address_of
from extract.drawn import CORNERS, DARK, PAPER, STRAIGHT, THIN, Drawn, Rgb, Texts, box_of, is_rectangle, shared
from extract.page import Bools, Floats, Ints, UnreadablePdfError
from extract.viewer import IDENTITY, Matrix, Viewer, compose, compose_all, mapped_boxes

_MARGIN = 0.12  # of a page's height: what a page end cuts reaches in there
_CLEAR = 8  # of 255: what is less opaque leaves no mark
_OPAQUE = 250  # of 255: what lies below is not seen through it
_DEPTH = 16  # forms inside forms; deeper is a loop
_OBJECTS = 400_000  # page objects read at most: a page of lines without end is cut off
_Piece = tuple[list[tuple[float, float]], bool]


def read_objects(page: pdfium.PdfPage, viewer: Viewer) -> Drawn:
    """Read the rulings, the fills, the boxes of the images and the places of the texts of an open page.

    Raises:
        UnreadablePdfError: the page holds more than 400,000 drawing objects.
    """
    drawn = Drawn()
    address = address_of(page.raw)
    _walk(batch.page_objects(address, raw.FPDFPage_CountObjects(page)), IDENTITY, viewer, drawn, _Span(0, 0.0, 1.0))
    return drawn


def in_margin(boxes: Floats, viewer: Viewer) -> Bools:
    """Which boxes ``(n, 4)`` reach into a page's upper or lower margin."""
    margin = _MARGIN * viewer.height
    reach: Bools = (boxes[:, 1] < margin) | (boxes[:, 3] > viewer.height - margin)
    return reach


class _Span(NamedTuple):
    """How deep a form lies in others, and the numbers between which those of its objects lie, in painting order.

    ``seen`` is what clips around it leave of it to see, or None: all.
    """

    depth: int
    start: float
    end: float
    seen: Box | None = None


def _walk(objects: batch.Objects, outer: Matrix, viewer: Viewer, drawn: Drawn, span: _Span) -> None:
    """Collect what the objects of a page or a form draw, in their order, and the forms within them.

    Args:
        objects: in the order in which they are painted.
        outer: the form's map.
        viewer: the page's map.
        drawn: what to add to.
        span: when they are painted.
    """
    addresses, kinds = objects
    orders = np.linspace(span.start, span.end, len(kinds), endpoint=False)
    drawn.count += len(kinds)
    if drawn.count > _OBJECTS:
        raise UnreadablePdfError("too_many_objects", f"more than {_OBJECTS:,} drawing objects on one page")
    of_texts = kinds == raw.FPDF_PAGEOBJ_TEXT
    drawn.texts.append(Texts(addresses[of_texts].tolist(), outer, orders[of_texts], span.seen))
    of_paths = np.flatnonzero(kinds == raw.FPDF_PAGEOBJ_PATH)
    paths = batch.paths(addresses[of_paths])
    boxes = boxes_within(outer, paths.bounds, viewer)
    clips = _clips(addresses[of_paths], boxes, outer, viewer)
    if span.seen is not None:
        clips |= {at: _left(clips.get(at, Box(*boxes[at])), span.seen) for at in _beyond(boxes, span.seen)}
    drawn.clips += [(Box(*boxes[at].tolist()), seen) for at, seen in clips.items()]
    thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN
    opaque = ~thin & paths.filled & (paths.fill[:, 3] >= _OPAQUE)
    shown = boxes if span.seen is None else np.clip(boxes, [*span.seen[:2]] * 2, [*span.seen[2:]] * 2)
    drawn.covers.append(np.column_stack([orders[of_paths], shown])[opaque])
    fills, strokes = paths.filled & leaves_mark(paths.fill), paths.stroked & leaves_mark(paths.stroke)
    lines = thin & (fills | strokes)
    for at in [at for at in clips if lines[at]]:
        drawn.add(Drawn(thin=[boxes[at : at + 1]]), clips[at])
        lines[at] = False
    drawn.thin.append(boxes[lines])
    dark = ~thin & fills & (paths.fill[:, :3].max(axis=1, initial=0) < DARK)
    grounded = bool(drawn.grounds) or bool(dark.any()) or bool((kinds == raw.FPDF_PAGEOBJ_FORM).any())
    thick = np.flatnonzero(~thin & (fills | strokes | (paths.filled & grounded)))  # paper shows on dark ground only
    outlines = _outlines(addresses[of_paths[thick]], outer, viewer)
    places = dict(zip(of_paths[thick].tolist(), enumerate(thick.tolist()), strict=True))
    others = (kinds == raw.FPDF_PAGEOBJ_IMAGE) | (kinds == raw.FPDF_PAGEOBJ_FORM)
    others[of_paths[thick]] = True
    for i in np.flatnonzero(others).tolist():
        address = int(addresses[i])
        if i in places:
            number, at = places[i]
            part = Drawn(grounds=drawn.grounds) if at in clips else drawn
            fill, rectangle = _rgb(paths.fill[at], bool(fills[at])), outlines.rectangles.get(number)
            if rectangle is not None and not grounded and not strokes[at]:
                part.painted(rectangle, fill)
            else:
                look = _Look(bool(paths.filled[at]), fill, bool(strokes[at]))
                _path(outlines.outline(number), Box(*boxes[at].tolist()), look, part)
            if at in clips:
                drawn.add(part, clips[at])
        elif kinds[i] == raw.FPDF_PAGEOBJ_IMAGE:
            image = Box(*boxes_within(outer, batch.bounds(addresses[i : i + 1]), viewer)[0].tolist())
            drawn.images.append(image if span.seen is None else _left(image, span.seen))
        elif span.depth < _DEPTH:
            when = float(orders[i])
            seen = _seen_of_form(address, outer, viewer, span.seen)
            inner = _Span(span.depth + 1, when, when + (span.end - span.start) / len(kinds), seen)
            _walk(batch.form_objects(address), compose(batch.matrix(address), outer), viewer, drawn, inner)


def _clips(paths: Ints, boxes: Floats, outer: Matrix, viewer: Viewer) -> dict[int, Box]:
    """The paths that a clip cuts: their numbers, each with the box that is left to see.

    Asked of what reaches into the page's margins, as rows do that a page end cuts.
    """
    near = np.flatnonzero(in_margin(boxes, viewer))
    found = batch.clips(paths[near])
    if not found:
        return {}
    at = near[list(found)]
    seen = boxes_within(outer, np.array(list(found.values())), viewer)
    whole = (seen[:, :2] <= boxes[at, :2]).all(axis=1) & (seen[:, 2:] >= boxes[at, 2:]).all(axis=1)
    cut = np.flatnonzero(~whole)
    return {number: Box(*box) for number, box in zip(at[cut].tolist(), seen[cut].tolist(), strict=True)}


def _seen_of_form(form: int, outer: Matrix, viewer: Viewer, around: Box | None) -> Box | None:
    """What clips leave of a form to see, or None: all. A page, or a part of one, that is placed on another."""
    found = batch.clips(np.array([form], dtype=np.int64))
    if not found:
        return around
    seen = Box(*boxes_within(outer, np.array([found[0]]), viewer)[0].tolist())
    return seen if around is None else _left(seen, around)


def _left(box: Box, seen: Box) -> Box:
    """What is left of a box in another one: a point where that is nothing."""
    return shared(box, seen) or Box(*seen[:2], *seen[:2])


def _beyond(boxes: Floats, seen: Box) -> list[int]:
    """Which boxes reach beyond one."""
    beyond = (boxes[:, :2] < seen[:2]).any(axis=1) | (boxes[:, 2:] > seen[2:]).any(axis=1)
    return np.flatnonzero(beyond).tolist()


class _Look(NamedTuple):
    """How a path is painted: whether filled, with which colour (None: that of paper), and whether its stroke shows."""

    filled: bool
    fill: Rgb | None
    stroked: bool


def boxes_within(outer: Matrix, bounds: Floats, viewer: Viewer) -> Floats:
    """The viewer's boxes ``(n, 4)`` of objects' bounds within a form whose map is ``outer``."""
    return viewer.boxes(bounds if outer is IDENTITY else mapped_boxes(bounds, outer))


def leaves_mark(colours: Ints) -> Bools:
    """Which colours leave a mark on paper."""
    seen: Bools = ~is_clear(colours) & (colours[:, :3].min(axis=1) < PAPER)
    return seen


def is_clear(colours: Ints) -> Bools:
    """Which colours leave no mark on anything."""
    clear: Bools = colours[:, 3] < _CLEAR
    return clear


def _rgb(colour: Ints, seen: bool) -> Rgb | None:
    red, green, blue, _ = colour.tolist()
    return (red, green, blue) if seen else None


class _Outline(NamedTuple):
    """The straight pieces of a path, and those with curves in them."""

    pieces: list[_Piece]
    curves: list[_Piece]


class _Outlines(NamedTuple):
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


def _outlines(paths: Ints, outer: Matrix, viewer: Viewer) -> _Outlines:
    found = batch.outlines(paths)
    matrix = np.repeat(compose_all(batch.matrices_of(paths), outer), found.counts, axis=0)
    (a, b, c, d, e, f), (x, y) = matrix.T, found.ends.T
    points = viewer.points(np.column_stack([a * x + c * y + e, b * x + d * y + f]))
    starts = np.concatenate([[0], np.cumsum(found.counts)])
    return _Outlines(starts, found.kinds, points, found.closes, _rectangles(starts, found.kinds, points))


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


def _path(outline: _Outline, box: Box, look: _Look, drawn: Drawn) -> None:
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
