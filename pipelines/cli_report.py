"""`tenken report`: the tables as a site to read in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import FormFolders


def report_command(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of the tables.")] = Path("data/out"),
    raw: Annotated[
        list[Path] | None,
        typer.Option(
            "--raw",
            metavar="DIR",
            help="Folder to search for the PDFs, where they are no longer where they were read; may be repeated.",
            show_default="data/raw",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the site.")] = Path("site"),
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="Processes; 0 for one per core.")] = 0,
    forms: FormFolders = None,
) -> None:
    """Make a site of the tables: overview, list of programs, a page per sheet with the printed page beside it.

    It needs no server and loads nothing from elsewhere: open index.html in a browser, or put the folder on any web
    server. Pages of PDFs that are not at hand are left out. Pictures that are there already are not drawn again.
    Sections of prose bear the titles that their form files give them.
    """
    from pipelines.options import check_forms
    from pipelines.report import ReportOptions, write_report

    folders = tuple(raw) if raw is not None else tuple(path for path in [Path("data/raw")] if path.is_dir())
    for folder in folders:
        if not folder.exists():
            raise typer.BadParameter(f"{folder} does not exist", param_hint="--raw")
    form_folders = tuple(forms or ())
    check_forms(None, form_folders)
    watch = _progress if sys.stderr.isatty() else None
    made = write_report(ReportOptions(data, out, folders, workers, form_folders), watch)
    missing = f", {made.without_picture:,} without (PDF not at hand)" if made.without_picture else ""
    undrawn = f", {made.undrawn:,} that could not be drawn (their pages say why)" if made.undrawn else ""
    counts = f"{made.sheets:,} sheets, {made.pictures:,} pages pictured{missing}{undrawn}, {made.files:,} files"
    typer.echo(f"{made.index}: {counts}")


def _progress(step: str, done: int, of: int) -> None:
    end = "\n" if done == of else ""
    sys.stderr.write(f"\r{step} {done:,}/{of:,}{end}")
    sys.stderr.flush()
