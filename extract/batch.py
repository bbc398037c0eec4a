"""What pdfium says about many glyphs or objects at once, as numpy arrays: one call for all of them."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.calls import OBJECT, Function, address_of
from extract.characters import SELECTOR
from extract.page import Bools, Floats, Ints

_BLACK = (0, 0, 0, 255)
_HIGH, _LOW = 0xD800 >> 10, 0xDC00 >> 10  # the first and the second unit of a code point beyond 16 bits
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _checked(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function of the library, taking and giving addresses as plain numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


_text = _checked(raw.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
_unicode = Function(raw.FPDFText_GetUnicode)
_generated = Function(raw.FPDFText_IsGenerated)
_guessed = Function(raw.FPDFText_HasUnicodeMapError)
_char_box = Function(raw.FPDFText_GetCharBox)
_loose_box = Function(raw.FPDFText_GetLooseCharBox)
_origin = Function(raw.FPDFText_GetCharOrigin)
_text_object = Function(raw.FPDFText_GetTextObject, OBJECT)
_char_matrix = Function(raw.FPDFText_GetMatrix)
_char_size = Function(raw.FPDFText_GetFontSize, ctypes.c_double)
_page_object = Function(raw.FPDFPage_GetObject, OBJECT)
_form_object = _checked(raw.FPDFFormObj_GetObject, OBJECT, _ADDRESS, ctypes.c_ulong)
_form_count = _checked(raw.FPDFFormObj_CountObjects, _INT, _ADDRESS)
_object_type = Function(raw.FPDFPageObj_GetType)
_object_bounds = Function(raw.FPDFPageObj_GetBounds)
_object_matrix = Function(raw.FPDFPageObj_GetMatrix)
_clip = Function(raw.FPDFPageObj_GetClipPath, OBJECT)
_clip_paths = Function(raw.FPDFClipPath_CountPaths)
_clip_segments = _checked(raw.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
_clip_segment = _checked(raw.FPDFClipPath_GetPathSegment, OBJECT, _ADDRESS, _INT, _INT)
_mark_count = _checked(raw.FPDFPageObj_CountMarks, _INT, _ADDRESS)
_mark = _checked(raw.FPDFPageObj_GetMark, OBJECT, _ADDRESS, ctypes.c_ulong)
_mark_values = _checked(raw.FPDFPageObjMark_CountParams, _INT, _ADDRESS)
_mark_key = _checked(
    raw.FPDFPageObjMark_GetParamKey, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS, ctypes.c_ulong, _ADDRESS
)
_set_active = _checked(raw.FPDFPageObj_SetIsActive, _INT, _ADDRESS, _INT)
_draw_mode = Function(raw.FPDFPath_GetDrawMode)
_fill = Function(raw.FPDFPageObj_GetFillColor)
_stroke = Function(raw.FPDFPageObj_GetStrokeColor)
_font = Function(raw.FPDFTextObj_GetFont, OBJECT)
_text_size = Function(raw.FPDFTextObj_GetFontSize)
_text_mode = Function(raw.FPDFTextObj_GetTextRenderMode)
_segment_count = Function(raw.FPDFPath_CountSegments)
_segment = Function(raw.FPDFPath_GetPathSegment, OBJECT)
_segment_type = Function(raw.FPDFPathSegment_GetType)
_segment_point = Function(raw.FPDFPathSegment_GetPoint)
_segment_close = Function(raw.FPDFPathSegment_GetClose)


def codes(text: int, count: int) -> Ints:
    """The code points of a text page's characters; 0xFFFE or 0x02 for a hyphen at a line's end."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = _text(text, 0, count, units.ctypes.data)
    if written == count + 1 and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units[:count].astype(np.int64)  # a unit for each character: none without a code, none of two units
    return _whole(_unicode.asked(text, np.arange(count)))


def _whole(units: Ints) -> Ints:
    """Code points, where pdfium tells one of two UTF-16 units as two characters: the second one prints nothing."""
    first = np.flatnonzero((units[:-1] >> 10 == _HIGH) & (units[1:] >> 10 == _LOW))
    units[first] = 0x10000 + ((units[first] & 0x3FF) << 10) + (units[first + 1] & 0x3FF)
    units[first + 1] = SELECTOR
    return units


def generated(text: int, at: Ints) -> Bools:
    """Which characters pdfium made up (a space between words, a line end)."""
    made_up: Bools = _generated.asked(text, at) == 1
    return made_up


def guessed(text: int, at: Ints) -> Bools:
    """Of which characters the font does not say what they mean: pdfium then gives their codes for code points."""
    doubts: Bools = _guessed.asked(text, at) == 1
    return doubts


def ink_boxes(text: int, at: Ints) -> Floats:
    """The boxes of what characters draw: ``(n, 4)`` left, bottom, right, top in user space."""
    found = _char_box.written(text, at, 4, 4, np.float64).answers  # left, right, bottom, top
    return found[:, [0, 2, 1, 3]]


def loose_boxes(text: int, at: Ints) -> Floats:
    """The advance boxes of characters: ``(n, 4)`` left, bottom, right, top in user space."""
    found = _loose_box.written(text, at, 1, 4, np.float32).answers  # FS_RECTF: left, top, right, bottom
    return found[:, [0, 3, 2, 1]].astype(np.float64)


