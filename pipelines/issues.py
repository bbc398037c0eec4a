"""Issues: what was not read, or read with doubt, as rows."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple


class Issue(NamedTuple):
    """One issue before it becomes a row; ``table`` and ``row_id`` name the row that it speaks of."""

    severity: str
    code: str
    message: str
    table: str | None = None
    row_id: str | None = None


def issue_row(issue: Issue, source_id: str | None, place: dict[str, Any]) -> dict[str, Any]:
    """The row of an issue; its id depends on what it says and where, not on the order of files.

    Args:
        issue: the issue.
        source_id: the file that it speaks of.
        place: the columns ``page, x0, top, x1, bottom``, or none of them.
    """
    said = (source_id, issue.code, issue.table, issue.row_id, issue.message, *place.values())
    digest = hashlib.sha256("\x1f".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "issue_id": digest[:16],
        "severity": issue.severity,
        "code": issue.code,
        "message": issue.message,
        "table": issue.table,
        "row_id": issue.row_id,
        "source_id": source_id,
        **place,
    }
