"""Annotations whose text is part of what a reader sees: typed over a page, stamped on it, filled into a form.

pdfium gives no text of theirs. They are drawn into the page itself, in memory, before it is read. Links, notes behind
an icon and marks of reviewers bear no print.
"""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_PRINT = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET})


def draw_in(page: pdfium.PdfPage) -> bool:
    """Draw the annotations of an open page that bear print into it; where there are any, it has to be opened again."""
    kinds = [_kind(page, number) for number in range(raw.FPDFPage_GetAnnotCount(page))]
    if _PRINT.isdisjoint(kinds):
        return False
    for number in reversed([number for number, kind in enumerate(kinds) if kind not in _PRINT]):
        raw.FPDFPage_RemoveAnnot(page, number)
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _kind(page: pdfium.PdfPage, number: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, number)
    try:
        return int(raw.FPDFAnnot_GetSubtype(annotation))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
