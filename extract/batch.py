"""pdfium asked about many glyphs or objects at once: the loop runs in C, and the answers land in numpy arrays.

A call through pypdfium2's bindings costs more in Python (wrapping pointers, reading structure fields) than pdfium takes
to answer, and a page needs thousands. Here a function is called by ``map`` over sequences. Where it takes a number or
writes its answers, its arguments are C's own already: pointers made once, or whole numbers that fit a C int; checking
and wrapping each of them would double the time.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.page import Bools, Floats, Ints

_BLACK = (0, 0, 0, 255)
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_OBJECT = ctypes.c_size_t  # an address that is a number where it is null, too
_ROWS: Final = 1024  # answers that land before they are copied out
_LANDING: Final = np.zeros((_ROWS, 4), dtype=np.float64)  # four places of eight bytes, or one of 32, for each call
_PLACES: Final = [
    [_ADDRESS(at) for at in range(first, first + _LANDING.nbytes, _LANDING.strides[0])]
    for first in range(_LANDING.ctypes.data, _LANDING.ctypes.data + _LANDING.strides[0], _LANDING.strides[1])
]


def _checked(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function of the library, taking and giving addresses as plain numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def _bare(function: Any, result: Any = _INT) -> Any:
    """The same function of the library, taking what C takes: pointers and whole numbers, none of them checked."""
    return ctypes.PYFUNCTYPE(result)(address_of(function))


def address_of(pointer: Any) -> int:
    """Where a pointer of the bindings points to; 0 for a null pointer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


