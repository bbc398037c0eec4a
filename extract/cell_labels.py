"""Labels for the cells of any ruled table, known form or not: the headings over a cell, and the names at its left.

In rows without headings above them a label and its value take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.cell_kinds import Kind, kind_of_text
from extract.cell_table import CellTable, Labels, TableCell
from extract.headings import find_headings
from extract.layout import PageLayout, Region, Role, compact
from normalize import clean_text

_MOSTLY = 0.6  # of a column's prints are numbers: it is a column of values
_EDGE = 2.0  # points two sides of one column may differ, from page to page


@dataclass(frozen=True, slots=True)
class Column:
    """A column that goes on over a page end: its sides on the page, its labels, and whether its cells name the rows."""

    x0: float
    x1: float
    labels: Labels
    names: bool


def label_cells(layout: PageLayout, before: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """Give the cells of a page their row and column labels; those that a form has labelled keep theirs.

    Args:
        layout: the page.
        before: the columns of the last table of the page before, which the first table of this one may go on with.

    Returns:
        The columns of the last table of this page.
    """
    tables: dict[int, list[TableCell]] = {}
    for region in layout.regions:
        if region.ruled:
            tables.setdefault(region.table, []).append(TableCell(region, kind_of_text(region.label)))
    last: tuple[Column, ...] = ()
    for number, cells in enumerate(tables.values()):
        table = CellTable(cells)
        find_headings(table)
        carried = before if number == 0 and not any(c.heading and not c.section for c in cells) else ()
        fitting = _fitting(table, carried)
        if not fitting:
            _flow(table)
        for cell in cells:
            _label(table, cell, fitting)
        last = carried if fitting else tuple(_columns(table))
    return last


def _flow(table: CellTable) -> None:
    """Give each cell the labels of the headings over it."""
    section: Labels = ()
    for cell in sorted(table.cells, key=lambda c: (c.region.row, c.region.column)):
        region = cell.region
        if cell.section:
            section = (clean_text(region.text),)
            continue
        if not cell.heading:
            if cell.over is None:
                cell.path = section
            continue
        above = table.at.get((region.row - 1, region.column))
        nested = above is not None and above.heading and not above.section and _within(region, above.region)
        outer = above.path if above is not None and nested else section
        cell.path = (*outer, clean_text(region.text)) if cell.kind is not Kind.BLANK else outer
        for cells in table.under(cell):
            if any(c.heading and c.region.row > region.row_end for c in cells):
                break
            for c in cells:
                c.over, c.path = cell, (c.path if c.heading else cell.path)


def _within(inner: Region, outer: Region) -> bool:
    return outer.column <= inner.column and inner.column_end <= outer.column_end


def _fitting(table: CellTable, columns: tuple[Column, ...]) -> dict[tuple[int, int], Column]:
    """The columns that a table goes on with from the page before, by grid columns; none unless all cells fit."""
    found: dict[tuple[int, int], Column] = {}
    for cell in table.cells:
        region = cell.region
        box = region.box
        fit = next((c for c in columns if abs(c.x0 - box.x0) <= _EDGE and abs(c.x1 - box.x1) <= _EDGE), None)
        if fit is not None:
            found[region.column, region.column_end] = fit
    missing = {(c.region.column, c.region.column_end) for c in table.cells} - found.keys()
    return found if len(found) > 1 and not missing else {}


def _columns(table: CellTable) -> Iterator[Column]:
    """The columns at a table's foot, with the labels over them."""
    foot = max(c.region.row_end for c in table.cells) - 1
    for cell in table.row_of(foot, 0, table.columns):
        if cell.over is not None:
            yield Column(cell.region.box.x0, cell.region.box.x1, cell.over.path, _names_rows(table, cell))
        elif any(c.over is not None for c in table.row_of(foot, 0, table.columns)):
            yield Column(cell.region.box.x0, cell.region.box.x1, (), True)


def _label(table: CellTable, cell: TableCell, fitting: dict[tuple[int, int], Column]) -> None:
    region = cell.region
    if cell.heading or region.role is Role.LABEL or region.row_labels or region.column_labels:
        return  # a heading, or labelled by a form
    column = fitting.get((region.column, region.column_end))
    if column is not None:
        region.column_labels = column.labels
        names = [
            c
            for c in reversed(list(table.left(cell)))
            if (found := fitting.get((c.region.column, c.region.column_end))) is not None and found.names
        ]
        region.row_labels = _texts(names) if not column.names else ()
        return
    region.column_labels = cell.path
    if cell.over is not None:
        names = [] if _names_rows(table, cell) else [*reversed(list(_names(table, cell))), *_name_above(table, cell)]
        region.row_labels = _texts(names)
    elif not _is_label(table, cell) or _follows(table, cell):
        region.row_labels = _texts(reversed(list(_labels_left(table, cell))))


