"""How to run: what is read, by what, and where its tables go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from extract.readers import ReaderName
from pipelines.limits import Limits
from pipelines.printable import shown
from pipelines.usage import NoInputError, UnknownFormError


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    Attributes:
        out: the output folder.
        workers: number of processes; 0 for one per core.
        form: the only form to read, or None.
        folders: folders of users' own form files.
        limits: what one file may cost.
        verify: read each page with a second reader too.
        force: read files again that have not changed.
        reader: which library reads the pages.
    """

    out: Path
    workers: int = 0
    form: str | None = None
    folders: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    verify: bool = False
    force: bool = False
    reader: ReaderName = ReaderName.PDFIUM


def check_forms(form: str | None, folders: tuple[Path, ...]) -> None:
    """See that the forms can be read, and that the one asked for is among them.

    Raises:
        UnknownFormError: it is not.
        FormError: a form file is wrong.
        NoInputError: a folder of forms does not exist.
    """
    if form is None and not folders:
        return  # the built-in ones are tested
    for folder in folders:
        if folder.is_file():
            raise NoInputError(f"{shown(str(folder))}: a file: name the folder of form files that it is in")
        if not folder.is_dir():
            raise NoInputError(f"{shown(str(folder))}: no such folder of forms")
    from extract.form import load_forms

    known = sorted({f.id for f in load_forms(folders)})
    if form is not None and form not in known:
        raise UnknownFormError(f"no form is called {shown(form)}; known are: {', '.join(known)}")
