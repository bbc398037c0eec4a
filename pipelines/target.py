"""Files that a user names to be written: whether they can be is known before the work for them is done."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def check_target(path: Path) -> None:
    """See that a file can be written; one that is there keeps its content.

    Raises:
        OSError: it cannot; the error names the file as it was given.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.is_file():
        with path.open("ab"):
            return
    if path.is_symlink() and not path.exists():
        raise FileNotFoundError(errno.ENOENT, f"a link to {path.readlink()}, which is not there", str(path))
    if not path.exists():  # else a pipe or a device: to open it twice is not for nothing
        with path.open("xb"):
            pass
        path.unlink()
