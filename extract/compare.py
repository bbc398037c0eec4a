"""Two readings of one page, compared cell by cell: what pdfium and pdfminer make of the same print."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from extract import reference
from extract.box import Box
from extract.garbled import is_garbled
from extract.layout import PageLayout, Region, compact, lay_out
from extract.page import Glyphs, Page, UnreadablePdfError
from extract.reader import pages
from normalize import marks

_DASHES = re.compile(  # fonts draw them alike, and two libraries choose between them
    marks.any_of(marks.NULL_STROKES, marks.STROKE_OVERLAY, marks.WAVE, marks.WAVES, marks.ASCII_TILDE)
)
_OVER = 1.5  # points: a glyph nearer than this to a rule may fall on either side of it


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two readings of a cell differ: both texts, and why where the reason is known ("" where it is not)."""

    page: int
    box: Box
    ours: str
    theirs: str
    known: str


def compare_file(origin: Path | bytes) -> Iterator[Difference | UnreadablePdfError]:
    """Compare the two readings of a file; a page that the second reader cannot read gives its error.

    Raises:
        UnreadablePdfError: the first reader cannot read the file.
    """
    for page in pages(origin):
        if page.fault is not None:
            continue
        try:
            other = next(reference.pages(origin, page.number, page.number), None)
        except UnreadablePdfError as error:
            yield error
            continue
        if other is not None:
            yield from compare_pages(page, other)


def compare_pages(page: Page, other: Page) -> Iterator[Difference]:
    """Compare two readings of one page by the cells of the first.

    The second reader's glyphs are laid out on the first one's rules, so that only what is printed in them is compared.
    """
    glyphs = replace(page, glyphs=other.glyphs)
    ours, theirs = lay_out(page), lay_out(glyphs)
    matched = {_key(region): region for region in theirs.regions if region.ruled}
    for region in ours.regions:
        if not region.ruled:
            continue
        match = matched.get(_key(region))
        text = match.text if match is not None else ""
        if compact(region.text) != compact(text):
            yield Difference(
                page.number, region.box, region.text, text, _reason(region, text, page.glyphs, other.glyphs)
            )
    yield from _free(ours, theirs)


def _key(region: Region) -> tuple[float, ...]:
    return tuple(round(v, 1) for v in region.box)


def _free(ours: PageLayout, theirs: PageLayout) -> Iterator[Difference]:
    """Compare the text outside cells as a whole, letter by letter: the two may cut its lines in other places."""
    one, other = (Counter(compact("".join(r.text for r in page.regions if not r.ruled))) for page in (ours, theirs))
    texts = ["".join((a - b).elements()) for a, b in ((one, other), (other, one))]
    if any(texts):
        box = Box(0.0, 0.0, ours.width, ours.height)
        yield Difference(ours.number, box, texts[0], texts[1], _same_but(texts[0], texts[1]))


def _reason(region: Region, text: str, one: Glyphs, other: Glyphs) -> str:
    known = _same_but(region.text, text)
    if known:
        return known
    if sorted(compact(region.text)) == sorted(compact(text)):
        return "order"
    if _on_the_edge(region, one) or _on_the_edge(region, other):
        return "edge"
    return ""


def _same_but(ours: str, theirs: str) -> str:
    """The known reason why two texts differ, or ""."""
    a, b = compact(ours), compact(theirs)
    if is_garbled(theirs) or is_garbled(ours):
        return "no_character"
    if _DASHES.sub("-", a) == _DASHES.sub("-", b):
        return "dash"
    if _folded(a) == _folded(b):
        return "variant"
    if sorted(a) == sorted(b):
        return "order"
    return ""


def _folded(text: str) -> str:
    """A text without what code points of one and the same print differ in: variation selectors, combining marks."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf"))


def _on_the_edge(region: Region, glyphs: Glyphs) -> bool:
    """Whether a glyph's middle stands so near a side of the cell that the two readers' boxes decide."""
    if not len(glyphs):
        return False
    x, y = (glyphs.box[:, 0] + glyphs.box[:, 2]) / 2, (glyphs.box[:, 1] + glyphs.box[:, 3]) / 2
    box = region.box
    level = (y > box.top - _OVER) & (y < box.bottom + _OVER)
    beside = (x > box.x0 - _OVER) & (x < box.x1 + _OVER)
    near_x = np.minimum(np.abs(x - box.x0), np.abs(x - box.x1)) < _OVER
    near_y = np.minimum(np.abs(y - box.top), np.abs(y - box.bottom)) < _OVER
    return bool(((level & near_x) | (beside & near_y)).any())
