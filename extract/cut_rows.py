"""The rows of tables that a page end cut in two, put together."""

from __future__ import annotations

import re

from extract.labels import untagged
from extract.layout import Region, Role
from extract.sheet import TOUCH, Sheet
from extract.tables import Row, missing_of

_GROUPED = re.compile(r"[^\d,.]*\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ENDED = 3  # columns of a row whose text ends before the page does: of a cut row fewer are printed on both pages


def joined_over_pages(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """Put together the rows that a page end cut in two: the rest has no value where every row has one."""
    joined: list[Row] = []
    for row in rows:
        before = joined[-1] if joined else None
        if (
            before is not None
            and row.page == before.last_page + 1
            and _is_last(sheet, before)
            and _is_rest(before, row)
        ):
            joined[-1] = Row(
                before.header,
                [a + b for a, b in zip(before.cells, row.cells, strict=True)],
                before.stub,
                before.above,
            )
            for r in row.stub:
                r.role = Role.LABEL if r.role is Role.UNREAD else r.role
        else:
            joined.append(row)
    return joined


def _is_last(sheet: Sheet, row: Row) -> bool:
    """Whether no other cell below a row on its page holds anything that is still to be read: it may be a row cut."""
    cells = [r.at for its in row.cells for r in its if r.page == row.last_page]
    left, right = min(at.x0 for at in cells), max(at.x1 for at in cells)
    bottom = max(at.bottom for at in cells)
    return not any(
        r.role is Role.UNREAD and not r.blank and r.at.top >= bottom - TOUCH and left < (r.at.x0 + r.at.x1) / 2 < right
        for r in sheet.on_page(row.last_page)
    )


def _is_rest(before: Row, row: Row) -> bool:
    if len(before.cells) != len(row.cells):
        return False
    if _are_two(before, row):
        return False
    if before.blank or row.blank:  # the gap between spaced cells is a blank row, too
        return (_is_open(before, row) and _is_one(before, row)) or _is_empty_rest(row) or _is_end_of_label(before, row)
    if any(r.open_bottom for cells in before.cells for r in cells) and any(
        r.open_top for cells in row.cells for r in cells
    ):
        return not (_whole(before) and _whole(row) and _begins_anew(before, row))
    if not before.header.table.needs:
        return False
    return not (_whole(before) and _whole(row)) or _halves(before, row)


def _is_open(before: Row, row: Row) -> bool:
    """Whether no rule ends any cell of a row, and none begins any of the other."""
    ends = all(r.open_bottom for cells in before.cells for r in cells)
    return ends and all(r.open_top for cells in row.cells for r in cells)


def _is_empty_rest(row: Row) -> bool:
    """Whether a row, its label too, is blank and no rule begins it: Firefox may close the part that holds its text."""
    cells = [*row.stub[-1:], *(r for cells in row.cells for r in cells)]
    return bool(row.stub) and all(r.blank and r.open_top for r in cells)


def _is_one(before: Row, row: Row) -> bool:
    """Whether the labels of two rows are halves of one: one of them is blank, or only both together are known."""
    halves, known = _known_halves(before, row)
    return not all(halves) or (known[2] and not (known[0] and known[1]))


def _is_end_of_label(before: Row, row: Row) -> bool:
    """Whether a row holds no more than the end of the label before it, even where rules close both parts of the row."""
    halves, known = _known_halves(before, row)
    return row.blank and all(halves) and known[2] and not known[1]


def _are_two(before: Row, row: Row) -> bool:
    """Whether each of two rows has a label of its own: Firefox draws no rule where a page ends with a row's end."""
    halves, known = _known_halves(before, row)
    return all(halves) and known[0] and known[1] and not known[2]


def _known_halves(before: Row, row: Row) -> tuple[list[str], list[bool]]:
    """The labels of two rows, and whether the first, the second, and both together are those of a known row."""
    halves = [one.stub[-1].label if one.stub else "" for one in (before, row)]
    outer = [untagged(r.label) for r in before.stub[:-1] if not r.blank]
    known = [
        any(rule.path.fullmatch("/".join([*outer, untagged(label)])) for rule in row.header.table.rows)
        for label in (*halves, "".join(halves))
    ]
    return halves, known


def _begins_anew(before: Row, row: Row) -> bool:
    """Whether several columns end before the page does and are printed again after it: in a cut row one may, not more.

    A browser may leave out the rule between the last row of a page and the first one of the next.
    """
    columns = zip(before.header.leaves, before.cells, row.cells, strict=True)
    shared = [
        ([r for r in above if not r.blank][-1], next(r for r in below if not r.blank))
        for leaf, above, below in columns
        if not (leaf.column is not None and leaf.column.to == "stacked")
        and any(not r.blank for r in above)
        and any(not r.blank for r in below)
    ]
    wrapped = sum(r.fills(r.lines[-1]) and not _are_numbers(r, other) for r, other in shared)
    return len(shared) - wrapped >= _ENDED or (len(shared) > 1 and not wrapped)


def _are_numbers(*cells: Region) -> bool:
    """Whether each of some cells holds a whole number with marks at its thousands: 1,948,672, 約11,262."""
    return all(_GROUPED.fullmatch(r.label) for r in cells)


def _halves(before: Row, row: Row) -> bool:
    """Whether the amounts that stand one above the other in every row are shared out between two."""
    stacked = before.header.table.stacked
    found = [sum(len(r.lines) for r in one.of("stacked")) for one in (before, row)]
    return stacked is not None and all(found) and sum(found) == len(stacked.kinds)


def _whole(row: Row) -> bool:
    """Whether the columns that every row fills are filled: its name and what the form says."""
    return not missing_of(row)
