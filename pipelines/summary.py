"""The summary at the end of a run, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from pipelines.printable import shown
from pipelines.run import Summary

_ORDER: Final = {"error": 0, "warning": 1, "info": 2}


def as_document(summary: Summary, out: Path) -> str:
    """A run's summary as JSON: the same run gives the same text."""
    committed = summary.committed
    said = {
        "out": shown(str(out)),
        "files": dict(sorted(summary.files.items())),
        "rows": summary.rows,
        "issues": [
            {"severity": severity, "code": code, "count": count} for (severity, code), count in _by_weight(summary)
        ],
        "written": list(committed.written) if committed else [],
        "removed": list(committed.removed) if committed else [],
        "unchanged": list(committed.unchanged) if committed else [],
        "gone": dict(sorted(summary.gone.items())),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def tell(summary: Summary, out: Path) -> None:
    """Print a run's summary: files by status, rows per table, issues by severity and code, where the tables are."""
    console = Console(markup=False, highlight=False, emoji=False)
    files = ", ".join(f"{count} {status}" for status, count in sorted(summary.files.items()))
    total = sum(summary.files.values())
    console.print(f"{total} {'file' if total == 1 else 'files'}: {files}", soft_wrap=True)
    rows = Table("table", "rows", box=box.SIMPLE_HEAD)
    rows.columns[1].justify = "right"
    for name, count in summary.rows.items():
        rows.add_row(name, f"{count:,}")
    console.print(rows)
    if summary.issues:
        issues = Table("severity", "issue", "times", box=box.SIMPLE_HEAD)
        issues.columns[2].justify = "right"
        for (severity, code), count in _by_weight(summary):
            issues.add_row(severity, code, f"{count:,}")
        console.print(issues)
        console.print(f"What each issue says: tenken issues {shown(str(out))}", soft_wrap=True)
    for edition, count in summary.gone.items():
        sheets = "sheet is" if count == 1 else "sheets are"
        said = f"{edition}: {count} {sheets} no longer in the tables; an edition holds what the last run over it read"
        console.print(said, soft_wrap=True)
    console.print(f"Tables: {shown(str(out))} ({_changes(summary)})", soft_wrap=True)


def _by_weight(summary: Summary) -> list[tuple[tuple[str, str], int]]:
    return sorted(summary.issues.items(), key=lambda item: (_ORDER[item[0][0]], item[0][1]))


def _changes(summary: Summary) -> str:
    if summary.committed is None:
        return "nothing written"
    done = summary.committed
    return f"{len(done.written)} written, {len(done.removed)} removed, {len(done.unchanged)} unchanged"
