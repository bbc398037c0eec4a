"""`tenken issues`: every issue on a line, in the order of files and pages."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.catalogue import BAD, ROOT, SPECIMENS
from tests.conftest import read_into
from tests.pipelines.report_tables import Maker
from tests.terminal import tenken


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("issues") / "out"
    read_into(folder, SPECIMENS / "r7-browser", BAD)
    return folder


def test_every_issue_is_a_line(out: Path) -> None:
    issues = pq.read_table(out / "issues").to_pylist()
    ended = tenken("issues", out)
    lines = ended.stdout.splitlines()
    assert (ended.returncode, len(lines)) == (0, len(issues))
    assert lines == sorted(lines, key=lambda line: line.partition(": ")[0].partition(" p. ")[0])
    for issue in issues:
        assert any(f"{issue['severity']} {issue['code']}: {issue['message']}" in line for line in lines)


@pytest.mark.parametrize("option", [["--severity", "error"], ["--code", "not_a_pdf", "--code", "password"]])
def test_only_some(out: Path, option: list[str]) -> None:
    wanted = set(option[1::2])
    issues = [row for row in pq.read_table(out / "issues").to_pylist() if {row["severity"], row["code"]} & wanted]
    assert 0 < len(issues) < pq.read_table(out / "issues").num_rows
    assert len(tenken("issues", out, *option).stdout.splitlines()) == len(issues)


def test_what_cannot_be_asked_for_is_told(out: Path) -> None:
    ended = tenken("issues", out, "--severity", "grave")
    assert (ended.returncode, "grave is none of error, info, warning" in ended.stderr) == (2, True)
    assert tenken("issues", ROOT / "docs").returncode == 2
    for asked, says in (("unread_txt", "did you mean unread_text?"), ("zzz", "zzz is no code: see docs/issues.md")):
        ended = tenken("issues", out, "--code", asked)
        assert (ended.returncode, says in ended.stderr.replace("\n", " ")) == (2, True)
        assert len(ended.stderr) < 400


def test_that_there_is_nothing_is_said(out: Path, tmp_path: Path) -> None:
    ended = tenken("issues", out, "--code", "verify_failed")
    others = pq.read_table(out / "issues").num_rows
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", f"no issues of these; {others} others\n")
    ended = tenken("issues", Maker().write(tmp_path / "out"))
    assert (ended.stdout, ended.stderr) == ("", "no issues\n")  # who counts lines counts none
