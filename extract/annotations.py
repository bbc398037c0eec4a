"""Annotations whose text is part of what a reader sees: typed over a page, stamped on it, filled into a form.

pdfium gives no text of theirs. They are drawn into a copy of the page, in memory, and that is read. Links, notes behind
an icon and marks of reviewers bear no print.
"""

from __future__ import annotations

from collections.abc import Iterable

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_PRINT = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET})


def bears_print(page: pdfium.PdfPage) -> bool:
    """Whether an open page has annotations that bear print."""
    return not _PRINT.isdisjoint(_kinds(page))


def drawn_in(document: pdfium.PdfDocument, numbers: Iterable[int]) -> pdfium.PdfDocument:
    """A new document of some pages (1-based) with their annotations drawn into them.

    A copy, for there a page has all entries of its own: what it inherits pdfium would lose. The layers are lost.
    """
    copy = pdfium.PdfDocument.new()
    copy.import_pages(document, [number - 1 for number in numbers])
    for page in copy:
        kinds = _kinds(page)
        if not _PRINT.isdisjoint(kinds):
            for number in reversed([number for number, kind in enumerate(kinds) if kind not in _PRINT]):
                raw.FPDFPage_RemoveAnnot(page, number)
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
    return copy


def _kinds(page: pdfium.PdfPage) -> list[int]:
    return [_kind(page, number) for number in range(raw.FPDFPage_GetAnnotCount(page))]


def _kind(page: pdfium.PdfPage, number: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, number)
    try:
        return int(raw.FPDFAnnot_GetSubtype(annotation))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
