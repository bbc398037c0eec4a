"""Facts → rows: here, and only here, what is printed becomes values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.facts import AnswerFact, BudgetFact, Doubt, Place, Printed, ProgramFacts, SheetFacts
from normalize import Status, clean_text, parse_amount, parse_number
from pipelines.departments import split_departments
from pipelines.fitting import fitting, in_unit
from pipelines.issues import Issue, issue_row
from pipelines.numbering import numbered
from pipelines.page_columns import Row, box_of
from pipelines.schema import BUDGET_KINDS

_HIGHEST = 9999  # number of a policy or a measure


@dataclass
class SheetRows:
    """The rows of one sheet, by table; ``sheet_id`` is None for pages of no known form."""

    sheet_id: str | None
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Append a row to a table."""
        self.rows.setdefault(table, []).append(row)


class SheetWriter:
    """Makes the rows of one sheet."""

    def __init__(self, facts: SheetFacts, source_id: str, edition: int, sheet_no: str) -> None:
        self.facts = facts
        self.source_id = source_id
        self.key: Row = {
            "municipality_code": facts.municipality_code,
            "form": facts.form,
            "edition": edition,
            "sheet_no": sheet_no,
        }
        self.sheet_id = f"{facts.municipality_code}-{facts.form}-{edition}-{sheet_no}"
        self.made = SheetRows(self.sheet_id)
        self.doubts: list[tuple[Doubt, str | None]] = []

    def write(self) -> SheetRows:
        """All rows of the sheet."""
        self._programs()
        self._budgets()
        self._indicators()
        self._texts()
        self._figures()
        self._sheet()
        self._doubts()
        return self.made

    def program_id(self, number: int) -> str:
        """The id of the program with an index from 0."""
        return f"{self.sheet_id}-{number + 1:02d}"

    def _row(self, printed: Printed | None, **columns: Any) -> Row:
        place = printed.place if printed is not None else self.facts.place
        return {**self.key, "sheet_id": self.sheet_id, **columns, "source_id": self.source_id, **box_of(place)}

    def _doubt(
        self, severity: str, code: str, message: str, place: Place | None, table: str, row_id: str | None
    ) -> None:
        self.doubts.append((Doubt(severity, code, message, place, table), row_id))

    def _sheet(self) -> None:
        fields = self.facts.fields
        policy_no, policy = self._numbered("policy")
        measure_no, measure = self._numbered("measure")
        title = clean_text(fields["title"].text) if "title" in fields else ""
        if not title:
            says = "the sheet's title was not found"
            self._doubt("error", "no_title", says, self.facts.place, "sheets", self.sheet_id)
        reported = [
            r["fiscal_year"]
            for t in ("budgets", "indicators")
            for r in self.made.rows.get(t, ())
            if r["kind"] == "actual" and r["status"] == Status.REPORTED
        ]
        pages = [p.page for p in self.facts.pages]
        row = self._row(
            fields.get("title"),
            municipality=self.facts.municipality,
            title=title,
            policy_no=policy_no,
            policy=policy or None,
            measure_no=measure_no,
            measure=measure or None,
            sdgs=self.facts.sdgs,
            result_fiscal_year=max(reported, default=None),
            page_first=min(pages),
            page_last=max(pages),
        )
        self.made.add("sheets", row)

    def _numbered(self, name: str) -> tuple[int | None, str]:
        fields = self.facts.fields
        number, text = numbered(fields[name].text) if name in fields else (None, "")
        if f"{name}_no" in fields:
            printed = fields[f"{name}_no"]
            said = parse_number(re.sub(r"^[0０]+(?=[0-9０-９]+$)", "", clean_text(printed.text)))  # 01 is the first
            self._words("sheets", said.status, printed, None)
            if said.value is not None and (said.value % 1 or abs(said.value) > _HIGHEST):
                self._words("sheets", Status.TEXT, printed, None)
            elif said.value is not None:
                number = int(said.value)
        return number, text

    def _programs(self) -> None:
        for number, program in enumerate(self.facts.programs):
            name = self._text(program, "program")
            if not name:
                self._doubt(
                    "error", "no_program_name", f"program {number + 1} of the sheet has no name", self.facts.place,
                    "programs", self.program_id(number),
                )  # fmt: skip
            departments = program.fields.get("departments")
            parent = program.parent
            row = self._row(
                program.fields.get("program"),
                program_id=self.program_id(number),
                program_no=number + 1,
                parent_program_id=None if parent is None else self.program_id(parent),
                program=self._own_name(name, parent),
                departments=split_departments(departments.text) if departments else [],
                role=self._text(program, "role") or None,
            )
            self.made.add("programs", row)
        if not self.facts.programs:
            says = "no program was found on the sheet"
            self._doubt("error", "no_programs", says, self.facts.place, "sheets", self.sheet_id)

    def _own_name(self, name: str, parent: int | None) -> str:
        """A sub-program that bears its program's name is told apart from it."""
        if parent is not None and name and name == self._text(self.facts.programs[parent], "program"):
            return f"{name}（細事業）"
        return name

    def _text(self, program: ProgramFacts, name: str) -> str:
        value = program.fields.get(name)
        if value is None:
            return ""
        return value.text if name == "role" else clean_text(value.text)

    def _budgets(self) -> None:
        seen: Counter[tuple[int, int, str, str]] = Counter()
        taken = {(fact.program, fact.year, fact.item) for fact in self.facts.budgets}
        given: set[tuple[int, int, str, str]] = set()
        for fact in self.facts.budgets:
            if fact.year is None:
                self._no_year("budgets", fact.printed, fact.program)
                continue
            kind = self._amount_kind(fact)
            key = (fact.program, fact.year, kind, fact.item)
            seen[key] += 1
            item, number = fact.item, seen[key]
            while number > 1 and ((fact.program, fact.year, item) in taken or (*key[:3], item) in given):
                item, number = f"{fact.item}（{number}）", number + 1
            given.add((*key[:3], item))
            if seen[key] > 1:
                self._doubt(
                    "warning", "repeated_row", f"{fact.item} stands {seen[key]} times for fiscal {fact.year}",
                    fact.printed.place, "budgets", self.program_id(fact.program),
                )  # fmt: skip
            amount = fitting(parse_amount(fact.printed.text, unit=fact.unit or None))
            self._words("budgets", amount.status, fact.printed, fact.program)
            row = self._row(
                fact.printed,
                program_id=self.program_id(fact.program),
                fiscal_year=fact.year,
                kind=kind,
                side=fact.side,
                item=item,
                part=fact.part,
                amount_yen=amount.yen,
                status=str(amount.status),
                raw=fact.raw or fact.printed.text,
            )
            self.made.add("budgets", row)

    def _amount_kind(self, fact: BudgetFact) -> str:
        """The kind of an amount; one under 見込 or 目標 is no kind of budget, and counts as one with a doubt."""
        if fact.kind in BUDGET_KINDS:
            return fact.kind
        heading = " / ".join(fact.printed.column_labels) or fact.kind
        says = (
            f"{heading} names neither a budget nor what was spent: {clean_text(fact.printed.text)} counts as a budget"
        )
        self._doubt("warning", "unknown_column", says, fact.printed.place, "budgets", self.program_id(fact.program))
        return "budget"

    def _no_year(self, table: str, printed: Printed, program: int) -> None:
        if clean_text(printed.text):
            self._doubt(
                "error", "no_fiscal_year", f"no fiscal year stands over the value {clean_text(printed.text)}",
                printed.place, table, self.program_id(program),
            )  # fmt: skip

    def _words(self, table: str, status: Status, printed: Printed, program: int | None) -> None:
        if status == Status.TEXT:
            says = f"words stand where a number would: {clean_text(printed.text)}"
            row_id = self.sheet_id if program is None else self.program_id(program)
            self._doubt("warning", "not_a_number", says, printed.place, table, row_id)

    def _indicators(self) -> None:
        units = self._units()
        seen: set[tuple[str, int, str]] = set()
        for fact in self.facts.indicators:
            if fact.year is None:
                self._no_year("indicators", fact.printed, fact.program)
                continue
            indicator_id = f"{self.program_id(fact.program)}-{fact.number:02d}"
            if (indicator_id, fact.year, fact.kind) in seen:
                says = f"two columns of {fact.name} say fiscal {fact.year}"
                self._doubt("error", "repeated_column", says, fact.printed.place, "indicators", indicator_id)
                continue
            seen.add((indicator_id, fact.year, fact.kind))
            number = parse_number(fact.printed.text)
            self._words("indicators", number.status, fact.printed, fact.program)
            unit = fact.unit or units.get((fact.program, fact.number))
            value, agrees = in_unit(number, fact.printed.text, unit)
            if not agrees:
                says = f"its row has the unit {unit}: {clean_text(fact.printed.text)}"
                self._doubt("warning", "unit_mismatch", says, fact.printed.place, "indicators", indicator_id)
            row = self._row(
                fact.printed,
                indicator_id=indicator_id,
                program_id=self.program_id(fact.program),
                indicator_no=fact.number,
                indicator=fact.name,
                indicator_note=fact.note or None,
                category=fact.category or None,
                unit=unit,
                fiscal_year=fact.year,
                kind=fact.kind,
                value=None if value is None else float(value),
                qualifier=number.qualifier,
                status=str(number.status),
                raw=fact.printed.text,
            )
            self.made.add("indicators", row)

    def _units(self) -> Mapping[tuple[int, int], str]:
        """The unit that all of an indicator's own values print, where its row gives none."""
        found: dict[tuple[int, int], dict[str, Place]] = {}
        for fact in self.facts.indicators:
            value = parse_number(fact.printed.text)
            if not fact.unit and (value.status is Status.REPORTED or value.unit):
                found.setdefault((fact.program, fact.number), {}).setdefault(value.unit or "", fact.printed.place)
        for (program, number), units in found.items():
            if len(units) > 1:
                said = ", ".join(unit or "none" for unit in units)
                says = f"its row has no unit, and its values print several: {said}"
                row_id = f"{self.program_id(program)}-{number:02d}"
                self._doubt("warning", "unit_mismatch", says, list(units.values())[1], "indicators", row_id)
        return {key: min(units) for key, units in found.items() if len(units) == 1 and "" not in units}

    def _texts(self) -> None:
        told: dict[tuple[int, int], Row] = {}
        for note in self.facts.notes:
            if note.year is None:
                self._no_year("notes", note.printed, note.program)
            elif (note.program, note.year) in told:
                told[note.program, note.year]["text"] += "\n" + note.printed.text
            else:
                row = self._row(
                    note.printed,
                    program_id=self.program_id(note.program), fiscal_year=note.year, text=note.printed.text,
                )  # fmt: skip
                told[note.program, note.year] = row
                self.made.add("notes", row)
        counts: Counter[str] = Counter()
        for narrative in self.facts.narratives:
            counts[narrative.section] += 1
            row = self._row(
                narrative.printed,
                program_id=None if narrative.program is None else self.program_id(narrative.program),
                section=narrative.section, heading_no=counts[narrative.section], heading=narrative.heading or None,
                text=narrative.printed.text,
            )  # fmt: skip
            self.made.add("narratives", row)
        self._answers()

    def _answers(self) -> None:
        """The answers; an item answered twice may be a row that a page end cut, or another program's."""
        seen: Counter[tuple[str | None, str]] = Counter()
        for number, answer in enumerate(self.facts.answers, start=1):
            program_id = None if answer.program is None else self.program_id(answer.program)
            item = self._item(answer)
            seen[program_id, item] += 1
            if seen[program_id, item] > 1:
                says = f"{item} is answered {seen[program_id, item]} times"
                self._doubt("warning", "repeated_row", says, answer.printed.place, "answers", program_id)
            row = self._row(
                answer.printed,
                program_id=program_id,
                item_no=number,
                item=item,
                answer=clean_text(answer.printed.text) or None,
            )
            self.made.add("answers", row)

    def _item(self, answer: AnswerFact) -> str:
        if "{program}" not in answer.item or answer.program is None:
            return answer.item
        program = self.facts.programs[answer.program]
        return answer.item.replace("{program}", self._own_name(self._text(program, "program"), program.parent))

    def _figures(self) -> None:
        for number, figure in enumerate(self.facts.figures, start=1):
            row = self._row(
                None, figure_no=number, caption=figure.caption, source=figure.source, labels=list(figure.labels)
            )
            self.made.add("figures", {**row, "source_id": self.source_id, **box_of(figure.place)})

    def _doubts(self) -> None:
        """Issues of the sheet, in the order of the page."""
        said = [(doubt, self._row_id(doubt)) for doubt in self.facts.doubts] + self.doubts
        for doubt, row_id in said:
            issue = Issue(doubt.severity, doubt.code, doubt.message, doubt.table or None, row_id)
            self.made.add("issues", {**self.key, **issue_row(issue, self.source_id, box_of(doubt.place))})

    def _row_id(self, doubt: Doubt) -> str | None:
        if doubt.program is not None:
            return self.program_id(doubt.program)
        return self.sheet_id if doubt.table == "sheets" else None
