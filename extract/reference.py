"""The reference reader: pages by pdfplumber (pdfminer.six), in the same shapes as :mod:`extract.reader` gives them.

About ten times slower than pdfium, and an independent reading: what one of them cannot decode the other often can.
"""

from __future__ import annotations

import io
import logging
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF

from extract import stand_in
from extract.annotations import bears_print, drawn_in
from extract.box import Box
from extract.drawn import PAPER, Drawn, Rgb
from extract.outlines import frames
from extract.page import LEAN, UNKNOWN, Glyphs, Page, UnreadablePdfError
from extract.pictures import read_pictures
from extract.reader import content_of, opened
from extract.reference_unseen import unseen_on
from extract.repair import objects_of
from extract.strikes import merged
from extract.twins import TWINS

_BARE = re.compile(r"\(cid:(\d+)\)")  # pdfminer's text of a glyph of which it knows no more than its number
_LEVEL = 0.1  # points between the tops and the bottoms of two pieces of one path
_DESCENT = 0.12  # of an em, below the baseline
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font, by the thousand


def pages(origin: Path | bytes, first: int = 1, last: int | None = None, *, with_codes: bool = False) -> Iterator[Page]:
    """Yield the pages of a PDF in order, each closed before the next is read.

    Args:
        origin: a local file, or its content.
        first: the first page wanted, 1-based.
        last: the last page wanted, or None for all.
        with_codes: put after each U+FFFD the glyph's number in its font, as one character; and keep white space among
            the glyphs.

    Raises:
        UnreadablePdfError: pdfminer cannot read the file or a page.
    """
    try:
        wanted = None if last is None else list(range(first, last + 1))
        content = content_of(origin)
        layers = objects_of(content).layers
        content = content if layers else _annotated(content, first, last)
        stand_in.install()
        with pdfplumber.open(io.BytesIO(content), pages=wanted) as document:
            for page in document.pages[first - 1 :] if wanted is None else document.pages:
                try:
                    yield _page(content, layers, document, page, with_codes)
                finally:
                    page.close()
    except (MemoryError, UnreadablePdfError, OSError):
        raise
    except Exception as error:  # on broken files pdfminer and pdfplumber raise nearly anything
        raise UnreadablePdfError("damaged_pdf", f"the second reader cannot read the PDF ({error})") from error


def _annotated(content: bytes, first: int, last: int | None) -> bytes:
    """A file with the annotations of some pages drawn into them: pdfminer reads none."""
    with opened(content) as document:
        found = False
        for number in range(first, min(last or len(document), len(document)) + 1):
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                continue  # damaged: it is told when its turn comes
            found |= bears_print(page)
            page.close()
        if not found:
            return content
        with io.BytesIO() as saved:
            drawn_in(document, range(1, len(document) + 1)).save(saved)
            return saved.getvalue()


def _page(content: bytes, layers: bool, document: PDF, page: PlumberPage, with_codes: bool) -> Page:
    with opened(content) as asked:
        told = asked[page.page_number - 1]
        try:
            return _read(told, layers, document, page, with_codes)
        finally:
            told.close()


def _read(told: pdfium.PdfPage, layers: bool, document: PDF, page: PlumberPage, with_codes: bool) -> Page:
    """Read a page with pdfminer; what it does not tell is asked of pdfium: what is seen, and which way is up."""
    unseen = unseen_on(told, layers)
    page = _turned(document, page, told.get_rotation())
    left, top, right, bottom = _visible(page)
    width, height = right - left, bottom - top
    drawn = Drawn()
    for rect in page.rects:
        with unseen.within(_box(rect, left, top), drawn) as shown:
            _rect(rect, left, top, shown)
    for line in page.lines:
        if line["stroke"] and _colour(line["stroking_color"]) is not None:
            with unseen.within(_box(line, left, top), drawn) as shown:
                shown.segment((line["x0"] - left, line["top"] - top), (line["x1"] - left, line["bottom"] - top))
    _curves(page.curves, left, top, drawn)
    glyphs = merged(_glyphs(page.chars, left, top, with_codes), width, height)
    glyphs = glyphs.only(~unseen.hides(glyphs)) if len(unseen.hidden) else glyphs
    unseen.cuts(glyphs)
    return Page(
        number=page.page_number,
        width=width,
        height=height,
        rotation=page.rotation,
        glyphs=glyphs,
        rulings=drawn.rulings(),
        fills=drawn.fills,
        pictures=read_pictures(told, [_box(image, left, top) for image in page.images]),
        callouts=drawn.callouts,
        shapes=drawn.shapes,
        hidden=list(unseen.texts),
    )


def _turned(document: PDF, page: PlumberPage, rotation: int) -> PlumberPage:
    """A page of pdfplumber's, before anything of it is read, as it looks at a rotation."""
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate = rotation
    return PlumberPage(document, page.page_obj, page.page_number)


def _box(drawn: dict[str, Any], left: float, top: float) -> Box:
    return Box(drawn["x0"] - left, drawn["top"] - top, drawn["x1"] - left, drawn["bottom"] - top)


def _visible(page: PlumberPage) -> tuple[float, float, float, float]:
    """The part of the page that a viewer shows: its crop box, as far as it lies on the paper."""
    paper, crop = page.bbox, getattr(page, "cropbox", None) or page.bbox
    left, top = max(float(paper[0]), float(crop[0])), max(float(paper[1]), float(crop[1]))
    right, bottom = min(float(paper[2]), float(crop[2])), min(float(paper[3]), float(crop[3]))
    if left >= right or top >= bottom:
        left, top, right, bottom = map(float, paper)
    return left, top, right, bottom


