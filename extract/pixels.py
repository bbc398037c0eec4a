"""A piece of a page as pixels: pdfium skips what lies outside, so a small piece costs next to nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_FINE = 2.0  # pixels per point that show a thin stroke
_INNER = 0.15  # of a box's sides, left out on each
_CONTRAST = 16  # of 255 between ink and what is around it


def patch(page: pdfium.PdfPage, scale: float, left: int, top: int, right: int, bottom: int, grey: bool) -> Pixels:
    """The pixels of a rectangle of an open page, the same as in a picture of the whole page.

    Args:
        page: an open page.
        scale: pixels per point, a power of two.
        left: the first column wanted, in pixels; ``right`` is exclusive. What lies off the page is left out.
        top: the first row wanted; ``bottom`` is exclusive.
        right: see ``left``.
        bottom: see ``top``.
        grey: one byte a pixel instead of three (blue, green, red) or four.

    Returns:
        An array ``(height, width)``, or ``(height, width, channels)`` in colour.
    """
    width, height = (math.ceil(length * scale) for length in page.get_size())
    left, right, top, bottom = max(left, 0), min(right, width), max(top, 0), min(bottom, height)
    if left >= right or top >= bottom:
        return np.empty((0, 0) if grey else (0, 0, 3), dtype=np.uint8)
    crop = (left / scale, (height - bottom) / scale, (width - right) / scale, top / scale)
    pixels: Pixels = page.render(scale=scale, grayscale=grey, may_draw_forms=False, crop=crop).to_numpy()
    return pixels


def inked(page: pdfium.PdfPage, boxes: NDArray[np.float64], whole: Sequence[bool] = ()) -> NDArray[np.bool_]:
    """In which boxes of an open page something is drawn.

    Args:
        page: an open page.
        boxes: float array ``(n, 4)``, in points as a viewer shows the page.
        whole: of which of them the edges count, too; else of none, for a rule may run there.
    """
    if not len(boxes):
        return np.zeros(0, dtype=np.bool_)
    low, high = np.maximum(np.floor(boxes[:, :2].min(axis=0) * _FINE), 0), np.ceil(boxes[:, 2:].max(axis=0) * _FINE)
    (left, above), (right, below) = low.astype(int).tolist(), high.astype(int).tolist()
    seen = patch(page, _FINE, left, above, right, below, grey=True)
    found = np.zeros(len(boxes), dtype=np.bool_)
    for number, (x0, top, x1, bottom) in enumerate(boxes.tolist()):
        inner = 0.0 if whole and whole[number] else _INNER
        across, down = inner * (x1 - x0), inner * (bottom - top)
        rows, columns = (
            slice(max(math.floor(low * _FINE) - begin, 0), max(math.ceil(high * _FINE) - begin, 0))
            for low, high, begin in ((top + down, bottom - down, above), (x0 + across, x1 - across, left))
        )
        part = seen[rows, columns]
        found[number] = part.size > 0 and int(part.max()) - int(part.min()) > _CONTRAST
    return found
