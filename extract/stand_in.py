"""A font that stands in for every font a PDF names but does not hold, the same on every machine.

pdfium asks the system for such a font, and leaves out a text whose characters the system's font cannot draw: a page
would read differently on a machine without Japanese fonts, and a lone ― in a cell would be gone. What a page says does
not depend on how its letters look; so while pages are read pdfium is given this font, in which every character is a
plain box (and every space a line too thin to be ink). It is made here, of a kilobyte, and installed nowhere.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as raw

SPACE_HEIGHT: Final = 0.001  # ems: the height of a space's line
_EM: Final = 1000  # units
_ASCENT, _DESCENT = 880, -120
_NAME: Final = "tenken-stand-in"
_NOTHING, _HALF, _FULL, _SPACE = range(4)  # glyph numbers
# The first character of each range, and the glyph of all up to the next range.
_RANGES: Final = (
    (0x01, _SPACE), (0x21, _HALF), (0xA0, _SPACE), (0xA1, _HALF), (0x2000, _SPACE), (0x200C, _FULL),
    (0x3000, _SPACE), (0x3001, _FULL), (0xFF61, _HALF), (0xFFE0, _FULL), (0x110000, _NOTHING),
)  # fmt: skip
# pdfium holds fonts of its own for these: their widths count where a PDF does not give any.
_BUILT_IN: Final = (b"Helvetica", b"Arial", b"Times", b"Courier", b"Symbol", b"Zapf")
_ONE: Final = 1  # the handle of the font, as pdfium knows it
_SHIFT_JIS: Final = 128  # a character set's number, as Windows counts


def _glyph(x0: int, y0: int, x1: int, y1: int) -> bytes:
    """An outline of four corners."""
    head = struct.pack(">5h 2H 4B", 1, x0, y0, x1, y1, 3, 0, *[1] * 4)
    corners = struct.pack(">8h", x0, 0, x1 - x0, 0, y0, y1 - y0, 0, y0 - y1)
    return _padded(head + corners)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _characters() -> bytes:
    """The map from characters to glyphs: ranges, each of one glyph (format 13)."""
    table = b"".join(struct.pack(">3I", first, after - 1, glyph) for (first, glyph), (after, _) in pairwise(_RANGES))
    head = struct.pack(">2H 2HI", 0, 1, 3, 10, 12)
    return head + struct.pack(">2H 3I", 13, 0, 16 + len(table), 0, len(_RANGES) - 1) + table


@cache
def font() -> bytes:
    """The font, a TrueType file (OpenType specification 1.9, chapters of the tables by name).

    The boxes are narrow: pdfium takes a character to be at least as wide as its ink, and fonts differ in how far it
    advances.
    """
    half, full, space = (100, 0, 200, 800), (350, -100, 550, 800), (0, 0, 100, round(SPACE_HEIGHT * _EM))
    glyphs = [_glyph(*half), _glyph(*half), _glyph(*full), _glyph(*space)]
    ends = [sum(map(len, glyphs[:count])) for count in range(len(glyphs) + 1)]
    name = _NAME.encode("utf-16-be")
    names = b"".join(struct.pack(">6H", 3, 1, 0x409, which, len(name), 0) for which in (1, 4, 6))
    tables = {
        b"OS/2": struct.pack(">H h 4H", 4, _EM, 400, 5, 0, 0)
        + bytes(52)
        + struct.pack(">4s 3H 3h 2H", b"none", 0x40, 0x20, 0xFFFF, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT)
        + struct.pack(">2I 2h 3H", 1 | 1 << 17, 0, 500, 700, 0, 32, 1),
        b"cmap": _characters(),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">4I 2H 2q 4h 2H 3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 3, _EM, 0, 0,
                             0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I 3h H 11h H", 1 << 16, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, len(glyphs)),
        b"hmtx": struct.pack(">Hh", _EM, 0) * len(glyphs),
        b"loca": struct.pack(f">{len(ends)}I", *ends),
        b"maxp": struct.pack(">I 14H", 1 << 16, len(glyphs), 4, 1, 0, 0, 1, *[0] * 8),
        b"name": struct.pack(">3H", 0, 3, 6 + len(names)) + names + name,
        b"post": struct.pack(">2I 2h 5I", 3 << 16, 0, -100, 50, *[0] * 5),
    }  # fmt: skip
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    directory = struct.pack(">I 4H", 1 << 16, len(tables), 128, 3, 16 * len(tables) - 128)
    content = b""
    for tag in sorted(tables):
        padded = _padded(tables[tag])
        check = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        at = 12 + 16 * len(tables) + len(content)
        directory += struct.pack(">4s 3I", tag, check, at, len(tables[tag]))
        content += padded
    return directory + content


def _map_font(this: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
    named = ctypes.cast(face, ctypes.c_char_p).value or b""
    return None if named.startswith(_BUILT_IN) else _ONE


def _given(content: bytes, buffer: Any, size: int) -> int:
    """Copy what pdfium asks for, where its buffer can hold it; returns its length."""
    if buffer and size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)


def _font_data(this: Any, handle: int, table: int, buffer: Any, size: int) -> int:
    return 0 if table else _given(font(), buffer, size)  # one table alone: pdfium only asks whether it is a collection


@cache
def _information() -> raw.FPDF_SYSFONTINFO:
    """The functions that pdfium calls for a font; kept as long as the process lives."""
    calls: dict[str, Any] = {
        "Release": lambda this: None,
        "MapFont": _map_font,
        "GetFont": lambda this, face: None,
        "GetFontData": _font_data,
        "GetFaceName": lambda this, handle, buffer, size: _given(_NAME.encode() + b"\0", buffer, size),
        "GetFontCharset": lambda this, handle: _SHIFT_JIS,
        "DeleteFont": lambda this, handle: None,
    }
    information = raw.FPDF_SYSFONTINFO(version=2)  # 2: without the list of all fonts
    kinds = {field[0]: field[1] for field in raw.FPDF_SYSFONTINFO._fields_}
    for name, call in calls.items():
        setattr(information, name, kinds[name](call))
    return information


@cache
def install() -> None:
    """Give pdfium the stand-in, once for this process."""
    raw.FPDF_SetSystemFontInfo(_information())


@contextmanager
def put_aside() -> Iterator[None]:
    """Let pdfium use the system's fonts within the ``with`` block: for pictures that people look at.

    A document takes its fonts when its pages are loaded: open it inside the block.
    """
    system = raw.FPDF_GetDefaultSystemFontInfo()
    raw.FPDF_SetSystemFontInfo(system)
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(_information())
        raw.FPDF_FreeDefaultSystemFontInfo(system)
