"""What other sheets of a known form print: remarks, merged cells, lists, small tables, wrapped headings."""

from __future__ import annotations

import pytest

from extract.box import Box
from extract.facts import SheetFacts
from extract.form import Form, load_forms
from extract.layout import Region
from extract.lines import Line
from extract.marked import is_aslant
from extract.prose import paragraphs
from extract.wording import kind_of
from tests.drawing import Drawing
from tests.extract.test_form_language import BUDGETS, OUTLINE, budgets, doubts, indicators, read
from tests.extract.test_form_language import drawing as drawing

SIZE, PITCH = 10.0, 12.0
REMARKS = '[[pair]]\nlabel = "備考"\nto = "narrative:remarks"\n'
COST = BUDGETS + '[[table.rows]]\npath = "(.+)"\nitem = "\\\\1"\n'
NAMED = (
    '[[table]]\nid = "t"\nheader = "取組"\nnames = "column"\nyears = "indicators"\nneeds = ["indicator.unit"]\n'
    '[[table.columns]]\nlabel = "取組"\nto = "indicator.name"\n'
    '[[table.columns]]\nlabel = "単位"\nto = "indicator.unit"\n'
)
REMARKED = {
    "bunkyo-strategy": ["●4年後の目指す姿・計画期間の方向性●戦略シートから転記しています。"],
    "kobe-program": ["≪事業別コスト等≫※24年度は決算見込み", "≪事業実績等≫(暦年)", "≪執行体制≫(25年4月1日現在)"],
    "kyoto-new-program": [
        "事業名(令和5年度・6年度)",
        "【事業実施期間】令和5年度~令和7年度",
        "【事業実施期間】令和5・6年度",
    ],
}


def told(facts: SheetFacts) -> list[str]:
    return [code for code, _ in doubts(facts)]


def text_of(facts: SheetFacts, section: str) -> list[str]:
    return [n.printed.text for n in facts.narratives if n.section == section]


def cell(lines: list[tuple[str, float, float]], box: Box, page: int = 1, size: float = SIZE) -> Region:
    """A cell with lines: text, and where each begins and ends; one pitch below another."""
    made = [
        Line(
            text,
            Box(x0, box.top + 2 + n * PITCH, x1, box.top + 2 + n * PITCH + size),
            size,
            len(text),
            xs=_xs(text, x0),
        )
        for n, (text, x0, x1) in enumerate(lines)
    ]
    return Region(page, box, tuple(made), True, box)


def _xs(text: str, x0: float) -> tuple[float, ...]:
    return tuple(x0 + number * SIZE for number in range(len(text)))


# Paragraphs


def test_a_line_is_short_where_the_cell_has_room_for_more() -> None:
    lines = [("・申請", 3.0, 33.0), ("・調査", 3.0, 33.0), ("相談した。", 3.0, 53.0), ("記録した。", 3.0, 53.0)]
    assert paragraphs([cell(lines, Box(0, 0, 200, 60))]) == "・申請\n・調査\n相談した。\n記録した。"


def test_a_point_begins_a_paragraph_where_less_room_is_left() -> None:
    """No line that wraps begins with ・: the rules of line breaking keep it on the line before."""
    for mark, text in (("・", "申請の\n・調査"), ("〇", "申請の〇調査")):
        lines = [("申請の", 3.0, 178.0), (mark + "調査", 3.0, 33.0)]
        assert paragraphs([cell(lines, Box(0, 0, 200, 60))]) == text


def test_cells_of_one_page_are_paragraphs_but_for_ruled_lines() -> None:
    full, short = [("申請を受け", 3.0, 195.0)], [("付けた", 3.0, 33.0)]
    above, below = Box(0, 0, 200, 20), Box(0, 20, 200, 40)
    assert paragraphs([cell(full, above), cell(short, below)]) == "申請を受け付けた"
    assert paragraphs([cell(short, above), cell(full, below)]) == "付けた\n申請を受け"
    assert paragraphs([cell(short, above), cell(full, below, page=2)]) == "付けた申請を受け"


def test_a_number_that_wraps_stays_one() -> None:
    lines = [("全区で12", 3.0, 197.0), (",345人、90", 3.0, 197.0), ("％です", 3.0, 33.0)]
    assert paragraphs([cell(lines, Box(0, 0, 200, 60))]) == "全区で12,345人、90%です"


def test_a_small_table_in_a_value_is_read_row_by_row_and_told(drawing: Drawing) -> None:
    drawing.table(110, [60, 80, 80], [["備考", "都市名", "件数"], ["^", "札幌市", "20"], ["^", "横浜市", "30"]])
    facts = read(drawing, REMARKS)
    assert text_of(facts, "remarks") == ["都市名件数\n札幌市20\n横浜市30"]
    assert told(facts) == ["unknown_row"]


