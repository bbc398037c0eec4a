"""Where the characters of pdfium's text of a page stand: their boxes, baselines and sizes, set right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from extract import batch
from extract.page import LEAN, Bools, Floats, Ints, distinct, median
from extract.viewer import Matrix, mapped, mapped_boxes

_TALLEST = 2.2  # ems from a font's descent to its ascent: more is no print
_EXACT = 1e-3  # points: but for rounding
_INK = 1.5  # ems: no character draws more
_IDEOGRAPH = 0.9  # of an em: what most characters draw


class TextObjects(NamedTuple):
    """The text objects that a page's characters belong to.

    Attributes:
        addresses: of the objects.
        first: the place of each one's first character among the characters.
        kind: the text of each character.
        matrix: float array ``(n, 6)``: of each text.
        points: the size of each text in its own space.
        outer: the maps of the forms that texts stand in, by address; none for those that stand on the page itself.
        aslant: which texts run neither along nor across the page.
        sideways: which run across it.
    """

    addresses: Ints
    first: Ints
    kind: Ints
    matrix: Floats
    points: Floats
    outer: dict[int, Matrix]
    aslant: Bools
    sideways: Bools

    @classmethod
    def of(cls, page: int, at: Ints, objects: Ints, outer: dict[int, Matrix]) -> TextObjects:
        """The texts of characters.

        Args:
            page: the text page.
            at: the numbers of the characters on it.
            objects: the address of each one's text.
            outer: see `TextObjects`.
        """
        addresses, first, kind = np.unique(objects, return_index=True, return_inverse=True)
        matrix, points = batch.matrices(page, at[first])
        matrix[points < 0, :4] *= -1  # a size below nothing turns letters half round, as such a matrix turns them back
        points = np.abs(points)
        away = np.degrees(np.arctan2(matrix[:, 1], matrix[:, 0])) % 90
        aslant = np.minimum(away, 90 - away) > LEAN
        return cls(addresses, first, kind, matrix, points, outer, aslant, np.abs(matrix[:, 1]) > np.abs(matrix[:, 0]))


def places(page: int, at: Ints, texts: TextObjects) -> tuple[Floats, Floats, Floats]:
    """Where characters stand.

    Args:
        page: the text page.
        at: the numbers of the characters on it.
        texts: that they belong to.

    Returns:
        Their boxes in user space (left, bottom, right, top), where they stand on their baseline, and their ems.
    """
    first, kind, matrix = texts.first, texts.kind, texts.matrix
    em = (texts.points * np.hypot(matrix[:, 2], matrix[:, 3]))[kind]
    outer = [texts.outer.get(address) for address in texts.addresses.tolist()] if texts.outer else []
    spoken = _spoken(page, at[first], matrix[:, 4:6], outer)
    scale = _scales(spoken, len(matrix))[kind]
    em /= scale
    corners = _boxes(page, at, em, texts.sideways[kind])
    em *= scale
    origins = _origins(page, at, texts, corners)
    _map_spoken(corners, origins, kind, spoken)
    return finite(corners), finite(origins), em


def _spoken(page: int, first: Ints, starts: Floats, outer: list[Matrix | None]) -> dict[int, Matrix]:
    """The texts of whose characters pdfium tells the places within their form, with the map of that.

    It does where a text says itself what it means (/ActualText). It shows where the text begins elsewhere than its
    matrix says.

    Args:
        page: the text page.
        first: the number on it of each text's first character.
        starts: where each text begins, by its matrix.
        outer: the map of each text's form, or None where it stands on the page itself.
    """
    maps = {number: matrix for number, matrix in enumerate(outer) if matrix is not None}
    begins = batch.origins(page, first[list(maps)]) if maps else starts
    spoken = {}
    for (number, matrix), start in zip(maps.items(), begins, strict=False):
        away, mapped_away = start - starts[number], mapped(start[None], matrix)[0] - starts[number]
        if np.abs(away).sum() > 0.5 + np.abs(mapped_away).sum():
            spoken[number] = matrix
    return spoken


def _scales(spoken: dict[int, Matrix], count: int) -> Floats:
    """How many points of the page one of a form is high, for each of some texts."""
    scales = np.ones(count)
    for number, (_, _, c, d, _, _) in spoken.items():
        scales[number] = max(np.hypot(c, d), 1e-6)
    return scales


def _map_spoken(corners: Floats, origins: Floats, kind: Ints, spoken: dict[int, Matrix]) -> None:
    """Put the characters of forms where they stand on the page.

    Args:
        corners: boxes of characters in user space, set right.
        origins: where characters stand, set right.
        kind: the text of each character.
        spoken: from `_spoken`.
    """
    for number, matrix in spoken.items():
        its = np.flatnonzero(kind == number)
        origins[its], corners[its] = mapped(origins[its], matrix), mapped_boxes(corners[its], matrix)


def finite(table: Floats) -> Floats:
    """A table with 0 for what no page has room for."""
    return np.where(np.isfinite(table) & (np.abs(table) < 1e6), table, 0.0)


def _boxes(page: int, at: Ints, em: Floats, sideways: Bools) -> Floats:
    """The boxes of characters in user space (left, bottom, right, top); pdfium's own where they can be true.

    pdfium's own box is wrong for vertical writing under a text matrix, and for fonts that claim absurd heights: there
    it is one em around the character's ink. Where the ink is larger, the em is what is absurd, and set right.
    """
    boxes = batch.loose_boxes(page, at)
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tall = np.where(sideways, wide, tall)
    odd = np.flatnonzero((em != 0) & ~((0.5 * em <= tall) & (tall <= _TALLEST * em)))
    if len(odd):
        ink = batch.ink_boxes(page, at[odd])
        extent = (ink[:, 2:] - ink[:, :2]).max(axis=1)
        false = extent > _INK * em[odd]
        for claimed in distinct(em[odd[false]]).tolist():  # one for each size of print
            its = false & (em[odd] == claimed)
            em[odd[its]] = median(extent[its]) / _IDEOGRAPH
        boxes[odd] = _around_ink(ink, em[odd], sideways[odd])
    return boxes


def _origins(page: int, at: Ints, texts: TextObjects, corners: Floats) -> Floats:
    """Where characters stand on their baseline, in user space; asked at most once for each text that runs level.

    A text written along its line begins where its matrix says, its first box as well: where pdfium gives all matrices
    as the page shows them; see `_map_spoken`.
    """
    first, kind, matrix, trust = texts.first, texts.kind, texts.matrix, not texts.outer
    level = (matrix[:, 1] == 0)[kind]
    begins = level[first] & (matrix[:, 0] > 0) & (np.abs(corners[first, 0] - matrix[:, 4]) < _EXACT) & trust
    level &= corners[:, 1] == corners[first, 1][kind]  # one written downwards has more
    level[first] = False
    origins = np.empty((len(at), 2))
    origins[first[begins]] = matrix[begins, 4:6]
    asked = ~level
    asked[first[begins]] = False
    alone = np.flatnonzero(asked)
    origins[alone] = batch.origins(page, at[alone])
    origins[level] = origins[first[kind[level]]]
    return origins


def _around_ink(ink: Floats, em: Floats, sideways: Bools) -> Floats:
    """Boxes of one em around characters' ink: left, bottom, right, top, as the ink's."""
    middle = (ink[:, :2] + ink[:, 2:]) / 2
    wide, tall = (ink[:, 2:] - ink[:, :2]).T
    along, across = np.maximum(np.where(sideways, tall, wide), 0.5 * em) / 2, em / 2
    half = np.where(sideways[:, None], np.column_stack([across, along]), np.column_stack([along, across]))
    return np.hstack([middle - half, middle + half])


def plausible(sizes: Floats, box: Floats) -> Floats:
    """Sizes that a font's claims cannot make absurd: within half and twice the height of the character's box."""
    height = np.maximum(box[:, 3] - box[:, 1], 0.1)
    return np.where((sizes >= height / 2) & (sizes <= height * 2), sizes, height)
