"""What a program cost, against what was planned: the one amount per program that totals and rates are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]

# Against which plan a result is held, the first that the sheet prints for the same fiscal year.
PLANS: Final = ("initial_budget", "budget", "current_budget")


@dataclass(frozen=True, slots=True)
class Money:
    """One program's cost in one fiscal year, in yen; what was not printed as a number is None."""

    fiscal_year: int | None = None
    actual: int | None = None
    plan: int | None = None
    plan_kind: str | None = None

    @property
    def rate(self) -> float | None:
        """Actual over plan, where both are there and something was planned."""
        if self.actual is None or not self.plan or self.plan < 0:
            return None
        return self.actual / self.plan


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of several programs added up, in yen.

    Attributes:
        actual: sum of what was spent, None where no program has it.
        plan: sum of what was planned.
        rate: spent over planned, of only those programs that have both.
        paired: how many those are.
        programs: how many programs there are in all.
    """

    actual: int | None
    plan: int | None
    rate: float | None
    paired: int
    programs: int


def main_items(budgets: Iterable[Row], parts: Container[str] = ()) -> dict[str, str]:
    """For each form the row label under which it prints the whole cost of a program: the most frequent total.

    Args:
        budgets: rows.
        parts: ids of sub-programs (細事業): their rows do not count, there may be more of them than of programs.
    """
    found: dict[str, Counter[str]] = {}
    for row in budgets:
        if row["side"] == "cost" and row["part"] == "total" and row["program_id"] not in parts:
            found.setdefault(row["form"], Counter())[row["item"]] += 1
    return {form: min(items, key=lambda item: (-items[item], item)) for form, items in found.items()}


def money_of(budgets: Iterable[Row], item: str | None, year: int | None) -> Money:
    """The cost of one program.

    Args:
        budgets: the program's rows.
        item: the label of the form's whole cost.
        year: the fiscal year whose results the sheet reports; else the latest with a result is taken.
    """
    rows = [row for row in budgets if row["item"] == item and row["side"] == "cost" and row["part"] == "total"]
    if year is None:
        with_result = (row["fiscal_year"] for row in rows if row["kind"] == "actual" and row["amount_yen"] is not None)
        year = max(with_result, default=None)
    if year is None:
        return Money()
    by_kind = {row["kind"]: row["amount_yen"] for row in rows if row["fiscal_year"] == year}
    plan_kind = next((kind for kind in PLANS if kind in by_kind), None)
    return Money(year, by_kind.get("actual"), by_kind[plan_kind] if plan_kind else None, plan_kind)


def add_up(amounts: Sequence[Money]) -> Sum:
    """Add up programs; the rate takes only pairs, so that a missing result does not look like thrift."""
    actual = [money.actual for money in amounts if money.actual is not None]
    plan = [money.plan for money in amounts if money.plan is not None]
    pairs = [(money.actual, money.plan) for money in amounts if money.actual is not None and money.plan is not None]
    planned = sum(plan for _, plan in pairs)
    rate = sum(spent for spent, _ in pairs) / planned if planned > 0 else None
    return Sum(sum(actual) if actual else None, sum(plan) if plan else None, rate, len(pairs), len(amounts))
