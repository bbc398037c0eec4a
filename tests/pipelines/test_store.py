"""What a commit replaces, what it keeps, and what it refuses."""

import errno
import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import store as store_module
from pipelines import swap
from pipelines.checking import TableError
from pipelines.package import PACKAGE_FILE
from pipelines.parts import WITHOUT_EDITION, part_name
from pipelines.schema import TABLES
from pipelines.store import Store, StoreError
from pipelines.tables import check_references
from tests.pipelines.truth_rows import FORM, READ_AT, Rows, failed, merged, parts, rows_of, truth

R7, R8 = rows_of(truth("r7")), rows_of(truth("r8"))
E2025, E2026 = f"131059-{FORM}-2025", f"131059-{FORM}-2026"


def commit(out: Path, *rows: Rows, remove: tuple[str, ...] = ()) -> store_module.Committed:
    with Store(out) as store:
        return store.commit(parts(merged(*rows)), remove)


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def column(out: Path, table: str, name: str) -> list[Any]:
    return pq.read_table(out / table)[name].to_pylist()


def assert_sound(out: Path) -> None:
    """Every table is there, its files are those that the package describes, and every reference holds."""
    package = json.loads((out / PACKAGE_FILE).read_text(encoding="utf-8"))
    said = {file["path"]: file["hash"] for resource in package["resources"] for file in resource["files"]}
    found = {path.relative_to(out).as_posix(): path for path in out.glob("*/*.parquet")}
    assert {name: f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in found.items()} == said
    tables = {name: pq.read_table(out / name) for name in TABLES}
    for name, rows in tables.items():
        assert rows.schema.equals(TABLES[name].arrow, check_metadata=True), name
        keys = [tuple(row[part] for part in TABLES[name].key) for row in rows.select(TABLES[name].key).to_pylist()]
        assert len(keys) == len(set(keys)), name
    check_references(tables)


def test_every_table_reads_back_whole(tmp_path: Path) -> None:
    commit(tmp_path / "out", R7, R8)
    assert_sound(tmp_path / "out")
    for name, rows in merged(R7, R8).items():
        assert pq.read_table(tmp_path / "out" / name).num_rows == len(rows), name
        assert (tmp_path / "out" / name / f"{E2025}.parquet").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"out"}, "nothing stays beside the folder"
    assert not list((tmp_path / "out").glob(".*")), "nor hidden in it"


def test_pandas_reads_folders_with_exact_numbers(tmp_path: Path) -> None:
    commit(tmp_path, R7)
    budgets = pd.read_parquet(tmp_path / "budgets")
    assert str(budgets["amount_yen"].dtype) == "Int64"
    assert budgets["amount_yen"].sum() == sum(row["amount_yen"] or 0 for row in R7["budgets"])
    assert len(pd.read_parquet(tmp_path / "issues")) == 0


def test_each_part_is_one_row_group_in_zstd(tmp_path: Path) -> None:
    commit(tmp_path, R7)
    for path in tmp_path.glob("*/*.parquet"):
        metadata = pq.read_metadata(path)
        assert metadata.num_row_groups <= 1
        if metadata.num_row_groups:
            assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_same_input_makes_the_same_bytes_in_any_order_and_at_any_time(tmp_path: Path) -> None:
    later = {**R7, "sources": [{**row, "extracted_at": READ_AT + timedelta(days=1)} for row in R7["sources"]]}
    backwards = {name: rows[::-1] for name, rows in later.items()}
    commit(tmp_path / "a", R7)
    commit(tmp_path / "b", {name: rows[::-1] for name, rows in R7.items()})
    assert content(tmp_path / "a") == content(tmp_path / "b")
    again = commit(tmp_path / "a", backwards)
    assert (again.written, again.removed) == ((), ())
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_a_source_that_says_something_new_gets_a_new_time(tmp_path: Path) -> None:
    commit(tmp_path, R7)
    later = READ_AT + timedelta(days=1)
    changed = {**R7["sources"][0], "tool_version": "0.2.0", "extracted_at": later}
    commit(tmp_path, {**R7, "sources": [changed, *R7["sources"][1:]]})
    times = dict(
        zip(column(tmp_path, "sources", "source_id"), column(tmp_path, "sources", "extracted_at"), strict=True)
    )
    assert times.pop(changed["source_id"]) == later
    assert set(times.values()) == {READ_AT}


