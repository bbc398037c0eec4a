"""Every specimen's rows as files that a reviewer can read: tests/goldens/<specimen>/<table>.csv.

They hold what the truth does not: order, places, labels, ledgers, issues. Rewrite them with `pytest --rewrite-goldens`
and read the difference.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.schema import TABLES
from tests.catalogue import GOLDENS, INVENTED, KNOWN, Specimen
from tests.conftest import Reader

CELLS_OF = "r7-browser"  # the cells of one specimen show their form; those of all would be a megabyte
_KEY = ("municipality_code", "form", "edition", "sheet_no")  # stands in the ids already; the truth compares it
LEFT_OUT = {
    **{name: _KEY for name, table in TABLES.items() if table.per_sheet and name != "sheets"},
    "sources": ("tool_version", "extracted_at", "producer", "creator"),
}
WHOLE_POINTS = ("x0", "top", "x1", "bottom", "width", "height")


def tables_of(specimen: Specimen) -> list[str]:
    return [name for name in TABLES if name != "cells" or specimen.name == CELLS_OF]


def readable(out: Path, name: str) -> str:
    """A table as CSV: in the order of its file, boxes in whole points, lists joined by " / "."""
    rows: list[dict[str, Any]] = []
    for path in sorted((out / name).glob("*.parquet")):
        rows += pq.read_table(path).to_pylist()
    columns = [column.name for column in TABLES[name].columns if column.name not in LEFT_OUT.get(name, ())]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_printed(column, row[column]) for column in columns] for row in rows)
    return text.getvalue()


def _printed(column: str, value: Any) -> Any:
    if isinstance(value, list):
        return " / ".join(map(str, value))
    return round(value) if column in WHOLE_POINTS and value is not None else value


def test_goldens_are_compared_not_rewritten(rewrite_goldens: bool) -> None:
    assert not rewrite_goldens, "goldens were rewritten: read the difference, then run without --rewrite-goldens"


@pytest.mark.parametrize("specimen", [*KNOWN, *INVENTED], ids=str)
def test_golden(specimen: Specimen, read_specimen: Reader, rewrite_goldens: bool) -> None:
    folder = GOLDENS / specimen.name
    for name in tables_of(specimen):
        found, golden = readable(read_specimen(specimen), name), folder / f"{name}.csv"
        if rewrite_goldens:
            folder.mkdir(parents=True, exist_ok=True)
            golden.write_text(found, encoding="utf-8")
        assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines(), golden


def test_every_golden_has_its_specimen() -> None:
    wanted = {f"{specimen.name}/{name}.csv" for specimen in (*KNOWN, *INVENTED) for name in tables_of(specimen)}
    assert {path.relative_to(GOLDENS).as_posix() for path in GOLDENS.rglob("*.csv")} == wanted
