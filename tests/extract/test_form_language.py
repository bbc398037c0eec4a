"""What each part of the form language does, on small drawn sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

from extract.book import sheets
from extract.facts import SheetFacts
from extract.form import read_form
from tests.drawing import Drawing

HEAD = """id = "test-form"
name = "評価シート"
municipality_code = "272043"
municipality = "池田市"
labels = ["令和6年度評価シート"]
{keys}
[recognise]
first_page = ["評価シート"]
[numbering]
edition = "(?P<year>令和.{{1,3}}年度)評価シート"
[[pair]]
label = "事業名"
to = ["sheet.title", "program.program"]
{opens}
[[pair]]
label = "番号"
to = "sheet.sheet_no"
"""
PROGRAM = [["番号", "7", "事業名", "図書館運営"]]
BUDGETS = '[[table]]\nid = "t"\nheader = "区分"\nyears = "budgets"\nunit = "千円"\n'


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    """A page with the head of a sheet."""
    drawn = Drawing(tmp_path / "sheet.pdf")
    drawn.text(60, 40, "令和6年度評価シート", 14)
    drawn.table(70, [60, 60, 60, 160], PROGRAM)
    return drawn


def read(drawing: Drawing, form: str, keys: str = "", opens: str = "") -> SheetFacts:
    path = drawing.save()
    file = path.with_suffix(".toml")
    file.write_text(HEAD.format(keys=keys, opens=opens) + form, encoding="utf-8")
    found = [facts for facts in sheets(path, (read_form(file),)) if facts.form]
    assert len(found) == 1
    assert (found[0].edition, found[0].sheet_no) == (2024, "7")
    assert [d for d in found[0].doubts if d.severity == "error"] == []
    return found[0]


def budgets(facts: SheetFacts) -> dict[tuple[str, int | None], tuple[str, str, str, str]]:
    return {(b.item, b.year): (b.side, b.part, b.kind, b.printed.text) for b in facts.budgets}


def indicators(facts: SheetFacts) -> dict[tuple[str, int | None], tuple[str, str, str]]:
    return {(i.name, i.year): (i.kind, i.unit, i.printed.text) for i in facts.indicators}


def test_rows_are_named_by_nested_labels(drawing: Drawing) -> None:
    drawing.table(
        110,
        [50, 50, 90, 90, 90],
        [
            ["区分", "<", "<", "5年度決算", "6年度予算"],
            ["コスト", "物件費", "委託料", "1", "2"],
            ["^", "^", "その他", "3", "4"],
            ["^", "合計 A", "<", "4", "6"],
            ["一般財源", "<", "<", "4", "―"],
        ],
    )
    form = BUDGETS + (
        '[[table.rows]]\npath = "コスト/合計"\nitem = "コスト / 合計"\npart = "total"\n'
        '[[table.rows]]\npath = "コスト/物件費/(.+)"\npart = "of_which"\n'
        '[[table.rows]]\npath = "一般財源"\nside = "funding"\n'
    )
    assert budgets(read(drawing, form)) == {
        ("コスト / 物件費 / 委託料", 2023): ("cost", "of_which", "actual", "1"),
        ("コスト / 物件費 / 委託料", 2024): ("cost", "of_which", "budget", "2"),
        ("コスト / 物件費 / その他", 2023): ("cost", "of_which", "actual", "3"),
        ("コスト / 物件費 / その他", 2024): ("cost", "of_which", "budget", "4"),
        ("コスト / 合計", 2023): ("cost", "total", "actual", "4"),
        ("コスト / 合計", 2024): ("cost", "total", "budget", "6"),
        ("一般財源", 2023): ("funding", "component", "actual", "4"),
        ("一般財源", 2024): ("funding", "component", "budget", "―"),
    }


def test_a_row_above_names_the_rows_under_it(drawing: Drawing) -> None:
    drawing.text(60, 108, "実績表")
    drawing.table(
        124,
        [60, 90, 90],
        [
            ["実績", "5年度実績", "6年度見込"],
            ["^", "相談件数（件）", "<"],
            ["^", "81", "92"],
            ["^", "訪問回数（回）", "<"],
            ["^", "17", ""],
        ],
    )
    form = (
        '[[table]]\nid = "t"\nunder = "実績表"\nyears = "indicators"\nnames = "above"\n'
        '[[table.rows]]\npath = "実績/(.+)"\nitem = "{above}"\ncategory = "activity"\n'
    )
    assert indicators(read(drawing, form)) == {
        ("相談件数", 2023): ("actual", "件", "81"),
        ("相談件数", 2024): ("expected", "件", "92"),
        ("訪問回数", 2023): ("actual", "回", "17"),
        ("訪問回数", 2024): ("expected", "回", ""),
    }


def test_a_cell_merged_over_years_stands_for_each_with_an_issue(drawing: Drawing) -> None:
    rows = [["区分", "4年度決算", "5年度決算", "6年度決算"], ["事業費", "12", "統合", "<"]]
    drawing.table(110, [80, 90, 90, 90], rows)
    facts = read(drawing, BUDGETS + '[[table.rows]]\npath = "事業費"\n')
    assert [b.printed.text for b in facts.budgets] == ["12", "統合", "統合"]
    assert [d.code for d in facts.doubts] == ["merged_value"] * 2


def test_an_answer_merged_over_years_stands_for_each_with_an_issue(drawing: Drawing) -> None:
    """As where a rule between two answers is missing: each year would bear both."""
    rows = [["区分", "4年度決算", "5年度決算", "6年度決算"], ["実施方法", "直営", "一部委託　　　　全部委託", "<"]]
    drawing.table(110, [80, 90, 90, 90], rows)
    form = BUDGETS + '[[table.rows]]\npath = "実施方法"\nto = "answers"\nitem = "実施方法 {column}"\n'
    facts = read(drawing, form)
    assert len(facts.answers) == 3
    assert [d.code for d in facts.doubts] == ["merged_value"] * 2


@pytest.mark.parametrize(
    ("heading", "year", "kind", "told"),
    [
        ("6年度予算", 2024, "budget", []),
        ("6年度決算見込", 2024, "expected", []),
        ("6年度要求", 2024, "actual", ["unknown_column"]),
        ("R6①", 2024, "actual", ["unknown_column"]),
    ],
)
def test_what_a_year_heading_says_of_its_amounts(
    drawing: Drawing, heading: str, year: int, kind: str, told: list[str]
) -> None:
    """A footnote's digit is none of the year's, a word that is not known is told."""
    drawing.table(110, [80, 90, 90], [["区分", "5年度決算", heading], ["予算編成費", "12", "13"]])
    form = BUDGETS + 'kinds = { "決算" = "actual", "予算" = "budget" }\n[[table.rows]]\npath = "予算編成費"\n'
    facts = read(drawing, form)
    assert [(b.year, b.kind) for b in facts.budgets] == [(2023, "actual"), (year, kind)]
    assert [d.code for d in facts.doubts] == told


@pytest.mark.parametrize("width", [34, 60])
def test_two_figures_in_a_narrow_cell_are_not_one_number(drawing: Drawing, width: float) -> None:
    drawing.table(110, [80, width, 60], [["区分", "5年", "6年"], ["事業費", "450\n438", "1"]], height=30)
    facts = read(drawing, BUDGETS + '[[table.rows]]\npath = "事業費"\n')
    assert facts.budgets[0].printed.text == "450\n438"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("1,234,5\n67", "1,234,567"),
        ("1,234,\n567", "1,234,567"),
        ("123,456\n千円", "123,456千円"),
        ("123456\n789", "123456\n789"),
        ("5\n3\n8", "5\n3\n8"),
        ("○\n○\n×", "○\n○\n×"),
    ],
)
def test_a_number_goes_on_in_the_next_line_only_where_it_is_not_whole(drawing: Drawing, lines: str, text: str) -> None:
    """Two of them in a column that fits them are as long as it is wide, too."""
    drawing.table(110, [80, 40, 60], [["区分", "5年", "6年"], ["事業費", lines, "1"]], height=40)
    facts = read(drawing, BUDGETS + '[[table.rows]]\npath = "事業費"\n')
    assert facts.budgets[0].printed.text == text


@pytest.mark.parametrize(
    ("printed", "amounts"), [("5,800 (0)", ["5,800", "0"]), ("12　34(5)", ["12 34", "5"]), ("800①(0)", ["800①", "0"])]
)
def test_what_a_rule_cuts_keeps_its_numbers_apart(drawing: Drawing, printed: str, amounts: list[str]) -> None:
    drawing.table(110, [80, 120], [["区分", "5年度決算"], ["経費", printed]])
    form = BUDGETS + (
        '[[table.rows]]\npath = "経費"\nsplit = "([^(]+)(?:\\\\(([^)]*)\\\\))?"\n'
        'items = ["経費", "経費 / 一財"]\nparts = ["total", "of_which"]\n'
    )
    assert [b.printed.text for b in read(drawing, form).budgets] == amounts


def test_an_amount_in_brackets_alone_is_told_where_a_rule_cuts_it(drawing: Drawing) -> None:
    drawing.table(110, [80, 120, 120], [["区分", "5年度決算", "6年度予算"], ["経費", "（1,400）", "（調整中）"]])
    form = BUDGETS + (
        '[[table.rows]]\npath = "経費"\nsplit = "([^(]+)(?:\\\\(([^)]*)\\\\))?"\n'
        'items = ["経費", "経費 / 一財"]\nparts = ["total", "of_which"]\n'
    )
    says = "of 経費 and 経費 / 一財 stands one amount in brackets: （1,400） was read as 経費"
    assert doubts(read(drawing, form)) == [("stacked_amounts", says)]


def test_a_cell_struck_out_by_a_diagonal_is_blank(drawing: Drawing) -> None:
    drawing.table(110, [80, 90, 90], [["区分", "5年度決算", "6年度決算"], ["事業費", "12", ""]])
    drawing.line(230, 150, 320, 130)
    facts = read(drawing, BUDGETS + '[[table.rows]]\npath = "事業費"\n')
    assert budgets(facts) == {
        ("事業費", 2023): ("cost", "component", "actual", "12"),
        ("事業費", 2024): ("cost", "component", "actual", ""),
    }


def test_one_print_may_hold_an_amount_and_its_part(drawing: Drawing) -> None:
    drawing.table(110, [80, 100, 100], [["区分", "5年度決算", "6年度予算"], ["経費", "5,800(0)", "1,400(1,300)"]])
    form = BUDGETS + (
        '[[table.rows]]\npath = "経費"\nsplit = "([^(]+)(?:\\\\(([^)]*)\\\\))?"\n'
        'items = ["経費", "経費 / 一財"]\nparts = ["total", "of_which"]\n'
    )
    facts = read(drawing, form)
    assert budgets(facts) == {
        ("経費", 2023): ("cost", "total", "actual", "5,800"),
        ("経費 / 一財", 2023): ("cost", "of_which", "actual", "0"),
        ("経費", 2024): ("cost", "total", "budget", "1,400"),
        ("経費 / 一財", 2024): ("cost", "of_which", "budget", "1,300"),
    }
    assert {b.raw for b in facts.budgets} == {"5,800(0)", "1,400(1,300)"}


@pytest.mark.parametrize(
    ("rest", "aside"),
    [
        ("うち繰越 1,000", "うち繰越1,000"),
        ("（うち繰越 1,000(0)）", "(うち繰越1,000(0))"),
        ("（繰越分 1,000(0)を含む）", "(繰越分1,000(0)を含む)"),
        ("補正 1,000(0)", ""),  # may have to be added
        ("（翌年度繰越 300）", ""),
    ],
)
def test_what_says_a_part_of_an_amount_leaves_it_whole(drawing: Drawing, rest: str, aside: str) -> None:
    drawing.table(110, [80, 120], [["区分", "5年度決算"], ["経費", f"5,800(300)\n{rest}"]], height=40)
    form = BUDGETS + (
        '[[table.rows]]\npath = "経費"\nsplit = "([^(]+)(?:\\\\(([^)]*)\\\\))?"\n'
        'items = ["経費", "経費 / 一財"]\nparts = ["total", "of_which"]\n'
    )
    facts = read(drawing, form)
    said = [(b.item, b.printed.text) for b in facts.budgets]
    if aside:
        assert said == [("経費", "5,800"), ("経費 / 一財", "300")]
        assert {b.raw for b in facts.budgets} == {f"5,800(300)\n{rest}"}
        assert doubts(facts) == [("unread_text", f"not read, beside 5,800(300): {aside}")]
    else:
        assert [item for item, _ in said] == ["経費"]


@pytest.mark.parametrize("printed", ["5,800うち一財300", "5,800(うち一財300)"])
def test_an_aside_that_may_be_an_amount_of_its_own_is_not_left_out(drawing: Drawing, printed: str) -> None:
    drawing.table(110, [80, 120], [["区分", "5年度決算"], ["経費", printed]])
    form = BUDGETS + (
        '[[table.rows]]\npath = "経費"\nsplit = "([0-9,]+)(?:\\\\(([0-9,]*)\\\\))?"\n'
        'items = ["経費", "経費 / 一財"]\nparts = ["total", "of_which"]\n'
    )
    assert [(b.item, b.printed.text) for b in read(drawing, form).budgets] == [("経費", printed)]


def test_the_marked_option_answers_even_where_options_are_set_in_two_lines(drawing: Drawing) -> None:
    drawing.table(110, [80, 300], [["達成見込み", ""]], height=36)
    for x, mark, lines in ((150, "○", "達成"), (210, "●", "おおむね\n達成"), (290, "○", "達成困難")):
        drawing.text(x, 123, mark)
        drawing.text(x + 12, 118 if "\n" in lines else 123, lines)
    facts = read(drawing, '[[pair]]\nlabel = "達成見込み"\nto = "answer"\noptions = "●"\n')
    assert [(a.item, a.printed.text) for a in facts.answers] == [("達成見込み", "おおむね達成")]


@pytest.mark.parametrize(
    ("lines", "pitch", "answer", "told"),
    [
        ("○ 達成し、事業の\n　 規模を拡げて継続し\n　 ていくべきである\n● 見直しを要する", 1.15, "見直しを要する", ""),
        ("○ 未達成\n● 目標は達成したが、\n　 継続しない\n○ その他", 1.7, "目標は達成したが、継続しない", ""),
        ("○ 達成　● 未達成\n理由：利用者が増えた\n改善策：広報", 1.15, "未達成", "理由：利用者が増えた"),
        ("● 達成したので規模をもっと大きく\nして続ける\n○ 他", 1.15, "達成したので規模をもっと大きくして続ける", ""),
        ("●達成（生活者への個人消費継続\n性）\n○ 他", 1.15, "達成（生活者への個人消費継続性）", ""),
    ],
)  # fmt: skip
def test_a_line_without_a_mark_belongs_to_the_option_that_it_goes_on(
    drawing: Drawing, lines: str, pitch: float, answer: str, told: str
) -> None:
    drawing.table(110, [80, 160], [["取組への評価", ""]], height=120)
    for number, line in enumerate(lines.split("\n")):
        drawing.text(146, 116 + 9 * pitch * number, line)
    facts = read(drawing, '[[pair]]\nlabel = "取組への評価"\nto = "answer"\noptions = "●"\n')
    assert [a.printed.text for a in facts.answers] == [answer]
    assert [d.code for d in facts.doubts] == ["merged_cells"] * bool(told)
    assert all(d.message.endswith(told) for d in facts.doubts)


def test_a_filled_mark_without_its_option_is_told(drawing: Drawing) -> None:
    drawing.table(110, [80, 300], [["達成見込み", ""]], height=36)
    for x, said in ((150, "○達成"), (210, "●"), (222, "○おおむね達成"), (330, "●達成困難")):
        drawing.text(x, 123, said)
    facts = read(drawing, '[[pair]]\nlabel = "達成見込み"\nto = "answer"\noptions = "●"\n')
    assert [a.printed.text for a in facts.answers] == ["達成困難"]
    assert [(d.code, "without its option" in d.message) for d in facts.doubts] == [("merged_cells", True)]


def test_a_box_drawn_over_a_cell_is_no_part_of_its_text(drawing: Drawing) -> None:
    drawing.table(110, [80, 400], [["概要", ""]], height=60)
    drawing.text(146, 116, "本を貸し出す。")
    drawing.rounded(300, 130, 150, 22)
    drawing.text(308, 136, "【実施期間】平成3年度～")
    form = (
        '[[pair]]\nlabel = "概要"\nto = "narrative:outline"\n'
        '[[pair]]\nlabel = "【実施期間】(?P<value>.*)"\nto = "narrative:period"\n'
    )
    said = {n.section: n.printed.text for n in read(drawing, form).narratives}
    assert said == {"outline": "本を貸し出す。", "period": "平成3年度～"}


def test_a_labels_own_text_keeps_its_blanks_and_widths(drawing: Drawing) -> None:
    drawing.text(60, 130, "利用システム（KYOTO  ART BOX）")
    drawing.text(60, 150, "実施主体：㈱みどり（指定管理）")
    form = "".join(
        f'[[pair]]\nlabel = "{label}"\nto = "narrative:{slug}"\n'
        for label, slug in (("利用システム\\\\((?P<value>.+)\\\\)", "system"), ("実施主体:(?P<value>.+)", "operator"))
    )
    facts = read(drawing, form)
    assert {n.section: n.printed.text for n in facts.narratives} == {
        "system": "KYOTO ART BOX",
        "operator": "㈱みどり（指定管理）",
    }
    assert "value" not in facts.fields
    assert facts.doubts == []


@pytest.mark.parametrize(
    ("label", "ruled", "doubts"),
    [
        ("実施内容", True, set()),
        ("実施内容", False, {"label_in_value", "missing_part"}),
        ("概要", False, {"missing_part"}),  # a word so short may stand in any text
    ],
)
def test_no_field_holds_a_label_without_a_doubt(drawing: Drawing, label: str, ruled: bool, doubts: set[str]) -> None:
    apart, together = (
        [["目的", "本に親しむ。"], [label, "本を貸し出す。"]],
        [["目的", f"本に親しむ。\n{label}"], ["^", "^"]],
    )
    drawing.table(110, [60, 200], apart if ruled else together)
    form = "".join(
        f'[[pair]]\nlabel = "{named}"\nto = "narrative:{to}"\n'
        for named, to in (("目的", "purpose"), (label, "outline"))
    )
    facts = read(drawing, form)
    assert {d.code for d in facts.doubts} == doubts
    assert len(facts.narratives) == (2 if ruled else 1)


def test_pages_without_labels_of_the_form_are_its_appendix(drawing: Drawing) -> None:
    drawing.page()
    drawing.text(60, 60, "別紙 施設の一覧")
    drawing.table(90, [100, 100], [["施設", "場所"], ["中央館", "城南"]])
    facts = read(drawing, "", keys='appendix = "appendix"')
    assert [n.section for n in facts.narratives] == ["appendix"]
    assert "中央館" in facts.narratives[0].printed.text
    assert [p.page for p in facts.pages] == [1, 2]
    assert sum(p.unread for p in facts.pages) == 0


def test_what_is_doubtful_in_an_appendix_is_told(drawing: Drawing) -> None:
    drawing.page()
    drawing.table(90, [100, 100], [["施設", "場所"], ["中央館", "城南"]])
    drawing.text(164, 97, "別の紙の字")
    facts = read(drawing, "", keys='appendix = "appendix"')
    assert [d.code for d in facts.doubts] == ["overprinted_text"]


def test_children_belong_to_the_program_before_them_and_may_bear_its_name(drawing: Drawing) -> None:
    y = 110.0
    for number, name in enumerate(("図書館運営", "移動図書館"), start=1):
        named = ("貸出冊数", "冊") if number == 1 else ("巡回数", "回")
        y = drawing.table(y, [80, 130, 40, 40], [["細事業名", name, "<", "<"], ["事業量", named[0], "単位", named[1]]])
        rows = [["年度", "4年度", "5年度", "6年度"], ["想定", "10", "11", "12"], ["実績", "9", "13", ""]]
        y = drawing.table(y, [80, 70, 70, 70], rows)
        y += 10
    form = (
        '[[pair]]\nlabel = "細事業名"\nto = "program.program"\nopens = "child"\n'
        '[[pair]]\nlabel = "事業量"\nto = "indicator.name"\n[[pair]]\nlabel = "単位"\nto = "indicator.unit"\n'
        '[[table]]\nid = "t"\nheader = "年度"\nyears = "indicators"\n'
        '[[table.rows]]\npath = "想定|実績"\nitem = "{indicator}"\ncategory = "activity"\n'
    )
    facts = read(drawing, form, opens='opens = "program"')
    names = [(program.fields["program"].text, program.parent) for program in facts.programs]
    assert names == [("図書館運営", None), ("図書館運営", 0), ("移動図書館", 0)]
    found = {(i.program, i.name, i.unit, i.kind, i.year): i.printed.text for i in facts.indicators}
    assert found[1, "貸出冊数", "冊", "expected", 2022] == "10"
    assert found[2, "巡回数", "回", "actual", 2023] == "13"
    assert len(found) == 12


def test_a_value_goes_on_below_the_headings_that_a_page_repeats(drawing: Drawing) -> None:
    widths = [60, 120, 160]
    drawing.table(700, widths, [["事業名称", "所管課", "役割"], ["図書館", "教育課", "学ぶ場"]])
    drawing.table(740, [60, 280], [["備考", "蔵書は増え、"]])
    drawing.page()
    drawing.table(40, widths, [["事業名称", "所管課", "役割"]])
    drawing.table(60, [60, 280], [["", "来館者も増えた。"]])
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    assert [n.printed.text for n in facts.narratives if n.section == "remarks"] == ["蔵書は増え、来館者も増えた。"]


def test_a_value_does_not_go_on_below_the_headings_of_another_table(drawing: Drawing) -> None:
    drawing.table(740, [60, 280], [["備考", "蔵書は増え、"]])
    drawing.page()
    drawing.table(40, [60, 120, 160], [["事業名称", "所管課", "役割"]])
    drawing.table(60, [60, 280], [["", "来館者も増えた。"]])
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    assert [n.printed.text for n in facts.narratives if n.section == "remarks"] == ["蔵書は増え、"]
    assert any(d.code == "unread_text" and "来館者" in d.message for d in facts.doubts)


def test_spaced_cells_do_not_join_a_row_to_that_of_another_page(drawing: Drawing) -> None:
    form = (
        '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\nopens = "program"\nneeds = ["program.role"]\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "役割"\nto = "program.role"\n'
    )
    widths = [120, 200]
    drawing.table(600, widths, [["担当", "役割"], ["文化課", "学ぶ場"]])
    drawing.table(640, widths, [["", ""]], height=6)  # the gap between cells that are set apart
    drawing.table(646, [60, 260], [["令和6年度", "蔵書が増えた。"]])
    drawing.table(700, widths, [["担当", "役割"]])
    drawing.page()
    drawing.table(40, widths, [["市民課", "集う場"]])
    drawing.table(80, widths, [["担当", "役割"], ["福祉課", "支え合う場"]])
    facts = read(drawing, form, keys='notes = "特記事項"')
    assert [p.fields["role"].text for p in facts.programs] == ["学ぶ場", "集う場", "支え合う場"]
    assert [(n.program, n.printed.text) for n in facts.notes] == [(0, "蔵書が増えた。")]


def test_a_line_that_a_page_end_cuts_is_read_once(drawing: Drawing) -> None:
    def open_row(top: float, bottom: float, closed: float) -> None:
        drawing.line(60, closed, 400, closed)
        for x in (60, 120, 400):
            drawing.line(x, top, x, bottom)

    open_row(720, 750, closed=720)
    drawing.text(63, 724, "備考")
    drawing.text(123, 724, "蔵書が増え、")
    drawing.text(123, 742, "来館者も増えた。")
    drawing.text(63, 752, "所見")  # hidden by clipping: it belongs to the next page
    drawing.page()
    open_row(40, 70, closed=70)
    drawing.text(123, 17, "蔵書が増え、")  # hidden: it belongs to the page before
    drawing.text(123, 35, "来館者も増えた。")
    drawing.text(63, 45, "所見")
    facts = read(drawing, '[[pair]]\nlabel = "備考(所見)?"\nto = "narrative:remarks"\n')
    assert [n.printed.text for n in facts.narratives if n.section == "remarks"] == ["蔵書が増え、来館者も増えた。"]
    assert [d.message for d in facts.doubts] == []


def test_two_prints_of_a_cut_line_that_differ_are_told(drawing: Drawing) -> None:
    for top, bottom, closed, y, line in (
        (720, 750, 720, 742, "来館者も増えた。"),
        (40, 70, 70, 35, "来館者は増えた。"),
    ):
        drawing.line(60, closed, 400, closed)
        for x in (60, 120, 400):
            drawing.line(x, top, x, bottom)
        drawing.text(123, y, line)
        if closed == 720:
            drawing.text(63, 724, "備考")
            drawing.page()
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    said = "a line that the page end cuts differs on the two pages: 来館者も増えた。 / 来館者は増えた。"
    assert doubts(facts) == [("cut_text", said)]


@pytest.mark.parametrize(("height", "told"), [(36, set()), (27, {"cut_text"}), (20, {"hidden_text"})])
def test_a_cell_without_room_for_its_text_is_told(height: float, told: set[str], drawing: Drawing) -> None:
    lines = ["蔵書が増え、", "来館者も増え、", "開館も延びた。"]
    for top, label, text in ((100, "備考", "\n".join(lines)), (100 + height, "所見", "次の行")):
        drawing.cell(60, top, 60, height, label)
        drawing.cell(120, top, 280, height, "")
        with drawing.within(120, top, 280, height):
            drawing.text(123, top + 2, text)
    facts = read(drawing, '[[pair]]\nlabel = "備考|所見"\nto = "narrative:remarks"\n')
    shown = "".join(lines[: 3 if height > 20 else 2])
    found = [n.printed.text.replace("\n", "") for n in facts.narratives if n.section == "remarks"]
    assert found == [shown, "次の行"]
    assert {code for code, _ in doubts(facts)} == told


HIDING = (("備考", "remarks"), ("概要", "purpose"))


@pytest.mark.parametrize(("printed", "told"), [("蔵書が増えた。", []), ("蔵書が減った。", ["hidden_text"])])
def test_what_a_page_hides_of_a_row_that_the_next_one_shows_is_no_loss(
    drawing: Drawing, printed: str, told: list[str]
) -> None:
    """A spreadsheet draws the texts of a row that the page end cuts on both pages."""
    for shown in (False, True):
        drawing.table(
            700 if not shown else 40, [60, 280], [["備考" if shown else "概要", "" if shown else "本を貸す。"]]
        )
        with drawing.within(60, 700 if not shown else 40, 340, 19):  # all of the cell
            drawing.text(123, 726 if not shown else 44, printed if shown else "蔵書が増えた。")
        if not shown:
            drawing.page()
    facts = read(drawing, "".join(f'[[pair]]\nlabel = "{x}"\nto = "narrative:{to}"\n' for x, to in HIDING))
    assert [n.printed.text for n in facts.narratives] == ["本を貸す。", printed]
    assert [code for code, _ in doubts(facts)] == told


def test_a_line_on_a_rule_is_not_torn_apart(drawing: Drawing) -> None:
    drawing.table(700, [60, 280], [["備考", "蔵書が増え"]])
    drawing.line(60, 730, 400, 730)
    for x in (60, 120, 400):
        drawing.line(x, 720, x, 760)
    drawing.line(60, 760, 400, 760)
    drawing.text(63, 740, "所見")
    drawing.text(123, 726.2, "来館者g（増）・減。")  # letters of different heights, on the rule
    facts = read(
        drawing,
        '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n[[pair]]\nlabel = "所見"\nto = "narrative:view"\n',
    )
    found = {n.section: n.printed.text for n in facts.narratives}
    assert "来館者g（増）・減。" in found.values()


def test_a_stamp_in_a_box_on_every_page_is_no_text(drawing: Drawing) -> None:
    drawing.cell(500, 20, 30, 20, "写")
    drawing.cell(60, 10, 60, 20, "資料3")
    drawing.page()
    drawing.cell(500, 20, 30, 20, "写")
    drawing.cell(60, 10, 60, 20, "資料3")
    drawing.table(70, [60, 280], [["備考", "蔵書が増えた。"]])
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n', keys="")
    assert [d.message for d in facts.doubts] == []
    assert sum(page.in_furniture for page in facts.pages) == 8


def test_a_cut_row_keeps_the_lines_beyond_the_end_of_its_rules(drawing: Drawing) -> None:
    for x in (60, 120, 220, 400, 500):
        drawing.line(x, 740, x, 756)
    drawing.line(60, 740, 500, 740)
    drawing.text(63, 744, "備考")
    drawing.text(123, 744, "蔵書が増えた。\n来館者も増えた。")
    drawing.text(223, 744, "夜間も開く。\n休日も開く。\n祝日も開く。")
    drawing.text(403, 766, "図書館課")  # in the middle of what the row would be
    drawing.text(300, 800, "1")  # the page's number
    drawing.page()
    for x in (60, 120, 220, 400, 500):
        drawing.line(x, 40, x, 60)
    drawing.line(60, 60, 500, 60)
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    remarks = [n.printed.text for n in facts.narratives if n.section == "remarks"]
    assert remarks == ["蔵書が増えた。\n来館者も増えた。夜間も開く。\n休日も開く。\n祝日も開く。図書館課"]


def test_a_cut_row_has_cells_where_one_rule_runs_on_into_the_margin(drawing: Drawing) -> None:
    for x0, x1 in ((60, 148.8), (151.2, 400)):
        drawing.line(x0, 740, x1, 740)
    for x, end in ((60, 790), (148.8, 790), (151.2, 841), (400, 841)):  # cells set apart
        drawing.line(x, 740, x, end)
    drawing.text(63, 744, "R6(2024)")
    drawing.text(155, 744, "蔵書が増えた。")
    drawing.page()
    for x in (60, 148.8, 151.2, 400):
        drawing.line(x, 40, x, 60)
    for x0, x1 in ((60, 148.8), (151.2, 400)):
        drawing.line(x0, 60, x1, 60)
    drawing.text(155, 44, "来館者も増えた。")
    drawing.table(80, [60, 280], [["備考", "なし"]])
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n', keys='notes = "特記事項"')
    assert [(n.year, n.printed.text) for n in facts.notes] == [(2024, "蔵書が増えた。\n来館者も増えた。")]


@pytest.mark.parametrize(("year", "told"), [("5年度", ["missing_value"]), ("6年度", [])])
def test_a_year_that_has_been_without_its_text_is_told(drawing: Drawing, year: str, told: list[str]) -> None:
    """Its text may stand above or below, where a rule is out of its place; the sheet's own year may have none yet."""
    drawing.table(646, [60, 260], [["4年度", "蔵書が増えた。来館者も増えた。"], [year, ""]])
    facts = read(drawing, "", keys='notes = "特記事項"')
    assert [note.year for note in facts.notes] == [2022]
    assert [d.code for d in facts.doubts] == told


