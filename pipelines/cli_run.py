"""`tenken run`: PDFs in, tables out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from extract.readers import ReaderName
from pipelines.cli_options import OUT, FormFolders, FormId, Reader, Tables

_RAW: Final = Path("data/raw")


def run(
    paths: Annotated[
        list[Path] | None,
        # One that may not be read is told as the others are: it does not stop them.
        typer.Argument(
            metavar="PDF|FOLDER...",
            show_default=str(_RAW),
            readable=False,
            help="PDFs, and folders searched downwards.",
        ),
    ] = None,
    out: Tables = OUT,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, show_default="one per core", help="Processes that read, at most.")
    ] = None,
    form: FormId = None,
    forms: FormFolders = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="Give up on a file that takes longer.")
    ] = 300,
    memory_limit: Annotated[
        int,
        typer.Option(
            metavar="MB", min=0, help="Give up on a file that takes more memory (Linux only); 0 for no limit."
        ),
    ] = 4096,
    force: Annotated[bool, typer.Option("--force", help="Read files again that have not changed.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read each page with a second reader too, and say where the two differ.")
    ] = False,
    reader: Reader = ReaderName.PDFIUM,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print neither progress nor summary.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Read sheets and bring the tables up to date.

    A file that has not changed since its rows were written is not read again, unless tenken or its forms have changed.
    An edition that is read is replaced as a whole, so name all its PDFs; other editions in DIR stay as they are.

    Exit status: 0 all read, warnings or not; 1 read, but see the table issues: an error, or a file that was not read or
    is of no known form; 2 nothing done: wrong usage, or DIR cannot be used.
    """
    from pipelines.find import find_pdfs
    from pipelines.limits import Limits
    from pipelines.options import Options, check_forms
    from pipelines.progress import progress
    from pipelines.run import run as read_all
    from pipelines.usage import NoInputError

    folders = tuple(forms or ())
    check_forms(form, folders)
    if not paths and not _RAW.exists():
        raise NoInputError(f"name PDFs or folders of PDFs: there is no {_RAW} here, which is read where none are named")
    files = find_pdfs(paths or [_RAW])
    options = Options(
        out, workers or os.cpu_count() or 1, form, folders, Limits(time_limit, memory_limit), verify, force, reader
    )
    with progress(len(files), quiet) as watch:
        summary = read_all(files, options, watch, None if quiet else _get_ready_to_tell)
    from pipelines.summary import as_document, tell

    if as_json:
        typer.echo(as_document(summary, out))
    elif not quiet:
        tell(summary, out)
    raise typer.Exit(0 if summary.clean else 1)


def _get_ready_to_tell() -> None:
    import pipelines.summary  # noqa: F401  # slow to import, for rich is
