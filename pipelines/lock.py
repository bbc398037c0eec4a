"""One run at a time on one output folder. The lock belongs to the process: it is gone when the process is."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LOCK_NAME: Final = ".tenken.lock"


class LockedError(Exception):
    """Another process holds the lock; `holder` is its process id, or empty where it could not be read."""

    def __init__(self, holder: str) -> None:
        """Keep who holds it."""
        super().__init__(f"locked by process {holder or 'unknown'}")
        self.holder = holder


def lockable() -> bool:
    """Whether the system has such locks: Linux and macOS do."""
    return find_spec("fcntl") is not None


def acquire(folder: Path) -> int:
    """Take the lock of a folder and return the open file that holds it.

    The file stands inside the folder, so the lock follows the folder when it is exchanged for another that holds a
    hard link to the same file.

    Raises:
        LockedError: another process has it.
        OSError: the folder cannot be written.
    """
    import fcntl  # a module of POSIX systems

    path = folder / LOCK_NAME
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            raise LockedError(holder) from error
        except OSError:
            os.close(handle)
            raise
        # The last holder removes the file; who opened it before that holds a lock on nothing, and tries again.
        if _same_file(path, handle):
            try:
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
            except OSError:  # a full disk
                release(folder, handle)
                raise
            return handle
        os.close(handle)


def release(folder: Path, handle: int) -> None:
    """Give the lock back and leave no file behind."""
    (folder / LOCK_NAME).unlink(missing_ok=True)
    os.close(handle)


def _same_file(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
