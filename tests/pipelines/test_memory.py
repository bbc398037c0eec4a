"""Memory does not grow with the length of a PDF: counted in a process of its own, not timed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.catalogue import ROOT, SPECIMENS
from tests.terminal import TENKEN, environment

ALLOWED = 1.3  # times the peak of ten pages

# Prints the highest resident memory of the largest process below it: parent and workers of a run alike.
_MEASURE = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(ended.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def bound(pages: int, place: Path) -> Path:
    """A volume of that many pages: the specimen's sheets, again and again."""
    with pikepdf.open(ROOT / SPECIMENS / "r7-volume.pdf") as volume, pikepdf.new() as longer:
        for number in range(pages):
            longer.pages.append(volume.pages[number % len(volume.pages)])
        longer.save(place)
    return place


def peak(pages: int, folder: Path) -> int:
    """Peak memory of a run over so many pages."""
    volume = bound(pages, folder / f"{pages}.pdf")
    command = [*TENKEN, "run", str(volume), "--out", str(folder / f"out-{pages}"), "--quiet"]
    ended = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8",
        timeout=300, check=True,
    )  # fmt: skip
    status, most = ended.stdout.split()
    assert status == "0", ended.stderr
    return int(most)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="resource is a module of POSIX systems")
def test_a_hundred_pages_cost_little_more_memory_than_ten(tmp_path: Path) -> None:
    ten, hundred = peak(10, tmp_path), peak(100, tmp_path)
    assert ten > 20_000, "nothing was read"
    assert hundred <= ALLOWED * ten, f"{hundred} after {ten}"
