"""Tables that a page end cuts, as Firefox leaves them: with rules across, and without the uprights between them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extract.layout import lay_out
from extract.page_ends import close_feet
from extract.reader import pages
from tests.drawing import FONT, HEIGHT, Drawing

LEFT, RIGHT, GAP = 60, 460, 0.5
FOOT = HEIGHT - 120  # where the table begins that the page end cuts
COLUMNS = (60, 160, 260, 460)
HEAD = ("事業名", "所管課", "内容")


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    made = Drawing(tmp_path / "page.pdf")
    made.table(100, [100, 100, 200], [list(HEAD), ["図書館", "庶務課", "本を貸し出す"]])
    return made


def rule(drawing: Drawing, y: float, columns: tuple[float, ...] = ()) -> None:
    """A rule from side to side, broken where uprights would pass."""
    for left, right in zip((LEFT, *columns), (*columns, RIGHT), strict=True):
        start, end = left + (left > LEFT) * GAP / 2, right - (right < RIGHT) * GAP / 2
        drawing.fill(start, y, end - start, GAP, grey=0)


def row(drawing: Drawing, y: float, texts: tuple[str, ...], columns: tuple[float, ...] = COLUMNS[:3]) -> None:
    for x, text in zip(columns, texts, strict=True):
        drawing.text(x + 3, y + 4, text)


def cells(drawing: Drawing) -> list[str]:
    return [r.text for r in lay_out(next(pages(drawing.save()))).regions if r.ruled][6:]


@pytest.mark.parametrize("shown", ["shade", "breaks"])
def test_columns_are_those_of_the_shaded_head_or_of_the_broken_rule(drawing: Drawing, shown: str) -> None:
    if shown == "shade":
        for left, right in pairwise(COLUMNS):
            drawing.fill(left, FOOT, right - left, 18)
    rule(drawing, FOOT, COLUMNS[1:3] if shown == "breaks" else ())
    row(drawing, FOOT, HEAD)
    for number, texts in enumerate((("公民館", "生涯学習課", "講座を開く"), ("博物館", "文化財課", "展示する")), 1):
        rule(drawing, FOOT + 18 * number)
        row(drawing, FOOT + 18 * number, texts)
    rule(drawing, FOOT + 54)
    assert cells(drawing) == [*HEAD, "公民館", "生涯学習課", "講座を開く", "博物館", "文化財課", "展示する"]


def test_a_row_across_all_columns_is_one_cell(drawing: Drawing) -> None:
    rule(drawing, FOOT, COLUMNS[1:3])
    row(drawing, FOOT, HEAD)
    rule(drawing, FOOT + 18)
    row(drawing, FOOT + 18, ("公民館で講座を開き、博物館で展示し、図書館で本を貸し出した。",), (LEFT,))
    rule(drawing, FOOT + 36)
    assert cells(drawing) == [*HEAD, "公民館で講座を開き、博物館で展示し、図書館で本を貸し出した。"]


def test_the_last_row_may_have_no_rule_below_it(drawing: Drawing) -> None:
    y = HEIGHT - 80
    rule(drawing, y, COLUMNS[1:3])
    row(drawing, y, HEAD)
    rule(drawing, y + 18)
    row(drawing, y + 18, ("公民館", "生涯学習課", "講座を開く"))
    layout = lay_out(next(pages(drawing.save())))
    last = [r for r in layout.regions if r.ruled][-3:]
    assert [r.text for r in last] == ["公民館", "生涯学習課", "講座を開く"]
    assert [(r.open_top, r.open_bottom) for r in last] == [(False, True)] * 3


@pytest.mark.parametrize("further", ["", "文京区"])
def test_a_page_may_end_far_above_its_foot_where_the_next_row_does_not_fit(drawing: Drawing, further: str) -> None:
    y = 300
    rule(drawing, y, COLUMNS[1:3])
    row(drawing, y, HEAD)
    rule(drawing, y + 18)
    row(drawing, y + 18, ("公民館", "生涯学習課", "講座を開く"))
    drawing.text(LEFT, y + 200, further)
    drawing.text(290, HEIGHT - 40, "12")
    assert cells(drawing) == ([*HEAD] if further else [*HEAD, "公民館", "生涯学習課", "講座を開く"])


def test_a_row_may_have_the_columns_of_a_row_further_up(tmp_path: Path) -> None:
    """Firefox breaks the rule above a row where the row above that has its columns, and draws no sides."""
    drawing = Drawing(tmp_path / "page.pdf")
    y = HEIGHT - 116
    texts = (("図書館", "庶務課", "本を貸し出す"), ("R6", "集う"), ("公民館", "生涯学習文化財課", "講座を開く"))
    columns = (COLUMNS, (LEFT, 190, RIGHT), COLUMNS)
    for number, (its, xs) in enumerate(zip(texts, columns, strict=True)):
        rule(drawing, y + 18 * number, (190,) if number == 2 else ())
        row(drawing, y + 18 * number, its, xs[:-1])
        for x in xs[1:-1] if number < 2 else ():
            drawing.line(x, y + 18 * number, x, y + 18 * (number + 1))
    found = [r.text for r in lay_out(next(pages(drawing.save()))).regions if r.ruled]
    assert found == [text for its in texts for text in its]


def test_the_rest_of_a_row_has_the_sides_of_the_table(tmp_path: Path) -> None:
    """On the page of a table on which it does not end Firefox draws the rules between its columns, and no sides."""
    drawing = Drawing(tmp_path / "page.pdf")
    for x in COLUMNS[1:3]:
        drawing.line(x, 40, x, 96)
    for number in range(3):
        drawing.line(LEFT, 60 + 18 * number, RIGHT, 60 + 18 * number)
    row(drawing, 42, ("", "", "する。"))
    row(drawing, 60, ("公民館", "生涯学習課", "講座を開く"))
    row(drawing, 78, ("博物館", "文化財課", "展示する"))
    found = [r for r in lay_out(next(pages(drawing.save()))).regions if r.ruled]
    assert [(r.text, r.open_top) for r in found[:3]] == [("", True), ("", True), ("する。", True)]
    assert len(found) == 9


def test_a_row_of_a_table_without_sides_goes_on_as_rows_above_it(tmp_path: Path) -> None:
    """Dotted rules are broken anywhere: the columns are those of a row above whose texts stood as these do."""
    drawing = Drawing(tmp_path / "page.pdf")
    y = HEIGHT - 116
    for number, texts in enumerate(
        (HEAD, ("公民館", "生涯学習課", "講座を開く"), ("とても長い名の公民館", "市民課", "集う"))
    ):
        rule(drawing, y + 18 * number, (140, 150, *COLUMNS[1:3]))
        row(drawing, y + 18 * number, texts)
        for x in COLUMNS[1:3] if number < 2 else ():
            drawing.line(x, y + 18 * number, x, y + 18 * (number + 1))
    found = [r.text for r in lay_out(next(pages(drawing.save()))).regions if r.ruled]
    assert found[-3:] == ["とても長い名の公民館", "市民課", "集う"]


def test_a_row_has_the_columns_above_it_where_those_part_more_of_its_texts(drawing: Drawing) -> None:
    """Firefox breaks a rule, too, where only other rows of the table have columns."""
    y = HEIGHT - 62
    for left, right in pairwise(COLUMNS):
        drawing.fill(left, y, right - left, 18)
    rule(drawing, y)
    row(drawing, y, HEAD)
    rule(drawing, y + 18, (150,))
    row(drawing, y + 18, ("公民館", "生涯学習課", "講座を開く"))
    assert cells(drawing) == [*HEAD, "公民館", "生涯学習課", "講座を開く"]


def test_a_cell_may_be_cut_sooner_than_the_others_of_its_row(drawing: Drawing) -> None:
    """A browser hides what does not fit on the page, and of a cell with two parts what does not fit of the first."""
    y = HEIGHT - 40
    drawing.line(LEFT, y, RIGHT, y)
    for x, end in zip(COLUMNS, (y + 20, y + 20, y + 20, y + 14), strict=True):
        drawing.line(x, y, x, end)
    row(drawing, y, ("公民館", "生涯学習課", "講座を開く"))
    found = [r for r in lay_out(next(pages(drawing.save()))).regions if r.ruled][6:]
    assert [(r.text, r.open_bottom) for r in found] == [("公民館", True), ("生涯学習課", True), ("講座を開く", True)]


@pytest.mark.parametrize("wide", [RIGHT - LEFT, 180])
def test_the_axis_of_a_chart_is_no_table(drawing: Drawing, wide: float) -> None:
    y = HEIGHT - 60
    drawing.line(LEFT, y, LEFT + wide, y)
    for number in range(4):
        drawing.fill(LEFT + 20 + 40 * number, y - 50, 20, 50)
        drawing.text(LEFT + 22 + 40 * number, y + 3, f"R{number + 3}")
    assert cells(drawing) == []


def test_a_note_below_a_table_is_none_of_its_rows(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "page.pdf")
    drawing.table(HEIGHT - 100, [100, 100, 200], [list(HEAD), ["図書館", "庶務課", "本を貸し出す"]])
    drawing.text(
        LEFT, HEIGHT - 60, "※事業名は令和六年度のものであり、所管課は令和七年四月一日のものである。注意して読まれたい。"
    )
    assert len([r for r in lay_out(next(pages(drawing.save()))).regions if r.ruled]) == 6


def test_a_rule_that_goes_on_underlines_nothing(drawing: Drawing) -> None:
    """Its first piece happens to be as long as the heading above it."""
    heading = "実績の補足"
    y = HEIGHT - 70
    end = LEFT + stringWidth(heading, FONT, 9)
    drawing.text(LEFT, y - 10.5, heading)
    drawing.fill(LEFT, y, end - LEFT, 24)
    rule(drawing, y, (end + GAP / 2,))
    drawing.text(LEFT + 3, y + 8, "R6")
    drawing.text(end + 4, y + 8, "公民館で講座を開き、博物館で展示した。")
    assert cells(drawing) == ["R6", "公民館で講座を開き、博物館で展示した。"]


@pytest.mark.parametrize(("goes_on", "cells_there"), [(True, 7), (False, 6)])
def test_a_heading_below_a_lone_rule_belongs_to_the_table_of_the_next_page(
    drawing: Drawing, goes_on: bool, cells_there: int
) -> None:
    y = HEIGHT - 60
    rule(drawing, y)
    drawing.text(LEFT + 3, y + 3, "○子育て支援の充実")
    drawing.page()
    if not goes_on:
        rule(drawing, 60)
    for x in (LEFT, RIGHT):
        drawing.fill(x, 60, GAP, 40, grey=0)
    drawing.text(LEFT + 3, 64, "講座を開いた。")
    rule(drawing, 100)
    drawing.table(140, [100, 300], [["公民館", "講座を開く"]])
    layouts = [lay_out(page) for page in pages(drawing.save())]
    close_feet(layouts)
    found = [r.text for r in layouts[0].regions if r.ruled]
    free = [r.text for r in layouts[0].regions if not r.ruled]
    assert len(found) == cells_there
    assert (found if goes_on else free)[-1] == "○子育て支援の充実"
    assert len(found) + len(free) == 7


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (("公民館", "生涯学習課", "講座を開"), COLUMNS),
        (("公民館", "生涯学習課", "講座を開"), (60, 200, 260, 460)),  # another table
        (("※公民館の講座を含む。", "", ""), COLUMNS),  # a note
    ],
)
def test_a_row_without_rules_has_the_columns_of_its_rest(
    tmp_path: Path, texts: tuple[str, ...], columns: tuple[int, ...]
) -> None:
    """Of a table of one row that a page end cuts Firefox draws nothing on the first page: its head is a table, too."""
    drawing = Drawing(tmp_path / "page.pdf")
    drawing.table(HEIGHT - 100, [100, 100, 200], [list(HEAD)])
    row(drawing, HEIGHT - 80, texts)
    drawing.page()
    for x in columns:
        drawing.line(x, 40, x, 76)
    for y in (58, 76):
        drawing.line(LEFT, y, RIGHT, y)
    drawing.text(columns[2] + 3, 42, "く。")
    layouts = [lay_out(page) for page in pages(drawing.save())]
    close_feet(layouts)
    found = [(r.text, r.open_bottom) for r in layouts[0].regions if r.ruled][3:]
    cut = columns == COLUMNS and all(texts)
    assert found == ([(text, True) for text in texts] if cut else [])


@pytest.mark.parametrize(("x", "inside"), [(LEFT + 3, True), (LEFT + 150, False)])
def test_a_line_may_be_left_blank_in_a_cell_that_is_cut(drawing: Drawing, x: float, inside: bool) -> None:
    y = HEIGHT - 90
    drawing.fill(LEFT, y, RIGHT - LEFT, GAP, grey=0)
    drawing.text(LEFT + 3, y + 3, "公民館で講座を開いた。")
    drawing.text(x, y + 3 + 22, "図書館で本を貸した。")
    drawing.page()
    for side in (LEFT, RIGHT):
        drawing.line(side, 40, side, 80)
    drawing.line(LEFT, 80, RIGHT, 80)
    drawing.text(LEFT + 3, 44, "博物館で展示した。")
    layouts = [lay_out(page) for page in pages(drawing.save())]
    close_feet(layouts)
    last = [r for r in layouts[0].regions if r.ruled][-1]
    assert last.text == "公民館で講座を開いた。" + "\n図書館で本を貸した。" * inside


@pytest.mark.parametrize("x", [LEFT + 63, LEFT + 30])
def test_a_row_below_a_lone_rule_has_the_columns_of_the_row_after_it(drawing: Drawing, x: float) -> None:
    """The page ends between two rows of notes: their year stands beside the middle of its text."""
    y = HEIGHT - 90
    drawing.fill(LEFT, y, RIGHT - LEFT, GAP, grey=0)
    drawing.text(x, y + 3, "公民館で講座を開いた。")
    drawing.text(LEFT + 3, y + 8, "R6")
    drawing.text(x, y + 14, "図書館で本を貸した。")
    drawing.page()
    for side in (LEFT, LEFT + 60, RIGHT):
        drawing.line(side, 40, side, 80)
    drawing.line(LEFT, 80, RIGHT, 80)
    drawing.text(LEFT + 3, 44, "R7")
    drawing.text(LEFT + 63, 44, "博物館で展示した。")
    layouts = [lay_out(page) for page in pages(drawing.save())]
    close_feet(layouts)
    last = [r.text for r in layouts[0].regions if r.ruled]
    if x > LEFT + 60:
        assert last[-2:] == ["R6", "公民館で講座を開いた。\n図書館で本を貸した。"]
    else:  # it stands across the columns: what it is in cannot be known
        assert last[-1].replace("\n", "") == "公民館で講座を開いた。R6図書館で本を貸した。"


@pytest.mark.parametrize("footer", ["cut row above", "on both pages"])
def test_a_footer_belongs_to_no_table(drawing: Drawing, footer: str) -> None:
    """Its rule is as wide as the table, and the next page goes on with a cut row."""
    y = HEIGHT - 60
    for number in range(2):
        if number or footer == "cut row above":
            for x in (LEFT, RIGHT):
                drawing.line(x, 60 if number else y - 60, x, 100 if number else y - 20)
            drawing.line(LEFT, 100 if number else y - 60, RIGHT, 100 if number else y - 60)
            drawing.text(LEFT + 3, 64 if number else y - 56, "講座を開いた。")
        if not number or footer == "on both pages":
            rule(drawing, y)
            drawing.text(LEFT, y + 3, "企画課")
        if not number:
            drawing.page()
    layouts = [lay_out(page) for page in pages(drawing.save())]
    close_feet(layouts)
    assert [r.text for r in layouts[0].regions if not r.ruled] == ["企画課"]


def test_a_heading_between_rules_is_no_row_of_the_table_below_it(tmp_path: Path) -> None:
    drawing = Drawing(tmp_path / "page.pdf")
    for y in (60, 84):
        drawing.line(LEFT, y, RIGHT, y)
    drawing.text(200, 66, "点検シート")
    drawing.text(LEFT, 92, "（単位：千円）")
    drawing.table(110, [100, 100, 200], [list(HEAD), ["図書館", "庶務課", "本を貸し出す"]])
    layout = lay_out(next(pages(drawing.save())))
    assert [r.text for r in layout.regions if not r.ruled] == ["点検シート", "（単位：千円）"]