def test_several_cells_in_one_row_are_no_table(drawing: Drawing) -> None:
    drawing.table(110, [60, 40, 40, 160], [["備考", "02", "01", "総務費"]])
    facts = read(drawing, REMARKS)
    assert (text_of(facts, "remarks"), told(facts)) == (["02 01総務費"], [])


# Tables


def test_a_text_over_all_years_is_the_value_of_each(drawing: Drawing) -> None:
    drawing.table(110, [80, 90, 90], [["区分", "5年度決算", "6年度予算"], ["委託料", "（含む）", "<"]])
    facts = read(drawing, COST)
    assert {key: found[3] for key, found in budgets(facts).items()} == {
        ("委託料", 2023): "（含む）",
        ("委託料", 2024): "（含む）",
    }
    assert set(told(facts)) == {"merged_value"}


def test_a_bar_between_rows_and_the_value_of_a_label_are_no_rows(drawing: Drawing) -> None:
    rows = [["区分", "5年度決算", "6年度予算"], ["", "ソフト事業", "<"], ["委託料", "1", "2"], ["備考", "なし", "<"]]
    drawing.table(110, [80, 90, 90], rows)
    facts = read(drawing, COST + REMARKS)
    assert {item for item, _ in budgets(facts)} == {"委託料"}
    assert text_of(facts, "remarks") == ["なし"]
    assert told(facts) == ["unread_text"]


def test_a_header_that_is_printed_again_is_no_row(drawing: Drawing) -> None:
    rows = [
        ["区分", "5年度決算", "6年度予算"],
        ["委託料", "1", "2"],
        ["", "5年度決算", "6年度予算"],
        ["役務費", "3", "4"],
    ]
    drawing.table(110, [80, 90, 90], rows)
    facts = read(drawing, COST)
    assert [found[3] for found in budgets(facts).values()] == ["1", "2", "3", "4"]
    assert told(facts) == []


def test_a_letter_at_the_end_of_a_free_name_is_a_part_of_it(drawing: Drawing) -> None:
    rows = [
        ["区分", "5年度決算", "6年度予算"],
        ["ワクチンA", "1", "2"],
        ["AI-OCR使用料", "3", "4"],
        ["合計(A)", "4", "6"],
    ]
    drawing.table(110, [80, 90, 90], rows)
    assert {item for item, _ in budgets(read(drawing, COST))} == {"ワクチンA", "AI-OCR使用料", "合計"}


def test_a_header_within_a_section_is_not_looked_for_elsewhere(drawing: Drawing) -> None:
    foot = drawing.table(110, [260], [["2 経費"]])
    foot = drawing.table(foot, [80, 90, 90], [["区分", "5年度決算", "6年度予算"], ["委託料", "1", "2"]])
    foot = drawing.table(foot, [260], [["1 概要"]])
    drawing.table(foot, [80, 90, 90], [["区分", "4年度", "5年度"], ["委託料", "7", "8"]])
    form = COST.replace("years =", 'within = "2経費"\nyears =') + OUTLINE + '[[section]]\nheading = "2経費"\n'
    facts = read(drawing, form)
    assert {(item, year): found[3] for (item, year), found in budgets(facts).items()} == {
        ("委託料", 2023): "1",
        ("委託料", 2024): "2",
    }
    assert text_of(facts, "outline") == ["区分4年度5年度\n委託料7 8"]
    assert told(facts) == ["unknown_row", "label_in_value"]


def test_two_rows_under_one_name(drawing: Drawing) -> None:
    rows = [["取組", "単位", "5年度", "6年度"], ["講座", "回", "3", "4"], ["^", "人", "50", ""]]
    drawing.table(110, [80, 50, 90, 90], rows)
    facts = read(drawing, NAMED)
    assert [(i.name, i.unit, i.year, i.printed.text) for i in facts.indicators] == [
        ("講座", "回", 2023, "3"),
        ("講座", "回", 2024, "4"),
        ("講座", "人", 2023, "50"),
        ("講座", "人", 2024, ""),
    ]


def test_a_unit_beside_two_names(drawing: Drawing) -> None:
    rows = [["取組", "単位", "5年度", "6年度"], ["相談", "件", "3", "4"], ["訪問", "^", "5", "6"]]
    drawing.table(110, [80, 50, 90, 90], rows)
    facts = read(drawing, NAMED)
    assert {(name, unit) for (name, _), (_, unit, _) in indicators(facts).items()} == {("相談", "件"), ("訪問", "件")}
    assert told(facts) == []


def test_a_value_beside_two_names_is_told(drawing: Drawing) -> None:
    rows = [["取組", "単位", "5年度", "6年度"], ["相談", "件", "3", "4"], ["訪問", "件", "^", "6"]]
    drawing.table(110, [80, 50, 90, 90], rows)
    facts = read(drawing, NAMED)
    assert indicators(facts)["訪問", 2023] == ("actual", "件", "3")
    assert set(told(facts)) == {"merged_value"}


