"""Every export holds every value of the tables, and harms nothing that was there before."""

import csv
import errno
import io
import json
import os
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner, Result

from pipelines import load
from pipelines.cli_export import export_command
from pipelines.export import _WRITERS, ExportError, export
from pipelines.loading import Tables
from pipelines.lock import acquire, release
from pipelines.schema import TABLES
from pipelines.store import Store
from tests.pipelines.truth_rows import READ_AT, parts, rows_of, truth


@pytest.fixture(scope="module")
def t(two_editions: Path) -> Tables:
    return load(two_editions)


def whole(two_editions: Path, name: str) -> pa.Table:
    return pq.read_table(two_editions / name)


def sheets_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def exported(out: Path, args: list[str]) -> Result:
    app = typer.Typer()
    app.command()(export_command)
    return CliRunner().invoke(app, [str(out), *args])


class TestWorkbook:
    @pytest.fixture(scope="class")
    @staticmethod
    def book(t: Tables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
        path = tmp_path_factory.mktemp("book") / "tenken.xlsx"
        export(t, path, "xlsx")
        return sheets_of(path)

    def test_it_holds_every_value(self, book: dict[str, list[tuple[Any, ...]]], two_editions: Path) -> None:
        for name in ("programs", "budgets", "indicators", "narratives", "sources"):
            rows = whole(two_editions, name).to_pylist()
            assert book[name][0] == tuple(TABLES[name].by_name)
            assert len(book[name]) == len(rows) + 1
        amounts = [row[TABLES["budgets"].arrow.names.index("amount_yen")] for row in book["budgets"][1:]]
        assert amounts == whole(two_editions, "budgets")["amount_yen"].to_pylist()
        assert book["programs"][1][TABLES["programs"].arrow.names.index("departments")] == "教育総務課、子育て支援課"

    def test_it_leaves_out_the_cells_and_explains_the_rest(self, book: dict[str, list[tuple[Any, ...]]]) -> None:
        assert list(book) == [name for name in TABLES if name not in ("cells", "pages")] + ["dictionary"]
        explained = [(row[0], row[1]) for row in book["dictionary"][1:]]
        assert explained == [(name, column) for name in book if name in TABLES for column in TABLES[name].by_name]

    def test_headings_can_be_japanese(self, t: Tables, tmp_path: Path) -> None:
        export(t, tmp_path / "点検.xlsx", "xlsx", ("budgets", "cells"), japanese=True)
        book = sheets_of(tmp_path / "点検.xlsx")
        assert list(book) == ["事業費", "セル", "データ辞書"]
        assert book["事業費"][0] == tuple(column.title_ja for column in TABLES["budgets"].columns)
        assert book["データ辞書"][0][:3] == ("表", "列名", "見出し")

    def test_text_is_never_a_formula_and_never_too_long(self, tmp_path: Path) -> None:
        said = truth("r7")
        said["programs"][0]["role"] = '=HYPERLINK("http://example.com")'
        said["programs"][1]["role"] = "長" * 40_000
        said["programs"][2]["role"] = "a\x0bb"
        said["programs"][3]["role"] = "c\uffffd"  # a font without characters of its own may say so
        with Store(tmp_path / "out") as store:
            store.commit(parts(rows_of(said)))
        export(load(tmp_path / "out"), tmp_path / "t.xlsx", "xlsx", ("programs",))
        openpyxl = pytest.importorskip("openpyxl")
        sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["programs"]
        at = TABLES["programs"].arrow.names.index("role")
        cells = [row[at] for row in sheet.iter_rows(min_row=2) if row[at].value]
        assert all(cell.data_type == "s" for cell in cells)
        texts = [cell.value for cell in cells]
        assert '=HYPERLINK("http://example.com")' in texts
        assert {"a\ufffdb", "c\ufffdd"} <= set(texts)
        (long,) = (text for text in texts if text.startswith("長長"))
        assert len(long) == 32_767
        assert long.endswith("…(cut: see the Parquet file)")


@pytest.mark.parametrize("name", TABLES)
def test_japanese_headings_of_a_table_are_all_different(name: str) -> None:
    titles = [column.title_ja for column in TABLES[name].columns]
    assert len(titles) == len(set(titles))


def test_csv_holds_every_value_and_opens_in_excel(t: Tables, two_editions: Path, tmp_path: Path) -> None:
    export(t, tmp_path / "tables", "csv")
    assert {path.stem for path in (tmp_path / "tables").iterdir()} == {*TABLES, "dictionary"}
    for name in TABLES:
        content = (tmp_path / "tables" / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), "without a byte-order mark Excel shows rubbish"
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len(rows) == whole(two_editions, name).num_rows
    text = (tmp_path / "tables" / "budgets.csv").read_text(encoding="utf-8-sig")
    amounts = [row["amount_yen"] for row in csv.DictReader(text.splitlines())]
    wanted = whole(two_editions, "budgets")["amount_yen"].to_pylist()
    assert [int(amount) if amount else None for amount in amounts] == wanted


@pytest.mark.parametrize("japanese", [False, True])
def test_a_folder_of_csv_holds_one_export(t: Tables, tmp_path: Path, japanese: bool) -> None:
    export(t.where(edition=2025), tmp_path / "csv", "csv", japanese=japanese)
    (tmp_path / "csv" / "mine.csv").write_text("kept")
    (tmp_path / "csv" / "more").mkdir()
    export(t.where(edition=2026), tmp_path / "csv", "csv", ("budgets",))
    assert {path.name for path in (tmp_path / "csv").iterdir()} == {"budgets.csv", "dictionary.csv", "mine.csv", "more"}
    assert [path.name for path in tmp_path.iterdir()] == ["csv"]


def test_tables_of_others_stay_in_a_folder_of_csv(t: Tables, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("of another program")
    (tmp_path / "dictionary.csv").write_text("word,meaning\nnotes,記録\n")
    export(t, tmp_path, "csv", ("budgets",))
    assert (tmp_path / "notes.csv").read_text() == "of another program"


def test_an_export_of_csv_that_fails_leaves_the_old_files(
    t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "csv"
    export(t, out, "csv", ("notes", "budgets"))
    old = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    for folder in (out, tmp_path / "new"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "write_bytes", full)
            with pytest.raises(OSError, match="No space"):
                export(t.where(edition=2026), folder, "csv", ("budgets",))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == old
    assert [path.name for path in tmp_path.iterdir()] == ["csv"]


def test_csv_in_the_folder_that_one_stands_in(t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    export(t, Path(), "csv", ("budgets", "notes"))
    export(t, Path(), "csv", ("budgets",))  # over the files of the first
    assert tmp_path.stat().st_ino == before, "a shell would stand in a folder that is gone"
    assert {path.name for path in tmp_path.iterdir()} == {"budgets.csv", "dictionary.csv"}


def test_two_exports_of_csv_do_not_mix(t: Tables, tmp_path: Path) -> None:
    handle = acquire(tmp_path)
    with pytest.raises(ExportError, match="Another export is writing"):
        export(t, tmp_path, "csv", ("budgets",))
    release(tmp_path, handle)
    assert not list(tmp_path.iterdir())


def test_csv_headings_can_be_japanese(t: Tables, tmp_path: Path) -> None:
    export(t, tmp_path, "csv", ("notes",), japanese=True)
    first = (tmp_path / "notes.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert first.split(",") == [column.title_ja for column in TABLES["notes"].columns]


def test_duckdb_holds_every_value_with_its_meaning(t: Tables, two_editions: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    export(t, tmp_path / "t.duckdb", "duckdb")
    with closing(duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True)) as database:
        for name in TABLES:
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
            wanted = [tuple(row.values()) for row in whole(two_editions, name).to_pylist()]
            if name != "sources":  # a moment comes back in the reader's own time zone
                assert rows == wanted, name
            assert len(rows) == len(wanted)
        said = database.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'amount_yen'").fetchone()
    assert said == ("金額(円): The amount in yen; null where none was printed (see status). [yen]",)


def test_sqlite_holds_every_value_and_its_references(t: Tables, two_editions: Path, tmp_path: Path) -> None:
    export(t, tmp_path / "t.sqlite", "sqlite")
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for name in TABLES:
            (count,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            assert count == whole(two_editions, name).num_rows, name
        values = [value for (value,) in database.execute("SELECT value FROM indicators ORDER BY rowid")]
        assert values == whole(two_editions, "indicators")["value"].to_pylist()
        (departments,) = database.execute("SELECT departments FROM programs LIMIT 1").fetchone()
        assert json.loads(departments) == ["教育総務課", "子育て支援課"]
        assert len(database.execute("PRAGMA foreign_key_list(budgets)").fetchall()) == 3
        (moment,) = database.execute("SELECT DISTINCT extracted_at FROM sources").fetchone()
        assert moment == READ_AT.isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_table_of_its_own_points_at_none_that_is_not_there(t: Tables, tmp_path: Path) -> None:
    export(t, tmp_path / "t.sqlite", "sqlite", ("budgets", "sheets"))
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as database:
        assert [row[2] for row in database.execute("PRAGMA foreign_key_list(budgets)")] == ["sheets"]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        (missing,) = [row[3] for row in database.execute("PRAGMA table_info(budgets)") if row[1] == "amount_yen"]
        (there,) = [row[3] for row in database.execute("PRAGMA table_info(budgets)") if row[1] == "raw"]
    assert (missing, there) == (0, 1)


@pytest.mark.parametrize(("room", "fits"), [(1, True), (0, False)])
def test_a_sheet_of_a_workbook_has_its_headings_among_its_rows(
    t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, fits: bool
) -> None:
    monkeypatch.setattr("pipelines.export._MOST_ROWS", len(t.notes) + room)
    with nullcontext() if fits else pytest.raises(ExportError, match="more than a sheet of Excel holds"):
        export(t, tmp_path / "t.xlsx", "xlsx", ("notes",))


def test_a_smaller_set_is_exported_as_it_is(t: Tables, tmp_path: Path) -> None:
    export(t.where(edition=2026, department="職員課"), tmp_path / "t.sqlite", "sqlite")
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as database:
        assert {edition for (edition,) in database.execute("SELECT edition FROM indicators")} == {2026}
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_export_that_fails_leaves_the_old_file(t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"old")

    def fail(*_: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr("pipelines.export._create", fail)
    with pytest.raises(OSError, match="disk full"):
        export(t, path, "sqlite")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("t.sqlite", b"old")]


@pytest.mark.parametrize("format", ["duckdb", "sqlite"])
def test_a_database_keeps_its_names(t: Tables, tmp_path: Path, format: str) -> None:
    with pytest.raises(ExportError, match="leave --japanese out"):
        export(t, tmp_path / "t", format, japanese=True)


def test_a_missing_library_is_named(t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ExportError, match=r"openpyxl is not installed.*pip install 'tenken\[export\]'"):
        export(t, tmp_path / "t.xlsx", "xlsx")


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["--format", "sqlite", "--table", "budgets", "--edition", "2025"], 0, "tenken.sqlite: budgets"),
        (["--format", "csv", "-o", "tables", "--table", "notes"], 0, "tables: notes"),
        (["--table", "budget"], 2, "did you mean 'budgets'"),
        (["--table", "foo"], 2, "there are sheets, programs,"),
        (["--format", "pdf"], 2, "pdf"),
    ],
)
def test_the_command(
    two_editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], status: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = exported(two_editions, args)
    assert result.exit_code == status, result.output
    assert says in " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("args", "status", "made"),
    [
        (["-o", "a.sqlite"], 0, b"SQLite format 3"),
        (["-o", "a.xlsx"], 0, b"PK"),
        (["-o", "a", "--format", "sqlite"], 0, b"SQLite format 3"),
        (["-o", "a.sqlite", "--format", "xlsx"], 2, b""),
        (["-o", "a.csv"], 2, b""),
        (["-o", "a.xls"], 2, b""),
        (["-o", "a.XLS", "--format", "xlsx"], 2, b""),
    ],
)
def test_the_name_of_the_file_says_what_it_is(
    two_editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], status: int, made: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    result = exported(two_editions, args)
    assert result.exit_code == status, result.output
    assert (tmp_path / args[1]).read_bytes()[: len(made)] == made if made else not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["nodir/t.sqlite", "folder.sqlite"])
def test_a_target_that_cannot_be_written_is_named_as_it_was_given(t: Tables, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(OSError, match=r"No such file|Is a directory") as told:
        export(t, tmp_path / name, "sqlite")
    assert told.value.filename == str(tmp_path / name)


@pytest.mark.parametrize("format", ["xlsx", "csv", "duckdb", "sqlite"])
def test_an_export_into_what_is_no_folder_is_the_users_to_mend(t: Tables, tmp_path: Path, format: str) -> None:
    if format == "duckdb":
        pytest.importorskip("duckdb")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        export(t, tmp_path / "file" / "tenken", format)
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_full_disk_is_told_of_a_database(t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("pipelines.export._create", full)
    with pytest.raises(ExportError, match="disk is full"):
        export(t, tmp_path / "a.sqlite", "sqlite")
    assert list(tmp_path.iterdir()) == []


def test_csv_files_are_not_put_into_a_folder_of_tables(t: Tables, tmp_path: Path) -> None:
    """A run that was killed there has left a journal of its own, which an export would take for its."""
    (tmp_path / "out" / "budgets").mkdir(parents=True)
    with pytest.raises(FileExistsError, match="holds tables of tenken"):
        export(t, tmp_path / "out", "csv")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["budgets"]


def test_a_link_goes_on_leading_where_it_led(t: Tables, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "t.sqlite").write_bytes(b"old")
    (tmp_path / "t.sqlite").symlink_to(Path("shared", "t.sqlite"))
    export(t, tmp_path / "t.sqlite", "sqlite", ("notes",))
    assert (tmp_path / "t.sqlite").is_symlink()
    assert (tmp_path / "shared" / "t.sqlite").read_bytes().startswith(b"SQLite format 3")
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == ["t.sqlite"]


def test_two_exports_to_one_file_do_not_meet(t: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins and ends while the first is writing."""
    writer = _WRITERS["sqlite"]

    def slow(rows: Any, to: Path, japanese: bool) -> None:
        writer(rows, to, japanese)
        with monkeypatch.context() as patch:
            patch.setitem(_WRITERS, "sqlite", writer)
            patch.setattr(os, "getpid", lambda: 0)
            export(t, tmp_path / "t.sqlite", "sqlite", ("budgets",))

    monkeypatch.setitem(_WRITERS, "sqlite", slow)
    export(t, tmp_path / "t.sqlite", "sqlite", ("notes",))
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == [("notes",)]
    assert [path.name for path in tmp_path.iterdir()] == ["t.sqlite"]
