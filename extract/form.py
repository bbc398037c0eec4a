"""Forms as data: the form language, read from TOML files and checked key by key.

``docs/new-form.md`` describes every key. All patterns are regular expressions over compact text: cleaned, NFKC (so
brackets, digits and Latin letters are half-width), without white space; they match a label as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from extract.checks import Check, Count, Order
from extract.declared import Declared
from extract.declared import FormError as FormError
from extract.form_files import form_files
from extract.label_sets import LabelSets
from extract.municipalities import fault_of
from extract.section_titles import faults_of_titles
from extract.targets import faults_of
from normalize.marks import BLACK_CIRCLE, CIRCLES

Pattern = re.Pattern[str]
Side = Literal["cost", "funding"]
Part = Literal["total", "component", "of_which"]
Category = Literal["", "activity", "outcome", "unit_cost", "staff"]
Kind = Literal["", "actual", "initial_budget", "budget", "current_budget", "budget_proposal", "target", "expected"]
Filled = Literal["", "budgets", "indicators", "answers"]


class Recognise(NamedTuple):
    """What the first page of a sheet prints: every pattern occurs in it."""

    first_page: tuple[Pattern, ...]


class Numbering(NamedTuple):
    """How a sheet names itself: ``edition`` finds its fiscal year (group ``year``), ``sheet_no`` builds its number."""

    edition: Pattern
    sheet_no: str = "{sheet_no}"


class Line(NamedTuple):
    """A line outside cells that says something about the tables below it, through named groups.

    Groups: ``year`` (fiscal year of stacked amounts), ``upper`` and ``lower`` (what the upper and the lower amount
    are, and of which fiscal year where it is another one), or a part of the sheet's number.
    """

    pattern: Pattern


class RowRule(NamedTuple):
    r"""What a row of values means: ``path`` matches its nested labels joined by "/", tags removed.

    ``item`` names it (groups of the path as \1; ``{column}``, ``{program}``, ``{indicator}``, ``{above}``: the column's
    labels, the program's name, the last indicator name read beside a label, the row above); default: the labels joined
    by " / ". ``split`` cuts one printed value into several (one per group), for ``items`` and ``parts``.
    """

    path: Pattern
    to: Filled = ""
    item: str = ""
    side: Side = "cost"
    part: Part = "component"
    category: Category = ""
    unit: str = ""
    kind: Kind = ""
    split: Pattern | None = None
    items: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Pair(NamedTuple):
    """A label and the value beside it.

    Attributes:
        label: pattern of the label's text; named groups become sheet fields.
        to: targets such as ``sheet.title``, ``program.role``, ``answer``, ``narrative:slug``, ``indicator.unit``.
        at: where the value stands: ``right`` or ``below``.
        nth: which occurrence of the label on the sheet, from 1; 0 for all.
        opens: ``program`` or ``child``: this value names a new program.
        name: the item of an answer, where it is not the label.
        options: the marks of the chosen options, where the cell lists them all: "●■☑".
        within: pattern of the section heading that it stands under, where the sheet has such a heading.
        row: what the amount is, for the target ``budget``; its year is the one that the labels left of it name.
    """

    label: Pattern
    to: tuple[str, ...] = ()
    at: Literal["right", "below"] = "right"
    nth: int = 0
    opens: Literal["", "program", "child"] = ""
    name: str = ""
    options: str = ""
    within: Pattern | None = None
    row: RowRule | None = None


class Column(NamedTuple):
    """A column that is not a fiscal year: the pattern of its heading and its target ("" to leave it unread)."""

    label: Pattern
    to: str = ""


class Stacked(NamedTuple):
    """A cell with an upper and a lower amount: the item and the kinds used where no line above says what they are."""

    item: str
    kinds: tuple[Kind, ...]
    side: Side = "cost"
    part: Part = "total"


class Table(NamedTuple):
    """A table with a header.

    Attributes:
        id: name for messages.
        header: pattern of the header's first label; "" with ``under`` for a blank corner beside year headings.
        under: pattern of the heading above the table.
        within: pattern of the section heading that it stands under; such a header elsewhere is another table's.
        columns: the columns that are not years.
        years: target of the year columns: ``budgets``, ``indicators``, ``answers`` or "".
        kinds: word in a column's or row's label → kind.
        rows: meaning of the rows, first match wins; empty where a column names them.
        names: ``column``, ``row`` or ``above`` (a row across all columns names the next).
        opens: ``program``: each row is a new program.
        unit: money unit where no heading gives one.
        category: of the indicators.
        stacked: for the column whose target is ``stacked``.
        needs: targets of the columns that every whole row fills: a row without one is the rest of a row cut in two.
    """

    id: str
    header: Pattern | None = None
    under: Pattern | None = None
    within: Pattern | None = None
    columns: tuple[Column, ...] = ()
    years: Filled = ""
    kinds: Mapping[str, Kind] | None = None
    rows: tuple[RowRule, ...] = ()
    names: Literal["row", "column", "above"] = "row"
    opens: Literal["", "program"] = ""
    unit: str = ""
    category: Category = ""
    stacked: Stacked | None = None
    needs: tuple[str, ...] = ()


class Section(NamedTuple):
    """A part of the sheet under a heading: what becomes of the cells there that nothing else reads.

    Attributes:
        heading: pattern of the heading, in a line or a cell; what its group ``more`` takes is told: a remark.
        narrative: slug of its prose; "" where it holds none.
        split: pattern of the lines that are headings inside the prose.
        captions: pattern of figure captions; group ``caption`` is the caption.
        source: pattern of the line under a figure that names its source; group ``source``.
        to: ``program.role``, where the prose is that as well.
    """

    heading: Pattern
    narrative: str = ""
    split: Pattern | None = None
    captions: Pattern | None = None
    source: Pattern | None = None
    to: str = ""


class Marks(NamedTuple):
    """Options each with a mark cell at its left: ``to`` is ``sheet.sdgs`` or ``narrative:slug``."""

    label: Pattern
    to: str
    item: Pattern
    marks: str = CIRCLES + BLACK_CIRCLE


class Icons(NamedTuple):
    """The SDG icons beside or under a label, told apart by colour."""

    label: Pattern


@dataclass(frozen=True)
class Form:
    """One form: everything tenken knows about a kind of sheet.

    ``bare_era`` is the era of years printed without one (平成). ``appendix`` is the slug of the prose of pages that
    follow a sheet without bearing any label of the form; "" where such pages belong to no sheet. ``footnotes`` is the
    slug of ※ remarks outside cells. ``notes`` is the heading above rows of a fiscal year and its text; ``labels`` and
    ``furniture`` are texts printed on every sheet. ``section_titles`` says what people call a section of prose, by its
    slug: in Japanese, and in English where a second text stands there.
    """

    id: str
    name: str
    municipality_code: str
    municipality: str
    recognise: Recognise
    numbering: Numbering
    bare_era: str = ""
    appendix: str = ""
    footnotes: str = ""
    labels: tuple[Pattern, ...] = ()
    furniture: tuple[Pattern, ...] = ()
    line: tuple[Line, ...] = ()
    pair: tuple[Pair, ...] = ()
    table: tuple[Table, ...] = ()
    section: tuple[Section, ...] = ()
    marks: tuple[Marks, ...] = ()
    icons: tuple[Icons, ...] = ()
    check: tuple[Check, ...] = ()
    count: tuple[Count, ...] = ()
    order: Order = field(default_factory=Order)
    notes: Pattern | None = None
    editions: str = ""
    section_titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def sets(self) -> LabelSets:
        """Its labels by what they are for."""
        return LabelSets(self)


def read_form(path: Path) -> Form:
    """Read and check one form file.

    Raises:
        FormError: the file does not fit the form language; the message names file, line and key.
    """
    declared = Declared(path)
    form: Form = declared.build(Form, declared.table, "form")
    fault = fault_of(form.municipality_code, form.municipality)
    if fault is not None:
        raise declared.fail({"code": "municipality_code", "name": "municipality"}[fault[0]], fault[1])
    for wrong in faults_of(form):
        raise declared.fail_at(wrong.key, wrong.says, wrong.value)
    for slug, says in faults_of_titles(form):
        raise declared.fail(slug, says, (("section_titles", 0),))
    return form


@cache
def load_forms(folders: tuple[Path, ...] = ()) -> tuple[Form, ...]:
    """All forms, users' own first; of two with one id, in two folders, that of the folder named first.

    Raises:
        FormError: a form file is wrong, or two files of one folder hold one form.
    """
    found: dict[str, tuple[Path, Form]] = {}
    for path in form_files(folders):
        form = read_form(path)
        first = found.setdefault(form.id, (path, form))[0]
        if first != path and first.parent == path.parent:
            raise Declared(path).fail("id", f"{form.id} is the form of {first.name} in this folder already")
    return tuple(form for _, form in found.values())


def forms_to_try(folders: tuple[Path, ...], named: str | None) -> tuple[Form, ...]:
    """All forms, or only the one that a user names; raises as :func:`load_forms`."""
    return tuple(form for form in load_forms(folders) if named in (None, form.id))