# Labels


def test_a_value_goes_on_under_a_running_head(drawing: Drawing) -> None:
    drawing.text(60, 20, "学校図書館の部")
    drawing.table(740, [60, 200], [["備考", "蔵書を増やし、"]])
    drawing.page()
    drawing.text(60, 20, "学校図書館の部")
    drawing.table(60, [60, 200], [["", "目録を作った"]])
    facts = read(drawing, '[[section]]\nheading = "学校図書館の部"\n' + REMARKS)
    assert text_of(facts, "remarks") == ["蔵書を増やし、目録を作った"]


@pytest.mark.parametrize("own", ["図書館運営", "図書館運営【期間】令和5年度"])
def test_a_label_with_its_own_value_inside_another_value_is_told(drawing: Drawing, own: str) -> None:
    drawing.table(110, [60, 200], [["備考", own]])
    facts = read(drawing, REMARKS + '[[pair]]\nlabel = "【期間】(?P<value>.*)"\nto = "narrative:period"\n')
    assert told(facts) == (["label_in_value"] if "期間" in own else [])


def test_a_label_with_its_own_value_in_a_cell_beside_a_blank_one(drawing: Drawing) -> None:
    drawing.table(110, [160, 60], [["【期間】令和5年度", ""]])
    facts = read(drawing, '[[pair]]\nlabel = "【期間】(?P<value>.*)"\nto = "narrative:period"\n')
    assert text_of(facts, "period") == ["令和5年度"]


def test_a_remark_under_an_option_that_ended_above_goes_with_it(drawing: Drawing) -> None:
    drawing.table(110, [80, 300], [["達成見込み", ""]], height=60)
    for x, y, text in (
        (150, 115, "○"),
        (162, 110, "達成までは"),
        (162, 120, "困難"),
        (250, 115, "●"),
        (262, 115, "その他"),
    ):
        drawing.text(x, y, text)
    drawing.text(262, 132, "廃止予定")
    facts = read(drawing, '[[pair]]\nlabel = "達成見込み"\nto = "answer"\noptions = "●"\n')
    assert [a.printed.text for a in facts.answers] == ["その他廃止予定"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("■ 充実　□ 継続　□ 終了", "充実"),
        ("□ 充実\n■ 継続\n□ 終了", "継続"),
        ("充実", "充実"),
        ("● 充実", "●充実"),  # the mark of a list of one
        ("■ ○○課の事業と統合", "■○○課の事業と統合"),
    ],
)
def test_options_may_be_listed_where_other_sheets_print_the_answer(drawing: Drawing, text: str, answer: str) -> None:
    drawing.table(110, [80, 300], [["方向性", text]], height=44)
    facts = read(drawing, '[[pair]]\nlabel = "方向性"\nto = "answer"\n')
    assert [a.printed.text for a in facts.answers] == [answer]


@pytest.mark.parametrize(
    ("text", "answer", "codes"),
    [
        ("☑有　□無", "有", []),
        ("□ 有\n☑ 無", "無", []),
        ("有", "有", []),
        ("○", "○", []),
        ("有・無", "有・無", ["merged_cells"]),  # the ring around one of them is drawn
    ],
)
def test_options_may_be_listed_in_a_column_of_answers(
    drawing: Drawing, text: str, answer: str, codes: list[str]
) -> None:
    drawing.table(110, [80, 300], [["チェック", "項目"], [text, "法改正があった"]], height=30)
    columns = "".join(
        f'[[table.columns]]\nlabel = "{label}"\nto = "answer.{to}"\n'
        for label, to in (("チェック", "answer"), ("項目", "item"))
    )
    facts = read(drawing, '[[table]]\nid = "t"\nheader = "チェック"\nnames = "column"\n' + columns)
    assert [a.printed.text for a in facts.answers] == [answer]
    assert [d.code for d in facts.doubts if d.table == "answers" or d.code == "merged_cells"] == codes


@pytest.mark.parametrize(
    ("last", "height", "told"),
    [
        ("講座を開き、区民の学びを支え", 28, True),
        ("講座を開き、区民の学びを支え", 44, False),  # there is room for another line
        ("講座を開き、学びを支えました。", 28, False),
        ("講座を開き、区民の学び", 28, False),
    ],
)
def test_a_text_that_breaks_off_where_its_cell_ends_is_told(
    drawing: Drawing, last: str, height: float, told: bool
) -> None:
    """A row of a spreadsheet may be lower than its text: what has no room is not printed."""
    drawing.cell(60, 110, 60, height, "備考")
    drawing.cell(120, 110, 14 * 9 + 6, height, f"本を貸し出した。また、新しい\n{last}")
    facts = read(drawing, REMARKS)
    assert [d.code for d in facts.doubts if "within a sentence" in d.message] == ["cut_text"] * told


