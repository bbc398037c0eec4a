"""From a page's user space to the viewer's coordinates: crop box and rotation, in one affine map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.page import Floats

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def compose(inner: Matrix, outer: Matrix) -> Matrix:
    """The map that applies ``inner`` first and ``outer`` then (PDF's row-vector order)."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def compose_all(inner: Floats, outer: Matrix) -> Floats:
    """As :func:`compose`, for many inner maps: ``(n, 6)``."""
    a, b, c, d, e, f = inner.T
    g, h, i, j, k, m = outer
    return np.column_stack(
        [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m]
    )


def mapped(points: Floats, matrix: Matrix) -> Floats:
    """Points ``(n, 2)`` under a map."""
    a, b, c, d, e, f = matrix
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([a * x + c * y + e, b * x + d * y + f])


def mapped_boxes(boxes: Floats, matrix: Matrix) -> Floats:
    """The boxes ``(n, 4)`` (left, bottom, right, top) around boxes under a map."""
    ends = np.array([mapped(boxes[:, corner], matrix) for corner in ([0, 1], [0, 3], [2, 1], [2, 3])])
    return np.hstack([ends.min(axis=0), ends.max(axis=0)])


class Viewer(NamedTuple):
    """The page as a viewer shows it: size in points, rotation in degrees, and the map into its coordinates."""

    width: float
    height: float
    rotation: int
    matrix: Matrix

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Viewer:
        """Read the visible box and the rotation of an open page."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        left, right = sorted((box.left, box.right))
        low, high = sorted((box.bottom, box.top))
        rotation = page.get_rotation()
        matrix: Matrix
        if rotation == 90:
            matrix = (0.0, 1.0, 1.0, 0.0, -low, -left)
        elif rotation == 180:
            matrix = (-1.0, 0.0, 0.0, 1.0, right, -low)
        elif rotation == 270:
            matrix = (0.0, -1.0, -1.0, 0.0, high, right)
        else:
            matrix = (1.0, 0.0, 0.0, -1.0, -left, high)
        wide, tall = right - left, high - low
        if rotation in (90, 270):
            wide, tall = tall, wide
        return cls(wide, tall, rotation, matrix)

    def boxes(self, corners: Floats) -> Floats:
        """Map ``(n, 4)`` user-space boxes (left, bottom, right, top) to viewer boxes (x0, top, x1, bottom)."""
        first = self.points(corners[:, :2])
        second = self.points(corners[:, 2:])
        return np.hstack([np.minimum(first, second), np.maximum(first, second)])

    def points(self, points: Floats) -> Floats:
        """Map ``(n, 2)`` user-space points to viewer points."""
        return mapped(points, self.matrix)
