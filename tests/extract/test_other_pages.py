"""What other sheets of the same forms do at page ends, in margins and beside their labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.book import sheets
from extract.facts import SheetFacts
from extract.form import read_form
from extract.lines import parts_words
from extract.wording import name_and_note
from tests.drawing import Drawing
from tests.extract.test_form_language import ASKED, BUDGETS, HEAD, ICONS, OUTLINE, budgets, doubts, read
from tests.extract.test_form_language import drawing as drawing

REMARKS = '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n'
RATED = '[[pair]]\nlabel = "評価理由の詳細"\nto = "narrative:reason"\n'
GROUPED = (
    BUDGETS
    + '[[table.rows]]\npath = "(内訳)/(.+)"\nitem = "\\\\1 / \\\\2"\n[[table.rows]]\npath = "財源/(国庫|うち負担)"\n'
)
FIGURES = (
    '[[section]]\nheading = "3成果.*"\nnarrative = "review"\nsplit = "〇(?P<heading>.+)"\n'
    'captions = "●(?P<caption>.+)●"\nsource = "資料[::](?P<source>.+)"\n'
)


def labelled(drawing: Drawing, form: str, label: str, keys: str = "") -> SheetFacts:
    """Read a drawing by a form that has another label of its own."""
    path = drawing.save()
    text = HEAD.format(keys=keys, opens="").replace('["令和', f'["{label}", "令和') + form
    path.with_suffix(".toml").write_text(text, encoding="utf-8")
    (facts,) = (facts for facts in sheets(path, (read_form(path.with_suffix(".toml")),)) if facts.form)
    return facts


def open_row(drawing: Drawing, sides: list[float], top: float, bottom: float, closed: float) -> None:
    """A row of cells with a rule on one side only: a page end cuts it."""
    drawing.line(sides[0], closed, sides[-1], closed)
    for x in sides:
        drawing.line(x, top, x, bottom)


def cut_row(drawing: Drawing, sides: list[float], above: list[str], below: list[str]) -> None:
    """A row at the foot of a page, and what is printed of it at the head of the next."""
    for top, bottom, closed, y, texts in ((720, 790, 720, 776, above), (40, 80, 80, 44, below)):
        if texts is below:
            drawing.page()
        open_row(drawing, sides, top, bottom, closed)
        for x, text in zip(sides, texts, strict=False):
            drawing.text(x + 3, y, text)


def cut_header(drawing: Drawing, closed: bool, words: tuple[str, str] = ("必要性", "")) -> None:
    """A header that the page end cuts: the headings under its last one stand on the next page."""
    open_row(drawing, [60, 130, 200, 340], 740, 790, closed=740)
    for x, text in ((63, "指標"), (133, words[0]), (203, "効率性")):
        drawing.text(x, 776, text)
    if closed:
        drawing.line(60, 790, 340, 790)
    drawing.page()
    open_row(drawing, [60, 130, 200, 270, 340], 40, 60, closed=60)
    for x, text in ((133, words[1]), (203, "主体"), (273, "手法")):
        drawing.text(x, 44, text)
    if closed:
        drawing.line(60, 40, 340, 40)
    drawing.table(60, [70] * 4, [["結果", "高い", "可能", "不可"]])
    drawing.table(100, [60, 280], [["備考", "なし"]])


def narratives(drawing: Drawing, form: str, section: str, keys: str = "") -> list[str]:
    return [n.printed.text for n in read(drawing, form, keys=keys).narratives if n.section == section]


# Rows and labels that a page end cuts


def test_a_label_further_out_says_nothing_of_the_row_that_a_page_end_cuts(drawing: Drawing) -> None:
    """An upright label that spans rows is printed where its middle falls: here on the second page."""
    sides = [60.0, 90.0, 160.0, 400.0]
    open_row(drawing, sides, 720, 790, closed=720)
    drawing.text(95, 724, "備考")
    drawing.text(163, 776, "蔵書が増え、")
    drawing.page()
    drawing.line(90, 80, 400, 80)
    open_row(drawing, sides, 40, 110, closed=110)
    drawing.text(65, 70, "外部")
    drawing.text(163, 44, "来館者も増えた。")
    found = labelled(drawing, REMARKS, "外部").narratives
    assert [n.printed.text for n in found] == ["蔵書が増え、来館者も増えた。"]


@pytest.mark.parametrize(("first", "text"), [("", "図書を多く購入した"), ("さらに", "図書を多くさらに購入した")])
def test_all_cells_beside_the_blank_rest_of_a_label_are_its_value(drawing: Drawing, first: str, text: str) -> None:
    open_row(drawing, [60, 130, 340], 720, 790, closed=720)
    drawing.text(63, 776, "備考")
    drawing.text(133, 776, "図書を多く")
    drawing.line(60, 790, 340, 790)
    drawing.page()
    drawing.table(40, [70, 210], [["", first], ["^", "購入した"], ["担当", "図書課"]])
    facts = read(drawing, REMARKS + '[[pair]]\nlabel = "担当"\nto = "program.departments"\n')
    assert "".join(n.printed.text for n in facts.narratives).replace("\n", "") == text
    assert doubts(facts) == []


@pytest.mark.parametrize(("values", "codes"), [(["", ""], []), (["5", "6"], ["unknown_row"])])
def test_a_row_left_free_at_the_foot_of_a_page_has_no_name_of_another_group(
    drawing: Drawing, values: list[str], codes: list[str]
) -> None:
    """The first row of the next page stands within a label of its own."""
    rows = [["区分", "<", "5年度決算", "6年度決算"], ["内訳", "委託料", "1", "2"], ["^", "", *values]]
    drawing.table(730, [40, 80, 90, 90], rows)
    drawing.page()
    drawing.table(40, [40, 80, 90, 90], [["財源", "国庫", "", ""], ["^", "うち負担", "3", "4"]])
    drawing.table(100, [60, 240], [["備考", "なし"]])
    facts = read(drawing, GROUPED + REMARKS)
    assert {item for item, _ in budgets(facts)} == {"内訳 / 委託料", "財源 / 国庫", "財源 / うち負担"}
    assert [code for code, _ in doubts(facts)] == codes


def test_a_row_whose_outer_label_stands_on_the_page_before_is_one_of_the_forms_own(drawing: Drawing) -> None:
    """The letter that tags it says nothing of the last letters of names."""
    rows = [["区分", "<", "5年度決算", "6年度決算"], ["内訳", "繰出金A", "1", "2"], ["財源", "国庫", "3", "4"]]
    drawing.table(730, [40, 80, 90, 90], rows)
    drawing.page()
    drawing.table(40, [40, 80, 90, 90], [["", "うち負担 B", "5", "6"]])
    drawing.table(100, [60, 240], [["備考", "なし"]])
    facts = read(drawing, GROUPED + REMARKS)
    assert {item for item, _ in budgets(facts)} == {"内訳 / 繰出金A", "財源 / 国庫", "財源 / うち負担"}


def test_a_label_that_a_page_end_cuts_is_one(drawing: Drawing) -> None:
    cut_row(drawing, [60, 130, 400], ["評価理由", "蔵書が増え、"], ["の詳細", "来館者も増えた。"])
    facts = read(drawing, RATED)
    assert [n.printed.text for n in facts.narratives] == ["蔵書が増え、来館者も増えた。"]
    assert doubts(facts) == []


@pytest.mark.parametrize("first", ["事業", "事業計"])
def test_a_label_that_a_page_end_cuts_is_one_where_rules_close_both_its_parts(drawing: Drawing, first: str) -> None:
    """A word processor draws them, and a spreadsheet the letter between twice; a number may count the parts, too."""
    drawing.table(740, [20, 60, 60, 200], [["1", first, "備考", "蔵書が増えた。"]])
    drawing.page()
    drawing.table(40, [20, 60, 60, 200], [["", "計画", "備考", "館を建てた。"]])
    assert [d.code for d in labelled(drawing, REMARKS, "事業計画").doubts if d.code == "unread_text"] == []


def test_the_rest_of_a_row_may_be_blank_but_for_its_label(drawing: Drawing) -> None:
    form = '[[table]]\nid = "t"\nheader = "区分"\nyears = "indicators"\n[[table.rows]]\npath = "一人あたりの額.*"\n'
    drawing.table(700, [120, 90, 90], [["区分", "5年度", "6年度"]])
    open_row(drawing, [60, 180, 270, 360], 720, 790, closed=720)
    for x, text in ((63, "一人あたり"), (183, "120"), (273, "130")):
        drawing.text(x, 776, text)
    drawing.page()
    open_row(drawing, [60, 180, 270, 360], 40, 60, closed=60)
    drawing.text(63, 44, "の額（単位：円）")
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [(i.year, i.unit, i.printed.text) for i in facts.indicators] == [(2023, "円", "120"), (2024, "円", "130")]


@pytest.mark.parametrize(
    "parts", [("職種別", "内訳"), ("職種別内", "内訳"), ("職種別内訳", "訳"), ("職種別内訳", "内訳")]
)
def test_the_letters_at_a_page_end_may_be_printed_on_both_pages(drawing: Drawing, parts: tuple[str, str]) -> None:
    """A spreadsheet draws an upright label whole on each page, and shows there what is inside its part of the cell."""
    form = '[[table]]\nid = "t"\nheader = "区分"\nyears = "indicators"\n'
    form += '[[table.rows]]\npath = "職種別内訳/(.+)"\nitem = "\\\\1"\n'
    foot = drawing.table(720, [160, 60, 60], [["区分", "5年度", "6年度"]])
    drawing.table(foot, [80, 80, 60, 60], [[parts[0], "事務職", "3", "4"], ["^", "技術職", "5", "6"]])
    drawing.page()
    drawing.table(40, [80, 80, 60, 60], [[parts[1], "嘱託", "7", "8"], ["^", "その他", "9", "1"]])
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [(i.name, i.printed.text) for i in facts.indicators if i.year == 2023] == [
        ("事務職", "3"), ("技術職", "5"), ("嘱託", "7"), ("その他", "9")
    ]  # fmt: skip
    assert doubts(facts) == []


def test_a_page_end_may_part_a_label_from_all_rows_that_it_names(drawing: Drawing) -> None:
    """The cut goes through the header beside it, as in a table whose heading spans all years."""
    form = '[[table]]\nid = "t"\nunder = "実績表"\nnames = "above"\nyears = "indicators"\n'
    form += '[[table.rows]]\npath = "件数(?:/(.*))?"\nitem = "{above}"\n'
    drawing.table(720, [340], [["実績表"]])
    open_row(drawing, [60, 180, 360], 745, 790, closed=745)
    drawing.line(180, 765, 360, 765)
    drawing.text(63, 749, "件数")
    drawing.text(183, 749, "項目")
    drawing.page()
    open_row(drawing, [60, 180], 40, 100, closed=100)
    drawing.table(40, [90, 90], [["5年度", "6年度"], ["相談", "<"], ["12", "13"]], x=180)
    drawing.table(120, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [(i.name, i.printed.text) for i in facts.indicators] == [("相談", "12"), ("相談", "13")]
    assert [d.message for d in facts.doubts if "件数" in d.message] == []


def test_a_page_end_may_cut_the_label_of_a_row_and_the_one_around_it(drawing: Drawing) -> None:
    """A spreadsheet cuts a row high above its text: it prints no more of it than a strip of blank cells."""
    form = '[[table]]\nid = "t"\nheader = "区分"\nyears = "indicators"\n[[table.rows]]\npath = "客観的分析/結果"\n'
    drawing.table(755, [120, 90, 90], [["区分", "5年度", "6年度"]])
    for page, words in enumerate((["客観的", "", "", ""], ["分析", "結果", "12", "13"])):
        top, bottom = ((775, 792), (40, 90))[page]
        if page:
            drawing.page()
        open_row(drawing, [60, 120, 180, 270, 360], top, bottom, closed=bottom if page else top)
        for x, text in zip((63, 123, 183, 273), words, strict=True):
            drawing.text(x, top + 4, text)
    drawing.table(110, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [(i.year, i.printed.text) for i in facts.indicators] == [(2023, "12"), (2024, "13")]


@pytest.mark.parametrize(("label", "count"), [("の額（単位：円）", 2), ("一人あたりの額", 4)])
def test_the_rest_of_a_row_may_hold_the_end_of_its_label_between_rules(
    drawing: Drawing, label: str, count: int
) -> None:
    """A library that sets tables closes both parts of a cut row; a label that is whole names a row of its own."""
    form = '[[table]]\nid = "t"\nheader = "区分"\nyears = "indicators"\n[[table.rows]]\npath = "一人あたりの額.*"\n'
    first = "一人あたり" if count == 2 else "一人あたりの額"
    drawing.table(740, [120, 90, 90], [["区分", "5年度", "6年度"], [first, "120", "130"]])
    drawing.page()
    drawing.table(40, [120, 90, 90], [[label, "", ""]])
    drawing.table(100, [60, 280], [["備考", "なし"]])
    assert len(read(drawing, form + REMARKS).indicators) == count


def test_a_blank_row_that_no_rule_begins_is_the_rest_of_the_row_before_it(drawing: Drawing) -> None:
    """Firefox closes the part of a cut row that holds its text, and draws the rest of its cells without it."""
    drawing.table(750, [120, 90, 90], [["区分", "5年度決算", "6年度決算"], ["事業費", "120", "130"]])
    drawing.page()
    open_row(drawing, [60, 180, 270, 360], 40, 50, closed=50)
    drawing.table(100, [60, 280], [["備考", "なし"]])
    form = '[[table]]\nid = "t"\nheader = "区分"\nyears = "budgets"\n[[table.rows]]\npath = "事業費"\n'
    facts = read(drawing, form + REMARKS)
    assert [(b.year, b.printed.text) for b in facts.budgets] == [(2023, "120"), (2024, "130")]


@pytest.mark.parametrize(("closed", "told"), [(False, []), (True, ["unread_text"])])
def test_the_label_of_the_rows_under_a_cut_header_is_one(drawing: Drawing, closed: bool, told: list[str]) -> None:
    """A rule in between parts it from what stands there."""
    form = '[[table]]\nid = "t"\nheader = "年度"\nyears = "budgets"\nunit = "千円"\n'
    form += '[[table.rows]]\npath = "(?:.*/)?費用(?:\\\\(.*\\\\))?(?:/決算)?"\nitem = "費用"\npart = "total"\n'
    open_row(drawing, [60, 130, 200, 340], 740, 790, closed=740)
    drawing.line(60 if closed else 130, 790, 340, 790)
    for x, text in ((63, "費用"), (133, "年度"), (203, "6年度")):
        drawing.text(x, 776, text)
    drawing.page()
    open_row(drawing, [60, 130, 200, 340], 40, 60, closed=60)
    for x, text in ((63, "費用（千円）"), (133, "決算"), (203, "12")):
        drawing.text(x, 44, text)
    drawing.line(130, 40, 340, 40)
    if closed:
        drawing.line(60, 40, 130, 40)
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [b.printed.text for b in facts.budgets] == ["12"]
    assert [code for code, _ in doubts(facts)] == told


@pytest.mark.parametrize("closed", [False, True])  # browsers leave the cut open, word processors close it
@pytest.mark.parametrize("words", [("必要性", ""), ("", "必要性")])
def test_a_header_that_a_page_end_cuts_is_one(drawing: Drawing, closed: bool, words: tuple[str, str]) -> None:
    cut_header(drawing, closed, words)
    facts = read(drawing, ASKED + REMARKS)
    answers = {a.item: a.printed.text for a in facts.answers}
    assert answers == {"必要性": "高い", "効率性 / 主体": "可能", "効率性 / 手法": "不可"}
    assert doubts(facts) == []


def test_a_heading_whose_words_a_page_end_parts_is_one(drawing: Drawing) -> None:
    cut_header(drawing, closed=False, words=("市民の", "必要性"))
    assert [a.item for a in read(drawing, ASKED + REMARKS).answers] == [
        "市民の必要性",
        "効率性 / 主体",
        "効率性 / 手法",
    ]


@pytest.mark.parametrize(("again", "told"), [("(2024年度)", []), ("(2023年度)", ["unnamed_row"])])
def test_a_year_that_a_page_end_parts_from_itself_is_one(drawing: Drawing, again: str, told: list[str]) -> None:
    """Word processors close the cells that they cut."""
    form = '[[table]]\nid = "t"\nheader = "指標"\nnames = "column"\nyears = "indicators"\n'
    form += '[[table.columns]]\nlabel = "指標"\nto = "indicator.name"\n'
    drawing.table(770, [90, 90], [["指標", "令和6年度"]])
    drawing.page()
    drawing.table(40, [90, 90], [["", again], ["相談件数", "12"]])
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert ("相談件数", 2024, "12") in [(i.name, i.year, i.printed.text) for i in facts.indicators]
    assert [code for code, _ in doubts(facts)] == told


def test_a_row_under_a_header_at_the_foot_of_a_page_is_no_part_of_it(drawing: Drawing) -> None:
    drawing.table(770, [70] * 3, [["指標", "必要性", "効率性"]])
    drawing.page()
    drawing.table(40, [70] * 3, [["", "", "なし"], ["結果", "高い", "可能"]])
    drawing.table(100, [60, 280], [["備考", "なし"]])
    facts = read(drawing, ASKED + REMARKS)
    assert {a.item: a.printed.text for a in facts.answers} == {"必要性": "高い", "効率性": "可能"}
    assert [code for code, _ in doubts(facts)] == ["unknown_row"]


def test_a_title_row_on_each_page_does_not_close_the_cell_under_it(drawing: Drawing) -> None:
    """A spreadsheet prints the cut line again below its title rows."""
    drawing.table(110, [340], [["令和6年度の取組"]])
    open_row(drawing, [60, 130, 400], 720, 790, closed=720)
    drawing.text(63, 724, "備考")
    for y, line in ((724, "蔵書が増え、"), (784, "来館者も増えた。")):
        drawing.text(133, y, line)
    drawing.page()
    drawing.table(110, [340], [["令和6年度の取組"]])
    open_row(drawing, [60, 130, 400], 130, 170, closed=170)
    drawing.text(133, 126, "来館者も増えた。")
    drawing.text(133, 144, "夜間も開く。")
    drawing.table(200, [60, 280], [["所見", "なし"]])
    form = REMARKS + '[[pair]]\nlabel = "所見"\nto = "narrative:view"\n'
    (text,) = narratives(drawing, form, "remarks", keys='furniture = ["令和6年度の取組"]')
    assert text.replace("\n", "") == "蔵書が増え、来館者も増えた。夜間も開く。"


def test_a_piece_of_a_running_head_is_none_of_the_cut_cell_below_it(drawing: Drawing) -> None:
    """The rest of it may stand beyond the side of the cell, and a letter of the cut line in it."""
    for page, head in enumerate(("令和6年度 図書館", "令和6、年度 図書館")):
        if page:
            drawing.page()
        drawing.text(375, 28 - 8 * page, head)
        open_row(drawing, [60, 130, 400], *((720, 790, 720), (40, 80, 80))[page])
        drawing.text(63, (776, 54)[page], ("備考", "")[page])
        drawing.text(133, (776, 44)[page], ("図書を多く", "購入した")[page])
    facts = read(drawing, REMARKS, keys='furniture = ["令和6年度 ?図書館"]')
    assert [n.printed.text for n in facts.narratives] == ["図書を多く購入した"]


def test_a_title_level_with_the_first_line_of_a_cut_row_is_none_of_it(drawing: Drawing) -> None:
    for page, (words, y) in enumerate((("図書を多く", 776), ("購入した", 31))):
        if page:
            drawing.page()
        drawing.text(230, 28, "令和6年度の取組", 10)
        open_row(drawing, [60, 130, 400], *((720, 790, 720), (40, 80, 80))[page])
        drawing.text(63, y, "備考" if not page else "")
        drawing.text(133, y, words)
    facts = read(drawing, REMARKS, keys='furniture = ["令和6年度の取組"]')
    assert [n.printed.text for n in facts.narratives] == ["図書を多く購入した"]


def test_a_line_with_a_title_upon_it_is_not_the_better_print(drawing: Drawing) -> None:
    cut_row(drawing, [60, 130, 400], ["備考", "図書を多く購入した"], ["", ""])
    drawing.text(133, 26, "図書を多く購入した")
    drawing.text(142, 27, "取組")
    facts = read(drawing, REMARKS)
    assert [n.printed.text for n in facts.narratives] == ["図書を多く購入した"]


def test_letters_left_of_the_second_print_of_a_line_are_no_line(drawing: Drawing) -> None:
    """A clip hides letter by letter: of some, points and commas above all, nothing tells that they are hidden."""
    cut_row(drawing, [60, 130, 400], ["備考", "本、雑誌を買う"], ["", ""])
    drawing.text(142, 26, "、")
    drawing.text(178, 26, "買")
    facts = read(drawing, REMARKS)
    assert [n.printed.text for n in facts.narratives] == ["本、雑誌を買う"]
    assert doubts(facts) == []


@pytest.mark.parametrize(("first", "second"), [("外部評価", "価"), ("外", "外部評価")])
def test_an_upright_label_may_end_at_the_page_end(drawing: Drawing, first: str, second: str) -> None:
    """The letter that the page end cuts is printed on both pages, by itself on one of them."""
    sides = [60.0, 90.0, 160.0, 400.0]
    open_row(drawing, sides, 720, 790, closed=720)
    drawing.text(95, 724, "備考")
    drawing.text(163, 724, "蔵書が増え、")
    drawing.text(65, 784 - 10.35 * (len(first) - 1), "\n".join(first))
    drawing.page()
    open_row(drawing, sides, 40, 110, closed=110)
    drawing.text(163, 44, "来館者も増えた。")
    drawing.text(65, 34, "\n".join(second))
    facts = labelled(drawing, REMARKS, "外部評価")
    assert [n.printed.text for n in facts.narratives] == ["蔵書が増え、来館者も増えた。"]
    assert [d.message for d in facts.doubts if d.code in ("cut_text", "unread_text")] == []


@pytest.mark.parametrize(("x", "first"), [(100, 90), (140, 90), (100, 28)])
def test_a_title_outside_cells_is_no_text_of_the_cut_row_below_it(drawing: Drawing, x: float, first: float) -> None:
    """A spreadsheet repeats it on each page; it may run over the sides of the cells below it, or stand within one."""
    drawing.text(x, first, "令和6年度の取組")
    cut_row(drawing, [60, 130, 400], ["備考", "図書を多く"], ["", "購入した"])
    drawing.text(x, 28, "令和6年度の取組")
    facts = read(drawing, REMARKS, keys='furniture = ["令和6年度の取組"]')
    assert [n.printed.text for n in facts.narratives] == ["図書を多く購入した"]
    assert doubts(facts) == []


def test_a_value_and_the_label_of_the_next_page_are_not_one_label(drawing: Drawing) -> None:
    form = '[[pair]]\nlabel = ".*年度以降の方向性"\nto = "narrative:direction"\n'
    cut_row(drawing, [60, 180, 400], ["課題", "人手"], ["7年度以降の方向性", "続ける。"])
    assert narratives(drawing, form, "direction") == ["続ける。"]


def test_a_page_with_the_title_rows_of_its_sheet_is_no_sheet_of_its_own(drawing: Drawing) -> None:
    form = '[[pair]]\nlabel = "課題No\\\\.(?P<sheet_no>\\\\d+)"\n' + REMARKS
    for number, label in enumerate(("備考", "所見")):
        if number:
            drawing.page()
            drawing.text(60, 40, "令和6年度評価シート", 14)
        drawing.text(300, 40, "課題No.7")
        drawing.table(110, [60, 280], [[label, "なし"]])
    facts = read(drawing, form)
    assert [p.page for p in facts.pages] == [1, 2]


@pytest.mark.parametrize(
    ("more", "texts"), [(True, ["蔵書が増えた。", "なし"]), (False, ["蔵書が増えた。", "蔵書が増えた。"])]
)
def test_the_first_row_of_a_table_may_be_printed_on_each_page(drawing: Drawing, more: bool, texts: list[str]) -> None:
    """A word processor repeats it where it is set as a title row; the table goes on under it."""
    first, second = ["備考", "蔵書が増えた。"], ["備考", "なし"]
    drawing.table(740, [60, 280], [first, ["理由", "改築"]])
    drawing.page()
    drawing.table(40, [60, 280], [first, second] if more else [first])
    assert narratives(drawing, REMARKS, "remarks") == texts


def test_the_first_row_of_a_table_may_be_printed_on_more_than_two_pages(drawing: Drawing) -> None:
    first = ["備考", "蔵書が増えた。"]
    drawing.table(740, [60, 280], [first, ["理由", "改築"]])
    for label in ("課題", "所見"):
        drawing.page()
        drawing.table(40, [60, 280], [first, [label, "なし"]])
    assert narratives(drawing, REMARKS, "remarks") == ["蔵書が増えた。"]


def test_a_row_that_each_part_of_a_table_has_is_no_title_of_it(drawing: Drawing) -> None:
    """Two page ends may cut two parts above the same row, and that may say the same."""
    parts = '[[pair]]\nlabel = "細事業名"\nto = "program.program"\nopens = "child"\n'
    parts += '[[pair]]\nlabel = "概要"\nto = "program.role"\n'
    names, role = [["細事業名", f"図書館{n}"] for n in range(4)], ["概要", "本を貸し出す。"]
    drawing.table(740, [60, 280], names[:1])
    for rest in ([role, names[1], role, names[2]], [role, names[3], role]):
        drawing.page()
        drawing.table(40, [60, 280], rest)
    programs = read(drawing, parts, opens='opens = "program"').programs[1:]
    assert [p.fields["role"].text for p in programs if "role" in p.fields] == ["本を貸し出す。"] * 4


def test_a_heading_that_is_printed_again_has_no_text_of_its_own_there(drawing: Drawing) -> None:
    foot = drawing.table(680, [340], [["3 成果"]])
    drawing.table(foot + 20, [340], [["〇図書館"], ["蔵書が増えた。"], ["〇公民館"]])
    drawing.page()
    drawing.table(40, [340], [["〇図書館"], ["講座が増えた。"]])
    found = [(n.heading, n.printed.text) for n in read(drawing, FIGURES).narratives]
    assert found == [("図書館", "蔵書が増えた。"), ("公民館", "講座が増えた。")]


def test_a_row_goes_on_over_the_page_end_only_if_it_is_the_last_one(drawing: Drawing) -> None:
    """What stands below it was not read: the rest is that row's."""
    form = (
        '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\nopens = "program"\nneeds = ["program.role"]\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "役割"\nto = "program.role"\n'
    )
    drawing.table(600, [120, 200], [["担当", "役割"], ["文化課", "学ぶ場"]])
    drawing.table(640, [60, 120, 140], [["市民課", "集う", "場"]])
    drawing.page()
    drawing.table(40, [120, 200], [["", "を広げる。"], ["福祉課", "支え合う場"]])
    drawing.table(120, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [p.fields["role"].text for p in facts.programs] == ["学ぶ場", "を広げる。", "支え合う場"]
    assert "missing_value" in [code for code, _ in doubts(facts)]


@pytest.mark.parametrize(("widths", "text"), [([340.0], ["夜間も開く。"]), ([100.0, 240.0], [])])
def test_the_box_of_a_heading_may_stand_at_the_head_of_the_next_page(
    drawing: Drawing, widths: list[float], text: list[str]
) -> None:
    """A box that does not fit under its heading is moved; cells of other widths are none."""
    form = '[[pair]]\nlabel = "改善の検討"\nto = "narrative:improvement"\nat = "below"\n'
    drawing.table(720, [340], [["#改善の検討"]])
    drawing.page()
    drawing.table(100, widths, [["夜間も開く。", "昼"][: len(widths)]])
    drawing.table(160, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [n.printed.text for n in facts.narratives if n.section == "improvement"] == text
    assert ("missing_value" in [code for code, _ in doubts(facts)]) is not bool(text)


@pytest.mark.parametrize(("widths", "text"), [([340.0], ["夜間も開く。"]), ([100.0, 240.0], [])])
def test_the_box_of_a_line_may_stand_at_the_head_of_the_next_page(
    drawing: Drawing, widths: list[float], text: list[str]
) -> None:
    form = '[[pair]]\nlabel = "※改善"\nto = "narrative:improvement"\nat = "below"\n'
    drawing.text(60, 780, "※改善")
    drawing.page()
    foot = drawing.table(40, widths, [["夜間も開く。", "昼"][: len(widths)]])
    drawing.table(foot + 40, [60, 280], [["備考", "なし"]])
    facts = read(drawing, form + REMARKS)
    assert [n.printed.text for n in facts.narratives if n.section == "improvement"] == text
    assert ("missing_value" in [code for code, _ in doubts(facts)]) is not bool(text)


# Pages


def test_the_number_of_a_page_below_a_row_that_the_page_end_cuts_is_the_sheets(drawing: Drawing) -> None:
    sides = [60.0, 160.0, 400.0]
    drawing.text(227, 792, "24")
    cut_row(drawing, sides, ["備考", "図書を多く"], ["", "購入した"])
    drawing.text(227, 792, "25")
    path = drawing.save()
    numbered = HEAD.format(keys="", opens="").replace("[[pair]]", 'sheet_no = "{page_number}"\n[[pair]]', 1)
    path.with_suffix(".toml").write_text(numbered + REMARKS, encoding="utf-8")
    (facts,) = (facts for facts in sheets(path, (read_form(path.with_suffix(".toml")),)) if facts.form)
    assert (facts.sheet_no, [n.printed.text for n in facts.narratives]) == ("24", ["図書を多く購入した"])


def test_pages_of_a_bound_book_stand_further_left_and_right_by_turns(drawing: Drawing) -> None:
    for number, x in enumerate((60.0, 90.0, 60.0)):
        if number:
            drawing.page()
        drawing.table(110, [70, 130, 140], [["1", "2", "3"], ["4", "5", "6"]], x=x)
    facts = read(drawing, "")
    assert [p.page for p in facts.pages] == [1, 2, 3]


@pytest.mark.parametrize(("widths", "kept"), [([34.0] * 10, True), ([85.0] * 4, False)])
def test_a_page_may_part_one_column_of_many(drawing: Drawing, widths: list[float], kept: bool) -> None:
    """The heading over the two stands on the page before; a table of few columns may have such rules by chance."""
    drawing.table(110, widths, [["1"] * len(widths)])
    drawing.page()
    drawing.table(110, [*widths[:-1], 15, widths[-1] - 15], [["2"] * (len(widths) + 1)])
    assert [p.page for p in read(drawing, "").pages] == ([1, 2] if kept else [1])


@pytest.mark.parametrize(("rows", "kept"), [([["区分", "件数"], ["相談", "12"]], True), ([["備考", "なし"]], False)])
def test_a_running_head_alone_makes_no_page_of_the_sheet(drawing: Drawing, rows: list[list[str]], kept: bool) -> None:
    drawing.text(400, 20, "評価資料")
    drawing.page()
    drawing.text(400, 20, "評価資料")
    drawing.table(110, [100, 100], rows)
    facts = labelled(drawing, REMARKS, "評価資料", keys='appendix = "appendix"')
    assert ("相談" in "".join(n.printed.text for n in facts.narratives if n.section == "appendix")) is kept


@pytest.mark.parametrize("head", ["", "評価調書"])
def test_the_empty_rest_of_a_box_ends_no_sheet(drawing: Drawing, head: str) -> None:
    """Its width may be that of no other cell, and a running head may stand above it."""
    drawing.text(430, 30, head)
    for number in (2, 3):
        drawing.page()
        drawing.text(430, 30, head)
        if number == 2:
            drawing.table(40, [345], [[""]])
            drawing.text(290, 800, "2")
    drawing.table(60, [60, 280], [["備考", "なし"]])
    assert narratives(drawing, REMARKS, "remarks") == ["なし"]


def test_numbers_of_a_chart_at_the_foot_are_no_page_numbers(drawing: Drawing) -> None:
    drawing.table(110, [340], [["3 成果や課題は何か"], ["利用者は増えた。"]])
    drawing.text(60, 730, "●図1 利用者数●")
    drawing.text(80, 760, "100")
    drawing.text(80, 780, "令和6年度")
    drawing.text(290, 815, "7")
    (figure,) = read(drawing, FIGURES).figures
    assert sorted(figure.labels) == ["100", "令和6年度"]


# Figures, icons, headings


def test_a_cell_with_the_mark_of_a_heading_ends_the_figure_above_it(drawing: Drawing) -> None:
    drawing.table(110, [340], [["3 成果や課題は何か"], ["〇相談の充実"], ["利用者は増えた。"]])
    drawing.text(60, 180, "●図1 利用者数●")
    drawing.text(80, 200, "100")
    drawing.table(220, [340], [["〇広報の充実"], ["読む人が増えた。"]])
    facts = read(drawing, FIGURES)
    assert [(n.heading, n.printed.text) for n in facts.narratives] == [
        ("相談の充実", "利用者は増えた。"), ("広報の充実", "読む人が増えた。"),
    ]  # fmt: skip
    assert [f.labels for f in facts.figures] == [("100",)]


@pytest.mark.parametrize("filled", [False, True])
def test_a_box_with_round_corners_is_one_however_its_border_is_drawn(drawing: Drawing, filled: bool) -> None:
    """WeasyPrint fills a border: a box, and a smaller one that is cut out of it."""
    drawing.table(110, [60, 280], [["備考", "なし"]], height=40)
    path = drawing.canvas.beginPath()
    for inset in (0, 0.75) if filled else (0,):
        path.roundRect(300 + inset, 842 - 145 + inset, 90 - 2 * inset, 20 - 2 * inset, 4)
    drawing.canvas.drawPath(path, stroke=int(not filled), fill=int(filled), fillMode=0)
    drawing.text(306, 130, "5年度まで")
    facts = read(drawing, REMARKS)
    assert [n.printed.text for n in facts.narratives] == ["なし"]
    assert any("5年度まで" in d.message for d in facts.doubts)


def test_bars_above_the_label_of_the_icons_are_none(drawing: Drawing) -> None:
    drawing.canvas.setFillColorRGB(237 / 255, 125 / 255, 49 / 255)  # a usual colour of charts
    drawing.canvas.rect(140, 842 - 108, 26, 40, stroke=0, fill=1)
    drawing.canvas.setFillGray(0)
    drawing.table(110, [60, 280], [["SDGs", ""]], height=40)
    drawing.canvas.setFillColorRGB(76 / 255, 159 / 255, 56 / 255)
    drawing.canvas.rect(140, 842 - 143, 26, 26, stroke=0, fill=1)
    assert read(drawing, ICONS).sdgs == [3]


def test_a_heading_ends_before_the_list_under_it(drawing: Drawing) -> None:
    drawing.table(110, [340], [["3 成果や課題は何か"]])
    drawing.table(130, [340], [["〇広報の充実\n・区報に掲載した。\n・講座を開いた。\n　今後も続ける。"]], height=60)
    assert [(n.heading, n.printed.text) for n in read(drawing, FIGURES).narratives] == [
        ("広報の充実", "・区報に掲載した。\n・講座を開いた。\n今後も続ける。")
    ]


def test_a_line_under_a_label_is_no_rest_of_it_where_the_label_had_room(drawing: Drawing) -> None:
    drawing.text(60, 200, "●評価の補足")
    drawing.text(60, 212, "（単位：百万円）")
    drawing.table(300, [440], [["備考"]])
    facts = read(drawing, OUTLINE + '[[pair]]\nlabel = "●評価の補足"\n')
    assert any("百万円" in d.message for d in facts.doubts)


# Names and units


def test_a_unit_alone_may_name_the_rows_under_it(drawing: Drawing) -> None:
    form = (
        '[[table]]\nid = "t"\nunder = "実績表"\nnames = "above"\nyears = "indicators"\n'
        '[[table.rows]]\npath = "件数/?(.*)"\nitem = "件数 / {above}"\n'
    )
    drawing.table(110, [340], [["実績表"]])
    rows = [["", "5年度", "6年度"], ["件数", "（単位：千円）", "<"], ["^", "1", "2"]]
    drawing.table(130, [100, 120, 120], rows)
    facts = labelled(drawing, form, "\\\\(単位:千円\\\\)")
    assert [(i.unit, i.printed.text) for i in facts.indicators] == [("千円", "1"), ("千円", "2")]


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("相談件数（※１）", "相談件数（※1）", ""),
        ("参加者数（※延べ人数）（人）", "参加者数（※延べ人数）（人）", ""),
        ("連絡会（支援会議※）※令和６年度から", "連絡会（支援会議※）", "※令和6年度から"),
    ],
)
def test_a_note_within_brackets_is_a_part_of_the_name(text: str, name: str, note: str) -> None:
    assert name_and_note(text) == (name, note)


