"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from extract.readers import ReaderName
from pipelines import environment

OUT: Final = Path(environment.OUT)

Tables = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the tables.")]
FormId = Annotated[
    str | None, typer.Option("--form", metavar="ID", help="Read only sheets of this form; see `tenken forms`.")
]
FormFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--forms",
        metavar="FOLDER",
        envvar="TENKEN_FORMS",
        show_envvar=True,
        help="Folder of form files of your own, before the built-in ones; may be repeated.",
    ),
]
Reader = Annotated[
    ReaderName,
    typer.Option(
        "--reader",
        metavar="|".join(ReaderName),
        help="Library that reads the pages; pdfplumber is slow, for a second look.",
    ),
]
