"""Which tool read a file: its version, and a mark of all that decides what is read."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from extract.form_files import form_files

_ROOT: Final = Path(__file__).parent.parent
_ROOMS: Final = ("normalize/**/*", "extract/**/*", "pipelines/*")
_KINDS: Final = (".py", ".c", ".toml", ".txt")
_LIBRARIES: Final = ("pypdfium2", "pdfplumber", "pdfminer.six", "mojimoji", "numpy")


def tool_version(folders: tuple[Path, ...] = (), *choices: str | None) -> str:
    """The version of tenken, and 8 hex digits of all that decides what is read from a file.

    Args:
        folders: folders of users' own form files.
        choices: options of the run that change the rows, in a fixed order.
    """
    digest = hashlib.sha256(json.dumps([_code(), choices, [version(name) for name in _LIBRARIES]]).encode())
    for path in form_files(folders):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('tenken')}+{digest.hexdigest()[:8]}"


@cache
def _code() -> str:
    """A hash of the program that runs, looked at once: files that change under it do not change it."""
    digest = hashlib.sha256()
    for path in sorted({path for room in _ROOMS for path in _ROOT.glob(room)}):
        if path.suffix in _KINDS and not path.name.startswith("cli"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
