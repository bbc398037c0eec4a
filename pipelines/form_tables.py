"""Which tables a form fills, by what its file says."""

from __future__ import annotations

from collections.abc import Iterator

from extract.form import Form
from pipelines.schema import TABLES

_ALWAYS = {"sheets", "programs"}
_BY_TARGET = {
    "budgets": "budgets", "stacked": "budgets", "indicators": "indicators", "indicator": "indicators",
    "answer": "answers", "answers": "answers", "narrative": "narratives",
}  # fmt: skip


def tables_of(form: Form) -> list[str]:
    """The tables of sheet content that get rows from sheets of this form, in the order of the schema."""
    found = _ALWAYS | {_BY_TARGET[target] for target in map(_head, _targets(form)) if target in _BY_TARGET}
    if form.appendix or form.footnotes:
        found.add("narratives")
    if form.notes is not None:
        found.add("notes")
    for section in form.section:
        found |= {"narratives"} if section.narrative else set()
        found |= {"figures"} if section.captions is not None else set()
    return [name for name in TABLES if name in found]


def _head(target: str) -> str:
    """The first word of a target: ``narrative:period`` → ``narrative``."""
    return target.partition(":")[0].partition(".")[0]


def _targets(form: Form) -> Iterator[str]:
    for pair in form.pair:
        yield from pair.to
    for table in form.table:
        yield table.years
        yield from (column.to for column in table.columns)
        yield from (row.to for row in table.rows)
    yield from (marks.to for marks in form.marks)
