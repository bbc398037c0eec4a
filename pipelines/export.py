"""The tables as one file, or one folder, for people who do not read Parquet."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from pipelines.columns import REAL, WHOLE, Table
from pipelines.csv_folder import DICTIONARY_FILE, write_folder
from pipelines.delimited import csv_bytes, printed
from pipelines.loading import Tables
from pipelines.lock import LockedError
from pipelines.schema import TABLES
from pipelines.target import check_target
from pipelines.usage import install

Rows = Mapping[str, pa.Table]

# A workbook is for reading; every cell of every page is not, and would make it slow to open.
_NOT_IN_A_WORKBOOK: Final = ("cells", "pages")
_LONGEST_CELL: Final = 32_767  # Excel specifications and limits
_MOST_ROWS: Final = 1_048_576
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2
_DICTIONARY: Final = {
    "table": "表",
    "column": "列名",
    "heading": "見出し",
    "unit": "単位",
    "type": "型",
    "description": "意味",
    "values": "取りうる値",
}
_DICTIONARY_FIRST: Final = "table"


class ExportError(Exception):
    """The export cannot be made; the message says why and what to do."""


def export(tables: Tables, to: Path, format: str, names: Sequence[str] = (), japanese: bool = False) -> list[str]:
    """Write tables to `to`, which is replaced only when everything is written.

    In a folder of CSV files the tables of an earlier export go, and files of others stay.

    Args:
        tables: what to write; see `Tables.where` for less.
        to: a file, or for `csv` a folder.
        format: xlsx, csv, duckdb or sqlite.
        names: the tables to write; all where empty, but no `cells` and `pages` in a workbook.
        japanese: Japanese headings and names of sheets (`xlsx`, `csv`).

    Returns:
        The names of the tables that were written.

    Raises:
        ExportError: a library is missing, a table is too large for the format, Japanese headings in a database, a
            database that cannot be written, or another export that writes to the folder.
        OSError: the file or the folder cannot be written.
    """
    if japanese and format in ("duckdb", "sqlite"):
        raise ExportError(
            "A database keeps the English column names, so that queries work everywhere: leave --japanese out."
        )
    if format != "csv":
        check_target(to)
    chosen = list(names) or [name for name in TABLES if format != "xlsx" or name not in _NOT_IN_A_WORKBOOK]
    rows = {name: tables.arrow(name) for name in chosen}
    if format == "csv":
        _csv(rows, to, japanese)
        return chosen
    named, to = to, to.resolve()  # a link goes on leading where it led
    beside = to.with_name(f".{to.name}.{os.getpid()}.part")  # of its own: another export may write there, too
    _probe(beside, named)
    try:
        _WRITERS[format](rows, beside, japanese)
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)
        beside.with_name(f"{beside.name}.wal").unlink(missing_ok=True)
    return chosen


def _probe(beside: Path, to: Path) -> None:
    """See that a file can be made beside the target: a database does not say as well as this why it cannot."""
    try:
        beside.write_bytes(b"")
        beside.unlink()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(to)) from None


def _csv(rows: Rows, to: Path, japanese: bool) -> None:
    files = {f"{name}.csv": csv_bytes(table, _headings(TABLES[name], japanese)) for name, table in rows.items()}
    said = list(_dictionary(rows, japanese))
    whole = pa.Table.from_arrays(
        [pa.array(column, pa.string()) for column in zip(*said, strict=True)], list(_DICTIONARY)
    )
    files[DICTIONARY_FILE] = csv_bytes(whole, _dictionary_headings(japanese))
    try:
        write_folder(to, files, (_DICTIONARY_FIRST, _DICTIONARY[_DICTIONARY_FIRST]))
    except LockedError as error:
        raise ExportError(f"Another export is writing to {to} ({error}). Wait until it ends.") from None


def _xlsx(rows: Rows, to: Path, japanese: bool) -> None:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise _missing("openpyxl") from None
    book = Workbook(write_only=True)
    for name, table in rows.items():
        if table.num_rows >= _MOST_ROWS:
            raise ExportError(f"{name} has {table.num_rows} rows, more than a sheet of Excel holds: use csv or duckdb.")
        columns = [column.to_pylist() for column in table.columns]
        title = TABLES[name].title_ja if japanese else name
        _fill(book, title, _headings(TABLES[name], japanese), zip(*columns, strict=True))
    _fill(book, "データ辞書" if japanese else "dictionary", _dictionary_headings(japanese), _dictionary(rows, japanese))
    book.save(to)


def _fill(book: Any, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}1"
    bold = [WriteOnlyCell(sheet, text) for text in headings]
    for heading in bold:
        heading.font = Font(bold=True)
    sheet.append(bold)

    def cell(value: object) -> object:
        value = printed(value)
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, _cut(_NOT_IN_XML.sub("\ufffd", value)))
        made.data_type = "s"  # a text that begins with = is a text, not a formula
        return made

    for row in rows:
        sheet.append([cell(value) for value in row])


def _cut(text: str) -> str:
    mark = "…(cut: see the Parquet file)"
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(mark)] + mark


def _duckdb(rows: Rows, to: Path, japanese: bool) -> None:
    try:
        import duckdb
    except ImportError:
        raise _missing("duckdb") from None
    try:
        with closing(duckdb.connect(str(to))) as database:
            for name, table in rows.items():
                database.register("incoming", table)
                database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
                database.unregister("incoming")
                database.execute(f'COMMENT ON TABLE "{name}" IS {_quoted(TABLES[name].description)}')
                for column in TABLES[name].columns:
                    said = f"{column.title_ja}: {column.description}" + (f" [{column.unit}]" if column.unit else "")
                    database.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {_quoted(said)}')
    except duckdb.Error as error:
        raise ExportError(f"The database cannot be written: {error}") from None


def _sqlite(rows: Rows, to: Path, japanese: bool) -> None:
    try:
        with closing(sqlite3.connect(to)) as database:
            for name, table in rows.items():
                database.execute(_create(TABLES[name], rows))
                columns = [column.to_pylist() for column in table.columns]
                marks = ", ".join("?" * len(columns))
                values = ([_sqlite_value(value) for value in row] for row in zip(*columns, strict=True))
                database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
            database.commit()
    except sqlite3.OperationalError as error:
        raise ExportError(f"The database cannot be written: {error}") from None


def _create(table: Table, there: Rows) -> str:
    kinds = {WHOLE: "INTEGER", REAL: "REAL"}
    lines = [
        f'"{column.name}" {kinds.get(column.type, "TEXT")}' + ("" if column.nullable else " NOT NULL")
        for column in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [
        f'FOREIGN KEY ({_names(foreign.columns)}) REFERENCES "{foreign.table}" ({_names(TABLES[foreign.table].key)})'
        for foreign in table.foreign_keys
        if foreign.table in there
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _sqlite_value(value: object) -> object:
    """A list as JSON, which SQLite's json_each takes apart."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _headings(table: Table, japanese: bool) -> list[str]:
    return [column.title_ja if japanese else column.name for column in table.columns]


def _dictionary_headings(japanese: bool) -> list[str]:
    return list(_DICTIONARY.values()) if japanese else list(_DICTIONARY)


def _dictionary(rows: Rows, japanese: bool) -> Iterable[tuple[str, ...]]:
    for name in rows:
        table = TABLES[name]
        for column in table.columns:
            yield (
                table.title_ja if japanese else name,
                column.name,
                column.title_ja if japanese else column.title,
                column.unit or "",
                str(column.type).replace("element: ", ""),
                column.description,
                ", ".join(column.enum),
            )


def _missing(library: str) -> ExportError:
    return ExportError(f"{library} is not installed. Install it with: {install('export')}")


_WRITERS: Final[Mapping[str, Callable[[Rows, Path, bool], None]]] = {
    "xlsx": _xlsx,
    "duckdb": _duckdb,
    "sqlite": _sqlite,
}
