"""Output folders that cannot be written, through the command line: one clear error, status 2, and the old tables."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.catalogue import ROOT
from tests.terminal import TENKEN, environment

FIRST, SECOND = sorted((ROOT / "data/raw/131059/2025").glob("*.pdf"))[:2]
MOUNTED = ("unshare", "--map-root-user", "--mount", "sh", "-euc")  # a file system of its own, for this command only
SMALL = "mount -t tmpfs -o size=4m tenken {disk}"
FILL = "cat /dev/zero > {disk}/filled || true"
FAULTS = {
    "full": (FILL, "is full. The tables are as they were. Free some space"),
    "full before the end": (f"{FILL}; truncate -s -48K {{disk}}/filled", "is full. The tables are as they were."),
    "read-only": ("mount -o remount,ro {disk}", "cannot be written (Read-only file system)"),
}


def mounting(script: str, limit: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MOUNTED, script], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", timeout=limit,
        check=False,
    )  # fmt: skip


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where a small disk may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("unshare") is None or mounting(SMALL.format(disk=shlex.quote(str(folder)))).returncode:
        pytest.skip("needs util-linux's unshare, and leave to mount a file system of its own")
    return folder


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_cannot_be_written_is_one_error_and_the_old_tables(disk: Path, fault: str) -> None:
    breaks, says = FAULTS[fault]
    run = shlex.join([*TENKEN, "run", "--quiet", "--out", str(disk / "out")])
    before, after = disk.parent / "before", disk.parent / "after"
    lines = [
        SMALL,
        f"{run} {shlex.quote(str(FIRST))}",
        f"cp -r {{disk}}/out {shlex.quote(str(before))}",
        breaks,
        f"status=0; {run} {shlex.quote(str(SECOND))} || status=$?",
        f"cp -r {{disk}}/out {shlex.quote(str(after))}",
        "ls -A {disk}",
        "exit $status",
    ]
    done = mounting("\n".join(lines).format(disk=shlex.quote(str(disk))))
    told = [line for line in done.stderr.splitlines() if not line.startswith("cat: ")]
    assert (done.returncode, len(told)) == (2, 1), done.stderr
    assert told[0].startswith("tenken: ")
    assert says in told[0]
    assert set(done.stdout.split()) == {"out"} | ({"filled"} if "full" in fault else set()), "nothing is left behind"
    assert contents(before)
    assert contents(before) == contents(after)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
