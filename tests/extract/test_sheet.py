"""A sheet's pages joined below one another: where a page's own cells begin."""

import pytest

from extract.box import Box
from extract.layout import PageLayout, Region
from extract.lines import Line
from extract.sheet import Sheet

SIDES = ((50.0, 150.0), (150.0, 500.0))
HEADINGS, SENTENCES = ("年度", "特記事項"), ("", "周知の方法を見直しました。")


def page(number: int, *rows: tuple[str, ...], open_top: bool = False) -> PageLayout:
    """A page of one table; its first row may be the rest of a cut one."""
    regions = []
    for row, texts in enumerate(rows):
        for column, (text, (x0, x1)) in enumerate(zip(texts, SIDES, strict=True)):
            box = Box(x0, 100.0 + 20 * row, x1, 120.0 + 20 * row)
            lines = (Line(text, box, 10.0, len(text)),) if text else ()
            regions.append(
                Region(number, box, lines, True, box, 1, row, column, row + 1, column + 1, open_top and row == 0)
            )
    return PageLayout(number, 550.0, 800.0, 0, 0, regions)


@pytest.mark.parametrize(
    ("first", "open_top", "row"),
    [
        (HEADINGS, False, 1),  # repeated: what is the page's own begins below
        (HEADINGS, True, 0),  # the rest of a cut cell
        (SENTENCES, True, 0),  # two years that say the same
        (SENTENCES, False, 0),  # a program that closes both halves: a sentence heads nothing
        (("年度", "別の列"), False, 0),
    ],
)
def test_a_page_begins_below_the_headings_that_it_repeats(first: tuple[str, ...], open_top: bool, row: int) -> None:
    before = page(1, HEADINGS, ("2024年度", "講座を開いた"), SENTENCES)
    sheet = Sheet([before, page(2, first, ("2025年度", "相談に応じた"), open_top=open_top)])
    assert sheet.content_top(2) == 800.0 + 100.0 + 20 * row


def test_cells_are_found_by_the_height_at_which_they_begin() -> None:
    sheet = Sheet([page(1, HEADINGS, *[("a", "b")] * 9), page(2, *[("a", "b")] * 9)])
    for top in (0.0, 100.0, 119.9, 120.1, 280.0, 899.0, 905.0):
        for bottom in (100.0, 140.0, 900.0, 940.5, float("inf")):
            assert sheet.between(top, bottom) == [r for r in sheet.cells if top <= r.at.top < bottom]