@pytest.mark.parametrize(
    ("text", "gaps", "parted"),
    [
        ("ARTBOX", [0, 0, 0, 0.22, 0, 0], [3]),
        ("ARTBOX", [0, 0.22, 0.22, 0.22, 0.22, 0.22], []),  # letter-spaced
        ("ART12", [0, 0, 0, 0.22, 0], []),
        ("AVATAR", [0, 0.2, 0.2, 0, 0, 0], []),  # letters set close, but for the first
        ("AB1234", [0, 0, 0, 0, 0.22, 0], []),  # figures stay together
        ("図書ART", [0, 0, 0.22, 0, 0], []),
    ],
)
def test_a_narrow_gap_parts_latin_words(text: str, gaps: list[float], parted: list[int]) -> None:
    assert [at for at in range(1, len(text)) if parts_words(text, gaps, at)] == parted


def test_words_that_a_writer_cuts_anywhere_are_whole(drawing: Drawing) -> None:
    """It begins lines with 、 too: no other program does."""
    drawing.table(110, [60, 74], [["備考", "図書館とYOKOH\nAMAの連携が進\n、利用者が増え"]], height=50)
    (text,) = narratives(drawing, REMARKS, "remarks")
    assert text.replace("\n", "") == "図書館とYOKOHAMAの連携が進、利用者が増え"


