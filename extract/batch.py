"""pdfium asked about many glyphs or objects at once: the loop runs in C, and the answers land in numpy arrays.

A call through pypdfium2's bindings costs more in Python (wrapping pointers, reading structure fields) than pdfium takes
to answer, and a page needs thousands. Here a function is called with plain addresses, by ``map`` over ranges.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.page import Floats, Ints

_ADDRESS, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _entry(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function of the library, taking and giving addresses as plain numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def address_of(pointer: Any) -> int:
    """Where a pointer of the bindings points to; 0 for a null pointer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


_unicode = _entry(raw.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_generated = _entry(raw.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
_loose_box = _entry(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_origin = _entry(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_text_object = _entry(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_char_matrix = _entry(raw.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
_char_size = _entry(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_char_angle = _entry(raw.FPDFText_GetCharAngle, _FLOAT, _ADDRESS, _INT)
_page_object = _entry(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
_form_object = _entry(raw.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
_object_type = _entry(raw.FPDFPageObj_GetType, _INT, _ADDRESS)


def codes(text: int, count: int) -> Ints:
    """The code points of a text page's characters."""
    return np.fromiter(map(_unicode, repeat(text), range(count)), np.int64, count)


def generated(text: int, at: Ints) -> NDArray[np.bool_]:
    """Which characters pdfium made up (a space between words, a line end)."""
    return np.fromiter(map(_generated, repeat(text), at.tolist()), np.int64, len(at)) == 1


def loose_boxes(text: int, at: Ints) -> Floats:
    """The advance boxes of characters: ``(n, 4)`` left, bottom, right, top in user space."""
    found = np.zeros((len(at), 4), dtype=np.float32)  # FS_RECTF: left, top, right, bottom
    list(map(_loose_box, repeat(text), at.tolist(), _slots(found)))
    return found[:, [0, 3, 2, 1]].astype(np.float64)


def origins(text: int, at: Ints) -> Floats:
    """Where characters stand on their baseline: ``(n, 2)`` in user space."""
    found = np.zeros((len(at), 2), dtype=np.float64)
    slots = _slots(found)
    list(map(_origin, repeat(text), at.tolist(), slots, range(slots.start + 8, slots.stop + 8, 16)))
    return found


def text_objects(text: int, at: Ints) -> Ints:
    """The addresses of the text objects that draw characters."""
    return np.fromiter((found or 0 for found in map(_text_object, repeat(text), at.tolist())), np.int64, len(at))


def ems(text: int, at: Ints) -> Floats:
    """The em of characters on the page, in points: font size times the text matrix; 0 where pdfium knows no matrix."""
    matrix = np.zeros((len(at), 6), dtype=np.float32)
    known = np.fromiter(map(_char_matrix, repeat(text), at.tolist(), _slots(matrix)), np.int64, len(at)) != 0
    size = map(_char_size, repeat(text), at.tolist())
    rows = zip(known.tolist(), size, matrix[:, 2:4].tolist(), strict=True)
    return np.array(
        [points * math.hypot(*column) if there else 0.0 for there, points, column in rows], dtype=np.float64
    )


def angles(text: int, at: Ints) -> list[float]:
    """The angles at which characters run, in radians."""
    return list(map(_char_angle, repeat(text), at.tolist()))


def page_objects(page: int, count: int) -> tuple[Sequence[int], Sequence[int]]:
    """The addresses of a page's objects, and their types."""
    found = list(map(_page_object, repeat(page), range(count)))
    return found, list(map(_object_type, found))


def form_objects(form: int, count: int) -> tuple[Sequence[int], Sequence[int]]:
    """The addresses of the objects inside a form object, and their types."""
    found = list(map(_form_object, repeat(form), range(count)))
    return found, list(map(_object_type, found))


def _slots(rows: NDArray[Any]) -> range:
    """The addresses of an array's rows."""
    start, step = rows.ctypes.data, rows.itemsize * rows.shape[1]
    return range(start, start + step * len(rows), step)
