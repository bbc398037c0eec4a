"""Gates: what a sheet prints twice must agree. A miss is an issue on the row concerned; the printed values stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from extract.checks import Check, Count, Pattern
from extract.facts import DifferenceFact
from extract.form import Form
from normalize import Status, clean_text, parse_amount, yen_per_unit
from pipelines.issues import Issue

Row = Mapping[str, Any]
Found = tuple[Issue, Row]  # the issue, and the row whose place it bears

_NAMES = {
    "answers": "item",
    "budgets": "item",
    "indicators": "indicator",
    "narratives": "section",
    "programs": "program",
    "sdgs": "goal",
}
# One number, with its unit or what is in it behind it: 1,234千円, 5,800(0).
_FIGURE = re.compile(r"\D*(?P<figure>\d[\d,]*(?:\.\d+)?)[十百千万億兆]*円?(?:[()（）※].*)?")
_WORDS = re.compile(r"[^\W\d]+")  # 皆増: said in place of a number


def check_rows(form: Form, rows: Mapping[str, Sequence[Row]]) -> Iterator[Found]:
    """Check the rows of one sheet against what its form says must agree.

    Args:
        form: the sheet's form.
        rows: the sheet's rows by table, in the order of the page.
    """
    for check in form.check:
        yield from _arithmetic(check, rows)
    for count in form.count:
        yield from _counted(count, rows)
    if form.order.years == "rising":
        yield from _rising("budgets", rows.get("budgets", ()), ("program_id", "item", "kind"))
        yield from _rising("indicators", rows.get("indicators", ()), ("indicator_id", "kind"))


def check_differences(differences: Iterable[tuple[str, DifferenceFact]], budgets: Sequence[Row]) -> Iterator[Found]:
    """Check printed differences (差引) against the two amounts beside them.

    Args:
        differences: each with the id of its program.
        budgets: the sheet's rows of ``budgets``.
    """
    held = {(r["program_id"], r["item"], r["kind"], r["fiscal_year"]): r for r in budgets}
    for program_id, fact in differences:
        difference = parse_amount(fact.printed.text, unit=fact.unit or None)
        said = difference.yen
        earlier, later = (held.get((program_id, fact.item, fact.kind, year)) for year in fact.years)
        if earlier is None or later is None:
            continue
        if difference.status == Status.TEXT and not _WORDS.fullmatch(fact.printed.text):
            text = f"{_named('budgets', later)} less fiscal {fact.years[0]} is no number: {fact.printed.text}"
            yield _issue("not_a_number", text, "budgets", later), later
        if earlier["amount_yen"] is None or later["amount_yen"] is None:
            continue
        if difference.status == Status.BLANK:
            text = f"nothing is printed for {_named('budgets', later)} less fiscal {fact.years[0]}"
            yield _issue("missing_value", text, "budgets", later), later
        if said is None:
            continue
        made = later["amount_yen"] - earlier["amount_yen"]
        step = _step([later, earlier])
        if abs(said - made) > (2 * step if step > 1 else 0):
            text = (
                f"{_named('budgets', later)} less fiscal {fact.years[0]} is {made:,} yen; the sheet prints {said:,} yen"
            )
            yield _issue("sum_mismatch", text, "budgets", later), later


def _arithmetic(check: Check, rows: Mapping[str, Sequence[Row]]) -> Iterator[Found]:
    parents = {row["program_id"]: row["parent_program_id"] for row in rows.get("programs", ())}
    money = list(rows.get("budgets", ()))
    totals = [("budgets", r) for r in money if check.total.fullmatch(r["item"])]
    totals += [("indicators", r) for r in rows.get("indicators", ()) if check.total.fullmatch(r["indicator"])]
    for table, total in totals:
        if total["status"] != Status.REPORTED:
            continue
        same = [r for r in money if _alike(check, r, total, parents) and r is not total]
        plus, minus = _matching(check.plus, same), _matching(check.minus, same)
        per = _matching((check.per,), same) if check.per is not None else []
        parts = [*plus, *minus, *per]
        printed = any(r["status"] == Status.REPORTED for r in plus)
        if not printed or not _complete(parts) or (check.per is not None and not per):
            continue
        yield from _compared(check, table, total, plus, minus, per)


def _alike(check: Check, row: Row, total: Row, parents: Mapping[str, str | None]) -> bool:
    if row["fiscal_year"] != total["fiscal_year"] or _same_kind(row["kind"]) != _same_kind(total["kind"]):
        return False
    if check.scope == "children":
        return bool(parents.get(row["program_id"]) == total["program_id"])
    return check.scope == "sheet" or bool(row["program_id"] == total["program_id"])


def _same_kind(kind: str) -> str:
    """Indicators say ``expected`` where budgets say ``budget``."""
    return "actual" if kind == "actual" else "planned"


def _matching(patterns: Iterable[Pattern], rows: Sequence[Row]) -> list[Row]:
    return [r for r in rows if any(pattern.fullmatch(r["item"]) for pattern in patterns)]


def _complete(parts: Sequence[Row]) -> bool:
    """Whether every part is a number, or says that there is none: words cannot be added up."""
    return bool(parts) and all(r["status"] != Status.TEXT for r in parts)


def _sum(rows: Sequence[Row]) -> int:
    return sum(int(r["amount_yen"] or 0) for r in rows)


def _step(rows: Sequence[Row]) -> int:
    """One in the last digit that is printed of an amount, in yen: what was rounded away is less than it."""
    for row in rows:
        printed = _FIGURE.fullmatch("".join(clean_text(row["raw"]).split())) if row["amount_yen"] else None
        if printed:
            figure = printed["figure"].replace(",", "")
            return max(1, round(abs(int(row["amount_yen"])) / float(figure) * _ulp(figure)))
    return 1


def _compared(
    check: Check, table: str, total: Row, plus: Sequence[Row], minus: Sequence[Row], per: Sequence[Row]
) -> Iterator[Found]:
    parts = [*plus, *minus]
    step = _step([*parts, *per])
    room: float = step * len(parts) if step > 1 else 0
    made = _sum(plus) - _sum(minus)
    if not per:
        said, coarse = (total["amount_yen"], 0.0) if table == "budgets" else _yen(total)
        room += coarse if coarse > step else 0
        if said is not None and abs(said - made) > room:
            text = f"{_named(table, total)} prints {said:,} yen; {_formula(plus, minus)} make {made:,} yen"
            yield _issue("sum_mismatch", text, table, total), total
        return
    divisor = _sum(per)
    if divisor == 0 or total["value" if table == "indicators" else "amount_yen"] is None:
        return
    scale = 100 if total.get("unit") in ("%", "％") else 1
    value = float(total["value"] if table == "indicators" else total["amount_yen"])
    quotient = scale * made / divisor
    slack = _ulp(total["raw"]) + scale * (room + abs(quotient) / scale * step * len(per)) / abs(divisor)
    if abs(value - quotient) > slack:
        text = f"{_named(table, total)} prints {value:g}; {_formula(plus, minus)} by {per[0]['item']} is {quotient:.4g}"
        yield _issue("ratio_mismatch", text, table, total), total


def _yen(total: Row) -> tuple[int | None, float]:
    """An indicator's value in yen, and one in its last printed digit; None where its unit is no money's."""
    scale = yen_per_unit(total.get("unit") or "")
    if scale is None or total["value"] is None:
        return None, 0.0
    return round(total["value"] * scale), scale * _ulp(total["raw"])


def _ulp(raw: str) -> float:
    """One in the last printed digit: ratios are rounded, or cut."""
    digits = clean_text(raw).rstrip("%％").partition(".")[2]
    return float(10 ** -sum(c.isdigit() for c in digits))


def _named(table: str, row: Row) -> str:
    return f"{row[_NAMES[table]]}, fiscal {row['fiscal_year']} ({row['kind']}),"


def _formula(plus: Sequence[Row], minus: Sequence[Row]) -> str:
    said = " + ".join(dict.fromkeys(r["item"] for r in plus))
    return said + "".join(f" - {item}" for item in dict.fromkeys(r["item"] for r in minus))


def _issue(code: str, message: str, table: str, row: Row) -> Issue:
    return Issue("warning", code, message, table, row["indicator_id"] if table == "indicators" else row["program_id"])


def _counted(count: Count, rows: Mapping[str, Sequence[Row]]) -> Iterator[Found]:
    (sheet,) = rows["sheets"]
    name = _NAMES[count.table]
    goals = [{name: str(goal)} for goal in sheet["sdgs"]] if count.table == "sdgs" else ()
    found = [
        r
        for r in rows.get(count.table, goals)
        if count.where is None or count.where.fullmatch(r[name] or "") is not None
    ]
    owners = [(sheet["sheet_id"], sheet, "sheets")] if count.per == "sheet" else []
    owners += [(r["program_id"], r, "programs") for r in rows.get("programs", ()) if count.per == "program"]
    for owner, row, table in owners:
        held = len(found) if count.per == "sheet" else sum(r["program_id"] == owner for r in found)
        if held == count.rows if count.rows else held:
            continue
        wanted = str(count.rows) if count.rows else "one or more"
        what = f" of {count.where.pattern}" if count.where is not None else ""
        things = f"Goals{what}" if count.table == "sdgs" else f"rows{what} in {count.table}"
        text = f"{wanted} {things} expected, {held} found"
        yield Issue("warning", "missing_part", text, table, owner), row


def _rising(table: str, rows: Sequence[Row], key: tuple[str, ...]) -> Iterator[Found]:
    ordered = sorted(rows, key=lambda r: [str(r[k]) for k in key])  # stable: the order of the page stays
    for _, group in groupby(ordered, key=lambda r: [r[k] for k in key]):
        held = list(group)
        for before, row in pairwise(held):
            if row["fiscal_year"] <= before["fiscal_year"]:
                text = f"{row[_NAMES[table]]}: fiscal {row['fiscal_year']} stands after fiscal {before['fiscal_year']}"
                yield _issue("years_out_of_order", text, table, row), row
                break
