"""Which cells of a ruled table are headings of its columns.

A heading stands over values: a fiscal year over figures, words over numbers, or words in one row with such. A short
text across the whole table heads a section of it.
"""

from __future__ import annotations

from extract.cell_kinds import Kind
from extract.cell_table import CellTable, TableCell
from extract.layout import Role

MOSTLY = 0.6  # of a column's prints are numbers: it is a column of values
_ROWS = 2  # rows under a heading without numbers that show it is one


def find_headings(table: CellTable) -> None:
    """Mark the headings of a table, and those that head a section of it."""
    words = [c for c in table.cells if c.kind is Kind.TEXT or c.kind is Kind.YEAR]
    for cell in sorted(words, key=lambda c: -c.region.row):  # from below: a heading may stand over headings
        if cell.region.role is not Role.FIELD:
            cell.heading = _heads(table, cell)
    _extend(table)
    for cell in words:
        _try_section(table, cell)
    _try_words(table)


def _heads(table: CellTable, cell: TableCell) -> bool:
    """Whether a cell stands over values: as a year over any, as words over numbers, or over headings that do."""
    if cell.kind is Kind.YEAR and _beside_year(table, cell):
        return True
    below = table.below(cell)
    first = below.first
    if first is None or not below.cells or _answers(table, cell):
        return False
    if first and all(c.heading for c in first):
        return len(first) > 1 or _width(cell) == _width(first[0])
    if cell.kind is Kind.YEAR and first and all(c.kind in (Kind.VALUE, Kind.BLANK) for c in first):
        return True
    many = below.values > 0 and below.values >= MOSTLY * below.printed
    return below.alone and many and first[0].kind in (Kind.VALUE, Kind.BLANK)


def _width(cell: TableCell) -> int:
    return cell.region.column_end - cell.region.column


def _beside_year(table: CellTable, cell: TableCell) -> bool:
    """Whether a year stands in a row of years, over something."""
    region = cell.region
    beside = (table.at.get((region.row, column)) for column in (region.column - 1, region.column_end))
    level = [o for o in beside if o is not None and o.region.row == region.row and o.region.row_end == region.row_end]
    return any(o.kind is Kind.YEAR for o in level) and (region.row_end, region.column) in table.at


def _answers(table: CellTable, cell: TableCell) -> bool:
    """Whether words under a year are its answer, not a heading nested in it: their row has a label of its own."""
    region = cell.region
    above = table.at.get((region.row - 1, region.column))
    if above is None or above.kind is not Kind.YEAR:
        return False
    if above.region.shaded and not region.shaded:
        return True
    left = [o for o in table.left(cell) if o.region.row == region.row]
    first = left[-1] if left else cell
    over = table.at.get((first.region.row - 1, first.region.column))
    covered = first.region.column > 0 and (first.region.row, first.region.column - 1) in table.at
    return not covered and over is not None and over.kind is not Kind.YEAR


def _extend(table: CellTable) -> None:
    """Take the words beside a heading, in the same rows, for headings too: 区分, 単位, 備考."""
    fresh = [c for c in table.cells if c.heading]
    while fresh:
        cell = fresh.pop()
        top, bottom = _band(table, cell)
        for row in range(top, bottom):
            for column in (cell.region.column - 1, cell.region.column_end):
                other = table.at.get((row, column))
                if other is None or other.heading or other.region.role is Role.FIELD:
                    continue
                if other.kind not in (Kind.TEXT, Kind.YEAR, Kind.BLANK):
                    continue
                within = other.region.row >= top and other.region.row_end <= bottom
                if within and table.below(other).first:
                    other.heading = True
                    fresh.append(other)


def _band(table: CellTable, cell: TableCell) -> tuple[int, int]:
    """The rows that a heading takes with the headings over and under it."""
    top, bottom = cell.region.row, cell.region.row_end
    while (above := table.at.get((top - 1, cell.region.column))) is not None and above.heading:
        top = above.region.row
    while (below := table.at.get((bottom, cell.region.column))) is not None and below.heading:
        bottom = below.region.row_end
    return top, bottom


def _try_section(table: CellTable, cell: TableCell) -> None:
    """A short text across the whole table heads what stands below it, up to the next one."""
    region = cell.region
    across = region.column == 0 and region.column_end == table.columns and region.row_end - region.row == 1
    if not across or cell.heading:
        return
    below = table.at.get((region.row_end, 0))
    if below is not None and (below.region.column_end < table.columns or (region.shaded and not below.region.shaded)):
        cell.heading = cell.section = True


def _try_words(table: CellTable) -> None:
    """A first row of words heads rows of the same columns, where no number tells: it is shaded, or three wide."""
    if any(c.heading and not c.section for c in table.cells):
        return
    rows = max(c.region.row_end for c in table.cells)
    start = next((row for row in range(rows) if not any(c.section for c in table.row_of(row, 0, table.columns))), rows)
    first = table.row_of(start, 0, table.columns)
    if len(first) < 2 or any(c.kind not in (Kind.TEXT, Kind.YEAR) or c.region.row_end > start + 1 for c in first):
        return
    sides = [(c.region.column, c.region.column_end) for c in first]
    alike = 0
    for row in range(start + 1, rows):
        below = table.row_of(row, 0, table.columns)
        alike += [(c.region.column, c.region.column_end) for c in below] == sides
    shaded = all(c.region.shaded for c in first) and not all(
        c.region.shaded for c in table.row_of(start + 1, 0, table.columns)
    )
    if alike >= _ROWS and (shaded or len(first) > 2):
        for cell in first:
            cell.heading = True
