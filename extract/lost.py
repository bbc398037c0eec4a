"""Text that is drawn but that pdfium gives no characters for: found, and read by the second reader.

pdfium drops a glyph whose code it cannot map to text (an en dash in a non-embedded Japanese font, for one). On the page
it is a null mark; in the data it would be an empty cell. So every text object that gave nothing is looked at: a second
strike of synthetic bold, white space, or a loss.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium

from extract import batch
from extract.page import Glyphs, Page, UnreadablePdfError
from extract.paths import Drawn, TextObject
from extract.pixels import Pixels, patch
from extract.viewer import Viewer, compose

_NEAR = 1.5  # points between two strikes of one text, or between two readers' places of one glyph
_MISNAMED = {"\u0336": "\u2014"}  # Adobe-Japan1's own map calls its em dash COMBINING LONG STROKE OVERLAY
_SCALE = 2.0  # pixels per point
_UNKNOWN = "\ufffd"
_CONTRAST = 80  # of 255 between print and its ground


class _Start(NamedTuple):
    """A text object: its address in pdfium, where it begins on the viewer's page, and its em, in points."""

    address: int
    x: float
    y: float
    em: float


def lost_texts(
    page: pdfium.PdfPage, viewer: Viewer, drawn: Drawn, glyphs: Glyphs, told: set[int]
) -> list[tuple[float, float]]:
    """Where text objects begin that leave ink on the page but gave no character."""
    silent = [_start(text, viewer) for text in drawn.texts if text.address not in told]
    alone = [text for text in silent if not _is_covered(text, glyphs)]
    inked = [text for text in alone if _contrast(_around(page, text)) > _CONTRAST]
    return _of_text(page, inked, alone, drawn.drawings) if inked else []


def _start(text: TextObject, viewer: Viewer) -> _Start:
    matrix = compose(batch.matrix(text.address), text.outer)
    x, y = viewer.point(*matrix[4:])
    return _Start(text.address, x, y, batch.text_size(text.address) * math.hypot(matrix[2], matrix[3]))


def _is_covered(text: _Start, glyphs: Glyphs) -> bool:
    """Whether a known glyph stands where a text begins: then it is a second strike, or the space before that glyph."""
    level = (glyphs.box[:, 1] <= text.y + 0.1 * text.em) & (glyphs.box[:, 3] >= text.y - 0.4 * text.em)
    beside = (glyphs.box[:, 0] <= text.x + 0.45 * text.em) & (glyphs.box[:, 2] >= text.x + 0.1 * text.em)
    return bool((level & beside).any())


def _around(page: pdfium.PdfPage, text: _Start) -> Pixels:
    """What is printed in the em right of and above a text's start."""
    x, y, em = text.x, text.y, text.em
    left, right = (max(int((x + part * em) * _SCALE), 0) for part in (0.1, 0.5))
    top, bottom = (max(int((y + part * em) * _SCALE), 0) for part in (-0.8, 0.1))
    room = int(em * _SCALE) + 1  # pdfium leaves out an object whose box, empty for a text it cannot map, lies outside
    x0, y0 = max(left - room, 0), max(top - room, 0)
    pixels = patch(page, _SCALE, x0, y0, right + room, bottom + room, grey=True)
    return pixels[top - y0 : bottom - y0, left - x0 : right - x0]


def _contrast(pixels: Pixels) -> int:
    return int(pixels.max()) - int(pixels.min()) if pixels.size else 0


def _of_text(
    page: pdfium.PdfPage, inked: list[_Start], alone: list[_Start], drawings: list[int]
) -> list[tuple[float, float]]:
    """Where the ink is a text's, no rule's under a space: there without drawings, or gone without the silent texts."""
    before = [_around(page, text) for text in inked]
    with batch.undrawn(drawings):
        written = [_around(page, text) for text in inked]
    with batch.undrawn([text.address for text in alone]):
        after = [_around(page, text) for text in inked]
    seen = zip(inked, before, written, after, strict=True)
    return [(text.x, text.y) for text, a, b, c in seen if _contrast(b) > _CONTRAST or (a != c).any()]


def _second_reading(path: Path, number: int) -> Glyphs | None:
    """A page's glyphs as the second reader gives them, or None where it cannot read the file."""
    from extract.reference import pages  # slow to import, and seldom needed

    try:
        page = next(pages(path, number, number), None)
    except UnreadablePdfError:
        return None
    return page.glyphs if page is not None else None


def recovered(path: Path, page: Page) -> Page:
    """The page with the lost glyphs as the second reader gives them (U+FFFD for what it cannot decode either)."""
    other = _second_reading(path, page.number)
    extra: list[tuple[str, list[float], float, float]] = []
    for x, y in page.lost:
        if other is None:
            em = float(np.median(page.glyphs.size)) if len(page.glyphs) else 10.0
            extra.append((_UNKNOWN, [x, y - 0.88 * em, x + em, y + 0.12 * em], y, em))
            continue
        inside = np.flatnonzero(
            (np.abs(other.box[:, 0] - x) <= _NEAR) & (other.box[:, 1] - _NEAR <= y) & (y <= other.box[:, 3] + _NEAR)
        )
        extra += [
            (_MISNAMED.get(other.chars[i], other.chars[i]), other.box[i].tolist(), y, float(other.size[i]))
            for i in inside[:1].tolist()
        ]
    if not extra:
        return page
    glyphs = page.glyphs
    run = int(glyphs.run.max()) + 1 if len(glyphs) else 0
    none = np.zeros(len(extra), dtype=np.bool_)
    page.glyphs = Glyphs(
        glyphs.chars + [e[0] for e in extra],
        np.vstack([glyphs.box, np.array([e[1] for e in extra])]),
        np.concatenate([glyphs.base, [e[2] for e in extra]]),
        np.concatenate([glyphs.size, [e[3] for e in extra]]),
        np.concatenate([glyphs.run, np.arange(run, run + len(extra))]),
        np.concatenate([glyphs.spaced, none]),
        np.concatenate([glyphs.wide, none]),
        np.concatenate([glyphs.stamp, none]),
    )
    return page
