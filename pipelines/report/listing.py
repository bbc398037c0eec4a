"""The list of programs as data for the page that searches, sorts and filters it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pipelines.report.content import Content, SheetRows
from pipelines.report.names import file_name
from pipelines.report.numbers import money_unit_name, unit_of_money
from pipelines.report.overview import Edition, latest

_COLUMNS: Final = ("edition", "no", "sheet", "program", "departments", "policy", "actual", "plan", "indicators", "href",
                   "child", "more")  # fmt: skip


def listing(content: Content, editions: Iterable[Edition]) -> dict[str, Any]:
    """All programs of all editions.

    Returns:
        `columns` names the fields of each row in `rows`; `editions` and `policies` are looked up by number, so that
        names that repeat are stored once. Amounts are in yen.
    """
    every = list(editions)
    newest = latest(every)
    policies: dict[str, int] = {}
    rows = []
    for number, edition in enumerate(every):
        for held in edition.sheets:
            rows += _rows_of(held, content, number, policies)
    unit = unit_of_money(amount for money in content.money.values() for amount in (money.actual, money.plan))
    return {
        "columns": list(_COLUMNS),
        "rows": rows,
        "editions": [{"ja": e.said.ja, "en": e.said.en, "latest": e.key in newest, "key": e.name} for e in every],
        "policies": list(policies),
        "unit": unit,
        "unit_name": {"ja": money_unit_name(unit).ja, "en": money_unit_name(unit).en},
    }  # fmt: skip


def _rows_of(held: SheetRows, content: Content, edition: int, policies: dict[str, int]) -> list[list[Any]]:
    sheet = held.sheet
    policy = policies.setdefault(sheet["policy"], len(policies)) if sheet["policy"] else None
    names: dict[str, dict[str, str]] = {}  # of the indicators of each program, two of which may bear one name
    for row in held.rows("indicators"):
        names.setdefault(row["program_id"], {})[row["indicator_id"]] = row["indicator"]
    href = f"sheets/{file_name(sheet['sheet_id'])}.html"
    rows = []
    for program in held.rows("programs"):
        money = content.money[program["program_id"]]
        indicators = names.get(program["program_id"], {})
        rows.append([
            edition, sheet["sheet_no"], sheet["title"], program["program"],
            program["departments"], policy, money.actual, money.plan, len(indicators),
            f"{href}#program-{program['program_no']}", int(program["parent_program_id"] is not None),
            " ".join(dict.fromkeys(indicators.values())),
        ])  # fmt: skip
    return rows
