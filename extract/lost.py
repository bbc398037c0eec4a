"""Text that is drawn but that pdfium gives no characters for: found, and read by the second reader.

pdfium leaves out a text that has no width on the page, and a second strike of one that it has given already. On the
page the first may be a null mark; in the data it would be an empty cell. So every text object that gave nothing is
looked at: white space leaves no ink, a second strike stands where a known glyph does, and what remains is a loss.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from extract import batch
from extract.box import Box
from extract.page import Glyphs, Page, UnreadablePdfError
from extract.paths import Texts, boxes_within
from extract.stand_in import SPACE_HEIGHT
from extract.viewer import Viewer, compose

_NEAR = 1.5  # points between two readers' places of one glyph
_ASIDE = 0.05  # ems between two strikes of one text; the ink of a glyph beside it is further away
_ABOVE = 0.4  # ems between a glyph's middle and its ink: a dash's is thin, a comma's is low
_MISNAMED = {"\u0336": "\u2014"}  # Adobe-Japan1's own map calls its em dash COMBINING LONG STROKE OVERLAY
_UNKNOWN = "\ufffd"


class _Silent(NamedTuple):
    """A text object that gave no character: the box of its ink, its em in points, and whether it runs downwards."""

    ink: Box
    em: float
    sideways: bool


def lost_texts(viewer: Viewer, texts: list[Texts], glyphs: Glyphs, told: set[int]) -> list[Box]:
    """The boxes of the texts that leave ink on the page but gave no character.

    Args:
        viewer: the page's map.
        texts: all text objects of the page.
        glyphs: the characters that were given.
        told: the addresses of the text objects that gave any.
    """
    found = [text for some in texts for text in _silent(some, told, viewer)]
    return [text.ink for text in found if not _is_covered(text, glyphs)]


def _silent(texts: Texts, told: set[int], viewer: Viewer) -> Iterator[_Silent]:
    """The texts that gave no character and are no white space: that has no ink, or the stand-in's thin line."""
    silent = [address for address in texts.addresses if address not in told]
    if not silent:
        return
    bounds = batch.bounds(silent)
    slim = np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    boxes = boxes_within(texts.outer, bounds, viewer)
    for at in np.flatnonzero(slim > 0).tolist():
        matrix = batch.matrix(silent[at])
        em = abs(batch.text_size(silent[at])) * math.hypot(matrix[2], matrix[3])
        if slim[at] > 2 * SPACE_HEIGHT * em:
            a, b, *_ = compose(compose(matrix, texts.outer), viewer.matrix)
            yield _Silent(Box(*boxes[at].tolist()), em * math.hypot(*texts.outer[2:4]), abs(b) > abs(a))


def _is_covered(text: _Silent, glyphs: Glyphs) -> bool:
    """Whether known glyphs stand where a text leaves its ink: then it is a second strike of theirs.

    Either a known glyph's middle lies in the ink, or the ink's middle in the box of a known glyph.
    """
    along, across = _ASIDE * text.em, _ABOVE * text.em
    wide, tall = (across, along) if text.sideways else (along, across)
    x0, top, x1, bottom = glyphs.box.T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    ink = text.ink
    inside = (ink.x0 - wide <= x) & (x <= ink.x1 + wide) & (ink.top - tall <= y) & (y <= ink.bottom + tall)
    x, y = (ink.x0 + ink.x1) / 2, (ink.top + ink.bottom) / 2
    around = (x0 - wide <= x) & (x <= x1 + wide) & (top - tall <= y) & (y <= bottom + tall)
    return bool((inside | around).any())


def _second_reading(origin: Path | bytes, number: int) -> Glyphs | None:
    """A page's glyphs as the second reader gives them, or None where it cannot read the file."""
    from extract.reference import pages  # slow to import, and seldom needed

    try:
        page = next(pages(origin, number, number), None)
    except UnreadablePdfError:
        return None
    return page.glyphs if page is not None else None


def recovered(origin: Path | bytes, page: Page) -> Page:
    """The page with the lost glyphs as the second reader gives them; U+FFFD for what it does not see either."""
    other = _second_reading(origin, page.number)
    extra: list[tuple[str, list[float], float, float]] = []
    for box in page.lost:
        seen = [] if other is None else [_taken(other, i) for i in _within(other, box)]
        extra += seen or [(_UNKNOWN, list(box), box.bottom, box.height)]
    page.glyphs = _with(page.glyphs, extra)
    return page


def _within(glyphs: Glyphs, box: Box) -> list[int]:
    """The glyphs whose middle lies in a box, or nearly."""
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    level = (box.top - _NEAR <= y) & (y <= box.bottom + _NEAR)
    return np.flatnonzero(level & (box.x0 - _NEAR <= x) & (x <= box.x1 + _NEAR)).tolist()


def _taken(glyphs: Glyphs, i: int) -> tuple[str, list[float], float, float]:
    """One glyph of the second reader: character, box, baseline, em."""
    char = _MISNAMED.get(glyphs.chars[i], glyphs.chars[i])
    return char, glyphs.box[i].tolist(), float(glyphs.base[i]), float(glyphs.size[i])


def _with(glyphs: Glyphs, extra: list[tuple[str, list[float], float, float]]) -> Glyphs:
    """Glyphs and, after them, others (character, box, baseline, em), each a run of its own."""
    run = int(glyphs.run.max()) + 1 if len(glyphs) else 0
    none = np.zeros(len(extra), dtype=np.bool_)
    return Glyphs(
        glyphs.chars + [e[0] for e in extra],
        np.vstack([glyphs.box, np.array([e[1] for e in extra])]),
        np.concatenate([glyphs.base, [e[2] for e in extra]]),
        np.concatenate([glyphs.size, [e[3] for e in extra]]),
        np.concatenate([glyphs.run, np.arange(run, run + len(extra))]),
        np.concatenate([glyphs.spaced, none]),
        np.concatenate([glyphs.wide, none]),
        np.concatenate([glyphs.stamp, none]),
    )
