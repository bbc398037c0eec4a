"""The labels of a form by what they are for, ready to be held against every text of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from extract.page import UNKNOWN
from extract.patterns import Patterns

if TYPE_CHECKING:
    from extract.form import Form, Pattern

_LOOSE = re.compile(r"\.[*+]|\.\{(?!\d,\d\})|\[\^")  # such a pattern takes any text
_META = re.compile(r"(?<!\\)[.*+?()\[\]{}|^$]")  # such a pattern says several things
_EXACT = re.compile(r"(?:.\?)*[^\s.*+?()\[\]\\|{}]{4}")  # but one that begins with four letters takes few


class LabelSets:
    """The patterns of one form.

    Attributes:
        labels: texts printed on every sheet that are labels.
        furniture: texts printed on every sheet that are no content.
        pairs: the labels of the pairs, numbered as the form's pairs are.
        headings: the headings of the sections, numbered as the form's sections are.
        headers: the first labels of the tables that have one, numbered as ``tables``.
        tables: the numbers of those tables.
        exact: the labels that say exactly what they match.
        columns: the headings of columns that say exactly what they match.
        wanted: the labels that every sheet has.
        once: the labels and headings that a sheet has once.
        continuing: the labels that show that a page belongs to the sheet before it.
        openings: what the labels begin with that go on with their own value.
    """

    def __init__(self, form: Form) -> None:
        """Sort the patterns of a form."""
        self._form = form
        self.labels = Patterns(form.labels)
        self.furniture = Patterns(form.furniture)
        self.pairs = Patterns(pair.label for pair in form.pair)
        self.headings = Patterns(section.heading for section in form.section)
        self.tables = [number for number, table in enumerate(form.table) if table.header is not None]
        self.headers = Patterns(form.table[number].header for number in self.tables)
        self.exact = Patterns(_exact(form))
        self.columns = Patterns(pattern for pattern in _columns(form) if _says_all(pattern))
        self.wanted = Patterns(_wanted(form))
        self.once = Patterns(_once(form))
        self.continuing = Patterns(_continuing(form))
        self.openings = re.compile("|".join(f"(?:{opening})" for opening in _openings(form)) or "(?!)")

    def healed(self, label: str) -> str:
        """A label with letters that are not known (U+FFFD), as the only one of the form's that it can be; else itself.

        Fonts draw some letters of a vertical text with glyphs of their own, and not every program says what these mean.
        """
        known = len(label) - label.count(UNKNOWN)
        if 2 * known < len(label):
            return label
        fitting = [
            said for said in self.said
            if len(said) == len(label) and all(a in (b, UNKNOWN) for a, b in zip(label, said, strict=True))
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else label

    @cached_property
    def said(self) -> list[str]:
        """What labels of the form say, where they say one thing; of a path its parts."""
        form = self._form
        sources = [pattern.pattern for pattern in (*form.labels, *form.furniture)]
        sources += [pair.label.pattern for pair in form.pair]
        sources += [icons.label.pattern for icons in form.icons] + [marks.label.pattern for marks in form.marks]
        sources += [section.heading.pattern for section in form.section]
        for table in form.table:
            sources += [table.header.pattern] if table.header is not None else []
            sources += [column.label.pattern for column in table.columns]
            sources += [part for row in table.rows for part in row.path.pattern.split("/")]
        bare = (source.removesuffix("(?P<more>.*)").removesuffix(".*") for source in sources)
        return sorted({re.sub(r"\\(.)", r"\1", source) for source in bare if not _META.search(source)} - {""})


def _exact(form: Form) -> Iterator[Pattern]:
    patterns = [p.label for p in form.pair if p.label.groups == 0] + [s.heading for s in form.section]
    patterns += [*_columns(form), *(m.label for m in form.marks), *form.labels]
    patterns += [form.notes] if form.notes is not None else []
    yield from (pattern for pattern in patterns if _says_all(pattern))


def _says_all(pattern: Pattern) -> bool:
    return not _LOOSE.search(pattern.pattern) or _EXACT.match(pattern.pattern) is not None


def _columns(form: Form) -> Iterator[Pattern]:
    yield from (table.header for table in form.table if table.header is not None)
    yield from (column.label for table in form.table for column in table.columns)


def _openings(form: Form) -> Iterator[str]:
    for pair in form.pair:
        opening, own, _ = pair.label.pattern.partition("(?P<value>")
        if own and _EXACT.match(opening) and not _META.search(opening):
            yield opening


def _once(form: Form) -> Iterator[Pattern]:
    yield from (section.heading for section in form.section)
    yield from (table.under for table in form.table if table.under is not None)
    if not any(pair.opens for pair in form.pair):  # else each program may have them
        for pair in form.pair:
            text = pair.to and all(to == "answer" or to.startswith("narrative:") for to in pair.to)
            if text and not pair.nth and not pair.label.groups:
                yield pair.label


def _wanted(form: Form) -> Iterator[Pattern]:
    yield from (section.heading for section in form.section)
    yield from (table.under for table in form.table if table.under is not None)
    yield from (icons.label for icons in form.icons)
    yield from (marks.label for marks in form.marks)
    for pair in form.pair:
        own_value = "value" in pair.label.groupindex
        if not pair.opens and not own_value and not any("indicator." in to for to in pair.to):
            yield pair.label


def _continuing(form: Form) -> Iterator[Pattern]:
    yield from (section.heading for section in form.section)
    yield from (icons.label for icons in form.icons)
    yield from form.labels
    for table in form.table:
        yield from (pattern for pattern in (table.header, table.under) if pattern is not None)
    yield from (pair.label for pair in form.pair if pair.opens)
