"""One sheet's rows for people: found in the tables, or read from a PDF on the spot."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipelines.folder import Folder, open_folder
from pipelines.natural import natural
from pipelines.printable import shown
from pipelines.schema import NATURAL_KEY, TABLES
from pipelines.usage import NoSheetError
from pipelines.work import SourceRead

Row = Mapping[str, Any]
SheetRows = dict[str, list[dict[str, Any]]]

_TABLES: Final = (
    "sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures", "issues",
)  # fmt: skip
_NAMED_AT_MOST: Final = 12


def sheet_in_tables(out: str | Path, wanted: str, form: str | None = None) -> SheetRows:
    """The rows of one sheet, by table.

    Args:
        out: folder of the tables.
        wanted: a sheet id, or a sheet number that only one sheet bears.
        form: the only form to look among, or None.

    Raises:
        LoadError: the folder holds no tables.
        NoSheetError: none fits, or several do.
    """
    folder = open_folder(out)
    sheets = _read(folder, "sheets", None)
    if form is not None:
        forms = sorted({row["form"] for row in sheets})
        sheets = [row for row in sheets if row["form"] == form]
        if not sheets:
            raise NoSheetError(f"no sheet is of the form {shown(form)}; the tables have: {', '.join(forms) or 'none'}")
    number = unicodedata.normalize("NFKC", wanted).strip()
    found = [row for row in sheets if row["sheet_id"] == wanted]
    found = found or [row for row in sheets if unicodedata.normalize("NFKC", row["sheet_no"]) == number]
    if len(found) != 1:
        known = [row["sheet_id"] for row in found or sheets]
        said = "several sheets bear the number" if found else "no sheet is called"
        more = f" and {len(known) - _NAMED_AT_MOST} more" if len(known) > _NAMED_AT_MOST else ""
        raise NoSheetError(f"{said} {shown(wanted)}; there are: {', '.join(known[:_NAMED_AT_MOST]) or 'none'}{more}")
    return {name: _read(folder, name, found[0]) for name in _TABLES}


def _read(folder: Folder, name: str, sheet: Row | None) -> list[dict[str, Any]]:
    """The rows of a table in the order of its key: all, or those of one sheet."""
    import pyarrow.compute as pc

    table = folder.rows(name)
    if sheet is not None:
        for column in NATURAL_KEY:
            table = table.filter(pc.equal(table[column], sheet[column]))
    return _in_order(name, table.to_pylist())


def sheets_in_pdf(read: SourceRead) -> list[SheetRows]:
    """The rows of each sheet of a PDF that was read, in order."""
    return [
        {name: _in_order(name, sheet.rows(name)) for name in _TABLES}
        for sheet in read.sheets
        if sheet.sheet_id is not None
    ]


def outside_sheets(read: SourceRead) -> list[dict[str, Any]]:
    """What there is to say of a PDF and of its pages that belong to no sheet."""
    pages = [issue for sheet in read.sheets if sheet.sheet_id is None for issue in sheet.rows("issues")]
    return [*read.issues, *pages]


def _in_order(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [natural(row[column]) for column in TABLES[name].key])


def amount(row: Row) -> str:
    """A budget's amount in yen, or what stands in its place."""
    return f"{row['amount_yen']:,}" if row["amount_yen"] is not None else row["raw"]


def value(row: Row) -> str:
    """An indicator's value with its qualifier, or what stands in its place.

    >>> value({"value": 1200.0, "qualifier": "約", "raw": "約1,200"}), value({"value": None, "raw": "集計中"})
    ('約 1,200', '集計中')
    """
    if row["value"] is None:
        return str(row["raw"])
    number = f"{row['value']:,.15g}"  # as many digits as a float64 holds for certain
    return f"{row['qualifier']} {number}" if row["qualifier"] else number


def spread(rows: Iterable[Row], names: Sequence[str]) -> tuple[list[tuple[int, str]], dict[tuple[Any, ...], Any]]:
    """Rows over (fiscal year, kind) columns.

    Args:
        rows: of ``budgets`` or ``indicators``.
        names: the columns that together name a line.

    Returns:
        The columns in order, and each line's rows by column, keyed by what names the line, in the order of the rows.
    """
    columns: set[tuple[int, str]] = set()
    lines: dict[tuple[Any, ...], dict[tuple[int, str], Row]] = {}
    for row in rows:
        column = (row["fiscal_year"], row["kind"])
        columns.add(column)
        lines.setdefault(tuple(row[name] for name in names), {})[column] = row
    return sorted(columns), lines
