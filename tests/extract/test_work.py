"""How often work is done, counted: once a page, whatever stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

import extract.book
import extract.layout
import extract.reader
from extract.form import load_forms
from tests.catalogue import ROOT

SHEETS = [
    *sorted((ROOT / "data/raw/131059/2025").glob("*.pdf"))[:2],
    *(ROOT / "tests/specimens/r7-browser").glob("*.pdf"),
]


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_page_is_opened_parsed_and_ruled_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count: Counter[str] = Counter()

    def counted(place: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(place, name)

        def wrapped(*args: Any, **more: Any) -> Any:
            count[name] += 1
            return function(*args, **more)

        monkeypatch.setattr(place, name, wrapped)

    counted(pdfium.PdfDocument, "get_page")
    counted(extract.reader, "read_objects")
    counted(extract.reader, "read_glyphs")
    counted(extract.layout, "find_grid")
    counted(extract.book, "lay_out")
    pages = sum(len(facts.pages) for facts in extract.book.sheets(path, load_forms()))
    assert pages > 0
    assert dict(count) == dict.fromkeys(("get_page", "read_objects", "read_glyphs", "find_grid", "lay_out"), pages)