def test_one_edition_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    commit(tmp_path, R7, R8)
    before = {name: value for name, value in content(tmp_path).items() if E2026 in name}
    only = {name: [row for row in rows if row.get("sheet_no") == "1"] for name, rows in R7.items()}
    sources = {row["source_id"] for row in only["sheets"]}
    only |= {name: [row for row in R7[name] if row["source_id"] in sources] for name in ("sources", "pages", "cells")}
    commit(tmp_path, only)
    after = content(tmp_path)
    assert {name: after[name] for name in after if E2026 in name} == {
        name: before[name] for name in before if E2026 in name
    }
    assert set(column(tmp_path, "programs", "edition")) == {2025, 2026}
    assert pq.read_table(tmp_path / "sheets" / f"{E2025}.parquet").num_rows == 1
    assert_sound(tmp_path)


def test_an_edition_can_be_removed(tmp_path: Path) -> None:
    commit(tmp_path, R7, R8)
    done = commit(tmp_path, remove=(E2025,))
    assert len(done.removed) == len(TABLES)
    assert set(column(tmp_path, "sheets", "edition")) == {2026}
    assert_sound(tmp_path)


class TestWhatHasNoEdition:
    def test_it_stays_until_its_file_is_read_again(self, tmp_path: Path) -> None:
        commit(tmp_path, R7, failed("a.pdf"))
        commit(tmp_path, R8, failed("b.pdf", b"other"))
        assert column(tmp_path, "sources", "file")[-2:] in (["a.pdf", "b.pdf"], ["b.pdf", "a.pdf"])
        assert len(column(tmp_path, "issues", "issue_id")) == 2
        assert_sound(tmp_path)

    def test_a_mended_file_of_the_same_name_takes_the_place_of_the_broken_one(self, tmp_path: Path) -> None:
        commit(tmp_path, failed("2025/1.pdf"), failed("2025/99.pdf", b"other"))
        assert (tmp_path / "indicators" / f"{WITHOUT_EDITION}.parquet").exists(), "a table has a file, even if empty"
        assert_sound(tmp_path)
        commit(tmp_path, R7)
        assert [file for file in column(tmp_path, "sources", "file") if "99" in file] == ["2025/99.pdf"]
        assert column(tmp_path, "sources", "file").count("2025/1.pdf") == 1
        assert len(column(tmp_path, "issues", "issue_id")) == 1
        assert not (tmp_path / "indicators" / f"{WITHOUT_EDITION}.parquet").exists(), "no empty file beside full ones"
        assert_sound(tmp_path)

    def test_another_broken_file_of_the_same_name_takes_its_place_too(self, tmp_path: Path) -> None:
        commit(tmp_path, failed("a.pdf"))
        commit(tmp_path, failed("a.pdf", b"other"))
        assert len(column(tmp_path, "sources", "source_id")) == len(column(tmp_path, "issues", "issue_id")) == 1

    def test_an_issue_of_the_run_itself_goes_with_the_next_run(self, tmp_path: Path) -> None:
        rows = failed("a.pdf")
        loose = {**rows["issues"][0], "issue_id": "run-1", "source_id": None}
        commit(tmp_path, {**rows, "issues": [*rows["issues"], loose]})
        assert len(column(tmp_path, "issues", "issue_id")) == 2
        commit(tmp_path, R7)
        assert column(tmp_path, "issues", "issue_id") == [rows["issues"][0]["issue_id"]]

    def test_an_issue_alone_does_not_replace_its_edition(self, tmp_path: Path) -> None:
        commit(tmp_path, R7)
        rows = failed("2025/98.pdf")
        key = {"municipality_code": "131059", "form": FORM, "edition": 2025, "sheet_no": "98"}
        commit(tmp_path, {**rows, "issues": [{**rows["issues"][0], **key}]})
        assert len(column(tmp_path, "sheets", "sheet_id")) == len(R7["sheets"])
        assert column(tmp_path, "issues", "sheet_no") == ["98"]
        assert_sound(tmp_path)


