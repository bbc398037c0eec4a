"""What the schema says of itself to others: Data Package, data dictionary."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines import dictionary
from pipelines.package import PACKAGE_FILE
from pipelines.schema import TABLES
from pipelines.store import Store
from tests.pipelines.truth_rows import failed, merged, parts, rows_of, truth

frictionless = pytest.importorskip("frictionless")
DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    with Store(tmp_path / "out") as store:
        store.commit(parts(merged(rows_of(truth("r7")), rows_of(truth("r8")), failed("x.pdf"))))
    return tmp_path / "out"


def validate(out: Path, part: str | None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Validate the package, or what it says of one part: of several Parquet files frictionless reads the first only."""
    package = json.loads((out / PACKAGE_FILE).read_text(encoding="utf-8"))
    for resource in package["resources"] if part else ():
        resource["path"] = next(path for path in resource["path"] if part in path)
    (out / "checked.json").write_text(json.dumps(package), encoding="utf-8")
    monkeypatch.chdir(out)
    return frictionless.Package("checked.json").validate()


@pytest.mark.parametrize("part", [None, "2025", "2026"])
def test_a_stranger_finds_the_package_valid(out: Path, part: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    report = validate(out, part, monkeypatch)
    assert report.valid, report.flatten(["title", "message", "rowNumber", "fieldName"])
    assert [task.name for task in report.tasks] == list(TABLES)


@pytest.mark.parametrize(("column", "value"), [("kind", "guess"), ("program_id", "nobody")])
def test_and_says_so_because_it_looked(out: Path, column: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = next((out / "budgets").glob("*2025.parquet"))
    rows = pq.read_table(path)
    wrong = rows.set_column(rows.column_names.index(column), column, [[value] * rows.num_rows])
    pq.write_table(wrong, path)
    report = validate(out, "2025", monkeypatch)
    assert report.flatten(["note"])
    assert any(value in note for (note,) in report.flatten(["message"]))


def test_every_file_is_listed_with_its_rows(out: Path) -> None:
    package = json.loads((out / PACKAGE_FILE).read_text(encoding="utf-8"))
    rows = {resource["name"]: sum(file["rows"] for file in resource["files"]) for resource in package["resources"]}
    assert rows == {name: pq.read_table(out / name).num_rows for name in TABLES}


def test_the_dictionary_in_the_docs_is_that_of_the_schema() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary.markdown(), (
        "make it again: python -m pipelines.dictionary > docs/data-dictionary.md"
    )


def test_the_dictionary_names_every_column() -> None:
    text = dictionary.markdown()
    for table in TABLES.values():
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(table.by_name)