def test_a_row_cut_between_its_two_amounts_is_one(drawing: Drawing) -> None:
    form = (
        '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\nopens = "program"\n'
        'needs = ["program.departments", "stacked"]\n'
        'stacked = { item = "事業費", kinds = ["actual", "initial_budget"] }\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "役割"\nto = "program.role"\n'
        '[[table.columns]]\nlabel = "事業費\\\\((?P<unit>.+)\\\\)"\nto = "stacked"\n'
    )
    head, widths = ["担当", "役割", "事業費(千円)"], [80, 160, 100]
    drawing.table(740, widths, [head, ["文化課・", "学ぶ場", "10千円"]])
    drawing.page()
    drawing.table(40, widths, [head, ["市民課", "を広げる", "(12千円)"]])
    drawing.table(80, widths, [["福祉課", "支え合う場", "3千円\n(4千円)"]], height=30)
    facts = read(drawing, form)
    assert [p.fields["role"].text for p in facts.programs] == ["学ぶ場を広げる", "支え合う場"]
    assert [(b.program, b.kind, b.printed.text) for b in facts.budgets] == [
        (0, "actual", "10千円"), (0, "initial_budget", "(12千円)"),
        (1, "actual", "3千円"), (1, "initial_budget", "(4千円)"),
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "told"), [("", ["uncertain_program"]), ("市民課", [])])
def test_rows_under_a_header_without_a_program_are_told(drawing: Drawing, last: str, told: list[str]) -> None:
    """The program's row may stand without rules at the page's foot; a repeated header has none of its own."""
    form = '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\nopens = "program"\n'
    form += '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
    form += '[[table]]\nid = "t"\nheader = "実績"\nnames = "column"\nyears = "indicators"\n'
    form += '[[table.columns]]\nlabel = "実績"\nto = "indicator.name"\n'
    drawing.table(110, [80, 160], [["担当", "役割"], ["文化課", "学ぶ場"]])
    drawing.table(740, [80, 160], [["担当", "役割"], *([[last, "集う場"]] if last else [])])
    drawing.page()
    foot = drawing.table(40, [80, 160], [["担当", "役割"]]) if last else 40
    drawing.table(foot, [80, 160], [["実績", "6年度"], ["相談", "12"]])
    facts = read(drawing, form)
    assert [i.printed.text for i in facts.indicators] == ["12"]
    assert [d.code for d in facts.doubts if d.code == "uncertain_program"] == told