class TestASourceWithTwoEditions:
    """A volume that holds sheets of 2025 and of 2026: its rows must neither vanish nor double."""

    VOLUME = "f" * 16

    def volume(self) -> Rows:
        one = {name: [row for row in rows if row.get("sheet_no") == "1"] for name, rows in merged(R7, R8).items()}
        moved = {name: [{**row, "source_id": self.VOLUME} for row in rows] for name, rows in one.items()}
        source = {**R7["sources"][0], "source_id": self.VOLUME, "file": "volume.pdf"}
        cells = [{**row, "page": page} for page, row in enumerate(moved["cells"], 1)]
        pages = [{**R7["pages"][0], "source_id": self.VOLUME, "page": page} for page in (1, 2, 3)]
        cover = {**dict.fromkeys(("municipality_code", "form", "edition", "sheet_no")), "page": 3}
        return {**moved, "sources": [source], "pages": pages, "cells": [*cells, {**cells[0], **cover}]}

    def test_it_lives_on_in_the_edition_that_still_quotes_it(self, tmp_path: Path) -> None:
        commit(tmp_path, self.volume())
        assert self.VOLUME in pq.read_table(tmp_path / "sources" / f"{E2025}.parquet")["source_id"].to_pylist()
        commit(tmp_path, R7)
        assert self.VOLUME in pq.read_table(tmp_path / "sources" / f"{E2026}.parquet")["source_id"].to_pylist()
        assert sum(source == self.VOLUME for source in column(tmp_path, "pages", "source_id")) == 3
        assert [row["page"] for row in self.cells(tmp_path)] == [2, 3], "those of the replaced edition went with it"
        assert_sound(tmp_path)

    def cells(self, out: Path) -> list[dict[str, Any]]:
        return [row for row in pq.read_table(out / "cells").to_pylist() if row["source_id"] == self.VOLUME]

    def test_read_again_it_leaves_the_edition_that_it_no_longer_holds(self, tmp_path: Path) -> None:
        commit(tmp_path, self.volume())
        only = {name: [row for row in rows if row.get("edition") != 2026] for name, rows in self.volume().items()}
        commit(tmp_path, only)
        assert set(column(tmp_path, "sheets", "edition")) == {2025}
        assert not list(tmp_path.glob(f"*/{E2026}.parquet"))
        assert_sound(tmp_path)

    def test_read_again_it_leaves_only_its_own_rows(self, tmp_path: Path) -> None:
        commit(
            tmp_path, self.volume(), {name: [r for r in rows if r.get("sheet_no") != "1"] for name, rows in R8.items()}
        )
        only = {name: [row for row in rows if row.get("edition") != 2026] for name, rows in self.volume().items()}
        commit(tmp_path, only)
        left = pq.read_table(tmp_path / "sheets" / f"{E2026}.parquet")["sheet_no"].to_pylist()
        assert left == ["3", "21", "28", "34", "44", "52"]
        assert_sound(tmp_path)


def test_cells_of_a_sheet_that_stands_elsewhere_too_go_when_their_file_is_read_again(tmp_path: Path) -> None:
    copied = failed("copy.pdf")
    source = copied["sources"][0]["source_id"]
    page = {**R7["pages"][0], "source_id": source}
    cell = {**R7["cells"][0], "source_id": source}
    commit(tmp_path, R7, {**copied, "pages": [page], "cells": [cell], "issues": []})
    assert source in pq.read_table(tmp_path / "cells" / f"{E2025}.parquet")["source_id"].to_pylist()
    key = dict.fromkeys(("municipality_code", "form", "edition", "sheet_no"))
    commit(tmp_path, {**copied, "pages": [page], "cells": [{**cell, **key}]})
    assert column(tmp_path, "cells", "source_id").count(source) == 1
    assert_sound(tmp_path)


