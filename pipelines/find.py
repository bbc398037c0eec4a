"""Which PDFs there are to read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.printable import shown
from pipelines.usage import NoInputError


def find_pdfs(paths: Iterable[Path]) -> list[Path]:
    """The PDFs named, and those in the folders named (searched downwards, each real folder once), sorted by path.

    A file that is named is taken whatever its ending. A folder that cannot be listed stands in the list itself, for the
    reader to report.

    Raises:
        NoInputError: a path that does not exist, or no PDF at all.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_in_folder(path))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise NoInputError(f"{shown(str(path))}: no such file or folder")
    if not found:
        raise NoInputError("no PDF found in " + ", ".join(shown(str(p)) for p in paths))
    return sorted(found, key=lambda p: os.fsencode(p))


def _in_folder(folder: Path) -> Iterator[Path]:
    seen: set[str] = set()
    closed: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename)), followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (Path(root) / name for name in files if name.lower().endswith(".pdf"))
    yield from closed
