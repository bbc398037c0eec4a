"""An output folder for reading: on a disk, or anywhere that fsspec reaches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipelines.checking import declared
from pipelines.columns import TEXTS, WHOLES
from pipelines.package import PACKAGE_FILE
from pipelines.parts import is_part_name
from pipelines.schema import TABLES
from pipelines.swap import interrupted
from pipelines.usage import install

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class LoadError(Exception):
    """The tables cannot be read as asked; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where tables are, how to get there, and which state of them was seen first."""

    name: str
    path: str
    system: Any
    state: bytes | None

    def rows(self, name: str) -> pa.Table:
        """One whole table.

        Raises:
            LoadError: the table is not there, or a run has written the folder since it was opened.
        """
        import pyarrow as pa
        import pyarrow.dataset as ds

        try:
            files = ds.dataset(self.files(name), filesystem=self.system, format="parquet")
            there = [set(file.physical_schema.names) for file in files.get_fragments()]  # the first speaks for all else
            rows = files.to_table()
        except (OSError, pa.ArrowException) as error:
            self._refuse_new_state()
            if not isinstance(error, FileNotFoundError):
                raise LoadError(f"The table {name} of {self.name} cannot be read: {error}") from error
            others = ", ".join(_present(self.system, self.path, self.state)) or "none"
            said = f"{self.name} has no table {name} (it has: {others}). Run tenken again to make it."
            raise LoadError(said) from None
        self._refuse_new_state()
        missing = [column.name for column in declared(name).columns if any(column.name not in held for held in there)]
        if missing:
            raise LoadError(f"The table {name} has no column {missing[0]}: another version of tenken wrote it.")
        return rows

    def files(self, name: str) -> list[str]:
        """The paths of a table's files: not what somebody else has put beside them.

        Raises:
            FileNotFoundError: there are none.
        """
        from pyarrow import fs

        if _is_address(self.path):
            files = [f"{self.path}/{file}" for file in _named(self.state).get(name, ())]
        else:
            there = self.system.get_file_info(fs.FileSelector(f"{self.path}/{name}"))
            files = [info.path for info in there if info.extension == "parquet" and is_part_name(Path(info.path).stem)]
        if not files:
            raise FileNotFoundError(name)
        return sorted(files)

    def _refuse_new_state(self) -> None:
        # Looked at after reading: a run may come in at any moment, and what was read is then of no known state.
        # One that moves files by journal moves the package file among the others.
        if _moving(self.name, self.path) or self.state != _state(self.system, self.path):
            raise LoadError(f"A run has rewritten {self.name} since it was loaded. Load it again.")

    def frame(self, name: str) -> pd.DataFrame:
        """One whole table as a DataFrame: Int64 and string; categories sort as declared; lists of plain values.

        Raises:
            LoadError: as `rows`.
        """
        return _dressed(name, self.rows(name).to_pandas())


def open_folder(where: str | Path) -> Folder:
    """Find the tables at a path or an address.

    Raises:
        LoadError: nothing is there, it holds no tables, fsspec is needed and missing, or a run was cut short in it.
    """
    system, path = _reach(str(where))
    state = _state(system, path)
    if not _present(system, path, state):
        raise LoadError(
            f"{where} holds no tables (a folder such as {path}/programs is missing). "
            "Make them with `tenken run data/raw --out data/out`, or name the folder that was given as --out."
        )
    if _moving(str(where), path):
        raise LoadError(
            f"A run was cut short in {where}: old and new rows may be mixed. Run tenken again; it will mend it."
        )
    return Folder(str(where), path, system, state)


def _reach(where: str) -> tuple[Any, str]:
    from pyarrow import fs

    if "://" not in where:
        return fs.LocalFileSystem(), str(Path(where).expanduser().resolve())
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise LoadError(f"To read {where}, install fsspec: {install('remote')}") from None
    try:
        system, path = url_to_fs(where)
    except ImportError as error:  # fsspec names the library for such addresses: s3fs, aiohttp
        raise LoadError(f"To read {where}: {error}") from None
    return fs.PyFileSystem(fs.FSSpecHandler(system)), path.rstrip("/")


def _moving(where: str, path: str) -> bool:
    """Whether old and new files may be mixed in a folder; of another place than a disk nobody knows."""
    return "://" not in where and interrupted(Path(path))


def _is_address(path: str) -> bool:
    """Whether a path is one of a web server, which lists no folders; of other addresses fsspec keeps but the path."""
    return "://" in path


def _named(state: bytes | None) -> dict[str, list[str]]:
    """The files of each table that a package file names."""
    try:
        tables = {resource["name"]: resource["path"] for resource in json.loads(state or b"")["resources"]}
    except (ValueError, KeyError, TypeError):
        return {}
    found = {name: [file for file in files if _is_part_of(name, file)] for name, files in tables.items()}
    return {name: sorted(files) for name, files in found.items() if files}


def _is_part_of(name: str, file: str) -> bool:
    path = PurePosixPath(file)
    return path.parts == (name, path.name) and path.suffix == ".parquet" and is_part_name(path.stem)


def _present(system: Any, path: str, state: bytes | None) -> list[str]:
    """Tables that have a folder there, or that the package file of a web server names."""
    from pyarrow import fs

    if _is_address(path):
        return [name for name in TABLES if name in _named(state)]
    found = system.get_file_info([f"{path}/{name}" for name in TABLES])
    return [name for name, info in zip(TABLES, found, strict=True) if info.type == fs.FileType.Directory]


def _state(system: Any, path: str) -> bytes | None:
    """The package file, which names every file with its hash: another one means other tables."""
    try:
        with system.open_input_stream(f"{path}/{PACKAGE_FILE}") as stream:
            content: bytes = stream.read()
            return content
    except (FileNotFoundError, NotADirectoryError):
        return None


def _dressed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    for column in declared(name).columns:
        if column.enum:
            # Unordered categories sort like ordered ones, but none of them is less than another.
            frame[column.name] = frame[column.name].astype(pd.CategoricalDtype(list(column.enum)))
        elif column.type in (TEXTS, WHOLES):
            frame[column.name] = frame[column.name].map(lambda items: items.tolist())
    frame.attrs["title"] = declared(name).title
    return frame
