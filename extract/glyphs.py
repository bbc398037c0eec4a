"""Glyphs from pdfium: text, box, baseline and size of every printed character, double strikes merged."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.box import Box
from extract.calls import address_of
from extract.characters import (
    CONTROL,
    HYPHEN,
    JAPANESE,
    LAST,
    LEFTWARD,
    characters,
    doubted,
    is_hyphen,
    is_selector,
    is_space,
)
from extract.clipped import clipped
from extract.drawn import Drawn
from extract.glyph_boxes import TextObjects, finite, places, plausible
from extract.page import Bools, Floats, Glyphs, Hidden, Ints, UnreadablePdfError, median
from extract.pixels import inked
from extract.strikes import merged
from extract.unseen import not_said, texts_of, unseen, unseen_too
from extract.upright import askew
from extract.viewer import IDENTITY, Viewer

_MINUS = 0x2212  # some fonts draw it and the soft hyphen with one glyph
_FULL = 0.6  # of an em: no hyphen is as wide
_IDEOGRAPHIC_SPACE = 0x3000
_CHARACTERS = 300_000  # a page set solid in 4-point type holds a tenth of it
_HUGE = 3.0  # times the page's usual size
_PALE = 160  # of 255: print is darker
_ALIKE = 200  # texts of a page that are read one by one; pdfminer reads the rest
_ROUNDS = 8  # of reading a page again, each of which finds all text that nobody sees but for very odd pages


class Told(NamedTuple):
    """What pdfium's text of a page gives.

    Attributes:
        glyphs: what is printed.
        objects: the addresses of the text objects that gave any character.
        hidden: float array ``(n, 4)``: the boxes of glyphs that are not seen.
        unseen: the texts that nobody sees, but for those that a page end hides: they go on on another page.
        cut: float array ``(n, 8)``: the boxes of glyphs that a rule cuts, and what is seen of them.
        askew: how far most of the text is turned from the way that it is read, in degrees; see :mod:`extract.upright`.
        gone: the addresses of the text objects that nobody sees anything of.
    """

    glyphs: Glyphs
    objects: set[int]
    hidden: Floats
    cut: Floats
    askew: int
    unseen: tuple[Hidden, ...]
    gone: tuple[int, ...]

    def without_gone(self, again: Told) -> Told:
        """The same, as far as another reading without what is gone tells more."""
        texts = dict.fromkeys(self.unseen + again.unseen)
        hidden = np.concatenate([self.hidden, again.hidden])
        return again._replace(objects=self.objects | again.objects, hidden=hidden, unseen=tuple(texts))


def read_glyphs(page: pdfium.PdfPage, viewer: Viewer, drawn: Drawn, layers: bool) -> Told:
    """Read the glyphs of an open page, in drawing order, without those outside the visible page.

    Args:
        page: the page.
        viewer: its map.
        drawn: what it draws besides text, and where its text objects are.
        layers: whether its document has layers, which may be off.
    """
    told = _told(page, viewer, drawn, layers, _ROUNDS)
    glyphs = merged(told.glyphs, viewer.width, viewer.height)
    return told._replace(glyphs=glyphs, unseen=tuple(not_said(told.unseen, glyphs)) if told.unseen else ())


def with_alike(
    page: pdfium.PdfPage, viewer: Viewer, drawn: Drawn, layers: bool, glyphs: Glyphs, lost: dict[int, Box]
) -> tuple[Glyphs, list[Box]]:
    """Add the texts that pdfium tells only one by one: near a text it tells none that says the same.

    Args:
        page: the page.
        viewer: its map.
        drawn: where its text objects are, among others.
        layers: whether its document has layers.
        glyphs: what was told of it.
        lost: the texts wanted, and their boxes.

    Returns:
        All glyphs, and the boxes of the texts that are not told even so.
    """
    if not lost:
        return glyphs, []
    silent = dict(lost)
    with batch.left_out([address for texts in drawn.texts for address in texts.addresses]):
        for address in list(lost)[:_ALIKE]:
            with batch.put_back(address):
                more = _told(page, viewer, drawn, layers, 0)
            if address in more.objects:
                glyphs = glyphs.followed_by(more.glyphs)
                del silent[address]
    return merged(glyphs, viewer.width, viewer.height), list(silent.values())


def _told(page: pdfium.PdfPage, viewer: Viewer, drawn: Drawn, layers: bool, rounds: int) -> Told:
    """Read what is told; again without what nobody sees: that may have kept pdfium from telling what is seen there."""
    text = raw.FPDFText_LoadPage(page)
    try:
        told = _collect(page, text, viewer, drawn, layers)
    finally:
        raw.FPDFText_ClosePage(text)
    if not told.gone or not rounds:
        return told
    with batch.left_out([*told.gone, *unseen_too(page, viewer, drawn, told.objects, layers)]):
        return told.without_gone(_told(page, viewer, drawn, layers, rounds - 1))


def _collect(handle: pdfium.PdfPage, text: ctypes.c_void_p, viewer: Viewer, drawn: Drawn, layers: bool) -> Told:
    page = address_of(text)
    count = raw.FPDFText_CountChars(text)
    if count > _CHARACTERS:
        raise UnreadablePdfError("too_many_objects", f"{count:,} characters on one page")
    codes = batch.codes(page, count)
    at = _printed(page, codes)
    guessed = _guesses(handle, page, codes, at, viewer)
    space = is_space(codes[at]) & ~guessed
    objects = batch.text_objects(page, at)
    told: set[int] = set(objects.tolist())
    shown = np.flatnonzero(~space)
    spaced, wide = (_before(shown, marks) for marks in (space, codes[at] == _IDEOGRAPHIC_SPACE))
    at, objects, guessed = at[shown], objects[shown], guessed[shown]
    outer = {address: some.outer for some in drawn.texts if some.outer is not IDENTITY for address in some.addresses}
    texts = TextObjects.of(page, at, objects, outer)
    corners, origins, em = places(page, at, texts)
    box = viewer.boxes(corners)
    size = plausible(em, box)
    codes = codes[at]
    codes[is_hyphen(codes) & (box[:, 2] - box[:, 0] > _FULL * size)] = _MINUS
    sideways = texts.sideways[texts.kind]
    glyphs = Glyphs(
        chars=doubted(characters(codes), codes, guessed, objects),
        box=box,
        base=viewer.points(origins)[:, 1],
        size=size,
        run=np.argsort(np.argsort(texts.first))[texts.kind],
        spaced=spaced,
        wide=wide,
        stamp=_stamps(text, at, texts, size),
        turned=sideways if viewer.rotation in (0, 180) else ~sideways,
    )
    return _seen(handle, glyphs, texts, told, viewer, drawn, layers)


def _seen(
    handle: pdfium.PdfPage,
    glyphs: Glyphs,
    texts: TextObjects,
    told: set[int],
    viewer: Viewer,
    drawn: Drawn,
    layers: bool,
) -> Told:
    """What is told of a page's glyphs, those that nobody sees apart from the others."""
    box, kind, addresses = glyphs.box, texts.kind, texts.addresses
    cut = clipped(handle, box, kind, addresses, texts.outer, viewer, drawn)
    gone, whole = unseen(handle, glyphs, kind, addresses, drawn, layers)
    gone = (gone | cut.hidden) & ~cut.ended
    said = tuple(texts_of(glyphs.only(gone))) if gone.any() else ()
    hidden = gone | cut.ended
    glyphs.box = cut.boxes
    counts = np.bincount(kind[~hidden], minlength=len(addresses))
    straight = ~texts.aslant
    turned = askew(texts.matrix[straight], counts[straight], viewer)
    return Told(
        glyphs.only(~hidden) if hidden.any() else glyphs,
        told,
        box[hidden],
        np.hstack([box, cut.boxes])[(box != cut.boxes).any(axis=1) & ~hidden],
        turned,
        said,
        tuple(addresses[whole].tolist()),
    )