@pytest.mark.parametrize(
    ("upper", "lower", "roles"),
    [
        (("読書会", "文化課", "学ぶ場"), ("体操会", "市民課", "集う場"), ["学ぶ場", "集う場"]),  # two rows
        (
            ("読書会", "文化課", "・学ぶ場"),
            ("", "市民課", "・集う場"),
            ["・学ぶ場\n・集う場"],
        ),  # lists: no line of them is full
        (("読書会", "文化課", "学ぶ場"), ("のつどい", "", ""), ["学ぶ場"]),
    ],
)
def test_rows_without_a_rule_between_them_are_two_if_both_begin(
    upper: tuple[str, ...], lower: tuple[str, ...], roles: list[str], drawing: Drawing
) -> None:
    """A browser draws no rule at a page end; a row that it cuts looks alike, but is printed once."""
    form = (
        '[[table]]\nid = "p"\nheader = "名称"\nnames = "column"\nopens = "program"\n'
        '[[table.columns]]\nlabel = "名称"\nto = "program.program"\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "役割"\nto = "program.role"\n'
    )
    columns = (60, 160, 260, 400)
    foot = drawing.table(700, [100, 100, 140], [["名称", "担当", "役割"]])
    for texts, top, bottom in ((upper, foot, foot + 30), (lower, 40, 70)):
        for x in columns:
            drawing.line(x, top, x, bottom)
        for x, text in zip(columns, texts, strict=False):
            drawing.text(x + 3, top + 4, text)
        if texts is upper:
            drawing.page()
    drawing.line(60, 70, 400, 70)
    facts = read(drawing, form)
    assert [p.fields["role"].text for p in facts.programs] == roles


