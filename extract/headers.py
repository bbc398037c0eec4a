"""Headers of tables: the columns of a table of the form, found on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.cut_headers import whole_band
from extract.form import Column, Form, Pattern, Table
from extract.labels import heading_year, untagged
from extract.layout import Region, Role
from extract.sheet import TOUCH, Sheet
from extract.wording import money_unit


@dataclass(slots=True)
class Leaf:
    """A column of a header: its sides, its labels (outermost first), and what it is.

    ``column`` is the form's column, or None for a fiscal-year column with its ``year``; ``unit`` is the unit that its
    heading gives.
    """

    x0: float
    x1: float
    labels: tuple[str, ...]
    column: Column | None = None
    year: int | None = None
    unit: str = ""

    @property
    def label(self) -> str:
        """The labels in one word, as kinds are looked up."""
        return "".join(self.labels)

    def holds(self, region: Region) -> bool:
        """Whether a cell stands within this column."""
        return region.at.x0 >= self.x0 - TOUCH and region.at.x1 <= self.x1 + TOUCH


@dataclass(slots=True)
class Header:
    """A header found on the sheet: the form's table, its cells, its columns from left to right, its vertical place."""

    table: Table
    cells: list[Region]
    leaves: list[Leaf]
    top: float
    bottom: float

    @property
    def key(self) -> Leaf:
        """The column whose cells are the rows: the naming column, else the first fiscal year."""
        if self.table.names == "column":
            return self.leaves[0]
        return next((leaf for leaf in self.leaves if leaf.year is not None), self.leaves[0])

    @property
    def wanted(self) -> list[Leaf]:
        """The columns that every row has: all of them, or, beside nested row labels, those that are read."""
        if self.table.names == "column":
            return self.leaves
        return [leaf for leaf in self.leaves if leaf.year is not None or (leaf.column and leaf.column.to)]


def find_headers(sheet: Sheet, form: Form, edition: int | None, headings: Sequence[Region] = ()) -> list[Header]:
    """All headers of a form's tables on a sheet, from top to bottom; their cells become labels.

    Args:
        sheet: the sheet.
        form: its form.
        edition: its fiscal year.
        headings: the headings of its sections, from top to bottom.
    """
    sets = form.sets
    found: list[Header] = []
    for region in sheet.cells:
        for number in sets.headers.matching(region.label):
            if region.role is not Role.UNREAD:
                break
            if not is_within(form.table[sets.tables[number]].within, region, headings):
                continue
            header = _header(sheet, form, form.table[sets.tables[number]], region, edition)
            if header is not None:
                found.append(header)
                break
    for table in form.table:
        if table.header is None and table.under is not None:
            found += _cornerless(sheet, form, table, edition)
    return sorted(found, key=lambda h: h.top)


def is_within(wanted: Pattern | None, region: Region, headings: Sequence[Region]) -> bool:
    """Whether the last section heading above a cell is the one wanted; any is, where none is wanted."""
    above = [r.label for r in headings if r.at.top <= region.at.top + TOUCH]
    return wanted is None or bool(above and wanted.fullmatch(above[-1]))


def _header(sheet: Sheet, form: Form, table: Table, anchor: Region, edition: int | None) -> Header | None:
    whole, cut = whole_band(sheet, anchor, lambda first: _band(sheet, form, table, first))
    header = _built(form, table, whole, edition) if whole else None
    if header is None:
        return _built(form, table, _band(sheet, form, table, anchor), edition)
    for r in cut:
        r.role = Role.LABEL
    return header


def _band(sheet: Sheet, form: Form, table: Table, anchor: Region) -> list[Region]:
    """The cells of a header on the page of its first one, from which it reaches to the right."""
    band = [anchor]
    for r in sheet.right_of(anchor):
        if r.at.bottom > anchor.at.bottom + TOUCH or r.at.top < anchor.at.top - TOUCH:
            break
        if form.sets.headers.match(r.label) and not _is_column(table, r.label):
            break
        band.append(r)
    return band


def _is_column(table: Table, label: str) -> bool:
    return any(column.label.fullmatch(label) for column in table.columns)


def _built(form: Form, table: Table, band: list[Region], edition: int | None) -> Header | None:
    """The header over a band of cells, or None where its columns are not those of the table."""
    top, bottom = min(r.at.top for r in band), max(r.at.bottom for r in band)
    leaves: list[Leaf] = []
    for r in band:
        under = [o for o in band if o is not r and o.at.top >= r.at.bottom - TOUCH and _over(r, o)]
        if under:
            continue
        above = [o for o in band if o is not r and o.at.bottom <= r.at.top + TOUCH and _over(o, r)]
        labels = tuple(untagged(o.label) for o in (*sorted(above, key=lambda o: o.at.top), r) if o.label)
        leaves.append(_leaf(form, table, r, labels, edition))
    leaves.sort(key=lambda leaf: leaf.x0)
    if table.names != "column" and table.header is not None:
        leaves = leaves[1:] if leaves and leaves[0].x0 <= band[0].at.x0 + TOUCH else leaves
    wants = [c for c in table.columns if c.to and c.to != "difference"]  # a check, where the sheet prints one
    complete = all(any(leaf.column is c for leaf in leaves) for c in wants)
    if not leaves or not complete or (table.years and not any(leaf.year is not None for leaf in leaves)):
        return None
    for r in band:
        r.role = Role.LABEL
    return Header(table, band, leaves, top, bottom)


def _over(upper: Region, lower: Region) -> bool:
    middle = (lower.at.x0 + lower.at.x1) / 2
    return upper.at.x0 <= middle <= upper.at.x1


def _leaf(form: Form, table: Table, region: Region, labels: tuple[str, ...], edition: int | None) -> Leaf:
    joined = "".join(labels)
    leaf = Leaf(region.at.x0, region.at.x1, labels)
    for column in table.columns:
        found = column.label.fullmatch(region.label) or column.label.fullmatch(joined)
        if found:
            leaf.column = column
            leaf.unit = found.groupdict().get("unit") or ""
            return leaf
    if table.years:
        leaf.year = heading_year(joined, edition, form.bare_era)
        leaf.unit = next((unit for label in reversed(labels) if (unit := money_unit(label))), "")
    return leaf


def _cornerless(sheet: Sheet, form: Form, table: Table, edition: int | None) -> list[Header]:
    """Headers known by the heading above them: the first row of year headings below it, whatever the corner says."""
    found: list[Header] = []
    for heading in [r for r in sheet.regions if table.under is not None and table.under.fullmatch(r.label)]:
        for r in sheet.cells:
            if r.at.top < heading.at.top or r.role is not Role.UNREAD:
                continue
            if heading_year(untagged(r.label), edition, form.bare_era) is None:
                continue
            row = [r, *(o for o in sheet.right_of(r) if abs(o.at.top - r.at.top) <= TOUCH)]
            header = _built(form, table, row, edition) if len(row) > 1 else None
            if header is not None:
                heading.role = Role.LABEL
                found.append(header)
                break
    return found