def test_a_year_as_printed_in_two_tables_stays_with_its_own(drawing: Drawing) -> None:
    drawing.table(110, [80, 90, 90], [["区分", "5年度決算", "6年度予算"], ["委託料", "1", "2"]])
    form = BUDGETS + '[[table.rows]]\npath = "委託料"\n'
    assert {year for _, year in budgets(read(drawing, form))} == {2023, 2024}


@pytest.mark.parametrize("x", [52.4, 52.5, 52.6, 55.0])
def test_a_running_head_stands_at_one_place_but_for_little(drawing: Drawing, x: float) -> None:
    drawing.text(52.4, 770, "施策1の評価")
    drawing.table(110, [60, 60], [["備考", "a"]])
    drawing.page()
    drawing.text(x, 770, "施策2の評価")
    drawing.table(60, [80, 60], [["評価理由の詳細", "b"]])
    assert [d.message for d in read(drawing, REMARKS + RATED).doubts if d.code == "unread_text"] == []


@pytest.mark.parametrize(("size", "gap", "found"), [(7.0, 31.0, False), (9.0, 31.0, True), (18.0, 60.0, True)])
def test_how_far_below_its_label_a_box_stands_goes_with_the_size_of_print(
    drawing: Drawing, size: float, gap: float, found: bool
) -> None:
    drawing.text(60, 110, "備考", size)
    drawing.table(110 + size + gap, [160], [["本を貸し出す"]])
    facts = read(drawing, REMARKS + 'at = "below"\n')
    assert [n.printed.text for n in facts.narratives] == (["本を貸し出す"] if found else [])


