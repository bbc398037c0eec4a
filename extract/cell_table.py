"""The cells of one ruled table by their place in its grid, and what is found out about each.

What one cell shares with its neighbour is found once and kept: the cost grows with the number of cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.cell_kinds import Kind
from extract.layout import Region

Labels = tuple[str, ...]


@dataclass(slots=True, eq=False)
class TableCell:
    """A cell of the table at hand: its region, its kind, and what is found out about it.

    Attributes:
        region: the cell.
        kind: what its text looks like.
        heading: it heads a column, or a section.
        section: it heads a section.
        path: the labels of the columns it stands in, outermost first.
        over: the heading whose column it stands in.
        values: of a heading: whether its column is one of values. None here and below: not looked for yet.
        name: under a heading: whether it names its row.
        label: under no heading: whether it is a label.
        names_left: the names at its left, from near to far.
        labels_left: the labels at its left, outermost first.
        name_above: the words across all years over it, if any.
    """

    region: Region
    kind: Kind
    heading: bool = False
    section: bool = False
    path: Labels = ()
    over: TableCell | None = None
    values: bool | None = None
    name: bool | None = None
    label: bool | None = None
    names_left: tuple[TableCell, ...] | None = None
    labels_left: Labels | None = None
    name_above: tuple[TableCell, ...] | None = None


class Below(NamedTuple):
    """What stands under a cell, within its columns.

    Attributes:
        first: the first row of cells; None where there is none.
        printed, values: how many cells with text, and how many with a value.
        alone: no row has more than one cell.
        cells: how many cells begin there.
    """

    first: list[TableCell] | None
    printed: int
    values: int
    alone: bool
    cells: int


class Headed(NamedTuple):
    """A row's cells that stand under headings, by grid columns: where the first ends, and where the last begins.

    ``last_of_values`` is where the last one in a column of values begins; -1 where there is none.
    """

    first_end: int
    last: int
    last_of_values: int


@dataclass
class CellTable:
    """The cells of one table, by their place in its grid; ``headed`` is found out row by row."""

    cells: list[TableCell]
    at: dict[tuple[int, int], TableCell] = field(init=False)
    columns: int = field(init=False)
    headed: dict[int, Headed] = field(init=False, default_factory=dict)
    _rows: dict[tuple[int, int, int], list[TableCell]] = field(init=False, default_factory=dict)
    _below: dict[TableCell, Below] = field(init=False, default_factory=dict)
    _years: dict[int, tuple[int, int] | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Find each place's cell."""
        self.at = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.region.row, cell.region.row_end)
            for column in range(cell.region.column, cell.region.column_end)
        }
        self.columns = max(cell.region.column_end for cell in self.cells)

    def row_of(self, row: int, first: int, end: int) -> list[TableCell]:
        """The different cells of a row between two columns, from left to right."""
        known = self._rows.get((row, first, end))
        if known is not None:
            return known
        found: list[TableCell] = []
        column = first
        while column < end:
            cell = self.at.get((row, column))
            if cell is not None:
                found.append(cell)
            column = cell.region.column_end if cell is not None else column + 1
        return self._rows.setdefault((row, first, end), found)

    def under(self, cell: TableCell) -> Iterator[list[TableCell]]:
        """Row by row, the cells below a cell that stand within its columns; ends where one stands across its sides."""
        region, row = cell.region, cell.region.row_end
        while cells := self.row_of(row, region.column, region.column_end):
            if cells[0].region.column < region.column or cells[-1].region.column_end > region.column_end:
                if len(cells) > 1 or not self.spans(cells[0], cell):
                    return
                row = cells[0].region.row_end
                continue
            yield [c for c in cells if c.region.row == row]
            row += 1

    def below(self, cell: TableCell) -> Below:
        """What `under` gives, summed up. In a column of plain cells each has what the next one has, and the next."""
        chain: list[TableCell] = []
        found: Below | None = None
        while found is None:
            found = self._below.get(cell)
            if found is not None:
                break
            after = self.at.get((cell.region.row_end, cell.region.column))
            if after is None or not self._continues(cell, after):
                found = self._below[cell] = _summed(self.under(cell))
                break
            chain.append(cell)
            cell = after
        for above in reversed(chain):
            found = self._below[above] = Below(
                [cell],
                found.printed + (cell.kind is not Kind.BLANK),
                found.values + (cell.kind is Kind.VALUE),
                found.alone,
                found.cells + 1,
            )
            cell = above
        return found

    @staticmethod
    def _continues(cell: TableCell, after: TableCell) -> bool:
        """Whether what stands under a cell is the next cell of its column, and what stands under that."""
        one, other = cell.region, after.region
        sides = other.row == one.row_end and (other.column, other.column_end) == (one.column, one.column_end)
        return sides and Kind.YEAR not in (cell.kind, after.kind)  # under years, rows may be named across them

    def spans(self, cell: TableCell, heading: TableCell) -> bool:
        """Whether a cell stands across all the years of a heading's row: it names the rows below it."""
        if heading.kind is not Kind.YEAR:
            return False
        row = heading.region.row
        if row not in self._years:
            level = [c.region for c in self.row_of(row, 0, self.columns) if c.kind is Kind.YEAR]
            self._years[row] = (level[0].column, level[-1].column_end) if len(level) > 1 else None
        return self._years[row] == (cell.region.column, cell.region.column_end)

    def left(self, cell: TableCell) -> Iterator[TableCell]:
        """The cells at the left of a cell, level with its first row, from near to far."""
        before = self.at.get((cell.region.row, cell.region.column - 1))
        while before is not None:
            yield before
            before = self.at.get((cell.region.row, before.region.column - 1))


def _summed(rows: Iterator[list[TableCell]]) -> Below:
    first: list[TableCell] | None = None
    printed = values = count = 0
    alone = True
    for cells in rows:
        first = cells if first is None else first
        printed += sum(c.kind is not Kind.BLANK for c in cells)
        values += sum(c.kind is Kind.VALUE for c in cells)
        alone = alone and len(cells) <= 1
        count += len(cells)
    return Below(first, printed, values, alone, count)
