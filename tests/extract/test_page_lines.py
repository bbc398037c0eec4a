"""Lines set for a whole page at once are those that are set cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.lines import Letters, cell_lines, lines_apart
from extract.page import Glyphs
from extract.page_lines import free_lines, lines_of_cells

CHARS = "文京区１2ab○●・。「（」"
# Places on a coarse raster, so that equal and nearly equal baselines, overlaps and gaps all come up.
GLYPH = st.tuples(
    st.sampled_from(CHARS),
    st.integers(0, 24).map(lambda n: n * 5.0),
    st.sampled_from([10.0, 10.0, 10.0, 12.5, 14.0, 22.0, 34.0, 34.5]),
    st.sampled_from([8.0, 10.0, 10.0, 10.5]),
    st.booleans(),
    st.integers(-1, 3),
)


def glyphs_of(drawn: list[tuple[str, float, float, float, bool, int]]) -> Glyphs:
    x0 = np.array([x for _, x, *_ in drawn], dtype=np.float64)
    base = np.array([y for _, _, y, *_ in drawn], dtype=np.float64)
    size = np.array([em for _, _, _, em, *_ in drawn], dtype=np.float64)
    spaced = np.array([space for *_, space, _ in drawn], dtype=np.bool_)
    box = np.column_stack([x0, base - 0.88 * size, x0 + size, base + 0.12 * size])
    numbers = np.arange(len(drawn))
    chars = [char for char, *_ in drawn]
    no = np.zeros(len(drawn), np.bool_)
    return Glyphs(chars, box, base, size, numbers, spaced, spaced & (numbers % 2 == 0), no, no)


@settings(max_examples=400, deadline=None)
@given(st.lists(GLYPH, max_size=30))
def test_cells(drawn: list[tuple[str, float, float, float, bool, int]]) -> None:
    glyphs = glyphs_of(drawn)
    cells = np.array([cell for *_, cell in drawn], dtype=np.int64)
    lefts = np.array([0.0, 3.0, 20.0, 60.0])
    letters = Letters.of(glyphs)
    one_by_one = {
        number: cell_lines(letters, at, float(lefts[number]))
        for number in range(4)
        if (at := np.flatnonzero(cells == number).tolist())
    }
    assert lines_of_cells(glyphs, cells, lefts) == one_by_one


@settings(max_examples=400, deadline=None)
@given(st.lists(GLYPH, max_size=30))
def test_outside_cells(drawn: list[tuple[str, float, float, float, bool, int]]) -> None:
    glyphs = glyphs_of(drawn)
    assert free_lines(glyphs) == lines_apart(Letters.of(glyphs))


@pytest.mark.parametrize("far", [15.0, 18.0])
def test_a_caption_that_wraps_beside_another_one(far: float) -> None:
    places = (0.0, 8.0, 8.0 + far, 16.0 + far)
    drawn = [(char, x, 10.0, 8.0, False, 0) for char, x in zip("●文●区", places, strict=True)]
    lines = free_lines(glyphs_of(drawn))
    assert lines == lines_apart(Letters.of(glyphs_of(drawn)))
    assert [line.text for line in lines] == ["●文", "●区"]


@pytest.mark.parametrize(
    "text", ["「満足」「やや満足」", "（１）拡大、（２）", "PFI（Private", "Wi-Fi：可・不可", "『「（あ）」』"]
)
def test_type_set_close_is_read_as_it_stands(text: str) -> None:
    """The box of 「 begins half an em before its ink: where no blank is left, with the box of 」, or before it."""
    drawn, pen = [], 20.0
    for char in text:
        blank = 5.0 if char in "「『（" else 2.5 if char in "：・" else 0.0
        wide = 2.6 if char == "i" else 3.0 if char == "I" else 10.0
        drawn.append((char, pen - blank, wide))
        pen += wide - (5.0 if blank or char in "」』）、" else 0.0)
    drawn.sort(key=lambda glyph: glyph[1])  # as pdfium gives them
    glyphs = glyphs_of([(char, x, 20.0, 10.0, False, 0) for char, x, _ in drawn])
    glyphs.box[:, 2] = glyphs.box[:, 0] + [wide for *_, wide in drawn]
    cells = np.zeros(len(text), dtype=np.int64)
    assert [line.text for line in lines_of_cells(glyphs, cells, np.zeros(1))[0]] == [text]
    assert [line.text for line in free_lines(glyphs)] == [text]