def _texts(cells: Iterable[TableCell]) -> Labels:
    return tuple(clean_text(c.region.text) for c in cells if c.kind is not Kind.BLANK)


def _names_rows(table: CellTable, cell: TableCell) -> bool:
    """Whether a cell under a heading is a row's name: words, with values under a heading further right."""
    if cell.names is None:
        cell.names = _is_name(table, cell)
    return cell.names


def _is_name(table: CellTable, cell: TableCell) -> bool:
    if cell.kind is Kind.VALUE or (cell.over is not None and _holds_values(table, cell.over)):
        return False
    heading = cell.over
    row = table.row_of(cell.region.row, 0, table.columns)
    if heading is None:
        return True
    right = [c for c in row if c.region.column >= cell.region.column_end and c.over is not None]
    left = [c for c in row if c.region.column_end <= cell.region.column and c.over is not None]
    if any(_holds_values(table, c.over) for c in right if c.over is not None):
        return True
    return bool(right) and not left  # no numbers at all: the first column names the rows


def _holds_values(table: CellTable, heading: TableCell) -> bool:
    """Whether a heading is a year's, or its column one of numbers."""
    if heading.values is None:
        dated = any(kind_of_text(compact(label)) is Kind.YEAR for label in heading.path)
        printed = [c for cells in table.under(heading) for c in cells if c.kind is not Kind.BLANK and not c.heading]
        numbers = sum(c.kind is Kind.VALUE for c in printed)
        heading.values = dated or (bool(printed) and numbers >= _MOSTLY * len(printed))
    return heading.values


def _names(table: CellTable, cell: TableCell) -> Iterator[TableCell]:
    """The names of a row of values, from near to far: the cells of words before the first values at its left."""
    named = False
    for other in table.left(cell):
        if other.heading:
            return
        if _names_rows(table, other):
            if other.kind is not Kind.VALUE:
                named = True
                yield other
        elif named:
            return


def _name_above(table: CellTable, cell: TableCell) -> list[TableCell]:
    """The words across all years that stand over a row of values."""
    above = table.at.get((cell.region.row - 1, cell.region.column))
    while above is not None and not above.heading:
        if cell.over is not None and table.spans(above, cell.over):
            return [above] if above.kind is Kind.TEXT else []
        above = table.at.get((above.region.row - 1, cell.region.column))
    return []


def _labels_left(table: CellTable, cell: TableCell) -> Iterator[TableCell]:
    """The labels of a cell under no heading: the one beside it, and those further out that span its rows."""
    inner: TableCell | None = None
    for other in table.left(cell):
        if inner is None:
            if other.kind in (Kind.VALUE, Kind.BLANK) and cell.kind in (Kind.VALUE, Kind.BLANK) and other.over is None:
                continue  # a row of values shares its label
            if not _is_label(table, other):
                return
        elif other.heading or not _is_label(table, other) or _rows(other) < _rows(inner):
            return
        inner = other
        yield other


def _is_label(table: CellTable, cell: TableCell) -> bool:
    """Whether a cell is a label: a row's name, or, under no heading, words that span several rows or lead a pair."""
    if cell.kind not in (Kind.TEXT, Kind.YEAR):
        return False
    if cell.over is not None:
        return not _holds_values(table, cell.over)
    right = table.at.get((cell.region.row, cell.region.column_end))
    if right is None:
        return False
    before = next(table.left(cell), None)
    if right.kind is Kind.VALUE:
        return True
    return before is None or _rows(before) > max(_rows(cell), _rows(right)) or not _is_label(table, before)


def _follows(table: CellTable, cell: TableCell) -> bool:
    """Whether a label comes right after another of its height: it may as well be that one's value."""
    before = next(table.left(cell), None)
    return before is not None and _rows(before) == _rows(cell) and _is_label(table, before)


def _rows(cell: TableCell) -> int:
    return cell.region.row_end - cell.region.row
