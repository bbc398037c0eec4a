"""Text that a PDF holds and nobody sees: white on white, transparent, painted over, or in a layer that is off.

Spreadsheets hide helper figures in the colour of the paper, and what was wrong is painted over. Such text is suspected
by what pdfium says of it; hidden is what the page, as pixels, looks the same without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.drawn import Drawn
from extract.page import Bools, Floats, Glyphs, Hidden, Ints
from extract.paths import boxes_within, is_clear, leaves_mark
from extract.pixels import changed, inked
from extract.places import Places
from extract.viewer import Viewer
from normalize import marks

_AT_ONCE = 16  # covers held against glyphs in one step: some that stand in one row
_SLIGHT = frozenset(
    "、。・：；:;'`\"_|｜/／" + marks.POINTS + marks.COMMAS + marks.NULL_STROKES
)  # leave little ink, and that at their boxes' edges
_LEAP = 1.0  # of an em: where the next letter stands further away, another text begins


def unseen(
    page: pdfium.PdfPage, glyphs: Glyphs, kind: Ints, objects: Ints, drawn: Drawn, layers: bool
) -> tuple[Bools, Bools]:
    """Which glyphs of an open page, and which of its text objects as a whole, leave no mark on it.

    Args:
        page: the page.
        glyphs: ``n`` of them.
        kind: int array ``(n,)``: the text object of each glyph, as a place in ``objects``.
        objects: int array ``(m,)``: the addresses of text objects.
        drawn: what else the page draws.
        layers: whether the document has layers, any of which may be off: pdfium does not say of what.

    Returns:
        Bool arrays ``(n,)`` and ``(m,)``. Of a text object that is seen in part, those glyphs are hidden that another
        text replaces.
    """
    count = len(objects)
    if not count:
        return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_)
    unpainted, pale = _pale(objects)
    covered, replaced = _covered(glyphs, kind, objects, drawn)
    whole = _unmarked(page, glyphs, kind, unpainted)
    hidden: Bools = whole[kind]
    some = np.bincount(kind, weights=covered, minlength=count) > 0
    for suspect in ((some | pale) & ~unpainted, np.full(count, layers) & ~(some | pale | unpainted)):
        its = np.flatnonzero(suspect[kind])
        if len(its):
            marked = changed(page, objects[suspect].tolist(), glyphs.box[its])
            whole |= suspect & (np.bincount(kind[its[marked]], minlength=count) == 0)
            hidden[its] = whole[kind[its]] | (~marked & replaced[its])
    return hidden, whole


def unseen_too(page: pdfium.PdfPage, viewer: Viewer, drawn: Drawn, told: set[int], layers: bool) -> list[int]:
    """Of the text objects that gave no character those that leave no mark on an open page: their addresses.

    pdfium tells one of the texts that say the same in one place: a white outline is drawn four times or more.
    """
    found: list[int] = []
    for texts in drawn.texts:
        silent = [one for one in texts.addresses if one not in told]
        if not silent:
            continue
        objects = np.array(silent, dtype=np.int64)
        boxes = boxes_within(texts.outer, batch.bounds(objects), viewer)
        unpainted, pale = _pale(objects)
        when = _when(objects, drawn)
        suspect = (pale | (_latest(_middles(boxes), when, *_covers(drawn)) > when) | layers) & ~unpainted
        its = np.flatnonzero(suspect)
        if len(its):
            found += objects[its[~changed(page, objects[its].tolist(), boxes[its])]].tolist()
    return found


def leave_mark(page: pdfium.PdfPage, objects: list[int], boxes: Floats) -> Bools:
    """Which text objects leave a mark in their boxes on an open page, or give a picture its text."""
    unpainted, _ = _pale(np.array(objects, dtype=np.int64))
    return unpainted | changed(page, objects, boxes)


def _pale(objects: Ints) -> tuple[Bools, Bools]:
    """Which text objects are not painted at all, and which in a colour that leaves no mark on paper."""
    fill, mode = batch.looks(objects)
    unpainted = (mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE) | (mode == raw.FPDF_TEXTRENDERMODE_CLIP)
    return unpainted | is_clear(fill), ~leaves_mark(fill)


def _unmarked(page: pdfium.PdfPage, glyphs: Glyphs, kind: Ints, some: Bools) -> Bools:
    """Which of some text objects stand where nothing is drawn: not so those that give a scan its text."""
    its = np.flatnonzero(some[kind])
    slight = np.array([glyphs.chars[i] in _SLIGHT for i in its.tolist()], dtype=np.bool_)
    has_more = np.zeros(len(some), dtype=np.bool_)
    has_more[kind[its[~slight]]] = True
    telling = ~slight | ~has_more[kind[its]]  # a point among digits is seen where they are
    its, slight = its[telling], slight[telling]
    unmarked = some.copy()
    unmarked[kind[its[inked(page, glyphs.box[its], slight.tolist())]]] = False
    return unmarked


def _covered(glyphs: Glyphs, kind: Ints, objects: Ints, drawn: Drawn) -> tuple[Bools, Bools]:
    """Which glyphs have their middle in an opaque box that was painted later, and which also in a glyph after that."""
    replaced = np.zeros(len(glyphs), dtype=np.bool_)
    boxes, orders = _covers(drawn)
    if not len(boxes):
        return replaced, replaced
    middles, when = _middles(glyphs.box), _when(objects, drawn)[kind]
    since = _latest(middles, when, boxes, orders)
    covered = since > when
    if covered.any():
        replaced[covered] = _latest(middles[covered], since[covered], glyphs.box, when) > since[covered]
    return covered, replaced


def _covers(drawn: Drawn) -> tuple[Floats, Floats]:
    """The opaque boxes ``(n, 4)`` that were painted after some text, and when."""
    covers = np.concatenate([np.empty((0, 5)), *drawn.covers])
    painted = np.concatenate([texts.orders for texts in drawn.texts])
    covers = covers[covers[:, 0] > painted.min(initial=np.inf)]
    return covers[:, 1:], covers[:, 0]


def _when(objects: Ints, drawn: Drawn) -> Floats:
    """When each text object was painted."""
    addresses = np.array([one for texts in drawn.texts for one in texts.addresses], dtype=np.int64)
    painted = np.concatenate([texts.orders for texts in drawn.texts])
    order = np.argsort(addresses)
    at = order[np.minimum(np.searchsorted(addresses[order], objects), len(order) - 1)]
    return np.where(addresses[at] == objects, painted[at], np.inf)


def _middles(boxes: Floats) -> Floats:
    middles: Floats = (boxes[:, :2] + boxes[:, 2:]) / 2
    return middles


def _latest(points: Floats, after: Floats, boxes: Floats, orders: Floats) -> Floats:
    """When the last box was painted over each point ``(n, 2)``, ``(n,)``; ``after`` where none was after that."""
    level, falling = np.argsort(points[:, 1]), np.argsort(boxes[:, 1])
    x, y = points[level].T
    latest = after[level]
    for start in range(0, len(boxes), _AT_ONCE):  # some that stand near each other, and the points level with them
        some = falling[start : start + _AT_ONCE]
        x0, top, x1, bottom = boxes[some].T[:, :, None]
        near = slice(*np.searchsorted(y, [top.min(), bottom.max()]))
        if not (latest[near] < orders[some].max()).any():
            continue  # all of them were painted before
        inside = (x0 <= x[near]) & (x[near] <= x1) & (top <= y[near]) & (y[near] <= bottom)
        latest[near] = np.maximum(latest[near], np.where(inside, orders[some, None], -np.inf).max(axis=0))
    found = np.empty(len(points))
    found[level] = latest
    return found


def texts_of(glyphs: Glyphs) -> Iterator[Hidden]:
    """Glyphs in the order they were drawn as texts: one for each stretch without a gap."""
    text, around = "", Box(0.0, 0.0, 0.0, 0.0)
    for char, sides, size in zip(glyphs.chars, glyphs.box.tolist(), glyphs.size.tolist(), strict=True):
        box = Box(*sides)
        if text and (abs(box.x0 - around.x1) > _LEAP * size or box.top > around.bottom or box.bottom < around.top):
            yield Hidden(around, text)
            text = ""
        around = around.union(box) if text else box
        text += char
    if text:
        yield Hidden(around, text)


def not_said(texts: Iterable[Hidden], glyphs: Glyphs) -> list[Hidden]:
    """The texts that no glyphs say in their own place: what is printed again is seen, as letters on a halo are."""
    places = Places(glyphs)
    return [text for text in texts if places.text(text.box) != text.text]
