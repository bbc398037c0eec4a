"""Files that need no reading: their rows are in the output folder already. The rows are the cache, there is no other.

A file is left alone when its path and its SHA-256 are those of its row in `sources`, and what decides how it is read
(the code, the forms, the libraries below) has not changed since. Files that failed, and those that share a sheet or
their content with another, are read again: their rows depend on more than themselves.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from pipelines.files import file_digest
from pipelines.package import PACKAGE_FILE
from pipelines.parts import WITHOUT_EDITION, is_part_name
from pipelines.printable import shown
from pipelines.schema import TABLES
from pipelines.store import Committed, Store
from pipelines.tables import no_rows, of_sources
from pipelines.work import SourceRead

_SHARED: Final = ("duplicate_sheet", "duplicate_file", "same_number")


class Known:
    """What an output folder holds already.

    Args:
        store: the folder, open.
        tool: the `tool_version` of this run.
        use: False to know nothing, so that all files are read.
    """

    def __init__(self, store: Store, tool: str, use: bool = True) -> None:
        """Look at the folder; files that are not as the last run left them are no ground to stand on."""
        self.store, self.tool = store, tool
        self._files = (_whole(store.out) if use else None) or {}
        self.parts: dict[str, list[str]] = {name: store.parts(name) if self._files else [] for name in TABLES}

    def _rows(self, name: str, columns: list[str]) -> list[dict[str, Any]]:
        return [row for part in self.parts[name] for row in self.store.columns(name, part, columns).to_pylist()]

    def unchanged(self, files: Iterable[Path]) -> dict[Path, SourceRead]:
        """Those of the files that need no reading, each with its row of `sources`."""
        rows = self._rows("sources", ["source_id", "file", "sha256", "bytes", "status", "error", "tool_version"])
        usable: dict[str, list[dict[str, Any]]] = {}  # one path may have held several files
        for row in rows:
            if row["status"] != "failed" and row["tool_version"] == self.tool:
                usable.setdefault(row["file"], []).append(row)
        issues = self._rows("issues", ["source_id", "code"]) if usable else []
        shared = {row["source_id"] for row in issues if row["code"] in _SHARED}
        return {
            path: SourceRead(row)
            for path in files
            for row in usable.get(shown(str(path)), ())
            if row["source_id"] not in shared and _is_same(path, row)
        }

    def clashing(self, kept: Mapping[Path, SourceRead], read: Iterable[SourceRead]) -> list[Path]:
        """The kept files that share their content or a sheet with one that was read: which comes first must be seen."""
        sources = {source.source["source_id"] for source in read}
        sheets = {sheet.sheet_id for source in read for sheet in source.sheets if sheet.sheet_id is not None}
        known = self._rows("sheets", ["sheet_id", "source_id"]) if sheets else []
        sources |= {row["source_id"] for row in known if row["sheet_id"] in sheets}
        return [path for path, source in kept.items() if source.source["source_id"] in sources]

    def rows_of(self, kept: Collection[str]) -> dict[str, pa.Table]:
        """The rows of sources, by table; one file at a time is read, for the folder may hold many other editions."""
        return {
            name: pa.concat_tables(
                [no_rows(TABLES[name]), *(of_sources(self.store.read(name, part), kept) for part in parts)]
            )
            for name, parts in self.parts.items()
        }

    def is_all(self, kept: Collection[str]) -> bool:
        """Whether the editions of these sources hold nothing but them: then a commit of their rows changes nothing."""
        for part in {part for name in ("sources", "sheets") for part in self.parts[name]} - {WITHOUT_EDITION}:
            there = {row["source_id"] for name in ("sources", "sheets") for row in self._of(name, part)}
            if there & set(kept) and not there <= set(kept):
                return False
        return True

    def _of(self, name: str, part: str) -> list[dict[str, Any]]:
        there = part in self.parts[name]
        return list(self.store.columns(name, part, ["source_id"]).to_pylist()) if there else []

    def counted(self, kept: Collection[str]) -> tuple[dict[str, int], list[str], list[tuple[str, str]]]:
        """How many rows the sources have in each table, their statuses, and the (severity, code) of their issues."""
        sources = self._rows("sources", ["source_id", "status"])
        issues = self._rows("issues", ["source_id", "severity", "code"])
        if {row["source_id"] for row in sources} <= set(kept):  # all there is: the package file has counted it
            held = {
                name: sum(self._files[f"{name}/{part}.parquet"] for part in parts) for name, parts in self.parts.items()
            }
        else:
            held = {name: sum(source in kept for source in self._sources_of(name)) for name in TABLES}
        statuses = [row["status"] for row in sources if row["source_id"] in kept]
        return held, statuses, [(row["severity"], row["code"]) for row in issues if row["source_id"] in kept]

    def _sources_of(self, name: str) -> Iterator[str]:
        for part in self.parts[name]:
            yield from self.store.columns(name, part, ["source_id"])["source_id"].to_pylist()

    def nothing_done(self) -> Committed:
        """The outcome of a commit that changes nothing."""
        files = [f"{name}/{part}.parquet" for name, parts in self.parts.items() for part in parts]
        return Committed((), (), tuple(sorted([*files, PACKAGE_FILE])))


def _is_same(path: Path, row: Mapping[str, Any]) -> bool:
    try:
        return bool(path.stat().st_size == row["bytes"] and file_digest(path)[0] == row["sha256"])
    except OSError:
        return False


def _whole(out: Path) -> dict[str, int] | None:
    """The Parquet files of a folder and their rows, if they are those that its package file speaks of; else None."""
    try:
        package = json.loads((out / PACKAGE_FILE).read_bytes())
        said = {file["path"]: file for resource in package["resources"] for file in resource["files"]}
        files = (path for name in TABLES for path in (out / name).glob("*.parquet") if is_part_name(path.stem))
        there = {f"{path.parent.name}/{path.name}" for path in files}
        if said.keys() != there:
            return None
        whole = all(f"sha256:{file_digest(out / name)[0]}" == file["hash"] for name, file in said.items())
        return {name: int(file["rows"]) for name, file in said.items()} if whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
