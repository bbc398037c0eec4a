"""A page's content as blocks: what every producer can draw, and no producer's own language.

A form's layout is written once, as blocks; each producer turns blocks into HTML, cells of a
workbook, drawing commands … So two variants differ only in what they are meant to differ in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

FULL = 1000
"""Column widths are in thousandths of the text width."""

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. "\\n" in the text is a forced line (a paragraph, or a stacked second line)."""

    text: str = ""
    cols: int = 1
    rows: int = 1
    align: Align = "left"
    middle: bool = True
    fill: str | None = None
    bold: bool = False
    vertical: bool = False
    size: float = 8.0
    flow: str = "lines"
    """How HTML makers lay out the lines: "lines", "flex" or "grid" (no table, yet two rows)."""
    bare: bool = False
    """No rules around it: text that a workbook keeps in cells."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells that begin in this row; places held by spans from above are left out."""

    cells: tuple[Cell, ...]
    head: bool = False
    least: float = 13.0
    """Least height in points."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table."""

    widths: tuple[int, ...]
    rows: tuple[TableRow, ...]

    @property
    def repeated(self) -> int:
        """How many leading rows are column headings, which a producer may repeat on a new page."""
        count = 0
        for row in self.rows:
            if not row.head:
                break
            count += 1
        return count


@dataclass(frozen=True, slots=True)
class Line:
    """Text outside any table, with an optional small remark at its right."""

    text: str
    size: float = 8.5
    bold: bool = False
    align: Align = "left"
    aside: str = ""
    boxed: bool = False
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """White space, in points."""

    height: float


@dataclass(frozen=True, slots=True)
class NewPage:
    """A forced page end."""


@dataclass(frozen=True, slots=True)
class Icons:
    """SDG icons in a row behind a label."""

    label: str
    goals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart under its caption line, with its source line."""

    caption: str
    source: str
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """One or two charts beside each other."""

    charts: tuple[Chart, ...] = field(default=())


Block = Table | Line | Gap | NewPage | Icons | Charts


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the grid place it takes: rows [row, row_end), columns [column, column_end)."""

    cell: Cell
    row: int
    column: int

    @property
    def row_end(self) -> int:
        return self.row + self.cell.rows

    @property
    def column_end(self) -> int:
        return self.column + self.cell.cols


def place(table: Table) -> list[Placed]:
    """Where each cell stands, by HTML's rule: the first free column of its row.

    Raises:
        ValueError: when cells overlap or the grid is not filled, which would be a maker's fault.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for r, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (r, column) in taken:
                column += 1
            spot = {(i, j) for i in range(r, r + cell.rows) for j in range(column, column + cell.cols)}
            if spot & taken:
                raise ValueError(f"cells overlap in row {r}: {cell.text!r}")
            taken |= spot
            placed.append(Placed(cell, r, column))
    if len(taken) != len(table.rows) * len(table.widths):
        raise ValueError(f"table has holes: {[c.text for c in table.rows[0].cells]}")
    return placed


def edges(table: Table) -> list[int]:
    """Column edges in thousandths, from 0."""
    out = [0]
    for width in table.widths:
        out.append(out[-1] + width)
    return out


def glue(tables: Sequence[Table]) -> Table:
    """Several tables as one, on the union of their column edges (the older edition's single table)."""
    union = sorted({e for t in tables for e in edges(t)})
    rows: list[TableRow] = []
    for table in tables:
        own = edges(table)
        placed = place(table)
        for r, old in enumerate(table.rows):
            cells = tuple(
                replace(p.cell, cols=union.index(own[p.column_end]) - union.index(own[p.column]))
                for p in placed
                if p.row == r
            )
            rows.append(replace(old, cells=cells))
    widths = tuple(b - a for a, b in pairwise(union))
    return Table(widths, tuple(rows))


def row(cells: Iterable[Cell], *, head: bool = False, least: float = 13.0) -> TableRow:
    """A table row from any iterable of cells."""
    return TableRow(tuple(cells), head, least)
