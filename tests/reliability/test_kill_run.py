"""A whole `tenken run` killed at a hundred moments: every table whole after each, and the next run finishes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.schema import TABLES
from tests.catalogue import ROOT, SPECIMENS
from tests.terminal import TENKEN, environment, tenken

MOMENTS = int(os.environ.get("TENKEN_KILLS", "10"))


def state(out: Path) -> dict[str, bytes]:
    """What a reader of the folder sees."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(out).parts)
    }


def check(out: Path) -> None:
    """Every table is there and can be read, and every sheet's programs with it."""
    sheets = {row["sheet_id"] for row in pq.read_table(out / "sheets").to_pylist()}
    programs = {row["sheet_id"] for row in pq.read_table(out / "programs").to_pylist()}
    assert sheets == programs
    for name in TABLES:
        for path in (out / name).glob("*.parquet"):
            assert pq.ParquetFile(path).read().schema.equals(TABLES[name].arrow), path


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_whole_tables(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    shutil.copy(ROOT / SPECIMENS / "r5" / "02.pdf", old)
    for path in (ROOT / SPECIMENS / "r5").glob("*.pdf"):
        shutil.copy(path, new)
    stamp = {"SOURCE_DATE_EPOCH": "1700000000"}
    base, done = tmp_path / "base" / "out", tmp_path / "done" / "out"
    assert tenken("run", old, "--out", base, "--quiet", **stamp).returncode == 0
    shutil.copytree(base, done)
    begun = time.monotonic()
    assert tenken("run", new, "--out", done, "--quiet", **stamp).returncode == 0
    lasts = time.monotonic() - begun
    before, after = state(base), state(done)
    assert before != after
    dice = random.Random("kill")
    seen = {"old": 0, "new": 0}
    out = tmp_path / "killed" / "out"
    for moment in range(MOMENTS):
        if out.parent.exists():
            shutil.rmtree(out.parent)
        shutil.copytree(base, out)
        # one half of the moments at the end, where the tables are written
        late = moment % 2 == 1
        delay = lasts * (dice.uniform(0.7, 1.1) if late else dice.random())
        with subprocess.Popen(
            [*TENKEN, "run", str(new), "--out", str(out), "--quiet"], cwd=ROOT, env=environment(**stamp),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        ) as process:  # fmt: skip
            time.sleep(delay)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
        held = state(out)
        assert held in (before, after), f"moment {moment}, after {delay:.2f} s"
        seen["old" if held == before else "new"] += 1
        check(out)
        if moment % 5 == 0:
            assert tenken("run", new, "--out", out, "--quiet", **stamp).returncode == 0
            assert state(out) == after
            assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert seen["old"] > 0


def test_a_second_run_on_the_same_folder_refuses(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(
        [*TENKEN, "run", str(ROOT / SPECIMENS / "r7-volume.pdf"), "--out", str(out), "--quiet"], cwd=ROOT,
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as first:  # fmt: skip
        for _ in range(200):
            if (out / ".tenken.lock").exists():
                break
            time.sleep(0.05)
        os.kill(first.pid, signal.SIGSTOP)
        try:
            second = tenken("run", ROOT / SPECIMENS / "r5", "--out", out, "--quiet")
        finally:
            os.kill(first.pid, signal.SIGCONT)
        assert first.wait(60) in (0, 1)
    assert second.returncode == 2
    assert "Another run is writing" in second.stderr
    assert len(second.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /proc, as Linux has it")
def test_an_output_folder_that_cannot_be_made_is_one_clear_error() -> None:
    ended = tenken("run", ROOT / SPECIMENS / "r5", "--out", "/proc/tenken/out", "--quiet")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "cannot be" in ended.stderr
