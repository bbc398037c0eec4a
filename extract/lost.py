"""Text that is drawn but that pdfium gives no characters for: found, and read by the second reader.

pdfium drops a glyph whose code it cannot map to text (an en dash in a non-embedded Japanese font, for one). On the page it is a
null mark; in the data it would be an empty cell. So every text object that gave nothing is looked at: a second strike of
synthetic bold, white space, or a loss.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from extract.page import Glyphs, Page
from extract.paths import TextStart

_NEAR = 1.5  # points between two strikes of one text, or between two readers' places of one glyph
_MISNAMED = {"\u0336": "\u2014"}  # Adobe-Japan1's own map calls its em dash COMBINING LONG STROKE OVERLAY
_CONTRAST = 80  # of 255 between print and its ground


def lost_texts(
    page: pdfium.PdfPage, texts: list[TextStart], glyphs: Glyphs, told: set[int]
) -> list[tuple[float, float]]:
    """Where text objects begin that leave ink on the page but gave no character."""
    silent = [text for text in texts if text.address not in told]
    alone = [text for text in silent if not _is_covered(text, glyphs)]
    return _with_ink(page, alone) if alone else []


def _is_covered(text: TextStart, glyphs: Glyphs) -> bool:
    """Whether a known glyph stands where a text begins: then it is a second strike, or the space before that glyph."""
    level = (glyphs.box[:, 1] <= text.y + 0.1 * text.em) & (glyphs.box[:, 3] >= text.y - 0.4 * text.em)
    beside = (glyphs.box[:, 0] <= text.x + 0.45 * text.em) & (glyphs.box[:, 2] >= text.x + 0.1 * text.em)
    return bool((level & beside).any())


def _with_ink(page: pdfium.PdfPage, texts: list[TextStart]) -> list[tuple[float, float]]:
    """The places at which something is printed, in the em right of and above them: white space leaves none."""
    scale = 2.0
    pixels = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    found: list[tuple[float, float]] = []
    for _, x, y, em in texts:
        top, left = max(int((y - 0.8 * em) * scale), 0), max(int((x + 0.1 * em) * scale), 0)
        patch = pixels[top : int((y + 0.1 * em) * scale), left : int((x + 0.5 * em) * scale)]
        if patch.size and int(patch.max()) - int(patch.min()) > _CONTRAST:
            found.append((x, y))
    return found


def recovered(path: Path, page: Page) -> Page:
    """The page with the lost glyphs as the second reader gives them (U+FFFD for what it cannot decode either)."""
    from extract.reference import pages  # slow to import, and seldom needed

    other = next(pages(path, page.number, page.number)).glyphs
    extra: list[tuple[str, list[float], float, float]] = []
    for x, y in page.lost:
        inside = np.flatnonzero(
            (np.abs(other.box[:, 0] - x) <= _NEAR) & (other.box[:, 1] - _NEAR <= y) & (y <= other.box[:, 3] + _NEAR)
        )
        for i in inside[:1].tolist():
            extra.append((_MISNAMED.get(other.chars[i], other.chars[i]), other.box[i].tolist(), y, float(other.size[i])))
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
