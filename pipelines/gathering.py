"""The rows of a run's files, gathered as they come: Arrow from early on, so that little is held as Python objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

import numpy as np
import pyarrow as pa

from pipelines.arrays import places_of
from pipelines.checking import Columns
from pipelines.issues import Issue, issue_row
from pipelines.schema import NATURAL_KEY, TABLES
from pipelines.stamp import Stamp
from pipelines.tables import arrow_of, in_order, table_of
from pipelines.work import Row, SourceRead, page_ranges

_AT_ONCE: Final = 1_000  # rows that become Arrow together
_OF_PAGES: Final = ("pages", "cells")  # tables of pages: a page belongs to its file, whatever sheet stands on it

Span = tuple[int, int]


class Gathered:
    """The rows of files by table, in the order in which the files come; which of them count is decided at the end."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pending: dict[str, Columns] = {name: _empty(name) for name in TABLES}
        self._chunks: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)
        self._spans: dict[int, list[dict[str, Span]]] = {}

    def add(self, number: int, read: SourceRead) -> None:
        """Take the rows of a file's sheets; the file keeps all but them.

        Args:
            number: the file's place among the files of the run.
            read: what came of it.
        """
        spans = []
        for sheet in read.sheets:
            sheet.unpack()
            spans.append({name: self._append(name, columns) for name, columns in sheet.tables.items()})
            sheet.tables = {}
        self._spans[number] = spans

    def _append(self, name: str, columns: Columns) -> Span:
        pending = self._pending[name]
        for column, values in columns.items():
            pending[column] += values
        start = self._counts[name]
        self._counts[name] += len(next(iter(columns.values())))
        if len(next(iter(pending.values()))) >= _AT_ONCE:
            self._flush(name)
        return start, self._counts[name]

    def _flush(self, name: str) -> None:
        self._chunks[name].append(arrow_of(TABLES[name], self._pending[name]))
        self._pending[name] = _empty(name)

    def tables(
        self, read: Mapping[int, SourceRead], stamp: Stamp, kept: Mapping[str, pa.Table] | None = None
    ) -> dict[str, pa.Table]:
        """All files' tables as one, each sheet once and each file once; what comes twice is an issue.

        Args:
            read: the files by their places: of one sheet that stands twice the first stays, and of two sheets that bear
                one number the second gets another.
            stamp: what the files that were read bear.
            kept: rows of other files, that share no sheet with them.
        """
        others = kept["sheets"]["sheet_id"].to_pylist() if kept else []
        choice = _Choice(self._rows("sheets"), self._rows("programs"), others, stamp)
        for number, source in sorted(read.items()):
            choice.add(source, self._spans[number])
        made = {}
        for name in sorted(TABLES, key=lambda name: -self._counts[name]):  # each is held twice meanwhile: largest first
            held = [
                _without(choice.renamed(name, self._rows(name)), choice.dropped(name)),
                *choice.rows(name),
                *([kept[name]] if kept else []),
            ]
            self._chunks[name] = []
            made[name] = in_order(name, held)
        return {name: made[name] for name in TABLES}

    def _rows(self, name: str) -> pa.Table:
        """All rows of a table, in the order in which they came."""
        self._flush(name)
        return pa.concat_tables(self._chunks[name])


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a sheet stands, and what tells it from another one that bears its number: its title, its department."""

    file: str
    sheet_id: str
    sheet_no: str
    title: str
    departments: tuple[str, ...]

    def is_another(self, other: _Home) -> bool:
        """Whether two sheets with one number are two; one without a title may be a part of the other."""
        told = (self.title, self.departments) != (other.title, other.departments)
        return told and bool(self.title and other.title)

    def numbered(self, number: str) -> _Home:
        """The sheet under another number."""
        return replace(self, sheet_id=self.sheet_id.removesuffix(self.sheet_no) + number, sheet_no=number)


class _Choice:
    """Which files and which sheets count, file by file: of two alike the first."""

    def __init__(self, sheets: pa.Table, programs: pa.Table, kept: Iterable[str], stamp: Stamp) -> None:
        self.sources: dict[str, Row] = {}
        self.issues: list[Row] = []
        self._sheets = sheets
        self._programs = programs
        self._stamp = stamp
        self._taken = {*sheets["sheet_id"].to_pylist(), *kept}
        self._homes: dict[str, list[_Home]] = {}
        self._dropped: list[dict[str, Span]] = []
        self._renamed: list[tuple[dict[str, Span], str, _Home]] = []  # rows, the sheet's id, what it is called now

    def add(self, source: SourceRead, spans: Sequence[dict[str, Span]]) -> None:
        """Take the next file, with the places of its sheets' rows."""
        row = source.source
        if row["source_id"] in self.sources:
            first = self.sources[row["source_id"]]["file"]
            says = f"{row['file']} has the same content as {first} and was read once"
            issue = Issue("info", "duplicate_file", says, "sources", row["source_id"])
            self.issues.append(issue_row(issue, row["source_id"], {}))
            self._dropped += spans
            return
        self.sources[row["source_id"]] = {**row, **self._stamp._asdict()}
        called: dict[str, list[str]] = {}  # the sheets of the file, and their ids in the tables
        for sheet, places in zip(source.sheets, spans, strict=True):
            if sheet.sheet_id is not None:
                called.setdefault(sheet.sheet_id, []).append(self._add(row, places))
        for told in source.issues:
            ids = called.get(told["row_id"] or "", [])
            self.issues.append({**told, "row_id": ids[0]} if len(ids) == 1 else told)

    def _add(self, source: Row, places: dict[str, Span]) -> str:
        """Take a sheet; returns its id in the tables."""
        key = self._sheets.slice(places["sheets"][0], 1).to_pylist()[0]
        departments = self._programs["departments"][places["programs"][0]].as_py() if "programs" in places else ()
        home = _Home(source["file"], key["sheet_id"], key["sheet_no"], key["title"], tuple(departments))
        homes = self._homes.setdefault(home.sheet_id, [])
        same = next((other for other in homes if not home.is_another(other)), None)
        if same is not None:
            self.issues.append(self._twice(key, source, same))
            self._dropped.append({name: span for name, span in places.items() if name not in _OF_PAGES})
            places = {name: span for name, span in places.items() if name in _OF_PAGES}
        else:
            same = home if not homes else self._renumbered(home)
            if homes:
                self.issues.append(self._alike(key, source, same, homes[0]))
            homes.append(same)
        if same.sheet_id != home.sheet_id:
            self._renamed.append((places, home.sheet_id, same))
        return same.sheet_id

    def _renumbered(self, home: _Home) -> _Home:
        """A sheet under the first number that no sheet bears: 7（2）."""
        numbers = (home.numbered(f"{home.sheet_no}（{number}）") for number in count(2))
        free = next(other for other in numbers if other.sheet_id not in self._taken)
        self._taken.add(free.sheet_id)
        return free

    def _twice(self, key: Row, source: Row, same: _Home) -> Row:
        pages = page_ranges(range(key["page_first"], key["page_last"] + 1))
        says = (
            f"the sheet stands in {same.file} too; its rows were taken from there, not from {source['file']} page "
            f"{pages}"
        )
        return self._issue("duplicate_sheet", says, key, same, source)

    def _alike(self, key: Row, source: Row, home: _Home, first: _Home) -> Row:
        """That a sheet bears the number of a different one, and what it is called in the tables."""
        says = (
            f"the sheet {home.title} bears the number {key['sheet_no']} of {first.title} in {first.file}: "
            f"in the tables its number is {home.sheet_no}"
        )
        return self._issue("same_number", says, key, home, source)

    def _issue(self, code: str, says: str, key: Row, home: _Home, source: Row) -> Row:
        issue = Issue("warning", code, says, "sheets", home.sheet_id)
        named = {**{name: key[name] for name in NATURAL_KEY}, "sheet_no": home.sheet_no}
        return {**named, **issue_row(issue, source["source_id"], {"page": key["page_first"]})}

    def renamed(self, name: str, rows: pa.Table) -> pa.Table:
        """The rows of a table, those of sheets that got another number under that."""
        for spans, old, home in self._renamed:
            start, end = spans.get(name, (0, 0))
            its = _under(rows.slice(start, end - start), old, home.sheet_id, home.sheet_no)
            parts = [rows.slice(0, start), its, rows.slice(end)]
            rows = pa.concat_tables(parts) if end > start else rows
        return rows

    def rows(self, name: str) -> list[pa.Table]:
        """The rows of a table that speak of files, not of what is in them."""
        if name == "sources":
            return [table_of("sources", self.sources.values())]
        return [table_of("issues", {row["issue_id"]: row for row in self.issues}.values())] if name == "issues" else []

    def dropped(self, name: str) -> list[Span]:
        """The rows of a table that do not count."""
        return [spans[name] for spans in self._dropped if name in spans]


def _under(rows: pa.Table, old: str, new: str, sheet_no: str) -> pa.Table:
    """The rows of a sheet under another id, that of each row and of what it belongs to beginning with it."""
    for at, field in enumerate(rows.schema):
        values = rows.column(at).to_pylist() if pa.types.is_string(field.type) else []
        if field.name == "sheet_no":
            values = [sheet_no] * len(values)
        elif field.name.endswith("_id"):
            values = [new + v.removeprefix(old) if v and v.startswith(old) else v for v in values]
        else:
            continue
        rows = rows.set_column(at, field, pa.array(values, field.type))
    return rows


def _without(rows: pa.Table, spans: Sequence[Span]) -> pa.Table:
    if not spans:
        return rows
    stays = np.ones(rows.num_rows, dtype=np.bool_)
    for start, end in spans:
        stays[start:end] = False
    return rows.take(places_of(np.flatnonzero(stays)))


def _empty(name: str) -> Columns:
    return {column.name: [] for column in TABLES[name].columns}
