"""The schema holds what it promises to analysts: complete descriptions, sound keys, right dtypes in pandas."""

import io
import re

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipelines.columns import MOMENT, REAL, TEXT, TEXTS, WHOLE, WHOLES, Table
from pipelines.schema import NATURAL_KEY, TABLES
from pipelines.tables import table_of

DTYPES = {
    TEXT: "string",
    WHOLE: "Int64",
    REAL: "float64",
    TEXTS: "object",
    WHOLES: "object",
    MOMENT: "datetime64[us, UTC]",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
class TestEveryTable:
    def test_each_column_is_described_in_full(self, table: Table) -> None:
        assert len(table.by_name) == len(table.columns)
        for column in table.columns:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
            assert column.title
            assert column.title_ja
            assert column.description.endswith((".", "..."))
            if column.type == WHOLE and column.name not in ("page", "row", "column"):
                counts = column.name.endswith(("_no", "_span", "page_first", "page_last"))
                assert column.unit or counts, column.name

    def test_its_key_and_references_name_columns_that_exist(self, table: Table) -> None:
        assert all(not table.by_name[name].nullable for name in table.key)
        for foreign in table.foreign_keys:
            target = TABLES[foreign.table]
            assert [table.by_name[name].type for name in foreign.columns] == [
                target.by_name[name].type for name in target.key
            ]

    def test_sheet_content_starts_with_the_natural_key_and_ends_with_its_place(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        if table.per_sheet:
            assert tuple(names[:4]) == NATURAL_KEY
            assert names[-6:] == ["source_id", "page", "x0", "top", "x1", "bottom"]

    def test_pandas_gets_nullable_types(self, table: Table) -> None:
        file = io.BytesIO()
        pq.write_table(table_of(table.name, []), file)
        frame = pd.read_parquet(file)
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
            column.name: DTYPES[column.type] for column in table.columns
        }

    def test_the_metadata_travels_in_the_file(self, table: Table) -> None:
        file = io.BytesIO()
        pq.write_table(table_of(table.name, []), file)
        schema = pq.read_schema(file)
        assert schema.metadata[b"title_ja"].decode() == table.title_ja
        for column in table.columns:
            said = schema.field(column.name).metadata
            assert said[b"title"].decode() == column.title
            assert said[b"description"].decode() == column.description
            assert said.get(b"unit", b"").decode() == (column.unit or "")
