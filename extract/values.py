"""The rows of tables → budgets, indicators, answers, programs: which print is what, still as printed."""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from extract.amounts import read_budgets, read_stacked
from extract.context import Context, printed
from extract.facts import AnswerFact, IndicatorFact, Printed
from extract.form import RowRule
from extract.headers import Leaf
from extract.labels import describe, unit_in
from extract.layout import Region, Role
from extract.options import chosen, listed
from extract.pairs import PairFound
from extract.prose import paragraphs
from extract.row_labels import RowLabels
from extract.table_doubts import doubt_merged, doubt_shared
from extract.tables import Row
from extract.wording import BETWEEN_NAMES, is_nothing, kind_of, name_and_note, name_and_unit, set_close, unit_alone
from normalize import clean_text
from normalize.marks import MIDDLE_DOT, MIDDLE_DOTS, any_of

_ANY = re.compile("")
_POINTS = MIDDLE_DOT + MIDDLE_DOTS
_BETWEEN_NAMES = re.compile(any_of(BETWEEN_NAMES))
_WHOLE_NAME = re.compile(r"(?:[課室局]|センター)等?\s*$")  # in each line one name
_ENDS_NAME = re.compile(rf"[課室局等]\s*$|{_BETWEEN_NAMES.pattern}\s*$")


class _Indicator(NamedTuple):
    """An indicator as its row or what stands above it names it."""

    number: int
    name: str
    note: str
    unit: str


