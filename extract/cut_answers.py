"""Rows of answers that a page end cut in two, with a rule under the one part and over the other.

Where neither rule is missing, a cut row looks like two rows, and an answer in words does not show that it is but half.
The label does: its cell was cut as well, and it is printed in one of the two parts.
"""

from __future__ import annotations

from extract.layout import Role
from extract.sheet import TOUCH
from extract.tables import Row


def joined_answers(rows: list[Row]) -> list[Row]:
    """The rows of a table, those of answers put together that one label names on both sides of a page end."""
    joined: list[Row] = []
    for row in rows:
        if not joined or not _is_rest(joined[-1], row):
            joined.append(row)
            continue
        before = joined[-1]
        cells = [above + below for above, below in zip(before.cells, row.cells, strict=True)]
        joined[-1] = Row(before.header, cells, before.stub, before.above)
        for r in row.stub:
            r.role = Role.LABEL if r.role is Role.UNREAD else r.role
    return joined


def _is_rest(before: Row, row: Row) -> bool:
    """Whether a row goes on with the one before it: the columns are the same, and just one of the two has its label."""
    table = row.header.table
    answers = table.years == "answers" or any(rule.to == "answers" for rule in table.rows)
    if not answers or table is not before.header.table or row.page != before.last_page + 1:
        return False
    if not (before.stub and row.stub) or before.stub[-1].blank == row.stub[-1].blank:
        return False
    return len(before.cells) == len(row.cells) and all(
        abs(a.at.x0 - b.at.x0) <= TOUCH and abs(a.at.x1 - b.at.x1) <= TOUCH
        for above, below in zip(before.cells, row.cells, strict=True)
        for a, b in zip(above[-1:], below[:1], strict=False)
    )
