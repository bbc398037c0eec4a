"""Two readers that share no code read the same in every cell; where they do not, an issue bears both texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.compare import Difference, compare_file, compare_pages
from extract.reader import pages
from extract.reference import pages as reference_pages
from pipelines.source import read_source
from pipelines.verify import KNOWN
from pipelines.work import Task
from tests.catalogue import ROOT, SPECIMENS

SHEET = ROOT / SPECIMENS / "r5" / "02.pdf"
FILES = [SHEET, ROOT / "data/raw/131059/2025/01.pdf", *sorted((ROOT / SPECIMENS / "variants").glob("*/*.pdf"))]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_both_readers_read_the_same_cells(path: Path) -> None:
    found = list(compare_file(path))
    assert all(isinstance(one, Difference) for one in found)
    assert [one for one in found if isinstance(one, Difference) and one.known not in KNOWN] == []


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
