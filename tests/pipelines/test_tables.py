"""Rows become tables that match the schema, or an error that names table, column and row."""

from decimal import Decimal

import pyarrow as pa
import pytest

from pipelines.checking import TableError
from pipelines.parts import parts_of
from pipelines.schema import TABLES
from pipelines.tables import check_references, in_order, kinds_of, table_of

PAGE = {
    "source_id": "ab",
    "page": 1,
    "width": 595.0,
    "height": 842.0,
    "rotation": 0,
    "glyphs": 10,
    "in_fields": 4,
    "in_labels": 3,
    "in_figures": 2,
    "in_furniture": 1,
    "unread": 0,
}
PLACE = {"source_id": "ab", "page": 1, "x0": 1.0, "top": 2.0, "x1": 3.0, "bottom": 4.0}
KEY = {"municipality_code": "131059", "form": "some-form", "edition": 2025, "sheet_no": "1"}
INDICATOR = {
    **KEY,
    "indicator_id": "s-1-01-01",
    "program_id": "s-1-01",
    "sheet_id": "s-1",
    "indicator_no": 1,
    "indicator": "相談件数",
    "unit": "件",
    "fiscal_year": 2024,
    "kind": "actual",
    "value": Decimal("971"),
    "status": "reported",
    "raw": "971",
    **PLACE,
}
SOURCE = {"source_id": "ab", "file": "01.pdf", "status": "ok", "tool_version": "0.1.0"}


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("pagse", PAGE, "no table is called 'pagse'; did you mean 'pages'?"),
        ("pages", {**PAGE, "widht": 1.0}, "pages, row 0: no column is called 'widht'; did you mean 'width'?"),
        ("pages", {**PAGE, "page": None}, "pages.page in the row source_id='ab' page=None: a value is missing"),
        ("pages", {**PAGE, "page": 1.0}, "pages.page in the row source_id='ab' page=1.0: 1.0 is not a whole number"),
        ("pages", {**PAGE, "page": True}, "True is not a whole number"),
        ("pages", {**PAGE, "page": 2**63}, "does not fit into 64 bits"),
        ("pages", {**PAGE, "width": float("nan")}, "pages.width in the row source_id='ab' page=1: nan is not a finite"),
        ("pages", {**PAGE, "width": "595"}, "'595' is not a number"),
        ("pages", {**PAGE, "source_id": "\ud800"}, "holds half of a surrogate pair"),
        ("pages", {**PAGE, "unread": 1}, "pages.glyphs in the row source_id='ab' page=1: in_fields + in_labels + "),
        ("indicators", {**INDICATOR, "kind": "actuals"}, "'actuals' is none of actual, target, expected"),
        ("indicators", {**INDICATOR, "value": True}, "True is not a number"),
        ("indicators", {**INDICATOR, "indicator": 7}, "indicators.indicator in the row indicator_id='s-1-01-01'"),
        ("figures", {"labels": "text"}, "figures.labels in the row sheet_id=None figure_no=None: 'text' is not a list"),
        ("figures", {"labels": ["a", "\ud800"]}, "holds half of a surrogate pair"),
        ("sheets", {"sdgs": [1, "2"]}, "'2' in the list is not int"),
    ],
)
def test_a_row_that_breaks_the_schema_is_named(table: str, row: dict[str, object], says: str) -> None:
    with pytest.raises(TableError) as caught:
        table_of(table, [row])
    assert says in str(caught.value)


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(TableError, match="pages: two rows have the key source_id='ab', page=1"):
        table_of("pages", [PAGE, {**PAGE, "width": 1.0}])


def test_rows_come_in_the_order_of_their_key_whatever_order_they_had() -> None:
    ids = ["s-15-01", "s-3-02", "s-3-10", "s-3-1"]
    rows = [{**INDICATOR, "indicator_id": name} for name in ids]
    forth, back = table_of("indicators", rows), table_of("indicators", reversed(rows))
    assert forth["indicator_id"].to_pylist() == ["s-3-1", "s-3-02", "s-3-10", "s-15-01"]
    assert forth.equals(back, check_metadata=True)


def test_a_decimal_becomes_a_float_and_a_missing_nullable_column_a_null() -> None:
    row = table_of("indicators", [INDICATOR]).to_pylist()[0]
    assert (row["value"], row["qualifier"], row["indicator_note"]) == (971.0, None, None)
    assert isinstance(row["value"], float)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_the_whole_schema(name: str) -> None:
    made = table_of(name, [])
    assert made.num_rows == 0
    assert made.schema.equals(TABLES[name].arrow, check_metadata=True)


@pytest.mark.parametrize(
    ("pages", "says"),
    [([PAGE], None), ([{**PAGE, "source_id": "cd"}], "pages.source_id in the row source_id='cd' page=1: cd is not in")],
)
def test_references(pages: list[dict[str, object]], says: str | None) -> None:
    moment = pa.scalar(0, pa.timestamp("us", tz="UTC")).as_py()
    tables = {
        "sources": table_of("sources", [{**SOURCE, "extracted_at": moment}]),
        "pages": table_of("pages", pages),
    }
    if says is None:
        check_references(tables)
        return
    with pytest.raises(TableError, match=says):
        check_references(tables)


def test_rows_are_of_one_kind_where_all_columns_say_the_same() -> None:
    said = {"a": ["x", "y", None, "x", "y", None, "z"], "b": [1, 1, 2, 1, 3, 2, None], "c": ["k"] * 7}
    kind, first = kinds_of(pa.table(said), ["a", "b", "c"])
    rows = list(zip(*said.values(), strict=True))
    assert len(first) == len(set(rows)) == 5
    assert [rows[first[number]] for number in kind] == rows


@pytest.mark.parametrize("editions", [(2024, 2025), (2025, 2024)])  # parts one after the other, and crosswise
def test_a_table_falls_into_parts_with_its_rows_in_order(editions: tuple[int, int]) -> None:
    sheets = [
        {**PLACE, **KEY, "edition": edition, "sheet_id": f"s{edition}", "municipality": "文京区", "title": "題",
         "sdgs": [], "page_first": 1, "page_last": 2, "source_id": source}
        for source, edition in zip(("a", "b"), editions, strict=True)
    ]  # fmt: skip
    pages = [{**PAGE, "source_id": source, "page": page} for page in (2, 1) for source in ("a", "b")]
    given = {"sheets": table_of("sheets", sheets), "pages": table_of("pages", pages)}
    made = parts_of(given)["pages"]
    assert not given  # each was let go when it had been cut
    assert {name: rows.select(["source_id", "page"]).to_pylist() for name, rows in made.items()} == {
        f"131059-some-form-{edition}": [{"source_id": source, "page": page} for page in (1, 2)]
        for source, edition in zip(("a", "b"), editions, strict=True)
    }


def test_rows_out_of_a_longer_table_are_put_in_their_order() -> None:
    whole = table_of("pages", [{**PAGE, "page": page} for page in range(1, 6)]).take([0, 1, 4, 2, 3])
    assert in_order("pages", [whole.slice(2)])["page"].to_pylist() == [3, 4, 5]


def test_rows_of_two_tables_with_one_key_are_refused() -> None:
    """What files and editions are put together by: a row that stands in two of them must not count twice."""
    rows = table_of("pages", [PAGE, {**PAGE, "page": 2}])
    with pytest.raises(TableError, match="pages: two rows have the key source_id='ab', page=2"):
        in_order("pages", [rows, rows.slice(1)])