@pytest.mark.parametrize(
    ("above", "size", "told"), [("そうだん", 4.0, True), ("そうだん", 9.0, False), ("相談", 4.0, False)]
)
def test_the_reading_of_letters_over_a_line_is_left_out(drawing: Drawing, above: str, size: float, told: bool) -> None:
    """Ruby: half as large as the letters that it stands over."""
    drawing.table(110, [80, 300], [["備考", ""]], height=44)
    drawing.text(145, 128 - size, above, size)
    drawing.text(145, 128, "相談を受ける")
    facts = read(drawing, REMARKS)
    assert [d.code for d in facts.doubts if "small letters" in d.message] == ["overprinted_text"] * told
    assert [n.printed.text for n in facts.narratives] == ["相談を受ける" if told else f"{above}\n相談を受ける"]
    (page,) = facts.pages
    assert page.in_fields + page.in_labels + page.in_figures + page.in_furniture + page.unread == page.glyphs


@pytest.mark.parametrize(
    ("said", "answer", "codes"),
    [
        ("評価対象外", "評価対象外", {"merged_cells"}),
        ("―", "―", {"merged_cells"}),
        ("達成　　　困難", "", {"merged_cells", "missing_value"}),
        ("達成\n困難", "", {"merged_cells", "missing_value"}),
        ("", "", {"missing_value"}),
    ],
)
def test_an_answer_in_words_where_no_option_is_listed(
    drawing: Drawing, said: str, answer: str, codes: set[str]
) -> None:
    """Options whose marks are pictures are none: they stand apart, or on lines of their own."""
    drawing.table(110, [80, 300], [["達成見込み", said]], height=44)
    facts = read(drawing, '[[pair]]\nlabel = "達成見込み"\nto = "answer"\noptions = "●"\n')
    assert [a.printed.text for a in facts.answers] == [answer]
    assert set(told(facts)) == codes


# Form files


def form(name: str) -> Form:
    return next(one for one in load_forms() if one.id == name)


@pytest.mark.parametrize(("form_id", "texts"), REMARKED.items())
def test_a_heading_with_a_remark_is_the_same_heading(form_id: str, texts: list[str]) -> None:
    found = form(form_id)
    known = [*(table.under for table in found.table), *(pair.label for pair in found.pair)]
    known += [section.heading for section in found.section]
    for text in texts:
        assert [pattern.pattern for pattern in known if pattern is not None and pattern.fullmatch(text)]


@pytest.mark.parametrize("more", [("", ""), ("", "(修正版)"), ("「文の京」総合戦略", "")])
def test_the_title_of_a_strategy_may_say_more(more: tuple[str, str]) -> None:
    title = "令和7年度進行管理戦略点検シート".join(more)
    assert form("bunkyo-strategy").sets.labels.match(title)


@pytest.mark.parametrize(
    ("label", "kind"), [("R9(2027)目標", "target"), ("R7(2025)見込み", "expected"), ("R6(2024)", "actual")]
)
def test_a_word_over_a_year_says_what_its_values_are(label: str, kind: str) -> None:
    kinds = next(table.kinds for table in form("bunkyo-strategy").table if table.id == "主な取組実績")
    assert kind_of(label, dict(kinds or {})) == kind


def test_the_same_list_of_options_may_be_ticked_in_another_year() -> None:
    pairs = [pair for found in load_forms() for pair in found.pair if pair.options]
    assert pairs
    assert [pair.options for pair in pairs if not set("●■☑") <= set(pair.options)] == []


@pytest.mark.parametrize("label", ["行財政改革2020の項目", "27年度における達成状況", "32年度における達成見込み"])
def test_labels_that_name_a_plan_or_its_last_year(label: str) -> None:
    assert form("kobe-program").sets.pairs.match(label)


@pytest.mark.parametrize("name", ["kobe-program", "yokohama-program"])
def test_remarks_outside_cells_are_kept(name: str) -> None:
    assert form(name).footnotes == "footnotes"


def test_a_part_of_a_sheet_ends_the_table_above_it() -> None:
    for heading in ("≪基本事項≫", "≪取組状況≫", "≪課題認識≫(続き)", "≪評価・分析≫"):
        assert form("kobe-program").sets.headings.match(heading)


