"""What a commit changes: which old files are replaced, and which of their rows have to live on elsewhere.

A run replaces the editions that it read. Three things reach beyond them, so that the tables stay one whole:
a source read again leaves the parts where it was before, a source that other editions still quote moves to one of them,
and what has no edition (failed files, unknown forms) is kept until its file is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

from pipelines.arrays import moments
from pipelines.parts import WITHOUT_EDITION, Parts
from pipelines.schema import TABLES
from pipelines.tables import in_order, no_rows, not_of_sources, of_sources

ReadPart = Callable[[str, str], pa.Table]
Change = dict[tuple[str, str], pa.Table | None]

_TIME: Final = "extracted_at"
_TOOL: Final = "tool_version"
IN_PART: Final = ".in-part"  # at the end of the tool's version: no later run takes the file for unchanged
_OF_SHEETS: Final = ("sheets", "cells", "issues")
_PER_SOURCE: Final = tuple(name for name, table in TABLES.items() if not table.per_sheet)


def plan(new: Parts, remove: Collection[str], present: Mapping[str, Collection[str]], read: ReadPart) -> Change:
    """Work out the files to write (a table) and to remove (None), by table and part.

    Args:
        new: the run's tables by name and part.
        remove: parts to remove.
        present: parts that are there, by table.
        read: reads one of them.
    """
    run = _Run(new, remove, present, read)
    change = run.replace_editions()
    run.leave_old_places(change)
    run.carry_quoted_sources(change)
    run.keep_what_has_no_edition(change)
    run.mark_what_lost_rows(change)
    run.keep_times(change)
    run.leave_no_table_without_a_file(change)
    return change


class _Run:
    """One commit's view of what is there and what comes."""

    def __init__(
        self, new: Parts, remove: Collection[str], present: Mapping[str, Collection[str]], read: ReadPart
    ) -> None:
        self.new = new
        self.present = present
        self._read = read
        self.editions = {part for parts in new.values() for part in parts} - {WITHOUT_EDITION}
        self.removed = set(remove)
        sources = list(new.get("sources", {}).values())
        self.read_again = {source for rows in sources for source in rows["source_id"].to_pylist()}
        self.read_again |= self._whose_path({file for rows in sources for file in rows["file"].to_pylist()})
        self.kept = self._there() - self.editions - self.removed - {WITHOUT_EDITION}

    def read(self, name: str, part: str) -> pa.Table:
        """An old part; one that somebody removed counts as empty."""
        return self._read(name, part) if part in self.present.get(name, ()) else no_rows(TABLES[name])

    def _sources(self, name: str, part: str) -> set[str]:
        """The sources that an old part speaks of."""
        return set(self.read(name, part)["source_id"].to_pylist())

    def _whose_path(self, files: Collection[str]) -> set[str]:
        """The sources without an edition whose path now holds another file: read again, as it were, and empty."""
        old = self.read("sources", WITHOUT_EDITION).select(["source_id", "file"]).to_pylist()
        return {row["source_id"] for row in old if row["file"] in files}

    def _there(self) -> set[str]:
        return {part for parts in self.present.values() for part in parts}

    def replace_editions(self) -> Change:
        """Every edition that was read gets a file in every table; removed ones lose theirs."""
        change: Change = {}
        for name in TABLES:
            for part in self.editions:
                change[name, part] = self.new.get(name, {}).get(part, no_rows(TABLES[name]))
            change |= {(name, part): None for part in self.removed & set(self.present.get(name, ()))}
        return change

    def leave_old_places(self, change: Change) -> None:
        """A source read again that used to have rows in another edition has them there no more."""
        # A source can have cells and an issue in an edition without a sheet: those of one that stands elsewhere too.
        homeless = self.read_again & self._sources("sources", WITHOUT_EDITION)
        for part in sorted(self.kept):
            quoted = self._sources("sheets", part)
            named = quoted.union(
                *(self._sources(name, part) for name in (_PER_SOURCE if homeless else ("sources", "issues")))
            )
            stale = named & self.read_again
            if not stale:
                continue
            emptied = quoted <= stale
            for name in TABLES:
                change[name, part] = None if emptied else not_of_sources(self.read(name, part), stale)
            if emptied:
                self.kept.discard(part)

    def carry_quoted_sources(self, change: Change) -> None:
        """A source whose home is replaced, but that a kept edition quotes, moves to that edition."""
        replaced = (self._there() - self.kept - {WITHOUT_EDITION}) & set(self.present.get("sources", ()))
        for part in sorted(replaced):
            orphans = self._sources("sources", part) - self.read_again
            for home in sorted(self.kept) if orphans else ():
                moving = orphans & self._quoted(change, home)
                orphans -= moving
                for name in _PER_SOURCE if moving else ():
                    rows = _without_edition(of_sources(self.read(name, part), moving))
                    change[name, home] = in_order(name, [self._now(change, name, home), rows])

    def _quoted(self, change: Change, part: str) -> set[str]:
        """The sources of an edition's sheets, and of those that were left out of it for standing elsewhere too."""
        found = [self._now(change, name, part)["source_id"].to_pylist() for name in ("sheets", "issues")]
        return {source for sources in found for source in sources}

    def keep_what_has_no_edition(self, change: Change) -> None:
        """Failed and unknown files keep their rows until they, or another file of the same path, are read again."""
        still = self._sources("sources", WITHOUT_EDITION) - self.read_again
        for name in _PER_SOURCE:
            rows = [self.new.get(name, {}).get(WITHOUT_EDITION, no_rows(TABLES[name]))]
            if WITHOUT_EDITION not in self.removed:
                rows.append(of_sources(self.read(name, WITHOUT_EDITION), still))
            change[name, WITHOUT_EDITION] = in_order(name, rows)

    def mark_what_lost_rows(self, change: Change) -> None:
        """A source that was not read again, but had rows in an edition that is replaced, has to be read next time.

        So had a volume of two editions, one of which another file was read for alone.
        """
        replaced = self._there() - self.kept - {WITHOUT_EDITION}
        old = {source for part in replaced for name in _OF_SHEETS for source in self._sources(name, part)}
        lost = old - self.read_again
        for part in sorted({*self.present.get("sources", ()), *self.editions}) if lost else ():
            if change.get(("sources", part), True) is None:
                continue  # removed
            rows = self._now(change, "sources", part)
            tools = [
                tool.removesuffix(IN_PART) + IN_PART if source in lost else tool
                for source, tool in zip(rows["source_id"].to_pylist(), rows[_TOOL].to_pylist(), strict=True)
            ]
            if tools != rows[_TOOL].to_pylist():
                at = rows.column_names.index(_TOOL)
                change["sources", part] = rows.set_column(at, rows.schema.field(at), pa.array(tools, pa.string()))

    def keep_times(self, change: Change) -> None:
        """A source row that says what it said before keeps its time: a second run of the same makes the same bytes."""
        before: dict[tuple[Any, ...], int] = {}
        for part in self.present.get("sources", ()):
            before.update(_times(self.read("sources", part)))
        for (name, part), rows in change.items() if before else ():
            if name == "sources" and rows is not None:
                times = [before.get(said, time) for said, time in _times(rows)]
                at = rows.column_names.index(_TIME)
                change[name, part] = rows.set_column(at, rows.schema.field(at), moments(times))

    def leave_no_table_without_a_file(self, change: Change) -> None:
        """The file for what has no edition is there when it has rows, or when the table would have no file at all."""
        for name in TABLES:
            kept = {part for part in self.kept if part in self.present.get(name, ())}
            written = {part for (table, part), rows in change.items() if table == name and rows is not None}
            rows = change.get((name, WITHOUT_EDITION))
            if rows is None:
                rows = no_rows(TABLES[name])
            needed = rows.num_rows > 0 or not (kept | written) - {WITHOUT_EDITION}
            change[name, WITHOUT_EDITION] = rows if needed else None

    def _now(self, change: Change, name: str, part: str) -> pa.Table:
        rows = change.get((name, part))
        return self.read(name, part) if rows is None else rows


def _times(rows: pa.Table) -> Iterator[tuple[tuple[Any, ...], int]]:
    """What each source row says, and its time in microseconds since 1970."""
    columns = [rows[name].to_pylist() for name in rows.column_names if name != _TIME]
    return zip(zip(*columns, strict=True), rows[_TIME].cast(pa.int64()).to_pylist(), strict=True)


def _without_edition(rows: pa.Table) -> pa.Table:
    """The rows that belong to a source as a whole: those of the edition itself do not move."""
    return rows.filter(rows["edition"].is_null()) if "edition" in rows.column_names else rows
