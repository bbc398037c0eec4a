"""The figures of benchmarks/results.json as a picture: docs/performance.svg."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import altair as alt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.tools import NAMES

HERE = Path(__file__).resolve().parent
COLOURS = {
    "tenken": "#0b6e4f", "tenken-2": "#35b38a", "pdfplumber": "#c0392b", "camelot": "#e08e0b", "tabula": "#8e6bbf",
    "pymupdf": "#5b6770", "pdftotext": "#a8b2b9", "pdfium": "#d0d6da",
}  # fmt: skip
SIZES = {
    "pages in one file": re.compile(r"one volume of ([\d,]+) pages"),
    "cells on a page": re.compile(r"a page of ([\d,]+) cells"),
}


def points(results: dict[str, dict[str, dict[str, float]]], size: str) -> list[dict[str, object]]:
    """Milliseconds a page by tool, against a size that the sets are named by."""
    found = []
    for name, tools in results.items():
        match = SIZES[size].fullmatch(name)
        for tool, m in tools.items() if match else ():
            at = int(match[1].replace(",", "")) if match else 0
            found.append({size: at, "ms a page": 1000 * m["wall"] / m["pages"], "tool": NAMES[tool]})
    return found


def chart(results: dict[str, dict[str, dict[str, float]]], size: str) -> alt.Chart:
    """One panel: both axes logarithmic, a line for each tool."""
    colour = alt.Color(
        "tool:N", title=None, scale=alt.Scale(domain=[NAMES[t] for t in COLOURS], range=list(COLOURS.values()))
    )
    x = alt.X(f"{size}:Q", scale=alt.Scale(type="log"), title=size)
    y = alt.Y("ms a page:Q", scale=alt.Scale(type="log"), title="milliseconds a page, start-up included")
    lines = alt.Chart(alt.Data(values=points(results, size))).mark_line(point=True).encode(x=x, y=y, color=colour)
    return lines.properties(width=330, height=260)


def main() -> None:
    """Draw both panels."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))["sets"]
    both = alt.hconcat(*(chart(results, size) for size in SIZES)).configure_legend(
        orient="bottom", columns=3, labelLimit=0
    )
    both.save(HERE.parent / "docs" / "performance.svg")


if __name__ == "__main__":
    main()
