"""Glyphs from pdfium: text, box, baseline and size of every printed character, double strikes merged."""

from __future__ import annotations

import ctypes
import math

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.page import Floats, Glyphs
from extract.viewer import Viewer

_IDEOGRAPHIC_SPACE = 0x3000
_LEAN = 8.0  # degrees: a scan's text may lean by some
_TALLEST = 2.2  # ems from a font's descent to its ascent: more is no print
_HUGE = 3.0  # times the page's usual size
_PALE = 160  # of 255: print is darker
_REPLACEMENT = "�"
_STRIKE = 0.15  # of an em: synthetic bold strikes again 0.2-0.5 pt aside; the narrowest letter advances 0.22 em


def _is_space(code: int) -> bool:
    return code <= 0x20 or code in (0x7F, 0xA0, _IDEOGRAPHIC_SPACE, 0x200B, 0xFEFF) or 0x2000 <= code <= 0x200A


def _character(code: int) -> str:
    """The character of a code point that pdfium reports; what has no text is U+FFFD, never dropped."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return _REPLACEMENT
    if code in (
        0x02,
        0xAD,
        0xFFFE,
    ):  # pdfium's own sign for a hyphen at a line's end; a soft hyphen that is drawn is one
        return "-"
    return chr(code)


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
    unicode, generated = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
    loose, origin, text_object = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetTextObject
    sizes: list[float] = []
    em: dict[int, float] = {}
    aslant: list[bool] = []
    pale: list[bool] = []
    looks: dict[int, tuple[bool, bool]] = {}
    rect, ox, oy = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rows: list[tuple[float, float, float, float, float, float]] = []
    chars: list[str] = []
    runs: list[int] = []
    spaces: list[int] = []
    seen: dict[int, int] = {}
    told: set[int] = set()
    space = 0
    for i in range(raw.FPDFText_CountChars(text)):
        code = unicode(text, i)
        if code != 0x02 and generated(text, i) == 1:
            continue
        if code != 0x02 and code != 0 and _is_space(code):
            told.add(_address(text_object(text, i)))
            space = 2 if code == _IDEOGRAPHIC_SPACE else max(space, 1)
            continue
        if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            continue  # a variation selector prints nothing of its own
        loose(text, i, rect)
        origin(text, i, ox, oy)
        drawn_by = _address(text_object(text, i))
        runs.append(seen.setdefault(drawn_by, len(seen)))
        if drawn_by not in em:
            em[drawn_by] = _em(text, i)
            looks[drawn_by] = (_is_aslant(raw.FPDFText_GetCharAngle(text, i)), _is_pale(text, i))
        sizes.append(em[drawn_by])
        box_of = (rect.left, rect.bottom, rect.right, rect.top)
        tall = rect.top - rect.bottom
        if em[drawn_by] and not 0.5 * em[drawn_by] <= tall <= _TALLEST * em[drawn_by]:
            box_of = _around_ink(text, i, em[drawn_by])
        rows.append((*box_of, ox.value, oy.value))
        chars.append(_character(code))
        aslant.append(looks[drawn_by][0])
        pale.append(looks[drawn_by][1])
        spaces.append(space)
        space = 0
    table = np.array(rows, dtype=np.float64).reshape(-1, 6)
    table = np.where(np.isfinite(table) & (np.abs(table) < 1e6), table, 0.0)
    box = viewer.boxes(table[:, :4])
    base = viewer.points(table[:, 4:])[:, 1]
    space_kind = np.array(spaces, dtype=np.int64)
    size = _plausible(np.array(sizes, dtype=np.float64), box)
    huge = size > _HUGE * np.median(size) if len(size) else np.empty(0, dtype=np.bool_)
    glyphs = Glyphs(
        chars=chars,
        box=box,
        base=base,
        size=size,
        run=np.array(runs, dtype=np.int64),
        spaced=space_kind > 0,
        wide=space_kind == 2,
        stamp=np.array(aslant, dtype=np.bool_) | (huge & np.array(pale, dtype=np.bool_)),
    )
    return glyphs, told | seen.keys()


def _address(obj: ctypes.c_void_p) -> int:
    return ctypes.cast(obj, ctypes.c_void_p).value or 0


def _around_ink(text: ctypes.c_void_p, index: int, em: float) -> tuple[float, float, float, float]:
    """A box of one em around a character's ink, in user space: left, bottom, right, top.

    pdfium's own box is wrong for vertical writing under a text matrix, and for fonts that claim absurd heights.
    """
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, low, high)
    x, y = (left.value + right.value) / 2, (low.value + high.value) / 2
    half_width = max(right.value - left.value, 0.5 * em) / 2
    return (x - half_width, y - em / 2, x + half_width, y + em / 2)


def _is_aslant(angle: float) -> bool:
    """Whether text runs neither along nor across the page (angle in radians)."""
    away = math.degrees(angle) % 90
    return min(away, 90 - away) > _LEAN


def _is_pale(text: ctypes.c_void_p, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or alpha.value < 128


def _em(text: ctypes.c_void_p, index: int) -> float:
    """The em of a character on the page, in points: font size times the text matrix."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text, index, matrix):
        return 0.0
    return float(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d))


def _plausible(sizes: Floats, box: Floats) -> Floats:
    """Sizes that a font's claims cannot make absurd: within half and twice the height of the character's box."""
    height = np.maximum(box[:, 3] - box[:, 1], 0.1)
    return np.where((sizes >= height / 2) & (sizes <= height * 2), sizes, height)


def _struck_again(glyphs: Glyphs) -> set[int]:
    """The indexes of glyphs that only repeat an earlier one a hair's breadth aside."""
    cells: dict[tuple[str, int, int], list[int]] = {}
    again: set[int] = set()
    boxes: list[list[float]] = glyphs.box.tolist()
    sizes: list[float] = glyphs.size.tolist()
    for i, char in enumerate(glyphs.chars):
        x, y = boxes[i][0], boxes[i][1]
        reach = _STRIKE * sizes[i]
        column, row = math.floor(x / 2), math.floor(y / 2)
        near = (j for dc in (-1, 0, 1) for dr in (-1, 0, 1) for j in cells.get((char, column + dc, row + dr), ()))
        if any(abs(boxes[j][0] - x) <= reach and abs(boxes[j][1] - y) <= reach for j in near):
            again.add(i)
        else:
            cells.setdefault((char, column, row), []).append(i)
    return again


def merged(glyphs: Glyphs, width: float, height: float) -> Glyphs:
    """One glyph for each double strike, and none whose middle lies off the visible page."""
    if not len(glyphs):
        return glyphs
    middle_x: Floats = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2
    middle_y: Floats = (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    keep = (middle_x >= 0) & (middle_x <= width) & (middle_y >= 0) & (middle_y <= height)
    keep[list(_struck_again(glyphs))] = False
    return glyphs if keep.all() else glyphs.only(keep)
