"""Text that a PDF holds and nobody sees: white on white, transparent, painted over, or in a layer that is off.

Spreadsheets hide helper figures in the colour of the paper, and what was wrong is painted over. Such text is suspected
by what pdfium says of it, and then looked for in the page's pixels: only what leaves no mark there is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.drawn import Drawn
from extract.page import Bools, Floats, Glyphs, Hidden, Ints
from extract.paths import leaves_mark
from extract.pixels import inked

_AT_ONCE = 64  # covers held against texts in one step
_SLIGHT = frozenset("、。，．・：；,.:;'`\"-‐‑–—―－ー_|｜/／")  # leave little ink, and that at their boxes' edges
_LEAP = 1.0  # of an em: where the next letter stands further away, another text begins


def unseen(
    page: pdfium.PdfPage, glyphs: Glyphs, first: Ints, kind: Ints, objects: Ints, drawn: Drawn, layers: bool
) -> Bools:
    """Which glyphs of an open page belong to text that leaves no mark on it.

    Args:
        page: the page.
        glyphs: ``n`` of them.
        first: int array ``(m,)``: the first glyph of each text object.
        kind: int array ``(n,)``: the text object of each glyph, as a place in ``objects``.
        objects: int array ``(m,)``: the addresses of text objects.
        drawn: what else the page draws.
        layers: whether the document has layers, any of which may be off: pdfium does not say of what.

    Returns:
        Bool array ``(n,)``. A text object of which any glyph is seen is seen.
    """
    count = len(objects)
    if not count:
        return np.zeros(0, dtype=np.bool_)
    middles = _middles(glyphs.box[first])
    suspect = np.ones(count, dtype=np.bool_) if layers else _pale(objects)
    suspect |= _covered(objects, middles, drawn)
    its = np.flatnonzero(suspect[kind])
    slight = np.array([glyphs.chars[i] in _SLIGHT for i in its.tolist()], dtype=np.bool_)
    has_more = np.zeros(count, dtype=np.bool_)
    has_more[kind[its[~slight]]] = True
    telling = ~slight | ~has_more[kind[its]]  # a point among digits is seen where they are
    its, slight = its[telling], slight[telling]
    seen = inked(page, glyphs.box[its], slight.tolist())
    suspect[kind[its[seen]]] = False
    hidden: Bools = suspect[kind]
    return hidden


def _pale(objects: Ints) -> Bools:
    """Which text objects are painted in a colour that leaves no mark on paper, or not at all."""
    fill, mode = batch.looks(objects.tolist())
    unpainted = (mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE) | (mode == raw.FPDF_TEXTRENDERMODE_CLIP)
    pale: Bools = ~leaves_mark(fill) | unpainted
    return pale


def _covered(objects: Ints, middles: Floats, drawn: Drawn) -> Bools:
    """Which text objects have their first glyph's middle in an opaque box that was painted after them."""
    found = np.zeros(len(objects), dtype=np.bool_)
    covers = np.concatenate([np.empty((0, 5)), *drawn.covers])
    painted = np.concatenate([texts.orders for texts in drawn.texts])
    covers = covers[covers[:, 0] > painted.min(initial=np.inf)]
    if not len(covers):
        return found
    addresses = np.array([one for texts in drawn.texts for one in texts.addresses], dtype=np.int64)
    order = np.argsort(addresses)
    at = order[np.minimum(np.searchsorted(addresses[order], objects), len(order) - 1)]
    when = np.where(addresses[at] == objects, painted[at], np.inf)
    x, y = middles
    for first in range(0, len(covers), _AT_ONCE):
        later, x0, top, x1, bottom = covers[first : first + _AT_ONCE].T[:, :, None]
        found |= ((later > when) & (x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)).any(axis=0)
    return found


def _middles(boxes: Floats) -> Floats:
    middles: Floats = (boxes[:, :2] + boxes[:, 2:]).T / 2
    return middles


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