class TestOtherPeoplesFiles:
    def fill(self, out: Path) -> dict[str, bytes]:
        commit(out, R7)
        (out / "site" / "empty").mkdir(parents=True)
        (out / "notes.txt").write_text("mine")
        (out / "site" / "index.html").write_text("page")
        (out / "programs" / ".README.md").write_text("mine too")
        (out / "link").symlink_to("notes.txt")
        (out / "link-to-folder").symlink_to("site")
        return {"notes.txt": b"mine", "site/index.html": b"page", "programs/.README.md": b"mine too", "link": b"mine"}

    @pytest.mark.parametrize("way", ["exchange", "journal"])
    def test_they_stay(self, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
        if way == "journal":
            no_exchange(monkeypatch)
        theirs = self.fill(tmp_path)
        inode = (tmp_path / "notes.txt").stat().st_ino
        commit(tmp_path, R8)
        assert {name: value for name, value in content(tmp_path).items() if name in theirs} == theirs
        assert (tmp_path / "notes.txt").stat().st_ino == inode, "the same file, not a copy"
        assert (tmp_path / "site" / "empty").is_dir()
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "link-to-folder").is_symlink()
        assert_sound(tmp_path)

    def test_what_comes_while_the_folder_is_replaced_is_not_lost(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fill(tmp_path)
        real = swap.exchange

        def slow(one: Path, other: Path) -> None:
            (tmp_path / "late.txt").write_text("late")
            (tmp_path / "new.tmp").write_text("newer")
            (tmp_path / "new.tmp").replace(tmp_path / "notes.txt")
            real(one, other)

        monkeypatch.setattr(swap, "exchange", slow)
        commit(tmp_path, R8)
        assert (tmp_path / "late.txt").read_text() == "late"
        assert (tmp_path / "notes.txt").read_text() == "newer"


def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(one: Path, other: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(swap, "exchange", refuse)


def test_without_an_exchange_the_result_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        commit(tmp_path / folder, R7, failed("x.pdf"))
        commit(tmp_path / folder, R8, remove=(E2025,))
        no_exchange(monkeypatch)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_a_journal_that_was_cut_short_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "whole", R8)
    no_exchange(monkeypatch)
    commit(tmp_path / "cut", R7)
    monkeypatch.setattr(swap, "_roll_forward", lambda folder: None)
    commit(tmp_path / "cut", R8, remove=(E2025,))
    assert swap.interrupted(tmp_path / "cut")
    monkeypatch.undo()
    with Store(tmp_path / "cut"):
        assert content(tmp_path / "cut").keys() - {".tenken.lock"} == content(tmp_path / "whole").keys()
    assert content(tmp_path / "cut") == content(tmp_path / "whole")


def test_a_journal_that_was_not_written_to_its_end_counts_for_nothing(tmp_path: Path) -> None:
    commit(tmp_path, R7)
    before = content(tmp_path)
    staged = tmp_path / swap.JOURNAL_FOLDER / "new" / "sheets"
    staged.mkdir(parents=True)
    (staged / f"{E2025}.parquet").write_bytes(b"half")
    assert not swap.interrupted(tmp_path)
    with Store(tmp_path):
        pass
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (errno.ENOSPC, "is full. The tables are as they were. Free some space"),
        (errno.EDQUOT, "is full"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_disk_that_fails_leaves_the_old_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, says: str
) -> None:
    commit(tmp_path / "out", R7)
    before, real, left = content(tmp_path / "out"), os.fsync, [7]

    def fsync(handle: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(fault, os.strerror(fault))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError, match="out") as caught:
        commit(tmp_path / "out", R8)
    assert says in str(caught.value)
    assert content(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="is not a folder"), Store(tmp_path / "file"):
        pass
    with pytest.raises(StoreError, match="is not a folder"), Store(tmp_path / "file" / "out"):
        pass


def test_a_read_only_folder_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, R7)

    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(store_module, "acquire", refuse)
    with pytest.raises(StoreError, match=r"cannot be written \(Read-only file system\)"), Store(tmp_path):
        pass
    assert_sound(tmp_path)


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Store(out) as first:
        with pytest.raises(StoreError, match=f"Another run is writing to .*process {os.getpid()}"), Store(out):
            pass
        first.commit(parts(R7))
        with pytest.raises(StoreError, match="Another run"), Store(out):
            pass
    with Store(out):
        pass
    assert_sound(out)


