"""`tenken show`: one sheet on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.readers import ReaderName
from pipelines.cli_options import OUT, FormFolders, FormId, Reader, Tables


def show(
    sheet: Annotated[
        str, typer.Argument(metavar="SHEET|PDF", help="A sheet's id, its number if no other bears it, or a PDF.")
    ],
    out: Tables = OUT,
    form: FormId = None,
    forms: FormFolders = None,
    reader: Reader = ReaderName.PDFIUM,
) -> None:
    """Print the rows of one sheet, from the tables or from a PDF that is read on the spot.

    Exit status: 0 printed; 1 the PDF could not be read or holds no sheet of a known form; 2 wrong usage.
    """
    from rich.console import Console

    from pipelines.show import sheet_in_tables
    from pipelines.show_page import SheetPage

    page = SheetPage(Console(markup=False, highlight=False, emoji=False))
    if not Path(sheet).is_file():
        page.show(sheet_in_tables(out, sheet))
        return
    for rows in _sheets_of(Path(sheet), form, tuple(forms or ()), reader):
        page.show(rows)
        page.console.print()


def _sheets_of(
    path: Path, form: str | None, folders: tuple[Path, ...], reader: ReaderName
) -> list[dict[str, list[dict[str, object]]]]:
    from pipelines.options import Options, check_forms
    from pipelines.reading import read_files
    from pipelines.show import sheets_in_pdf

    check_forms(form, folders)
    read = read_files([path], Options(OUT, 1, form, folders, reader=reader))[0]
    found = sheets_in_pdf(read)
    if not found:
        for issue in read.issues:
            typer.echo(f"tenken: {issue['message']}", err=True)
        raise typer.Exit(1)
    return found
