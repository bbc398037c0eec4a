"""Checked columns → one Arrow table in the order of its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.arrays import array_of, numbers_of, places_of, texts
from pipelines.checking import (
    Columns,
    Row,
    TableError,
    columns_of,
    declared,
    place,
    refuse_double,
    refuse_doubles,
)
from pipelines.columns import WHOLE, Table
from pipelines.natural import natural


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """Make the Arrow table `name` from rows, in the order of its key.

    Args:
        name: a table of the schema.
        rows: one mapping per row; a nullable column may be left out. `Decimal` is taken where a float is wanted.

    Returns:
        A table with exactly the schema's columns, types and metadata, sorted by its key; numbers inside text sort as
        numbers (sheet 3 before sheet 15).

    Raises:
        TableError: an unknown table or column, a value of the wrong type, a missing value, a value outside its list,
            parts that do not add up, or two rows with one key.
    """
    return make(declared(name), rows)


def make(table: Table, rows: Iterable[Row]) -> pa.Table:
    """As `table_of`, for a table that is not part of the output folder."""
    columns = columns_of(table, list(rows))
    refuse_doubles(table, columns)
    return _sorted(table, arrow_of(table, columns))


def arrow_of(table: Table, columns: Columns) -> pa.Table:
    """Columns that were checked as an Arrow table, in the order they have."""
    arrays = [array_of(column.type, columns[column.name]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.arrow)


@cache
def no_rows(table: Table) -> pa.Table:
    """The Arrow table without a row."""
    return arrow_of(table, {column.name: [] for column in table.columns})


def in_order(name: str, rows: Sequence[pa.Table]) -> pa.Table:
    """Put tables of one name together, in the order of the key.

    Raises:
        TableError: two rows have one key.
    """
    return _sorted(declared(name), pa.concat_tables(rows))


def _sorted(table: Table, rows: pa.Table) -> pa.Table:
    if rows.num_rows < 2:
        return rows
    ranks = [_ranks(table, name, rows) for name in table.key]
    order = np.lexsort(ranks[::-1])
    same = np.logical_and.reduce([rank[order[1:]] == rank[order[:-1]] for rank in ranks])
    if same.any():
        at = int(order[int(np.flatnonzero(same)[0])])
        refuse_double(table, tuple(rows[name][at].as_py() for name in table.key))
    places = None if (order == np.arange(len(order))).all() else places_of(order)
    return pa.Table.from_arrays([_taken(column, places) for column in rows.itercolumns()], schema=rows.schema)


def _taken(column: pa.ChunkedArray, places: pa.Array | None) -> pa.Array:
    """A column in one piece, in another order if there is one: one at a time, for each is held twice meanwhile."""
    whole = column.combine_chunks()
    return whole if places is None else whole.take(places)


def _ranks(table: Table, name: str, rows: pa.Table) -> NDArray[np.int64]:
    """Numbers that stand in the same order as a column's values do naturally; nothing comes first."""
    column = rows[name].combine_chunks()
    if table.by_name[name].type is WHOLE:
        return numbers_of(column, -(2**63))
    words = column.dictionary_encode()
    values = words.dictionary.to_pylist()
    rank = np.empty(len(values) + 1, dtype=np.int64)
    rank[sorted(range(len(values)), key=lambda at: natural(values[at]))] = np.arange(1, len(values) + 1)
    rank[-1] = 0
    return rank[numbers_of(words.indices.cast(pa.int64()), len(values))]


def kinds_of(rows: pa.Table, columns: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows by what some of their columns say together: the kind of each row, and the first row of each kind."""
    kind = np.zeros(rows.num_rows, dtype=np.int64)
    for name in columns:
        words = rows[name].combine_chunks().dictionary_encode(null_encoding="encode")
        if len(words.dictionary) > 1:  # else it tells no rows apart, as the edition's columns do in most runs
            codes = numbers_of(words.indices.cast(pa.int64()), -1)
            _, kind = np.unique(kind * len(words.dictionary) + codes, return_inverse=True)
    return kind, np.unique(kind, return_index=True)[1]


def check_references(tables: Mapping[str, pa.Table]) -> None:
    """Check that every row of `tables` points at rows that are there.

    Args:
        tables: one Arrow table per name; a foreign key into a table that is not among them is not checked.

    Raises:
        TableError: naming table, columns and the value that points nowhere.
    """
    for name, rows in tables.items():
        for foreign in declared(name).foreign_keys:
            if foreign.table not in tables:
                continue
            target = set(_keys(tables[foreign.table], declared(foreign.table).key))
            first = kinds_of(rows, foreign.columns)[1]
            named = rows.select(foreign.columns).take(places_of(first))
            for at, key in zip(first.tolist(), _keys(named, foreign.columns), strict=True):
                if None not in key and key not in target:
                    columns = {column: rows[column].to_pylist() for column in declared(name).key}
                    where = place(declared(name), " + ".join(foreign.columns), columns, at)
                    raise TableError(f"{where}: {' + '.join(map(str, key))} is not in {foreign.table}")


def of_sources(rows: pa.Table, sources: Iterable[str]) -> pa.Table:
    """The rows that speak of some sources."""
    return rows.filter(_is_of(rows, sources))


def not_of_sources(rows: pa.Table, sources: Iterable[str]) -> pa.Table:
    """The rows that speak of none of some sources."""
    import pyarrow.compute as pc

    return rows.filter(pc.invert(_is_of(rows, sources)))


def _is_of(rows: pa.Table, sources: Iterable[str]) -> pa.ChunkedArray:
    import pyarrow.compute as pc  # slow to import, and a run that finds nothing changed needs none of it

    return pc.is_in(rows["source_id"], texts(sorted(sources)))


def _keys(rows: pa.Table, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(rows[column].to_pylist() for column in columns), strict=True)
