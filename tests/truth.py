"""How extracted tables are compared with the truth of a specimen: row by row, by key and by every compared field.

A row is right only when its key and all its fields agree. Text is compared without white space and after NFKC, because
where a line wraps is the layout's business.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = Mapping[str, Any]
Grid = dict[str, dict[tuple[Any, ...], Any]]

TABLES = ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures")
_SAME = str.maketrans({"〜": "~", "～": "~", "—": "-", "―": "-", "–": "-", "－": "-", "ー": "ー", "“": '"', "”": '"'})


@dataclass
class Score:
    """How a table agrees with the truth; ``differences`` are (what, key, expected, found)."""

    expected: int
    found: int
    right: int
    differences: list[tuple[str, Any, Any, Any]] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 in percent; 100 where nothing is expected and nothing was found."""
        total = self.expected + self.found
        return 100.0 if total == 0 else 200.0 * self.right / total


def key(text: object) -> str:
    if text is None or (isinstance(text, float) and math.isnan(text)):
        return ""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text))).translate(_SAME)


def number(value: Any) -> float | None:
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else round(float(value), 6)


def sheet_of(row: Row) -> tuple[str, int, str]:
    return str(row["municipality_code"]), int(row["edition"]), str(row["sheet_no"])


def grid(tables: Mapping[str, Sequence[Row]], program_of: Callable[[Row], object]) -> Grid:
    """Each table as {key: compared fields}; ``program_of`` names the program that a row belongs to."""
    rows = {name: tables.get(name) or [] for name in TABLES}

    def of(row: Row) -> tuple[Any, ...]:
        return (*sheet_of(row), key(program_of(row)))

    prose: dict[tuple[Any, ...], str] = {}
    for row in rows["narratives"]:
        heading = key(row.get("heading")) if row["section"] == "review" else ""
        at = (*sheet_of(row), row["section"], heading)
        prose[at] = prose.get(at, "") + key(row["text"])
    return {
        "sheets": {
            sheet_of(r): (key(r["title"]), r.get("policy_no"), key(r.get("policy")), tuple(r.get("sdgs") or ()))
            for r in rows["sheets"]
        },
        "programs": {
            (*sheet_of(r), key(r["program"])): (
                r["program_no"], tuple(key(d) for d in r["departments"] or ()), key(r.get("role")),
            )
            for r in rows["programs"]
        },
        "budgets": {
            (*of(r), r["fiscal_year"], r["kind"], key(r["item"])): (number(r["amount_yen"]), r["status"], r["part"])
            for r in rows["budgets"]
        },
        "indicators": {
            (*of(r), _name(r), key(r["unit"]), r["fiscal_year"], r["kind"]): (number(r["value"]), r["status"])
            for r in rows["indicators"]
        },
        "notes": {(*of(r), r["fiscal_year"]): key(r["text"]) for r in rows["notes"]},
        "narratives": prose,
        "answers": {(*sheet_of(r), key(r["item"])): key(r["answer"]) for r in rows["answers"]},
        "figures": {(*sheet_of(r), key(r["caption"])): key(r["source"]) for r in rows["figures"]},
    }  # fmt: skip


def _name(row: Row) -> str:
    return (key(row["indicator"]) + key(row.get("indicator_note"))).replace("※", "")


def found_in(out: Path) -> Grid:
    """The tables of an output folder, as compared."""
    tables = {name: pq.read_table(out / name).to_pylist() for name in TABLES}
    names = {row["program_id"]: row["program"] for row in tables["programs"]}
    return grid(tables, lambda row: names[row["program_id"]])


def scores(out: Path, truth_file: Path, subset: bool = False) -> dict[str, Score]:
    """Compare an output folder with a truth file, table by table.

    Args:
        out: the output folder.
        truth_file: JSON: rows by table; tables under ``partial`` hold only some of their rows.
        subset: look only at the sheets that the truth names.
    """
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    known = {name: rows for name, rows in truth.items() if name in TABLES}
    want = {name: rows for name, rows in grid(known, lambda row: row["program"]).items() if name in truth}
    got = found_in(out)
    only = {sheet_of(row) for row in truth["sheets"]}
    result = {}
    for name, expected in want.items():
        found = got[name]
        if subset:
            found = {k: v for k, v in found.items() if k[:3] in only}
        if name in truth.get("partial", ()):
            found = {k: v for k, v in found.items() if k in expected}
        result[name] = _score(expected, found)
    return result


def _score(expected: Mapping[Any, Any], found: Mapping[Any, Any]) -> Score:
    right = sum(1 for k, v in expected.items() if k in found and found[k] == v)
    differences = [("missing", k, v, None) for k, v in expected.items() if k not in found]
    differences += [("differs", k, v, found[k]) for k, v in expected.items() if k in found and found[k] != v]
    differences += [("extra", k, None, v) for k, v in found.items() if k not in expected]
    return Score(len(expected), len(found), right, differences)


def faults(result: Mapping[str, Score], least: Mapping[str, float]) -> list[str]:
    """What a test prints: the tables below their least F1, with their first differences."""
    return [
        f"{name}: F1 {score.f1:.2f}, {score.expected} expected, {score.found} found; {score.differences[:5]}"
        for name, score in result.items()
        if score.f1 < least.get(name, least["*"])
    ]
