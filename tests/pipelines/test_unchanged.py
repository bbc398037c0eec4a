"""Unchanged files are not read again, and nobody can tell from the tables: each run is held against a full one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipelines.reading
import pipelines.tool
from pipelines.options import Options
from pipelines.run import Summary, run
from pipelines.schema import TABLES
from pipelines.store import Store
from pipelines.unchanged import Known
from tests.catalogue import ROOT
from tests.conftest import EPOCH

SHEETS = sorted((ROOT / "data/raw/131059/2025").glob("*.pdf"))[:3]
OTHER = sorted((ROOT / "data/raw/131059/2026").glob("*.pdf"))[0]


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


class Year:
    """A folder of PDFs, its tables, and the names of the files that each run read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.raw, self.out, self.folder = folder / "raw", folder / "out", folder
        self.raw.mkdir()
        for number, path in enumerate(SHEETS):
            shutil.copy(path, self.raw / f"{number}.pdf")
        self.read: list[str] = []
        begin = pipelines.reading.Reading.begin

        def recorded(reading: Any, files: Any) -> None:
            self.read += [path.name for path in files]
            begin(reading, files)

        monkeypatch.setattr(pipelines.reading.Reading, "begin", recorded)

    def run(self, out: Path | None = None, **options: Any) -> Summary:
        self.read.clear()
        return run([self.raw], Options(out or self.out, 1, **options))

    def as_a_full_run(self) -> None:
        """The tables are those that a run over the same files makes that knows nothing."""
        copy = self.folder / "full"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.out, copy)
        self.run(copy, force=True)
        assert content(self.out) == content(copy)


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Year:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    made = Year(tmp_path, monkeypatch)
    made.run()
    assert made.read == ["0.pdf", "1.pdf", "2.pdf"]
    return made


def changed(year: Year) -> None:
    with (year.raw / "1.pdf").open("ab") as file:
        file.write(b"\n% fetched again\n")


def renamed(year: Year) -> None:
    (year.raw / "1.pdf").rename(year.raw / "9.pdf")


def removed(year: Year) -> None:
    (year.raw / "1.pdf").unlink()


def another_edition(year: Year) -> None:
    shutil.copy(OTHER, year.raw / "5.pdf")


def broken(year: Year) -> None:
    (year.raw / "1.pdf").write_bytes(b"no PDF")


def same_file_before(year: Year) -> None:
    shutil.copy(year.raw / "1.pdf", year.raw / "0a.pdf")


def same_sheet_before(year: Year) -> None:
    (year.raw / "0a.pdf").write_bytes((year.raw / "1.pdf").read_bytes() + b"\n% another copy\n")


def same_sheet_after(year: Year) -> None:
    (year.raw / "1a.pdf").write_bytes((year.raw / "1.pdf").read_bytes() + b"\n% another copy\n")


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (changed, {"1.pdf"}),
        (renamed, {"9.pdf"}),
        (removed, set()),
        (another_edition, {"5.pdf"}),
        (broken, {"1.pdf"}),
        (same_file_before, {"0a.pdf", "1.pdf"}),
        (same_sheet_before, {"0a.pdf", "1.pdf"}),
        (same_sheet_after, {"1a.pdf", "1.pdf"}),
    ],
)
def test_only_what_a_change_touches_is_read_and_the_tables_are_those_of_a_full_run(
    year: Year, change: Callable[[Year], None], read: set[str]
) -> None:
    change(year)
    year.run()
    assert set(year.read) == read
    year.as_a_full_run()
    year.run()  # and once more, upon tables that an incremental run made
    year.as_a_full_run()


def test_a_path_that_held_a_sheet_of_another_edition_before_is_known(year: Year) -> None:
    for path in year.raw.iterdir():
        path.unlink()
    shutil.copy(
        OTHER, year.raw / "0.pdf"
    )  # the three of 2025 stay in the tables: other files of that path may be theirs
    year.run()
    assert year.read == ["0.pdf"]
    year.run()
    assert year.read == []


def test_a_second_run_reads_nothing_writes_nothing_and_says_the_same(year: Year) -> None:
    before = content(year.out)
    again = year.run()
    assert year.read == []
    assert content(year.out) == before
    full = year.run(force=True)
    assert year.read == ["0.pdf", "1.pdf", "2.pdf"]
    assert again == full


def test_a_duplicate_that_goes_gives_its_sheet_back(year: Year) -> None:
    same_sheet_before(year)
    year.run()
    (year.raw / "0a.pdf").unlink()
    year.run()
    assert year.read == ["1.pdf"]
    year.as_a_full_run()


def test_other_forms_or_code_read_all_again(year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    year.run(folders=(forms,))
    assert year.read == []
    year.run(form="bunkyo-strategy")
    assert len(year.read) == 3
    monkeypatch.setattr(pipelines.tool, "tool_version", lambda *_: "0.1.0+otherone")
    year.run()
    assert len(year.read) == 3
    assert set(pq.read_table(year.out / "sources")["tool_version"].to_pylist()) == {"0.1.0+otherone"}


def test_a_file_that_somebody_put_beside_the_tables_is_no_change(year: Year) -> None:
    year.run()
    shutil.copy(next((year.out / "budgets").glob("*.parquet")), year.out / "budgets" / "mine.parquet")
    year.run()
    assert year.read == []


def test_tables_that_somebody_changed_are_no_ground_to_stand_on(year: Year) -> None:
    before = content(year.out)
    (part,) = (year.out / "budgets").glob("131059*.parquet")
    part.unlink()
    year.run()
    assert len(year.read) == 3
    assert content(year.out) == before


def test_rows_of_other_files_are_not_held(two_editions: Path) -> None:
    """One file that has changed must not cost the memory of all the editions in the folder."""
    with Store(two_editions) as store:
        known, before = Known(store, "0.1.0"), pa.total_allocated_bytes()
        source = store.columns("sheets", store.parts("sheets")[0], ["source_id"])["source_id"][0].as_py()
        rows = known.rows_of({source})
        held = pa.total_allocated_bytes() - before
        whole = sum(store.read(name, part).nbytes for name in TABLES for part in store.parts(name))
    assert rows["sheets"]["source_id"].to_pylist() == [source]
    assert held < whole / 2
