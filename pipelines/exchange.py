"""Exchange two folders in one step of the file system, where it has such a step."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2  # linux/fs.h
_RENAME_SWAP: Final = 2  # sys/stdio.h of macOS


def exchange(one: Path, other: Path) -> None:
    """Let two paths change places at once: nobody ever sees one of them missing.

    Raises:
        OSError: `ENOSYS` where the system has no such call; else what the call says (`EINVAL`, `EXDEV` and `EBUSY` for
            file systems and mount points that cannot).
    """
    if os.name == "nt":
        raise OSError(errno.ENOSYS, "no call to exchange two paths", str(one))
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(first, second, ctypes.c_uint(_RENAME_SWAP))
        else:
            failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE))
    except AttributeError:
        raise OSError(errno.ENOSYS, "no call to exchange two paths", str(one)) from None
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(one), None, str(other))