def test_numbers_that_fill_their_cells_are_not_halves_of_one(drawing: Drawing) -> None:
    """Firefox draws no rule between the last row of a page and the first one of the next."""
    form = '[[table]]\nid = "t"\nheader = "実績"\nnames = "column"\nyears = "indicators"\n'
    form += '[[table.columns]]\nlabel = "実績"\nto = "indicator.name"\n'
    foot = drawing.table(740, [100, 46, 46], [["実績", "5年度", "6年度"]])
    for texts, top in ((("利用者数", "948,672", "824,802"), foot), (("貸出冊数", "911,262", "954,798"), 40)):
        for x in (60, 160, 206, 252):
            drawing.line(x, top, x, top + 20)
        for x, text in zip((60, 160, 206), texts, strict=True):
            drawing.text(x + 3, top + 4, text)
        if top == foot:
            drawing.page()
    drawing.line(60, 60, 252, 60)
    drawing.table(100, [60, 280], [["備考", "なし"]])
    form += '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n'
    found = [(i.name, i.printed.text) for i in read(drawing, form).indicators]
    assert found == [
        ("利用者数", "948,672"), ("利用者数", "824,802"), ("貸出冊数", "911,262"), ("貸出冊数", "954,798"),
    ]  # fmt: skip


def test_a_page_number_right_below_a_cut_row_is_no_text_of_it(drawing: Drawing) -> None:
    for x in (60, 120, 400):
        drawing.line(x, 740, x, 780)
    drawing.line(60, 740, 400, 740)
    drawing.text(63, 744, "備考")
    drawing.text(123, 744, "蔵書が増え、")
    drawing.text(295, 786, "66")
    drawing.page()
    for x in (60, 120, 400):
        drawing.line(x, 40, x, 60)
    drawing.line(60, 60, 400, 60)
    drawing.text(123, 44, "来館者も増えた。")
    drawing.text(295, 786, "67")
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    remarks = [n.printed.text for n in facts.narratives if n.section == "remarks"]
    assert remarks == ["蔵書が増え、来館者も増えた。"]


