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
    "a bullet after a short line": ([("実施", 20, 1), ("・参加者", 40, 1), ("全体", WIDE, 1)], "実施\n・参加者全体"),
    "a bullet after a full line goes on": ([("実施", WIDE, 1), ("・参加者", 40, 1)], "実施・参加者"),
    "a sentence that ends early": ([("実施した。", 50, 1), ("次に", WIDE, 1)], "実施した。\n次に"),
    "a line left blank": (
        [("参加者89%", WIDE, 1), ("（令和6年度）", 60, 2), ("広報", 20, 1)],
        "参加者89%\n（令和6年度）広報",
    ),
    "lines set wide apart are no paragraphs": ([("事業の", WIDE, 2), ("実", WIDE, 2), ("績", 10, 2)], "事業の実績"),
}


@pytest.mark.parametrize("name", CASES)
def test_paragraphs(name: str) -> None:
    lines, text = CASES[name]
    assert paragraphs([cell(*lines)]) == text
