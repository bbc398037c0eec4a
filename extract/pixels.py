"""A piece of a page as pixels: pdfium skips what lies outside, so a small piece costs next to nothing."""

from __future__ import annotations

import math

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_FINE = 2.0  # pixels per point that show a thin stroke
_INNER = 0.15  # of a box's sides, left out on each
_CONTRAST = 48  # of 255 between ink and what is around it


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


def inked(page: pdfium.PdfPage, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """In which boxes ``(n, 4)`` of an open page, in points as a viewer shows it, something is drawn."""
    width, height = (math.ceil(length * _FINE) for length in page.get_size())
    seen = patch(page, _FINE, 0, 0, width, height, grey=True)
    found = np.zeros(len(boxes), dtype=np.bool_)
    for number, (x0, top, x1, bottom) in enumerate(boxes.tolist()):
        across, down = _INNER * (x1 - x0), _INNER * (bottom - top)  # a rule may run beside it
        rows, columns = (
            slice(max(math.floor(low * _FINE), 0), max(math.ceil(high * _FINE), 0))
            for low, high in ((top + down, bottom - down), (x0 + across, x1 - across))
        )
        part = seen[rows, columns]
        found[number] = part.size > 0 and int(part.max()) - int(part.min()) > _CONTRAST
    return found