@pytest.mark.parametrize(("labels", "told"), [(9, True), (6, False)])
def test_a_page_of_short_labels_without_its_head_is_told(tmp_path: Path, labels: int, told: bool) -> None:
    """A page end may leave the head of a sheet alone on the page before: what is under it belongs to no sheet."""
    names = ("公共性", "公益性", "必需性", "有効性", "効率性", "代替性", "緊急性", "公平性", "経済性")
    pairs = "".join(f'[[pair]]\nlabel = "{name}"\nto = "narrative:n{n}"\n' for n, name in enumerate(names))
    file = tmp_path / "form.toml"
    file.write_text(HEAD.format(keys="", opens="") + pairs, encoding="utf-8")
    drawing = Drawing(tmp_path / "sheet.pdf")
    drawing.table(60, [80, 300], [[name, "高い"] for name in names[:labels]])
    (facts,) = sheets(drawing.save(), (read_form(file),))
    assert [d.code for d in facts.doubts] == ["unrecognised_sheet"] * told


@pytest.mark.parametrize(
    ("width", "right", "told"),
    [
        (1190.55, 655.0, True),
        (1190.55, 500.0, False),  # a table over the fold
        (595.28, 360.0, False),  # two tables beside each other on an upright page
    ],
)
def test_two_pages_side_by_side_are_told(drawing: Drawing, width: float, right: float, told: bool) -> None:
    """Printed two to a page their rows would be read across, line by line."""
    drawing.canvas.setPageSize((width, 841.89))
    drawing.table(140, [60, 140], [["備考", "本を貸し出す"], ["備考", "本を買う"]])
    drawing.table(140, [60, 140], [["備考", "講座を開く"], ["備考", "講師を招く"]], x=right)
    facts = labelled(drawing, REMARKS, "備品")
    assert ("pages_side_by_side" in [d.code for d in facts.doubts]) == told