def test_a_page_with_nothing_but_its_number_ends_no_sheet(drawing: Drawing) -> None:
    drawing.text(295, 800, "1")
    drawing.page()
    drawing.text(295, 800, "2")
    drawing.page()
    drawing.table(70, [60, 280], [["備考", "蔵書が増えた。"]])
    drawing.text(295, 800, "3")
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    assert [n.printed.text for n in facts.narratives if n.section == "remarks"] == ["蔵書が増えた。"]


@pytest.mark.parametrize(
    ("first", "label", "told"),
    [("2", "担当", []), ("2", "図書", ["missing_part", "unread_text"]), ("他", "担当", ["unread_text"])],
)
def test_a_number_before_labels_counts_what_they_speak_of(
    drawing: Drawing, first: str, label: str, told: list[str]
) -> None:
    """A page end may cut its cell before a row of a table stands beside it."""
    drawing.table(110, [20, 60, 200], [[first, label, "図書館"]])
    facts = read(drawing, '[[pair]]\nlabel = "担当"\nto = "program.departments"\n')
    assert [d.code for d in facts.doubts] == told


def test_hidden_lines_of_a_cut_row_go_even_with_the_page_number_in_them(drawing: Drawing) -> None:
    lines = ["蔵書が増え、", "来館者も増え、", "貸出も12件増え、", "満足も増えた。"]
    for x in (60, 120, 400):
        drawing.line(x, 740, x, 766)
    drawing.line(60, 740, 400, 740)
    drawing.text(63, 744, "備考")
    for number, line in enumerate(lines):
        drawing.text(123, 744 + 11 * number, line)  # the last two are hidden
    drawing.text(175, 777, "66")
    drawing.page()
    for x in (60, 120, 400):
        drawing.line(x, 40, x, 70)
    drawing.line(60, 70, 400, 70)
    for number, line in enumerate(lines):
        drawing.text(123, 18 + 11 * number, line)  # the first two are hidden
    drawing.text(175, 777, "67")
    facts = read(drawing, '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n')
    remarks = [n.printed.text for n in facts.narratives if n.section == "remarks"]
    assert remarks == ["".join(lines)]
    assert [d.message for d in facts.doubts] == []


