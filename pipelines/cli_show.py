"""`tenken show`: one sheet on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.readers import ReaderName
from pipelines.cli_options import OUT, FormFolders, FormId, Reader, Tables


def show(
    context: typer.Context,
    sheet: Annotated[
        str, typer.Argument(metavar="SHEET|PDF", help="A sheet's id, its number if no other bears it, or a PDF.")
    ],
    out: Tables = OUT,
    form: FormId = None,
    forms: FormFolders = None,
    reader: Reader = ReaderName.PDFIUM,
) -> None:
    """Print the rows of one sheet, from the tables or from a PDF that is read on the spot.

    In the tables, --form tells sheets of one number apart. --forms and --reader are for a PDF.

    Exit status: 0 printed; 1 the PDF could not be read or holds no sheet of a known form; 2 wrong usage.
    """
    from rich.console import Console

    from pipelines.show_page import SheetPage

    page = SheetPage(Console(markup=False, highlight=False, emoji=False))
    if not Path(sheet).is_file():
        page.show(_sheet_of_tables(context, out, sheet, form))
        return
    for rows in _sheets_of(Path(sheet), form, tuple(forms or ()), reader):
        page.show(rows)
        page.console.print()


def _sheet_of_tables(
    context: typer.Context, out: Path, sheet: str, form: str | None
) -> dict[str, list[dict[str, object]]]:
    from pipelines.folder import LoadError
    from pipelines.show import sheet_in_tables
    from pipelines.usage import NoInputError, NoSheetError

    try:
        found = sheet_in_tables(out, sheet, form)
    except (LoadError, NoSheetError):
        if fault := _no_file(sheet):
            raise NoInputError(fault) from None
        raise
    for option in ("forms", "reader"):
        source = context.get_parameter_source(option)
        if source is not None and source.name == "COMMANDLINE":  # TENKEN_FORMS is for all commands
            said = f"{sheet} is a sheet of the tables, and no PDF is read"
            raise typer.BadParameter(said, param_hint=f"--{option}")
    return found


def _no_file(named: str) -> str | None:
    """Why what is no sheet is no PDF either; None where it does not look like a path."""
    from pipelines.printable import shown

    if Path(named).is_dir():
        return f"{shown(named)} is a folder: name one of its PDFs, or a sheet"
    if named.lower().endswith(".pdf") or "/" in named:
        return f"{shown(named)}: no such file"
    return None


def _sheets_of(
    path: Path, form: str | None, folders: tuple[Path, ...], reader: ReaderName
) -> list[dict[str, list[dict[str, object]]]]:
    from pipelines.options import Options, check_forms
    from pipelines.reading import read_files
    from pipelines.show import outside_sheets, sheets_in_pdf

    check_forms(form, folders)
    read = read_files([path], Options(OUT, 1, form, folders, reader=reader))[0]
    found = sheets_in_pdf(read)
    for issue in outside_sheets(read):
        if issue["severity"] != "info" or not found:
            typer.echo(f"tenken: {issue['message']}", err=True)
    if not found:
        raise typer.Exit(1)
    return found
