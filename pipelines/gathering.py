"""The rows of a run's files, gathered as they come: Arrow from early on, so that little is held as Python objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from pipelines.arrays import places_of
from pipelines.checking import Columns
from pipelines.issues import Issue, issue_row
from pipelines.schema import NATURAL_KEY, TABLES
from pipelines.store import run_time
from pipelines.tables import arrow_of, in_order, table_of
from pipelines.work import Row, SheetTables, SourceRead, page_ranges

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
        self, read: Mapping[int, SourceRead], tool: str, kept: Mapping[str, pa.Table] | None = None
    ) -> dict[str, pa.Table]:
        """All files' tables as one, each sheet once and each file once; what comes twice is an issue.

        Args:
            read: the files by their places: of two sheets with one number the first stays.
            tool: the `tool_version` of the files that were read.
            kept: rows of other files, that share no sheet with them.
        """
        choice = _Choice(self._rows("sheets"), tool)
        for number, source in sorted(read.items()):
            choice.add(source, self._spans[number])
        made = {}
        for name in TABLES:  # one after the other, for each is held twice while it is put in order
            held = [
                _without(self._rows(name), choice.dropped(name)),
                *choice.rows(name),
                *([kept[name]] if kept else []),
            ]
            self._chunks[name] = []
            made[name] = in_order(name, held)
        return made

    def _rows(self, name: str) -> pa.Table:
        """All rows of a table, in the order in which they came."""
        self._flush(name)
        return pa.concat_tables(self._chunks[name])


class _Choice:
    """Which files and which sheets count, file by file: of two alike the first."""

    def __init__(self, sheets: pa.Table, tool: str) -> None:
        self.sources: dict[str, Row] = {}
        self.issues: list[Row] = []
        self._sheets = sheets
        self._tool = tool
        self._homes: dict[str, str] = {}
        self._dropped: list[dict[str, Span]] = []

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
        self.sources[row["source_id"]] = {**row, "tool_version": self._tool, "extracted_at": run_time()}
        self.issues += source.issues
        for sheet, places in zip(source.sheets, spans, strict=True):
            if sheet.sheet_id is None:
                continue
            if sheet.sheet_id in self._homes:
                self.issues.append(self._twice(sheet, row, places["sheets"][0]))
                self._dropped.append({name: span for name, span in places.items() if name not in _OF_PAGES})
            else:
                self._homes[sheet.sheet_id] = row["file"]

    def _twice(self, sheet: SheetTables, source: Row, at: int) -> Row:
        first = self._homes[sheet.sheet_id or ""]
        key = self._sheets.slice(at, 1).to_pylist()[0]
        pages = page_ranges(range(key["page_first"], key["page_last"] + 1))
        says = (
            f"the sheet stands in {first} too; its rows were taken from there, not from {source['file']} page {pages}"
        )
        issue = Issue("warning", "duplicate_sheet", says, "sheets", sheet.sheet_id)
        named = {name: key[name] for name in NATURAL_KEY}
        return {**named, **issue_row(issue, source["source_id"], {"page": key["page_first"]})}

    def rows(self, name: str) -> list[pa.Table]:
        """The rows of a table that speak of files, not of what is in them."""
        if name == "sources":
            return [table_of("sources", self.sources.values())]
        return [table_of("issues", {row["issue_id"]: row for row in self.issues}.values())] if name == "issues" else []

    def dropped(self, name: str) -> list[Span]:
        """The rows of a table that do not count."""
        return [spans[name] for spans in self._dropped if name in spans]


def _without(rows: pa.Table, spans: Sequence[Span]) -> pa.Table:
    if not spans:
        return rows
    stays = np.ones(rows.num_rows, dtype=np.bool_)
    for start, end in spans:
        stays[start:end] = False
    return rows.take(places_of(np.flatnonzero(stays)))


def _empty(name: str) -> Columns:
    return {column.name: [] for column in TABLES[name].columns}
