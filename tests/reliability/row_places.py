"""Where the print of a row stands: an issue that reaches it speaks of the row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.layout import compact
from tests.reliability.excuses import Place
from tests.reliability.readings import Reading, Row

_BOX = ("page", "x0", "top", "x1", "bottom")
_OF_ALL_YEARS = {"indicator", "indicator_note", "category", "unit"}  # what an indicator's rows have in common
_TEXTS = ("text", "answer", "role")
_LONG = 4  # letters of a print that is known again by what it says


def places_of(table: str, columns: tuple[str, ...], row: Row, other: Row | None, read: Reading) -> Iterator[Place]:
    """The places of a row that differs: its own box, those of its parts, and the cells that hold what differs of it.

    A blank cell has no print but that of the other years beside it, and a name is that of all of them.

    Args:
        table: its table.
        columns: those that differ; none for a row that came or went.
        row: one side of the difference.
        other: the other side, if there is one.
        read: the reading that the row is of.
    """
    parts, named = row.get("parts", [row]), table == "indicators" and bool(columns) and set(columns) <= _OF_ALL_YEARS
    if named or (table == "indicators" and not columns and row["status"] == "blank"):
        parts = [one for one in read.rows[table].values() if one["indicator_id"] == row["indicator_id"]]
    same = [_bare(part) for part in (other or {}).get("parts", ())]
    yield from (_place(part) for part in parts if _bare(part) not in same)
    if table == "indicators" and not columns:
        yield from _above(row["indicator"], row, read)
    for column in columns or _TEXTS:
        for said in _as_list(row.get(column)):
            yield from _cells(str(said), str((other or {}).get(column) or ""), read)
            yield from _above(str(said), row, read) if named else ()


def _cells(said: str, otherwise: str, read: Reading) -> Iterator[Place]:
    """The cells that hold a text, or that it holds; short ones where they are a line that only one side has."""
    lines = {compact(line) for line in said.split("\n")} - {compact(line) for line in otherwise.split("\n")}
    whole = compact(said)
    for page, box, text in read.fields:
        cell = compact(text)
        known = len(cell) >= _LONG and len(whole) >= _LONG and (cell in whole or whole in cell)
        if known or (len(lines) and "\n" in said and cell in lines):
            yield page, box.x0, box.top, box.x1, box.bottom


def _above(said: str, row: Row, read: Reading) -> list[Place]:
    """The nearest cell over a row, or beside it, that says just this: its name or its unit."""
    cells = [
        (page, box.x0, box.top, box.x1, box.bottom)
        for page, box, text in read.fields
        if page == row["page"] and box.top <= row["bottom"] and compact(text) == compact(said)
    ]
    return sorted(cells, key=lambda place: -place[2])[:1]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _bare(row: Row) -> dict[str, Any]:
    return {c: v for c, v in row.items() if c not in (*_BOX, "source_id") and not c.endswith("_no")}


def _place(row: Row) -> Place:
    return row["page"], row["x0"], row["top"], row["x1"], row["bottom"]
