"""The page of one sheet: everything read from it, each with its place on the printed page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.report.content import SheetRows
from pipelines.report.leaves import Leaf, Places, Row
from pipelines.report.money import Money
from pipelines.report.names import file_name
from pipelines.report.numbers import fiscal_year
from pipelines.report.said import Said
from pipelines.report.sheet_tables import indicator_table, money_table
from pipelines.report.words import word


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: address relative to the page, and what it is called."""

    href: str
    text: Said | str


@dataclass(frozen=True, slots=True)
class SheetTask:
    """All that the page of one sheet is made of; it goes to another process.

    ``section_names`` are those of the sheet's form, by slug.
    """

    held: SheetRows
    leaves: tuple[Leaf, ...]
    money: dict[str, Money]
    edition: Link
    previous: Link | None = None
    next: Link | None = None
    editions: tuple[Link, ...] = field(default_factory=tuple)
    section_names: Mapping[str, Said] = field(default_factory=dict)


def sheet_view(task: SheetTask) -> dict[str, Any]:
    """What the template `sheet.html` shows."""
    held, places = task.held, Places(task.leaves)
    sheet = held.sheet
    programs = [_program(row, task, places) for row in held.rows("programs")]
    return {
        "task": task,
        "sheet": sheet,
        "facts": _facts(sheet, task),
        "title_at": places.at(sheet),
        "programs": programs,
        # A sheet of one program under the sheet's own name needs that name only once.
        "alone": len(programs) == 1 and programs[0]["row"]["program"] == sheet["title"],
        "legend": any(program["indicators"] for program in programs),
        "sections": _sections(held.rows("narratives"), task.section_names, places),
        "answers": [_placed(row, places) for row in held.rows("answers")],
        "figures": [_placed(row, places) | {"crop": places.crop(row)} for row in held.rows("figures")],
        "issues": [_placed(row, places) | {"anchor": issue_anchor(row)} for row in held.rows("issues")],
        "leaves": task.leaves,
    }


def issue_anchor(row: Row) -> str:
    """Where on its page an issue stands."""
    return f"issue-{file_name(row['issue_id'])}"


def _facts(sheet: Row, task: SheetTask) -> dict[str, Any]:
    policy = " ".join(str(part) for part in (sheet["policy_no"], sheet["policy"]) if part is not None)
    measure = " ".join(str(part) for part in (sheet["measure_no"], sheet["measure"]) if part is not None)
    first, last = sheet["page_first"], sheet["page_last"]
    pages = word("page_n", n=first) if first == last else word("pages_n", first=first, last=last)
    year = sheet["result_fiscal_year"]
    return {
        "policy": policy,
        "measure": measure,
        "year": fiscal_year(year) if year else None,
        "pages": pages,
        "file": next((leaf.file for leaf in task.leaves if leaf.source_id == sheet["source_id"]), ""),
        "edition": word("edition_of", year=fiscal_year(sheet["edition"])),
    }


def _program(row: Row, task: SheetTask, places: Places) -> dict[str, Any]:
    mine = {name: [found for found in task.held.rows(name) if found["program_id"] == row["program_id"]]
            for name in ("budgets", "indicators", "notes")}  # fmt: skip
    return {
        "row": row,
        "anchor": f"program-{row['program_no']}",
        "at": places.at(row),
        "child": row["parent_program_id"] is not None,
        "budgets": money_table(mine["budgets"], task.money[row["program_id"]], places),
        "indicators": indicator_table(mine["indicators"], places),
        "notes": [(fiscal_year(note["fiscal_year"]), _placed(note, places)) for note in mine["notes"]],
    }


def _placed(row: Row, places: Places) -> dict[str, Any]:
    return {**row, "at": places.at(row)}


def _sections(
    rows: Sequence[Row], names: Mapping[str, Said], places: Places
) -> list[tuple[Said, list[dict[str, Any]]]]:
    """Prose by section, in the order in which the sheet prints it; without a title of its form it bears its slug."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["section"]].append(row)
    order = sorted(found, key=lambda slug: min((r["page"], r["top"], r["x0"]) for r in found[slug]))
    return [(names.get(slug, Said(slug, slug)), [_placed(row, places) for row in found[slug]]) for slug in order]
