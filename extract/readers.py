"""The two readers by name: pdfium, and pdfplumber, about ten times slower and independent of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.page import Page


class ReaderName(StrEnum):
    """Which library reads the pages."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


def pages_by(name: ReaderName, origin: Path | bytes, first: int = 1) -> Iterator[Page]:
    """Yield the pages of a PDF in order, as one of the readers sees them; a reader is imported when it is called.

    Args:
        name: which reader.
        origin: a local file, or its content.
        first: the first page wanted, 1-based.

    Raises:
        UnreadablePdfError: the file is damaged or locked.
    """
    if name is ReaderName.PDFIUM:
        from extract.reader import pages
    else:
        from extract.reference import pages
    return pages(origin, first)
