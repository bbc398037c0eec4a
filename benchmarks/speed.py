"""tenken beside other table readers, on the same files, in one run: `make bench`.

Each tool runs in a process of its own, all of them in turn, round after round; what is compared are medians. Folders of
PDFs named on the command line are measured too: python benchmarks/speed.py [--rounds N] [FOLDER ...]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.specimens import browser, volume, year
from benchmarks.tools import TOOLS, missing, release

CACHE = Path(tempfile.gettempdir()) / "tenken-bench"
BASE = "pdfplumber"
PATIENCE = 240.0  # seconds for one tool on one set; a slower one is left out of larger sets


@dataclass
class Measured:
    """One tool on one set: pages, cells, and for each round seconds of wall and CPU time and peak MB."""

    pages: int = 0
    cells: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(getattr(self, name))


def measure(tool: str, files: list[Path], into: Measured) -> bool:
    """One round of one tool, children that it starts included; False where it fails."""
    program = [sys.executable, str(Path(__file__).with_name("tools.py")), tool, *map(str, files)]
    begun = time.perf_counter()
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        return False
    into.wall.append(time.perf_counter() - begun)
    into.cpu.append(used.ru_utime + used.ru_stime)
    into.peak.append(used.ru_maxrss / 1024)
    into.pages, into.cells = json.loads(said.strip().split("\n")[-1])
    return True


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


def main() -> None:
    """Measure, print, and write the figures to benchmarks/results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(TOOLS), help="tools to compare")
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 100, 1000])
    args = parser.parse_args()
    for tool in args.only:
        if missing(tool):
            print(f"left out: {TOOLS[tool][0]} ({missing(tool)})")
    tools = [tool for tool in args.only if not missing(tool)]
    versions = ", ".join(f"{tool} {release(tool)}" for tool in tools if tool != "tenken-2")
    print(f"{os.cpu_count()} CPUs, Python {platform.python_version()}, {versions}\n", flush=True)
    sets = {"a year of 55 sheets": year(CACHE), "browser specimens": browser()}
    sets |= {f"folder {folder.name}": sorted(folder.rglob("*.pdf")) for folder in args.folders}
    sets |= {f"one volume of {pages:,} pages": volume(CACHE, pages) for pages in args.pages}
    results: dict[str, dict[str, dict[str, float]]] = {}
    for name, files in sets.items():
        found = compared(files, tools, args.rounds)
        tools = [tool for tool in tools if tool in found and sum(found[tool].wall) < PATIENCE]
        print(table(name, found), flush=True)
        results[name] = {
            tool: {"pages": m.pages, "cells": m.cells, **{k: round(m.median(k), 3) for k in ("wall", "cpu", "peak")}}
            for tool, m in found.items()
        }
    Path(__file__).with_name("results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
