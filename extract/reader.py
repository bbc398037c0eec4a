"""PDF → pages, with pdfium: one page at a time, closed before the next is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import stand_in
from extract.annotations import bears_print, drawn_in
from extract.drawn import Drawn
from extract.fault import About, Fault
from extract.glyphs import Told, read_glyphs, with_alike
from extract.lost import lost_texts, recovered
from extract.page import UNKNOWN, Page, UnreadablePdfError, unread_page
from extract.paths import read_objects
from extract.pictures import read_pictures
from extract.repair import Objects, faults, objects_of, with_trailer
from extract.upright import turn
from extract.viewer import Viewer

_ADVICE = {
    "empty_file": "the file is empty (0 bytes): fetch it again from where it was published",
    "not_a_pdf": "this is not a PDF (a web page or another format saved under .pdf?): fetch the PDF itself",
    "password": "the PDF asks for a password: ask the publisher for an open copy, or save one without a password",
    "damaged_pdf": "the PDF is damaged or cut off and could not be repaired: fetch it again, or open it in a viewer "
    "and print it to a new PDF",
}
_PAGES = 100_000  # more is a page tree without end
_AT_ONCE = 64  # pages read before a document is opened again
_MISSING = 20  # pages missing in a row: the file's page count is not to be believed
_MAGIC_WITHIN = 1024  # viewers accept the header anywhere in the first kilobyte


Origin = Path | bytes
"""Where a PDF is, or its content."""


def content_of(origin: Origin) -> bytes:
    """The content of a PDF; raises OSError where it cannot be read."""
    return origin if isinstance(origin, bytes) else origin.read_bytes()


def _unreadable(content: bytes, error: pdfium.PdfiumError) -> UnreadablePdfError:
    """Name the reason why pdfium refused a file."""
    if not content:
        code = "empty_file"
    elif getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        code = "password"
    elif b"%PDF" not in content[:_MAGIC_WITHIN]:
        code = "not_a_pdf"
    else:
        code = "damaged_pdf"
    return UnreadablePdfError(code, _ADVICE[code])


@contextmanager
def opened(origin: Origin) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF with an empty user password; closes it at the end. Its content is held while it is open.

    Raises:
        UnreadablePdfError: the file gives no pages; the exception says why and what to do.
        OSError: the file cannot be read at all.
    """
    content = content_of(origin)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        document = _mended(content, error)
    try:
        if not 0 < len(document) <= _PAGES:
            raise UnreadablePdfError("damaged_pdf", _ADVICE["damaged_pdf"])
        yield document
    finally:
        document.close()


def _mended(content: bytes, error: pdfium.PdfiumError) -> pdfium.PdfDocument:
    """The document of a file that only lost its trailer."""
    reason = _unreadable(content, error)
    mended = with_trailer(content) if reason.code == "damaged_pdf" else None
    if mended is None:
        raise reason from error
    try:
        return pdfium.PdfDocument(mended)
    except pdfium.PdfiumError:
        raise reason from error


def open_page(document: pdfium.PdfDocument, number: int, layers: bool) -> pdfium.PdfPage:
    """Open a page (1-based ``number``) with all that a viewer prints on it; raises PdfiumError.

    In a file with layers annotations are left out: a copy of a page would show all layers.
    """
    page = document[number - 1]
    if layers or not bears_print(page):
        return page
    page.close()
    return drawn_in(document, [number])[0]


class Seen(NamedTuple):
    """What pdfium gives of a page."""

    viewer: Viewer
    drawn: Drawn
    told: Told


def seen_upright(handle: pdfium.PdfPage, layers: bool) -> Seen:
    """Read an open page; one whose text runs sideways or upside down is turned, in memory, and read again."""
    seen = _seen(handle, Viewer.of(handle), layers)
    return _seen(handle, turn(handle, seen.viewer, seen.told.askew), layers) if seen.told.askew else seen


def _seen(handle: pdfium.PdfPage, viewer: Viewer, layers: bool) -> Seen:
    drawn = read_objects(handle, viewer)
    return Seen(viewer, drawn, read_glyphs(handle, viewer, drawn, layers))


def read_page(document: pdfium.PdfDocument, number: int, layers: bool) -> Page:
    """Read one page and close it again.

    Args:
        document: the open file.
        number: 1-based.
        layers: whether the file has layers: what they hide is looked for then.

    Raises:
        UnreadablePdfError: this page is damaged.
    """
    stand_in.install()
    try:
        handle = open_page(document, number, layers)
    except pdfium.PdfiumError as error:
        raise UnreadablePdfError("damaged_page", f"page {number} is damaged: {_ADVICE['damaged_pdf']}") from error
    try:
        viewer, drawn, told = seen_upright(handle, layers)
        silent = lost_texts(handle, viewer, drawn.texts, told.glyphs, told.objects)
        glyphs, lost = with_alike(handle, viewer, drawn, layers, told.glyphs, silent)
        return Page(
            number=number,
            width=viewer.width,
            height=viewer.height,
            rotation=viewer.rotation,
            glyphs=glyphs,
            rulings=drawn.rulings(),
            fills=drawn.fills,
            pictures=read_pictures(handle, drawn.images),
            lost=lost,
            callouts=drawn.callouts,
            shapes=drawn.shapes,
            hidden=list(told.unseen),
        )
    finally:
        handle.close()


def pages(origin: Origin, first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Yield the pages of a PDF in order, each closed before the next is read.

    Args:
        origin: a local file, or its content.
        first: the first page wanted, 1-based.
        last: the last page wanted, or None for all.

    A page that cannot be read comes empty, with its fault; after some that are missing in a row the rest is taken to be
    missing too.

    Raises:
        UnreadablePdfError: the file is damaged or locked.
    """
    content = content_of(origin)
    with opened(content) as document:
        yield from pages_in(document, content, objects_of(content), first, last)


def pages_in(
    document: pdfium.PdfDocument, content: bytes, objects: Objects, first: int = 1, last: int | None = None
) -> Iterator[Page]:
    """As :func:`pages`, of an open document, its content and what a look over that found.

    A long file is opened again from time to time: pdfium keeps all that it has read of a document while that is open.
    """
    end = min(last or len(document), len(document)) + 1
    missing = 0
    for start in range(first, end, _AT_ONCE):
        with nullcontext(document) if start == first else opened(content) as fresh:
            for number in range(start, min(start + _AT_ONCE, end)):
                page = _read_or_not(fresh, content, number, objects.layers)
                missing = missing + (page.fault.code == "damaged_page") if page.fault is not None else 0
                yield page
                if missing >= _MISSING:
                    return


def _read_or_not(document: pdfium.PdfDocument, content: bytes, number: int, layers: bool) -> Page:
    try:
        page = read_page(document, number, layers)
        return recovered(content, page) if page.lost or UNKNOWN in "".join(page.glyphs.chars) else page
    except UnreadablePdfError as error:
        return unread_page(number, Fault(error.code, error.advice))


def describe_file(origin: Origin) -> About:
    """Read a PDF's page count and information dictionary; raises as :func:`pages` does."""
    content = content_of(origin)
    with opened(content) as document:
        return describe(document, content, objects_of(content))


def describe(document: pdfium.PdfDocument, content: bytes, objects: Objects) -> About:
    """As :func:`describe_file`, of an open document, its content and what a look over that found."""
    producer, creator = (document.get_metadata_value(key) for key in ("Producer", "Creator"))
    return About(len(document), producer, creator, tuple(faults(content, len(document), objects)))