@pytest.mark.parametrize("unit", ["(単位:百万円)", "(百万円)", "(単位:円)"])
def test_another_unit_behind_a_heading_is_no_remark(unit: str) -> None:
    under = form("kobe-program").table[0].under
    assert under is not None
    assert under.fullmatch("≪事業別コスト等≫(特別会計を含む)")
    assert not under.fullmatch("≪事業別コスト等≫" + unit)
    labels = form("ikeda-program").labels
    assert any(label.fullmatch("(4)事業費等(千円単位。千円未満は四捨五入)") for label in labels)
    assert not any(label.fullmatch("(4)事業費等" + unit) for label in labels)


def test_a_question_may_list_more_answers_in_another_year() -> None:
    asked = [pair.label for pair in form("ikeda-program").pair if pair.to == ("answer",)]
    assert sum(label.fullmatch("実施形態(直営/委託/指定管理)") is not None for label in asked) == 1


@pytest.mark.parametrize("proposal", ["当初予算(案)", "予算(案)", "当初予算案", "予算案"])
def test_a_title_may_name_the_proposed_budget_otherwise(proposal: str) -> None:
    """Without its year a sheet would be lost as a whole."""
    found = form("kyoto-new-program")
    title = f"令和6年度新規・充実事業の取組状況と令和8年度{proposal}への反映状況について"
    year = found.numbering.edition.search(title)
    assert year is not None
    assert year["year"] == "令和8年度"
    assert any(label.fullmatch(title) for label in found.labels)


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("予算案経費(一財)、単位(千円)", True),
        ("予算案経費、単位:千円", True),
        ("予算(案)(千円)", True),
        ("予算案", True),
        ("予算案経費(一財)、単位(百万円)", False),
    ],
)
def test_the_proposed_budget_may_say_otherwise_what_it_is_in(label: str, known: bool) -> None:
    pairs = form("kyoto-new-program").pair
    assert any(pair.row is not None and pair.label.fullmatch(label) for pair in pairs) == known


@pytest.mark.parametrize("label", ["経費", "経費(一財)", "経費(一財)(千円)", "経費(千円)(一財)"])
def test_a_row_may_say_the_unit_of_its_form(label: str) -> None:
    table = form("kyoto-new-program").table[0]
    assert any(row.path.fullmatch(label) for row in table.rows)
    assert not any(row.path.fullmatch(label.replace("千円", "百万円")) for row in table.rows if "千円" in label)


@pytest.mark.parametrize(
    ("form_id", "label", "number"),
    [
        ("kyoto-new-program", "No.12", "12"),
        ("kyoto-new-program", "No.11-1", "11-1"),
        ("kyoto-new-program", "No.", None),
        ("ikeda-program", "NO.80", "80"),
        ("ikeda-program", "NO.", None),
        ("ikeda-program", "第7次池田市総合計画前期基本計画事務事業評価(令和6年度実施事業)NO.", None),
        ("ikeda-program", "事務事業評価(令和6年度実施事業)NO.80", "80"),
    ],
)
def test_a_sheets_number_may_stand_in_one_cell_with_its_label(form_id: str, label: str, number: str | None) -> None:
    """And its label in one line with the title of the form, where print is large: no blank parts the two."""
    assert not any(known.fullmatch(label) for known in form(form_id).labels)
    (pair,) = (pair for pair in form(form_id).pair if pair.to == ("sheet.sheet_no",))
    match = pair.label.fullmatch(label)
    assert match is not None
    assert match["sheet_no"] == number


# Amounts


STACKED = (
    '[[line]]\npattern = "事業費\\\\((?P<year>[^)]*)\\\\)上段[::](?P<upper>.+?)下段[::](?P<lower>.+)"\n'
    '[[table]]\nid = "t"\nheader = "名称"\nnames = "column"\n'
    'stacked = { item = "事業費", kinds = ["actual", "initial_budget"] }\n'
    '[[table.columns]]\nlabel = "名称"\nto = "program.role"\n'
    '[[table.columns]]\nlabel = "事業費\\\\((?P<unit>.+)\\\\)"\nto = "stacked"\n'
)


def test_one_amount_in_brackets_is_the_lower_one(drawing: Drawing) -> None:
    drawing.text(60, 112, "事業費（令和6年度）上段：実績 下段：当初予算")
    drawing.table(124, [100, 100], [["名称", "事業費（千円）"], ["講座", "(17,387)"]])
    facts = read(drawing, STACKED)
    assert [(b.kind, b.year, b.printed.text) for b in facts.budgets] == [
        ("actual", 2024, ""),
        ("initial_budget", 2024, "(17,387)"),
    ]


def test_the_lower_amount_may_be_of_another_year_than_the_upper_one(drawing: Drawing) -> None:
    drawing.text(60, 112, "事業費（令和6年度）上段：実績 下段：令和7年度当初予算")
    drawing.table(124, [100, 100], [["名称", "事業費（千円）"], ["講座", "20,097\n(17,387)"]], height=30)
    facts = read(drawing, STACKED)
    assert [(b.kind, b.year) for b in facts.budgets] == [("actual", 2024), ("initial_budget", 2025)]


