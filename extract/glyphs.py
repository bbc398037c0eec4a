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
from extract.page import LEAN, Bools, Floats, Glyphs, Hidden, Ints, UnreadablePdfError, distinct, median
from extract.pixels import inked
from extract.strikes import merged
from extract.unseen import not_said, texts_of, unseen, unseen_too
from extract.upright import askew
from extract.viewer import IDENTITY, Matrix, Viewer, mapped, mapped_boxes

_MINUS = 0x2212  # some fonts draw it and the soft hyphen with one glyph
_FULL = 0.6  # of an em: no hyphen is as wide
_IDEOGRAPHIC_SPACE = 0x3000
_CHARACTERS = 300_000  # a page set solid in 4-point type holds a tenth of it
_TALLEST = 2.2  # ems from a font's descent to its ascent: more is no print
_HUGE = 3.0  # times the page's usual size
_PALE = 160  # of 255: print is darker
_EXACT = 1e-3  # points: but for rounding
_INK = 1.5  # ems: no character draws more
_IDEOGRAPH = 0.9  # of an em: what most characters draw
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
    addresses, first, kind = np.unique(objects, return_index=True, return_inverse=True)
    matrix, points = batch.matrices(page, at[first])
    aslant = _aslant(matrix)
    em = (points * np.hypot(matrix[:, 2], matrix[:, 3]))[kind]
    sideways = (np.abs(matrix[:, 1]) > np.abs(matrix[:, 0]))[kind]
    outer = {address: some.outer for some in drawn.texts if some.outer is not IDENTITY for address in some.addresses}
    spoken = _spoken(page, at[first], matrix[:, 4:6], [outer.get(address) for address in addresses.tolist()])
    scale = _scales(spoken, len(matrix))[kind]
    em /= scale
    corners = _boxes(page, at, em, sideways)
    em *= scale
    origins = _origins(page, at, first, kind, corners, matrix, trust=not outer)
    _map_spoken(corners, origins, kind, spoken)
    box = viewer.boxes(_finite(corners))
    size = _plausible(em, box)
    codes = codes[at]
    codes[is_hyphen(codes) & (box[:, 2] - box[:, 0] > _FULL * size)] = _MINUS
    glyphs = Glyphs(
        chars=doubted(characters(codes), codes, guessed, objects),
        box=box,
        base=viewer.points(_finite(origins))[:, 1],
        size=size,
        run=np.argsort(np.argsort(first))[kind],
        spaced=spaced,
        wide=wide,
        stamp=_stamps(text, at, first, kind, size, aslant),
        turned=sideways if viewer.rotation in (0, 180) else ~sideways,
    )
    cut = clipped(handle, box, kind, addresses, outer, viewer, drawn)
    gone, whole = unseen(handle, glyphs, kind, addresses, drawn, layers)
    gone = (gone | cut.hidden) & ~cut.ended
    texts = tuple(texts_of(glyphs.only(gone))) if gone.any() else ()
    hidden = gone | cut.ended
    glyphs.box = cut.boxes
    counts = np.bincount(kind[~hidden], minlength=len(matrix))
    turned = askew(matrix[~aslant], counts[~aslant], viewer)
    return Told(
        glyphs.only(~hidden) if hidden.any() else glyphs,
        told,
        box[hidden],
        np.hstack([box, cut.boxes])[(box != cut.boxes).any(axis=1) & ~hidden],
        turned,
        texts,
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
        guessed[blank] = inked(page, viewer.boxes(_finite(batch.loose_boxes(text, at[blank]))))
    if guessed.any():
        guessed |= (batch.guessed(text, at) & ~is_space(codes[at])) | LEFTWARD[given]
    return guessed


def _spoken(page: int, first: Ints, starts: Floats, outer: list[Matrix | None]) -> dict[int, Matrix]:
    """The texts of whose characters pdfium tells the places within their form, with the map of that.

    It does where a text says itself what it means (/ActualText). It shows where the text begins elsewhere than its
    matrix says.

    Args:
        page: the text page.
        first: the number on it of each text's first character.
        starts: where each text begins, by its matrix.
        outer: the map of each text's form, or None where it stands on the page itself.
    """
    maps = {number: matrix for number, matrix in enumerate(outer) if matrix is not None}
    begins = batch.origins(page, first[list(maps)]) if maps else starts
    spoken = {}
    for (number, matrix), start in zip(maps.items(), begins, strict=False):
        away, mapped_away = start - starts[number], mapped(start[None], matrix)[0] - starts[number]
        if np.abs(away).sum() > 0.5 + np.abs(mapped_away).sum():
            spoken[number] = matrix
    return spoken


def _scales(spoken: dict[int, Matrix], count: int) -> Floats:
    """How many points of the page one of a form is high, for each of some texts."""
    scales = np.ones(count)
    for number, (_, _, c, d, _, _) in spoken.items():
        scales[number] = max(np.hypot(c, d), 1e-6)
    return scales


def _map_spoken(corners: Floats, origins: Floats, kind: Ints, spoken: dict[int, Matrix]) -> None:
    """Put the characters of forms where they stand on the page.

    Args:
        corners: boxes of characters in user space, set right.
        origins: where characters stand, set right.
        kind: the text of each character.
        spoken: from `_spoken`.
    """
    for number, matrix in spoken.items():
        its = np.flatnonzero(kind == number)
        origins[its], corners[its] = mapped(origins[its], matrix), mapped_boxes(corners[its], matrix)


def _finite(table: Floats) -> Floats:
    return np.where(np.isfinite(table) & (np.abs(table) < 1e6), table, 0.0)


def _printed(page: int, codes: Ints) -> Ints:
    """The indexes of the characters that the page itself draws, spaces among them."""
    drawn = ~is_selector(codes)
    blank = np.flatnonzero((codes <= 0x20) & (codes != HYPHEN))  # of these pdfium makes up some
    drawn[blank[batch.generated(page, blank)]] = False
    return np.flatnonzero(drawn)


def _before(shown: Ints, marks: Bools) -> Bools:
    """For each of the shown characters: was there a mark between it and the one shown before it?"""
    return np.diff(np.cumsum(marks)[shown], prepend=0) > 0


def _boxes(page: int, at: Ints, em: Floats, sideways: Bools) -> Floats:
    """The boxes of characters in user space (left, bottom, right, top); pdfium's own where they can be true.

    pdfium's own box is wrong for vertical writing under a text matrix, and for fonts that claim absurd heights: there
    it is one em around the character's ink. Where the ink is larger, the em is what is absurd, and set right.
    """
    boxes = batch.loose_boxes(page, at)
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tall = np.where(sideways, wide, tall)
    odd = np.flatnonzero((em != 0) & ~((0.5 * em <= tall) & (tall <= _TALLEST * em)))
    if len(odd):
        ink = batch.ink_boxes(page, at[odd])
        extent = (ink[:, 2:] - ink[:, :2]).max(axis=1)
        false = extent > _INK * em[odd]
        for claimed in distinct(em[odd[false]]).tolist():  # one for each size of print
            its = false & (em[odd] == claimed)
            em[odd[its]] = median(extent[its]) / _IDEOGRAPH
        boxes[odd] = _around_ink(ink, em[odd], sideways[odd])
    return boxes


def _origins(page: int, at: Ints, first: Ints, kind: Ints, corners: Floats, matrix: Floats, trust: bool) -> Floats:
    """Where characters stand on their baseline, in user space; asked at most once for each text that runs level.

    Args:
        page: the text page.
        at: the numbers of the characters on it.
        first: the first character of each text.
        kind: the text of each character.
        corners: the boxes of the characters.
        matrix: the matrix of each text. A text written along its line begins where that says, its first box as well.
        trust: whether pdfium gives all matrices as the page shows them; see `_map_spoken`.
    """
    level = (matrix[:, 1] == 0)[kind]
    begins = level[first] & (matrix[:, 0] > 0) & (np.abs(corners[first, 0] - matrix[:, 4]) < _EXACT) & trust
    level &= corners[:, 1] == corners[first, 1][kind]  # one written downwards has more
    level[first] = False
    origins = np.empty((len(at), 2))
    origins[first[begins]] = matrix[begins, 4:6]
    asked = ~level
    asked[first[begins]] = False
    alone = np.flatnonzero(asked)
    origins[alone] = batch.origins(page, at[alone])
    origins[level] = origins[first[kind[level]]]
    return origins


def _stamps(text: ctypes.c_void_p, at: Ints, first: Ints, kind: Ints, size: Floats, aslant: Bools) -> Bools:
    """Which glyphs are struck across the page: aslant, or huge and pale."""
    if not len(at):
        return np.empty(0, dtype=np.bool_)
    stamps = aslant[kind]
    huge = size > _HUGE * median(size)
    pale = {number: _is_pale(text, int(at[first[number]])) for number in set(kind[huge].tolist())}
    for i in np.flatnonzero(huge).tolist():
        stamps[i] |= pale[int(kind[i])]
    return stamps


def _around_ink(ink: Floats, em: Floats, sideways: Bools) -> Floats:
    """Boxes of one em around characters' ink: left, bottom, right, top, as the ink's."""
    middle = (ink[:, :2] + ink[:, 2:]) / 2
    wide, tall = (ink[:, 2:] - ink[:, :2]).T
    along, across = np.maximum(np.where(sideways, tall, wide), 0.5 * em) / 2, em / 2
    half = np.where(sideways[:, None], np.column_stack([across, along]), np.column_stack([along, across]))
    return np.hstack([middle - half, middle + half])


def _aslant(matrices: Floats) -> Bools:
    """Whether texts run neither along nor across the page."""
    away = np.degrees(np.arctan2(matrices[:, 1], matrices[:, 0])) % 90
    aslant: Bools = np.minimum(away, 90 - away) > LEAN
    return aslant


def _is_pale(text: ctypes.c_void_p, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or alpha.value < 128


def _plausible(sizes: Floats, box: Floats) -> Floats:
    """Sizes that a font's claims cannot make absurd: within half and twice the height of the character's box."""
    height = np.maximum(box[:, 3] - box[:, 1], 0.1)
    return np.where((sizes >= height / 2) & (sizes <= height * 2), sizes, height)
