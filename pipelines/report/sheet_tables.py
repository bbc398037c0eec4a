"""A program's money and indicators as tables for the eye: fiscal years across, every cell with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipelines.report.leaves import Places, Row
from pipelines.report.money import Money
from pipelines.report.numbers import money_unit_name, percent, plain, short_year, unit_of_money
from pipelines.report.said import Said
from pipelines.report.sparks import spark
from pipelines.report.words import word
from pipelines.schema import BUDGET_KINDS, INDICATOR_KINDS


@dataclass(frozen=True, slots=True)
class Value:
    """One cell that was read: what to show, what was printed, where; words that soften it stand as printed."""

    text: str
    status: str
    raw: str
    at: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class YearHead:
    """The head of a column: R6, 2024, and what of that year."""

    short: str
    year: int
    kind: Said | None = None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One printed row of money."""

    label: str
    within: str
    part: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Money of one program; lines in the order printed, in blocks of one side each."""

    unit: Said
    heads: tuple[YearHead, ...]
    blocks: tuple[tuple[Said, tuple[MoneyLine, ...]], ...]
    rate: str
    plan: Said | None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of values of an indicator: results, targets, expectations."""

    kind: Said
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with its years."""

    name: str
    note: str | None
    unit: str | None
    category: Said | None
    at: str
    spark: Markup | None
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Indicators of one program; `kinds` where not all are results, `category` where all are of one."""

    heads: tuple[YearHead, ...]
    lines: tuple[Indicator, ...]
    kinds: bool
    category: Said | None


def money_table(rows: Sequence[Row], money: Money, places: Places) -> MoneyTable | None:
    """The budgets of a program."""
    if not rows:
        return None
    unit = unit_of_money(row["amount_yen"] for row in rows)
    columns = sorted({(row["fiscal_year"], BUDGET_KINDS.index(row["kind"])) for row in rows}, key=_plan_first)
    lines: dict[tuple[str, str], dict[tuple[int, int], Row]] = {}
    for row in sorted(rows, key=_printed):
        line = lines.setdefault((row["side"], row["item"]), {})
        line[row["fiscal_year"], BUDGET_KINDS.index(row["kind"])] = row
    blocks: dict[str, list[MoneyLine]] = {}
    for (side, item), found in lines.items():
        within, _, label = item.rpartition(" / ")
        values = tuple(_amount(found[column], unit, places) if column in found else None for column in columns)
        part = next(iter(found.values()))["part"]
        blocks.setdefault(side, []).append(MoneyLine(label, within, part, values))
    heads = tuple(YearHead(short_year(year), year, word(f"kind.{BUDGET_KINDS[kind]}")) for year, kind in columns)
    made = tuple((word(side), tuple(found)) for side, found in blocks.items())
    plan = word(f"kind.{money.plan_kind}") if money.plan_kind else None
    return MoneyTable(money_unit_name(unit), heads, made, percent(money.rate), plan)


def _plan_first(column: tuple[int, int]) -> tuple[int, bool]:
    """Of one year the plan stands before the result, as in time."""
    return column[0], BUDGET_KINDS[column[1]] == "actual"


def _printed(row: Row) -> tuple[Any, ...]:
    return row["page"], round(row["top"]), row["x0"], row["item"]


def _amount(row: Row, unit: int, places: Places) -> Value:
    amount = row["amount_yen"]
    text = row["raw"] if amount is None else f"{amount // unit:,}"
    return _value(row, text, places)


def _value(row: Row, text: str, places: Places, before: str = "", after: str = "") -> Value:
    return Value(text, row["status"], row["raw"], places.at(row), before, after)


def indicator_table(rows: Sequence[Row], places: Places) -> IndicatorTable | None:
    """The indicators of a program."""
    if not rows:
        return None
    years = sorted({row["fiscal_year"] for row in rows})
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["indicator_no"]):
        groups.setdefault(row["indicator_id"], []).append(row)
    lines = tuple(_indicator(found, years, places) for found in groups.values())
    kinds = {row["kind"] for row in rows}
    categories = {line.category for line in lines}
    common = categories.pop() if len(categories) == 1 else None
    return IndicatorTable(tuple(YearHead(short_year(y), y) for y in years), lines, kinds != {"actual"}, common)


def _indicator(rows: Sequence[Row], years: Sequence[int], places: Places) -> Indicator:
    first = rows[0]
    cells = {(row["kind"], row["fiscal_year"]): row for row in rows}
    series = tuple(
        Series(
            word(f"series.{kind}"),
            tuple(_number(cells[kind, year], places) if (kind, year) in cells else None for year in years),
        )
        for kind in INDICATOR_KINDS
        if any(key[0] == kind for key in cells)
    )
    category = word(f"category.{first['category']}") if first["category"] else None
    return Indicator(first["indicator"], first["indicator_note"], first["unit"], category, _row_place(rows, places),
                     spark(years, rows), series)  # fmt: skip


def _number(row: Row, places: Places) -> Value:
    text = row["raw"] if row["value"] is None else plain(row["value"])
    qualifier = row["qualifier"] or ""
    leads = row["raw"].lstrip().startswith(qualifier)
    return _value(row, text, places, qualifier if leads else "", "" if leads else qualifier)


def _row_place(rows: Iterable[Row], places: Places) -> str:
    """The strip of the page that holds an indicator's values; of values on several pages, those on the first."""
    held = list(rows)
    first = held[0]
    same = [row for row in held if (row["source_id"], row["page"]) == (first["source_id"], first["page"])]
    strip = {"x0": min(r["x0"] for r in same), "top": min(r["top"] for r in same), "x1": max(r["x1"] for r in same),
             "bottom": max(r["bottom"] for r in same)}  # fmt: skip
    return places.at({**first, **strip})
