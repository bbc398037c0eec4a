"""The overview of an edition, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.report.charts import money_chart, rate_chart
from pipelines.report.content import Content
from pipelines.report.frame import Frame, page
from pipelines.report.money import add_up
from pipelines.report.names import file_name
from pipelines.report.numbers import fiscal_year
from pipelines.report.overview import Edition, Group, Part, bars, by_department, by_policy, parts_of, plan_name, points
from pipelines.report.said import Said
from pipelines.report.sheet_page import Link
from pipelines.report.words import word

_MOST_BARS = 15


def overview_pages(content: Content, editions: Sequence[Edition], frame: Frame) -> dict[str, str]:
    """All overviews, file name → HTML; the first edition's is `index.html`."""
    if not editions:
        return {"index.html": page(frame, "overview.html", "overview", edition=None)}
    links = [Link(overview_name(at, edition), edition.said) for at, edition in enumerate(editions)]
    return {links[at].href: _overview(content, edition, links, at, frame) for at, edition in enumerate(editions)}


def overview_name(at: int, edition: Edition) -> str:
    """The file of an edition's overview."""
    return "index.html" if at == 0 else f"overview-{edition.name}.html"


def _overview(content: Content, edition: Edition, links: list[Link], at: int, frame: Frame) -> str:
    parts = parts_of(edition, content)
    plan = plan_name(parts)
    policies, departments = by_policy(parts), by_department(parts)
    # One bar for "no policy" would say nothing that the key figures do not.
    named = [group for group in policies if group.filter is not None]
    shown = {
        "policy": bars(policies) if named else [],
        "department": bars(departments[:_MOST_BARS]),
        "rate": points(parts),
    }
    total = add_up([part.money for part in parts])
    has_money = total.actual is not None or total.plan is not None
    return page(
        frame, "overview.html", "overview", edition=edition, editions=links, here=at,
        heading=word("edition_of", year=fiscal_year(edition.key[2])),
        results=word("results_of", year=fiscal_year(edition.year)) if edition.year else None,
        counts=_counts(edition), total=total, plan=plan, item=content.items.get(edition.key[1]) if has_money else None,
        blocks=[
            ("policy", word("by_policy"), policies, shown["policy"], None),
            ("department", word("by_department"), departments, shown["department"], word("department_note")),
        ],
        has_money=has_money, points=shown["rate"],
        charts=_charts(shown, parts, plan), sheets_by_policy=_sheets(edition, policies),
    )  # fmt: skip


def _counts(edition: Edition) -> dict[str, str]:
    indicators = sum(len({row["indicator_id"] for row in held.rows("indicators")}) for held in edition.sheets)
    found = {
        "sheets": len(edition.sheets),
        "programs": sum(len(held.rows("programs")) for held in edition.sheets),
        "indicators": indicators,
        "issues": sum(len(held.rows("issues")) for held in edition.sheets),
    }
    return {name: f"{count:,}" if count else "" if name == "issues" else "0" for name, count in found.items()}


def _charts(shown: dict[str, list[dict[str, Any]]], parts: Sequence[Part], plan: Said) -> dict[str, Any]:
    """Each chart's data once, and its specification in both languages."""
    amounts = [money for part in parts for money in (part.money.actual, part.money.plan) if money is not None]
    made: dict[str, Any] = {}
    for name, rows in shown.items():
        if not rows:
            continue
        specs = {}
        for language in ("ja", "en"):
            words = {key: getattr(word(key), language) for key in ("actual", "rate", "department")}
            words |= {"program": getattr(word("program_of"), language), "plan": getattr(plan, language)}
            if name == "rate":
                specs[language] = rate_chart(max(amounts, default=0), words, language)
            else:
                planned = any(row["plan"] is not None for row in rows)
                specs[language] = money_chart(len(rows), _largest(rows), planned, words, language)
        made[name] = {"rows": rows, "spec": specs}
    return made


def _largest(rows: list[dict[str, Any]]) -> int:
    return max((row[name] for row in rows for name in ("actual", "plan") if row[name] is not None), default=0)


def _sheets(edition: Edition, policies: Sequence[Group]) -> list[tuple[Said, list[tuple[Any, int, str]]]]:
    """Sheets under their policies, in the policies' order; a sheet without programs still has its place."""
    order = {group.filter: at for at, group in enumerate(policies)}
    found: dict[str | None, list[tuple[Any, int, str]]] = {}
    for held in edition.sheets:
        href = f"sheets/{file_name(held.sheet['sheet_id'])}.html"
        found.setdefault(held.sheet["policy"], []).append((held.sheet, len(held.rows("programs")), href))
    names = sorted(found, key=lambda name: (order.get(name, len(order)), name or ""))
    return [(Said(name, name) if name else word("no_policy"), found[name]) for name in names]
