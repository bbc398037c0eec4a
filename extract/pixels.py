"""A piece of a page as pixels: pdfium skips what lies outside, so a small piece costs next to nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extract import batch
from extract.page import Bools, Floats

Pixels = NDArray[np.uint8]
_Tile = tuple[int, int, int, int]
_FINE = 2.0  # pixels per point that show a thin stroke
_INNER = 0.15  # of a box's sides, left out on each
_CONTRAST = 16  # of 255 between ink and what is around it
_SIDE = 2048  # pixels: a page of usual size is drawn at once, one as large as a wall piece by piece
_FAR = 1 << 30  # pixels: further away there is no page


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
    pixels: Pixels = page.render(
        scale=scale, grayscale=grey, may_draw_forms=False, draw_annots=False, crop=crop
    ).to_numpy()
    return pixels


def inked(page: pdfium.PdfPage, boxes: Floats, whole: Sequence[bool] = ()) -> Bools:
    """In which boxes of an open page something is drawn.

    Args:
        page: an open page.
        boxes: float array ``(n, 4)``, in points as a viewer shows the page.
        whole: of which of them the edges count, too; else of none, for a rule may run there.
    """
    found = np.zeros(len(boxes), dtype=np.bool_)
    for some, tile in _tiles(boxes):
        seen = patch(page, _FINE, *tile, grey=True)
        for number in some:
            part = seen[_part(boxes[number], tile, _INNER if not (whole and whole[number]) else 0.0)]
            found[number] = part.size > 0 and int(part.max()) - int(part.min()) > _CONTRAST
    return found


def changed(page: pdfium.PdfPage, objects: Sequence[int], boxes: Floats) -> Bools:
    """In which boxes of an open page it would look different without some of its objects.

    Args:
        page: an open page.
        objects: the addresses of objects on it, in forms as well.
        boxes: float array ``(n, 4)``, in points as a viewer shows the page.
    """
    found = np.zeros(len(boxes), dtype=np.bool_)
    for some, tile in _tiles(boxes):
        seen = patch(page, _FINE, *tile, grey=False).astype(np.int16)
        with batch.left_out(objects):
            differs = (np.abs(seen - patch(page, _FINE, *tile, grey=False)) > _CONTRAST).any(axis=2)
        for number in some:
            found[number] = differs[_part(boxes[number], tile, 0.0)].any()
    return found


def _tiles(boxes: Floats) -> Iterator[tuple[list[int], _Tile]]:
    """Boxes that stand near each other, by their numbers, and the pixels around them; of a huge one its first part."""
    first = np.clip(np.floor(boxes[:, :2] * _FINE), 0, _FAR).astype(np.int64)
    last = np.clip(np.ceil(boxes[:, 2:] * _FINE), 0, first + _SIDE).astype(np.int64)
    near: dict[tuple[int, ...], list[int]] = {}
    for number, corner in enumerate((first // _SIDE).tolist()):
        near.setdefault(tuple(corner), []).append(number)
    for some in near.values():
        (left, top), (right, bottom) = first[some].min(axis=0).tolist(), last[some].max(axis=0).tolist()
        yield some, (left, top, right, bottom)


def _part(box: Floats, tile: _Tile, inner: float) -> tuple[slice, slice]:
    """The rows and the columns of a tile's pixels that show a box, without a part of it on each side."""
    x0, top, x1, bottom = box.tolist()
    across, down = inner * (x1 - x0), inner * (bottom - top)
    rows, columns = (
        slice(max(math.floor(low * _FINE) - begin, 0), max(math.ceil(high * _FINE) - begin, 0))
        for low, high, begin in ((top + down, bottom - down, tile[1]), (x0 + across, x1 - across, tile[0]))
    )
    return rows, columns
