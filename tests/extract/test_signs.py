"""Each sign of a kind is known wherever such signs are read: dashes, minus signs, bullets, brackets."""

from __future__ import annotations

from typing import Any, cast

import pytest

from extract.amounts import stacked_pieces
from extract.cell_kinds import Kind, is_mark, kind_of_text
from extract.layout import Region, compact
from extract.lines import is_page_number
from extract.prose import first_word
from extract.wording import is_nothing, money_unit, name_and_unit, unit_alone
from normalize import is_dash, marks


class _Lines:
    """What is asked of a cell's lines."""

    def __init__(self, *texts: str) -> None:
        self.lines = [cast(Any, _Text(text)) for text in texts]


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text


@pytest.mark.parametrize("stroke", marks.NULL_STROKES)
def test_a_stroke_stands_for_no_value_and_no_name(stroke: str) -> None:
    assert is_dash(stroke)
    assert kind_of_text(compact(stroke)) is Kind.VALUE
    assert is_nothing(stroke)
    assert is_page_number(compact(f"{stroke}66{stroke}"))


@pytest.mark.parametrize("minus", marks.MINUS_SIGNS)
def test_a_minus_begins_an_amount(minus: str) -> None:
    assert kind_of_text(compact(f"{minus}5")) is Kind.VALUE
    cells = cast("list[Region]", [_Lines(f"{minus}1,234", "千円", f"{minus}5千円")])
    assert stacked_pieces(cells) == [f"{minus}1,234千円", f"{minus}5千円"]
    assert first_word(f"{minus}5 円") == pytest.approx(1.6 if not minus.isascii() else 1.2)


@pytest.mark.parametrize("mark", marks.OPTION_MARKS + marks.TRIANGLES + marks.TICKS)
def test_a_mark_in_a_cell_of_its_own_is_a_value(mark: str) -> None:
    assert is_mark(mark)


@pytest.mark.parametrize(
    ("opens", "closes"), [*zip(marks.OPEN_ASIDE, marks.CLOSE_ASIDE, strict=True)], ids=list(marks.OPEN_ASIDE)
)
def test_a_unit_stands_in_any_bracket_of_a_remark(opens: str, closes: str) -> None:
    assert unit_alone(f"{opens}千円{closes}") == "千円"
    assert name_and_unit(f"相談{opens}件{closes}") == ("相談", "件")
    assert money_unit(compact(f"事業費{opens}単位：千円{closes}")) == "千円"