def test_a_line_that_speaks_of_a_table_may_wrap(drawing: Drawing) -> None:
    drawing.text(60, 110, "事業費（令和6年度）\n上段：実績 下段：当初予算")
    drawing.table(134, [100, 100], [["名称", "事業費（千円）"], ["講座", "17,000\n(17,387)"]], height=30)
    facts = read(drawing, STACKED)
    assert [(b.kind, b.year) for b in facts.budgets] == [("actual", 2024), ("initial_budget", 2024)]
    assert told(facts) == []


@pytest.mark.parametrize(("unit", "codes"), [("百万円", ["unit_mismatch", "unread_text"]), ("人", ["unread_text"])])
def test_another_money_unit_than_the_form_has_is_told(drawing: Drawing, unit: str, codes: list[str]) -> None:
    drawing.text(60, 112, f"（単位：{unit}）")
    drawing.table(124, [80, 90, 90], [["区分", "5年度決算", "6年度予算"], ["委託料", "1", "2"]])
    assert told(read(drawing, COST)) == codes


def test_a_years_heading_may_have_a_unit_of_its_own(drawing: Drawing) -> None:
    drawing.table(124, [80, 110, 120], [["区分", "5年度決算（円）", "6年度予算（百万円）"], ["委託料", "1", "2"]])
    assert [(b.year, b.unit) for b in read(drawing, COST).budgets] == [(2023, "円"), (2024, "百万円")]


