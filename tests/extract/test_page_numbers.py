"""Page numbers, and the numbers of charts that stand where a page's number would."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.layout import lay_out
from extract.page_numbers import page_numbers
from extract.reader import pages
from tests.drawing import Drawing

Print = list[tuple[float, float, str]]
YEARS = [(60.0 + 42 * number, 800.0, f"R{number + 4}") for number in range(4)]
VALUES = [(60.0, 750.0, "5,731"), (102.0, 762.0, "4,453"), (144.0, 786.0, "608")]


@pytest.mark.parametrize(
    ("prints", "numbers"),
    [
        ([[(295, 800, "66")]], ["66"]),
        ([[(295, 800, "- 66 -")], [(295, 800, "- 67 -")]], ["- 66 -", "- 67 -"]),
        ([[*VALUES, *YEARS]], []),  # the bar is low: its value has fewer digits than others
        ([VALUES], ["608"]),  # nothing tells it from a page's number
        ([[*VALUES, *YEARS, (295, 815, "66")]], ["66"]),
        ([[*VALUES, *YEARS], [(60, 30, "423"), *[(x, 42.0, year) for x, _, year in YEARS]]], []),
        ([[(144, 786, "7"), *YEARS], [(144, 786, "8"), *YEARS]], ["7", "8"]),  # right above charts' axes
        ([[(60, 786, "7"), *YEARS], [(530, 786, "8")]], ["7", "8"]),  # outside, as in a book
        ([[(144, 786, "7"), *YEARS], [(144, 786, "7"), *YEARS]], []),
        ([[(240, 800, "令和6年度"), (295, 800, "66")]], ["66"]),
    ],
)
def test_page_numbers(tmp_path: Path, prints: list[Print], numbers: list[str]) -> None:
    drawing = Drawing(tmp_path / "a.pdf")
    for number, texts in enumerate(prints):
        if number:
            drawing.page()
        for x, y, text in texts:
            drawing.text(x, y, text, size=6.5)
    found = page_numbers([lay_out(page) for page in pages(drawing.save())])
    assert [r.text for regions in found.values() for r in regions] == numbers
