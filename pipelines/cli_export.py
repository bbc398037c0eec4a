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
    format: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.xlsx,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write, or folder for csv.", show_default="tenken"),
    ] = None,
    table: Annotated[list[str] | None, typer.Option("--table", help="Only this table; may be repeated.")] = None,
    edition: Annotated[list[int] | None, typer.Option("--edition", help="Only this edition; may be repeated.")] = None,
    japanese: Annotated[bool, typer.Option("--japanese", help="Japanese headings (xlsx and csv).")] = False,
) -> None:
    """Write the tables for people without notebooks: one Excel workbook, CSV files, one DuckDB or SQLite database.

    A workbook holds every table but cells and pages, unless they are asked for, and a sheet that explains each column.
    """
    from pipelines.checking import TableError, declared
    from pipelines.export import export
    from pipelines.loading import load

    try:
        for name in table or ():
            declared(name)
    except TableError as error:
        raise typer.BadParameter(str(error), param_hint="--table") from None
    tables = load(folder)
    if edition:
        tables = tables.where(edition=edition)
    target = to or Path(f"tenken{_SUFFIX[format]}")
    written = export(tables, target, format.value, table or (), japanese)
    typer.echo(f"{target}: {', '.join(written)}")
