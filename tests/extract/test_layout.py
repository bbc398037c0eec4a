"""Cells and their lines: what underlines, turned labels and open tables do to them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extract.form import load_forms
from extract.grid import find_grid
from extract.layout import PageLayout, lay_out
from extract.reader import pages
from tests.drawing import FONT, HEIGHT, Drawing


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    return Drawing(tmp_path / "page.pdf")


def laid_out(drawing: Drawing) -> PageLayout:
    return lay_out(next(pages(drawing.save())))


def cells(layout: PageLayout) -> list[str]:
    return [r.text for r in layout.regions if r.ruled]


@pytest.mark.parametrize("below", [1.0, 2.0, -3.0])  # single, accounting, struck out
def test_a_line_under_a_text_or_through_it_cuts_no_cell(drawing: Drawing, below: float) -> None:
    drawing.table(100, [200, 200], [["本を貸し出します", "右"]], height=40)
    first, last = (63 + stringWidth("本を貸し出します"[:n], FONT, 9) for n in (2, 6))
    baseline = 100 + 4 + 9 * 0.9
    drawing.line(first, baseline + below, last, baseline + below)
    layout = laid_out(drawing)
    assert cells(layout) == ["本を貸し出します", "右"]
    assert [r.struck for r in layout.regions] == [below < 0, False]


@pytest.mark.parametrize("rest", ["千円", "　"])
def test_a_text_may_be_struck_out_in_pieces(drawing: Drawing, rest: str) -> None:
    """A word processor draws one for each run: the last of them may strike out a space."""
    drawing.table(100, [200, 200], [["1,234" + rest, "右"]], height=40)
    ends = [63 + stringWidth(text, FONT, 9) for text in ("", "1,234", "1,234" + rest)]
    for first, last in pairwise(ends):
        drawing.fill(first, 100 + 4 + 9 * 0.9 - 3, last - first, 0.5, grey=0)
    assert [r.struck for r in laid_out(drawing).regions] == [True, False]


def test_a_line_outside_cells_may_be_struck_out(drawing: Drawing) -> None:
    drawing.text(60, 100, "廃止した事業")
    drawing.text(60, 120, "続ける事業")
    wide, baseline = stringWidth("廃止した事業", FONT, 9), 100 + 9 * 0.9
    drawing.line(60, baseline - 3, 60 + wide, baseline - 3)
    assert [(r.text, r.struck) for r in laid_out(drawing).regions] == [("廃止した事業", True), ("続ける事業", False)]


def test_a_rule_as_long_as_the_text_above_it_is_the_side_of_its_cell(drawing: Drawing) -> None:
    wide = stringWidth("図書館", FONT, 9)
    for row, text in enumerate(("図書館", "公民館")):
        drawing.cell(60 - 3, 100 + row * 10, wide + 0.0, 10, "")
        drawing.text(60 - 3, 100 + row * 10 + 0.5, text)
    assert cells(laid_out(drawing)) == ["図書館", "公民館"]


def test_a_rule_drawn_column_by_column_has_no_gap_where_it_crosses_a_letter(drawing: Drawing) -> None:
    """Rows with hardly any room; the row below has a narrow column, which breaks the rules above, too."""
    for y in (100, 110, 120, 150):
        for x0, x1 in ((60, 100), (100, 107.5), (107.5, 300)):
            drawing.line(x0, y, x1, y)
    for x, top in ((60, 100), (100, 120), (107.5, 120), (300, 100)):
        drawing.line(x, top, x, 150)
    drawing.text(63, 97, "基本政策の名称")
    drawing.text(63, 107, "主要課題の番号")
    assert cells(laid_out(drawing)) == ["基本政策の名称", "主要課題の番号", "", "", ""]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_label_wider_than_its_cell_is_one_text(drawing: Drawing, at_once: bool) -> None:
    """Also where each glyph is drawn by itself, as cairo does; a text with padding before it is another cell's."""
    drawing.table(100, [70, 71], [["", ""]])
    drawing.text(150, 104, "375,620")
    label, x = "一般財源（B）", 75.5
    for part in [label] if at_once else label:
        drawing.text(x, 104, part)
        x += stringWidth(part, FONT, 9)
    assert x - 9 < 60 + 70 < x - 4.5  # the bracket's middle lies beyond the rule
    assert cells(laid_out(drawing)) == [label, "375,620"]