def test_a_rows_own_unit_counts_before_that_of_the_heading(drawing: Drawing) -> None:
    drawing.table(124, [110, 110], [["区分", "5年度決算（千円）"], ["委託料（円）", "1,200"]])
    facts = read(drawing, COST)
    assert [(b.unit, b.printed.text) for b in facts.budgets] == [("円", "1,200")]
    assert told(facts) == ["unit_mismatch"]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("5,800(300)", ("5,800", "300")),
        ("5,800(300)(繰越明許費)", ("5,800", "300")),
        ("49,500(49,500)※2月補正", ("49,500", "49,500")),
        ("5,800(300)(500)", None),
        ("5,800(300)(うち繰越500)", None),
        ("5,800(0)+300", None),
        ("5,800(補正後)(0)", None),
    ],
)
def test_what_stands_behind_an_amount_and_its_part(printed: str, parts: tuple[str, str] | None) -> None:
    splits = [row.split for table in form("kyoto-new-program").table for row in table.rows if row.split is not None]
    for split in splits:
        match = split.fullmatch(printed)
        assert (match.groups() if match else None) == parts


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("6年度当初", "initial_budget"),
        ("6年度現額", "current_budget"),
        ("6年度目標", "target"),
        ("6年度当初目標", "target"),
        ("当初見込", "expected"),
    ],
)
def test_a_years_heading_may_shorten_its_kind(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind


@pytest.mark.parametrize(
    "line",
    [
        "事業費(令和6年度)上段:実績下段:当初予算",
        "令和6年度事業費上段:実績下段:予算",
        "計画事業の事業費【令和6年度】上段:実績下段:予算",
        "事業費上段:令和6年度決算下段:令和7年度当初予算",
    ],
)
def test_the_line_over_the_programs_of_a_strategy(line: str) -> None:
    matches = [match for one in form("bunkyo-strategy").line if (match := one.pattern.search(line))]
    assert [match["year"] for match in matches] == ["令和6年度"]


def test_letters_that_tag_the_rows_of_a_table_are_no_parts_of_names(drawing: Drawing) -> None:
    rows = [
        ["区分", "5年度決算", "6年度予算"],
        ["人件費A", "1", "2"],
        ["物件費B", "3", "4"],
        ["充当額(B/人口*1,000円)", "5", "6"],
    ]
    drawing.table(110, [130, 90, 90], rows)
    assert {item for item, _ in budgets(read(drawing, COST))} == {"人件費", "物件費", "充当額"}


def test_a_name_that_a_row_takes_from_its_label_stays_as_printed(drawing: Drawing) -> None:
    rows = [["区分", "5年度決算"], ["事業費 委託料（繰越）", "1"], ["事業費 ㈱Ikeda Library～①", "2"]]
    drawing.table(110, [200, 90], rows)
    form = BUDGETS + '[[table.rows]]\npath = "事業費(.+)"\nitem = "内訳 / \\\\1"\npart = "of_which"\n'
    assert {item for item, _ in budgets(read(drawing, form))} == {"内訳 / 委託料（繰越）", "内訳 / ㈱Ikeda Library～①"}


def test_letters_of_the_forms_own_rows_tag_no_names_of_the_sheet(drawing: Drawing) -> None:
    own = "".join(f'[[table.rows]]\npath = "{name}"\n' for name in ("事業費", "(?:財源/.+/)?受益者負担"))
    form = BUDGETS + own + '[[table.rows]]\npath = "(.+)"\nitem = "\\\\1"\n'
    rows = [["区分", "5年度決算", "6年度予算"]] + [[name, "1", "2"] for name in ("事業費A", "受益者負担B", "ワクチンA")]
    drawing.table(110, [130, 90, 90], rows)
    assert {item for item, _ in budgets(read(drawing, form))} == {"事業費", "受益者負担", "ワクチンA"}


def test_two_values_of_one_indicator_are_not_two_indicators(drawing: Drawing) -> None:
    rows = [["取組", "単位", "5年度", "6年度"], ["相談", "件", "3", "4"], ["^", "^", "(2)", "(1)"]]
    drawing.table(110, [80, 50, 90, 90], rows)
    assert [(i.number, i.printed.text) for i in read(drawing, NAMED).indicators] == [(1, "3\n(2)"), (1, "4\n(1)")]


def test_an_amount_over_two_labelled_rows_is_told(drawing: Drawing) -> None:
    rows = [["区分", "5年度決算", "6年度予算"], ["委託料", "1", "6"], ["役務費", "2", "^"]]
    drawing.table(110, [80, 90, 90], rows)
    facts = read(drawing, COST)
    assert [(item, year) for item, year in budgets(facts)] == [("委託料", 2023), ("委託料", 2024)]
    assert told(facts) == ["unread_text"]


def test_figures_below_each_other_stay_apart() -> None:
    lines = [("120", 3.0, 18.0), ("135", 3.0, 18.0), ("150", 3.0, 18.0)]
    assert paragraphs([cell(lines, Box(0, 0, 200, 60))]) == "120\n135\n150"


def test_a_word_over_two_ruled_lines_stays_whole_beside_a_small_table() -> None:
    cells = [
        cell([("拡大防止を図るた", 3.0, 197.0)], Box(0, 0, 200, 20)),
        cell([("め、延長した。", 3.0, 80.0)], Box(0, 20, 200, 40)),
        cell([("区分", 3.0, 23.0)], Box(0, 40, 100, 60)),
        cell([("件数", 103.0, 123.0)], Box(100, 40, 200, 60)),
    ]
    assert paragraphs(cells) == "拡大防止を図るため、延長した。\n区分件数"


# Page ends, and names above rows


@pytest.mark.parametrize("parts", [1, 2])
def test_a_value_begins_on_the_page_before_its_label(drawing: Drawing, parts: int) -> None:
    """A label in the middle of a tall cell stands on the page that holds that middle."""
    texts = ["蔵書を増やし、", "目録を作り、"][:parts]
    drawing.table(760 - 20 * parts, [60, 200], [["" if n == 0 else "^", text] for n, text in enumerate(texts)])
    drawing.page()
    drawing.table(60, [60, 200], [["備考", "館を開いた"]])
    drawing.table(90, [260], [["課題"]])
    facts = read(drawing, REMARKS + '[[section]]\nheading = "課題"\n')
    assert text_of(facts, "remarks") == ["\n".join(texts) + "館を開いた"]
    assert told(facts) == []


ABOVE = '[[table]]\nid = "t"\nunder = "実績表"\nyears = "indicators"\nnames = "above"\n' + (
    '[[table.rows]]\npath = "実績/(.+)"\nitem = "{above}"\ncategory = "activity"\n'
)


def test_a_text_for_all_years_under_its_name(drawing: Drawing) -> None:
    drawing.text(60, 108, "実績表")
    rows = [
        ["実績", "5年度実績", "6年度見込"],
        ["^", "収入率（％）", "<"],
        ["^", "実績なし", "<"],
        ["^", "訪問（回）", "<"],
    ]
    drawing.table(124, [60, 90, 90], [*rows, ["^", "17", "18"]])
    facts = read(drawing, ABOVE)
    assert indicators(facts) == {
        ("収入率", 2023): ("actual", "%", "実績なし"),
        ("収入率", 2024): ("expected", "%", "実績なし"),
        ("訪問", 2023): ("actual", "回", "17"),
        ("訪問", 2024): ("expected", "回", "18"),
    }
    assert set(told(facts)) == {"merged_value"}


@pytest.mark.parametrize(
    ("label", "codes"),
    [("1 概要", []), ("1 概要（令和6年度）", []), ("1 概要　※ 人件費を除く", ["label_in_value"]),
     ("1 概要（令和6年度）\n（目標年次：7年度）", ["label_in_value"])],
)  # fmt: skip
@pytest.mark.parametrize("ruled", [True, False])
def test_a_remark_beside_a_heading_is_told(drawing: Drawing, label: str, codes: list[str], ruled: bool) -> None:
    foot = 150.0
    if ruled:
        drawing.table(110, [260], [[label]], height=40)
    else:
        drawing.text(60, 125, label.replace("\n", ""))
    drawing.table(foot, [260], [["本を貸し出す。"]])
    heading = "1概要(?:\\\\(令和6年度\\\\))?(?P<more>.*)"
    facts = read(drawing, f'[[section]]\nheading = "{heading}"\nnarrative = "outline"\n')
    assert text_of(facts, "outline") == ["本を貸し出す。"]
    assert told(facts) == codes


BLOCKS = ABOVE.replace("実績/(.+)", "実績(?:/(.*))?") + (
    '[[table.rows]]\npath = "コスト(?:/(.*))?"\nitem = "コスト / {above}"\n'
    '[[table.rows]]\npath = "市税"\nitem = "市税"\n'
)


@pytest.mark.parametrize(
    ("words", "codes"), [("受付を行っている。", ["unread_text"]), ("算出困難", ["unread_text"]), ("－", []), ("", [])]
)
@pytest.mark.parametrize("name", ["1件あたり（円）", ""])
def test_words_in_a_merged_row_left_free_name_no_row_of_the_next_block(
    drawing: Drawing, words: str, codes: list[str], name: str
) -> None:
    """The name and the values of the last row of 実績, and of コスト, are one cell each: a block's label spans both."""
    drawing.text(60, 108, "実績表")
    rows = [
        ["実績", "5年度実績", "6年度見込"], ["^", "訪問（回）", "<"], ["^", "17", "18"], ["^", words, "<"],
        ["^", "^", "<"], ["コスト", name, "<"], ["^", "81", "92"], ["^", words, "<"], ["^", "^", "<"],
        ["市税", "49", "50"],
    ]  # fmt: skip
    drawing.table(124, [60, 90, 90], rows)
    facts = read(drawing, BLOCKS)
    cost = ("コスト / 1件あたり", "円") if name else ("コスト", "")
    assert {(name, kind_unit_raw[1:]) for (name, _), kind_unit_raw in indicators(facts).items()} == {
        ("訪問", ("回", "17")), ("訪問", ("回", "18")), (cost[0], (cost[1], "81")), (cost[0], (cost[1], "92")),
        ("市税", ("", "49")), ("市税", ("", "50")),
    }  # fmt: skip
    assert sorted(set(told(facts))) == codes


def test_a_label_within_a_section_is_not_looked_for_elsewhere(drawing: Drawing) -> None:
    foot = drawing.table(110, [260], [["1 概要"]])
    foot = drawing.table(foot, [80, 90, 90], [["評価", "方向性", "達成"], ["読書会", "充実", "高い"]])
    foot = drawing.table(foot, [260], [["7 方向"]])
    drawing.table(foot, [80, 180], [["方向性", "継続"]])
    form = OUTLINE + '[[section]]\nheading = "7方向"\n[[pair]]\nlabel = "方向性"\nto = "answer"\nwithin = "7.*"\n'
    facts = read(drawing, form)
    assert [(a.item, a.printed.text) for a in facts.answers] == [("方向性", "継続")]
    assert text_of(facts, "outline") == ["評価方向性達成\n読書会充実高い"]


def test_a_department_wraps_into_a_line_whose_letters_are_spread(drawing: Drawing) -> None:
    """A browser that justifies the last line, too, sets its letters apart over the whole cell."""
    drawing.table(400, [100, 100], [["名称", "担当"], ["体操会", "防災課・選挙管理委員\n会　事　務　局"]], height=30)
    form = (
        '[[table]]\nid = "p"\nheader = "名称"\nnames = "column"\nopens = "program"\n'
        '[[table.columns]]\nlabel = "名称"\nto = "program.program"\n'
        '[[table.columns]]\nlabel = "担当"\nto = "program.departments"\n'
    )
    assert [p.fields["departments"].text for p in read(drawing, form).programs] == ["防災課・選挙管理委員会事務局"]


@pytest.mark.parametrize(
    ("down", "end", "aslant"),
    [(0, 193.0, False), (PITCH / 2, 193.0, False), (PITCH, 193.0, False), (-PITCH, 193.0, True), (0, 133.0, True)],
)
def test_a_mark_is_level_with_the_top_the_middle_or_the_foot_of_its_option(
    down: float, end: float, aslant: bool
) -> None:
    """Two lines of which the first is not full may be two options: then the mark's height does not say whose it is."""
    option = cell([("前年度と同じ規模で", 103.0, end), ("続ける", 103.0, 133.0)], Box(100, 100, 200, 140))
    mark = cell([("○", 83.0, 93.0)], Box(80, 100 + down, 100, 140 + down))
    assert is_aslant(mark, option) is aslant
