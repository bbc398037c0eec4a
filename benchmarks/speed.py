"""tenken beside other table readers, on the same files, in one run: `make bench`.

Each tool runs in a process of its own, all of them in turn, round after round; what is compared are medians. Folders of
PDFs named on the command line are measured too: python benchmarks/speed.py [--rounds N] [FOLDER ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.specimens import ROOT, browser, copies, crowded, many, volume, year
from benchmarks.tools import NAMES, WORKERS, missing, release

CACHE = Path(tempfile.gettempdir()) / "tenken-bench"
BASE = "pdfplumber"
_EVERY = 0.03  # seconds between two looks at the memory
PATIENCE = 150.0  # seconds for one tool on one set; a slower one but the base is left out of larger sets
OURS = ("tenken", "tenken-2", BASE, "pdftotext", "pdfium")
LARGE = ("one volume of 1,000 pages", "browser specimens, 20 copies")  # the slow tools have shown what they can
TENKEN = shutil.which("tenken", path=str(Path(sys.executable).parent)) or "tenken"
REAL = ROOT.parent / "shared" / "real" / "272043-ikeda"  # real sheets, where they are at hand
PAGES = (10, 100, 1000)
CELLS = (100, 400, 1600, 6400)


@dataclass
class Measured:
    """One tool on one set: pages, cells, and for each round seconds of wall and CPU time and peak MB of a process."""

    pages: int = 0
    cells: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(getattr(self, name))


def measure(tool: str, files: list[Path], into: Measured) -> bool:
    """One round of one tool, children that it starts included; False where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        listed, out = Path(folder) / "files.txt", Path(folder) / "out"
        listed.write_text("\n".join(map(str, files)), encoding="utf-8")
        program = [sys.executable, str(Path(__file__).with_name("tools.py")), tool, f"@{listed}"]
        if tool in WORKERS:
            program = [TENKEN, "run", *map(str, files), "--out", str(out), "--quiet", "--workers", str(WORKERS[tool])]
        said = _timed(program, into, (0, 1) if tool in WORKERS else (0,))  # 1: the tables hold issues
        if said is None:
            return False
        into.pages, into.cells = _counted(out) if tool in WORKERS else json.loads(said.strip().split("\n")[-1])
    return True


def _counted(out: Path) -> tuple[int, int]:
    """The pages and the cells in an output folder."""
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    rows = {table["name"]: sum(file["rows"] for file in table["files"]) for table in package["resources"]}
    return rows["pages"], rows["cells"]


def _timed(program: list[str], into: Measured, fine: tuple[int, ...]) -> str | None:
    """Run a program to its end; what it printed, or None where its exit status is none of the fine ones."""
    begun = time.perf_counter()
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    peaks, ended = [0.0], threading.Event()
    watching = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
    watching.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    ended.set()
    watching.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stdout.read() if process.stdout else ""
    if process.returncode not in fine:
        return None
    into.wall.append(wall)
    into.cpu.append(used.ru_utime + used.ru_stime)
    into.peak.append(max(peaks))
    return said


def _watch(pid: int, peaks: list[float], ended: threading.Event) -> None:
    """Note now and then what the processes of a program have held at most."""
    while not ended.wait(_EVERY):
        peaks += map(_peak, [pid, *_children(pid)])


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _peak(pid: int) -> float:
    """The most memory that a process has held, in MB (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def compared(files: list[Path], tools: list[str], rounds: int) -> dict[str, Measured]:
    """All tools on one set of files, in turn."""
    found = {tool: Measured() for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            if tool in found and sum(found[tool].wall) < PATIENCE and not measure(tool, files, found[tool]):
                print(f"left out: {NAMES[tool]} fails here", flush=True)
                del found[tool]
    return found


def table(name: str, found: dict[str, Measured]) -> str:
    """The figures of one set as Markdown."""
    base = found[BASE].median("wall") if BASE in found else 0.0
    lines = [f"### {name}: {max(m.pages for m in found.values()):,} pages", ""]
    lines += ["| tool | × pdfplumber | pages/s | CPU s | peak MB | cells/page |", "|---|--:|--:|--:|--:|--:|"]
    for tool, m in sorted(found.items(), key=lambda item: item[1].median("wall")):
        wall = m.median("wall")
        ratio = f"{base / wall:.1f}" if base else ""
        cells = f"{m.cells / m.pages:.0f}" if m.cells else ""
        cpu, peak = m.median("cpu"), m.median("peak")
        lines.append(f"| {NAMES[tool]} | {ratio} | {m.pages / wall:.1f} | {cpu:.1f} | {peak:.0f} | {cells} |")
    return "\n".join([*lines, ""])


def rerun(files: list[Path], rounds: int) -> dict[str, float]:
    """A first run over many sheets, and one that finds nothing changed: medians in seconds, by workers."""
    found: dict[str, float] = {}
    for workers in (1, 2):
        times: dict[str, list[float]] = {"first": [], "unchanged": []}
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as out:
                for name in times:
                    begun = time.perf_counter()
                    options = ["--out", out, "--quiet", "--workers", str(workers)]
                    subprocess.run([TENKEN, "run", *map(str, files), *options], check=True)
                    times[name].append(time.perf_counter() - begun)
        found |= {f"{name}, {workers} workers": statistics.median(values) for name, values in times.items()}
    return found


def main() -> None:
    """Measure, print, and write the figures to benchmarks/results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(NAMES), help="tools to compare")
    args = parser.parse_args()
    for tool in args.only:
        if missing(tool):
            print(f"left out: {NAMES[tool]} ({missing(tool)})")
    tools = [tool for tool in args.only if not missing(tool)]
    versions = ", ".join(f"{tool} {release(tool)}" for tool in tools if tool != "tenken-2")
    print(f"{os.cpu_count()} CPUs, Python {platform.python_version()}, {versions}\n", flush=True)
    sets = {"a year of 55 sheets": year(CACHE), "browser specimens": browser()}
    sets |= {"real sheets of 池田市": sorted(REAL.glob("*.pdf"))} if REAL.is_dir() else {}
    sets |= {f"folder {folder.name}": sorted(folder.rglob("*.pdf")) for folder in args.folders}
    sets |= {"browser specimens, 20 copies": copies(CACHE, browser(), 20)}
    sets |= {f"a page of {cells:,} cells": crowded(CACHE, cells) for cells in CELLS}
    sets |= {f"one volume of {pages:,} pages": volume(CACHE, pages) for pages in PAGES}
    results: dict[str, dict[str, dict[str, float]]] = {}
    for name, files in sets.items():
        some = [tool for tool in tools if tool in OURS] if name in LARGE else tools
        found = compared(files, some, args.rounds)
        tools = [
            tool
            for tool in tools
            if tool in (BASE, *WORKERS) or tool not in some or (tool in found and sum(found[tool].wall) < PATIENCE)
        ]
        print(table(name, found), flush=True)
        results[name] = {
            tool: {"pages": m.pages, "cells": m.cells, **{k: round(m.median(k), 3) for k in ("wall", "cpu", "peak")}}
            for tool, m in found.items()
        }
    again = rerun(many(CACHE), args.rounds)
    print("\n".join(f"451 sheets, {name}: {seconds:.2f} s" for name, seconds in again.items()))
    document = {"sets": results, "451 sheets": {name: round(seconds, 3) for name, seconds in again.items()}}
    document |= {"cpus": os.cpu_count(), "python": platform.python_version(), "versions": versions}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    Path(__file__).with_name("results.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
