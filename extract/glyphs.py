"""Glyphs from pdfium: text, box, baseline and size of every printed character, double strikes merged."""

from __future__ import annotations

import ctypes
import math

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import batch
from extract.page import Bools, Floats, Glyphs, Ints, UnreadablePdfError, median
from extract.viewer import Viewer

_HYPHEN = 0x02  # pdfium's own sign for a hyphen at a line's end
_IDEOGRAPHIC_SPACE = 0x3000
_CHARACTERS = 300_000  # a page set solid in 4-point type holds a tenth of it
_LEAN = 8.0  # degrees: a scan's text may lean by some
_TALLEST = 2.2  # ems from a font's descent to its ascent: more is no print
_HUGE = 3.0  # times the page's usual size
_PALE = 160  # of 255: print is darker
_REPLACEMENT = 0xFFFD
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
_SELECTOR = _table((0xFE00, 0xFE0F))  # variation selectors print nothing of their own
_LAST = 0xFFFF


def _is_space(code: Ints) -> Bools:
    return _BLANK[np.minimum(code, _LAST)]


def _is_selector(code: Ints) -> Bools:
    return _SELECTOR[np.minimum(code, _LAST)] | ((code >= 0xE0100) & (code <= 0xE01EF))


def _characters(codes: Ints) -> list[str]:
    """The characters of code points that pdfium reports; what has no text is U+FFFD, never dropped."""
    none = (codes == 0) | ((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)
    hyphen = (codes == _HYPHEN) | (codes == 0xAD) | (codes == 0xFFFE)  # a soft hyphen that is drawn is one
    known = np.where(none, _REPLACEMENT, np.where(hyphen, ord("-"), codes))
    return list(known.astype("<u4").tobytes().decode("utf-32-le"))


def read_glyphs(page: pdfium.PdfPage, viewer: Viewer) -> tuple[Glyphs, set[int]]:
    """Read the glyphs of an open page, in drawing order, without those outside the visible page.

    Returns:
        The glyphs, and the addresses of the text objects that gave any character.
    """
    text = raw.FPDFText_LoadPage(page)
    try:
        glyphs, told = _collect(text, viewer)
        return merged(glyphs, viewer.width, viewer.height), told
    finally:
        raw.FPDFText_ClosePage(text)


def _collect(text: ctypes.c_void_p, viewer: Viewer) -> tuple[Glyphs, set[int]]:
    page = batch.address_of(text)
    count = raw.FPDFText_CountChars(text)
    if count > _CHARACTERS:
        raise UnreadablePdfError("too_many_objects", f"{count:,} characters on one page")
    codes = batch.codes(page, count)
    at = _printed(page, codes)
    space = _is_space(codes[at])
    objects = batch.text_objects(page, at)
    told: set[int] = set(objects.tolist())
    shown = np.flatnonzero(~space)
    spaced, wide = (_before(shown, marks) for marks in (space, codes[at] == _IDEOGRAPHIC_SPACE))
    at, objects = at[shown], objects[shown]
    _, first, kind = np.unique(objects, return_index=True, return_inverse=True)
    matrix, points = batch.matrices(page, at[first])
    em = (points * np.hypot(matrix[:, 2], matrix[:, 3]))[kind]
    sideways = (np.abs(matrix[:, 1]) > np.abs(matrix[:, 0]))[kind]
    corners = _boxes(text, page, at, em, sideways)
    origins = _origins(page, at, first, kind, corners, (matrix[:, 1] == 0)[kind])
    box = viewer.boxes(_finite(corners))
    size = _plausible(em, box)
    glyphs = Glyphs(
        chars=_characters(codes[at]),
        box=box,
        base=viewer.points(_finite(origins))[:, 1],
        size=size,
        run=np.argsort(np.argsort(first))[kind],
        spaced=spaced,
        wide=wide,
        stamp=_stamps(text, at, first, kind, size, _aslant(matrix)),
    )
    return glyphs, told


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


def _boxes(text: ctypes.c_void_p, page: int, at: Ints, em: Floats, sideways: Bools) -> Floats:
    """The boxes of characters in user space (left, bottom, right, top); pdfium's own where they can be true."""
    boxes = batch.loose_boxes(page, at)
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tall = np.where(sideways, wide, tall)
    odd = (em != 0) & ~((0.5 * em <= tall) & (tall <= _TALLEST * em))
    for i in np.flatnonzero(odd).tolist():
        boxes[i] = _around_ink(text, int(at[i]), float(em[i]), bool(sideways[i]))
    return boxes


def _origins(page: int, at: Ints, first: Ints, kind: Ints, corners: Floats, level: Bools) -> Floats:
    """Where characters stand on their baseline, in user space; asked once for each text that runs level."""
    level &= corners[:, 1] == corners[first, 1][kind]  # one written downwards has more
    level[first] = False
    alone = np.flatnonzero(~level)
    origins = np.empty((len(at), 2))
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


def _around_ink(text: ctypes.c_void_p, index: int, em: float, sideways: bool) -> tuple[float, float, float, float]:
    """A box of one em around a character's ink, in user space: left, bottom, right, top.

    pdfium's own box is wrong for vertical writing under a text matrix, and for fonts that claim absurd heights.
    """
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, low, high)
    x, y = (left.value + right.value) / 2, (low.value + high.value) / 2
    advance = high.value - low.value if sideways else right.value - left.value
    along, across = max(advance, 0.5 * em) / 2, em / 2
    wide, tall = (across, along) if sideways else (along, across)
    return (x - wide, y - tall, x + wide, y + tall)


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
