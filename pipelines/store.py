"""The one door to the output folder: every table enters it whole, or not at all."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.checking import TableError
from pipelines.lock import LOCK_NAME, LockedError, acquire, release
from pipelines.merge import plan
from pipelines.package import PACKAGE_FILE, describe, facts_of
from pipelines.parts import Parts, is_part_name, schema_fault
from pipelines.schema import TABLES
from pipelines.swap import JOURNAL_FOLDER, interrupted, recover, replace_files
from pipelines.tables import check_references, no_rows

_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT)
_NO_RIGHT: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class StoreError(Exception):
    """The output folder cannot be used; the message says why and what to do. The tables are as they were."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did: paths relative to the folder, in order."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


class Store:
    """The tables of one output folder, locked against other runs while it is open.

    Use it in a `with` statement around the whole run: a second run on the same folder then refuses at once, not after
    its work. No worker may be forked: a child would go on holding the lock.
    """

    def __init__(self, out: Path) -> None:
        """Name the folder; nothing is touched before `with`."""
        self.out = Path(out)
        self._lock: int | None = None
        self._made = False

    def __enter__(self) -> Self:
        """Make and lock the folder, and clean up after a run that was killed.

        Raises:
            StoreError: another run holds it, or it cannot be written.
        """
        with _explained(self.out):
            self._made = not self.out.exists()
            self.out.mkdir(parents=True, exist_ok=True)
            self.out = self.out.resolve()
            self._lock = acquire(self.out)
            try:
                recover(self.out, _is_ours)
            except BaseException:
                self._unlock()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unlock the folder; one that was made for nothing goes."""
        with suppress(OSError):
            self._unlock()
        if self._made:
            with suppress(OSError):
                self.out.rmdir()

    def _unlock(self) -> None:
        if self._lock is not None:
            handle, self._lock = self._lock, None
            release(self.out, handle)

    def parts(self, table: str) -> list[str]:
        """Names of the parts that are there, in order."""
        return sorted(path.stem for path in (self.out / table).glob("*.parquet") if is_part_name(path.stem))

    def read(self, table: str, part: str) -> pa.Table:
        """One part, as it is on disk.

        Raises:
            StoreError: the file cannot be read, or was written with another schema.
        """
        path = self.out / table / f"{part}.parquet"
        with _readable(path):
            rows = self._opened(path).read()
        # What is said about the columns may be older.
        return pa.Table.from_arrays(rows.columns, schema=TABLES[table].arrow)

    def columns(self, table: str, part: str, names: list[str]) -> pa.Table:
        """Some columns of one part; raises as `read` does."""
        path = self.out / table / f"{part}.parquet"
        with _readable(path):
            return self._opened(path).read(columns=names)

    def _opened(self, path: Path) -> pq.ParquetFile:
        """A file of ours, if its columns are those of its table."""
        with _readable(path):
            file = pq.ParquetFile(path)
        if not file.schema_arrow.equals(TABLES[path.parent.name].arrow):
            raise StoreError(
                f"{path} was written by another version of tenken, with other columns. "
                f"Write to a new folder, or remove {self.out} and run again over all PDFs."
            )
        return file

    def commit(self, new: Parts, remove: Collection[str] = ()) -> Committed:
        """Bring the folder into its new state, all tables at once.

        An edition with rows in `new` is replaced in every table; other editions stay. Rows under `WITHOUT_EDITION` join
        those that are there. A source that is read again loses the rows it had before, wherever they were.

        Args:
            new: Arrow tables from `table_of`, by table and part: see `parts_of`.
            remove: parts to remove.

        Raises:
            TableError: the tables contradict each other or the schema.
            StoreError: the disk is full, the folder cannot be written ...; the tables are as they were.
        """
        if self._lock is None:
            raise StoreError("a store is committed inside `with Store(out) as store:`")
        _check(new)
        present = {name: self.parts(name) for name in TABLES}
        change = plan(new, remove, present, self.read)
        files = {f"{name}/{part}.parquet": rows for (name, part), rows in change.items()}
        kept = {f"{name}/{part}.parquet" for name, parts in present.items() for part in parts} - files.keys()
        for name in sorted(kept):
            self._opened(self.out / PurePosixPath(name)).close()
        with _explained(self.out):
            return self._write(files, kept)

    def _write(self, files: dict[str, pa.Table | None], kept: Collection[str]) -> Committed:
        contents = {name: parquet_bytes(rows) for name, rows in files.items() if rows is not None}
        stay = {name: facts_of((self.out / PurePosixPath(name)).read_bytes()) for name in kept}
        contents[PACKAGE_FILE] = describe({**stay, **{name: facts_of(content) for name, content in contents.items()}})
        new = {name: content for name, content in contents.items() if content != self._bytes(name)}
        gone = [name for name, rows in files.items() if rows is None and (self.out / PurePosixPath(name)).exists()]
        if new or gone:
            replace_files(self.out, new, gone, _is_ours)
        unchanged = {*kept, *contents} - new.keys()
        return Committed(tuple(sorted(new)), tuple(sorted(gone)), tuple(sorted(unchanged)))

    def _bytes(self, name: str) -> bytes | None:
        path = self.out / PurePosixPath(name)
        return path.read_bytes() if path.exists() else None


def parquet_bytes(rows: pa.Table) -> bytes:
    """One Parquet file: zstd, one row group, the same bytes for the same rows."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows.combine_chunks(), sink, compression="zstd", row_group_size=max(1, rows.num_rows))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _check(new: Parts) -> None:
    whole = {}
    for name, parts in new.items():
        for part, rows in parts.items():
            fault = schema_fault(name, rows) or (None if is_part_name(part) else f"{part!r} is not the name of a part")
            if fault:
                raise TableError(fault)
        whole[name] = pa.concat_tables(parts.values()) if parts else no_rows(TABLES[name])
    check_references(whole)


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    if name in (PACKAGE_FILE, LOCK_NAME) or path.parts[0] == JOURNAL_FOLDER:
        return True
    return len(path.parts) == 2 and path.parts[0] in TABLES and path.suffix == ".parquet" and is_part_name(path.stem)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path} cannot be read ({error}). Remove it and run again over the PDFs.") from error


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    """Turn what the system says into what a newcomer can act on."""
    try:
        yield
    except LockedError as error:
        who = f" (process {error.holder})" if error.holder else ""
        raise StoreError(
            f"Another run is writing to {out}{who}. Wait until it ends, or choose another folder."
        ) from error
    except OSError as error:
        state = "The tables are as they were."
        if interrupted(out):
            state = "Some files are in place already: the next run finishes what this one began."
        if error.errno in _NO_SPACE:
            said = f"The disk that holds {out} is full. {state} Free some space and run again."
        elif error.errno in _NO_RIGHT:
            said = (
                f"{out} cannot be written ({error.strerror}). {state} Change its permissions or choose another folder."
            )
        elif isinstance(error, NotADirectoryError | FileExistsError):
            said = f"{out} cannot be used: {error.filename or out} is not a folder. {state}"
        else:
            said = f"{out} cannot be written: {error}. {state}"
        raise StoreError(said) from error
