"""What a form's targets may be, and the groups that its patterns must have: the faults that no type shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extract.form import Form, Pattern

_SHEET = ("sheet_no", "title", "policy", "policy_no", "measure", "measure_no")
_PROGRAM = ("program.program", "program.departments", "program.role")
_COLUMN = (
    *_PROGRAM,
    "indicator.name",
    "indicator.unit",
    "answer",
    "answer.item",
    "answer.answer",
    "stacked",
    "difference",
)
_PAIR = (*_PROGRAM, "indicator.name", "indicator.unit", "answer", "budget")
_LINE = ("year", "upper", "lower")
_NARRATIVE = re.compile(r"narrative:[a-z][a-z0-9_]*")


class Fault(NamedTuple):
    """Something wrong in a form: its key, the value as the file says it, and a message."""

    key: str
    value: str
    says: str


def faults_of(form: Form) -> Iterator[Fault]:
    """Targets that nothing reads, and patterns without the group that they are for."""
    own = re.findall(r"\{(\w+)\}", form.numbering.sheet_no)
    sheet = tuple(f"sheet.{name}" for name in dict.fromkeys((*_SHEET, *own)) if name != "page_number")
    for pair in form.pair:
        yield from _wrong(pair.to, (*sheet, *_PAIR), narrative=True)
        if "budget" in pair.to and pair.row is None:
            yield Fault("to", "budget", "a pair for budgets says what its amount is in [pair.row]")
    for table in form.table:
        yield from _wrong((column.to for column in table.columns if column.to), _COLUMN)
        if table.header is None and table.under is None:
            yield Fault("id", table.id, "a table is known by its header or by the heading above it: header or under")
    for marks in form.marks:
        yield from _wrong((marks.to,), ("sheet.sdgs",), narrative=True)
    for section in form.section:
        yield from _wrong((section.to,) if section.to else (), ("program.role",))
    yield from _without_groups(form)
    yield from _uneven_splits(form)
    for line in form.line:
        for name in set(line.pattern.groupindex) - {*_LINE, *own}:
            yield Fault("pattern", name, f"nothing reads the group {name!r} of a line; there are {', '.join(_LINE)}")


def _uneven_splits(form: Form) -> Iterator[Fault]:
    """Rules that cut a print into other than as many pieces as they name."""
    for row in (*(row for table in form.table for row in table.rows), *(pair.row for pair in form.pair if pair.row)):
        pieces = row.split.groups if row.split is not None else 0
        if not len(row.items) == len(row.parts) == pieces:
            says = f"split cuts {pieces} pieces; items names {len(row.items)} of them, and parts {len(row.parts)}"
            yield Fault("split", row.split.pattern if row.split is not None else "", says)


def _wrong(
    targets: Iterator[str] | tuple[str, ...], known: tuple[str, ...], narrative: bool = False
) -> Iterator[Fault]:
    for target in targets:
        if target not in known and not (narrative and _NARRATIVE.fullmatch(target)):
            more = ", narrative:a_slug" if narrative else ""
            yield Fault("to", target, f"{target!r} is no target here; there are {', '.join(known)}{more}")


def _without_groups(form: Form) -> Iterator[Fault]:
    wanted: list[tuple[str, Pattern | None, str]] = [("edition", form.numbering.edition, "year")]
    wanted += [("split", section.split, "heading") for section in form.section]
    wanted += [("captions", section.captions, "caption") for section in form.section]
    wanted += [("source", section.source, "source") for section in form.section]
    wanted += [("contents", form.order.contents, "sheet_no")]
    for key, pattern, group in wanted:
        if pattern is not None and group not in pattern.groupindex:
            yield Fault(key, "", f"the pattern needs the group (?P<{group}>…)")
