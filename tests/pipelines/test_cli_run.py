"""`tenken run` at its edges: exit status, wrong usage, Ctrl-C, terminals, limits."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.schema import TABLES
from pipelines.store import Store
from tests.catalogue import BAD, ROOT, SPECIMENS
from tests.terminal import TENKEN, environment, tenken

SHEETS = ROOT / SPECIMENS / "r7-browser"
MANY = ROOT / "data/raw"


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_a_clean_run_ends_with_0_and_tells_what_it_did(tmp_path: Path) -> None:
    ended = tenken("run", SHEETS, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    assert [line.split()[1] for line in ended.stderr.splitlines()] == ["ok", "ok"]
    assert "2 files: 2 ok" in ended.stdout
    for name in TABLES:
        assert name in ended.stdout
    assert f"Tables: {tmp_path / 'out'}" in ended.stdout


def test_a_moment_that_is_none_is_told_before_anything_is_read(tmp_path: Path) -> None:
    ended = tenken("run", SHEETS, "--out", tmp_path / "out", SOURCE_DATE_EPOCH="yesterday")
    assert ended.returncode == 2
    assert ended.stderr == "tenken: SOURCE_DATE_EPOCH is no number of seconds since 1970: yesterday\n"
    assert not (tmp_path / "out").exists()


def test_the_summary_counts_what_the_tables_hold(tmp_path: Path) -> None:
    ended = tenken("run", SHEETS, ROOT / BAD, "--out", tmp_path / "out", "--json", "--quiet")
    assert ended.stderr == ""
    said = json.loads(ended.stdout)
    held = {name: pq.read_table(tmp_path / "out" / name).num_rows for name in TABLES}
    assert said["rows"] == held
    assert sum(issue["count"] for issue in said["issues"]) == held["issues"]
    assert sum(said["files"].values()) == held["sources"]
    assert set(said["written"]) == set(content(tmp_path / "out"))


def test_sheets_that_an_edition_loses_are_told(tmp_path: Path) -> None:
    """An edition holds what the last run over it read: who gives it one file of many should know."""
    files = sorted((ROOT / SHEETS).glob("*.pdf"))
    assert len(files) == 2
    tenken("run", *files, "--out", tmp_path / "out")
    ended = tenken("run", files[0], "--out", tmp_path / "out")
    assert (ended.returncode, "1 file: 1 ok" in ended.stdout) == (0, True)
    assert "131059-bunkyo-strategy-2025: 1 sheet is no longer in the tables" in ended.stdout
    ended = tenken("run", *files, "--out", tmp_path / "out", "--json")
    assert json.loads(ended.stdout)["gone"] == {}


def test_quiet_prints_nothing(tmp_path: Path) -> None:
    ended = tenken("run", SHEETS, "--out", tmp_path / "out", "--quiet")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.pdf"], "nowhere.pdf: no such file or folder"),
        (["docs"], "no PDF found in docs"),
        (["--form", "nope"], "known are: bunkyo-strategy, ikeda-program"),
        (["--forms", "nowhere"], "no such folder of forms"),
        (["--workers", "0"], "--workers"),
        (["--workers", "two"], "--workers"),
        (["--time-limit", "0"], "--time-limit"),
        (["--memory-limit", "-1"], "--memory-limit"),
        (["--nope"], "--nope"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_clear_message(tmp_path: Path, arguments: list[str], says: str) -> None:
    ended = tenken("run", "--out", tmp_path / "out", *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_without_a_path_and_without_the_usual_folder_it_asks_for_one(tmp_path: Path) -> None:
    ended = tenken("run", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("tenken: name PDFs or folders of PDFs: there is no data/raw here")
    assert list(tmp_path.iterdir()) == []


def test_a_locked_output_folder_ends_with_2(tmp_path: Path) -> None:
    with Store(tmp_path / "out"):
        ended = tenken("run", SHEETS, "--out", tmp_path / "out")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("tenken: Another run is writing to")
    assert len(ended.stderr.splitlines()) == 1


def test_an_output_folder_that_is_a_file_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    ended = tenken("run", SHEETS, "--out", tmp_path / "out")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_wrong_form_file_ends_with_2_and_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('id = "mine"\nnmae = "x"\n')
    ended = tenken("run", SHEETS, "--out", tmp_path / "out", "--forms", tmp_path)
    assert ended.returncode == 2
    assert "mine.toml:2: nmae: unknown key in form; did you mean name?" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_folders_of_forms_may_come_from_the_environment(tmp_path: Path) -> None:
    ended = tenken("run", SHEETS, "--out", tmp_path / "out", TENKEN_FORMS=str(tmp_path / "nowhere"))
    assert ended.returncode == 2
    assert "no such folder of forms" in ended.stderr


def test_a_file_over_the_memory_limit_fails_alone(tmp_path: Path) -> None:
    volume = ROOT / SPECIMENS / "r7-volume.pdf"
    ended = tenken("run", SHEETS, volume, "--out", tmp_path / "out", "--memory-limit", "1", "--json")
    said = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert sum(said["files"].values()) == 3
    assert {issue["code"] for issue in said["issues"]} == {"too_much_memory"}
    assert "Traceback" not in ended.stderr


def test_ctrl_c_is_one_line_and_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert tenken("run", SHEETS, "--out", out).returncode == 0
    before = content(out)
    for copy in range(12):  # so many that none but the signal ends the run
        shutil.copytree(MANY, tmp_path / "many" / str(copy))
    process = subprocess.Popen(
        [*TENKEN, "run", str(tmp_path / "many"), "--out", str(out), "--workers", "2"], cwd=ROOT, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    first = process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
    printed, rest = process.communicate(timeout=60)
    assert first.startswith("[  1/180] ")
    assert process.returncode == 130
    assert printed == ""
    assert rest.splitlines()[-1] == "tenken: interrupted; no table is half written"
    assert "Traceback" not in rest
    assert content(out) == before
    assert tenken("run", SHEETS, "--out", out, "--quiet").returncode == 0


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    shutil.copytree(ROOT / BAD, tmp_path / "in")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*TENKEN, "run", str(SHEETS), str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--json"],
        cwd=ROOT, env=environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    printed, _ = process.communicate(timeout=60)
    text = seen.decode()
    assert process.returncode == 1
    assert json.loads(printed)["files"]["ok"] == 2
    assert "reading" in text
    assert "/7" in text
    assert "(the file is empty (0 bytes): fetch it again" in text
    assert "[ 1/7]" not in text
    assert text.endswith("\x1b[?25h") or "\x1b[?25h" in text[-40:], "the cursor is shown again"
