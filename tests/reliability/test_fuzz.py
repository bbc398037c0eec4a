"""Broken PDFs end as a row each: no run is lost, nothing hangs, no traceback comes out.

TENKEN_FUZZ=2000 (`make fuzz`) is the long form.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.catalogue import BAD, KNOWN, ROOT, SPECIMENS
from tests.reliability.fuzz import broken
from tests.terminal import tenken

COUNT = int(os.environ.get("TENKEN_FUZZ", "48"))
SEED = os.environ.get("TENKEN_FUZZ_SEED", "1")
BATCH = 100
SECONDS = 20
STATUSES = {"ok", "partial", "unknown_form", "scanned", "failed"}


def sources() -> list[Path]:
    """Small sheets of every kind; the volume would make each try slow."""
    found = [path for specimen in KNOWN for path in (ROOT / specimen.path).glob("*.pdf")]
    found += [*(ROOT / BAD).glob("other-form.pdf"), *(ROOT / SPECIMENS / "variants").glob("*/*.pdf")]
    return sorted(path for path in found if path.stat().st_size < 600_000)


def batches() -> list[range]:
    return [range(first, min(first + BATCH, COUNT)) for first in range(0, COUNT, BATCH)]


@pytest.mark.slow
@pytest.mark.parametrize("numbers", batches(), ids=lambda numbers: f"{numbers.start}-{numbers.stop - 1}")
def test_broken_files_cost_themselves_and_nothing_else(numbers: range, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    known = sources()
    assert len(known) > 20
    for number in numbers:
        (folder / f"{number:05d}.pdf").write_bytes(broken(known, number, SEED))
    ended = tenken(
        "run", folder, "--out", tmp_path / "out", "--json", "--quiet", "--time-limit", SECONDS, "--memory-limit", 1024,
        limit=120 + SECONDS * len(numbers),
    )  # fmt: skip
    assert ended.returncode in (0, 1), ended.stderr
    assert ended.stderr == ""
    said = json.loads(ended.stdout)
    rows = pq.read_table(tmp_path / "out" / "sources").to_pylist()
    assert {row["status"] for row in rows} <= STATUSES
    assert sum(said["files"].values()) == len(rows) > 0
    issues = pq.read_table(tmp_path / "out" / "issues").to_pylist()
    codes = Counter(row["code"] for row in issues)
    print(dict(codes), dict(Counter(row["status"] for row in rows)))
    bad = [row["message"] for row in issues if row["code"] in ("internal_error", "took_too_long", "reader_crashed")]
    assert bad == []
    duplicates = codes["duplicate_file"]
    assert len(rows) + duplicates == len(numbers)
    told = {row["source_id"] for row in issues}
    assert [row["file"] for row in rows if row["status"] not in ("ok",) and row["source_id"] not in told] == []
