"""Uprights that run on over a page end: Firefox draws none of them on the page that ends before they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.layout import lay_out
from extract.reader import pages
from tests.drawing import HEIGHT, Drawing
from tests.extract.test_form_language import doubts, read
from tests.extract.test_form_language import drawing as drawing

SIDES = (60, 90, 200, 300, 400)
FOOT = HEIGHT - 120  # where the table begins that the page end cuts
STEP = 18


def row(drawing: Drawing, y: float, *texts: tuple[float, str]) -> None:
    for x, text in texts:
        drawing.text(x + 3, y + 4, text)


def head(drawing: Drawing, columns: tuple[float, ...], texts: tuple[str, ...]) -> None:
    """The next page: a row that no rule begins, and one below it."""
    drawing.page()
    for x in columns:
        drawing.line(x, 40, x, 76)
    for y in (58, 76):
        drawing.line(60, y, 400, y)
    row(drawing, 58, *zip(columns, texts, strict=False))


def cells(path: Path) -> list[str]:
    first, after = pages(path)
    ruled = (r for r in lay_out(first, lambda: after).regions if r.ruled and r.box.top > FOOT - STEP)
    found = sorted(ruled, key=lambda r: (round(r.box.top), r.box.x0))
    assert [r.open_bottom for r in found[-3:]] == [True, True, True]
    return [r.label for r in found if not r.blank]


def three_rows(drawing: Drawing) -> None:
    """An outer label of three rows, of which the page end cuts the last; in one of them two columns are merged."""
    drawing.line(60, FOOT, 400, FOOT)
    for number in (1, 2):
        drawing.line(90, FOOT + STEP * number, 400, FOOT + STEP * number)
    drawing.line(300, FOOT, 300, FOOT + STEP)  # this one ends above the merged cell
    row(drawing, FOOT, (60, "一"), (90, "事業費"), (200, "6年度"), (300, "120"))
    row(drawing, FOOT + STEP, (90, "増減説明"), (200, "講座を増やし謝礼が増えた。"))


@pytest.mark.parametrize("number", ["", "- 7 -"])
def test_an_upright_runs_on_from_where_it_begins(drawing: Drawing, number: str) -> None:
    """A rule that ends at one shows it, or the texts that it parts; a page's number below is in no cell."""
    three_rows(drawing)
    row(drawing, FOOT + 2 * STEP, (90, "想定"), (200, "12"), (300, "15"))
    drawing.text(280, HEIGHT - 50, number)
    head(drawing, SIDES, ("二", "実績", "9", "14"))
    drawing.text(280, HEIGHT - 50, number.replace("7", "8"))
    assert cells(drawing.save()) == [
        "一", "事業費", "6年度", "120", "増減説明", "講座を増やし謝礼が増えた。", "想定", "12", "15"
    ]  # fmt: skip


def test_the_last_row_of_a_page_may_have_other_columns_than_the_next_page_begins_with(drawing: Drawing) -> None:
    """Firefox draws no rule between them: its columns are those of a row of either page, which part its texts."""
    three_rows(drawing)
    row(drawing, FOOT + 2 * STEP, (90, "想定"), (200, "12"), (300, "15"))
    head(drawing, (60, 90, 200, 250, 400), ("二", "所見", "なし"))
    drawing.table(100, [30, 110, 100, 100], [["三", "事業費", "6年度", "80"]])
    assert cells(drawing.save())[-3:] == ["想定", "12", "15"]


def test_a_row_keeps_its_text_whole_where_the_next_page_begins_with_more_columns(drawing: Drawing) -> None:
    three_rows(drawing)
    row(drawing, FOOT + 2 * STEP, (90, "所見"), (200, "なし"))
    head(drawing, (60, 90, 200, 250, 300, 350, 400), ("二", "想定", "1", "2", "3", "4"))
    drawing.save()
    first, after = pages(drawing.path)
    last = [r for r in lay_out(first, lambda: after).regions if r.ruled and r.box.top > FOOT + 1.5 * STEP]
    assert [r.label for r in last if not r.blank] == ["所見", "なし"]
    assert len(last) == 2


def test_a_table_that_does_not_go_on_is_left_as_it_is(drawing: Drawing) -> None:
    three_rows(drawing)
    drawing.page()
    drawing.table(40, [30, 110, 100, 100], [["三", "事業費", "6年度", "80"]])
    first, after = pages(drawing.save())
    assert [r.box for r in lay_out(first, lambda: after).regions] == [r.box for r in lay_out(first).regions]


def test_rows_with_labels_of_their_own_are_two(drawing: Drawing) -> None:
    """No rule parts the last row of a page from the first one of the next."""
    form = '[[table]]\nid = "t"\nheader = "年度"\nyears = "indicators"\n'
    form += "".join(f'[[table.rows]]\npath = "{label}"\n' for label in ("想定", "実績"))
    foot = drawing.table(720, [100, 90, 90], [["年度", "5年度", "6年度"]])
    for (label, value), top in ((("想定", "15"), foot), (("実績", "14"), 40.0)):
        if label == "実績":
            drawing.page()
        for x in (60, 160, 250, 340):
            drawing.line(x, top, x, top + 20)
        row(drawing, top, (60, label), (250, value))
    drawing.line(60, 60, 340, 60)
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    assert [(i.name, i.year, i.printed.text) for i in facts.indicators if i.printed.text] == [
        ("想定", 2024, "15"), ("実績", 2024, "14")
    ]  # fmt: skip
    assert doubts(facts) == []


def test_a_cut_table_may_be_boxes_that_stand_apart(drawing: Drawing) -> None:
    """Cells without borders between them: no rule goes from side to side."""
    for y in (FOOT, FOOT + STEP):
        drawing.line(60, y, 140, y)
        drawing.line(300, y, 400, y)
    row(drawing, FOOT, (60, "番号"), (310, "12"))
    row(drawing, FOOT + STEP, (60, "所属"), (310, "市民局"))
    head(drawing, (60, 140, 400), ("事業名", "敬老"))
    first, after = pages(drawing.save())
    found = lay_out(first, lambda: after).regions
    boxes = [r for r in found if r.ruled and r.box.top > FOOT - STEP and r.box.width > 2]
    assert [r.label for r in boxes if not r.blank] == ["番号", "12", "所属", "市民局"]


@pytest.mark.parametrize(("again", "count"), [("一", 4), ("二", 0)])
def test_the_next_page_may_begin_with_the_head_of_the_table_once_more(drawing: Drawing, again: str, count: int) -> None:
    """As a browser prints it: what goes on stands below that. Another row there is another table's."""
    three_rows(drawing)
    row(drawing, FOOT + 2 * STEP, (90, "想定"), (200, "12"), (300, "15"))
    drawing.page()
    drawing.table(40, [30, 110, 100, 100], [[again, "事業費", "6年度", "120"], ["", "実績", "9", "14"]])
    first, after = pages(drawing.save())
    found = lay_out(first, lambda: after).regions
    assert len([r for r in found if r.ruled and r.open_bottom and r.box.top > FOOT and not r.blank]) == count