ASKED = '[[table]]\nid = "t"\nheader = "指標"\n[[table.columns]]\nlabel = ".+"\nto = "answer"\n'
ASKED += '[[table.rows]]\npath = "結果"\nto = "answers"\nitem = "{column}"\n'
SPENT = BUDGETS + '[[table.rows]]\npath = "事業費/(.+)"\npart = "of_which"\n'


def doubts(facts: SheetFacts) -> list[tuple[str, str]]:
    return [(d.code, d.message) for d in facts.doubts]


def next_page(drawing: Drawing, rows: list[list[str]]) -> None:
    drawing.page()
    drawing.table(70, [60, 60, 60, 160], rows)
    drawing.text(60, 140, "1 概要")


OUTLINE = '[[section]]\nheading = "1概要.*"\nnarrative = "outline"\n'


def test_two_pages_that_print_two_values_of_one_field_are_told(drawing: Drawing) -> None:
    next_page(drawing, [["番号", "8", "事業名", "図書館運営"]])
    facts = read(drawing, OUTLINE)
    assert doubts(facts) == [("conflicting_value", "the sheet prints two values of sheet no: 7, and 8")]
    assert facts.fields["title"].text == "図書館運営"


def test_a_blank_print_of_a_field_gives_way_to_one_that_is_not_with_an_issue(drawing: Drawing) -> None:
    drawing.table(110, [60, 200], [["担当", ""]])
    next_page(drawing, [["担当", "図書館", "<", "<"]])
    facts = read(drawing, OUTLINE + '[[pair]]\nlabel = "担当"\nto = "program.departments"\n')
    assert doubts(facts) == [("conflicting_value", "the sheet prints two values of departments: (blank), and 図書館")]
    assert facts.programs[0].fields["departments"].text == "図書館"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["指標", "必要性", "効率性"], ["結果", "高い", "低い"]], []),
        ([["指標", "必要性", "効率性"], ["結果", "高い", ""]], ["missing_value"]),
        ([["指標", "必要性", ""], ["結果", "高い", "低い"]], ["unknown_column"]),
        ([["指標", "必要性 効率性"], ["結果", "高い 低い"]], ["merged_cells"]),
    ],
)
def test_answers_under_doubtful_headings_are_told(drawing: Drawing, rows: list[list[str]], told: list[str]) -> None:
    drawing.table(110, [60, 120, 120][: len(rows[0])], rows)
    assert [code for code, _ in doubts(read(drawing, ASKED))] == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["事業費", "委託料", "1", "2"], ["^", "その他", "", ""]], []),
        ([["事業費", "委託料", "", "2"], ["^", "その他", "^", "3"]], ["merged_cells"]),  # no rule between two amounts
        ([["事業費", "委託料", "1", "2"], ["^", "^", "3", "4"]], ["merged_cells"]),  # nor between two labels
        ([["事業費", "委託料", "1", "2"], ["繰入金", "<", "", ""]], ["unknown_row"]),  # blank, but it has a name
    ],
)
def test_rows_that_may_be_two_or_none_are_told(drawing: Drawing, rows: list[list[str]], told: list[str]) -> None:
    drawing.table(110, [60, 80, 90, 90], [["区分", "<", "5年度決算", "6年度予算"], *rows])
    assert [code for code, _ in doubts(read(drawing, SPENT))] == told


def test_an_amount_beside_the_last_year_is_told(drawing: Drawing) -> None:
    drawing.table(
        110, [60, 80, 90, 90, 40], [["区分", "<", "5年度決算", "6年度予算", ""], ["事業費", "委託料", "1", "2", "3"]]
    )
    assert doubts(read(drawing, SPENT)) == [("unknown_column", "the form does not know the column (blank): 3")]


def test_a_cell_that_holds_a_heading_and_its_text_is_told(drawing: Drawing) -> None:
    drawing.table(110, [340], [["1 概要\n市民が学ぶ機会と場所をつくり、本を貸し出します"]], height=40)
    facts = read(drawing, OUTLINE)
    assert [code for code, _ in doubts(facts)] == ["label_in_value"]


def test_cells_of_a_table_in_prose_are_told_once(drawing: Drawing) -> None:
    foot = drawing.table(110, [340], [["1 概要"], ["本を貸し出します"]])
    drawing.table(foot, [170, 170], [["冊数", "1,200"], ["人数", "300"]])
    facts = read(drawing, OUTLINE)
    assert doubts(facts) == [("unknown_row", "cells of a table were read as prose: 冊数")]
    assert facts.narratives[0].printed.text == "本を貸し出します\n冊数1,200\n人数300"


def test_a_part_that_a_sheet_has_once_is_told_where_it_stands_on_two_pages(drawing: Drawing) -> None:
    """The second page of a sheet whose first page is missing looks like a page of the sheet before it."""
    for text in ("市民が学ぶ", "市が建てる"):
        drawing.table(110, [80, 200], [["1 概要", "<"], [text, "<"], ["課題", "なし"]])
        drawing.page()
    facts = read(drawing, OUTLINE + '[[pair]]\nlabel = "課題"\nto = "narrative:problems"\n')
    assert doubts(facts) == [
        ("repeated_part", "a heading that a sheet has once stands on pages 1, 2: 1 概要"),
        ("repeated_part", "a heading that a sheet has once stands on pages 1, 2: 課題"),
    ]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("66", "67"), []),
        (("－ 66 －", "－ 67 －"), []),
        (("1/2", "2/2"), []),
        (("66", "66"), []),  # the number of something else
        (("66", "68"), ["page number 68 follows 66: a page is missing between them, or in another place"]),
        (("67", "66"), ["page number 66 follows 67: a page is missing between them, or in another place"]),
    ],
)
def test_page_numbers_that_do_not_go_on_are_told(drawing: Drawing, numbers: tuple[str, str], told: list[str]) -> None:
    drawing.text(290, 810, numbers[0])
    next_page(drawing, [["1", "2", "3", "4"]])
    drawing.text(290, 810, numbers[1])
    assert [message for code, message in doubts(read(drawing, OUTLINE)) if code == "page_gap"] == told


ICONS = '[[icons]]\nlabel = "SDGs"\n'


@pytest.mark.parametrize(
    ("colours", "goals", "told"),
    [
        ([(76, 159, 56), (253, 157, 36)], [3, 11], []),
        ([(130, 130, 130), (170, 170, 170)], [], ["2 of 2 icons show the colour of no Goal: a print in grey?"]),
        ([(76, 159, 56), (170, 170, 170)], [3], ["1 of 2 icons show the colour of no Goal: a print in grey?"]),
    ],
)
def test_icons_without_the_colour_of_a_goal_are_told(
    drawing: Drawing, colours: list[tuple[int, int, int]], goals: list[int], told: list[str]
) -> None:
    drawing.table(110, [60, 280], [["SDGs", ""]], height=40)
    for number, colour in enumerate(colours):
        picture = ImageReader(Image.new("RGB", (64, 64), colour))
        drawing.canvas.drawImage(picture, 140 + 40 * number, 842 - 143.3, 26.4, 26.4)
    facts = read(drawing, ICONS)
    assert facts.sdgs == goals
    assert [message for code, message in doubts(facts) if code == "missing_value"] == told


