"""Runs over a part of what the tables hold: no sheet goes for good, and none without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines import load
from pipelines.options import Options
from pipelines.run import Summary, run
from pipelines.schema import TABLES
from pipelines.tables import check_references
from tests.drawing import Drawing
from tests.pipelines.test_store import assert_sound

FORM = """id = "{id}"
name = "{heading}"
municipality_code = "272043"
municipality = "池田市"
labels = ["令和.年度{heading}"]
[recognise]
first_page = ["{heading}"]
[numbering]
edition = "(?P<year>令和.{{1,3}}年度){heading}"
[[pair]]
label = "事業名"
to = ["sheet.title", "program.program"]
[[pair]]
label = "番号"
to = "sheet.sheet_no"
[[table]]
id = "t"
header = "区分"
years = "budgets"
unit = "千円"
[[table.rows]]
path = "(.+)"
"""
HEADINGS = {"one": "評価シート", "other": "点検カード"}


def sheets(path: Path, *said: tuple[str, int, int], rows: list[list[str]] | None = None) -> Path:
    """A PDF with a sheet a page: form, year of 令和, number."""
    drawing = Drawing(path)
    for place, (form, year, number) in enumerate(said):
        if place:
            drawing.page()
        drawing.text(60, 40, f"令和{year}年度{HEADINGS[form]}", 14)
        drawing.table(70, [60, 60, 60, 160], [["番号", str(number), "事業名", f"事業{number}"]])
        drawing.table(110, [90, 90], rows or [["区分", "5年度決算"], ["事業費", "12"]])
    return drawing.save()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    for name, heading in HEADINGS.items():
        (tmp_path / "forms" / f"{name}.toml").write_text(FORM.format(id=name, heading=heading), encoding="utf-8")
    return tmp_path


def over(folder: Path, *files: Path, form: str | None = None) -> Summary:
    return run(files, Options(folder / "out", 1, form=form, folders=(folder / "forms",)))


def held(folder: Path) -> list[tuple[str, int, str]]:
    rows = pq.read_table(folder / "out" / "sheets").to_pylist()
    return sorted((row["form"], row["edition"], row["sheet_no"]) for row in rows)


def test_a_volume_of_two_editions_is_read_again_when_one_of_them_was_replaced(folder: Path) -> None:
    volume = sheets(folder / "v.pdf", ("one", 6, 1), ("one", 7, 1))
    other = sheets(folder / "w.pdf", ("one", 7, 2))
    whole = [("one", 2024, "1"), ("one", 2025, "1"), ("one", 2025, "2")]
    over(folder, volume, other)
    assert held(folder) == whole
    sheets(other, ("one", 7, 2), rows=[["区分", "5年度決算"], ["事業費", "13"]])
    assert over(folder, other).gone == {"272043-one-2025": 1}
    assert held(folder) == [whole[0], whole[2]]
    assert over(folder, volume, other).gone == {}
    assert held(folder) == whole
    assert over(folder, volume, other).committed.written == ()  # type: ignore[union-attr]


def test_a_volume_of_three_editions_has_one_entry_when_its_first_was_replaced(folder: Path) -> None:
    volume = sheets(folder / "v.pdf", *(("one", year, 1) for year in (5, 6, 7)))
    other = sheets(folder / "w.pdf", ("one", 5, 2))
    over(folder, volume)
    over(folder, other)
    assert sorted(row["file"] for row in table(folder, "sources")) == [str(volume), str(other)]
    assert_sound(folder / "out")


def test_a_volume_of_two_forms_is_read_again_when_one_of_them_was_replaced(folder: Path) -> None:
    volume = sheets(folder / "v.pdf", ("one", 6, 1), ("other", 6, 1))
    other = sheets(folder / "w.pdf", ("other", 6, 5))
    over(folder, volume)
    over(folder, other)
    assert held(folder) == [("one", 2024, "1"), ("other", 2024, "5")]
    over(folder, volume, other)
    assert held(folder) == [("one", 2024, "1"), ("other", 2024, "1"), ("other", 2024, "5")]


def test_a_sheet_that_gave_way_to_another_files_comes_back(folder: Path) -> None:
    first, second = sheets(folder / "a.pdf", ("one", 6, 7)), sheets(folder / "b.pdf", ("one", 6, 7), ("one", 6, 7))
    over(folder, first, second)
    sheets(first, ("one", 6, 8))
    over(folder, first)
    assert held(folder) == [("one", 2024, "8")]
    over(folder, first, second)
    assert held(folder) == [("one", 2024, "7"), ("one", 2024, "8")]


def test_what_a_run_for_one_form_takes_away_is_told(folder: Path) -> None:
    files = sheets(folder / "a.pdf", ("one", 6, 1), ("one", 6, 2)), sheets(folder / "b.pdf", ("other", 6, 1))
    over(folder, *files)
    assert over(folder, *files, form="other").gone == {"272043-one-2024": 2}


def test_a_name_that_a_repeated_row_would_get_may_be_taken(folder: Path) -> None:
    labels = ("委託料", "委託料", "委託料（2）", "委託料")
    rows = [["区分", "5年度決算"], *([label, str(number)] for number, label in enumerate(labels, start=1))]
    over(folder, sheets(folder / "a.pdf", ("one", 6, 1), rows=rows))
    found = pq.read_table(folder / "out" / "budgets").to_pylist()
    assert sorted((row["item"], row["raw"]) for row in found) == [
        ("委託料", "1"), ("委託料（2）", "3"), ("委託料（3）", "2"), ("委託料（4）", "4"),
    ]  # fmt: skip


def test_a_question_that_is_answered_twice_is_told(folder: Path) -> None:
    asked = FORM.replace('years = "budgets"', 'years = "answers"').format(id="one", heading=HEADINGS["one"])
    (folder / "forms" / "one.toml").write_text(asked, encoding="utf-8")
    rows = [["区分", "5年度決算"], ["必要性", "高い"], ["効率性", "低い"], ["必要性", "低い"]]
    over(folder, sheets(folder / "a.pdf", ("one", 6, 1), rows=rows))
    found = pq.read_table(folder / "out" / "issues").to_pylist()
    assert [(row["code"], row["message"]) for row in found] == [("repeated_row", "必要性 is answered 2 times")]


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / "out" / name).to_pylist()


def test_a_copy_of_a_sheet_that_gives_way_to_another_file_of_its_path_leaves_nothing(folder: Path) -> None:
    """Its cells and its issue stand in the edition of the sheet, which nothing else touches."""
    first, copy = sheets(folder / "a.pdf", ("one", 6, 7)), sheets(folder / "b.pdf", ("one", 6, 7), ("one", 6, 7))
    over(folder, first, copy)
    sheets(copy, ("one", 7, 1))
    over(folder, copy)
    assert held(folder) == [("one", 2024, "7"), ("one", 2025, "1")]
    assert_sound(folder / "out")
    assert "duplicate_sheet" not in [row["code"] for row in table(folder, "issues")]


def test_a_volume_with_a_copy_of_a_sheet_has_its_cells_once_when_it_is_read_otherwise(folder: Path) -> None:
    first, volume = sheets(folder / "a.pdf", ("one", 6, 7)), sheets(folder / "v.pdf", ("one", 6, 7), ("other", 6, 1))
    over(folder, first, volume)
    before = len(table(folder, "cells"))
    over(folder, volume, form="other")
    assert len(table(folder, "cells")) == before
    assert_sound(folder / "out")


def test_a_smaller_set_has_the_files_that_its_cells_and_issues_are_of(folder: Path) -> None:
    over(folder, sheets(folder / "a.pdf", ("one", 6, 7)), sheets(folder / "v.pdf", ("one", 6, 7), ("one", 7, 1)))
    t = load(folder / "out").where(edition=2024)
    assert t.issues["code"].to_list() == ["duplicate_sheet"]
    check_references({name: t.arrow(name) for name in TABLES})
    assert len(t.latest().sources) == len(t.sources) == 2


def test_a_volume_with_a_copy_of_a_sheet_lives_on_with_its_cells(folder: Path) -> None:
    first, volume = sheets(folder / "a.pdf", ("one", 6, 7)), sheets(folder / "v.pdf", ("one", 6, 7), ("one", 7, 1))
    over(folder, first, volume)
    other = sheets(folder / "w.pdf", ("one", 7, 2))
    over(folder, other)
    assert_sound(folder / "out")
    assert {row["file"] for row in table(folder, "sources")} == {str(first), str(volume), str(other)}
    over(folder, first, volume, other)
    assert held(folder) == [("one", 2024, "7"), ("one", 2025, "1"), ("one", 2025, "2")]
    assert_sound(folder / "out")
