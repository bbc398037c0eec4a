"""The rows of tables below their headers, over page ends too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.form import Form
from extract.headers import Header, Leaf
from extract.labels import untagged
from extract.layout import Region, Role
from extract.sheet import TOUCH, Sheet
from extract.wording import is_nothing


@dataclass(slots=True)
class Row:
    """A row of a table: for each column its cells (two where the row is stacked or was cut by a page end)."""

    header: Header
    cells: list[list[Region]]
    stub: list[Region] = field(default_factory=list)
    above: Region | None = None

    @property
    def top(self) -> float:
        """The y of the row's first cell, on the sheet."""
        return min(r.at.top for cells in self.cells for r in cells)

    @property
    def page(self) -> int:
        """The page of its first cell."""
        return min(r.page for cells in self.cells for r in cells)

    @property
    def last_page(self) -> int:
        """The page of its last cell."""
        return max(r.page for cells in self.cells for r in cells)

    def of(self, target: str) -> list[Region]:
        """The cells of the column with a target of the form."""
        for leaf, cells in zip(self.header.leaves, self.cells, strict=True):
            if leaf.column is not None and leaf.column.to == target:
                return cells
        return []

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in its columns."""
        return all(r.blank for cells in self.cells for r in cells)


def rows_of(sheet: Sheet, form: Form, header: Header, headers: list[Header], ends: list[float]) -> Iterator[Row]:
    """The rows below a header, from top to bottom, up to the next header over the same columns or the section's end.

    Args:
        sheet: the sheet.
        form: its form.
        header: one of ``headers``.
        headers: all headers of the sheet.
        ends: the y of the section headings, rising.
    """
    limit = _end_of(header, headers, ends)
    _settle(sheet, header)
    key = header.key
    pending: Region | None = None
    for region in sheet.between(header.bottom - TOUCH, limit - TOUCH):
        if region.role is not Role.UNREAD:
            continue
        if pending is not None and _ends_above(sheet, pending, region):
            pending.role = Role.LABEL if is_nothing(pending.label) else Role.UNREAD
            pending = None
        if header.table.names == "above" and (pending is None or pending.blank) and _spans(header, region):
            pending = region  # what spans all years right under it is one value for all of them
            continue
        if abs(region.at.x0 - key.x0) > TOUCH or not _ends_with_a_column(header, region):
            continue
        if _spans(header, region) and not _has_label(sheet, form, region):
            continue  # a heading between rows; beside a row's label it is one text for all years
        row = _row(sheet, header, region)
        if row is None:
            continue
        if _repeats(header, row):
            for r in (r for cells in row.cells for r in cells):
                r.role = Role.LABEL
            continue
        row.above, pending = pending, None
        yield from _under_one_name(row)


def _end_of(header: Header, headers: list[Header], ends: list[float]) -> float:
    """Where the rows of a header end: at the next header over its columns, or at the section's end."""
    limit = min([y for y in ends if y > header.top + TOUCH], default=float("inf"))
    for other in headers:
        overlaps = other.leaves[0].x0 < header.leaves[-1].x1 and other.leaves[-1].x1 > header.leaves[0].x0
        begins = len(other.leaves) == len(header.leaves) and all(
            abs(a.x0 - b.x0) <= TOUCH and abs(a.x1 - b.x1) <= TOUCH
            for a, b in zip(other.leaves, header.leaves, strict=True)
        )
        same = other.table is header.table or header.table.names != "column" or begins
        if other is not header and other.top > header.top and overlaps and same:
            limit = min(limit, other.top)
    return limit


def _ends_above(sheet: Sheet, words: Region, region: Region) -> bool:
    """Whether the outer label beside words ends above a cell: that label spans all rows of its block, names included.

    Words that no row under them has used by then name none: they fill the name and the values of a row left free.
    """
    beside = next((r for r in sheet.left_of(words) if not r.blank), None)
    return beside is not None and words.page == region.page and beside.at.bottom <= region.at.top + TOUCH


def _under_one_name(row: Row) -> Iterator[Row]:
    """The rows that share one cell of the naming column: 講座, in 回 and in 人."""
    years = [cells for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year is not None]
    levels = {tuple(round(r.at.top) for r in cells) for cells in years}
    count = len(years[0]) if years else 1
    others = [cells for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year is None]
    told = any(len(cells) == count and not all(r.blank for r in cells[1:]) for cells in others)
    if row.header.table.names != "column" or len(levels) > 1 or count < 2 or len(row.cells[0]) > 1 or not told:
        yield row
        return
    for number in range(count):
        cells = [its if len(its) != count else [its[number]] for its in row.cells]
        yield Row(row.header, cells, row.stub, row.above)


