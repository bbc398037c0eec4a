"""`tenken export`: the tables as a workbook, CSV files or a database."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What an export can be."""

    xlsx = "xlsx"
    csv = "csv"
    duckdb = "duckdb"
    sqlite = "sqlite"


_SUFFIX = {Format.xlsx: ".xlsx", Format.csv: "", Format.duckdb: ".duckdb", Format.sqlite: ".sqlite"}


def export_command(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The output folder of `tenken run`.")] = "data/out",
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            metavar="|".join(Format),
            help="What to write.",
            show_default="by the name of the file, or xlsx",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE|FOLDER", help="File to write, or folder for csv.", show_default="tenken"
        ),
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="TABLE", help="Only this table; may be repeated.")
    ] = None,
    edition: Annotated[
        list[int] | None, typer.Option("--edition", metavar="YEAR", help="Only this edition; may be repeated.")
    ] = None,
    japanese: Annotated[bool, typer.Option("--japanese", help="Japanese headings (xlsx and csv).")] = False,
) -> None:
    """Write the tables for people without notebooks: one Excel workbook, CSV files, one DuckDB or SQLite database.

    A workbook holds every table but cells and pages, unless they are asked for, and a sheet that explains each column.
    A file that is there is replaced. In a folder of CSV files, those of an earlier export are replaced or removed, so
    that all are of one export; other files stay.
    """
    from pipelines.checking import TableError, declared
    from pipelines.export import export
    from pipelines.loading import load
    from pipelines.schema import TABLES

    try:
        for name in table or ():
            declared(name)
    except TableError as error:
        raise typer.BadParameter(f"{error}; there are {', '.join(TABLES)}", param_hint="--table") from None
    wanted = _wanted(format, to)
    target = to or Path(f"tenken{_SUFFIX[wanted]}")
    tables = load(folder)
    if edition:
        tables = tables.where(edition=edition)
    written = export(tables, target, wanted.value, table or (), japanese)
    typer.echo(f"{target}: {', '.join(written)}")


def _wanted(format: Format | None, to: Path | None) -> Format:
    """The format that was asked for, by name or by the name of the file.

    Raises:
        typer.BadParameter: the two do not agree, or the name is one of another format.
    """
    suffix = to.suffix.lower() if to is not None else ""
    if suffix == ".csv" and format in (None, Format.csv):
        raise typer.BadParameter("csv is a folder with a file for each table: name a folder", param_hint="--output")
    if to is not None and suffix == ".xls" and format in (None, Format.xlsx):  # Excel warns of one that holds the other
        raise typer.BadParameter(f"a workbook's name ends in .xlsx: {to.with_suffix('.xlsx')}", param_hint="--output")
    named = next((one for one, its in _SUFFIX.items() if its and its == suffix), None)
    if format is not None and (suffix == ".csv" or named not in (None, format)):
        raise typer.BadParameter(f"{to} is no name for {format.value}", param_hint="--output")
    return format or named or Format.xlsx
