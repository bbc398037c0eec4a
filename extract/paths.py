"""The paths of a page, from pdfium's page objects and the forms among them: what `Drawn` is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.calls import address_of
from extract.drawn import DARK, PAPER, THIN, Drawn, Rgb, Texts, shared
from extract.outlines import Look, Outlines, add_path, outlines_of
from extract.page import Bools, Floats, Ints, UnreadablePdfError
from extract.viewer import IDENTITY, Matrix, Viewer, compose, mapped_boxes

_MARGIN = 0.12  # of a page's height: what a page end cuts reaches in there
_CLEAR = 8  # of 255: what is less opaque leaves no mark
_OPAQUE = 250  # of 255: what lies below is not seen through it
_DEPTH = 16  # forms inside forms; deeper is a loop
_OBJECTS = 400_000  # page objects read at most: a page of lines without end is cut off


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
    paths = _Paths.of(addresses[of_paths], outer, viewer, span.seen)
    paths.add_thin(drawn)
    drawn.covers.append(paths.covers(orders[of_paths], span.seen))
    images, forms = kinds == raw.FPDF_PAGEOBJ_IMAGE, kinds == raw.FPDF_PAGEOBJ_FORM
    grounded = bool(drawn.grounds) or paths.has_ground() or bool(forms.any())
    thick = np.flatnonzero(paths.thick & (paths.fills | paths.strokes | (paths.filled & grounded)))
    outlines = outlines_of(addresses[of_paths[thick]], outer, viewer)
    places = dict(zip(of_paths[thick].tolist(), enumerate(thick.tolist()), strict=True))
    others = images | forms
    others[of_paths[thick]] = True
    for i in np.flatnonzero(others).tolist():
        address = int(addresses[i])
        if i in places:
            number, at = places[i]
            paths.add(at, outlines, number, grounded, drawn)
        elif images[i]:
            image = Box(*boxes_within(outer, batch.bounds(addresses[i : i + 1]), viewer)[0].tolist())
            drawn.images.append(image if span.seen is None else _left(image, span.seen))
        elif span.depth < _DEPTH:
            when = float(orders[i])
            seen = _seen_of_form(address, outer, viewer, span.seen)
            inner = _Span(span.depth + 1, when, when + (span.end - span.start) / len(kinds), seen)
            _walk(batch.form_objects(address), compose(batch.matrix(address), outer), viewer, drawn, inner)


class _Paths(NamedTuple):
    """The paths among the objects of a page or a form.

    Attributes:
        boxes: float array ``(n, 4)``.
        clips: those that clips cut: their numbers, each with what is left to see.
        fill: int array ``(n, 4)``: red, green, blue and how opaque, 0 to 255.
        filled: which are filled.
        fills: which of these leave a mark on paper by that.
        strokes: which leave one by their strokes.
        thick: which are thicker than a rule.
    """

    boxes: Floats
    clips: dict[int, Box]
    fill: Ints
    filled: Bools
    fills: Bools
    strokes: Bools
    thick: Bools

    @classmethod
    def of(cls, addresses: Ints, outer: Matrix, viewer: Viewer, seen: Box | None) -> _Paths:
        """Ask for paths; ``seen`` is what clips around them leave to see, or None: all."""
        paths = batch.paths(addresses)
        boxes = boxes_within(outer, paths.bounds, viewer)
        clips = _clips(addresses, boxes, outer, viewer)
        if seen is not None:
            clips |= {at: _left(clips.get(at, Box(*boxes[at])), seen) for at in _beyond(boxes, seen)}
        thick = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > THIN
        fills, strokes = paths.filled & leaves_mark(paths.fill), paths.stroked & leaves_mark(paths.stroke)
        return cls(boxes, clips, paths.fill, paths.filled, fills, strokes, thick)

    def covers(self, orders: Floats, seen: Box | None) -> Floats:
        """What hides all that lies below it: when it is painted, and its box."""
        opaque = self.thick & self.filled & (self.fill[:, 3] >= _OPAQUE)
        shown = self.boxes if seen is None else np.clip(self.boxes, [*seen[:2]] * 2, [*seen[2:]] * 2)
        return np.column_stack([orders, shown])[opaque]

    def has_ground(self) -> bool:
        """Whether one of them may be a dark ground: only there is paper seen."""
        dark = self.thick & self.fills & (self.fill[:, :3].max(axis=1, initial=0) < DARK)
        return bool(dark.any())

    def add_thin(self, drawn: Drawn) -> None:
        """Add those that are thin rules, and what clips leave of any."""
        drawn.clips += [(Box(*self.boxes[at].tolist()), seen) for at, seen in self.clips.items()]
        lines = ~self.thick & (self.fills | self.strokes)
        for at in [at for at in self.clips if lines[at]]:
            drawn.add(Drawn(thin=[self.boxes[at : at + 1]]), self.clips[at])
            lines[at] = False
        drawn.thin.append(self.boxes[lines])

    def add(self, at: int, outlines: Outlines, number: int, grounded: bool, drawn: Drawn) -> None:
        """Add a thick one.

        Args:
            at: its number.
            outlines: of thick ones.
            number: its number among those.
            grounded: whether paper that is painted may show, on a dark ground.
            drawn: what to add to.
        """
        part = Drawn(grounds=drawn.grounds) if at in self.clips else drawn
        fill, rectangle = _rgb(self.fill[at], bool(self.fills[at])), outlines.rectangles.get(number)
        if rectangle is not None and not grounded and not self.strokes[at]:
            part.painted(rectangle, fill)
        else:
            look = Look(bool(self.filled[at]), fill, bool(self.strokes[at]))
            add_path(outlines.outline(number), Box(*self.boxes[at].tolist()), look, part)
        if at in self.clips:
            drawn.add(part, self.clips[at])


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