def _em_box(char: dict[str, Any], left: float, top: float) -> tuple[float, float, float, float, float]:
    """A character's box and baseline; for upright text its em box, as fonts claim any ascent and descent."""
    x0, high, x1, low = char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top
    a, b, c, d, _, f = char["matrix"]
    size = low - high
    if abs(b) > 1e-3 * abs(a) or abs(c) > 1e-3 * abs(d) or d <= 0 or char.get("upright") is False:
        return x0, high, x1, low, low - _DESCENT * size
    base = low - (f - char["y0"])
    if size <= 0:  # a bracket, written downwards, of a font that lets it advance by nothing
        size = float(char["size"])
    elif not high <= base <= low + size:  # written downwards: the origin stands elsewhere
        return x0, high, x1, low, low - _DESCENT * size
    return x0, base - (1 - _DESCENT) * size, x1, base + _DESCENT * size, base


def _known(text: str, with_codes: bool) -> str:
    """A character as pdfminer gives it; U+FFFD for a bare glyph number."""
    number = _BARE.match(text)
    if number is None:
        return TWINS.get(text, text)
    return UNKNOWN + (chr(min(int(number[1]), sys.maxunicode)) if with_codes else "")


def _glyphs(chars: list[dict[str, Any]], left: float, top: float, with_codes: bool) -> Glyphs:
    rows: list[tuple[float, float, float, float, float]] = []
    runs: list[int] = []
    texts: list[str] = []
    spaces: list[int] = []
    aslant: list[bool] = []
    turned: list[bool] = []
    sizes: list[float] = []
    space = 0
    for char in chars:
        text = char["text"]
        if not (text.strip() or with_codes):
            space = 2 if "\u3000" in text else max(space, 1)
            continue
        rows.append(_em_box(char, left, top))
        runs.append(_run(runs, rows))
        texts.append(_known(text, with_codes))
        spaces.append(space)
        space = 0
        a, b, *_ = char["matrix"]
        lean = math.degrees(math.atan2(b, a)) % 90
        aslant.append(min(lean, 90 - lean) > LEAN)
        turned.append(abs(b) > abs(a))
        sizes.append(float(char["size"]))
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    table = np.where(np.isfinite(table) & (np.abs(table) < 1e6), table, 0.0)
    kinds = np.array(spaces, dtype=np.int64)
    return Glyphs(
        texts, table[:, :4], table[:, 4], np.array(sizes, dtype=np.float64), np.array(runs, dtype=np.int64),
        kinds > 0, kinds == 2,
        np.array(aslant, dtype=np.bool_), np.array(turned, dtype=np.bool_),
    )  # fmt: skip


def _run(runs: list[int], rows: list[tuple[float, float, float, float, float]]) -> int:
    """The number of a character's run: pdfminer does not say which were drawn together: those that touch."""
    if not runs:
        return 0
    before, now = rows[-2], rows[-1]
    together = abs(now[4] - before[4]) < 0.5 and -1.0 < now[0] - before[2] < 1.0
    return runs[-1] if together else runs[-1] + 1


def _colour(colour: Any) -> Rgb | None:
    """A pdfminer colour as (red, green, blue), None for paper; what is no plain colour counts as black."""
    values = [float(v) for v in colour] if isinstance(colour, list | tuple) else [colour]
    if not values or not all(isinstance(v, int | float) for v in values):
        return (0, 0, 0)
    if len(values) == 1:
        values = values * 3
    elif len(values) == 4:
        cyan, magenta, yellow, black = values
        values = [(1 - v) * (1 - black) for v in (cyan, magenta, yellow)]
    red, green, blue = (max(0, min(255, round(v * 255))) for v in values[:3])
    return None if min(red, green, blue) >= PAPER else (red, green, blue)


def _rect(rect: dict[str, Any], left: float, top: float, drawn: Drawn) -> None:
    box = _box(rect, left, top)
    fill = _colour(rect["non_stroking_color"]) if rect["fill"] else None
    stroke = rect["stroke"] and _colour(rect["stroking_color"]) is not None
    drawn.shape(box, bool(rect["fill"]), fill, bool(stroke))


def _curves(curves: list[dict[str, Any]], left: float, top: float, drawn: Drawn) -> None:
    """Add the shapes that are more than lines and boxes; those with curves in them are text boxes or braces.

    pdfminer gives the pieces of one path as paths of their own: stroked pieces side by side are one pair of braces.
    """
    boxes: list[Box] = []
    for curve in curves:
        fill = _colour(curve["non_stroking_color"]) if curve["fill"] else None
        stroke = bool(curve["stroke"]) and _colour(curve["stroking_color"]) is not None
        if not any(part[0] in "cvy" for part in curve["path"]):
            points = [(float(x) - left, float(y) - top) for x, y in curve["pts"]]
            drawn.polygon(points, True, bool(curve["fill"]), fill, stroke)
        elif fill is not None and not stroke:
            box = _box(curve, left, top)
            if drawn.shapes and frames(drawn.shapes[-1], box):
                boxes.append(drawn.shapes.pop())  # a border, and what is cut out of it
            else:
                drawn.shapes.append(box)
        elif stroke:
            box = _box(curve, left, top)
            beside = bool(boxes) and abs(boxes[-1].top - box.top) + abs(boxes[-1].bottom - box.bottom) < _LEVEL
            boxes = [*boxes[:-1], boxes[-1].union(box)] if beside else [*boxes, box]
    drawn.callouts += boxes
