"""The pages beside overview and sheets: programs, issues, source files, downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipelines.report.content import Content, Row
from pipelines.report.frame import Frame, page
from pipelines.report.leaves import Leaf, Places
from pipelines.report.listing import listing
from pipelines.report.names import file_name
from pipelines.report.overview import Edition
from pipelines.report.sheet_page import issue_anchor
from pipelines.report.words import FOR_SCRIPTS, word
from pipelines.schema import TABLES

_MOST_ISSUES: Final = 200  # of one kind; the table holds them all
_CROP_MARGIN: Final = 24.0
_PARTS: Final = ("in_fields", "in_labels", "in_figures", "in_furniture", "unread")

_LIST_WORDS: Final = ("latest_only", "all_editions", "all", "no_policy", "sub_program")

Leaves = Mapping[tuple[str, int], Leaf]


def programs_page(content: Content, editions: Sequence[Edition], frame: Frame) -> str:
    """The list of programs."""
    data = listing(content, editions)
    heads = [
        ("no", word("sheet_no"), "no"), ("program", word("program_name"), "program"),
        ("departments", word("department"), "departments"), ("policy", word("policy"), "policy"),
        ("actual", word("actual"), "num"), ("plan", word("plan"), "num"), ("rate", word("rate"), "num"),
        ("indicators", word("n_indicators"), "num"),
    ]  # fmt: skip
    words = {
        language: {
            **FOR_SCRIPTS[language],
            **{key: getattr(word(key), language) for key in _LIST_WORDS},
            "unit": getattr(word("money_in"), language),
        }
        for language in ("ja", "en")
    }
    plain = [(f"sheets/{file_name(held.sheet['sheet_id'])}.html", held.sheet["sheet_no"], held.sheet["title"])
             for held in content.sheets.values()]  # fmt: skip
    return page(frame, "programs.html", "programs", heads=heads, data=data | {"words": words}, plain=plain)


def issues_page(content: Content, leaves: Leaves, with_page: set[str], frame: Frame) -> str:
    """All issues, by kind, each with a cut of its place on the page."""
    kinds: dict[tuple[str, str], list[Row]] = {}
    for row in content.issues:
        kinds.setdefault((row["severity"], row["code"]), []).append(row)
    groups = [
        {"severity": severity, "code": code, "anchor": f"kind-{file_name(f'{severity}-{code}')}",
         "count": f"{len(rows):,}", "left": max(len(rows) - _MOST_ISSUES, 0),
         "rows": [_issue(row, content, leaves, with_page) for row in rows[:_MOST_ISSUES]]}
        for (severity, code), rows in kinds.items()
    ]  # fmt: skip
    return page(frame, "issues.html", "issues", groups=groups)


def _issue(row: Row, content: Content, leaves: Leaves, with_page: set[str]) -> dict[str, Any]:
    anchor = issue_anchor(row)
    href, title = None, content.sources[row["source_id"]]["shown"] if row["source_id"] in content.sources else ""
    if row["sheet_id"] is not None:
        sheet = content.sheets[row["sheet_id"]].sheet
        href, title = f"sheets/{file_name(row['sheet_id'])}.html#{anchor}", f"{sheet['sheet_no']} {sheet['title']}"
    elif row["source_id"] in with_page:
        href = f"files/{file_name(row['source_id'])}.html#{anchor}"
    leaf = leaves.get((row["source_id"], row["page"])) if row["page"] is not None else None
    crop = Places([leaf]).crop(row, _CROP_MARGIN) if leaf else None
    page_name = word("page_n", n=row["page"]) if row["page"] is not None else None
    return {"row": row, "href": href, "title": title, "crop": crop, "page": page_name}


def files_page(content: Content, with_page: set[str], frame: Frame) -> str:
    """All source files, with what became of their glyphs."""
    sheets: dict[str, list[tuple[str, str]]] = {}
    for sheet_id, held in content.sheets.items():
        name = f"sheets/{file_name(sheet_id)}.html"
        sheets.setdefault(held.sheet["source_id"], []).append((name, held.sheet["sheet_no"]))
    sums: dict[str, dict[str, int]] = {}
    for row in content.pages.values():
        so_far = sums.setdefault(row["source_id"], dict.fromkeys((*_PARTS, "glyphs"), 0))
        for part in so_far:
            so_far[part] += row[part]
    files = []
    for row in sorted(content.sources.values(), key=lambda row: (row["shown"], row["source_id"])):
        ledger = sums.get(row["source_id"], dict.fromkeys((*_PARTS, "glyphs"), 0))
        href = f"files/{file_name(row['source_id'])}.html" if row["source_id"] in with_page else None
        own = sheets.get(row["source_id"], [])
        files.append({"row": row, "name": row["shown"], "href": href, "glyphs": ledger["glyphs"],
                      "unread": ledger["unread"], "bar": _bar(ledger), "sheets": own})  # fmt: skip
    return page(frame, "files.html", "files", files=files, parts=_PARTS)


def _bar(ledger: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Stretches of a bar of length 100: (part, start, length)."""
    bar, start = [], 0.0
    for part in _PARTS:
        length = 100 * ledger[part] / max(ledger["glyphs"], 1)
        if length:
            bar.append((part, f"{start:.2f}", f"{length:.2f}"))
        start += length
    return bar


def file_page(row: Row, pages: Sequence[Leaf], left: int, content: Content, frame: Frame) -> str:
    """A file with pages that belong to no sheet: those pages, their cells, the file's issues."""
    places = Places(pages)
    issues = [i | {"at": places.at(i) if i["page"] else "", "anchor": issue_anchor(i)}
              for i in content.issues if i["source_id"] == row["source_id"] and i["sheet_id"] is None]  # fmt: skip
    cells = [_cells(content.cells_on(leaf.source_id, leaf.page), places) for leaf in pages]
    shown = [{"title": leaf.title, "cells": found} for leaf, found in zip(pages, cells, strict=True)]
    return page(frame, "file.html", "files", root="../", row=row, name=row["shown"], issues=issues, pages=shown,
                left=left, leaves=pages)  # fmt: skip


def _cells(rows: Sequence[Row], places: Places) -> list[list[Row]]:
    """Ruled cells line by line, table after table."""
    lines: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        lines.setdefault((row["table_no"], row["row"]), []).append(row | {"at": places.at(row)})
    return [sorted(lines[key], key=lambda row: row["column"]) for key in sorted(lines)]


def downloads_page(content: Content, files: Mapping[str, int], frame: Frame) -> str:
    """What can be taken along; `files` are names below the site with their sizes in bytes."""
    tables = []
    for name in TABLES:
        csv = f"data/csv/{name}.csv"
        parquet = [(path, path.rpartition("/")[2], _size(size)) for path, size in sorted(files.items())
                   if path.startswith(f"data/{name}/")]  # fmt: skip
        tables.append({"name": name, "title": word(f"table.{name}"), "rows": content.rows_in[name],
                       "csv": (csv, _size(files[csv])) if csv in files else None, "parquet": parquet})  # fmt: skip
    return page(frame, "downloads.html", "downloads", tables=tables, package="data/datapackage.json" in files)


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):,.1f} kB"