def test_a_folder_that_was_made_for_nothing_goes(tmp_path: Path) -> None:
    with Store(tmp_path / "out"):
        assert (tmp_path / "out").is_dir()
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    with Store(tmp_path / "out"):
        pass
    assert (tmp_path / "out").exists(), "one that was there stays"


def test_the_folder_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    commit(tmp_path / "link", R7)
    assert (tmp_path / "link").is_symlink()
    assert_sound(tmp_path / "real")


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ({"programs": {E2025: parts(R7)["programs"][E2025]}, "sheets": {}}, "programs.sheet_id in the row program_id="),
        ({"sheets": {"../../etc": parts(R7)["sheets"][E2025]}}, "is not the name of a part"),
        ({"sheets": {E2025: parts(R7)["programs"][E2025]}}, "sheets: columns are not those of the schema"),
        ({"shets": {E2025: parts(R7)["programs"][E2025]}}, "did you mean 'sheets'"),
    ],
)
def test_a_commit_that_contradicts_itself_is_refused(tmp_path: Path, new: Any, says: str) -> None:
    commit(tmp_path, R8)
    before = content(tmp_path)
    with pytest.raises(TableError, match=says.replace(".", r"\.")), Store(tmp_path) as store:
        store.commit(new)
    assert content(tmp_path) == before


def test_what_stands_in_a_folder_that_cannot_be_read_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, R7)
    private = tmp_path / "private"
    private.mkdir()
    (private / "notes.txt").write_text("mine")
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if path == str(private):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    commit(tmp_path, R8)
    assert (private / "notes.txt").read_text() == "mine"
    assert sorted(path.stem for path in (tmp_path / "sheets").iterdir()) == sorted([E2025, E2026])


@pytest.mark.parametrize(("table", "column"), [("sheets", "measure"), ("budgets", "raw"), ("cells", "text")])
def test_tables_of_another_version_are_not_mixed_with_ours(tmp_path: Path, table: str, column: str) -> None:
    commit(tmp_path, R7)
    path = tmp_path / table / f"{E2025}.parquet"
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    before = content(tmp_path)
    with pytest.raises(StoreError, match="written by another version of tenken"):
        commit(tmp_path, R8)
    assert content(tmp_path) == before
    with Store(tmp_path) as store, pytest.raises(StoreError, match="written by another version of tenken"):
        store.columns(table, E2025, [column])


def test_tables_with_older_words_about_their_columns_go_on(tmp_path: Path) -> None:
    """A better description of a column is no other column: nobody has to start a new folder for it."""
    commit(tmp_path, R7)
    path = tmp_path / "sheets" / f"{E2025}.parquet"
    rows = pq.read_table(path)
    older = rows.schema.field("title").with_metadata({"description": "Older words."})
    older = rows.schema.set(rows.schema.get_field_index("title"), older).with_metadata({"table": "sheets"})
    pq.write_table(pa.Table.from_arrays(rows.columns, schema=older), path)
    with Store(tmp_path) as store:
        assert store.read("sheets", E2025).equals(rows, check_metadata=True)
    commit(tmp_path, R8)


def test_a_file_that_is_not_parquet_is_named(tmp_path: Path) -> None:
    commit(tmp_path, R7)
    (tmp_path / "sheets" / f"{E2025}.parquet").write_bytes(b"torn")
    with pytest.raises(StoreError, match=f"{E2025}.parquet cannot be read"):
        commit(tmp_path, R8)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: part_name("13105", "form", 2025), "'13105' is not a six-digit"),
        (lambda: part_name("131059", "../form", 2025), "is not a form's short id"),
        (lambda: part_name("131059", "form", 7), "7 is not a fiscal year"),
    ],
)
def test_no_text_of_a_sheet_makes_a_path(call: Callable[[], str], says: str) -> None:
    with pytest.raises(TableError, match=says):
        call()
