"""On a system that is no POSIX system: PDFs cannot be read there, and all else works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue import ROOT
from tests.terminal import environment

SHEET = ROOT / "data/raw/131059/2025/15.pdf"


def elsewhere(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line where Python has no modules and calls of POSIX systems."""
    code = (
        "import os, sys, _socket\ndel os.posix_spawn, _socket.socketpair\n"
        f"sys.modules |= dict.fromkeys(['fcntl', 'resource']); sys.argv[1:] = {list(map(str, arguments))!r}\n"
        "from pipelines.start import main; main()"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=cwd, env=environment(), capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--help", "tenken"),
        ("forms", "bunkyo-strategy"),
        ("issues {out}", "x.pdf"),
        ("show 15 --out {out}", "地域共生社会"),
        ("diff 2025 2026 --out {out} --restatements r.csv", "32 in both"),
        ("export {out} -o t.sqlite", "t.sqlite: sheets"),
        ("export {out} --format csv -o csv", "csv: sheets"),
        ("draw {sheet} --page 1 -o drawn", "15-p001.html"),
        ("report --data {out} --out site", "15 sheets"),
    ],
)
def test_without_posix_all_but_reading_works(two_editions: Path, tmp_path: Path, line: str, says: str) -> None:
    if line.startswith("report"):
        pytest.importorskip("vl_convert", reason="the extra `report` is not installed")
    ended = elsewhere(*line.format(out=two_editions, sheet=SHEET).split(), cwd=tmp_path)
    assert (ended.returncode, says in ended.stdout) == (0, True), ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("line", ["run {sheet} --out new", "show {sheet}", "cells {sheet}"])
def test_without_posix_reading_says_what_it_needs(tmp_path: Path, line: str) -> None:
    ended = elsewhere(*line.format(sheet=SHEET).split(), cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("tenken: reading PDFs needs Linux or macOS")
    assert not list(tmp_path.iterdir())
