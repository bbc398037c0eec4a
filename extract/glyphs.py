"""Glyphs from pdfium: text, box, baseline and size of every printed character, double strikes merged."""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.drawn import Drawn
from extract.page import UNKNOWN, Bools, Floats, Glyphs, Hidden, Ints, UnreadablePdfError, distinct, median
from extract.paths import boxes_within, in_margin
from extract.pixels import inked
from extract.twins import TWINS
from extract.unseen import not_said, texts_of, unseen, unseen_too
from extract.upright import askew
from extract.viewer import IDENTITY, Matrix, Viewer, mapped, mapped_boxes

_HYPHEN = 0x02  # pdfium's own sign for a hyphen at a line's end
_NO_CHARACTER = 0xFFFE
_SOFT_HYPHEN, _MINUS = 0xAD, 0x2212  # some fonts draw both with one glyph
_FULL = 0.6  # of an em: no hyphen is as wide
_IDEOGRAPHIC_SPACE = 0x3000
_CHARACTERS = 300_000  # a page set solid in 4-point type holds a tenth of it
_LEAN = 8.0  # degrees: a scan's text may lean by some
_TALLEST = 2.2  # ems from a font's descent to its ascent: more is no print
_HUGE = 3.0  # times the page's usual size
_PALE = 160  # of 255: print is darker
_REPLACEMENT = 0xFFFD
_EXACT = 1e-3  # points: but for rounding
_INK = 1.5  # ems: no character draws more
_IDEOGRAPH = 0.9  # of an em: what most characters draw
_HAIR = 0.15  # of a glyph: with less of it left to see it is hidden
_ROUNDS = 8  # of reading a page again, each of which finds all text that nobody sees but for very odd pages
_STRIKE = 0.15  # of an em: synthetic bold strikes again 0.2-0.5 pt aside; the narrowest letter advances 0.22 em
_SQUARES = 1 << 21  # squares of 4 points in a row of the largest page, and more; _MIDDLE keeps their numbers positive
_MIDDLE = 1 << 20


def _table(*ranges: tuple[int, int]) -> Bools:
    """Which code points lie in some ranges, up to U+FFFF."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    for first, last in ranges:
        table[first : last + 1] = True
    return table


_BLANK = _table((0x01, 0x01), (0x03, 0x20), (0x7F, 0x7F), (0xA0, 0xA0), (0x2000, 0x200B), (0x3000, 0x3000),
                (0xFEFF, 0xFEFF))  # fmt: skip
_CONTROL = _table((0x01, 0x01), (0x03, 0x08), (0x0B, 0x0C), (0x0E, 0x1F))  # no text has these: a font's own numbers
_JAPANESE = _table((0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))
_SELECTOR = _table((0xFE00, 0xFE0F))  # variation selectors print nothing of their own
_TWIN = _table(*((ord(char), ord(char)) for char in TWINS))
_LAST = 0xFFFF
_SIMPLE = 0xFF  # a simple font has codes of one byte


def _is_space(code: Ints) -> Bools:
    return _BLANK[np.minimum(code, _LAST)]


def _is_hyphen(code: Ints) -> Bools:
    """A soft hyphen that is drawn is one; pdfium has two signs of its own for those at a line's end."""
    hyphen: Bools = (code == _SOFT_HYPHEN) | (code == _HYPHEN) | (code == _NO_CHARACTER)
    return hyphen


def _is_selector(code: Ints) -> Bools:
    return _SELECTOR[np.minimum(code, _LAST)] | ((code >= 0xE0100) & (code <= 0xE01EF))


