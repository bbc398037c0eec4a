"""Pages that a file shows sideways or upside down: they are read turned, so that their text runs as it is read.

A sheet that was bound sideways into a volume, or turned in a PDF editor, is the same sheet: only its file says another
way up.
"""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium

from extract.page import Floats, Ints
from extract.viewer import Viewer

_MOST = 0.75  # of a page's characters: a sheet has labels that run upwards, but not as many


def askew(matrices: Floats, counts: Ints, viewer: Viewer) -> int:
    """How far most of a page's text is turned clockwise from the way that it is read: 0, 90, 180 or 270 degrees.

    Args:
        matrices: float array ``(n, 6)``: the matrices of texts, in user space.
        counts: int array ``(n,)``: how many characters each of them has.
        viewer: the page as its file shows it.
    """
    a, b, c, d = matrices[:, :4].T
    xx, xy, yx, yy, _, _ = viewer.matrix
    quarter = np.rint(np.arctan2(a * xy + b * yy, a * xx + b * yx) / (np.pi / 2)).astype(np.int64) % 4
    quarter[a * d - b * c <= 0] = 0  # mirrored, or unknown: it says nothing of the page
    held = np.bincount(quarter, weights=counts, minlength=4)
    most = int(held.argmax())
    return 90 * most if held[most] > _MOST * held.sum() else 0


def turn(page: pdfium.PdfPage, viewer: Viewer, degrees: int) -> Viewer:
    """Turn an open page back by what :func:`askew` says, in memory; returns how it shows then."""
    page.set_rotation((viewer.rotation - degrees) % 360)
    return Viewer.of(page)