_text = _checked(raw.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
_unicode = _bare(raw.FPDFText_GetUnicode, ctypes.c_uint)
_generated = _bare(raw.FPDFText_IsGenerated)
_guessed = _bare(raw.FPDFText_HasUnicodeMapError)
_char_box = _bare(raw.FPDFText_GetCharBox)
_loose_box = _bare(raw.FPDFText_GetLooseCharBox)
_origin = _bare(raw.FPDFText_GetCharOrigin)
_text_object = _bare(raw.FPDFText_GetTextObject, _OBJECT)
_char_matrix = _bare(raw.FPDFText_GetMatrix)
_char_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double)
_page_object = _bare(raw.FPDFPage_GetObject, _OBJECT)
_form_object = _checked(raw.FPDFFormObj_GetObject, _OBJECT, _ADDRESS, ctypes.c_ulong)
_form_count = _checked(raw.FPDFFormObj_CountObjects, _INT, _ADDRESS)
_object_type = _checked(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
_object_bounds = _bare(raw.FPDFPageObj_GetBounds)
_object_matrix = _bare(raw.FPDFPageObj_GetMatrix)
_clip = _checked(raw.FPDFPageObj_GetClipPath, _OBJECT, _ADDRESS)
_clip_paths = _checked(raw.FPDFClipPath_CountPaths, _INT, _ADDRESS)
_clip_segments = _checked(raw.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
_clip_segment = _checked(raw.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
_mark_count = _checked(raw.FPDFPageObj_CountMarks, _INT, _ADDRESS)
_mark = _checked(raw.FPDFPageObj_GetMark, _OBJECT, _ADDRESS, ctypes.c_ulong)
_mark_values = _checked(raw.FPDFPageObjMark_CountParams, _INT, _ADDRESS)
_mark_key = _checked(
    raw.FPDFPageObjMark_GetParamKey, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS, ctypes.c_ulong, _ADDRESS
)
_set_active = _checked(raw.FPDFPageObj_SetIsActive, _INT, _ADDRESS, _INT)
_draw_mode = _bare(raw.FPDFPath_GetDrawMode)
_fill = _bare(raw.FPDFPageObj_GetFillColor)
_stroke = _bare(raw.FPDFPageObj_GetStrokeColor)
_font = _bare(raw.FPDFTextObj_GetFont, _OBJECT)
_text_size = _bare(raw.FPDFTextObj_GetFontSize)
_text_mode = _checked(raw.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
_segment_count = _checked(raw.FPDFPath_CountSegments, _INT, _ADDRESS)
_segment = _bare(raw.FPDFPath_GetPathSegment, _ADDRESS)
_segment_type = _checked(raw.FPDFPathSegment_GetType, _INT, _ADDRESS)
_segment_point = _bare(raw.FPDFPathSegment_GetPoint)
_segment_close = _checked(raw.FPDFPathSegment_GetClose, _INT, _ADDRESS)


def _pointers(addresses: Iterable[int]) -> list[ctypes.c_void_p]:
    return list(map(_ADDRESS, addresses))


def _written(function: Any, arguments: Sequence[Sequence[Any]], places: int, width: int, kind: Any) -> _Written:
    """Call a function that writes its answers through pointers.

    Args:
        function: one of the bare ones.
        arguments: what comes before the pointers: for each argument a sequence, one item for each call.
        places: how many pointers it takes: 1 for a structure, else one for each answer.
        width: how many answers it gives.
        kind: their dtype: at most eight bytes.
    """
    count = len(arguments[0])
    found = np.zeros((count, width), dtype=kind)
    returned: list[int] = []
    landing = _LANDING.view(kind).reshape(_ROWS, 4, -1)
    answers = landing.reshape(_ROWS, -1) if places == 1 else landing[:, :, 0]
    for start in range(0, count, _ROWS):
        some = slice(start, min(start + _ROWS, count))
        _LANDING[: some.stop - start] = 0
        returned += map(function, *(argument[some] for argument in arguments), *_PLACES[:places])
        found[some] = answers[: some.stop - start, :width]
    return _Written(found, returned)


class _Written(NamedTuple):
    """Answers, ``(n, width)``, 0 where a function wrote none; and what it returned for each."""

    answers: NDArray[Any]
    returned: list[int]

    @property
    def known(self) -> Bools:
        """Whether it says that it knew them, ``(n,)``."""
        known: Bools = np.array(self.returned, dtype=np.int64) != 0
        return known


def codes(text: int, count: int) -> Ints:
    """The code points of a text page's characters; 0xFFFE or 0x02 for a hyphen at a line's end."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = _text(text, 0, count, units.ctypes.data)
    if written == count + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:count].astype(np.int64)  # a unit for each character: none without a code, none of two units
    return np.fromiter(map(_unicode, repeat(_ADDRESS(text)), range(count)), np.int64, count)


def generated(text: int, at: Ints) -> Bools:
    """Which characters pdfium made up (a space between words, a line end)."""
    answers = list(map(_generated, repeat(_ADDRESS(text)), at.tolist()))
    return np.array([answer == 1 for answer in answers], dtype=np.bool_)


def guessed(text: int, at: Ints) -> Bools:
    """Of which characters the font does not say what they mean: pdfium then gives their codes for code points."""
    answers = map(_guessed, repeat(_ADDRESS(text)), at.tolist())
    doubts: Bools = np.fromiter(answers, np.int32, len(at)) == 1
    return doubts


def ink_boxes(text: int, at: Ints) -> Floats:
    """The boxes of what characters draw: ``(n, 4)`` left, bottom, right, top in user space."""
    found = _written(_char_box, _of_text(text, at), 4, 4, np.float64).answers  # left, right, bottom, top
    return found[:, [0, 2, 1, 3]]


def loose_boxes(text: int, at: Ints) -> Floats:
    """The advance boxes of characters: ``(n, 4)`` left, bottom, right, top in user space."""
    found = _written(_loose_box, _of_text(text, at), 1, 4, np.float32).answers  # FS_RECTF: left, top, right, bottom
    return found[:, [0, 3, 2, 1]].astype(np.float64)


def origins(text: int, at: Ints) -> Floats:
    """Where characters stand on their baseline: ``(n, 2)`` in user space."""
    return _written(_origin, _of_text(text, at), 2, 2, np.float64).answers


def text_objects(text: int, at: Ints) -> Ints:
    """The addresses of the text objects that draw characters."""
    return np.fromiter(map(_text_object, repeat(_ADDRESS(text)), at.tolist()), np.int64, len(at))


def matrices(text: int, at: Ints) -> tuple[Floats, Floats]:
    """The text matrices of characters, ``(n, 6)``, 0 where pdfium knows none; and their font sizes, ``(n,)``."""
    found = _written(_char_matrix, _of_text(text, at), 1, 6, np.float32)
    found.answers[~found.known] = 0
    sizes = np.fromiter(map(_char_size, *_of_text(text, at)), np.float64, len(at))
    return found.answers.astype(np.float64), sizes


def _of_text(text: int, at: Ints) -> tuple[Sequence[Any], Sequence[Any]]:
    """The arguments that name characters: their text page, and their numbers on it."""
    return [_ADDRESS(text)] * len(at), at.tolist()


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
    return _typed(list(map(_page_object, repeat(_ADDRESS(page)), range(count))))


def form_objects(form: int) -> Objects:
    """The objects inside a form object."""
    return _typed(list(map(_form_object, repeat(form), range(max(_form_count(form), 0)))))


def _typed(found: list[int]) -> Objects:
    found = list(filter(None, found))
    kinds = np.fromiter(map(_object_type, found), np.int64, len(found))
    return Objects(np.array(found, dtype=np.int64), kinds)


def bounds(objects: Iterable[int]) -> Floats:
    """The boxes of objects in user space: ``(n, 4)`` left, bottom, right, top."""
    return _bounds(_pointers(objects))


def _bounds(objects: list[ctypes.c_void_p]) -> Floats:
    return _written(_object_bounds, [objects], 4, 4, np.float32).answers.astype(np.float64)


def paths(objects: Sequence[int]) -> Paths:
    """Paths with their boxes, draw modes and colours; colours only where they are used."""
    pointers = _pointers(objects)
    filled, stroked = (_written(_draw_mode, [pointers], 2, 2, np.int32).answers != 0).T
    fill, stroke = (_colours(entry, pointers, used) for entry, used in ((_fill, filled), (_stroke, stroked)))
    return Paths(_bounds(pointers), filled, stroked, fill, stroke)


def _colours(function: Any, objects: list[ctypes.c_void_p], used: Bools) -> Ints:
    at = np.flatnonzero(used)
    found = np.zeros((len(objects), 4), dtype=np.int64)
    found[at] = _asked(function, [objects[i] for i in at.tolist()])
    return found


def _asked(function: Any, objects: list[ctypes.c_void_p]) -> NDArray[Any]:
    some = _written(function, [objects], 4, 4, np.uint32)
    some.answers[~some.known] = _BLACK
    return some.answers


def matrix(obj: int) -> tuple[float, float, float, float, float, float]:
    """The matrix of an object: a path's, a text's or a form's own transformation."""
    a, b, c, d, e, f = matrices_of([obj])[0].tolist()
    return a, b, c, d, e, f


def matrices_of(objects: Iterable[int]) -> Floats:
    """The matrices of objects, ``(n, 6)``; see :func:`matrix`."""
    return _written(_object_matrix, [_pointers(objects)], 1, 6, np.float32).answers.astype(np.float64)


def fonts(objects: Iterable[int]) -> Ints:
    """The fonts of text objects, each as a number of its own."""
    return np.array(list(map(_font, _pointers(objects))), dtype=np.int64)


def text_sizes(objects: Iterable[int]) -> Floats:
    """The font sizes of text objects, before their matrices."""
    return _written(_text_size, [_pointers(objects)], 1, 1, np.float32).answers[:, 0].astype(np.float64)


def clips(objects: Sequence[int]) -> dict[int, tuple[float, float, float, float]]:
    """The objects that a clip cuts, by their numbers, each with the box that is left to see.

    pdfium keeps no clip for an object that lies within it. A box is left, bottom, right, top in the object's space.
    """
    found: dict[int, tuple[float, float, float, float]] = {}
    held = list(map(_clip, objects))
    for number, clip in enumerate(held) if any(held) else ():
        paths = max(_clip_paths(clip), 0) if clip else 0
        boxes = [box for path in range(paths) if (box := _clip_box(clip, path)) is not None]
        if boxes:
            left, low, right, high = zip(*boxes, strict=True)
            found[number] = (max(left), max(low), max(min(right), *left), max(min(high), *low))
    return found


def _clip_box(clip: int, path: int) -> tuple[float, float, float, float] | None:
    count = max(_clip_segments(clip, path), 0)
    segments = [_ADDRESS(_clip_segment(clip, path, segment)) for segment in range(count)]
    if not segments:
        return None
    ends = _written(_segment_point, [segments], 2, 2, np.float32).answers.astype(np.float64)
    (left, low), (right, high) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    return left, low, right, high


def looks(objects: Sequence[int]) -> tuple[Ints, Ints]:
    """The fill colours of text objects, ``(n, 4)`` as those of :class:`Paths`, and their render modes, ``(n,)``."""
    modes = np.fromiter(map(_text_mode, objects), np.int64, len(objects))
    return _asked(_fill, _pointers(objects)).astype(np.int64), modes


@contextmanager
def left_out(objects: Sequence[int]) -> Iterator[None]:
    """Meanwhile pages are drawn without some of their objects."""
    deque(map(_set_active, objects, repeat(0)), maxlen=0)
    try:
        yield
    finally:
        deque(map(_set_active, objects, repeat(1)), maxlen=0)


@contextmanager
def put_back(obj: int) -> Iterator[None]:
    """Meanwhile pages are drawn with one of the objects that are left out."""
    _set_active(obj, 1)
    try:
        yield
    finally:
        _set_active(obj, 0)


def spoken(objects: Iterable[int]) -> list[set[int]]:
    """For each object the marks around it that say its text (/ActualText), each as a number of its own."""
    key, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
    found: list[set[int]] = []
    for obj in objects:
        marks = [_mark(obj, number) for number in range(max(_mark_count(obj), 0))]
        says: set[int] = set()
        for mark in filter(None, marks):
            for number in range(max(_mark_values(mark), 0)):
                _mark_key(mark, number, ctypes.addressof(key), ctypes.sizeof(key), ctypes.addressof(length))
                if bytes(key)[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "ActualText":
                    says.add(mark)
        found.append(says)
    return found


def outlines(paths: Sequence[int]) -> Outlines:
    """The segments of paths."""
    counts = [max(count, 0) for count in map(_segment_count, paths)]
    found = [
        one
        for path, count in zip(_pointers(paths), counts, strict=True)
        for one in map(_segment, repeat(path), range(count))
    ]
    ends = _written(_segment_point, [_pointers(found)], 2, 2, np.float32).answers
    kinds = np.fromiter(map(_segment_type, found), np.int64, len(found))
    closes = np.fromiter(map(_segment_close, found), np.int64, len(found)) != 0
    return Outlines(np.array(counts, dtype=np.int64), kinds, ends.astype(np.float64), closes)
