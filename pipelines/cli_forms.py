"""`tenken forms`: which forms are known, and whether form files are right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import FormFolders

forms_app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    short_help="List the known forms, check form files, or draft one.",
    epilog="\b\nExamples:\n  tenken forms\n  tenken forms check\n  tenken forms draft sheets/*.pdf -o new.toml",
)


@forms_app.callback()
def forms(context: typer.Context, forms: FormFolders = None) -> None:
    """List the forms: id, municipality, name, editions, and the tables that they fill."""
    context.obj = tuple(forms or ())
    if context.invoked_subcommand is not None:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from extract.form import load_forms
    from pipelines.form_tables import tables_of
    from pipelines.options import check_forms

    check_forms(None, context.obj)
    table = Table("form", "municipality", "name", "editions", "fills", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True
    for form in load_forms(context.obj):
        place = f"{form.municipality} {form.municipality_code}"
        said = (form.id, place, form.name, form.editions, ", ".join(tables_of(form)))
        table.add_row(*(Text(part, overflow="fold") for part in said))
    Console(markup=False, highlight=False, emoji=False).print(table)


@forms_app.command(
    epilog="\b\nExamples:\n  tenken forms check\n  tenken forms check my-forms/kobe.toml"
    "\n  tenken forms --forms my-forms check"
)
def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", show_default="all that tenken reads", help="Form files."),
    ] = None,
) -> None:
    """Check form files; each fault is told with its file, line and key.

    Exit status: 0 all are right; 1 one or more are not; 2 wrong usage.
    """
    from extract.form import FormError, load_forms, read_form
    from extract.form_files import form_files
    from pipelines.printable import shown

    wrong = 0
    for path in files or form_files(context.obj):
        try:
            form = read_form(path)
        except FormError as error:
            wrong += 1
            typer.echo(shown(str(error)))
        else:
            typer.echo(f"{shown(str(path))}: right ({form.id})")
    if not files and not wrong:
        load_forms(context.obj)  # files that are right, each for itself, may still be one form twice
    raise typer.Exit(1 if wrong else 0)


@forms_app.command(epilog="\b\nExamples:\n  tenken forms draft sheets/*.pdf -o my-forms/new.toml")
def draft(
    pdfs: Annotated[list[Path], typer.Argument(metavar="PDF...", help="Sample sheets of one form, one a file.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write here, not to stdout.")] = None,
) -> None:
    """Propose a form file from sample sheets of an unknown form, better from five than from one.

    Lines that end with # ? are guesses: go through them, then see `tenken forms check FILE`. A FILE that is there
    already is left as it is.

    Exit status: 0 drafted; 2 wrong usage, or a PDF that cannot be read.
    """
    from extract.draft import draft as draft_form
    from extract.page import UnreadablePdfError
    from pipelines.printable import shown
    from pipelines.usage import NoInputError, UsageError

    for path in pdfs:
        if path.is_dir():
            raise NoInputError(f"{shown(str(path))}: a folder: name the PDFs in it, {shown(str(path / '*.pdf'))}")
        if not path.is_file():
            raise NoInputError(f"{shown(str(path))}: no such file")
    if out is not None and out.exists():
        raise UsageError(f"{shown(str(out))}: is there already; name another file, or remove it")
    try:
        text = draft_form(pdfs)
    except UnreadablePdfError as error:
        raise NoInputError(str(error)) from error
    if out is None:
        typer.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    typer.echo(f"{shown(str(out))}: drafted from {len(pdfs)} sheets; {text.count('# ?')} lines to look at", err=True)
