"""Sheet numbers missing within an edition: told where a file seems to be lost, not where some sheets were picked."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.editions import with_gaps
from pipelines.options import Options
from pipelines.run import run
from pipelines.schema import TABLES
from pipelines.tables import no_rows, table_of
from tests.catalogue import ROOT
from tests.conftest import EPOCH
from tests.pipelines.truth_rows import rows_of, truth

FIRST, THIRD, FIFTEENTH = sorted((ROOT / "data/raw/131059/2025").glob("*.pdf"))[:3]


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def gaps(out: Path, files: Sequence[Path], **options: Any) -> list[dict[str, Any]]:
    run(files, Options(out, 1, **options))
    return [row for row in pq.read_table(out / "issues").to_pylist() if row["code"] == "number_gap"]


def test_a_gap_between_files_is_told_at_the_sheet_after_it(tmp_path: Path) -> None:
    (gap,) = gaps(tmp_path, [FIRST, THIRD])
    (sheet,) = [row for row in pq.read_table(tmp_path / "sheets").to_pylist() if row["sheet_no"] == "3"]
    assert "bears the number 2:" in gap["message"]
    assert (gap["severity"], gap["table"], gap["row_id"]) == ("warning", "sheets", sheet["sheet_id"])
    assert {name: gap[name] for name in ("edition", "sheet_no", "source_id", "page", "x0")} == {
        name: sheet[name] for name in ("edition", "sheet_no", "source_id", "page", "x0")
    }


def test_sheets_that_were_picked_have_no_gaps(tmp_path: Path) -> None:
    assert gaps(tmp_path, [FIRST, THIRD, FIFTEENTH]) == []


def test_a_gap_comes_and_goes_as_in_a_full_run(tmp_path: Path) -> None:
    picked, lost = [FIRST, THIRD, FIFTEENTH], [FIRST, THIRD]
    assert gaps(tmp_path / "out", picked) == []
    for files, count in ((lost, 1), (lost, 1), (picked, 0)):
        assert len(gaps(tmp_path / "out", files)) == count
        shutil.copytree(tmp_path / "out", tmp_path / "full", dirs_exist_ok=True)
        gaps(tmp_path / "full", files, force=True)
        assert contents(tmp_path / "out") == contents(tmp_path / "full")


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("form", "numbers", "sources", "told"),
    [
        ("bunkyo-strategy", "1 2 5", "abc", ["3-4"]),
        ("bunkyo-strategy", "1 4", "ab", []),  # as many are missing as are there: some were picked
        ("bunkyo-strategy", "1 2 5", "aaa", []),  # a volume is held against itself as it is read
        ("kobe-program", "1 2 5", "abc", []),  # pages number its sheets
    ],
)
def test_gaps_of_an_edition(form: str, numbers: str, sources: str, told: list[str]) -> None:
    row = rows_of(truth("r7"))["sheets"][0]
    sheets = [
        {**row, "form": form, "sheet_no": number, "sheet_id": f"131059-{form}-2025-{number}", "source_id": source}
        for number, source in zip(numbers.split(), sources, strict=True)
    ]
    found = with_gaps({"sheets": table_of("sheets", sheets), "issues": no_rows(TABLES["issues"])}, ())
    assert [message.partition("the number ")[2].partition(":")[0] for message in found["message"].to_pylist()] == told
