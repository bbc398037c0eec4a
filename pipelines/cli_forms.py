"""`tenken forms`: which forms are known, and whether form files are right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import FormFolders

forms_app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    short_help="List the known forms, or check form files.",
    epilog="\b\nExamples:\n  tenken forms\n  tenken forms check\n  tenken forms check my-forms/kobe.toml",
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
    from pipelines.run import check_forms

    check_forms(None, context.obj)
    table = Table("form", "municipality", "name", "editions", "fills", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True
    for form in load_forms(context.obj):
        place = f"{form.municipality} {form.municipality_code}"
        said = (form.id, place, form.name, form.editions, ", ".join(tables_of(form)))
        table.add_row(*(Text(part, overflow="fold") for part in said))
    Console(markup=False, highlight=False, emoji=False).print(table)


@forms_app.command(epilog="\b\nExamples:\n  tenken forms check\n  tenken forms check my-forms/kobe.toml")
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
    from extract.form import FormError, form_files, load_forms, read_form
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
