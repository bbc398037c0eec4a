"""PDF → pages, with pdfium: one page at a time, closed before the next is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.glyphs import read_glyphs
from extract.lost import lost_texts, recovered
from extract.page import Page, UnreadablePdf
from extract.paths import read_objects
from extract.pictures import read_pictures
from extract.viewer import Viewer

_ADVICE = {
    "empty_file": "the file is empty (0 bytes): fetch it again from where it was published",
    "not_a_pdf": "this is not a PDF (a web page or another format saved under .pdf?): fetch the PDF itself",
    "password": "the PDF asks for a password: ask the publisher for an open copy, or save one without a password",
    "damaged_pdf": "the PDF is damaged or cut off and could not be repaired: fetch it again, or open it in a viewer and "
    "print it to a new PDF",
}
_MAGIC_WITHIN = 1024  # viewers accept the header anywhere in the first kilobyte


def _unreadable(path: Path, error: pdfium.PdfiumError) -> UnreadablePdf:
    """Name the reason why pdfium refused a file."""
    head = path.open("rb").read(_MAGIC_WITHIN)
    if not head:
        code = "empty_file"
    elif getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        code = "password"
    elif b"%PDF" not in head:
        code = "not_a_pdf"
    else:
        code = "damaged_pdf"
    return UnreadablePdf(code, _ADVICE[code])


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF with an empty user password; closes it at the end.

    Raises:
        UnreadablePdf: the file gives no pages; the exception says why and what to do.
        OSError: the file cannot be opened at all.
    """
    with path.open("rb"):
        pass
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _unreadable(path, error) from error
    try:
        if len(document) == 0:
            raise UnreadablePdf("damaged_pdf", _ADVICE["damaged_pdf"])
        yield document
    finally:
        document.close()


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """Read one page (1-based ``number``) and close it again.

    Raises:
        UnreadablePdf: this page is damaged.
    """
    try:
        handle = document[number - 1]
    except pdfium.PdfiumError as error:
        raise UnreadablePdf("damaged_page", f"page {number} is damaged: {_ADVICE['damaged_pdf']}") from error
    try:
        viewer = Viewer.of(handle)
        drawn = read_objects(handle, viewer)
        glyphs, told = read_glyphs(handle, viewer)
        lost = lost_texts(handle, drawn.texts, glyphs, told)
        return Page(
            number=number,
            width=viewer.width,
            height=viewer.height,
            rotation=viewer.rotation,
            glyphs=glyphs,
            rulings=drawn.rulings(),
            fills=drawn.fills,
            pictures=read_pictures(handle, viewer, drawn.images),
            lost=lost,
            callouts=drawn.callouts,
        )
    finally:
        handle.close()


def pages(path: Path, first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Yield the pages of a PDF in order, each closed before the next is read.

    Args:
        path: a local file.
        first: the first page wanted, 1-based.
        last: the last page wanted, or None for all.

    Raises:
        UnreadablePdf: the file or a page is damaged or locked.
    """
    with opened(path) as document:
        for number in range(first, min(last or len(document), len(document)) + 1):
            page = read_page(document, number)
            yield page if not page.lost else recovered(path, page)


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself: its number of pages, and the programs that made it ("" where it does not say)."""

    pages: int
    producer: str
    creator: str


def describe_file(path: Path) -> About:
    """Read a PDF's page count and information dictionary; raises as :func:`pages` does."""
    with opened(path) as document:
        found = document.get_metadata_dict()
        return About(len(document), found.get("Producer", ""), found.get("Creator", ""))
