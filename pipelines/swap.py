"""Bring a folder from one complete state to the next: a process killed at any moment leaves one or the other.

First way: build the whole new folder beside the old one (hard links for what stays), then exchange the two in one step.
Second way, where that is impossible (a mount point, a file system without links, a parent that cannot be written) or
would leave the shell that called us in a folder that is gone: put the new files and a journal inside the folder, then
move them into place; the next run finishes what was cut short.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from pipelines.exchange import exchange

JOURNAL_FOLDER: Final = ".tenken-journal"
_JOURNAL: Final = "journal.json"

# What a file system says when it cannot do it this way, as against when it is full or broken.
_TRY_ANOTHER_WAY: Final = frozenset(
    {
        errno.EACCES,
        errno.EBUSY,
        errno.EINVAL,
        errno.EMLINK,
        errno.ENOSYS,
        errno.EOPNOTSUPP,
        errno.EPERM,
        errno.EROFS,
        errno.EXDEV,
    }
)

IsOurs = Callable[[str], bool]


def replace_files(folder: Path, new: Mapping[str, bytes], gone: Collection[str], ours: IsOurs) -> None:
    """Write the files `new` and remove the files `gone` of `folder`, all at once.

    Args:
        folder: an absolute path without links in it; it exists, and the caller holds its lock.
        new: bytes by path relative to `folder`, with `/` between names.
        gone: relative paths to remove; one that is not there is no fault.
        ours: tells our files from those of others, which stay where they are.

    Raises:
        OSError: the disk is full, the folder cannot be written ...; the files are as they were.
    """
    if _stands_in(folder):
        _move_by_journal(folder, new, gone)
        return
    try:
        _exchange_trees(folder, new, gone, ours)
    except OSError as error:
        if error.errno not in _TRY_ANOTHER_WAY:
            raise
        _move_by_journal(folder, new, gone)


def recover(folder: Path, ours: IsOurs) -> None:
    """Finish or undo what a killed process left; the caller holds the lock. Only `folder` remains.

    Raises:
        OSError: the folder cannot be written.
    """
    _discard(_beside(folder), folder, ours)
    journal = folder / JOURNAL_FOLDER
    if (journal / _JOURNAL).exists():
        _roll_forward(folder)
    elif journal.exists():
        shutil.rmtree(journal)


def interrupted(folder: Path) -> bool:
    """Whether a process was killed while it moved files by journal: until the next run, old and new may be mixed."""
    return (folder / JOURNAL_FOLDER / _JOURNAL).exists()


def _stands_in(folder: Path) -> bool:
    """Whether the shell that called us stands in the folder: an exchange would leave it in the old one, removed."""
    try:
        return Path.cwd().is_relative_to(folder)
    except FileNotFoundError:  # it was removed while we ran
        return False


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.tenken")


def _exchange_trees(folder: Path, new: Mapping[str, bytes], gone: Collection[str], ours: IsOurs) -> None:
    tree = _beside(folder)
    tree.mkdir()
    try:
        _take_over(folder, tree, leave_out={*new, *gone})
        _write_all(tree, new)
        _sync_folders(tree)
        exchange(tree, folder)
        _sync(folder.parent)
    finally:
        # Before the exchange this is the unfinished new tree, after it the old one; the next run retries.
        with suppress(OSError):
            _discard(tree, folder, ours)


def _take_over(folder: Path, tree: Path, leave_out: Collection[str]) -> None:
    """Give `tree` everything in `folder` by hard links, except the files to leave out."""
    _match_folder(folder, tree)
    for place, folders, files in os.walk(folder, onerror=_raise):
        here = tree / Path(place).relative_to(folder)
        for name in folders:
            path = Path(place) / name
            if path.is_symlink():
                (here / name).symlink_to(path.readlink())
            else:
                (here / name).mkdir()
                _match_folder(path, here / name)
        for name in files:
            path = Path(place) / name
            if path.is_symlink():
                (here / name).symlink_to(path.readlink())
            elif path.relative_to(folder).as_posix() not in leave_out:
                (here / name).hardlink_to(path)


def _match_folder(old: Path, new: Path) -> None:
    shutil.copystat(old, new)
    was, is_now = old.stat(), new.stat()
    if (was.st_uid, was.st_gid) != (is_now.st_uid, is_now.st_gid):
        os.chown(new, was.st_uid, was.st_gid)
    new.chmod(was.st_mode | stat.S_IRWXU)  # a folder that its owner cannot fill could not be built


def _discard(tree: Path, folder: Path, ours: IsOurs) -> None:
    """Remove a tree that is not needed, but first give `folder` what others wrote there while it was being replaced."""
    if not tree.exists():
        return
    for path in _files(tree):
        place = folder / path.relative_to(tree)
        if not ours(path.relative_to(tree).as_posix()) and _is_newer(path, place):
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(tree)


def _is_newer(path: Path, other: Path) -> bool:
    return not os.path.lexists(other) or path.lstat().st_mtime_ns > other.lstat().st_mtime_ns


def _move_by_journal(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    journal = folder / JOURNAL_FOLDER
    try:
        journal.mkdir()
        _write_all(journal / "new", new)
        _sync_folders(journal)
        _write_all(journal, {"unfinished.json": json.dumps({"new": sorted(new), "gone": sorted(gone)}).encode()})
        (journal / "unfinished.json").replace(journal / _JOURNAL)  # from here on the new state is the one that counts
    except OSError:
        shutil.rmtree(journal, ignore_errors=True)
        raise
    _sync(journal)
    _sync(folder)
    _roll_forward(folder)


def _roll_forward(folder: Path) -> None:
    """Do what the journal says; each step may have been done before."""
    journal = folder / JOURNAL_FOLDER
    said = json.loads((journal / _JOURNAL).read_text(encoding="utf-8"))
    for name in said["new"]:
        staged, place = journal / "new" / PurePosixPath(name), folder / PurePosixPath(name)
        if staged.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(place)
    for name in said["gone"]:
        (folder / PurePosixPath(name)).unlink(missing_ok=True)
    for name in {PurePosixPath(name).parent for name in (*said["new"], *said["gone"])}:
        _sync(folder / name)
    (journal / _JOURNAL).unlink()
    shutil.rmtree(journal)
    _sync(folder)


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files, then see that they are on the disk: all of them at once is quicker than one by one."""
    paths = [folder / PurePosixPath(name) for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path in paths:
        _sync(path)


def _files(tree: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(tree, onerror=_raise):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in (*files, *links))


def _raise(error: OSError) -> None:
    """What `os.walk` does otherwise is to pass over a folder that cannot be read, as if it were empty."""
    raise error


def _sync_folders(tree: Path) -> None:
    for place, _, _ in os.walk(tree, onerror=_raise):
        _sync(Path(place))


def _sync(path: Path) -> None:
    if os.name == "nt":
        return  # Windows has no way to do this for a folder, nor for a file that is not open for writing
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