def _characters(codes: Ints) -> list[str]:
    """The characters of code points that pdfium reports; what has no text is U+FFFD, never dropped."""
    none = (codes == 0) | ((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)
    known = np.where(none, _REPLACEMENT, np.where(_is_hyphen(codes), ord("-"), codes))
    chars = list(known.astype("<u4").tobytes().decode("utf-32-le"))
    for i in np.flatnonzero(_TWIN[np.minimum(codes, _LAST)]).tolist():
        chars[i] = TWINS[chars[i]]
    return chars


def _doubted(chars: list[str], codes: Ints, guessed: Bools, objects: Ints) -> list[str]:
    """Characters, and U+FFFD before the code points of those that are guesses.

    Of a font with no more than 256 codes the guess is the code itself: it says nothing, and nobody else knows more.
    """
    some = np.flatnonzero(guessed)
    if len(some):
        fonts = batch.fonts(objects[some].tolist())
        large = set(fonts[codes[some] > _SIMPLE].tolist())
        for i, font in zip(some.tolist(), fonts.tolist(), strict=True):
            guess = chr(codes[i]) if 0 < codes[i] <= _LAST else ""
            chars[i] = UNKNOWN + (guess if font in large else UNKNOWN)
    return chars


class Told(NamedTuple):
    """What pdfium's text of a page gives.

    Attributes:
        glyphs: what is printed.
        objects: the addresses of the text objects that gave any character.
        hidden: float array ``(n, 4)``: the boxes of glyphs that are not seen.
        unseen: the texts that nobody sees, but for those that a clip hides: they go on on another page.
        askew: how far most of the text is turned from the way that it is read, in degrees; see :mod:`extract.upright`.
        gone: the addresses of the text objects that nobody sees anything of.
    """

    glyphs: Glyphs
    objects: set[int]
    hidden: Floats
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
    return told._replace(glyphs=glyphs, unseen=tuple(not_said(told.unseen, glyphs)))


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
    page = batch.address_of(text)
    count = raw.FPDFText_CountChars(text)
    if count > _CHARACTERS:
        raise UnreadablePdfError("too_many_objects", f"{count:,} characters on one page")
    codes = batch.codes(page, count)
    at = _printed(page, codes)
    guessed = _guesses(handle, page, codes, at, viewer)
    space = _is_space(codes[at]) & ~guessed
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
    corners = _boxes(page, at, em, sideways)
    outer = {address: some.outer for some in drawn.texts if some.outer is not IDENTITY for address in some.addresses}
    origins = _origins(page, at, first, kind, corners, matrix, trust=not outer)
    _map_spoken(corners, origins, matrix[:, 4:6], first, kind, [outer.get(obj) for obj in addresses.tolist()])
    box = viewer.boxes(_finite(corners))
    size = _plausible(em, box)
    codes = codes[at]
    codes[_is_hyphen(codes) & (box[:, 2] - box[:, 0] > _FULL * size)] = _MINUS
    glyphs = Glyphs(
        chars=_doubted(_characters(codes), codes, guessed, objects),
        box=box,
        base=viewer.points(_finite(origins))[:, 1],
        size=size,
        run=np.argsort(np.argsort(first))[kind],
        spaced=spaced,
        wide=wide,
        stamp=_stamps(text, at, first, kind, size, aslant),
        turned=sideways if viewer.rotation in (0, 180) else ~sideways,
    )
    hidden = _hidden(box, kind, addresses, outer, viewer)
    gone, whole = unseen(handle, glyphs, kind, addresses, drawn, layers)
    gone &= ~hidden
    texts = tuple(texts_of(glyphs.only(gone))) if gone.any() else ()
    hidden |= gone
    counts = np.bincount(kind[~hidden], minlength=len(matrix))
    turned = askew(matrix[~aslant], counts[~aslant], viewer)
    return Told(
        glyphs.only(~hidden) if hidden.any() else glyphs,
        told,
        box[hidden],
        turned,
        texts,
        tuple(addresses[whole].tolist()),
    )


def _guesses(page: pdfium.PdfPage, text: int, codes: Ints, at: Ints, viewer: Viewer) -> Bools:
    """Which characters pdfium only guesses, as their font does not say what they mean; not those that leave no ink.

    A guess is a font's own number, seldom as large as a kana's or an ideograph's code point: those are asked only where
    there are other guesses.
    """
    given = np.minimum(codes[at], _LAST)
    guessed = _CONTROL[given]
    other = np.flatnonzero(~_JAPANESE[given])
    guessed[other] |= batch.guessed(text, at[other])
    blank = np.flatnonzero(guessed & _is_space(codes[at]))
    if len(blank):
        guessed[blank] = inked(page, viewer.boxes(_finite(batch.loose_boxes(text, at[blank]))))
    if guessed.any():
        guessed |= batch.guessed(text, at) & ~_is_space(codes[at])
    return guessed


def _map_spoken(
    corners: Floats, origins: Floats, starts: Floats, first: Ints, kind: Ints, outer: list[Matrix | None]
) -> None:
    """Put the characters of forms where they stand on the page.

    Where a text says itself what it means (/ActualText), pdfium gives its characters' places within their form. It
    shows where the text begins elsewhere than its matrix says.

    Args:
        corners: boxes of characters in user space, set right.
        origins: where characters stand, set right.
        starts: where each text begins, by its matrix.
        first: the first character of each text.
        kind: the text of each character.
        outer: the map of each text's form, or None where it stands on the page itself.
    """
    for number, matrix in enumerate(outer):
        if matrix is None:
            continue
        start = origins[first[number]]
        if np.abs(start - starts[number]).sum() > 0.5 + np.abs(mapped(start[None], matrix)[0] - starts[number]).sum():
            its = np.flatnonzero(kind == number)
            origins[its], corners[its] = mapped(origins[its], matrix), mapped_boxes(corners[its], matrix)


def _hidden(box: Floats, kind: Ints, objects: Ints, outer: dict[int, Matrix], viewer: Viewer) -> Bools:
    """Which glyphs a clip hides: of a row that a page end cuts, some programs draw all on both pages.

    What is cut so reaches into the page's margin; no other text is asked for its clip.
    """
    hidden = np.zeros(len(box), dtype=np.bool_)
    near = distinct(kind[in_margin(box, viewer)]).tolist()
    for number, clip in batch.clips([int(objects[one]) for one in near]).items():
        its = np.flatnonzero(kind == near[number])
        left, top, right, bottom = boxes_within(
            outer.get(int(objects[near[number]]), IDENTITY), np.array([clip]), viewer
        )[0]
        x0, y0, x1, y1 = box[its].T
        wide, high = np.minimum(x1, right) - np.maximum(x0, left), np.minimum(y1, bottom) - np.maximum(y0, top)
        hidden[its] = (wide <= _HAIR * (x1 - x0)) | (high <= _HAIR * (y1 - y0))
    return hidden


def _finite(table: Floats) -> Floats:
    return np.where(np.isfinite(table) & (np.abs(table) < 1e6), table, 0.0)


def _printed(page: int, codes: Ints) -> Ints:
    """The indexes of the characters that the page itself draws, spaces among them."""
    drawn = ~_is_selector(codes)
    blank = np.flatnonzero((codes <= 0x20) & (codes != _HYPHEN))  # of these pdfium makes up some
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
    aslant: Bools = np.minimum(away, 90 - away) > _LEAN
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


def _struck_again(glyphs: Glyphs) -> set[int]:
    """The indexes of glyphs that only repeat an earlier one a hair's breadth aside."""
    cells: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    again: set[int] = set()
    for i in _crowded(glyphs):
        char, x, y = glyphs.chars[i], float(glyphs.box[i, 0]), float(glyphs.box[i, 1])
        reach = _STRIKE * float(glyphs.size[i])
        column, row = math.floor(x / 2), math.floor(y / 2)
        near = (at for dc in (-1, 0, 1) for dr in (-1, 0, 1) for at in cells.get((char, column + dc, row + dr), ()))
        if any(abs(at[0] - x) <= reach and abs(at[1] - y) <= reach for at in near):
            again.add(i)
        else:
            cells.setdefault((char, column, row), []).append((x, y))
    return again


def _crowded(glyphs: Glyphs) -> list[int]:
    """The glyphs with an equal one in their 2-point square of the page or in the eight around it: few, or none.

    Two squares that touch lie in one square of twice the size, in one of the four ways to lay such squares.
    """
    char = _numbered(glyphs.chars)
    column, row = (np.floor(glyphs.box[:, side] / 2).astype(np.int64) + _MIDDLE for side in (0, 1))
    crowded = np.zeros(len(glyphs), dtype=np.bool_)
    for across in (0, 1):
        of_column = char * _SQUARES + ((column + across) >> 1)
        for down in (0, 1):
            square = of_column * _SQUARES + ((row + down) >> 1)
            rising = np.sort(square)
            twice = rising[1:][rising[1:] == rising[:-1]]
            if len(twice):
                crowded |= twice[np.minimum(np.searchsorted(twice, square), len(twice) - 1)] == square
    return np.flatnonzero(crowded).tolist()


def _numbered(chars: list[str]) -> Ints:
    """A number for each character, equal for equal ones."""
    codes = np.frombuffer("".join(chars).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) == len(chars):
        return codes.astype(np.int64)
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(char, len(numbers)) for char in chars], dtype=np.int64)


def merged(glyphs: Glyphs, width: float, height: float) -> Glyphs:
    """One glyph for each double strike, and none whose middle lies off the visible page."""
    if not len(glyphs):
        return glyphs
    middle_x: Floats = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    middle_y: Floats = (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    keep = (middle_x >= 0) & (middle_x <= width) & (middle_y >= 0) & (middle_y <= height)
    again = _struck_again(glyphs)
    keep[list(again)] = False
    return glyphs if keep.all() else glyphs.only(keep)
