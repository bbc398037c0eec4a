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


def pages_by(name: ReaderName, path: Path) -> Iterator[Page]:
    """Yield the pages of a PDF in order, as one of the readers sees them; a reader is imported when it is called.

    Raises:
        UnreadablePdfError: the file is damaged or locked.
    """
    if name is ReaderName.PDFIUM:
        from extract.reader import pages
    else:
        from extract.reference import pages
    return pages(path)
