"""Figures, headings and text boxes as other sheets of a known form set them."""

from __future__ import annotations

import pytest

from extract.facts import SheetFacts
from tests.drawing import Drawing
from tests.extract.test_form_language import doubts, read
from tests.extract.test_form_language import drawing as drawing

REVIEW = (
    '[[section]]\nheading = "1成果.*"\nnarrative = "review"\nsplit = "〇\\\\s*(?P<heading>.+)"\n'
    'captions = "●(?P<caption>.+)●"\nsource = "資料[::](?P<source>.+)"\n'
)
PERIOD = '[[pair]]\nlabel = "概要"\nto = "narrative:outline"\n' + (
    '[[pair]]\nlabel = "【期間】(?P<value>.*)"\nto = "narrative:period"\n'
)


def figures(facts: SheetFacts) -> list[tuple[str, str]]:
    return [(figure.caption, figure.source) for figure in facts.figures]


def told(facts: SheetFacts) -> list[str]:
    return [code for code, _ in doubts(facts)]


def reviews(facts: SheetFacts) -> list[tuple[str, str]]:
    return [(n.heading, n.printed.text) for n in facts.narratives if n.section == "review"]


def test_captions_beside_each_other_stay_apart(drawing: Drawing) -> None:
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, "●相談件数の推移●")
    drawing.text(60 + 9 * 10, 140, "●利用者数の推移●")
    drawing.text(70, 160, "120")
    assert figures(read(drawing, REVIEW)) == [("相談件数の推移", ""), ("利用者数の推移", "")]


def test_captions_beside_each_other_are_told_from_left_to_right(drawing: Drawing) -> None:
    """Letters of another font may raise the right one, or it may take two lines of its cell."""
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140.6, "●相談件数の推移●")
    drawing.text(60 + 9 * 14, 139.4, "●利用者数の推移●")
    assert figures(read(drawing, REVIEW)) == [("相談件数の推移", ""), ("利用者数の推移", "")]


@pytest.mark.parametrize(
    ("first", "rest"), [("●相談件数の推移（令和4", "年度から）●"), ("●相談件数の推移（年度）", "●")]
)
def test_of_captions_beside_each_other_one_may_wrap(drawing: Drawing, first: str, rest: str) -> None:
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, f"{first}\n{rest}")
    drawing.text(60 + 9 * len(first) + 15, 140, "●利用者数の推移●")
    facts = read(drawing, REVIEW)
    assert figures(facts) == [((first + rest).strip("●"), ""), ("利用者数の推移", "")]
    assert told(facts) == []


def test_a_caption_that_is_longer_than_its_cell_and_the_next_one_are_told(drawing: Drawing) -> None:
    """A spreadsheet hides what does not fit, closing mark and all."""
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, "●相談件数の")
    drawing.text(60 + 9 * 6, 140, "●利用者数の推移●")
    assert told(read(drawing, REVIEW)) == ["merged_cells"]


def test_labels_of_a_chart_over_one_another_are_no_warning(drawing: Drawing) -> None:
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, "●相談件数の推移●")
    drawing.text(70, 160, "120")
    drawing.text(72, 160, "135")
    facts = read(drawing, REVIEW)
    assert [(d.severity, d.code) for d in facts.doubts] == [("info", "overprinted_text")]


def test_a_caption_and_a_source_that_wrap(drawing: Drawing) -> None:
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, "●文京区版ひきこもり総合対策（支援事業）\n利用件数の推移●")
    drawing.text(70, 175, "120")
    drawing.text(60, 200, "資料：文京区「福祉に関する調査報告書」及び\n　　　東京都の統計\n※令和6年度は速報値")
    facts = read(drawing, REVIEW)
    assert figures(facts) == [
        ("文京区版ひきこもり総合対策（支援事業）利用件数の推移", "文京区「福祉に関する調査報告書」及び東京都の統計")
    ]
    assert told(facts) == []


def test_a_figure_in_the_cell_of_its_prose(drawing: Drawing) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.table(
        foot, [400], [["講座を開きました。\n●相談件数の推移●\n1,564\n資料：文京区統計\n広報に努めました。"]], height=80
    )
    facts = read(drawing, REVIEW)
    assert figures(facts) == [("相談件数の推移", "文京区統計")]
    assert facts.figures[0].labels == ("1,564",)
    assert [text.replace("\n", "") for _, text in reviews(facts)] == ["講座を開きました。広報に努めました。"]
    assert told(facts) == []


def test_prose_right_under_a_figure_in_its_cell_is_told(drawing: Drawing) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.table(foot, [400], [["講座を開きました。\n●相談件数の推移●\n1,564\n広報に努めました。"]], height=80)
    facts = read(drawing, REVIEW)
    assert [text.replace("\n", "") for _, text in reviews(facts)] == ["講座を開きました。広報に努めました。"]
    assert told(facts) == ["prose_in_figure"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("〇相談の充実\n　講座を開きました。", [("相談の充実", "講座を開きました。")]),
        (
            "〇相談の充実\n　〇講座の開催\n　〇広報",
            [("相談の充実", "〇講座の開催\n〇広報")],
        ),  # indented: items of a list
        ("〇相談の充実\n〇講座を開きました。", [("相談の充実", "〇講座を開きました。")]),  # a sentence
    ],
)
def test_a_mark_at_the_head_of_an_item_makes_no_heading(
    drawing: Drawing, text: str, found: list[tuple[str, str]]
) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.table(foot, [400], [[text]], height=60)
    assert reviews(read(drawing, REVIEW)) == found


