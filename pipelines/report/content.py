"""All tables of an output folder as rows, grouped the way the pages need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipelines.folder import Folder, open_folder
from pipelines.report.money import Money, main_items, money_of
from pipelines.schema import TABLES
from pipelines.tables import in_order

Row = dict[str, Any]
Rows = list[Row]

_READ: Final = tuple(name for name in TABLES if name != "cells")


@dataclass(slots=True)
class SheetRows:
    """One sheet with everything that is printed on it; table name → rows."""

    sheet: Row
    tables: dict[str, Rows] = field(default_factory=dict)

    def rows(self, name: str) -> Rows:
        """The sheet's rows of a table."""
        return self.tables.get(name, [])


@dataclass(slots=True)
class Content:
    """The tables, read once.

    Attributes:
        sheets: by sheet_id, in the order of the key.
        sources: rows by source_id.
        pages: rows by (source_id, page).
        issues: all issues, worst first.
        money: by program_id.
        items: form → label of its whole cost.
        rows_in: table name → number of rows.
        cells: the table `cells` as Arrow: far the largest, and only pages of unknown forms show some of it.
        folder: where they were read from, as it was then.
    """

    sheets: dict[str, SheetRows]
    sources: dict[str, Row]
    pages: dict[tuple[str, int], Row]
    issues: Rows
    money: dict[str, Money]
    items: dict[str, str]
    rows_in: dict[str, int]
    cells: Any
    folder: Folder

    def cells_on(self, source_id: str, page: int) -> Rows:
        """The ruled cells of one page."""
        import pyarrow.compute as pc

        on_page = pc.and_(pc.equal(self.cells["source_id"], source_id), pc.equal(self.cells["page"], page))
        rows: Rows = self.cells.filter(on_page).to_pylist()
        return rows


def read_content(data: Path) -> Content:
    """Read the tables.

    Raises:
        LoadError: there are none, or one is missing; the message says what to do.
    """
    folder = open_folder(data)
    tables = {name: _rows(folder, name) for name in _READ}
    sheets = {row["sheet_id"]: SheetRows(row) for row in tables["sheets"]}
    for name in _READ:
        if name != "sheets" and TABLES[name].per_sheet:
            for row in tables[name]:
                sheets[row["sheet_id"]].tables.setdefault(name, []).append(row)
    pages = {(row["source_id"], row["page"]): row for row in tables["pages"]}
    issues = _with_sheets(tables["issues"], sheets)
    parts = {row["program_id"] for row in tables["programs"] if row["parent_program_id"] is not None}
    items = main_items(tables["budgets"], parts)
    of_parts = main_items(row for row in tables["budgets"] if row["program_id"] in parts)
    cells = folder.rows("cells")
    counts = {name: len(rows) for name, rows in tables.items()} | {"cells": cells.num_rows}
    sources = {row["source_id"]: row for row in tables["sources"]}
    money = _money(sheets.values(), items, of_parts)
    return Content(sheets, sources, pages, issues, money, items, counts, cells, folder)


def _rows(folder: Folder, name: str) -> Rows:
    rows: Rows = in_order(name, [folder.rows(name)]).to_pylist()
    return rows


def _with_sheets(issues: Rows, sheets: dict[str, SheetRows]) -> Rows:
    """Give every issue the sheet it stands on (`sheet_id`, None where on none), and every sheet its issues."""
    by_page: dict[tuple[str, int], str] = {}
    by_key = {_key(held.sheet): sheet_id for sheet_id, held in sheets.items()}
    for sheet_id, held in sheets.items():
        for page in range(held.sheet["page_first"], held.sheet["page_last"] + 1):
            by_page.setdefault((held.sheet["source_id"], page), sheet_id)
    order = {severity: at for at, severity in enumerate(("error", "warning", "info"))}
    found = []
    for row in sorted(issues, key=lambda row: order[row["severity"]]):
        home = by_key.get(_key(row)) or by_page.get((row["source_id"], row["page"]))
        found.append(row | {"sheet_id": home})
        if home is not None:
            sheets[home].tables.setdefault("issues", []).append(found[-1])
    return found


def _key(row: Row) -> tuple[Any, ...]:
    return row["municipality_code"], row["form"], row["edition"], row["sheet_no"]


def _money(sheets: Iterable[SheetRows], items: dict[str, str], of_parts: dict[str, str]) -> dict[str, Money]:
    money: dict[str, Money] = {}
    for held in sheets:
        by_program: dict[str, Rows] = defaultdict(list)
        for row in held.rows("budgets"):
            by_program[row["program_id"]].append(row)
        form, year = held.sheet["form"], held.sheet["result_fiscal_year"]
        for program in held.rows("programs"):
            item = (items if program["parent_program_id"] is None else of_parts).get(form)
            money[program["program_id"]] = money_of(by_program[program["program_id"]], item, year)
    return money
