"""Rows → one checked Arrow table. What does not fit the schema never reaches a file."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.columns import REAL, TEXT, TEXTS, WHOLE, WHOLES, Column, Table
from pipelines.schema import TABLES

Row = Mapping[str, Any]

_DIGITS: Final = re.compile(r"(\d+)")


class TableError(ValueError):
    """Rows that break the schema: a fault of the program that made them, named by table, column and row."""


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
    held = list(rows)
    for number, row in enumerate(held):
        _refuse_unknown_columns(table, row, number)
    keys = [tuple(row.get(part) for part in table.key) for row in held]
    order = sorted(range(len(held)), key=lambda at: [natural(part) for part in keys[at]])
    held = [held[at] for at in order]
    arrays = [_array(table, column, held) for column in table.columns]
    made = pa.Table.from_arrays(arrays, schema=table.arrow)
    check(table, made)
    return made


def in_order(name: str, rows: Sequence[pa.Table]) -> pa.Table:
    """Put tables of one name together, in the order of the key."""
    whole = pa.concat_tables(rows).combine_chunks()
    keys = _keys(whole, declared(name).key)
    order = sorted(range(len(keys)), key=lambda at: [natural(part) for part in keys[at]])
    return whole.take(pa.array(order, WHOLE))


def declared(name: str) -> Table:
    """The table of that name.

    Raises:
        TableError: there is none; the message names the nearest.
    """
    if name not in TABLES:
        raise TableError(f"no table is called {name!r}{_nearest(name, TABLES)}")
    return TABLES[name]


def check(table: Table, rows: pa.Table) -> None:
    """Check what types cannot say: nulls, lists of values, sums, one row per key.

    Raises:
        TableError: naming table, column and row.
    """
    for column in table.columns:
        values = rows[column.name]
        if not column.nullable and values.null_count:
            at = pc.index(pc.is_null(values), True).as_py()
            raise TableError(f"{_place(table, column.name, rows, at)}: a value is missing")
        if column.enum:
            known = pc.is_in(values, pa.array(column.enum, TEXT))
            at = pc.index(pc.or_(known, pc.is_null(values)), False).as_py()
            if at >= 0:
                allowed = ", ".join(column.enum)
                raise TableError(f"{_place(table, column.name, rows, at)}: {values[at].as_py()!r} is none of {allowed}")
    _check_sum(table, rows)
    doubled = _first_double(zip(*(rows[part].to_pylist() for part in table.key), strict=True))
    if doubled is not None:
        key = ", ".join(f"{name}={value!r}" for name, value in zip(table.key, doubled, strict=True))
        raise TableError(f"{table.name}: two rows have the key {key}")


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
            for at, key in enumerate(_keys(rows, foreign.columns)):
                if None not in key and key not in target:
                    place = _place(declared(name), " + ".join(foreign.columns), rows, at)
                    raise TableError(f"{place}: {' + '.join(map(str, key))} is not in {foreign.table}")


@lru_cache(maxsize=65536)
def natural(value: Hashable) -> tuple[tuple[int, int, str], ...]:
    """A sorting key by which numbers inside text sort as numbers, and nothing sorts first.

    >>> sorted(["1-10", "1-9", "A2"], key=natural)
    ['1-9', '1-10', 'A2']
    """
    if value is None:
        return ()
    if isinstance(value, int):
        return ((0, value, ""),)
    pieces = (piece for piece in _DIGITS.split(str(value)) if piece)
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def _array(table: Table, column: Column, rows: Sequence[Row]) -> pa.Array:
    values = [row.get(column.name) for row in rows]
    if _plain(column, values):
        return pa.array(values, column.type)
    for number, value in enumerate(values):
        fault = None if value is None else _fault(column, value)
        if fault:
            key = " ".join(f"{name}={rows[number].get(name)!r}" for name in table.key)
            raise TableError(f"{table.name}.{column.name} in the row {key}: {fault}")
    if column.type == REAL:
        values = [None if value is None else float(value) for value in values]
    return pa.array(values, column.type)


def _plain(column: Column, values: Sequence[Any]) -> bool:
    """Whether all values are of the one Python type that the column takes without a question."""
    kinds = set(map(type, values)) - {type(None)}
    if column.type == TEXT:
        return kinds <= {str} and all(value.isascii() or _encodes(value) for value in values if value)
    if column.type == WHOLE:
        return kinds <= {int} and all(-(2**63) <= value < 2**63 for value in values if value)
    if column.type == REAL:
        return kinds <= {float} and all(math.isfinite(value) for value in values if value)
    return not kinds


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fault(column: Column, value: object) -> str | None:
    """What is wrong with a value of this column, or None."""
    if column.type in (TEXTS, WHOLES):
        if isinstance(value, str) or not isinstance(value, Sequence):
            return f"{value!r} is not a list"
        wanted = str if column.type == TEXTS else int
        wrong = next((item for item in value if not isinstance(item, wanted) or isinstance(item, bool)), None)
        return None if wrong is None else f"{wrong!r} in the list is not {wanted.__name__}"
    if column.type == TEXT:
        return _text_fault(value)
    if column.type == WHOLE:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"{value!r} is not a whole number"
        return None if -(2**63) <= value < 2**63 else f"{value} does not fit into 64 bits"
    if column.type == REAL:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return f"{value!r} is not a number"
        return None if math.isfinite(value) else f"{value!r} is not a finite number"
    return None


def _text_fault(value: object) -> str | None:
    if not isinstance(value, str):
        return f"{value!r} is not text"
    try:
        value.encode()
    except UnicodeEncodeError:
        return f"{value!r} holds half of a surrogate pair"
    return None


def _check_sum(table: Table, rows: pa.Table) -> None:
    if table.adds_up is None or not rows.num_rows:
        return
    parts, whole = table.adds_up
    total = rows[parts[0]]
    for part in parts[1:]:
        total = pc.add(total, rows[part])
    at = pc.index(pc.equal(total, rows[whole]), False).as_py()
    if at >= 0:
        said = f"{' + '.join(parts)} is {total[at].as_py()}, not {rows[whole][at].as_py()}"
        raise TableError(f"{_place(table, whole, rows, at)}: {said}")


def _first_double(keys: Iterable[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    seen: set[tuple[Any, ...]] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _keys(rows: pa.Table, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[column].to_pylist() for column in columns), strict=True))


def _refuse_unknown_columns(table: Table, row: Row, number: int) -> None:
    if row.keys() <= table.by_name.keys():
        return
    for name in row:
        if name not in table.by_name:
            raise TableError(f"{table.name}, row {number}: no column is called {name!r}{_nearest(name, table.by_name)}")


def _nearest(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _place(table: Table, column: str, rows: pa.Table, at: int) -> str:
    key = " ".join(f"{name}={rows[name][at].as_py()!r}" for name in table.key)
    return f"{table.name}.{column} in the row {key}"