def test_a_heading_goes_on_after_a_full_line(drawing: Drawing) -> None:
    foot = drawing.table(110, [168], [["1 成果"]])
    drawing.table(foot, [168], [["〇相談の充実と講座の開催に関する取\n組の推進\n講座を開きました。"]], height=60)
    assert reviews(read(drawing, REVIEW)) == [("相談の充実と講座の開催に関する取組の推進", "講座を開きました。")]


@pytest.mark.parametrize("top", [112.0, 106.0])
def test_a_text_box_may_reach_over_the_rule_of_its_cell(drawing: Drawing, top: float) -> None:
    drawing.table(110, [80, 400], [["概要", ""], ["課題", ""]], height=30)
    drawing.text(146, 116, "本を貸し出す。")
    drawing.rounded(300, top, 150, 22)
    drawing.text(308, 116, "【期間】平成3年度～")
    said = {n.section: n.printed.text for n in read(drawing, PERIOD).narratives}
    assert said == {"outline": "本を貸し出す。", "period": "平成3年度～"}


def test_a_frame_around_several_cells_is_no_text_box(drawing: Drawing) -> None:
    drawing.table(110, [80, 200, 200], [["概要", "【期間】平成3年度～", "平成5年度"]], height=30)
    drawing.rounded(145, 112, 380, 22)
    texts = [found.printed.text for found in read(drawing, PERIOD).cells]
    assert texts[-2:] == ["【期間】平成3年度～", "平成5年度"]


def test_a_text_box_of_two_brackets_drawn_one_by_one(drawing: Drawing) -> None:
    drawing.table(110, [80, 400], [["概要", ""]], height=40)
    drawing.text(146, 116, "本を貸し出す。")
    for x, turn in ((300, 4), (450, -4)):
        path = drawing.canvas.beginPath()
        path.moveTo(x + turn, 841.89 - 118)
        path.curveTo(x, 841.89 - 118, x, 841.89 - 118, x, 841.89 - 122)
        path.lineTo(x, 841.89 - 138)
        path.curveTo(x, 841.89 - 142, x, 841.89 - 142, x + turn, 841.89 - 142)
        drawing.canvas.drawPath(path)
    drawing.text(308, 126, "【期間】平成3年度～")
    said = {n.section: n.printed.text for n in read(drawing, PERIOD).narratives}
    assert said == {"outline": "本を貸し出す。", "period": "平成3年度～"}


def test_a_text_box_in_prose_that_no_label_opens_is_read_with_it(drawing: Drawing) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.table(foot, [400], [["講座を開きました。"]], height=80)
    drawing.rounded(200, foot + 30, 150, 40)
    drawing.text(208, foot + 42, "参考：市民のつどい")
    facts = read(drawing, REVIEW)
    assert reviews(facts) == [("", "講座を開きました。\n参考：市民のつどい")]
    assert "unread_text" not in told(facts)


@pytest.mark.parametrize(("bars", "codes"), [(3, ["picture_in_cell"]), (1, []), (0, [])])
def test_the_bars_of_a_chart_in_prose_are_told(drawing: Drawing, bars: int, codes: list[str]) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.fill(61, foot + 5, 90, 10)  # a mark under the text
    drawing.table(foot, [400], [["講座を開きました。"]], height=120)
    for number in range(bars):
        drawing.fill(100 + 40 * number, foot + 60, 20, 40)
        drawing.text(102 + 40 * number, foot + 103, f"{number + 4}月")
    facts = read(drawing, REVIEW)
    assert told(facts) == codes


def test_a_blank_beside_the_marks_of_a_caption_is_a_part_of_it(drawing: Drawing) -> None:
    drawing.table(110, [400], [["1 成果"]])
    drawing.text(60, 140, "●　相談件数の推移　●")
    drawing.text(70, 160, "120")
    drawing.text(60, 180, "資料：文京区統計")
    drawing.text(60, 191, "令和6年度")  # the label of an axis, no rest of the source
    facts = read(drawing, REVIEW)
    assert figures(facts) == [("相談件数の推移", "文京区統計")]
    assert facts.figures[0].labels == ("120", "令和6年度")


def test_marks_around_a_heading_over_a_list_make_no_figure(drawing: Drawing) -> None:
    foot = drawing.table(110, [400], [["1 成果"]])
    drawing.table(foot, [400], [["講座を開きました。\n●主な取組●\n・相談の充実\n・広報"]], height=80)
    facts = read(drawing, REVIEW)
    assert figures(facts) == []
    assert [text.replace("\n", "") for _, text in reviews(facts)] == ["講座を開きました。●主な取組●・相談の充実・広報"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (  # all are sentences
            "〇相談を充実します。\n講座を開きました。\n〇広報に努めます。\n冊子を配りました。",
            [("相談を充実します。", "講座を開きました。"), ("広報に努めます。", "冊子を配りました。")],
        ),
        (  # an indented text follows
            "〇相談の充実\n　講座を開きました。\n　〇広報\n　冊子を配りました。",
            [("相談の充実", "講座を開きました。"), ("広報", "冊子を配りました。")],
        ),
        (  # the heading fills its line, and no more
            "〇相談の充実と講座の開催に関する取\n講座を開き、冊子を配りました。",
            [("相談の充実と講座の開催に関する取", "講座を開き、冊子を配りました。")],
        ),
    ],
)
def test_headings_that_look_like_items_or_go_on(drawing: Drawing, text: str, found: list[tuple[str, str]]) -> None:
    foot = drawing.table(110, [168], [["1 成果"]])
    drawing.table(foot, [168], [[text]], height=80)
    assert reviews(read(drawing, REVIEW)) == found
