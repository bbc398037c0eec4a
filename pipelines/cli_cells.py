"""`tenken cells`: the ruled cells of any PDF."""

from __future__ import annotations

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.readers import ReaderName
from pipelines.cli_options import OUT, FormFolders, Reader

if TYPE_CHECKING:
    from pipelines.work import SourceRead


_UNREAD = ("failed", "scanned")
_NO_CELLS = {"scanned": "no text in the file, only pictures: it needs OCR"}


class Format(StrEnum):
    """How cells are given out."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"


def cells(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PDF|FOLDER...", readable=False, help="PDFs, and folders searched downwards."),
    ],
    kind: Annotated[
        Format | None,
        typer.Option(
            "--format",
            metavar="table|csv|parquet",
            show_default="by FILE's ending, else table",
            help="How to give them out.",
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write here, not to stdout.")] = None,
    forms: FormFolders = None,
    reader: Reader = ReaderName.PDFIUM,
) -> None:
    """List the ruled cells of PDFs of any kind, each with the labels of its row and column.

    Works without a form: a first look at sheets that tenken does not know yet. CSV written to a FILE begins with a byte
    order mark, so that spreadsheets take it as UTF-8.

    Exit status: 0 all read; 1 some files could not be read; 2 wrong usage.
    """
    from pipelines.cells import cells_of, print_cells
    from pipelines.delimited import csv_bytes
    from pipelines.find import find_pdfs
    from pipelines.options import Options, check_forms
    from pipelines.reading import read_files
    from pipelines.store import parquet_bytes
    from pipelines.target import check_target

    wanted = kind or _from_ending(file)
    if wanted is Format.PARQUET and file is None:
        raise typer.BadParameter("parquet is not for a terminal: name a file with -o", param_hint="--format")
    if file is not None:
        check_target(file)
    check_forms(None, tuple(forms or ()))
    read = read_files(find_pdfs(paths), Options(OUT, folders=tuple(forms or ()), reader=reader))
    found = cells_of(read)
    if wanted is Format.PARQUET and file is not None:
        file.write_bytes(parquet_bytes(found))
    elif wanted is Format.CSV and file is not None:
        file.write_bytes(csv_bytes(found))
    elif wanted is Format.CSV:
        typer.echo(csv_bytes(found).decode("utf-8-sig"), nl=False)
    else:
        from rich.console import Console

        names = {source.source["source_id"]: source.source["file"] for source in read}
        with file.open("w", encoding="utf-8") if file is not None else nullcontext() as stream:
            print_cells(found, names, Console(file=stream, markup=False, highlight=False, emoji=False))
    raise typer.Exit(_complain(read, set(found["source_id"].to_pylist())))


def _from_ending(file: Path | None) -> Format:
    ending = file.suffix.lower().removeprefix(".") if file is not None else ""
    return Format(ending) if ending in (Format.CSV, Format.PARQUET) else Format.TABLE


def _complain(read: list[SourceRead], ruled: set[str]) -> int:
    """Name the files that could not be read, and those that gave no cells; returns the exit status."""
    status = 0
    for row in (source.source for source in read):
        says = row["error"] if row["status"] == "failed" else _NO_CELLS.get(row["status"], "no ruled cells")
        if row["status"] == "failed" or row["source_id"] not in ruled:
            typer.echo(f"tenken: {row['file']}: {says}", err=True)
        status = 1 if row["status"] in _UNREAD else status
    return status
