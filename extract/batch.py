"""pdfium asked about many glyphs or objects at once: the loop runs in C, and the answers land in numpy arrays.

A call through pypdfium2's bindings costs more in Python (wrapping pointers, reading structure fields) than pdfium takes
to answer, and a page needs thousands. Here a function is called with plain addresses, by ``map`` over ranges.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.page import Bools, Floats, Ints

_BLACK = (0, 0, 0, 255)
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_OBJECT = ctypes.c_size_t  # an address that is a number where it is null, too


def _entry(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function of the library, taking and giving addresses as plain numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def address_of(pointer: Any) -> int:
    """Where a pointer of the bindings points to; 0 for a null pointer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


_text = _entry(raw.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
_unicode = _entry(raw.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_generated = _entry(raw.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
_loose_box = _entry(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_origin = _entry(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_text_object = _entry(raw.FPDFText_GetTextObject, _OBJECT, _ADDRESS, _INT)
_char_matrix = _entry(raw.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
_char_size = _entry(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_page_object = _entry(raw.FPDFPage_GetObject, _OBJECT, _ADDRESS, _INT)
_form_object = _entry(raw.FPDFFormObj_GetObject, _OBJECT, _ADDRESS, ctypes.c_ulong)
_form_count = _entry(raw.FPDFFormObj_CountObjects, _INT, _ADDRESS)
_object_type = _entry(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
_object_bounds = _entry(raw.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
_object_matrix = _entry(raw.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
_draw_mode = _entry(raw.FPDFPath_GetDrawMode, _INT, *[_ADDRESS] * 3)
_fill = _entry(raw.FPDFPageObj_GetFillColor, _INT, *[_ADDRESS] * 5)
_stroke = _entry(raw.FPDFPageObj_GetStrokeColor, _INT, *[_ADDRESS] * 5)
_text_size = _entry(raw.FPDFTextObj_GetFontSize, _INT, _ADDRESS, _ADDRESS)
_segment_count = _entry(raw.FPDFPath_CountSegments, _INT, _ADDRESS)
_segment = _entry(raw.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
_segment_type = _entry(raw.FPDFPathSegment_GetType, _INT, _ADDRESS)
_segment_point = _entry(raw.FPDFPathSegment_GetPoint, _INT, *[_ADDRESS] * 3)
_segment_close = _entry(raw.FPDFPathSegment_GetClose, _INT, _ADDRESS)


def codes(text: int, count: int) -> Ints:
    """The code points of a text page's characters; 0xFFFE or 0x02 for a hyphen at a line's end."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = _text(text, 0, count, units.ctypes.data)
    if written == count + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:count].astype(np.int64)  # a unit for each character: none without a code, none of two units
    return np.fromiter(map(_unicode, repeat(text), range(count)), np.int64, count)


def generated(text: int, at: Ints) -> Bools:
    """Which characters pdfium made up (a space between words, a line end)."""
    answers = list(map(_generated, repeat(text), at.tolist()))
    return np.array([answer == 1 for answer in answers], dtype=np.bool_)


def loose_boxes(text: int, at: Ints) -> Floats:
    """The advance boxes of characters: ``(n, 4)`` left, bottom, right, top in user space."""
    found = np.zeros((len(at), 4), dtype=np.float32)  # FS_RECTF: left, top, right, bottom
    list(map(_loose_box, repeat(text), at.tolist(), _slots(found)))
    return found[:, [0, 3, 2, 1]].astype(np.float64)


def origins(text: int, at: Ints) -> Floats:
    """Where characters stand on their baseline: ``(n, 2)`` in user space."""
    found = np.zeros((len(at), 2), dtype=np.float64)
    list(map(_origin, repeat(text), at.tolist(), *_cells(found)))
    return found


def text_objects(text: int, at: Ints) -> Ints:
    """The addresses of the text objects that draw characters."""
    return np.fromiter(map(_text_object, repeat(text), at.tolist()), np.int64, len(at))


def matrices(text: int, at: Ints) -> tuple[Floats, Floats]:
    """The text matrices of characters, ``(n, 6)``, 0 where pdfium knows none; and their font sizes, ``(n,)``."""
    matrix = np.zeros((len(at), 6), dtype=np.float32)
    known = list(map(_char_matrix, repeat(text), at.tolist(), _slots(matrix)))
    matrix[np.array(known, dtype=np.int64) == 0] = 0
    sizes = np.fromiter(map(_char_size, repeat(text), at.tolist()), np.float64, len(at))
    return matrix.astype(np.float64), sizes


class Objects(NamedTuple):
    """The addresses of objects in drawing order, and their types; int arrays ``(n,)``."""

    addresses: Ints
    kinds: Ints


class Paths(NamedTuple):
    """Paths as columns of equal length ``n``.

    Attributes:
        bounds: float array ``(n, 4)``: left, bottom, right, top in user space, with the width of the stroke.
        filled: bool array ``(n,)``.
        stroked: bool array ``(n,)``.
        fill: int array ``(n, 4)``: red, green, blue, alpha of 0-255; opaque black where pdfium knows no plain colour.
        stroke: alike.
    """

    bounds: Floats
    filled: Bools
    stroked: Bools
    fill: Ints
    stroke: Ints


class Outlines(NamedTuple):
    """The segments of some paths, one path after the other.

    Attributes:
        counts: int array, how many segments each path has.
        kinds: int array ``(n,)``: the types of the segments.
        ends: float array ``(n, 2)``: where they end, in the path's own space.
        closes: bool array ``(n,)``: which of them close their piece.
    """

    counts: Ints
    kinds: Ints
    ends: Floats
    closes: Bools


def page_objects(page: int, count: int) -> Objects:
    """The objects of a page."""
    return _typed(list(map(_page_object, repeat(page), range(count))))


def form_objects(form: int) -> Objects:
    """The objects inside a form object."""
    return _typed(list(map(_form_object, repeat(form), range(max(_form_count(form), 0)))))


def _typed(found: list[int]) -> Objects:
    found = list(filter(None, found))
    kinds = np.fromiter(map(_object_type, found), np.int64, len(found))
    return Objects(np.array(found, dtype=np.int64), kinds)


def bounds(objects: Sequence[int]) -> Floats:
    """The boxes of objects in user space: ``(n, 4)`` left, bottom, right, top."""
    found = np.zeros((len(objects), 4), dtype=np.float32)
    list(map(_object_bounds, objects, *_cells(found)))
    return found.astype(np.float64)


def paths(objects: Sequence[int]) -> Paths:
    """Paths with their boxes, draw modes and colours; colours only where they are used."""
    mode = np.zeros((len(objects), 2), dtype=np.int32)
    list(map(_draw_mode, objects, *_cells(mode)))
    filled, stroked = (mode != 0).T
    at = np.array(objects, dtype=np.int64)
    return Paths(bounds(objects), filled, stroked, _colours(_fill, at, filled), _colours(_stroke, at, stroked))


def _colours(entry: Any, objects: Ints, used: Bools) -> Ints:
    at = np.flatnonzero(used)
    some = np.zeros((len(at), 4), dtype=np.uint32)
    known = list(map(entry, objects[at].tolist(), *_cells(some)))
    some[np.array(known, dtype=np.int64) == 0] = _BLACK
    found = np.zeros((len(objects), 4), dtype=np.int64)
    found[at] = some
    return found


def matrix(obj: int) -> tuple[float, float, float, float, float, float]:
    """The matrix of an object: a path's, a text's or a form's own transformation."""
    found = (ctypes.c_float * 6)()
    _object_matrix(obj, ctypes.addressof(found))
    return tuple(found)


def text_sizes(objects: Sequence[int]) -> Floats:
    """The font sizes of text objects, before their matrices."""
    found = np.zeros((len(objects), 1), dtype=np.float32)
    list(map(_text_size, objects, _slots(found)))
    return found[:, 0].astype(np.float64)


def outlines(paths: Sequence[int]) -> Outlines:
    """The segments of paths."""
    counts = [max(count, 0) for count in map(_segment_count, paths)]
    found = [
        one for path, count in zip(paths, counts, strict=True) for one in map(_segment, repeat(path), range(count))
    ]
    ends = np.zeros((len(found), 2), dtype=np.float32)
    list(map(_segment_point, found, *_cells(ends)))
    kinds = np.fromiter(map(_segment_type, found), np.int64, len(found))
    closes = np.fromiter(map(_segment_close, found), np.int64, len(found)) != 0
    return Outlines(np.array(counts, dtype=np.int64), kinds, ends.astype(np.float64), closes)


def matrices_of(objects: Sequence[int]) -> Floats:
    """The matrices of objects, ``(n, 6)``; see :func:`matrix`."""
    found = np.zeros((len(objects), 6), dtype=np.float32)
    list(map(_object_matrix, objects, _slots(found)))
    return found.astype(np.float64)


def _slots(rows: NDArray[Any]) -> range:
    """The addresses of an array's rows."""
    start, step = rows.ctypes.data, rows.itemsize * rows.shape[1]
    return range(start, start + step * len(rows), step)


def _cells(rows: NDArray[Any]) -> Iterator[range]:
    """The addresses of an array's cells, column by column."""
    slots = _slots(rows)
    for column in range(rows.shape[1]):
        skip = column * rows.itemsize
        yield range(slots.start + skip, slots.stop + skip, slots.step)
