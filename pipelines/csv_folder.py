"""A folder of CSV files, exchanged as a whole: never the tables of two exports side by side."""

from __future__ import annotations

import csv
import errno
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipelines.lock import LOCK_NAME, acquire, lockable, release
from pipelines.schema import TABLES
from pipelines.swap import JOURNAL_FOLDER, recover, replace_files

DICTIONARY_FILE: Final = "dictionary.csv"
_TABLE_OF: Final = {name: name for name in TABLES} | {table.title_ja: name for name, table in TABLES.items()}


def write_folder(to: Path, files: Mapping[str, bytes], headings: Collection[str]) -> None:
    """Put the files of an export into a folder, and take out those that an earlier export left there.

    Files of others stay. Which ones an export wrote, its dictionary says. Where the system has no locks (Windows), two
    exports at the same moment are not kept apart.

    Args:
        to: the folder; it is made where there is none.
        files: bytes by name, the dictionary among them.
        headings: what may head the dictionary's first column.

    Raises:
        LockedError: another export is writing there.
        OSError: the folder cannot be written, or holds the tables of a run; its files are as they were.
    """
    if any((to / name).is_dir() for name in TABLES):  # a run that was killed there has left a journal of its own
        raise FileExistsError(errno.EEXIST, "the folder holds tables of tenken: give the CSV files another", str(to))
    made = not to.exists()
    to.mkdir(parents=True, exist_ok=True)
    folder = to.resolve()
    try:
        handle = acquire(folder) if lockable() else None
        try:
            recover(folder, _is_ours)
            replace_files(folder, files, _left_by_an_export(folder, headings) - files.keys(), _is_ours)
        finally:
            if handle is not None:
                release(folder, handle)
    except OSError:
        if made:
            with suppress(OSError):  # it is not empty: then it is more than what was made here
                folder.rmdir()
        raise


def _left_by_an_export(folder: Path, headings: Collection[str]) -> set[str]:
    """The tables' files that the dictionary in a folder names; none where it is no export's."""
    try:
        with (folder / DICTIONARY_FILE).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return set()
    if not rows or rows[0][0] not in headings:
        return set()
    return {f"{_TABLE_OF[row[0]]}.csv" for row in rows[1:] if row[0] in _TABLE_OF}


def _is_ours(name: str) -> bool:
    return name in (DICTIONARY_FILE, LOCK_NAME, *(f"{table}.csv" for table in TABLES)) or name.startswith(
        JOURNAL_FOLDER
    )
