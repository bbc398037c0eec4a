"""Text that a clip cuts: spreadsheet programs draw all of a text and clip it where its cell or the page ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium

from extract import batch
from extract.box import Box
from extract.drawn import Drawn
from extract.page import Bools, Floats, Ints, Rulings, distinct
from extract.paths import boxes_within, in_margin
from extract.pixels import changed
from extract.viewer import IDENTITY, Matrix, Viewer

_HAIR = 0.15  # of a glyph: with less of it left to see it is hidden
_PAGE = 0.5  # of a page's height: a clip that is taller ends the page, not a cell
_EDGE = 2.0  # points between a clip and the rule of its cell
_TENTHS, _FAR = 10, 1 << 30  # two heights as one number, to a tenth of a point
_FINE = 0.05  # points: what is cut off less is not cut


class Clipped(NamedTuple):
    """What clips leave of a page's glyphs.

    Attributes:
        ended: bool array ``(n,)``: hidden where the page ends, and no rule ends their cell: it goes on on another page.
        hidden: bool array ``(n,)``: hidden elsewhere: their cell has no room for them.
        boxes: float array ``(n, 4)``: of glyphs that a rule cuts in two what is seen of them, which lies in their own
            cell; of others their whole box.
    """

    ended: Bools
    hidden: Bools
    boxes: Floats


def clipped(
    page: pdfium.PdfPage,
    boxes: Floats,
    kind: Ints,
    objects: Ints,
    outer: dict[int, Matrix],
    viewer: Viewer,
    drawn: Drawn,
) -> Clipped:
    """Ask the texts of an open page for their clips; pdfium keeps none for a text that lies within it.

    Args:
        page: the page.
        boxes: float array ``(n, 4)``: of its glyphs.
        kind: int array ``(n,)``: the text object of each glyph, as a place in ``objects``.
        objects: int array ``(m,)``: the addresses of text objects.
        outer: the maps of the forms that hold some of them, by address.
        viewer: the page's map.
        drawn: what else the page draws.
    """
    none = np.zeros(len(boxes), dtype=np.bool_)
    clips = batch.clips(objects)
    within = {address: texts.seen for texts in drawn.texts if texts.seen is not None for address in texts.addresses}
    if not clips and not within:
        return Clipped(none, none, boxes)
    limits = _limits(objects, clips, within, outer, viewer)[kind]
    cut = np.isfinite(limits).all(axis=1)
    seen = np.hstack([np.maximum(boxes[:, :2], limits[:, :2]), np.minimum(boxes[:, 2:], limits[:, 2:])])
    whole, left = (some[:, 2:] - some[:, :2] for some in (boxes, seen))
    gone = cut & (left <= _HAIR * whole).any(axis=1)
    cut &= (left < whole - _FINE).any(axis=1)
    of_page = limits[:, 3] - limits[:, 1] > _PAGE * viewer.height
    its = np.flatnonzero(cut & ~of_page)
    ruled = np.zeros(len(boxes), dtype=np.bool_)
    if len(its):
        ruled[its] = _ruled_off(boxes[its], seen[its], drawn.rulings())
    ended = gone & ~ruled & in_margin(boxes, viewer)
    hidden = gone & ~ended
    its = np.flatnonzero(hidden)
    if len(its):  # a clip may have any shape
        hidden[its] = ~changed(page, objects[distinct(kind[its])].tolist(), boxes[its])
    return Clipped(ended, hidden, _lines_cut(boxes, seen, ruled & ~hidden & (left > 0).all(axis=1)))


def _limits(
    objects: Ints,
    clips: Mapping[int, Sequence[float]],
    within: Mapping[int, Box],
    outer: Mapping[int, Matrix],
    viewer: Viewer,
) -> Floats:
    """What is left to see of each text object: its clip, and that around the form that holds it; endless without."""
    limits = np.tile([-np.inf, -np.inf, np.inf, np.inf], (len(objects), 1))
    for number, clip in clips.items():
        limits[number] = boxes_within(outer.get(int(objects[number]), IDENTITY), np.array([clip]), viewer)[0]
    for number, address in enumerate(objects.tolist() if within else ()):
        if (box := within.get(address)) is not None:
            limits[number, :2] = np.maximum(limits[number, :2], box[:2])
            limits[number, 2:] = np.minimum(limits[number, 2:], box[2:])
    return limits


def _lines_cut(boxes: Floats, seen: Floats, cut: Bools) -> Floats:
    """The boxes of glyphs, where a rule cuts them what is seen of them; alike for all glyphs of a line.

    pdfium keeps no clip for a dash or a point whose ink lies within it.
    """
    found = np.where(cut[:, None], seen, boxes)
    its = np.flatnonzero(cut & (seen[:, [1, 3]] != boxes[:, [1, 3]]).any(axis=1))
    if not len(its):
        return found
    level = (np.rint(boxes[:, 1] * _TENTHS) * _FAR + np.rint(boxes[:, 3] * _TENTHS)).astype(np.int64)
    its = its[np.argsort(level[its])]
    at = its[np.minimum(np.searchsorted(level[its], level), len(its) - 1)]
    rest = np.flatnonzero((level[at] == level) & ~cut)
    found[rest, 1], found[rest, 3] = seen[at[rest], 1], seen[at[rest], 3]
    return found


def _ruled_off(boxes: Floats, seen: Floats, rulings: Rulings) -> Bools:
    """Which glyphs are cut where a rule runs: above or below them, or at their left or right."""
    found = np.zeros(len(boxes), dtype=np.bool_)
    for side, rules in enumerate((rulings.vertical, rulings.horizontal) * 2):
        cut = np.flatnonzero(np.abs(seen[:, side] - boxes[:, side]) > _FINE)
        edges = np.rint(seen[cut, side]).astype(np.int64)
        across = 1 - side % 2  # the axis along the rule
        middles = (seen[:, across] + seen[:, across + 2]) / 2
        for edge in distinct(edges).tolist():
            near = rules[np.abs(rules[:, 0] - edge) <= _EDGE]
            its = cut[edges == edge]
            at = middles[its, None]
            found[its] |= ((near[:, 1] - _EDGE <= at) & (at <= near[:, 2] + _EDGE)).any(axis=1)
    return found
