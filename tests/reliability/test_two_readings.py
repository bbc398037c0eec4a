"""Two readers that share no code read the same in every cell; where they do not, an issue bears both texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.compare import Difference, compare_file, compare_pages
from extract.reader import pages
from extract.readers import ReaderName
from extract.reference import pages as reference_pages
from pipelines import verify
from pipelines.find import find_pdfs
from pipelines.source import read_source
from pipelines.work import Task
from tests.catalogue import KNOWN, REAL, ROOT, SPECIMENS, variants
from tests.truth import key

SHEET = ROOT / SPECIMENS / "r5" / "02.pdf"
SHEETS = [
    *(ROOT / specimen.path for specimen in KNOWN),
    *(REAL / city for city in ("141003-yokohama", "261009-kyoto", "272043-ikeda", "281000-kobe")),
]
DRAWN_AGAIN = [ROOT / specimen.path for specimen in variants()]
FILES = [SHEET, ROOT / "data/raw/131059/2025/01.pdf", *sorted((ROOT / SPECIMENS / "variants").glob("*/*.pdf"))]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_readers_read_the_same_cells(path: Path) -> None:
    found = list(compare_file(path))
    assert all(isinstance(one, Difference) for one in found)
    assert [one for one in found if isinstance(one, Difference) and one.known not in verify.KNOWN] == []


@pytest.mark.parametrize("path", FILES[:1] + FILES[2:8:3], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_readers_see_pages_of_one_size_and_glyphs_in_one_place(path: Path) -> None:
    for ours, theirs in zip(pages(path), reference_pages(path), strict=True):
        assert (ours.width, ours.height) == pytest.approx((theirs.width, theirs.height), abs=0.1)
        assert ours.rotation == theirs.rotation
        assert len(ours.glyphs) == len(theirs.glyphs)


def test_one_digit_that_differs_is_told_with_both_texts() -> None:
    ours = next(pages(SHEET))
    theirs = next(reference_pages(SHEET, 1, 1))
    assert list(compare_pages(ours, theirs)) == []
    at = next(i for i, char in enumerate(theirs.glyphs.chars) if char == "8")
    theirs.glyphs.chars[at] = "3"
    (found,) = compare_pages(ours, replace(theirs))
    assert found.known == ""
    assert found.ours != found.theirs
    assert found.ours.replace("8", "3") == found.theirs.replace("8", "3")


def test_a_run_with_verify_says_nothing_where_the_readers_agree() -> None:
    read = read_source(Task(SHEET, "a.pdf", verify=True))
    assert [row["code"] for row in read.issues] == []


# What may differ between the rows of the two readers, each for its reason: see docs/two-readings.md.
_BY_A_HAIR = {"x0", "top", "x1", "bottom", "issue_id"}
_ONE_DASH = str.maketrans(dict.fromkeys("-‐‑‒–—―−", "-") | {"\n": None})


def _rows(path: Path, reader: ReaderName, leave_out: set[str]) -> dict[str, list[str]]:
    """All rows of a file by table, as they are compared."""
    read = read_source(Task(path, "a.pdf", reader=reader))
    found: dict[str, list[str]] = {"sources": [str(read.source)]}
    for sheet in read.sheets:
        for name in sheet.tables.keys() - leave_out:
            found.setdefault(name, []).extend(key(_comparable(row)) for row in sheet.rows(name))
    return {name: sorted(rows) for name, rows in found.items()}


def _comparable(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _BY_A_HAIR}
    kept |= {"labels": sorted(kept["labels"])} if "labels" in kept else {}
    return {name: value.translate(_ONE_DASH) if isinstance(value, str) else value for name, value in kept.items()}


@pytest.mark.slow
@pytest.mark.parametrize("path", [*SHEETS, *DRAWN_AGAIN], ids=lambda path: path.name)
def test_both_readers_give_the_same_rows(path: Path) -> None:
    if not path.exists():
        pytest.skip(f"the real sheets are not part of this repository: no folder {path}")
    leave_out = set() if path in SHEETS else {"cells"}
    files = find_pdfs([path])
    assert files
    for file in files:
        theirs, ours = (_rows(file, reader, leave_out) for reader in (ReaderName.PDFPLUMBER, ReaderName.PDFIUM))
        assert theirs == ours, file
