"""A sheet on a terminal: values as printed where they are no numbers, and no text that acts."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from pipelines.printable import shown, shown_text
from pipelines.show import amount, spread, value
from pipelines.show_page import SheetPage


def page(rows: dict[str, list[dict[str, Any]]], width: int = 100) -> str:
    stream = io.StringIO()
    SheetPage(Console(file=stream, width=width, markup=False, highlight=False, emoji=False)).show(rows)
    return stream.getvalue()


def sheet(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """One sheet with one program that has nothing else."""
    head = {
        "sheet_id": "131059-form-2025-1", "municipality": "文京区", "municipality_code": "131059", "form": "form",
        "title": "題名", "policy_no": 1, "policy": None, "measure_no": None, "measure": None, "sdgs": [],
        "page_first": 1, "page_last": 2, "source_id": "0123456789abcdef",
    }  # fmt: skip
    program = {"program_id": "p", "program_no": 1, "program": "事業", "departments": [], "role": None}
    rest = {name: [] for name in ("budgets", "indicators", "notes", "narratives", "answers", "figures", "issues")}
    return {**rest, "sheets": [{**head, **changes}], "programs": [program]}


def indicator(year: int, **changes: Any) -> dict[str, Any]:
    told = {
        "program_id": "p",
        "indicator_no": 1,
        "indicator": "件数",
        "unit": "件",
        "kind": "actual",
        "qualifier": None,
    }
    return {**told, "fiscal_year": year, "value": None, "raw": "", **changes}


@pytest.mark.parametrize("text", ["\x1b[31mred", "\x9b31m", "\x07", "\u202eesrever", "\r", "\x00"])
def test_control_characters_are_spelled_out(text: str) -> None:
    said = page(sheet(title=text))
    assert text not in said
    assert shown(text) in said
    assert all(c.isprintable() or c == "\n" for c in said)


@pytest.mark.parametrize("text", ["[bold]太字[/bold]", ":smile:", "[link=https://example.org]", "[/]"])
def test_what_looks_like_markup_is_text(text: str) -> None:
    assert text in page(sheet(title=text))


@pytest.mark.parametrize(
    ("text", "said"),
    [("一\n二", "一\n二"), ("a\tb", "a b"), ("全角　空白", "全角　空白"), ("\udc93", "\\udc93"), ("が", "が")],
)
def test_text_of_several_lines_keeps_them(text: str, said: str) -> None:
    assert shown_text(text) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"value": 971.0, "qualifier": None, "raw": "971"}, "971"),
        ({"value": 1854.2, "qualifier": None, "raw": "1,854.2"}, "1,854.2"),
        ({"value": -3.6, "qualifier": None, "raw": "△3.6"}, "-3.6"),
        ({"value": 0.0, "qualifier": None, "raw": "0"}, "0"),
        ({"value": 1200.0, "qualifier": "約", "raw": "約1,200"}, "約 1,200"),
        ({"value": None, "qualifier": None, "raw": "―"}, "―"),
        ({"value": None, "qualifier": None, "raw": ""}, ""),
        ({"value": 123456789012.0, "qualifier": None, "raw": "123,456,789,012"}, "123,456,789,012"),
    ],
)
def test_value(row: dict[str, Any], said: str) -> None:
    assert value(row) == said


def test_amount_is_in_yen_and_a_dash_stays_a_dash() -> None:
    assert amount({"amount_yen": 20097000, "raw": "20,097千円"}) == "20,097,000"
    assert amount({"amount_yen": None, "raw": "―"}) == "―"
    assert amount({"amount_yen": 0, "raw": "0"}) == "0"


def test_spread_puts_years_in_order_and_leaves_gaps() -> None:
    rows = [indicator(2024), indicator(2022), indicator(2023, indicator="別")]
    columns, lines = spread(rows, ("indicator",))
    assert columns == [(2022, "actual"), (2023, "actual"), (2024, "actual")]
    assert {name: sorted(found) for name, found in lines.items()} == {
        ("件数",): [(2022, "actual"), (2024, "actual")],
        ("別",): [(2023, "actual")],
    }


def test_years_stand_side_by_side_where_there_is_room_and_below_one_another_where_not() -> None:
    rows = sheet()
    rows["indicators"] = [indicator(year, value=float(year), raw=str(year)) for year in range(2018, 2027)]
    wide, narrow = page(rows, 140), page(rows, 60)
    assert any("2,018" in line and "2,026" in line for line in wide.splitlines())
    assert not any("2,018" in line and "2,026" in line for line in narrow.splitlines())
    assert all(f"2,0{year}" in narrow for year in range(18, 27))
