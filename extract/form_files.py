"""Where form files are, and what a form may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

BUILT_IN = Path(__file__).parent / "forms"
FORM_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it is a part of the name of each file of its rows


def form_files(folders: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The form files of the given folders and, after them, the built-in ones."""
    for folder in (*folders, BUILT_IN):
        yield from sorted(folder.glob("*.toml"))