@pytest.mark.parametrize(("foot", "goals"), [(141.0, [3]), (120.0, [])])
def test_icons_stand_at_the_right_of_a_label_set_at_the_foot_of_its_row(
    drawing: Drawing, foot: float, goals: list[int]
) -> None:
    drawing.text(60, 145, "SDGs")
    picture = ImageReader(Image.new("RGB", (64, 64), (76, 159, 56)))
    drawing.canvas.drawImage(picture, 140, 842 - foot, 26, 26)
    facts = read(drawing, ICONS)
    assert facts.sdgs == goals
    told = [message for code, message in doubts(facts) if code == "no_icons"]
    assert told == ([] if goals else ["no icon of a Goal beside SDGs"])


def test_an_icon_with_an_outline_shows_its_own_colour(drawing: Drawing) -> None:
    """Where a black line runs along it, the outermost pixels are a blend: that of Goal 3 looks like Goal 13."""
    drawing.table(110, [60, 280], [["SDGs", ""]], height=40)
    for step in range(5):
        x, y = 140.65 + 50.2 * step, 842 - 143.35
        drawing.canvas.drawImage(ImageReader(Image.new("RGB", (64, 64), (76, 159, 56))), x, y, 26, 26)
        drawing.canvas.setLineWidth(0.25)
        drawing.canvas.rect(x, y, 26, 26)
    assert read(drawing, ICONS).sdgs == [3]


def test_a_note_begins_on_the_page_before_its_label(drawing: Drawing) -> None:
    drawing.text(60, 700, "特記事項")
    drawing.canvas.setLineWidth(1)
    drawing.line(60, 720, 400, 720)
    for x in (60, 140, 400):
        drawing.line(x, 720, x, 780)
    drawing.text(143, 760, "利用者が多いため、開館の時間")
    drawing.page()
    for x in (60, 140, 400):
        drawing.line(x, 60, x, 110)
    drawing.line(60, 110, 400, 110)
    drawing.text(63, 64, "R5(2023)")
    drawing.text(143, 64, "を延ばしました。")
    drawing.text(60, 140, "1 概要")
    facts = read(drawing, OUTLINE, keys='notes = "特記事項"')
    assert [(note.year, note.printed.text) for note in facts.notes] == [
        (2023, "利用者が多いため、開館の時間を延ばしました。")
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("夜間の利用は減った。", ["prose_in_figure"]),
        ("しかし夜間の利用は前年度を下回った（令和6年度末）", ["prose_in_figure"]),
        ("10代 20代 30代 40代 50代", []),
    ],
)
def test_prose_after_a_chart_is_told(drawing: Drawing, said: str, told: list[str]) -> None:
    """What is printed below a caption belongs to its figure, up to the next caption or section."""
    drawing.table(110, [340], [["3 成果や課題は何か"], ["利用者は増えた。"]])
    drawing.text(60, 160, "●図1 利用者数●")
    drawing.text(80, 180, "100")
    drawing.table(200, [340], [[said]])
    form = '[[section]]\nheading = "3成果.*"\nnarrative = "review"\ncaptions = "●(?P<caption>.+)●"\n'
    facts = read(drawing, form)
    assert [n.printed.text for n in facts.narratives] == ["利用者は増えた。"]
    assert [d.code for d in facts.doubts] == told


def test_a_line_speaks_of_the_tables_below_it(drawing: Drawing) -> None:
    form = (
        '[[line]]\npattern = "事業費\\\\((?P<year>[^)]*)\\\\)上段[::](?P<upper>.+?)下段[::](?P<lower>.+)"\n'
        '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\nneeds = ["program.departments", "stacked"]\n'
        'stacked = { item = "事業費", kinds = ["actual", "initial_budget"] }\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "事業費\\\\((?P<unit>.+)\\\\)"\nto = "stacked"\n'
    )
    for top, year, amounts in ((100, 5, "50\n30"), (200, 6, "70\n80")):
        drawing.text(200, top, f"事業費（令和{year}年度）上段：決算 下段：当初予算")
        drawing.table(top + 20, [80, 100], [["担当", "事業費(千円)"], ["文化課", amounts]], height=30)
    facts = read(drawing, form)
    assert [(b.year, b.kind, b.printed.text) for b in facts.budgets] == [
        (2023, "actual", "50"), (2023, "initial_budget", "30"), (2024, "actual", "70"), (2024, "initial_budget", "80"),
    ]  # fmt: skip


def test_a_table_above_the_line_has_no_year_of_it(drawing: Drawing) -> None:
    form = (
        '[[line]]\npattern = "事業費\\\\((?P<year>[^)]*)\\\\).*"\n'
        '[[table]]\nid = "p"\nheader = "担当"\nnames = "column"\n'
        'stacked = { item = "事業費", kinds = ["actual", "initial_budget"] }\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
        '[[table.columns]]\nlabel = "事業費"\nto = "stacked"\n'
    )
    drawing.table(110, [80, 100], [["担当", "事業費"], ["文化課", "50\n30"]], height=30)
    drawing.text(200, 200, "事業費（令和5年度）")
    drawing.table(220, [80, 100], [["担当", "事業費"], ["文化課", "70\n80"]], height=30)
    assert [(b.year, b.printed.text) for b in read(drawing, form).budgets] == [
        (None, "50"), (None, "30"), (2023, "70"), (2023, "80"),
    ]  # fmt: skip


def test_an_amount_beside_a_label_has_the_year_of_a_label_or_none(drawing: Drawing) -> None:
    form = (
        '[[pair]]\nlabel = "予算案"\nto = "budget"\n[pair.row]\npath = ".*"\nitem = "経費"\nkind = "budget_proposal"\n'
    )
    drawing.table(110, [100, 100, 100], [["令和7年度", "予算案", "500"]])
    drawing.table(150, [100, 100], [["予算案", "600"]])
    assert [(b.year, b.printed.text) for b in read(drawing, form).budgets] == [(2025, "500"), (None, "600")]


def test_the_mark_of_a_heading_may_have_several_characters(drawing: Drawing) -> None:
    form = '[[section]]\nheading = "3成果.*"\nnarrative = "review"\nsplit = "第\\\\d+章(?P<heading>.+)"\n'
    drawing.table(110, [340], [["3 成果や課題は何か"]])
    drawing.table(128, [340], [["第1章　広報の充実\n　利用者は増えた。\n第２章 連携\n　団体は減った。"]], height=70)
    narratives = read(drawing, form).narratives
    assert [(n.heading, n.printed.text) for n in narratives] == [
        ("広報の充実", "利用者は増えた。"), ("連携", "団体は減った。"),
    ]  # fmt: skip


def test_a_table_of_the_same_columns_ends_the_one_above_it(drawing: Drawing) -> None:
    """Both name their rows in a column, and print years of their own."""
    for top, heading, years, row in (
        (110, "活動指標", ("R4", "R5"), ["相談件数", "件", "1", "2"]),
        (160, "成果指標", ("R5", "R6"), ["満足度", "%", "50", "60"]),
    ):
        drawing.table(top, [120, 50, 60, 60], [[heading, "単位", *years], row])
    table = (
        '[[table]]\nid = "{0}"\nheader = "{0}"\nnames = "column"\nyears = "indicators"\ncategory = "{1}"\n'
        '[[table.columns]]\nlabel = "{0}"\nto = "indicator.name"\n'
        '[[table.columns]]\nlabel = "単位"\nto = "indicator.unit"\n'
    )
    facts = read(drawing, table.format("活動指標", "activity") + table.format("成果指標", "outcome"))
    assert [(i.name, i.category, i.year, i.printed.text) for i in facts.indicators] == [
        ("相談件数", "activity", 2022, "1"), ("相談件数", "activity", 2023, "2"),
        ("満足度", "outcome", 2023, "50"), ("満足度", "outcome", 2024, "60"),
    ]  # fmt: skip


