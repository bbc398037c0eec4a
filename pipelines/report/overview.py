"""What the overview of one edition shows: totals, money by policy and by department, the rate of each program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.report.content import Content, SheetRows
from pipelines.report.money import Money, Sum, add_up
from pipelines.report.names import file_name
from pipelines.report.numbers import fiscal_year, percent, round_money
from pipelines.report.said import Said
from pipelines.report.words import word

Row = dict[str, Any]
Key = tuple[str, str, int]


@dataclass(slots=True)
class Edition:
    """The sheets of one municipality, form and edition."""

    key: Key
    municipality: str
    sheets: list[SheetRows]

    @property
    def name(self) -> str:
        """Its part of file names and addresses."""
        return file_name("-".join(map(str, self.key)))

    @property
    def said(self) -> Said:
        """文京区 令和7年度版."""
        label = word("edition_of", year=fiscal_year(self.key[2]))
        return Said(f"{self.municipality} {label.ja}", f"{self.municipality} {label.en}")

    @property
    def year(self) -> int | None:
        """The fiscal year whose results most of its sheets report."""
        years = Counter(held.sheet["result_fiscal_year"] for held in self.sheets if held.sheet["result_fiscal_year"])
        return max(years, key=lambda year: (years[year], year)) if years else None


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a table of money: a policy or a department."""

    name: Said
    filter: str | None
    sheets: int
    sums: Sum

    @property
    def rate(self) -> str:
        """Its execution rate."""
        return percent(self.sums.rate)


@dataclass(frozen=True, slots=True)
class Part:
    """One program as a part of the totals."""

    program: Row
    sheet: Row
    money: Money


def editions_of(content: Content) -> list[Edition]:
    """All editions, the latest of each municipality and form first."""
    found: dict[Key, Edition] = {}
    for held in content.sheets.values():
        sheet = held.sheet
        key = (sheet["municipality_code"], sheet["form"], sheet["edition"])
        found.setdefault(key, Edition(key, sheet["municipality"], [])).sheets.append(held)
    return sorted(found.values(), key=lambda edition: (edition.key[0], edition.key[1], -edition.key[2]))


def latest(editions: Iterable[Edition]) -> set[Key]:
    """The keys of the newest edition of each municipality and form."""
    newest: dict[tuple[str, str], int] = {}
    for edition in editions:
        place = edition.key[:2]
        newest[place] = max(newest.get(place, edition.key[2]), edition.key[2])
    return {(*place, year) for place, year in newest.items()}


def parts_of(edition: Edition, content: Content) -> list[Part]:
    """The programs that make up the totals: a sub-program's money is inside its program's."""
    return [
        Part(program, held.sheet, content.money[program["program_id"]])
        for held in edition.sheets
        for program in held.rows("programs")
        if program["parent_program_id"] is None
    ]


def by_policy(parts: Sequence[Part]) -> list[Group]:
    """Money by policy, in the order of the policies' numbers."""
    groups: dict[tuple[Any, ...], list[Part]] = {}
    for part in parts:
        number, name = part.sheet["policy_no"], part.sheet["policy"]
        groups.setdefault((number is None, number or 0, name or ""), []).append(part)
    return [_group(name or None, groups[key], "no_policy") for key in sorted(groups) for name in [key[2]]]


def by_department(parts: Sequence[Part]) -> list[Group]:
    """Money by department, the costliest first; a program of several counts in full for each."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        for name in dict.fromkeys(part.program["departments"] or [""]):
            groups.setdefault(name, []).append(part)
    made = [_group(name or None, found, "no_department") for name, found in groups.items()]
    return sorted(made, key=lambda group: (-(group.sums.actual or group.sums.plan or 0), group.name.ja))


def _group(name: str | None, parts: Sequence[Part], otherwise: str) -> Group:
    said = word(otherwise) if name is None else Said(name, name)
    return Group(said, name, len({part.sheet["sheet_id"] for part in parts}), add_up([part.money for part in parts]))


def plan_name(parts: Iterable[Part]) -> Said:
    """What the plans of these programs are called: 当初予算 where all are, else 予算."""
    kinds = {part.money.plan_kind for part in parts if part.money.plan is not None}
    return word(f"kind.{kinds.pop()}") if len(kinds) == 1 else word("plan")


def bars(groups: Iterable[Group]) -> list[Row]:
    """Groups as data of a chart; amounts in yen."""
    return [
        {"name": group.name.ja, "name_en": group.name.en, "actual": group.sums.actual, "plan": group.sums.plan,
         "actual_ja": round_money(group.sums.actual).ja, "actual_en": round_money(group.sums.actual).en,
         "plan_ja": round_money(group.sums.plan).ja, "plan_en": round_money(group.sums.plan).en,
         "rate": group.rate or "―"}
        for group in groups
        if group.sums.actual is not None or group.sums.plan is not None
    ]  # fmt: skip


def points(parts: Iterable[Part]) -> list[Row]:
    """Programs with a rate as data of a chart; `href` leads to the sheet."""
    return [
        {"program": part.program["program"], "policy": part.sheet["policy"] or word("no_policy").ja,
         "departments": "・".join(part.program["departments"]), "plan": part.money.plan, "rate": part.money.rate,
         "rate_text": percent(part.money.rate), "plan_ja": round_money(part.money.plan).ja,
         "plan_en": round_money(part.money.plan).en, "actual_ja": round_money(part.money.actual).ja,
         "actual_en": round_money(part.money.actual).en,
         "href": f"sheets/{file_name(part.sheet['sheet_id'])}.html#program-{part.program['program_no']}"}
        for part in parts
        if part.money.rate is not None
    ]  # fmt: skip
