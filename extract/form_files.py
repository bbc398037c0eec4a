"""Where form files are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

BUILT_IN = Path(__file__).parent / "forms"


def form_files(folders: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The form files of the given folders and, after them, the built-in ones."""
    for folder in (*folders, BUILT_IN):
        yield from sorted(folder.glob("*.toml"))