def origins(text: int, at: Ints) -> Floats:
    """Where characters stand on their baseline: ``(n, 2)`` in user space."""
    return _origin.written(text, at, 2, 2, np.float64).answers


def text_objects(text: int, at: Ints) -> Ints:
    """The addresses of the text objects that draw characters."""
    return _text_object.asked(text, at)


def matrices(text: int, at: Ints) -> tuple[Floats, Floats]:
    """The text matrices of characters, ``(n, 6)``, 0 where pdfium knows none; and their font sizes, ``(n,)``."""
    found = _char_matrix.written(text, at, 1, 6, np.float32)
    found.answers[~found.known] = 0
    return found.answers.astype(np.float64), _char_size.asked(text, at)


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
    return _typed(_page_object.asked(page, np.arange(count)))


def form_objects(form: int) -> Objects:
    """The objects inside a form object."""
    count = max(_form_count(form), 0)
    return _typed(np.fromiter(map(_form_object, repeat(form), range(count)), np.int64, count))


def _typed(found: Ints) -> Objects:
    found = found[found != 0]
    return Objects(found, _object_type.asked(found))


def bounds(objects: Ints) -> Floats:
    """The boxes of objects in user space: ``(n, 4)`` left, bottom, right, top."""
    return _object_bounds.written(objects, None, 4, 4, np.float32).answers.astype(np.float64)


def paths(objects: Ints) -> Paths:
    """Paths with their boxes, draw modes and colours; colours only where they are used."""
    filled, stroked = (_draw_mode.written(objects, None, 2, 2, np.int32).answers != 0).T
    fill, stroke = (_colours(entry, objects, used) for entry, used in ((_fill, filled), (_stroke, stroked)))
    return Paths(bounds(objects), filled, stroked, fill, stroke)


def _colours(function: Function, objects: Ints, used: Bools) -> Ints:
    found = np.zeros((len(objects), 4), dtype=np.int64)
    found[used] = _asked(function, objects[used])
    return found


def _asked(function: Function, objects: Ints) -> NDArray[Any]:
    some = function.written(objects, None, 4, 4, np.uint32)
    some.answers[~some.known] = _BLACK
    return some.answers


def matrix(obj: int) -> tuple[float, float, float, float, float, float]:
    """The matrix of an object: a path's, a text's or a form's own transformation."""
    a, b, c, d, e, f = matrices_of(np.array([obj], dtype=np.int64))[0].tolist()
    return a, b, c, d, e, f


def matrices_of(objects: Ints) -> Floats:
    """The matrices of objects, ``(n, 6)``; see :func:`matrix`."""
    return _object_matrix.written(objects, None, 1, 6, np.float32).answers.astype(np.float64)


def fonts(objects: Ints) -> Ints:
    """The fonts of text objects, each as a number of its own."""
    return _font.asked(objects)


def text_sizes(objects: Ints) -> Floats:
    """The font sizes of text objects, before their matrices."""
    return _text_size.written(objects, None, 1, 1, np.float32).answers[:, 0].astype(np.float64)


def clips(objects: Ints) -> dict[int, tuple[float, float, float, float]]:
    """The objects that a clip cuts, by their numbers, each with the box that is left to see.

    pdfium keeps no clip for an object that lies within it. A box is left, bottom, right, top in the object's space.
    """
    clips = _clip.asked(objects)
    its = np.flatnonzero(clips)
    counts: Ints = np.maximum(_clip_paths.asked(clips[its]), 0)
    its, counts = its[counts > 0], counts[counts > 0]
    found: dict[int, tuple[float, float, float, float]] = {}
    for number, clip, count in zip(its.tolist(), clips[its].tolist(), counts.tolist(), strict=True):
        boxes = [box for path in range(count) if (box := _clip_box(clip, path)) is not None]
        if boxes:
            left, low, right, high = zip(*boxes, strict=True)
            found[number] = (max(left), max(low), max(min(right), *left), max(min(high), *low))
    return found


def _clip_box(clip: int, path: int) -> tuple[float, float, float, float] | None:
    count = max(_clip_segments(clip, path), 0)
    if not count:
        return None
    segments = [_clip_segment(clip, path, segment) for segment in range(count)]
    ends = _ends(np.array(segments, dtype=np.int64))
    (left, low), (right, high) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    return left, low, right, high


def looks(objects: Ints) -> tuple[Ints, Ints]:
    """The fill colours of text objects, ``(n, 4)`` as those of :class:`Paths`, and their render modes, ``(n,)``."""
    return _asked(_fill, objects).astype(np.int64), _text_mode.asked(objects)


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


def outlines(paths: Ints) -> Outlines:
    """The segments of paths."""
    counts: Ints = np.maximum(_segment_count.asked(paths), 0)
    starts = np.cumsum(counts) - counts
    numbers = np.arange(counts.sum()) - np.repeat(starts, counts)
    found = _segment.asked(np.repeat(paths, counts), numbers)
    return Outlines(counts, _segment_type.asked(found), _ends(found), _segment_close.asked(found) != 0)


def _ends(segments: Ints) -> Floats:
    return _segment_point.written(segments, None, 2, 2, np.float32).answers.astype(np.float64)
