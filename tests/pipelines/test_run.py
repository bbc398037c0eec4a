"""A whole run: same input, same bytes; editions replaced one by one; nothing twice; nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extract.form_files import BUILT_IN
from pipelines.options import Options
from pipelines.run import Summary, run
from pipelines.schema import TABLES
from tests.catalogue import ROOT
from tests.conftest import EPOCH
from tests.drawing import Drawing
from tests.extract.test_form_language import BUDGETS, HEAD

COST = BUDGETS + '[[table.rows]]\npath = "(.+)"\n'
R7 = sorted((ROOT / "data/raw/131059/2025").glob("*.pdf"))[:3]
R8 = sorted((ROOT / "data/raw/131059/2026").glob("*.pdf"))[:2]
E2025, E2026 = "131059-bunkyo-strategy-2025", "131059-bunkyo-strategy-2026"


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def go(out: Path, *paths: Path, workers: int = 1, **options: Any) -> Summary:
    return run(paths, Options(out, workers, **options))


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / table).to_pylist()
    return found


def copies(folder: Path, files: list[Path], name: str = "{}.pdf") -> Path:
    folder.mkdir(parents=True)
    for number, path in enumerate(files):
        shutil.copy(path, folder / name.format(number))
    return folder


def test_the_number_of_workers_and_the_order_of_files_change_no_byte(tmp_path: Path) -> None:
    go(tmp_path / "one", *R7)
    go(tmp_path / "two", *R7[::-1], workers=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")) == len(TABLES) + 1


def test_names_of_files_stand_in_the_table_sources_alone(tmp_path: Path) -> None:
    go(tmp_path / "one", copies(tmp_path / "a", R7))
    go(tmp_path / "two", copies(tmp_path / "b", R7[::-1], "点検　シート {}.PDF"))
    one, two = content(tmp_path / "one"), content(tmp_path / "two")
    differ = {name for name in one | two if one.get(name) != two.get(name)}
    assert differ == {"datapackage.json", f"sources/{E2025}.parquet"}


def test_a_second_run_of_the_same_changes_nothing(tmp_path: Path) -> None:
    go(tmp_path / "out", *R7)
    before = content(tmp_path / "out")
    summary = go(tmp_path / "out", *R7)
    assert summary.committed is not None
    assert summary.committed.written == ()
    assert content(tmp_path / "out") == before


def test_a_run_replaces_the_editions_that_it_reads_and_no_other(tmp_path: Path) -> None:
    go(tmp_path / "out", *R7, *R8)
    before = content(tmp_path / "out")
    go(tmp_path / "out", R8[0])
    after = content(tmp_path / "out")
    old = {name for name in before if E2025 in name}
    assert len(old) == len(TABLES)
    assert {name: before[name] for name in old} == {name: after[name] for name in old}
    assert len([row for row in rows(tmp_path / "out", "sheets") if row["edition"] == 2026]) == 1


def test_a_sheet_in_two_pdfs_gives_its_rows_once_and_an_issue(tmp_path: Path) -> None:
    folder = copies(tmp_path / "in", R7[1:])
    (folder / "again.pdf").write_bytes(R7[1].read_bytes() + b"\n% another copy\n")
    summary = go(tmp_path / "out", folder)
    go(tmp_path / "alone", *R7[1:])
    assert summary.issues == {("warning", "duplicate_sheet"): 1}
    assert len(rows(tmp_path / "out", "sources")) == 3
    for name in ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures"):
        assert len(rows(tmp_path / "out", name)) == len(rows(tmp_path / "alone", name)), name
    issue = rows(tmp_path / "out", "issues")[0]
    assert "again.pdf" in issue["message"]
    assert issue["row_id"] in {row["sheet_id"] for row in rows(tmp_path / "out", "sheets")}


def test_two_sheets_that_bear_one_number_both_stay_and_are_told(tmp_path: Path) -> None:
    """Each bureau counts its own sheets."""
    (tmp_path / "test-form.toml").write_text(HEAD.format(keys="", opens="") + COST, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    for name, title in (("a", "図書館運営"), ("b", "防災訓練"), ("c", "防災訓練")):
        drawn = Drawing(folder / f"{name}.pdf")
        drawn.text(60, 40, "令和6年度評価シート" + ("　" if name == "c" else ""), 14)
        drawn.table(70, [60, 60, 60, 160], [["番号", "7", "事業名", title]])
        drawn.table(110, [80, 90, 90], [["区分", "5年度決算", "6年度予算"], ["委託料", "1", "2"]])
        drawn.save()
    summary = go(tmp_path / "out", folder, folders=(tmp_path,))
    assert summary.issues == {("warning", "same_number"): 1, ("warning", "duplicate_sheet"): 1}
    found = {row["sheet_id"]: (row["sheet_no"], row["title"]) for row in rows(tmp_path / "out", "sheets")}
    first, second = "272043-test-form-2024-7", "272043-test-form-2024-7（2）"
    assert found == {first: ("7", "図書館運営"), second: ("7（2）", "防災訓練")}
    programs = {row["program_id"]: row["sheet_id"] for row in rows(tmp_path / "out", "programs")}
    assert programs == {f"{first}-01": first, f"{second}-01": second}
    assert [row["program_id"] for row in rows(tmp_path / "out", "budgets")] == [f"{first}-01"] * 2 + [
        f"{second}-01"
    ] * 2
    (told,) = (row for row in rows(tmp_path / "out", "issues") if row["code"] == "same_number")
    assert told["row_id"] == second
    again = go(tmp_path / "out", folder, folders=(tmp_path,))
    assert again.committed is not None
    assert again.committed.written == ()


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    folder = copies(tmp_path / "in", [R7[0], R7[0]])
    summary = go(tmp_path / "out", folder)
    assert summary.issues == {("info", "duplicate_file"): 1}
    assert summary.clean
    assert len(rows(tmp_path / "out", "sources")) == 1


def test_sheets_without_a_number_are_told_and_none_is_lost(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    text = (BUILT_IN / "bunkyo-strategy.toml").read_text(encoding="utf-8")
    assert "(?P<sheet_no>" in text
    (forms / "bunkyo-strategy.toml").write_text(text.replace("(?P<sheet_no>", "(?:", 1), encoding="utf-8")
    summary = go(tmp_path / "out", *R7, folders=(forms,))
    assert len(rows(tmp_path / "out", "sheets")) == len(R7)
    assert summary.issues["error", "no_sheet_no"] == len(R7)
    assert summary.files == {"partial": len(R7)}


def test_a_run_for_one_form_leaves_the_others_unread(tmp_path: Path) -> None:
    summary = go(tmp_path / "out", *R7, form="ikeda-program")
    assert summary.files == {"unknown_form": len(R7)}
    assert summary.rows["sheets"] == 0
    assert summary.rows["cells"] > 0
    assert not summary.clean
    said = {row["message"].partition(": ")[2] for row in rows(tmp_path / "out", "issues")}
    assert said == {"no sheet of ikeda-program, the only form asked for; its ruled cells are in the table cells"}


def test_every_row_says_where_it_was_read(tmp_path: Path) -> None:
    go(tmp_path / "out", *R7)
    pages = {(row["source_id"], row["page"]): row for row in rows(tmp_path / "out", "pages")}
    for name in ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures", "cells"):
        found = rows(tmp_path / "out", name)
        assert found, name
        for row in found:
            page = pages[row["source_id"], row["page"]]
            assert 0 <= row["x0"] < row["x1"] <= page["width"], (name, row)
            assert 0 <= row["top"] < row["bottom"] <= page["height"], (name, row)
