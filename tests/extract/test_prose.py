"""Which line breaks of a cell end a paragraph."""

from __future__ import annotations

import pytest

from extract.box import Box
from extract.layout import Region
from extract.lines import Line
from extract.prose import paragraphs

WIDE, SIZE, PITCH = 200.0, 10.0, 12.0


def cell(*lines: tuple[str, float, float]) -> Region:
    """A cell with lines: text, where the line ends (points), and how many lines below the one before it stands."""
    made, bottom = [], 0.0
    for text, end, step in lines:
        bottom += step * PITCH
        made.append(Line(text.lstrip("　"), Box(0, bottom - SIZE, end, bottom), SIZE, len(text), text.startswith("　")))
    box = Box(0, 0, WIDE, bottom + PITCH)
    return Region(1, box, tuple(made), True, box)


CASES = {
    "a line that is full goes on": ([("事業の実", WIDE, 1), ("績", 10, 1)], "事業の実績"),
    "an indent begins one": ([("事業の実", WIDE, 1), ("　次に", 20, 1)], "事業の実\n次に"),
    "a bullet after a short line": ([("実施", 20, 1), ("・参加者", 180, 1), ("全体", WIDE, 1)], "実施\n・参加者全体"),
    "a bullet after a full line goes on": ([("実施", WIDE, 1), ("・参加者", 40, 1)], "実施・参加者"),
    "a sentence that ends early": ([("実施した。", 50, 1), ("次に", WIDE, 1)], "実施した。\n次に"),
    "a line left blank": (
        [("参加者89%", WIDE, 1), ("（令和6年度）", 180, 2), ("広報", 20, 1)],
        "参加者89%\n（令和6年度）広報",
    ),
    "a line that ends far before others": (
        [("廃棄物処理法", 60, 1), ("条例施行規則第一条", 190, 1)],
        "廃棄物処理法\n条例施行規則第一条",
    ),
    "a long word wraps": (
        [("資料は", 60, 1), ("https://www.city.example.lg.jp/", 190, 1)],
        "資料はhttps://www.city.example.lg.jp/",
    ),
    "a signed number wraps": (
        [("前年度比", 150, 1), ("△63.2%に", WIDE, 1), ("とどまった", 50, 1)],
        "前年度比△63.2%にとどまった",
    ),
    "a number behind a comma wraps": (
        [("事業費は増加", 160, 1), ("し、2,714千円と", WIDE, 1), ("なった", 30, 1)],
        "事業費は増加し、2,714千円となった",
    ),
    "a line with room for the next word": (
        [("汚物掃除法", 150, 1), ("廃棄物の処理及び", WIDE, 1), ("清掃", 20, 1)],
        "汚物掃除法\n廃棄物の処理及び清掃",
    ),
    "numbers count on, however full the lines are": (
        [("①相談", WIDE, 1), ("②補助", WIDE, 1), ("③研修", 30, 1)],
        "①相談\n②補助\n③研修",
    ),
    "a point with a blank behind it": ([("実施", WIDE, 1), ("・　参加者", 50, 1)], "実施\n・参加者"),
    "a decimal is no bullet": ([("満足度は", 160, 1), ("80.2%で", WIDE, 1), ("ある", 20, 1)], "満足度は80.2%である"),
    "a letter and a point": ([("収集する", 160, 1), ("ア．家庭ごみ", WIDE, 1)], "収集する\nア．家庭ごみ"),
    "short lines of a wide cell": (
        [("委託料の減", 50, 1), ("人件費の増", 50, 1), ("その他", 30, 1)],
        "委託料の減\n人件費の増\nその他",
    ),
    "a sentence wrapped by hand": (
        [("利用者が増え、", 70, 1), ("委託料を", 40, 1), ("見直した", 40, 1)],
        "利用者が増え、委託料を見直した",
    ),
    "lines that wrap somewhat before the cell's end": (
        [("事業の実績を", 175, 1), ("振り返り評価", 172, 1), ("した", 20, 1)],
        "事業の実績を振り返り評価した",
    ),
    "letters that count, with a blank behind them": (
        [("ア　参加者", WIDE, 1), ("イ　委託先", WIDE, 1), ("ウ　補助", 40, 1)],
        "ア参加者\nイ委託先\nウ補助",
    ),
    "a letter that does not count on": ([("ア　参加者を", WIDE, 1), ("ウ　補助", 40, 1)], "ア参加者をウ補助"),
    "a Latin letter in a list of words": ([("SNSや", 170, 1), ("X、LINE等", 60, 1)], "SNSやX、LINE等"),
    "a circled digit before a bracket and a word": (
        [("通じ", 150, 1), ("て、①「KYOTO」を", WIDE, 1), ("行う", 20, 1)],
        "通じて、①「KYOTO」を行う",
    ),
    "a star": ([("方針を決めた", 160, 1), ("★減免率", 60, 1)], "方針を決めた\n★減免率"),
    "lines set wide apart are no paragraphs": ([("事業の", WIDE, 2), ("実", WIDE, 2), ("績", 10, 2)], "事業の実績"),
}


@pytest.mark.parametrize("name", CASES)
def test_paragraphs(name: str) -> None:
    lines, text = CASES[name]
    assert paragraphs([cell(*lines)]) == text
