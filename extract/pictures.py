"""The colours of small pictures: an icon is told by the colour it is printed in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, reduce
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium

from extract.box import Box
from extract.drawn import Rgb
from extract.page import Picture
from extract.pixels import Pixels, patch

_SMALLEST, _LARGEST = 6.0, 120.0  # points: the height of an icon, or of a strip of icons
_SCALE = 1.0
_PAPER = 235  # of 255: what is lighter is paper, with the shades that JPEG adds
_STEP = 24  # of 255: shades closer than this are one colour
_ROOM = 4.0  # times the area of the icons: they stand together, and are drawn together
_SHARE = 0.2  # of a column's marked pixels


def read_pictures(page: pdfium.PdfPage, images: list[Box]) -> list[Picture]:
    """Measure the colours of an open page's images; large ones (scans, photos) get none."""
    small = [box for box in images if _SMALLEST <= box.height <= _LARGEST and box.width >= _SMALLEST]
    if not small:
        return [Picture(box, ()) for box in images]
    around = reduce(Box.union, small)
    at_once = around if around.width * around.height <= _ROOM * sum(b.width * b.height for b in small) else None
    seen = _pixels(page, at_once) if at_once is not None else None
    measured = {box: _parts(seen or _pixels(page, box), box) for box in small}
    return [Picture(box, measured.get(box, ()), box in measured) for box in images]


class _Seen(NamedTuple):
    """What is printed in a part of a page: pixels, and the column and the row of the page where they begin."""

    pixels: Pixels
    left: int
    top: int


def _pixels(page: pdfium.PdfPage, box: Box) -> _Seen:
    left, top, right, bottom = _edges(box)
    return _Seen(patch(page, _SCALE, left, top, right, bottom, grey=False), left, top)


def _edges(box: Box) -> tuple[int, int, int, int]:
    left, top = max(round(box.x0 * _SCALE), 0), max(round(box.top * _SCALE), 0)
    return left, top, round(box.x1 * _SCALE), round(box.bottom * _SCALE)


def _parts(seen: _Seen, box: Box) -> tuple[tuple[Rgb, float], ...]:
    """The colours met from left to right in a box, each once, with the x in the middle of its stretch."""
    x0, top, x1, bottom = _edges(box)
    part = seen.pixels[top - seen.top : bottom - seen.top, x0 - seen.left : x1 - seen.left]
    if part.size == 0:
        return ()
    height, width, channels = part.shape
    stretches = _stretches(part.tobytes(), height, width, channels)
    return tuple((colour, (x0 + middle) / _SCALE) for colour, middle in stretches)


@lru_cache(maxsize=256)  # one sheet, and the next, print few different icons
def _stretches(pixels: bytes, height: int, width: int, channels: int) -> tuple[tuple[Rgb, float], ...]:
    """The colours of an icon from left to right, each with the middle of its stretch in pixels from the left."""
    part = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, channels)[:, :, 2::-1]  # red, green, blue
    found: list[list[tuple[Rgb, float]]] = []
    for offset, colour in _main_colours(part):
        x = offset + 0.5
        if found and max(abs(a - b) for a, b in zip(found[-1][0][0], colour, strict=True)) <= _STEP:
            found[-1].append((colour, x))
        else:
            found.append([(colour, x)])
    return tuple(
        (_middle_of([colour for colour, _ in stretch]), (stretch[0][1] + stretch[-1][1]) / 2)
        for stretch in found if len(stretch) >= 3
    )  # fmt: skip


def _middle_of(colours: list[Rgb]) -> Rgb:
    """The middle one of some colours, channel by channel: an icon's outer columns are mixed with what is beside it."""
    red, green, blue = (sorted(channel)[len(colours) // 2] for channel in zip(*colours, strict=True))
    return red, green, blue


def _main_colours(part: Pixels) -> Iterator[tuple[int, Rgb]]:
    """The most frequent colour of each pixel column that is not paper, for columns with enough of it.

    Args:
        part: ``(height, width, 3)``.
    """
    height, width, _ = part.shape
    marked = part.min(axis=2) < _PAPER
    shade = (part // 8).astype(np.int64) @ (1 << 10, 1 << 5, 1)
    of_column = np.arange(width) << 15 | shade  # a number for each shade of each column
    shades, counts = np.unique(of_column[marked], return_counts=True)
    order = np.lexsort((shades, -counts, shades >> 15))
    columns, first = np.unique(shades[order] >> 15, return_index=True)
    main = np.full(width, -1, dtype=np.int64)
    main[columns] = shades[order][first]
    rows, across = np.nonzero(marked & (of_column == main))
    held = np.bincount(across, minlength=width)
    enough = np.flatnonzero(marked.sum(axis=0) >= max(2, _SHARE * height))
    sums = [np.bincount(across, weights=part[rows, across, channel], minlength=width)[enough] for channel in range(3)]
    means = [(total / held[enough]).astype(np.int64).tolist() for total in sums]
    yield from zip(enough.tolist(), zip(*means, strict=True), strict=True)