def test_letters_that_fill_their_cells_stay_in_them(drawing: Drawing) -> None:
    drawing.table(100, [9] * 5, [[""] * 5])
    for number, letter in enumerate("一二三四五"):
        drawing.text(60 + 9 * number, 104, letter)
    assert cells(laid_out(drawing)) == list("一二三四五")


@pytest.mark.parametrize("label", ["主な内訳", "財源"])
def test_a_label_turned_on_its_side_is_read_as_it_was_written(drawing: Drawing, label: str) -> None:
    drawing.table(100, [20, 100, 60], [["", "委託料", "1"], ["^", "その他", "2"]], height=40)
    drawing.canvas.saveState()
    drawing.canvas.translate(74, HEIGHT - 170)
    drawing.canvas.rotate(90)
    drawing.canvas.setFont(FONT, 9)
    drawing.canvas.drawString(0, 0, label)
    drawing.canvas.restoreState()
    assert cells(laid_out(drawing)) == [label, "委託料", "1", "その他", "2"]


def test_tables_without_sides_are_closed_one_by_one(drawing: Drawing) -> None:
    def open_table(y: float) -> None:
        for row in range(3):
            drawing.line(60, y + 20 * row, 400, y + 20 * row)
        drawing.line(200, y, 200, y + 40)
        drawing.text(65, y + 4, "左")
        drawing.text(205, y + 4, "右")

    open_table(100)
    drawing.text(65, 160, "〇見出し")
    drawing.table(180, [140, 200], [["一", "二"]])
    drawing.text(65, 220, "〇見出し")
    open_table(240)
    layout = laid_out(drawing)
    assert cells(layout) == ["左", "右", "", "", "一", "二", "左", "右", "", ""]
    assert [r.text for r in layout.regions if not r.ruled] == ["〇見出し", "〇見出し"]


def test_dotted_rules_near_to_one_another_have_no_rule_in_every_dot(drawing: Drawing) -> None:
    """A browser fills each dot as a small square; two tables with dotted borders may nearly meet."""

    def dotted(x: float, y: float, length: float, step: tuple[float, float]) -> None:
        for number in range(int(length / 1.5) + 1):
            drawing.fill(x + 1.5 * number * step[0], y + 1.5 * number * step[1], 0.75, 0.75, grey=0)

    for top in (100, 142.5):
        for at in range(3):
            dotted(60, top + 19.5 * at, 240, (1, 0))
            dotted(60 + 120 * at, top, 39, (0, 1))
    assert find_grid(next(pages(drawing.save())).rulings).xs == pytest.approx([60, 180, 300], abs=0.5)


@pytest.mark.parametrize(
    ("form", "label", "healed"),
    [
        ("bunkyo-strategy", "\ufffd年後の目\ufffdす姿", "4年後の目指す姿"),
        ("ikeda-program", "主\ufffd内訳", "主な内訳"),
        ("ikeda-program", "事業\ufffd", "事業費"),
        ("ikeda-program", "事業の\ufffd\ufffd性", "事業の\ufffd\ufffd性"),  # 効率性, or 有効性
        ("ikeda-program", "\ufffd\ufffd\ufffd訳", "\ufffd\ufffd\ufffd訳"),  # too little is known
        ("ikeda-program", "図書\ufffd", "図書\ufffd"),
    ],
)
def test_a_label_with_unknown_letters_is_the_one_that_it_can_be(form: str, label: str, healed: str) -> None:
    (sets,) = (known.sets for known in load_forms() if known.id == form)
    assert sets.healed(label) == healed