def _ends_with_a_column(header: Header, region: Region) -> bool:
    """Whether a cell that begins with the key column ends with it, or with another fiscal year's (a merged cell)."""
    ends = [header.key] if header.key.year is None else [leaf for leaf in header.leaves if leaf.year is not None]
    return any(abs(region.at.x1 - leaf.x1) <= TOUCH for leaf in ends)


def _has_label(sheet: Sheet, form: Form, region: Region) -> bool:
    """Whether a row's label stands at the left of a cell: something printed that is no label of a pair."""
    labels = [r.label for r in sheet.left_of(region) if not r.blank]
    return bool(labels) and not any(map(form.sets.pairs.match, labels))


def _repeats(header: Header, row: Row) -> bool:
    """Whether a row says again what the header's columns are, as at the head of another page."""
    columns = [(leaf, cells) for leaf, cells in zip(header.leaves, row.cells, strict=True) if leaf in header.wanted]
    return len(columns) > 1 and all(
        len(cells) == 1 and leaf.labels and untagged(cells[0].label) == leaf.labels[-1] for leaf, cells in columns
    )


def _settle(sheet: Sheet, header: Header) -> None:
    """Move a header's columns to those of the row right under it, where each row was drawn as a table of its own.

    Word processors let the columns of such rows drift apart; that they are one table shows in their number and their
    outer sides.
    """
    if header.table.names != "column":
        return
    page = header.cells[0].page
    under = [
        r
        for r in sheet.cells
        if r.page == page
        and abs(r.at.top - header.bottom) <= TOUCH
        and r.at.x0 >= header.leaves[0].x0 - TOUCH
        and r.at.x1 <= header.leaves[-1].x1 + TOUCH
    ]
    sides = sorted({(round(r.at.x0, 1), round(r.at.x1, 1)) for r in under})
    if len(sides) != len(header.leaves):
        return
    if abs(sides[0][0] - header.leaves[0].x0) > TOUCH or abs(sides[-1][1] - header.leaves[-1].x1) > TOUCH:
        return
    for leaf, (x0, x1) in zip(header.leaves, sides, strict=True):
        leaf.x0, leaf.x1 = x0, x1


def _spans(header: Header, region: Region) -> bool:
    first, last = header.wanted[0], header.wanted[-1]
    return abs(region.at.x0 - first.x0) <= TOUCH and abs(region.at.x1 - last.x1) <= TOUCH and len(header.wanted) > 1


def _row(sheet: Sheet, header: Header, key: Region) -> Row | None:
    """The row of a key cell, or None where its cells do not stand under the header's columns."""
    shares = header.table.names == "column" and header.table.years
    band = [
        r
        for r in sheet.band(key.at.top, key.at.bottom)
        if r.page == key.page and (r.role is Role.UNREAD or (shares and _shared(r, key)))
    ]
    cells: list[list[Region]] = []
    for leaf in header.leaves:
        inside = sorted((r for r in band if leaf.holds(r)), key=lambda r: r.at.top)
        if not inside and leaf in header.wanted:
            across = [r for r in band if r.at.x0 < leaf.x1 - TOUCH and r.at.x1 > leaf.x0 + TOUCH]
            if not (len(across) == 1 and _fits_several(header, across[0])):
                return None
            inside = across
        cells.append(inside)
    stub: list[Region] = []
    if header.table.names != "column":
        first = min((r for cells_ in cells for r in cells_), key=lambda r: r.at.x0)
        stub = sheet.left_of(first)
    return Row(header, cells, stub)


def _shared(region: Region, key: Region) -> bool:
    """Whether a cell that a row above has read stands beside a key cell's row, too: one 件 beside two indicators."""
    higher = region.at.top < key.at.top - TOUCH and region.at.bottom >= key.at.bottom - TOUCH
    return region.role is Role.FIELD and higher and region.at.x0 > key.at.x0 + TOUCH


def _fits_several(header: Header, region: Region) -> bool:
    """Whether a merged cell covers several whole fiscal-year columns."""
    years = [leaf for leaf in header.leaves if leaf.year is not None]
    starts = any(abs(leaf.x0 - region.at.x0) <= TOUCH for leaf in years)
    return starts and any(abs(leaf.x1 - region.at.x1) <= TOUCH for leaf in years)


def missing_of(row: Row) -> list[str]:
    """The headings of the columns that every row fills (the first, and what the form says), where this one is blank."""
    needs = row.header.table.needs
    columns = zip(row.header.leaves, row.cells, strict=True)
    return [
        " / ".join(leaf.labels)
        for number, (leaf, cells) in enumerate(columns)
        if (number == 0 or (leaf.column is not None and leaf.column.to in needs)) and all(r.blank for r in cells)
    ]


def covers(cells: list[Region], header: Header, leaf: Leaf) -> bool:
    """Whether a cell of the row is merged over this and other columns."""
    return any(not leaf.holds(r) for r in cells)


__all__ = ["Row", "covers", "missing_of", "rows_of"]