class RowReader:
    """Reads the rows of a sheet's tables into its facts."""

    def __init__(self, context: Context, pairs: list[PairFound], rows: list[Row]) -> None:
        self.context = context
        self.facts = context.facts
        self.pairs = pairs
        self.rows = rows
        self.labels = RowLabels(context.sheet, rows)
        self.counts: dict[int, int] = {}
        self.numbers: dict[int, int] = {}

    def read(self) -> None:
        """Read all rows, from top to bottom."""
        for row in self.rows:
            program = self.context.program_at(row.top)
            if row.header.table.names == "column":
                self._named(row, program)
            else:
                self._labelled(row, program)

    def _named(self, row: Row, program: int) -> None:
        """A row whose columns are fields: a program, an indicator, a question."""
        table = row.header.table
        if row.blank:
            return
        by_target: dict[str, Printed] = {}
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.column is not None and leaf.column.to and cells:
                by_target[leaf.column.to] = printed(cells, (), leaf.labels, unwrapped=True)
                if leaf.column.to == "program.role":
                    role = by_target[leaf.column.to]
                    by_target[leaf.column.to] = Printed(
                        paragraphs(cells, self.context.sheet.breaks_anywhere), role.place, (), leaf.labels
                    )
                if leaf.column.to == "program.departments":  # there a line break may part two names
                    by_target[leaf.column.to] = _departments(cells, leaf)
                if leaf.column.to == "answer.answer" and (ticks := listed(cells)):
                    by_target[leaf.column.to] = self._ticked(cells, ticks, by_target[leaf.column.to])
                if leaf.column.to == "stacked" and table.stacked:
                    read_stacked(self.context, table, leaf, cells, program)
            elif leaf.column is None and leaf.year is None and any(not r.blank for r in cells):
                self._unknown_column(leaf, cells)
        for target, value in by_target.items():
            if target.startswith("program."):
                name = target.removeprefix("program.")
                self.context.fill(self.facts.programs[program].fields, program, name, value)
        self._answer(row, by_target)
        if table.years == "indicators":
            self._indicator(row, program, by_target)

    def _answer(self, row: Row, by_target: dict[str, Printed]) -> None:
        """A question with its answer; an answer whose question stands elsewhere, or nowhere, is said."""
        question, answer = by_target.get("answer.item"), by_target.get("answer.answer")
        if question is not None and question.text:
            self.facts.answers.append(AnswerFact(clean_text(question.text), answer or question))
        elif answer is not None and answer.text:
            cell = next(r for cells in row.cells for r in cells if not r.blank)
            self.context.doubt("warning", "unnamed_row", f"an answer without its question: {describe(cell)}", cell)

    def _ticked(self, cells: list[Region], ticks: str, whole: Printed) -> Printed:
        """The ticked options of a cell that lists them all: ☑有 □無."""
        answer, doubt = chosen(cells, ticks)
        if doubt:
            self.context.doubt("warning", "merged_cells", f"of the answer {answer}: {doubt}", cells[0])
        return Printed(answer, whole.place, whole.row_labels, whole.column_labels)

    def _unknown_column(self, leaf: Leaf, cells: list[Region]) -> None:
        name = " / ".join(leaf.labels) or "(blank)"
        self.context.doubt(
            "warning", "unknown_column", f"the form does not know the column {name}: {describe(cells[0])}", cells[0]
        )

    def _indicator(self, row: Row, program: int, by_target: dict[str, Printed]) -> None:
        name, note = name_and_note(by_target["indicator.name"].text) if "indicator.name" in by_target else ("", "")
        unit = _unit_said(by_target["indicator.unit"].text) if "indicator.unit" in by_target else ""
        years = [(leaf, cells) for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year]
        if not name or is_nothing(name):
            if any(not r.blank and not is_nothing(r.label) for _, cells in years for r in cells):
                self.context.doubt(
                    "warning", "unnamed_row", f"values without a name: {describe(years[0][1][0])}", years[0][1][0]
                )
            return
        rule = RowRule(_ANY, category=row.header.table.category)
        self._values(row, program, _Indicator(self._number(program, None), name, note, unit), rule, (name,))

    def _values(self, row: Row, program: int, its: _Indicator, rule: RowRule, path: tuple[str, ...]) -> None:
        kinds = row.header.table.kinds or {}
        category = rule.category or row.header.table.category
        of_row = rule.kind or kind_of(path[-1], kinds if "" not in kinds else {}) if path else ""
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.year is None or not cells:
                continue
            doubt_merged(self.context, row, leaf, cells)
            doubt_shared(self.context, row, cells)
            value = printed(cells, path, leaf.labels, unwrapped=True)
            said = _indicator_kind(rule.kind or kind_of(leaf.label, kinds) or of_row or "actual")
            self.facts.indicators.append(
                IndicatorFact(program, its.number, its.name, its.note, category, its.unit, said, leaf.year, value)
            )

    def _labelled(self, row: Row, program: int) -> None:
        """A row that its nested labels name."""
        table = row.header.table
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.column is None and leaf.year is None and any(not r.blank for r in cells):
                self._unknown_column(leaf, cells)
        path, labels = self.labels.path(row)
        for r in (*row.stub, *([row.above] if row.above else [])):
            if r.role is Role.UNREAD:
                r.role = Role.LABEL
        joined = "/".join(path)
        for attempt in chain([joined], self.labels.over_page_end(row)):
            named = labels if attempt == joined else tuple(attempt.split("/"))
            for rule in table.rows:
                match = rule.path.fullmatch(attempt)
                if match:
                    self.labels.keep_parts(row, rule)
                    free = self.labels.item(row, rule) if attempt == joined else ""
                    item = free or (match.expand(rule.item) if rule.item else " / ".join(named))
                    self._ruled(row, rule, program, item, named)
                    return
        own = row.above if table.names == "above" else row.stub[-1] if row.stub else None
        if not row.blank or (own is not None and not own.blank):
            first = next((r for cells in row.cells for r in cells if not r.blank), None) or own
            self.context.doubt("warning", "unknown_row", f"the form does not know the row {joined or '(blank)'}", first)

    def _ruled(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
        target = rule.to or row.header.table.years
        if target == "budgets":
            read_budgets(self.context, row, rule, program, item, labels)
        elif target == "indicators":
            self._indicator_row(row, rule, program, item, labels)
        elif target == "answers":
            self._answers(row, program, item, labels)

    def _answers(self, row: Row, program: int, item: str, labels: tuple[str, ...]) -> None:
        """One answer for each column: a fiscal year's, or a question's."""
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            asks = leaf.year is not None or (leaf.column is not None and leaf.column.to == "answer")
            if asks and cells:
                doubt_merged(self.context, row, leaf, cells)
                value = printed(cells, labels, leaf.labels, unwrapped=True)
                value = Printed(value.text.lstrip(_POINTS + " \u3000"), value.place, labels, leaf.labels)
                if any(sum(piece[0] in _POINTS for piece in line.text.split()) > 1 for r in cells for line in r.lines):
                    says = f"two answers may stand in one: {describe(cells[0])}"
                    self.context.doubt("warning", "merged_cells", says, cells[0])
                question = item.replace("{column}", " / ".join(leaf.labels))
                self.facts.answers.append(AnswerFact(question, value, program))

    def _indicator_row(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
        unit = rule.unit or next((u for label in self.labels.printed(row) if (u := unit_in(label))), "")
        source = None
        if "{indicator}" in item:
            source = self._above(row.top, "indicator.name")
            beside = self._above(row.top, "indicator.unit")
            item = item.replace("{indicator}", _text_of(source))
            unit = unit or _unit_said(_text_of(beside))
        if "{above}" in item and row.blank and (row.above is None or row.above.blank or is_nothing(row.above.text)):
            return  # a row left free for another item; its name may be struck out by a dash
        if "{above}" in item:
            above = clean_text(row.above.text) if row.above is not None else ""
            if alone := unit_alone(above):
                above, unit = "", unit or alone
            item = item.replace("{above}", above).removesuffix(" / ")
        outer, slash, inner = item.rpartition(" / ")
        name, note = name_and_note("" if is_nothing(inner) else inner)
        name = f"{outer}{slash}{name}" if name else outer
        if row.above is not None:
            name, own = name_and_unit(name)
            unit = unit or own
        if name:
            its = _Indicator(self._number(program, source), name, note, unit)
            self._values(row, program, its, rule, labels)
        elif any(not r.blank and not is_nothing(r.label) for cells in row.cells for r in cells):
            self.context.doubt(
                "warning", "unnamed_row", f"values without a name: {describe(row.cells[0][0])}", row.cells[0][0]
            )

    def _above(self, y: float, target: str) -> PairFound | None:
        """The last label above a height of the sheet whose value is a target of the form."""
        return next((p for p in reversed(self.pairs) if p.top <= y and target in p.pair.to), None)

    def _number(self, program: int, source: PairFound | None) -> int:
        """The number of the next indicator of a program; rows that one printed name serves share it."""
        if source is not None and id(source) in self.numbers:
            return self.numbers[id(source)]
        self.counts[program] = self.counts.get(program, 0) + 1
        if source is not None:
            self.numbers[id(source)] = self.counts[program]
        return self.counts[program]


def _departments(cells: list[Region], leaf: Leaf) -> Printed:
    """The print of departments, with the line breaks that may part two names.

    A cell that parts its names by a mark (・) does not part them by a bare line break: one after a full line only
    wraps, but for one after the last word of nearly every name (課, 室, 局).
    """
    flat = printed(cells, (), leaf.labels)
    lines = [line.text for region in cells for line in region.lines]
    if not _BETWEEN_NAMES.search(flat.text) or all(map(_WHOLE_NAME.search, lines)):
        return flat
    text = ""
    for region in cells:
        for number, line in enumerate(region.lines):
            wraps = number > 0 and region.fills(region.lines[number - 1]) and not _ENDS_NAME.search(text)
            text += ("" if wraps or not text else "\n") + set_close(line.text)
    return Printed(text, flat.place, (), leaf.labels)


def _unit_said(text: str) -> str:
    """A unit as printed; a dash in its place is none."""
    return "" if is_nothing(text) else clean_text(text)


def _text_of(found: PairFound | None) -> str:
    return "\n".join(r.unwrapped for r in found.values if not r.blank) if found is not None else ""


def _indicator_kind(kind: str) -> str:
    return "expected" if "budget" in kind else kind