@pytest.mark.parametrize(("x", "told"), [(60.0, []), (330.0, ["uncertain_program"])])
def test_values_beside_the_name_of_a_program_are_told(drawing: Drawing, x: float, told: list[str]) -> None:
    """Two pages printed on one: what stands at the right is of the program that was named on its own page."""
    drawing.table(110, [80, 160], [["細事業名", "移動図書館"]])
    rows = [["区分", "5年度決算", "6年度決算"], ["事業費", "1", "2"]]
    drawing.table(150, [60, 80, 80], rows, x=x)
    form = '[[pair]]\nlabel = "細事業名"\nto = "program.program"\nopens = "child"\n' + BUDGETS
    form += '[[table.rows]]\npath = "事業費"\nitem = "事業費"\n'
    facts = read(drawing, form, opens='opens = "program"')
    assert [code for code, _ in doubts(facts)] == told


def test_the_rest_of_a_value_may_stand_beside_the_blank_rest_of_its_label(drawing: Drawing) -> None:
    """Both span rows that have labels and values of their own further left, of which a page end cuts the first."""
    drawing.line(60, 740, 460, 740)
    for x in (60, 130, 260, 310, 460):
        drawing.line(x, 740, x, 790)
    drawing.line(60, 790, 260, 790)
    for x, text in ((63, "期間"), (133, "通年"), (263, "備考"), (313, "蔵書を増やし、")):
        drawing.text(x, 744, text)
    drawing.page()
    drawing.table(40, [70, 130, 50, 150], [["", "", "", "夜間も開く。"], ["対象", "市民", "^", "^"]])
    drawing.table(100, [60, 280], [["所見", "なし"]])
    form = REMARKS + "".join(
        f'[[pair]]\nlabel = "{label}"\nto = "narrative:{to}"\n' for label, to in (("期間", "term"), ("対象", "target"))
    )
    facts = read(drawing, form)
    assert {n.section: n.printed.text for n in facts.narratives} == {
        "term": "通年", "remarks": "蔵書を増やし、夜間も開く。", "target": "市民"
    }  # fmt: skip


def test_a_page_that_begins_with_the_rest_of_a_row_is_no_appendix(drawing: Drawing) -> None:
    """Below it may stand a table without labels of the form, as on an appendix."""
    cut_row(drawing, [60, 130, 400], ["備考", "蔵書を増やし、"], ["", "夜間も開く。"])
    drawing.table(100, [45, 62, 55, 71], [["市", "料金", "減免", "年度"]])
    assert narratives(drawing, REMARKS, "remarks", keys='appendix = "appendix"') == ["蔵書を増やし、夜間も開く。"]