def test_a_heading_on_the_next_page_ends_the_value_at_the_foot_of_this_one(drawing: Drawing) -> None:
    drawing.text(60, 760, "2 事業の目的")
    drawing.table(775, [340], [["市民の学びを支える。"]], height=30)
    drawing.page()
    drawing.text(60, 40, "3 成果と課題")
    drawing.table(55, [340], [["貸出冊数は前年を上回った。"]], height=30)
    form = (
        '[[pair]]\nlabel = "2事業の目的"\nto = "narrative:purpose"\nat = "below"\n'
        '[[section]]\nheading = "3成果と課題"\nnarrative = "review"\n'
    )
    facts = read(drawing, form)
    assert [(n.section, n.printed.text) for n in facts.narratives] == [
        ("purpose", "市民の学びを支える。"), ("review", "貸出冊数は前年を上回った。"),
    ]  # fmt: skip


@pytest.mark.parametrize("footnotes", [True, False])
@pytest.mark.parametrize("y", [700, 806])
def test_a_remark_is_read_or_told_wherever_it_stands(drawing: Drawing, y: float, footnotes: bool) -> None:
    """Sheets with narrow margins print it a centimetre from the paper's edge."""
    drawing.text(60, y, "※令和5年度は見込みの数値である。")
    facts = read(drawing, "", keys='footnotes = "remarks"' if footnotes else "")
    assert [n.section for n in facts.narratives] == ["remarks"] * footnotes
    assert [d.code for d in facts.doubts] == ["unread_text"] * (not footnotes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("図書館運営課", []),
        ("file:///home/library/sheets/2024/evaluation.html", []),
        ("貸出冊数は誤りであり、正しくは千冊である。", ["unread_text"]),
        ("上の表の貸出冊数は誤りであり正しくは次のページの訂正表のとおりとする", ["unread_text"]),
    ],
)
def test_what_stands_at_the_edge_of_a_page_is_told_if_it_says_something(
    drawing: Drawing, text: str, told: list[str]
) -> None:
    drawing.text(60, 815, text)
    assert [d.code for d in read(drawing, "").doubts] == told


def test_instructions_wrap_where_the_print_ends_and_a_stamp_is_no_part_of_that(drawing: Drawing) -> None:
    drawing.cell(560, 30, 20, 20, "写")
    drawing.table(130, [400], [["本を貸し出す。"]])
    drawing.text(270, 300, "前年度に何をしたか、何がどうなったかを記")
    drawing.text(270, 311, "しています。")
    assert doubts(read(drawing, "", keys='furniture = ["前年度に何を.*"]')) == [
        ("unread_text", "not read: 本を貸し出す。")
    ]


def test_a_remark_below_a_known_line_is_no_rest_of_it(drawing: Drawing) -> None:
    drawing.text(60, 300, "事業費の内訳について次のとおり")
    drawing.text(60, 311, "※5年度は見込み")
    facts = read(drawing, "", keys='footnotes = "remarks"\nfurniture = ["事業費の内訳.*"]')
    assert [n.printed.text for n in facts.narratives] == ["※5年度は見込み"]


ABOVE = (
    '[[table]]\nid = "t"\nunder = "実績表"\nyears = "indicators"\nnames = "above"\n'
    '[[table.rows]]\npath = "実績(?:/(.*))?"\nitem = "{above}"\ncategory = "activity"\n'
    '[[table.rows]]\npath = "コスト(?:/(.*))?"\nitem = "コスト / {above}"\ncategory = "unit_cost"\n'
)


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("ごみ収集量（千円／トン）", "コスト / ごみ収集量", "千円／トン"),
        ("利用者数（千人）", "コスト / 利用者数", "千人"),
        ("１人あたり（円／１人）", "コスト / 1人あたり", "円/1人"),
        ("届出件数（件）【10,000件】", "コスト / 届出件数【10,000件】", "件"),
        ("アルバイト〔人〕", "コスト / アルバイト", "人"),
        ("（円／件）", "コスト", "円／件"),
        ("（単位：千円）", "コスト", "千円"),
        ("講座（3回）", "コスト / 講座（3回）", ""),
        ("－", "コスト", ""),
    ],
)
def test_the_unit_of_a_row_is_no_part_of_its_name(drawing: Drawing, title: str, name: str, unit: str) -> None:
    drawing.text(60, 108, "実績表")
    rows = [["コスト", "5年度実績", "6年度見込"], ["^", title, "<"], ["^", "81", "92"]]
    drawing.table(124, [60, 90, 90], rows)
    facts = read(drawing, ABOVE)
    assert {(i.name, i.unit.replace("／", "/")) for i in facts.indicators} == {(name, unit.replace("／", "/"))}


@pytest.mark.parametrize("name", ["－", "該当なし", ""])
@pytest.mark.parametrize("raw", ["", "－", "81"])
def test_a_row_left_free_whose_name_says_nothing_gives_no_indicator(drawing: Drawing, name: str, raw: str) -> None:
    """What is printed in it stays."""
    drawing.text(60, 108, "実績表")
    rows = [["コスト", "5年度実績", "6年度見込"], ["^", name, "<"], ["^", raw, raw]]
    drawing.table(124, [60, 90, 90], rows)
    facts = read(drawing, ABOVE)
    assert [(i.name, i.printed.text) for i in facts.indicators] == ([("コスト", raw)] * 2 if raw else [])
    assert facts.doubts == []


def test_a_dash_for_a_sub_programs_measure_is_no_indicator(drawing: Drawing) -> None:
    """The name of the rows stands beside a label above them."""
    drawing.table(110, [80, 120, 40, 60], [["事業量", "―", "単位", "－"]])
    drawing.table(150, [80, 60, 60], [["区分", "5年度", "6年度"], ["目標", "－", ""], ["実績", "", "－"]])
    form = (
        '[[pair]]\nlabel = "事業量"\nto = "indicator.name"\n[[pair]]\nlabel = "単位"\nto = "indicator.unit"\n'
        '[[table]]\nid = "t"\nheader = "区分"\nyears = "indicators"\n'
        '[[table.rows]]\npath = "目標|実績"\nitem = "{indicator}"\n'
    )
    facts = read(drawing, form)
    assert (facts.indicators, facts.doubts) == ([], [])


@pytest.mark.parametrize("said", ["－", "なし", "※数値目標なし", "該当なし"])
@pytest.mark.parametrize(("value", "told"), [("－", []), ("", []), ("3", ["unnamed_row"])])
def test_a_word_for_no_indicator_is_none(drawing: Drawing, said: str, value: str, told: list[str]) -> None:
    drawing.table(110, [120, 50, 60, 60], [["指標", "単位", "R4", "R5"], [said, "－", value, value]])
    form = (
        '[[table]]\nid = "t"\nheader = "指標"\nnames = "column"\nyears = "indicators"\n'
        '[[table.columns]]\nlabel = "指標"\nto = "indicator.name"\n'
        '[[table.columns]]\nlabel = "単位"\nto = "indicator.unit"\n'
    )
    facts = read(drawing, form)
    assert facts.indicators == []
    assert [d.code for d in facts.doubts] == told


def test_a_label_that_the_form_does_not_know_inside_an_answer_is_told(drawing: Drawing) -> None:
    drawing.table(110, [60, 80, 60, 80], [["評価", "A", "判定", "継続"]])
    facts = read(drawing, '[[pair]]\nlabel = "評価"\nto = "answer"\n')
    assert [a.printed.text for a in facts.answers] == ["A判定継続"]
    assert [d.code for d in facts.doubts] == ["label_in_value"]
