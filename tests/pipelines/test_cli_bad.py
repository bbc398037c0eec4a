"""Damaged, locked and foreign files: each is one row and one issue that helps, and the good ones come out whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import typer

from pipelines.cli import app
from pipelines.target import check_target
from tests.catalogue import BAD, ROOT, SPECIMENS
from tests.terminal import tenken
from tests.truth import faults, scores

# file → (issue code, a word of its advice)
FAILED = {
    "empty.pdf": ("empty_file", "fetch it again"),
    "password.pdf": ("password", "open copy"),
    "truncated.pdf": ("damaged_pdf", "fetch it again"),
    "web-page.pdf": ("not_a_pdf", "fetch the PDF itself"),
}
OUR_LINES = re.compile(r"\[ *\d+/\d+\] (?:ok|partial|failed|unknown_form|scanned) +\S.*")

Ran = tuple[subprocess.CompletedProcess[str], Path]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run over the bad files and good ones beside them."""
    folder = tmp_path_factory.mktemp("bad")
    for path in [*(ROOT / BAD).glob("*.pdf"), *(ROOT / SPECIMENS / "r7-browser").glob("*.pdf")]:
        shutil.copy(path, folder)
    out = folder / "out"
    return tenken("run", folder, "--out", out, "--json"), out


def test_the_list_of_bad_files_is_whole() -> None:
    assert {path.name for path in (ROOT / BAD).glob("*.pdf")} == {*FAILED, "other-form.pdf"}


def test_the_exit_status_says_that_something_was_not_read(ran: Ran) -> None:
    assert ran[0].returncode == 1


def test_nothing_but_our_own_lines_reaches_the_terminal(ran: Ran) -> None:
    lines = ran[0].stderr.splitlines()
    assert len(lines) == len(FAILED) + 3
    assert [line for line in lines if not OUR_LINES.fullmatch(line)] == []
    said = json.loads(ran[0].stdout)
    assert said["files"] == {"failed": len(FAILED), "ok": 2, "unknown_form": 1}


@pytest.mark.parametrize("name", sorted(FAILED))
def test_a_bad_file_is_one_failed_row_and_one_error_with_advice(ran: Ran, name: str) -> None:
    code, advice = FAILED[name]
    sources = [row for row in pq.read_table(ran[1] / "sources").to_pylist() if row["file"].endswith(name)]
    assert [(row["status"], row["form"]) for row in sources] == [("failed", None)]
    assert advice in sources[0]["error"]
    issues = [row for row in _issues(ran[1]) if row["source_id"] == sources[0]["source_id"]]
    assert [(row["severity"], row["code"]) for row in issues] == [("error", code)]
    assert name in issues[0]["message"]
    assert advice in issues[0]["message"]


def test_a_sheet_of_another_form_is_one_info(ran: Ran) -> None:
    sources = [row for row in pq.read_table(ran[1] / "sources").to_pylist() if row["file"].endswith("other-form.pdf")]
    assert [(row["status"], row["form"], row["error"]) for row in sources] == [("unknown_form", None, None)]
    issues = [row for row in _issues(ran[1]) if row["source_id"] == sources[0]["source_id"]]
    assert [(row["severity"], row["code"]) for row in issues] == [("info", "unknown_form")]


def test_the_good_files_beside_them_come_out_whole(ran: Ran) -> None:
    result = scores(ran[1], ROOT / SPECIMENS / "r7-browser.json")
    assert sum(score.expected for score in result.values()) > 0
    assert faults(result, {"*": 100.0}) == []


def _issues(out: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = pq.read_table(out / "issues").to_pylist()
    return found


def test_hostile_names_are_spelled_out(tmp_path: Path) -> None:
    name = "a\n[bold]\x1b[31mred 点検.pdf"
    shutil.copy(ROOT / BAD / "empty.pdf", tmp_path / name)
    ended = tenken("run", tmp_path, "--out", tmp_path / "out")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "a\\n[bold]\\x1b[31mred 点検.pdf" in ended.stderr
    assert "\x1b" not in ended.stderr + ended.stdout
    assert pq.read_table(tmp_path / "out" / "sources")["file"][0].as_py().endswith("a\\n[bold]\\x1b[31mred 点検.pdf")


def test_names_that_are_no_utf8_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    sheet = (ROOT / SPECIMENS / "r7-browser" / "09.pdf").read_bytes()
    try:
        (folder / os.fsdecode("点検.pdf".encode("cp932"))).write_bytes(sheet)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    ended = tenken("run", folder, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    assert "\\udc93" in ended.stderr


def test_a_file_that_cannot_be_opened_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "folder.pdf" / "a.pdf").write_bytes((ROOT / SPECIMENS / "r7-browser" / "09.pdf").read_bytes())
    ended = tenken("run", tmp_path, "--out", tmp_path / "out", "--json")
    assert json.loads(ended.stdout)["files"] == {"failed": 1, "ok": 1}
    assert [row["code"] for row in _issues(tmp_path / "out") if row["severity"] == "error"] == ["unreadable_file"]


@pytest.mark.parametrize("name", ["run", "cells"])
def test_a_named_file_that_may_not_be_read_is_no_wrong_usage(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stop the others; as one that a folder holds it is `unreadable_file`."""
    command: Any = typer.main.get_command(app)
    # Not so the folder of the tables, which is there after `make run`.
    monkeypatch.setattr(os, "access", lambda path, *_: Path(os.fsdecode(path)) != BAD / "empty.pdf")
    context = command.commands[name].make_context(name, [str(BAD / "empty.pdf")])
    assert [Path(path) for path in context.params["paths"]] == [BAD / "empty.pdf"]


def test_a_target_that_is_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "tables.xlsx").symlink_to(tmp_path / "gone" / "tables.xlsx")
    with pytest.raises(FileNotFoundError, match=r"a link to .*gone/tables\.xlsx, which is not there"):
        check_target(tmp_path / "tables.xlsx")
    assert (tmp_path / "tables.xlsx").is_symlink()
