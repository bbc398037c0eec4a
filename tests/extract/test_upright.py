"""Pages that their file shows another way up are read as they are meant to be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pikepdf
import pytest
from PIL import Image

from extract.page import Page
from extract.reader import pages
from extract.reference import pages as pages_again
from pipelines.source import read_source
from pipelines.work import Task
from tests.catalogue import ROOT
from tests.extract.test_reader import helvetica, page_of
from tests.terminal import tenken

SHEETS = ROOT / "data/raw/131059/2025"


def laid(path: Path, degrees: int, into: Path) -> Path:
    """The same PDF with its pages turned, as an editor does it."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            page.rotate(degrees, relative=True)
        pdf.save(into / path.name)
    return into / path.name


def alike(one: Page, other: Page) -> bool:
    """Whether two pages hold the same print at the same places."""
    same = (one.width, one.height, one.rotation, one.glyphs.chars) == (
        other.width, other.height, other.rotation, other.glyphs.chars,
    )  # fmt: skip
    shapes = [(page.glyphs.box, page.rulings.horizontal, page.rulings.vertical) for page in (one, other)]
    return same and all(np.allclose(ours, theirs, atol=0.01) for ours, theirs in zip(*shapes, strict=True))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright_by_both_readers(degrees: int, tmp_path: Path) -> None:
    sheet = SHEETS / "03.pdf"
    turned = laid(sheet, degrees, tmp_path)
    for read in (pages, pages_again):
        assert all(alike(*pair) for pair in zip(read(sheet), read(turned), strict=True))


def test_content_that_runs_sideways_is_turned_too(tmp_path: Path) -> None:
    upright = page_of(tmp_path / "a.pdf", b"BT /F 12 Tf 1 0 0 1 100 700 Tm (cost 120) Tj ET", {"F": helvetica()})
    rising = page_of(tmp_path / "b.pdf", b"BT /F 12 Tf 0 1 -1 0 100 300 Tm (cost 120) Tj ET", {"F": helvetica()})
    assert [page.rotation for page in (*pages(upright), *pages(rising), *pages_again(rising))] == [0, 90, 90]
    page = next(pages(rising))
    assert (page.width, page.height) == (842, 595)
    assert "".join(page.glyphs.chars) == "cost120"
    assert np.ptp(page.glyphs.base) < 0.01
    assert not page.glyphs.turned.any()


@pytest.mark.parametrize(
    "text",
    [
        b"1 0 0 1 100 700 Tm (total) Tj 0 1 -1 0 50 300 Tm (upwards) Tj",  # labels that run upwards
        b"1 0 0 -1 100 700 Tm (mirrored) Tj",
        b"1 0 0 1 100 700 Tm (text) Tj 1 g 0 1 -1 0 50 300 Tm (a long text that nobody sees) Tj",
        b".7 .7 -.7 .7 100 300 Tm (a long watermark) Tj 1 0 0 1 100 700 Tm (text) Tj",
        b"",
    ],
)
def test_other_pages_stay_as_their_file_shows_them(text: bytes, tmp_path: Path) -> None:
    content = b"BT /F 12 Tf " + text + b" ET"
    page = next(pages(page_of(tmp_path / "a.pdf", content, {"F": helvetica()})))
    assert (page.rotation, page.width, page.height) == (0, 595, 842)


def test_a_turned_page_gives_the_same_rows(tmp_path: Path) -> None:
    """At the same places, too; only what names the file differs."""
    sheet = SHEETS / "21.pdf"
    ours, theirs = (read_source(Task(path, "21.pdf")).sheets for path in (sheet, laid(sheet, 90, tmp_path)))
    assert len(ours) == len(theirs) == 1
    assert ours[0].tables.keys() == theirs[0].tables.keys()
    for name in ours[0].tables:
        one, other = (pd.DataFrame(sheet.rows(name)).drop(columns="source_id") for sheet in (ours[0], theirs[0]))
        pd.testing.assert_frame_equal(one, other, check_exact=False, atol=0.02)


def test_a_turned_page_is_drawn_as_it_was_read(tmp_path: Path) -> None:
    sheet = SHEETS / "21.pdf"
    shown = []
    for name, path in (("a", sheet), ("b", laid(sheet, 270, tmp_path))):
        assert tenken("draw", path, "--page", 1, "--out", tmp_path / name).returncode == 0
        with Image.open(tmp_path / name / "21-p001.png") as picture:
            shown.append(np.asarray(picture, dtype=np.int64))
    assert shown[0].shape == shown[1].shape
    assert np.abs(shown[0] - shown[1]).mean() < 2
