"""What a form's names and targets may be, and the groups that its patterns must have: the faults that no type shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from extract.form_files import FORM_ID
from normalize.eras import ERAS

if TYPE_CHECKING:
    from extract.form import Form, Pair, Pattern

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
NARRATIVE = "narrative:"  # how a target begins that is a section of prose
MORE = "more"  # the group of a heading's pattern for what may follow the heading's own words
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_PART_OF_NUMBER = re.compile(r"\{\w+\}")


class Fault(NamedTuple):
    """Something wrong in a form: its key, the value as the file says it, and a message."""

    key: str
    value: str
    says: str


def faults_of(form: Form) -> Iterator[Fault]:
    """Names that no row may bear, targets that nothing reads, and patterns without the group that they are for."""
    yield from _misnamed(form)
    own = re.findall(r"\{(\w+)\}", form.numbering.sheet_no)
    sheet = tuple(f"sheet.{name}" for name in dict.fromkeys((*_SHEET, *own)) if name != "page_number")
    for pair in form.pair:
        yield from _wrong(pair.to, (*sheet, *_PAIR), narrative=True)
        if "budget" in pair.to and pair.row is None:
            yield Fault("to", "budget", "a pair for budgets says what its amount is in [pair.row]")
        yield from _unread_groups(pair, sheet)
    for table in form.table:
        yield from _wrong((column.to for column in table.columns if column.to), _COLUMN)
        if table.header is None and table.under is None:
            yield Fault("id", table.id, "a table is known by its header or by the heading above it: header or under")
    for marks in form.marks:
        yield from _wrong((marks.to,), ("sheet.sdgs",), narrative=True)
    for section in form.section:
        yield from _wrong((section.to,) if section.to else (), ("program.role",))
        for name in (name for name in _groups(section.heading) if name != MORE):
            yield Fault("heading", name, f"nothing reads the group {name!r} of a heading; there is {MORE}")
    for count in form.count:
        if count.table == "sdgs" and count.per == "program":
            yield Fault("per", "program", "Goals are marked for a sheet: a count of them is per sheet")
    yield from _without_groups(form)
    yield from _uneven_splits(form)
    yield from _unnamed_items(form)
    for line in form.line:
        for name in (name for name in line.pattern.groupindex if name not in (*_LINE, *own)):
            yield Fault("pattern", name, f"nothing reads the group {name!r} of a line; there are {', '.join(_LINE)}")


def _groups(pattern: re.Pattern[str]) -> list[str]:
    """The groups that something is to read, in order: not those that the pattern itself refers back to."""
    return [name for name in pattern.groupindex if f"(?P={name})" not in pattern.pattern]


def _unread_groups(pair: Pair, sheet: tuple[str, ...]) -> Iterator[Fault]:
    """Groups of a label that are no field of the sheet; ``value`` is the text of a narrative."""
    names = [target.removeprefix("sheet.") for target in sheet]
    own = any(target.startswith(NARRATIVE) for target in pair.to)
    for name in _groups(pair.label):
        if name not in names and not (own and name == "value"):
            known = f"there are {', '.join(names)}, and value for a narrative"
            yield Fault("label", pair.label.pattern, f"nothing reads the group {name!r} of a label; {known}")


def _misnamed(form: Form) -> Iterator[Fault]:
    """An id, a slug, an era or a sheet's number that rows cannot be made with."""
    if not FORM_ID.fullmatch(form.id):
        yield Fault("id", form.id, f"{form.id!r} is no form's id: small letters, digits and single hyphens")
    if form.bare_era and form.bare_era not in ERAS:
        yield Fault("bare_era", form.bare_era, f"{form.bare_era!r} is no era; there are {', '.join(ERAS)}")
    if set("{}") & set(_PART_OF_NUMBER.sub("", form.numbering.sheet_no)):
        says = f"{form.numbering.sheet_no!r} is no number of a sheet: a brace opens or closes no {{name}}"
        yield Fault("sheet_no", form.numbering.sheet_no, says)
    slugs = [("appendix", form.appendix), ("footnotes", form.footnotes)]
    slugs += [("narrative", section.narrative) for section in form.section]
    for key, slug in slugs:
        if slug and not _SLUG.fullmatch(slug):
            yield Fault(key, slug, f"{slug!r} is no slug: small letters, digits and _, a letter first")


def _unnamed_items(form: Form) -> Iterator[Fault]:
    """Items that name a group which their path has not."""
    for row in chain.from_iterable(table.rows for table in form.table):
        try:
            row.path.sub(row.item, "")
        except (re.error, IndexError) as error:  # the one for a number or a bad escape, the other for a name
            yield Fault("item", row.item, f"{row.item!r} does not fit the groups of path {row.path.pattern!r}: {error}")


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
        slug = target.removeprefix(NARRATIVE) if narrative and target.startswith(NARRATIVE) else ""
        if target not in known and not _SLUG.fullmatch(slug):
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
