"""Rows → checked columns, without Arrow: what a worker sends. What does not fit the schema never gets further."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from pipelines.columns import MOMENT, REAL, TEXT, TEXTS, WHOLE, WHOLES, Column, Table
from pipelines.schema import TABLES

Row = Mapping[str, Any]
Columns = dict[str, list[Any]]
"""The values of each column of a table, in the order of its rows; every column of the schema is there."""


class TableError(ValueError):
    """Rows that break the schema: a fault of the program that made them, named by table, column and row."""


def declared(name: str) -> Table:
    """The table of that name.

    Raises:
        TableError: there is none; the message names the nearest.
    """
    if name not in TABLES:
        raise TableError(f"no table is called {name!r}{_nearest(name, TABLES)}")
    return TABLES[name]


def columns_of(table: Table, rows: Sequence[Row]) -> Columns:
    """The rows of a table as columns, checked against all that one row can break.

    Args:
        table: what the rows are.
        rows: one mapping per row; a nullable column may be left out. `Decimal` is taken where a float is wanted.

    Raises:
        TableError: an unknown column, a value of the wrong type, a missing value, a value outside its list, or parts
            that do not add up.
    """
    for number, row in enumerate(rows):
        _refuse_unknown_columns(table, row, number)
    return checked(table, {name: _column(name, rows) for name in table.by_name})


def _column(name: str, rows: Sequence[Row]) -> list[Any]:
    """A column of some rows; null where one leaves it out."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


def checked(table: Table, columns: Columns) -> Columns:
    """Columns that are there as such, checked as `columns_of` does; `Decimal` and whole numbers made floats.

    Args:
        table: what they are of.
        columns: lists of one length; one of nulls may be left out.

    Raises:
        TableError: as `columns_of`.
    """
    unknown = next((name for name in columns if name not in table.by_name), None)
    if unknown is not None:
        raise TableError(f"{table.name}: {_no_column(table, unknown)}")
    length = max(map(len, columns.values()), default=0)
    given = {name: columns.get(name) or [None] * length for name in table.by_name}
    made = {column.name: _values(table, column, given) for column in table.columns}
    for column in table.columns:
        _check_column(table, column, made)
    _check_sum(table, made)
    return made


def first_double(keys: Iterable[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """The first key that comes twice, or None."""
    seen: set[tuple[Any, ...]] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def refuse_doubles(table: Table, columns: Columns) -> None:
    """Check that no two rows have one key.

    Raises:
        TableError: two have.
    """
    refuse_double(table, first_double(zip(*(columns[part] for part in table.key), strict=True)))


def refuse_double(table: Table, doubled: tuple[Any, ...] | None) -> None:
    """Tell of a key that comes twice.

    Raises:
        TableError: there is one.
    """
    if doubled is not None:
        key = ", ".join(f"{name}={value!r}" for name, value in zip(table.key, doubled, strict=True))
        raise TableError(f"{table.name}: two rows have the key {key}")


def place(table: Table, column: str, columns: Mapping[str, Sequence[Any]], at: int) -> str:
    """A value's place, for a message: table, column and key."""
    key = " ".join(f"{name}={columns[name][at]!r}" for name in table.key)
    return f"{table.name}.{column} in the row {key}"


def _values(table: Table, column: Column, columns: Columns) -> list[Any]:
    values = columns[column.name]
    if _plain(column, values):
        return values
    for number, value in enumerate(values):
        fault = None if value is None else _fault(column, value)
        if fault:
            raise TableError(f"{place(table, column.name, columns, number)}: {fault}")
    return [None if value is None else float(value) for value in values] if column.type is REAL else values


def _plain(column: Column, values: Sequence[Any]) -> bool:
    """Whether all values are of the one Python type that the column takes without a question."""
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if column.type is TEXT:
        return kinds <= {str} and _encodes("".join(filter(None, values)))
    if column.type is WHOLE:
        numbers = [value for value in values if value] if kinds == {int} else []
        return kinds <= {int} and (not numbers or (min(numbers) >= -(2**63) and max(numbers) < 2**63))
    if column.type is REAL:
        return kinds <= {float} and all(map(math.isfinite, filter(None, values)))
    if column.type in (TEXTS, WHOLES):
        items = [item for value in values if value for item in value]
        wanted = str if column.type is TEXTS else int
        return (
            kinds <= {list, tuple} and set(map(type, items)) <= {wanted} and (wanted is int or _encodes("".join(items)))
        )
    return not kinds


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fault(column: Column, value: object) -> str | None:
    """What is wrong with a value of this column, or None."""
    if column.type in (TEXTS, WHOLES):
        return _list_fault(str if column.type is TEXTS else int, value)
    if column.type is TEXT:
        return _text_fault(value)
    if column.type is WHOLE:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"{value!r} is not a whole number"
        return None if -(2**63) <= value < 2**63 else f"{value} does not fit into 64 bits"
    if column.type is REAL:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return f"{value!r} is not a number"
        return None if math.isfinite(value) else f"{value!r} is not a finite number"
    if column.type is MOMENT and not isinstance(value, int) and not (isinstance(value, datetime) and value.tzinfo):
        return f"{value!r} is not a moment with its time zone, nor microseconds since 1970"
    return None


def _list_fault(wanted: type, value: object) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return f"{value!r} is not a list"
    wrong = next((item for item in value if not isinstance(item, wanted) or isinstance(item, bool)), None)
    if wrong is not None:
        return f"{wrong!r} in the list is not {wanted.__name__}"
    return next((fault for item in value if isinstance(item, str) and (fault := _text_fault(item))), None)


def _text_fault(value: object) -> str | None:
    if not isinstance(value, str):
        return f"{value!r} is not text"
    return None if _encodes(value) else f"{value!r} holds half of a surrogate pair"


def _check_column(table: Table, column: Column, columns: Columns) -> None:
    values = columns[column.name]
    if not column.nullable and None in values:
        raise TableError(f"{place(table, column.name, columns, values.index(None))}: a value is missing")
    if column.enum and not {None, *column.enum}.issuperset(values):
        at = next(at for at, value in enumerate(values) if value is not None and value not in column.enum)
        allowed = ", ".join(column.enum)
        raise TableError(f"{place(table, column.name, columns, at)}: {values[at]!r} is none of {allowed}")


def _check_sum(table: Table, columns: Columns) -> None:
    if table.adds_up is None:
        return
    parts, whole = table.adds_up
    for at, total in enumerate(columns[whole]):
        made = sum(columns[part][at] for part in parts)
        if made != total:
            says = f"{' + '.join(parts)} is {made}, not {total}"
            raise TableError(f"{place(table, whole, columns, at)}: {says}")


def _refuse_unknown_columns(table: Table, row: Row, number: int) -> None:
    if row.keys() <= table.by_name.keys():
        return
    for name in row:
        if name not in table.by_name:
            raise TableError(f"{table.name}, row {number}: {_no_column(table, name)}")


def _no_column(table: Table, name: str) -> str:
    return f"no column is called {name!r}{_nearest(name, table.by_name)}"


def _nearest(name: str, names: Iterable[str]) -> str:
    import difflib  # only for what is misspelt

    close = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