@pytest.mark.parametrize("later", [False, True])  # a browser paints what is set relative to its place last
@pytest.mark.parametrize(
    ("rise", "size", "text"),
    [
        (3.1, 7.5, "98²か所"),
        (1.8, 6.75, "98²か所"),
        (5.0, 5.2, "98²か所"),
        (0.0, 7.5, "982か所"),
        (0.5, 8.9, "982か所"),
    ],
)
def test_a_raised_digit_is_no_digit_of_the_number_before_it(
    drawing: Drawing, rise: float, size: float, text: str, later: bool
) -> None:
    """Firefox, Chromium and LibreOffice raise a footnote's number by 0.2 to 0.55 em."""
    drawing.cell(60, 100, 200, 24, "")
    drawing.text(63, 108, "98")
    at = 63 + stringWidth("98", FONT, 9)
    rest = at + stringWidth("2", FONT, size)
    pieces = [(at, 108 + 0.9 * (9 - size) - rise, "2", size), (rest, 108, "か所", 9)]
    for x, y, piece, its in reversed(pieces) if later else pieces:
        drawing.text(x, y, piece, its)
    assert cells(laid_out(drawing)) == [text]


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(
    ("rise", "small", "text"),
    [
        (3.0, "※1", "支援会議※1を"),
        (3.0, "（注）", "支援会議（注）を"),
        (3.0, "1)", "支援会議¹)を"),
        (-2.4, "2", "支援会議2を"),  # CO2
    ],
)
def test_a_raised_or_lowered_word_is_of_the_line_of_the_letter_before_it(
    drawing: Drawing, rise: float, small: str, text: str, later: bool
) -> None:
    drawing.cell(60, 100, 200, 36, "")
    drawing.text(63, 108, "支援会議")
    at = 63 + 4 * 9
    rest = at + stringWidth(small, FONT, 5.4)
    pieces = [(at, 108 + 0.9 * (9 - 5.4) - rise, small, 5.4), (rest, 108, "を", 9.0)]
    for x, y, piece, its in reversed(pieces) if later else pieces:
        drawing.text(x, y, piece, its)
    drawing.text(63, 119, "活用しました。")
    assert cells(laid_out(drawing)) == [f"{text}\n活用しました。"]


def test_a_raised_word_is_of_its_line_where_another_stands_a_little_higher_beside_it(drawing: Drawing) -> None:
    """A browser makes room for what is raised: of two captions beside each other that one stands lower."""
    drawing.text(60, 203.4, "●出生数", 8)
    drawing.text(60 + 4 * 8, 201.4, "※3", 6.6)
    drawing.text(60 + 4 * 8 + stringWidth("※3", FONT, 6.6), 203.4, "●（人）", 8)
    drawing.text(300, 200, "●相談件数●", 8)
    assert {region.text for region in laid_out(drawing).regions} == {"●出生数※3●（人）", "●相談件数●"}


def test_two_small_lines_beside_a_letter_are_none_of_its_line(drawing: Drawing) -> None:
    """An option may be set in two lines beside its mark, and a reading stands over its word."""
    drawing.cell(60, 100, 200, 36, "")
    drawing.text(63, 110, "●", 9)
    drawing.text(72.5, 109.25, "おおむね\n達成", 6)
    drawing.cell(60, 200, 200, 36, "")
    drawing.text(63, 210, "この障害")
    drawing.text(81, 205, "しょうがい", 4)
    page = laid_out(drawing)
    assert cells(page) == ["おおむね\n●\n達成", "この障害"]
    assert [line.text for region in page.regions for line in region.readings] == ["しょうがい"]


def test_small_digits_of_the_next_cell_are_not_raised(drawing: Drawing) -> None:
    drawing.table(100, [30, 60], [["", ""]], height=24)
    drawing.text(90 - 27.5, 110, "事業費")
    drawing.text(90.5, 106, "12", 7)
    assert cells(laid_out(drawing)) == ["事業費", "12"]


def test_the_space_between_the_boxes_of_two_cells_is_no_cell(drawing: Drawing) -> None:
    """A page of the web may draw each cell's border apart, and one around them all."""
    drawing.cell(60, 100, 280, 28, "")
    for x, width, text in ((63, 60, "R5(2023)"), (126, 211, "本を貸し出す")):
        drawing.cell(x, 103, width, 22, text)
    assert cells(laid_out(drawing)) == ["R5(2023)", "本を貸し出す"]
