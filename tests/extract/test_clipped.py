"""Cells whose text does not fit: spreadsheet programs draw all of it and clip it at the cell's edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.layout import lay_out
from extract.page import Page
from extract.reader import pages
from extract.reference import pages as pages_again
from tests.drawing import HEIGHT, Drawing

Reader = Callable[[Path], Iterator[Page]]
LINES = ("一行目の文", "二行目の文", "三行目の文", "四行目の文")


def clipped(drawing: Drawing, x: float, y: float, width: float, height: float, text: str, inset: float = 2.0) -> None:
    """A ruled cell and its text, drawn within a clip."""
    drawing.cell(x, y, width, height, "")
    with drawing.within(x, y, width, height):
        drawing.text(x + 3, y + inset, text)


def within(page: Page, top: float, bottom: float) -> str:
    """What stands between two heights, by the middles of the glyphs."""
    middles = ((page.glyphs.box[:, 1] + page.glyphs.box[:, 3]) / 2).tolist()
    return "".join(char for char, y in zip(page.glyphs.chars, middles, strict=True) if top < y < bottom)


@pytest.fixture(params=[pages, pages_again], ids=["pdfium", "pdfminer"])
def reader(request: pytest.FixtureRequest) -> Reader:
    chosen: Reader = request.param
    return chosen


@pytest.mark.parametrize(
    ("height", "shown"),
    [(50, 4), (37, 4), (34, 3), (28, 3), (27, 3), (23, 2), (20, 2)],  # the lines are 10 points apart, from 2 on
)
@pytest.mark.parametrize("top", [60, 300, 760])
def test_a_line_that_a_cell_cuts_is_its_own_and_what_it_hides_is_told(
    top: float, height: float, shown: int, reader: Reader, tmp_path: Path
) -> None:
    drawing = Drawing(tmp_path / "a.pdf")
    clipped(drawing, 60, top, 200, height, "\n".join(LINES))
    clipped(drawing, 60, top + height, 200, 30, "次の行", inset=12)
    page = next(reader(drawing.save()))
    assert within(page, top, top + height) == "".join(LINES[:shown])
    assert within(page, top + height, top + height + 30) == "次の行"
    assert "".join(hidden.text for hidden in page.hidden) == "".join(LINES[shown:])


def test_a_dash_in_a_line_that_a_cell_cuts_is_cut_with_it(reader: Reader, tmp_path: Path) -> None:
    """Letter by letter: the clip leaves all of a dash to see, and pdfium does not tell of it."""
    drawing = Drawing(tmp_path / "a.pdf")
    drawing.cell(60, 300, 200, 20, "")
    with drawing.within(60, 300, 200, 20):
        for number, char in enumerate("サービス・ー"):
            drawing.text(63 + 9 * number, 314, char)
    page = next(reader(drawing.save()))
    assert "".join(page.glyphs.chars) == "サービス・ー"
    assert max(page.glyphs.box[:, 3]) <= 320.5


def test_a_page_whose_letters_are_all_cut_is_read(reader: Reader, tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "a.pdf")
    clipped(drawing, 60, 300, 200, 8, "一行目の文", inset=3)
    page = next(reader(drawing.save()))
    assert (page.glyphs.box[:, 3] < page.glyphs.base).all()
    assert [region.text for region in lay_out(page).regions] == ["一行目の文"]


def test_what_runs_past_its_cell_is_not_in_the_next_one(reader: Reader, tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "a.pdf")
    clipped(drawing, 60, 300, 40, 20, "長い名前の事業")
    clipped(drawing, 100, 300, 60, 20, "　　右")
    page = next(reader(drawing.save()))
    names = [
        char for char, x in zip(page.glyphs.chars, page.glyphs.box[:, [0, 2]].mean(axis=1), strict=True) if x < 100
    ]
    assert "".join(names) == "長い名前の"
    assert max(page.glyphs.box[page.glyphs.box[:, 0] < 100, 2]) <= 100.5
    assert [hidden.text for hidden in page.hidden] == ["事業"]


def test_a_clip_of_another_shape_hides_only_what_it_hides(reader: Reader, tmp_path: Path) -> None:
    """Two boxes are one clip: what lies in either is seen."""
    drawing = Drawing(tmp_path / "a.pdf")
    path = drawing.canvas.beginPath()
    for x in (60, 300):
        path.rect(x, HEIGHT - 320, 80, 20)
    drawing.canvas.saveState()
    drawing.canvas.clipPath(path, stroke=0, fill=0)
    for x, text in ((63, "左"), (200, "間"), (303, "右")):
        drawing.text(x, 304, text)
    drawing.canvas.restoreState()
    page = next(reader(drawing.save()))
    assert "".join(page.glyphs.chars).replace("間", "") == "左右"


@pytest.mark.parametrize(
    ("clip", "shown", "hidden"),
    [
        ((0, 0, 595, 842), "前半の文後半の文", ""),
        ((60, 300, 60, 20), "前半の文", "後半の文"),
        ((300, 600, 9, 9), "", "前半の文後半の文"),
    ],
)
def test_a_clip_around_a_form_hides_what_the_form_draws(
    clip: tuple[float, float, float, float], shown: str, hidden: str, reader: Reader, tmp_path: Path
) -> None:
    """A page, or a part of one, that is placed on another."""
    drawing = Drawing(tmp_path / "a.pdf")
    drawing.cell(60, 300, 200, 20, "")
    drawing.canvas.beginForm("placed", 0, 0, 595, HEIGHT)
    drawing.text(63, 304, "前半の文")
    drawing.text(163, 304, "後半の文")
    drawing.line(60, 350, 260, 350)
    drawing.fill(60, 400, 200, 1)
    drawing.canvas.endForm()
    with drawing.within(*clip):
        drawing.canvas.doForm("placed")
    page = next(reader(drawing.save()))
    assert "".join(page.glyphs.chars) == shown
    assert "".join(text.text for text in page.hidden) == hidden
    rules = {round(y) for y, *_ in page.rulings.horizontal.tolist()}
    assert rules == ({300, 320, 350, 400} if clip[2] > 200 else {300, 320})
