"""A strategy sheet's content, apart from any layout, and its truth rows.

Every maker draws from this model and from nothing else, so what a variant's truth JSON says is
what was handed to the producer. Text is held in the truth's own form (NFKC); how it is printed
(full-width brackets, ㎡, letter-spacing) is the layout's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MUNICIPALITY = "131059"
TABLES = ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures")

Row = dict[str, Any]
Truth = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator in one fiscal-year column: what is printed and what it means."""

    year: int
    printed: str
    value: float | None
    status: str
    kind: str = "actual"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of 主な取組実績; `name` includes a trailing ※ footnote, as the truth does."""

    name: str
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """事業費 in yen; None is a printed dash."""

    year: int
    kind: str
    yen: int | None


@dataclass(frozen=True, slots=True)
class Program:
    """One 計画事業 with what hangs on it."""

    name: str
    role: str
    departments: tuple[str, ...]
    costs: tuple[Cost, ...]
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """One prose block; "\\n" in the text separates paragraphs (the scorer ignores white space)."""

    section: str
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart under its ●…● caption; the bars are drawn, their numbers are in no truth table."""

    caption: str
    source: str
    bars: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One 主要課題."""

    edition: int
    number: str
    title: str
    policy_no: int
    policy: str
    sdgs: tuple[int, ...]
    programs: tuple[Program, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = field(default=())

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal-year columns, read from the first program that has an indicator."""
        for program in self.programs:
            if program.indicators:
                return tuple(v.year for v in program.indicators[0].values)
        return tuple(range(self.edition - 3, self.edition + 3))

    def section(self, name: str) -> str:
        """The text of a section that occurs once."""
        return next((n.text for n in self.narratives if n.section == name), "")


def print_number(value: float) -> str:
    """A truth value as a sheet prints it: grouped, △ for minus, no decimals that are not there."""
    text = f"{abs(value):,.0f}" if value == int(value) else f"{abs(value):,}"
    return f"△{text}" if value < 0 else text


def _printed(row: Row) -> str:
    if row["status"] == "reported":
        return print_number(float(row["value"]))
    return {"dash": "―", "blank": ""}.get(row["status"], "集計中")


def _program(truth: Truth, row: Row) -> Program:
    def own(table: str) -> list[Row]:
        keys = ("edition", "sheet_no", "program")
        return [r for r in truth[table] if all(r[k] == row[k] for k in keys)]

    names = list(dict.fromkeys((r["indicator"], r["unit"]) for r in own("indicators")))
    indicators = tuple(
        Indicator(
            name,
            unit,
            tuple(
                Value(r["fiscal_year"], _printed(r), r["value"], r["status"], r["kind"])
                for r in own("indicators")
                if (r["indicator"], r["unit"]) == (name, unit)
            ),
        )
        for name, unit in names
    )
    return Program(
        row["program"],
        row["role"],
        tuple(row["departments"]),
        tuple(Cost(r["fiscal_year"], r["kind"], r["amount_yen"]) for r in own("budgets")),
        indicators,
        tuple((r["fiscal_year"], r["text"]) for r in own("notes")),
    )


def sheets_of(truth: Truth) -> list[Sheet]:
    """The sheets that a truth JSON describes, in its order."""

    def own(table: str, head: Row) -> list[Row]:
        keys = ("edition", "sheet_no")
        return [r for r in truth[table] if all(r[k] == head[k] for k in keys)]

    return [
        Sheet(
            head["edition"],
            head["sheet_no"],
            head["title"],
            head["policy_no"],
            head["policy"],
            tuple(head["sdgs"]),
            tuple(_program(truth, r) for r in own("programs", head)),
            tuple(Narrative(r["section"], r["heading"], r["text"]) for r in own("narratives", head)),
            tuple((r["item"], r["answer"]) for r in own("answers", head)),
            tuple(Figure(r["caption"], r["source"]) for r in own("figures", head)),
        )
        for head in truth["sheets"]
    ]


def _program_rows(key: Row, number: int, program: Program, truth: Truth) -> None:
    here = {**key, "program": program.name}
    truth["programs"].append(
        {**here, "program_no": number, "role": program.role, "departments": list(program.departments)}
    )
    for cost in program.costs:
        truth["budgets"].append(
            {**here, "fiscal_year": cost.year, "kind": cost.kind, "item": "事業費", "part": "total",
             "amount_yen": cost.yen, "status": "dash" if cost.yen is None else "reported"}
        )  # fmt: skip
    for indicator in program.indicators:
        for v in indicator.values:
            truth["indicators"].append(
                {**here, "indicator": indicator.name, "unit": indicator.unit, "fiscal_year": v.year,
                 "kind": v.kind, "value": v.value, "status": v.status}
            )  # fmt: skip
    for year, text in program.notes:
        truth["notes"].append({**here, "fiscal_year": year, "text": text})


def truth_of(sheets: Iterable[Sheet]) -> Truth:
    """Truth rows of sheets, in the shape and order of the samples' JSON."""
    truth: Truth = {name: [] for name in TABLES}
    for s in sheets:
        key: Row = {"municipality_code": MUNICIPALITY, "edition": s.edition, "sheet_no": s.number}
        truth["sheets"].append(
            {**key, "title": s.title, "policy_no": s.policy_no, "policy": s.policy, "sdgs": list(s.sdgs)}
        )
        for number, program in enumerate(s.programs, 1):
            _program_rows(key, number, program, truth)
        for n in s.narratives:
            truth["narratives"].append({**key, "section": n.section, "heading": n.heading, "text": n.text})
        for item, answer in s.answers:
            truth["answers"].append({**key, "item": item, "answer": answer})
        for f in s.figures:
            truth["figures"].append({**key, "caption": f.caption, "source": f.source})
    return truth


def load(path: Path) -> list[Sheet]:
    """Sheets of a truth JSON file."""
    truth: Truth = json.loads(path.read_text(encoding="utf-8"))
    return sheets_of(truth)


def save(truth: Truth, path: Path) -> None:
    """Write truth rows in the samples' layout, one fact a line's worth, Japanese unescaped."""
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
