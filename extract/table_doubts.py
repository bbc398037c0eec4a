"""What a table that was read shows that may not be right: headings, rows and labels between which a rule is missing."""

from __future__ import annotations

from collections.abc import Iterator

from extract.context import Context
from extract.headers import Header, Leaf
from extract.labels import describe, says_more
from extract.layout import Region
from extract.sheet import TOUCH
from extract.tables import Row, covers, missing_of
from extract.text_doubts import doubt_cut
from extract.wording import kind_of

_WORD = 3  # characters of a heading of its own: fewer are letters set apart


def find_table_doubts(context: Context, headers: list[Header], rows: list[Row]) -> None:
    """Note what is doubtful about the headers and the rows of a sheet's tables."""
    for header in headers:
        _unknown_headings(context, header)
        _cut_headings(context, header)
        _merged_headings(context, header)
        _blank_headings(context, header)
        for region in header.cells:
            doubt_cut(context, region)
    for row in rows:
        _merged_rows(context, row)
        _uneven(context, row)
        _incomplete(context, row)
    _shared_labels(context, rows)


def doubt_merged(context: Context, row: Row, leaf: Leaf, cells: list[Region]) -> None:
    """Say where one cell stands for several columns."""
    if covers(cells, row.header, leaf) and any(not r.blank for r in cells):
        several = "fiscal years" if leaf.year is not None else "columns"
        says = f"one cell stands for several {several}: {describe(cells[0])}"
        context.doubt("warning", "merged_value", says, cells[0])


def doubt_shared(context: Context, row: Row, cells: list[Region]) -> None:
    """Say where one cell stands beside the names of two rows."""
    if row.header.table.names != "column" or len(row.cells[0]) != 1 or len(cells) != 1:
        return
    (name,), (value,) = row.cells[0], cells
    reaches = value.at.top < name.at.top - TOUCH or value.at.bottom > name.at.bottom + TOUCH
    if reaches and not value.blank and value.page == name.page:
        says = f"one cell stands for several rows: {describe(value)}"
        context.doubt("warning", "merged_value", says, value)


def _unknown_headings(context: Context, header: Header) -> None:
    """A column beside fiscal years that is neither one nor known: its blank cells would go without a word."""
    if not header.table.years:
        return
    widths = [leaf.x1 - leaf.x0 for leaf in header.leaves if leaf.year is not None]
    kinds = header.table.kinds if header.table.names == "column" else None
    for leaf in header.leaves:
        if kinds and leaf.year is not None and not any(word in leaf.label for word in kinds):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            says = f"the column {' / '.join(leaf.labels)} is none of {', '.join(kinds)}"
            context.doubt("warning", "unknown_column", says, place)
        elif leaf.year is not None and (not kinds or "" in kinds) and _says_other(context, header, leaf):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            says = f"{' / '.join(leaf.labels)} names no kind that is known: its values count as actual"
            context.doubt("warning", "unknown_column", says, place)
        like = any(abs(leaf.x1 - leaf.x0 - width) <= 0.25 * width for width in widths)
        if leaf.year is None and leaf.column is None and (leaf.labels or like):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            name = " / ".join(leaf.labels) or "(blank)"
            context.doubt("warning", "unknown_column", f"the form does not know the column {name}", place)


def _says_other(context: Context, header: Header, leaf: Leaf) -> bool:
    """Whether the heading of a fiscal year says what its values are in words that are not known: 要求."""
    settled = all(rule.kind for rule in header.table.rows) and header.table.rows
    words = {word: kind for word, kind in (header.table.kinds or {}).items() if word}
    if settled or kind_of(leaf.label, words):
        return False
    return says_more(leaf.label, context.facts.edition)


def _cut_headings(context: Context, header: Header) -> None:
    """A heading over fiscal years that holds half a pair of brackets: the rule at its side runs through it."""
    for region in header.cells if header.table.years else ():
        if region.label.count("(") != region.label.count(")"):
            context.doubt("warning", "cut_text", f"a rule runs through the heading {region.label}", region)


def _merged_headings(context: Context, header: Header) -> None:
    """Two words in one heading of a table without fiscal years: the rule between two columns may be missing."""
    for region in () if header.table.years else header.cells:
        pieces = region.text.split() if len(region.lines) == 1 else []
        if len(pieces) > 1 and all(len(piece) >= _WORD and piece[0].isalnum() for piece in pieces):
            says = f"two headings may stand in one: {describe(region)}"
            context.doubt("warning", "merged_cells", says, region)


def _blank_headings(context: Context, header: Header) -> None:
    """A heading over others that is blank: their names lack it."""
    for region in header.cells:
        middles = ((r.at.x0 + r.at.x1) / 2 for r in header.cells if r.at.top >= region.at.bottom - TOUCH)
        if region.blank and any(region.at.x0 < x < region.at.x1 for x in middles):
            context.doubt("warning", "missing_value", "nothing stands in the heading over others", region)


def _shared_labels(context: Context, rows: list[Row]) -> None:
    """One label, the innermost, beside several rows: the rule between two labels is missing."""
    known: set[int] = set()
    for row in rows:
        own = row.stub[-1] if row.stub and row.header.table.names != "above" else None
        if own is None or own.blank:
            continue
        if id(own) in known:
            says = f"one label stands beside several rows: {describe(own)}"
            context.doubt("warning", "merged_cells", says, own)
        known.add(id(own))


def _merged_rows(context: Context, row: Row) -> None:
    """Two rows without a rule between them: each cell that is filled falls into two parts at one height."""
    if row.header.table.names != "column" or row.header.table.opens or row.page != row.last_page:
        return
    filled = [r for cells in row.cells for r in cells if not r.blank]
    if len(filled) < 2 or any(len(r.lines) < 2 for r in filled):
        return
    gaps = [list(_gaps(r)) for r in filled]
    common = [gap for gap in gaps[0] if all(any(_meet(gap, other) for other in found) for found in gaps[1:])]
    if common:
        context.doubt("warning", "merged_cells", f"two rows may stand in one: {describe(filled[0])}", filled[0])


def _uneven(context: Context, row: Row) -> None:
    """One cell of a fiscal year beside two of another: a rule between two rows is missing, or one is too many."""
    table = row.header.table
    if table.names == "column" or row.page != row.last_page:
        return
    years = [cells for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year is not None]
    if len({len({round(r.at.top) for r in cells}) for cells in years if cells}) > 1:
        longest = max(years, key=len)
        says = f"one cell beside several in one row: {describe(row.stub[-1] if row.stub else longest[0])}"
        context.doubt("warning", "merged_cells", says, longest[0])


def _incomplete(context: Context, row: Row) -> None:
    """A row that lacks what every row has, and is no rest of one that a page end cut."""
    missing = missing_of(row) if row.header.table.needs and not row.blank else []
    if missing:
        first = next(r for cells in row.cells for r in cells if not r.blank)
        says = f"a row without {', '.join(missing)}: {describe(first)}"
        context.doubt("warning", "missing_value", says, first)


def _gaps(region: Region) -> Iterator[tuple[float, float]]:
    """The stretches of height between a cell's lines."""
    for above, below in zip(region.lines, region.lines[1:], strict=False):
        yield above.box.bottom - 0.2 * above.size, below.box.top + 0.2 * below.size


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
