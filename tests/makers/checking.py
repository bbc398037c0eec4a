"""Is the truth in the file? A variant whose text lacks what its truth says is the maker's fault."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from .content import Truth

RADICALS = str.maketrans(
    {"⺠": "民", "⻑": "長", "⻘": "青", "⻄": "西", "⻝": "食", "⻲": "亀", "⼾": "戸", "⺟": "母"}
)


def bare(text: str) -> str:
    """Text as the scorer compares it, middle dots and radicals made one."""
    text = unicodedata.normalize("NFKC", text.translate(RADICALS)).replace("‧", "・")
    return re.sub(r"[\s\ufffe\u00ad]+", "", text)


def text_of(path: Path) -> str:
    """All page text of a PDF by pdfium."""
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def _texts(truth: Truth) -> Iterator[str]:
    for row in truth["sheets"]:
        yield from (row["title"], row["policy"])
    for row in truth["programs"]:
        yield from (row["program"], row["role"], *row["departments"])
    yield from (r["text"] for r in (*truth["notes"], *truth["narratives"]))
    yield from (r["caption"] for r in truth["figures"])


def missing(truth: Truth, paths: list[Path]) -> tuple[str, list[str]]:
    """Characters that the files lack, and texts that do not occur in one run in the extracted text."""
    found = bare("".join(text_of(p) for p in paths))
    wanted = [bare(t) for t in _texts(truth)]
    lack = Counter("".join(wanted)) - Counter(found)
    return "".join(lack), [t for t in wanted if t not in found]
