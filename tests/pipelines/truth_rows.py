"""Full rows of every table from a specimen set's truth file, with made-up places: tables without reading a PDF."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.parts import parts_of
from pipelines.schema import TABLES
from pipelines.tables import table_of

SPECIMENS = Path(__file__).parents[1] / "specimens"
FORM = "some-form"
READ_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

Rows = dict[str, list[dict[str, Any]]]


def truth(name: str) -> dict[str, list[dict[str, Any]]]:
    return json.loads((SPECIMENS / f"{name}.json").read_text(encoding="utf-8"))


def rows_of(said: dict[str, list[dict[str, Any]]]) -> Rows:
    """One source, one page and one cell per sheet; ids and places filled in as a reader would."""
    rows: Rows = {name: [] for name in TABLES}
    programs = {(sheet_id(row), row["program"]): row for row in said["programs"]}
    for sheet in said["sheets"]:
        more = {"sheet_id": sheet_id(sheet), "municipality": "文京区", "page_first": 1, "page_last": 1}
        rows["sheets"].append({**place(sheet), **more, **sheet})
        _add_source(rows, sheet)
    for row in said["programs"]:
        rows["programs"].append({**place(row), "sheet_id": sheet_id(row), "program_id": program_id(row), **row})
    counts: Counter[tuple[str, str]] = Counter()
    for name in ("budgets", "indicators", "notes", "narratives", "answers", "figures"):
        numbers: dict[tuple[str, ...], int] = {}
        for row in said[name]:
            made = {**place(row), "sheet_id": sheet_id(row), **row}
            if name in ("budgets", "indicators", "notes"):
                made["program_id"] = program_id(programs[sheet_id(row), made.pop("program")])
            counts[name, made["sheet_id"]] += 1
            rows[name].append(_numbered(name, made, counts[name, made["sheet_id"]], numbers))
    return rows


def _numbered(name: str, row: dict[str, Any], at: int, numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    if name == "budgets":
        return {"side": "cost", "raw": str(row["amount_yen"] or ""), **row}
    if name == "indicators":
        key = (row["program_id"], row["indicator"], row["unit"] or "")
        no = numbers.setdefault(key, 1 + sum(program == row["program_id"] for program, *_ in numbers))
        more = {"indicator_no": no, "indicator_id": f"{row['program_id']}-{no:02}", "category": "activity"}
        return {**more, "raw": "" if row["value"] is None else f"{row['value']:g}", **row}
    if name == "narratives":
        return {"heading_no": at, **row}
    if name == "answers":
        return {"item_no": at, **row}
    return {"figure_no": at, "labels": [], **row} if name == "figures" else row


def _add_source(rows: Rows, sheet: dict[str, Any]) -> None:
    source = source_id(sheet)
    rows["sources"].append(
        {
            "source_id": source,
            "file": f"{sheet['edition']}/{sheet['sheet_no']}.pdf",
            "status": "ok",
            "form": FORM,
            "tool_version": "0.1.0",
            "extracted_at": READ_AT,
        }
    )
    rows["pages"].append(page_row(source))
    cell = {"table_no": 1, "row": 0, "column": 0, "row_span": 1, "column_span": 1, "text": "事業費"}
    rows["cells"].append({**place(sheet), **cell, "row_labels": [], "column_labels": ["事業費"]})


def page_row(source: str) -> dict[str, Any]:
    ledger = dict.fromkeys(("glyphs", "in_fields", "in_labels", "in_figures", "in_furniture", "unread"), 0)
    return {"source_id": source, "page": 1, "width": 595.0, "height": 842.0, "rotation": 0, **ledger}


def failed(file: str, content: bytes = b"broken") -> Rows:
    """The rows of one file that could not be read."""
    source = hashlib.sha256(content).hexdigest()[:16]
    row = {"source_id": source, "file": file, "status": "failed", "error": "not a PDF", "tool_version": "0.1.0"}
    issue = {"issue_id": f"{source}-1", "severity": "error", "code": "unreadable", "message": "…", "source_id": source}
    return {**{name: [] for name in TABLES}, "sources": [{**row, "extracted_at": READ_AT}], "issues": [issue]}


def place(row: dict[str, Any]) -> dict[str, Any]:
    box = {"x0": 10.0, "top": 20.0, "x1": 30.0, "bottom": 40.0}
    key = {name: row[name] for name in ("municipality_code", "edition", "sheet_no")}
    return {**key, "form": FORM, "source_id": source_id(row), "page": 1, **box}


def sheet_id(row: dict[str, Any]) -> str:
    return f"{row['municipality_code']}-{FORM}-{row['edition']}-{row['sheet_no']}"


def program_id(row: dict[str, Any]) -> str:
    return f"{sheet_id(row)}-{row['program_no']:02}"


def source_id(row: dict[str, Any]) -> str:
    return hashlib.sha256(f"{row['edition']}/{row['sheet_no']}".encode()).hexdigest()[:16]


def merged(*many: Rows) -> Rows:
    return {name: [row for rows in many for row in rows[name]] for name in TABLES}


def parts(rows: Rows) -> dict[str, dict[str, pa.Table]]:
    return parts_of({name: table_of(name, held) for name, held in rows.items()})
