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
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.specimens import ROOT, browser, crowded, many, volume, year
from benchmarks.tools import TOOLS, missing, release

CACHE = Path(tempfile.gettempdir()) / "tenken-bench"
BASE = "pdfplumber"
PATIENCE = 240.0  # seconds for one tool on one set; a slower one is left out of larger sets
OURS = ("tenken", "tenken-2", BASE, "pdfium")
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
    listed = Path(tempfile.gettempdir()) / f"tenken-bench-{os.getpid()}.txt"
    listed.write_text("\n".join(map(str, files)), encoding="utf-8")
    program = [sys.executable, str(Path(__file__).with_name("tools.py")), tool, f"@{listed}"]
    begun = time.perf_counter()
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    peak = 0.0
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        peak = max(peak, *map(_peak, [process.pid, *_children(process.pid)]))
        time.sleep(0.005)
    wall = time.perf_counter() - begun
    process.returncode = status
    said = process.stdout.read() if process.stdout else ""
    if status:
        return False
    into.wall.append(wall)
    into.cpu.append(used.ru_utime + used.ru_stime)
    into.peak.append(peak)
    into.pages, into.cells = json.loads(said.strip().split("\n")[-1])
    return True


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
                print(f"left out: {TOOLS[tool][0]} fails here", flush=True)
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
        lines.append(f"| {TOOLS[tool][0]} | {ratio} | {m.pages / wall:.1f} | {cpu:.1f} | {peak:.0f} | {cells} |")
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
                    tenken = shutil.which("tenken", path=str(Path(sys.executable).parent)) or "tenken"
                    options = ["--out", out, "--quiet", "--workers", str(workers)]
                    subprocess.run([tenken, "run", *map(str, files), *options], check=True)
                    times[name].append(time.perf_counter() - begun)
        found |= {f"{name}, {workers} workers": statistics.median(values) for name, values in times.items()}
    return found


def main() -> None:
    """Measure, print, and write the figures to benchmarks/results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(TOOLS), help="tools to compare")
    args = parser.parse_args()
    for tool in args.only:
        if missing(tool):
            print(f"left out: {TOOLS[tool][0]} ({missing(tool)})")
    tools = [tool for tool in args.only if not missing(tool)]
    versions = ", ".join(f"{tool} {release(tool)}" for tool in tools if tool != "tenken-2")
    print(f"{os.cpu_count()} CPUs, Python {platform.python_version()}, {versions}\n", flush=True)
    sets = {"a year of 55 sheets": year(CACHE), "browser specimens": browser()}
    sets |= {"real sheets of 池田市": sorted(REAL.glob("*.pdf"))} if REAL.is_dir() else {}
    sets |= {f"folder {folder.name}": sorted(folder.rglob("*.pdf")) for folder in args.folders}
    sets |= {f"a page of {cells:,} cells": crowded(CACHE, cells) for cells in CELLS}
    sets |= {f"one volume of {pages:,} pages": volume(CACHE, pages) for pages in PAGES}
    results: dict[str, dict[str, dict[str, float]]] = {}
    for name, files in sets.items():
        # The slow ones have shown what they can: a volume of a thousand pages is for those that are compared.
        some = [tool for tool in tools if tool in OURS] if name.endswith("1,000 pages") else tools
        found = compared(files, some, args.rounds)
        tools = [tool for tool in tools if tool not in some or (tool in found and sum(found[tool].wall) < PATIENCE)]
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
