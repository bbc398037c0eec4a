"""The rows of tables → budgets, indicators, answers, programs: which print is what, still as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, product

from extract.context import Context, printed
from extract.facts import AnswerFact, BudgetFact, DifferenceFact, IndicatorFact, Place, Printed
from extract.form import Row as RowRule
from extract.form import Table
from extract.headers import Leaf
from extract.labels import describe, heading_year, unit_in, untagged
from extract.layout import Region, Role, compact
from extract.pairs import PairFound
from extract.prose import paragraphs
from extract.sheet import TOUCH
from extract.tables import Row, covers
from extract.wording import is_bracketed, kind_of, money_unit, name_and_note, name_and_unit, stacked_pieces, unit_alone
from normalize import clean_text

_ANY = re.compile("")
_BULLETS = "・･"
# What stands for an indicator where there is none.
_NOTHING = re.compile(r"[-－―—–‐−ー]+|※?(?:(?:数値)?目標|指標|該当|特に?|設定)?(?:は|の設定は)?(?:なし|無し|無|ない)")
_KIND_AT_END = re.compile(r"[^()]*(?:決算|予算|実績|見込み?|現額|案)[額値]?(?:\([^()]*\))?$|\([^()]*\)$")
_BETWEEN_NAMES = re.compile(r"[・･‧、，,／/;；]")
_ENDS_NAME = re.compile(r"[課室局等]\s*$|[・･‧、，,／/;；]\s*$")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")


class Reader:
    """Reads the rows of a sheet's tables into its facts."""

    def __init__(self, context: Context, pairs: list[PairFound]) -> None:
        self.context = context
        self.facts = context.facts
        self.pairs = pairs
        self.counts: dict[int, int] = {}
        self.numbers: dict[int, int] = {}
        self.tagged: set[int] = set()  # the tables whose rows bear letters: 人件費A, 物件費B

    def read(self, rows: list[Row]) -> None:
        """Read all rows, from top to bottom."""
        self.tagged = _tagged(rows)
        for row in rows:
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
                    by_target[leaf.column.to] = Printed(paragraphs(cells), role.place, (), leaf.labels)
                if leaf.column.to == "program.departments":  # there a line break may part two names
                    by_target[leaf.column.to] = _departments(cells, leaf)
                if leaf.column.to == "stacked" and table.stacked:
                    self._stacked(table, leaf, cells, program)
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

    def _unknown_column(self, leaf: Leaf, cells: list[Region]) -> None:
        name = " / ".join(leaf.labels) or "(blank)"
        self.context.doubt(
            "warning", "unknown_column", f"the form does not know the column {name}: {describe(cells[0])}", cells[0]
        )

    def _indicator(self, row: Row, program: int, by_target: dict[str, Printed]) -> None:
        name, note = name_and_note(by_target["indicator.name"].text) if "indicator.name" in by_target else ("", "")
        unit = _unit_said(by_target["indicator.unit"].text) if "indicator.unit" in by_target else ""
        years = [(leaf, cells) for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year]
        if not name or _NOTHING.fullmatch(compact(name)):
            if any(not r.blank and not _NOTHING.fullmatch(r.label) for _, cells in years for r in cells):
                self.context.doubt(
                    "warning", "unnamed_row", f"values without a name: {describe(years[0][1][0])}", years[0][1][0]
                )
            return
        rule = RowRule(_ANY, category=row.header.table.category)
        self._values(row, program, self._number(program, None), name, note, unit, rule, (name,))

    def _values(
        self, row: Row, program: int, number: int, name: str, note: str, unit: str, rule: RowRule, path: tuple[str, ...]
    ) -> None:
        kinds = dict(row.header.table.kinds or {})
        category = rule.category or row.header.table.category
        of_row = rule.kind or kind_of(path[-1], kinds if "" not in kinds else {}) if path else ""
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.year is None or not cells:
                continue
            self._merged(row, leaf, cells)
            self._shared(row, cells)
            value = printed(cells, path, leaf.labels, unwrapped=True)
            said = _indicator_kind(rule.kind or kind_of(leaf.label, kinds) or of_row or "actual")
            self.facts.indicators.append(
                IndicatorFact(program, number, name, note, category, unit, said, leaf.year, value)
            )

    def _merged(self, row: Row, leaf: Leaf, cells: list[Region]) -> None:
        if covers(cells, row.header, leaf) and any(not r.blank for r in cells):
            several = "fiscal years" if leaf.year is not None else "columns"
            says = f"one cell stands for several {several}: {describe(cells[0])}"
            self.context.doubt("warning", "merged_value", says, cells[0])

    def _shared(self, row: Row, cells: list[Region]) -> None:
        """Say where one cell stands beside the names of two rows."""
        if row.header.table.names != "column" or len(row.cells[0]) != 1 or len(cells) != 1:
            return
        (name,), (value,) = row.cells[0], cells
        reaches = value.at.top < name.at.top - TOUCH or value.at.bottom > name.at.bottom + TOUCH
        if reaches and not value.blank and value.page == name.page:
            says = f"one cell stands for several rows: {describe(value)}"
            self.context.doubt("warning", "merged_value", says, value)

    def _labelled(self, row: Row, program: int) -> None:
        """A row that its nested labels name."""
        table = row.header.table
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.column is None and leaf.year is None and any(not r.blank for r in cells):
                self._unknown_column(leaf, cells)
        path, labels = self._path(row)
        for r in (*row.stub, *([row.above] if row.above else [])):
            if r.role is Role.UNREAD:
                r.role = Role.LABEL
        joined = "/".join(path)
        for attempt in chain([joined], self._over_page_end(row)):
            named = labels if attempt == joined else tuple(attempt.split("/"))
            for rule in table.rows:
                match = rule.path.fullmatch(attempt)
                if match:
                    free = rule.path.fullmatch("/".join(self._free(row))) if attempt == joined else None
                    item = (free or match).expand(rule.item) if rule.item else " / ".join(named)
                    self._ruled(row, rule, program, item, named)
                    return
        own = row.above if table.names == "above" else row.stub[-1] if row.stub else None
        if not row.blank or (own is not None and not own.blank):
            first = next((r for cells in row.cells for r in cells if not r.blank), None) or own
            self.context.doubt("warning", "unknown_row", f"the form does not know the row {joined or '(blank)'}", first)

    def _path(self, row: Row) -> tuple[list[str], tuple[str, ...]]:
        """The nested labels of a row, outermost first: compact for patterns, and cleaned for names."""
        cells = self._label_cells(row)
        return [untagged(r.label) for r in cells], tuple(_named_as(r) for r in cells)

    def _free(self, row: Row) -> list[str]:
        """The same labels as what the sheet itself names: the last one with its last letter, where that is no tag."""
        cells = self._label_cells(row)
        return [untagged(r.label, bare=r is not cells[-1] or id(row.header) in self.tagged) for r in cells]

    def _label_cells(self, row: Row) -> list[Region]:
        cells = [named for r in row.stub if (named := self._whole_label(r)) is not None]
        return [*cells, row.above] if row.above is not None and not row.above.blank else cells

    def _over_page_end(self, row: Row) -> Iterator[str]:
        """The paths that a row may have if a page end cut some of its labels in two."""
        choices: list[list[str]] = []
        for cell in row.stub:
            other = self.context.sheet.other_part(cell)
            parts = sorted((r for r in (cell, other) if r is not None and not r.blank), key=lambda r: r.page)
            alone = [untagged(cell.label)] if not cell.blank else []
            if parts:
                choices.append(alone + ([untagged("".join(r.label for r in parts))] if other is not None else []))
        if any(len(choice) > 1 for choice in choices):
            yield from ("/".join(path) for path in product(*choices))

    def _whole_label(self, cell: Region) -> Region | None:
        """The cell that says a row label: this one, or, where a page end cut it in two, its other part."""
        if not cell.blank:
            return cell
        return self.context.sheet.other_part(cell)

    def _ruled(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
        target = rule.to or row.header.table.years
        if target == "budgets":
            self._budgets(row, rule, program, item, labels)
        elif target == "indicators":
            self._indicator_row(row, rule, program, item, labels)
        elif target == "answers":
            self._answers(row, program, item, labels)

    def _answers(self, row: Row, program: int, item: str, labels: tuple[str, ...]) -> None:
        """One answer for each column: a fiscal year's, or a question's."""
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            asks = leaf.year is not None or (leaf.column is not None and leaf.column.to == "answer")
            if asks and cells:
                self._merged(row, leaf, cells)
                value = printed(cells, labels, leaf.labels, unwrapped=True)
                value = Printed(value.text.lstrip(_BULLETS + " \u3000"), value.place, labels, leaf.labels)
                if any(sum(piece[0] in _BULLETS for piece in line.text.split()) > 1 for r in cells for line in r.lines):
                    says = f"two answers may stand in one: {describe(cells[0])}"
                    self.context.doubt("warning", "merged_cells", says, cells[0])
                question = item.replace("{column}", " / ".join(leaf.labels))
                self.facts.answers.append(AnswerFact(question, value, program))

    def _indicator_row(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
        unit = rule.unit or next((u for r in row.stub if (u := unit_in(r.label))), "")
        source = None
        if "{indicator}" in item:
            source = self._above(row.top, "indicator.name")
            beside = self._above(row.top, "indicator.unit")
            item = item.replace("{indicator}", _text_of(source))
            unit = unit or _unit_said(_text_of(beside))
        if "{above}" in item and row.blank and (row.above is None or row.above.blank):
            return  # a row left free for another item
        if "{above}" in item:
            above = clean_text(row.above.text) if row.above is not None else ""
            if alone := unit_alone(above):
                above, unit = "", unit or alone
            item = item.replace("{above}", above).removesuffix(" / ")
        outer, slash, inner = item.rpartition(" / ")
        name, note = name_and_note("" if _NOTHING.fullmatch(compact(inner)) else inner)
        name = f"{outer}{slash}{name}" if name else outer
        if row.above is not None:
            name, own = name_and_unit(name)
            unit = unit or own
        if name:
            number = self._number(program, source)
            self._values(row, program, number, name, note, unit, rule, labels)
        elif any(not r.blank and not _NOTHING.fullmatch(r.label) for cells in row.cells for r in cells):
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

    def _budgets(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
        table = row.header.table
        unit = next((u for r in row.stub if (u := money_unit(r.label))), "") or table.unit
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.year is None or not cells:
                continue
            self._merged(row, leaf, cells)
            kind = rule.kind or _kind_under(leaf, labels, dict(table.kinds or {}))
            value = printed(cells, labels, leaf.labels, unwrapped=True)
            self.amounts(rule, program, item, kind or "actual", leaf.year, leaf.unit or unit, value)
        self._difference(row, rule, program, item, labels, unit)

    def _difference(self, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...], unit: str) -> None:
        """A column that prints the difference of the last two fiscal years before it."""
        years: list[Leaf] = []
        for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
            if leaf.year is not None:
                years.append(leaf)
            elif leaf.column is not None and leaf.column.to == "difference" and cells and len(years) > 1:
                earlier, later = years[-2:]
                words = dict(row.header.table.kinds or {})
                kind = rule.kind or _kind_under(later, labels, words) or "actual"
                value = printed(cells, labels, leaf.labels, unwrapped=True)
                span = (earlier.year or 0, later.year or 0)
                self.facts.differences.append(DifferenceFact(program, item, kind, span, leaf.unit or unit, value))

    def amounts(self, rule: RowRule, program: int, item: str, kind: str, year: int, unit: str, value: Printed) -> None:
        """Add the amount of a print, or, where the rule cuts it, each of its amounts."""
        match = rule.split.fullmatch(_apart(value.text)) if rule.split is not None else None
        if match is None:
            self.facts.budgets.append(BudgetFact(program, item, rule.side, rule.part, kind, year, unit, value))
            return
        for text, name, part in zip(match.groups(), rule.items, rule.parts, strict=False):
            piece = Printed(text or "", value.place, value.row_labels, value.column_labels)
            self.facts.budgets.append(BudgetFact(program, name, rule.side, part, kind, year, unit, piece, value.text))

    def _stacked(self, table: Table, leaf: Leaf, cells: list[Region], program: int) -> None:
        """An upper and a lower amount, in one cell or in two."""
        stacked = table.stacked
        if stacked is None:
            return
        top = cells[0].at.top
        said = [kind_of(self.context.line(key, top)) for key in ("upper", "lower")]
        kinds = [said_kind or usual for said_kind, usual in zip(said, stacked.kinds, strict=False)]
        pieces = stacked_pieces(cells)
        if len(kinds) == len(pieces) + 1 == 2 and is_bracketed(pieces[0]):
            pieces = ["", *pieces]  # the lower amount stands in brackets
        if len(pieces) != len(kinds) and any(pieces):
            self.context.doubt(
                "warning",
                "stacked_amounts",
                f"{len(kinds)} amounts expected one above the other, {len(pieces)} found: {describe(cells[0])}",
                cells[0],
            )
        year = self._line_year(top)
        filled = [r for r in cells if not r.blank] or cells
        for kind, text in zip(kinds, [*pieces, *[""] * len(kinds)], strict=False):
            place = next((Place(r.page, r.box) for r in filled if text and text in r.text), None)
            value = Printed(text, place or Place(filled[0].page, filled[0].box), (stacked.item,), leaf.labels)
            self.facts.budgets.append(
                BudgetFact(
                    program, stacked.item, stacked.side, stacked.part, kind, year, leaf.unit or table.unit, value
                )
            )

    def _line_year(self, top: float) -> int | None:
        return heading_year(self.context.line("year", top), self.facts.edition, self.context.form.bare_era)


def _tagged(rows: list[Row]) -> set[int]:
    """The tables in which a letter ends the labels of several rows, each another one: 人件費A, 物件費B."""
    found: dict[int, set[tuple[str, str]]] = {}
    for label, table in {(r.label, id(row.header)) for row in rows for r in row.stub[-1:]}:
        name = untagged(label)
        if name != label and label == untagged(label, bare=False):
            found.setdefault(table, set()).add((name, label[-1]))
    return {table for table, its in found.items() if all(len(set(part)) > 1 for part in zip(*its, strict=True))}


def _kind_under(leaf: Leaf, labels: tuple[str, ...], kinds: dict[str, str]) -> str:
    """The kind of an amount: what its heading says, or else the end of its row's label; "" where neither does.

    The label of a row may name what was bought: 予算編成システム, 計画策定委託料.
    """
    said = _KIND_AT_END.search(compact(labels[-1])) if labels else None
    return kind_of(leaf.label, kinds) or (kind_of(said[0], kinds) if said else "")


def _apart(text: str) -> str:
    r"""A compact text, in which two numbers that white space sets apart stay apart.

    >>> _apart("5,800 (0)"), _apart("12　34(5)"), _apart("950\n980(10)")
    ('5,800(0)', '12 34(5)', '950 980(10)')
    """
    return " ".join(map(compact, _BETWEEN_NUMBERS.split(text)))


def _departments(cells: list[Region], leaf: Leaf) -> Printed:
    """The print of departments, with the line breaks that may part two names.

    A cell that parts its names by a mark (・) does not part them by a bare line break: one after a full line only
    wraps, but for one after the last word of nearly every name (課, 室, 局).
    """
    flat = printed(cells, (), leaf.labels)
    if not _BETWEEN_NAMES.search(flat.text):
        return flat
    text = ""
    for region in cells:
        for number, line in enumerate(region.lines):
            wraps = number > 0 and region.fills(region.lines[number - 1]) and not _ENDS_NAME.search(text)
            text += line.text if wraps or not text else "\n" + line.text
    return Printed(text, flat.place, (), leaf.labels)


def _unit_said(text: str) -> str:
    """A unit as printed; a dash in its place is none."""
    return "" if _NOTHING.fullmatch(compact(text)) else clean_text(text)


def _text_of(found: PairFound | None) -> str:
    return "\n".join(r.unwrapped for r in found.values if not r.blank) if found is not None else ""


def _named_as(region: Region) -> str:
    """A row label as a name: cleaned, its tags gone."""
    cleaned = clean_text(region.text)
    short = untagged(region.label)
    return cleaned if short == region.label else short


def _indicator_kind(kind: str) -> str:
    return "expected" if "budget" in kind else kind
