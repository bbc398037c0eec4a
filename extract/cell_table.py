"""The cells of one ruled table by their place in its grid, and what is found out about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.cell_kinds import Kind
from extract.layout import Region

Labels = tuple[str, ...]


@dataclass(slots=True)
class TableCell:
    """A cell of the table at hand: its region, its kind, and what is found out about it."""

    region: Region
    kind: Kind
    heading: bool = False
    section: bool = False
    path: Labels = ()
    over: TableCell | None = None  # the heading whose column it stands in
    values: bool | None = None  # of a heading: whether its column is one of values, once it is known
    names: bool | None = None  # of a cell under a heading: whether it is its row's name, once it is known


@dataclass
class CellTable:
    """The cells of one table, by their place in its grid."""

    cells: list[TableCell]
    at: dict[tuple[int, int], TableCell] = field(init=False)
    columns: int = field(init=False)
    _rows: dict[tuple[int, int, int], list[TableCell]] = field(init=False, default_factory=dict)
    _under: dict[tuple[int, int], list[list[TableCell]]] = field(init=False, default_factory=dict)

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

    def under(self, cell: TableCell) -> list[list[TableCell]]:
        """Row by row, the cells below a cell that stand within its columns; ends where one stands across its sides."""
        place = (cell.region.row, cell.region.column)
        known = self._under.get(place)
        return known if known is not None else self._under.setdefault(place, list(self._below(cell)))

    def _below(self, cell: TableCell) -> Iterator[list[TableCell]]:
        region, row = cell.region, cell.region.row_end
        while cells := self.row_of(row, region.column, region.column_end):
            if cells[0].region.column < region.column or cells[-1].region.column_end > region.column_end:
                if len(cells) > 1 or not self.spans(cells[0], cell):
                    return
                row = cells[0].region.row_end
                continue
            yield [c for c in cells if c.region.row == row]
            row += 1

    def spans(self, cell: TableCell, heading: TableCell) -> bool:
        """Whether a cell stands across all the years of a heading's row: it names the rows below it."""
        if heading.kind is not Kind.YEAR:
            return False
        level = [c for c in self.row_of(heading.region.row, 0, self.columns) if c.kind is Kind.YEAR]
        first, last = level[0].region.column, level[-1].region.column_end
        return len(level) > 1 and cell.region.column == first and cell.region.column_end == last

    def left(self, cell: TableCell) -> Iterator[TableCell]:
        """The cells at the left of a cell, level with its first row, from near to far."""
        before = self.at.get((cell.region.row, cell.region.column - 1))
        while before is not None:
            yield before
            before = self.at.get((cell.region.row, before.region.column - 1))