def _guesses(page: pdfium.PdfPage, text: int, codes: Ints, at: Ints, viewer: Viewer) -> Bools:
    """Which characters pdfium only guesses, as their font does not say what they mean; not those that leave no ink.

    A guess is a font's own number, seldom as large as a kana's or an ideograph's code point: those are asked only where
    there are other guesses. pdfium forgets that it guessed where it turns a letter that is written leftward, so such
    letters are guesses where others are.
    """
    given = np.minimum(codes[at], LAST)
    guessed = CONTROL[given]
    other = np.flatnonzero(~JAPANESE[given])
    guessed[other] |= batch.guessed(text, at[other])
    blank = np.flatnonzero(guessed & is_space(codes[at]))
    if len(blank):
        guessed[blank] = inked(page, viewer.boxes(finite(batch.loose_boxes(text, at[blank]))))
    if guessed.any():
        guessed |= (batch.guessed(text, at) & ~is_space(codes[at])) | LEFTWARD[given]
    return guessed


def _printed(page: int, codes: Ints) -> Ints:
    """The indexes of the characters that the page itself draws, spaces among them."""
    drawn = ~is_selector(codes)
    blank = np.flatnonzero((codes <= 0x20) & (codes != HYPHEN))  # of these pdfium makes up some
    drawn[blank[batch.generated(page, blank)]] = False
    return np.flatnonzero(drawn)


def _before(shown: Ints, marks: Bools) -> Bools:
    """For each of the shown characters: was there a mark between it and the one shown before it?"""
    return np.diff(np.cumsum(marks)[shown], prepend=0) > 0


def _stamps(text: ctypes.c_void_p, at: Ints, texts: TextObjects, size: Floats) -> Bools:
    """Which glyphs are struck across the page: aslant, or huge and pale."""
    if not len(at):
        return np.empty(0, dtype=np.bool_)
    first, kind = texts.first, texts.kind
    stamps = texts.aslant[kind]
    huge = size > _HUGE * median(size)
    pale = {number: _is_pale(text, int(at[first[number]])) for number in set(kind[huge].tolist())}
    for i in np.flatnonzero(huge).tolist():
        stamps[i] |= pale[int(kind[i])]
    return stamps


def _is_pale(text: ctypes.c_void_p, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or alpha.value < 128
