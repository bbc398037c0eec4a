"""Labels for the cells of any ruled table, known form or not: the headings over a cell, and the names at its left.

In rows without headings above them a label and its value take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from extract.cell_kinds import Kind, kind_of_text
from extract.cell_table import CellTable, Headed, Labels, TableCell
from extract.headings import MOSTLY, find_headings
from extract.layout import PageLayout, Region, Role, compact
from normalize import clean_text

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
    tables: dict[int, list[Region]] = {}
    for region in layout.regions:
        if region.ruled:
            tables.setdefault(region.table, []).append(region)
    last: tuple[Column, ...] = ()
    for number, regions in enumerate(tables.values()):
        if number < len(tables) - 1 and all(map(_has_labels, regions)):
            continue  # and the next page does not go on with it
        cells = [TableCell(region, kind_of_text(region.label)) for region in regions]
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
    for sides, box in {(c.region.column, c.region.column_end): c.region.box for c in table.cells}.items():
        fit = next((c for c in columns if abs(c.x0 - box.x0) <= _EDGE and abs(c.x1 - box.x1) <= _EDGE), None)
        if fit is None:
            return {}
        found[sides] = fit
    return found if len(found) > 1 else {}


def _columns(table: CellTable) -> Iterator[Column]:
    """The columns at a table's foot, with the labels over them."""
    foot = max(c.region.row_end for c in table.cells) - 1
    for cell in table.row_of(foot, 0, table.columns):
        if cell.over is not None:
            yield Column(cell.region.box.x0, cell.region.box.x1, cell.over.path, _names_rows(table, cell))
        elif any(c.over is not None for c in table.row_of(foot, 0, table.columns)):
            yield Column(cell.region.box.x0, cell.region.box.x1, (), True)


def _has_labels(region: Region) -> bool:
    """Whether a form has labelled a cell, or taken it for a label."""
    return region.role is Role.LABEL or bool(region.row_labels or region.column_labels)


def _label(table: CellTable, cell: TableCell, fitting: dict[tuple[int, int], Column]) -> None:
    region = cell.region
    if cell.heading or _has_labels(region):
        return
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
        named = not _names_rows(table, cell)
        region.row_labels = _texts((*reversed(_names(table, cell)), *_name_above(table, cell))) if named else ()
    elif not _is_label(table, cell) or _follows(table, cell):
        region.row_labels = _labels_left(table, cell)


def _texts(cells: Iterable[TableCell]) -> Labels:
    return tuple(clean_text(c.region.text) for c in cells if c.kind is not Kind.BLANK)


def _names_rows(table: CellTable, cell: TableCell) -> bool:
    """Whether a cell under a heading is a row's name: words, with values under a heading further right."""
    if cell.name is None:
        cell.name = _is_name(table, cell)
    return cell.name


def _is_name(table: CellTable, cell: TableCell) -> bool:
    if cell.kind is Kind.VALUE or (cell.over is not None and _holds_values(table, cell.over)):
        return False
    if cell.over is None:
        return True
    row = cell.region.row
    if row not in table.headed:
        table.headed[row] = _headed(table, row)
    headed = table.headed[row]
    if headed.last_of_values >= cell.region.column_end:
        return True
    first = headed.first_end > cell.region.column
    return headed.last >= cell.region.column_end and first  # no numbers at all: the first column names the rows


def _headed(table: CellTable, row: int) -> Headed:
    cells = [(c.region, c.over) for c in table.row_of(row, 0, table.columns) if c.over is not None]
    return Headed(
        first_end=min((region.column_end for region, _ in cells), default=0),
        last=max((region.column for region, _ in cells), default=-1),
        last_of_values=max((region.column for region, over in cells if _holds_values(table, over)), default=-1),
    )


def _holds_values(table: CellTable, heading: TableCell) -> bool:
    """Whether a heading is a year's, or its column one of numbers."""
    if heading.values is None:
        dated = any(kind_of_text(compact(label)) is Kind.YEAR for label in heading.path)
        printed = [c for cells in table.under(heading) for c in cells if c.kind is not Kind.BLANK and not c.heading]
        numbers = sum(c.kind is Kind.VALUE for c in printed)
        heading.values = dated or (bool(printed) and numbers >= MOSTLY * len(printed))
    return heading.values


def _names(table: CellTable, cell: TableCell) -> tuple[TableCell, ...]:
    """The names of a row of values, from near to far: the cells of words before the first values at its left."""
    passed = [cell]
    found: tuple[TableCell, ...] = ()
    left = table.left(cell)
    for other in left:
        if other.heading:
            break
        if _names_rows(table, other):
            further = takewhile(lambda c: not c.heading and _names_rows(table, c), left)
            found = (other, *further)
            break
        if other.names_left is not None and other.region.row == cell.region.row:
            found = other.names_left
            break
        passed.append(other)
    for one in passed:
        if one.region.row == cell.region.row:
            one.names_left = found
    return found


def _name_above(table: CellTable, cell: TableCell) -> tuple[TableCell, ...]:
    """The words across all years that stand over a row of values."""
    passed = [cell]
    found: tuple[TableCell, ...] = ()
    above = table.at.get((cell.region.row - 1, cell.region.column))
    while above is not None and not above.heading:
        alike = above.over is cell.over and above.region.column == cell.region.column
        if cell.over is not None and table.spans(above, cell.over):
            found = (above,) if above.kind is Kind.TEXT else ()
            break
        if above.name_above is not None and alike:
            found = above.name_above
            break
        passed += [above] if alike else []
        above = table.at.get((above.region.row - 1, cell.region.column))
    for one in passed:
        one.name_above = found
    return found


def _labels_left(table: CellTable, cell: TableCell) -> Labels:
    """The labels of a cell under no heading: the one beside it, and those further out that span its rows.

    A row of values shares its label.
    """
    passed = [cell]
    found: Labels = ()
    left = table.left(cell)
    for other in left:
        if not (_is_plain(cell) and _is_plain(other) and other.over is None):
            found = _texts(reversed(list(_outwards(table, other, left))))
            break
        if other.labels_left is not None and other.region.row == cell.region.row:
            found = other.labels_left
            break
        passed.append(other)
    for one in passed:
        if one.region.row == cell.region.row:
            one.labels_left = found
    return found


def _is_plain(cell: TableCell) -> bool:
    return cell.kind in (Kind.VALUE, Kind.BLANK)


def _outwards(table: CellTable, first: TableCell, further: Iterator[TableCell]) -> Iterator[TableCell]:
    """A label, and those at its left that span its rows, from near to far."""
    if not _is_label(table, first):
        return
    inner = first
    yield first
    for other in further:
        if other.heading or not _is_label(table, other) or _rows(other) < _rows(inner):
            return
        inner = other
        yield other


def _is_label(table: CellTable, cell: TableCell) -> bool:
    """Whether a cell is a label: a row's name, or, under no heading, words that span several rows or lead a pair."""
    chain = [cell]  # what one is may hang on what the one before it is
    while chain[-1].label is None and (before := next(table.left(chain[-1]), None)) is not None:
        chain.append(before)
    for one in reversed(chain):
        if one.label is None:
            one.label = _labels(table, one)
    return bool(cell.label)


def _labels(table: CellTable, cell: TableCell) -> bool:
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
