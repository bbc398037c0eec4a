"""Blocks as typst markup, compiled by typst."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import typst

from .blocks import Block, Cell, Charts, Gap, Icons, Line, NewPage, Table, edges, place
from .html_page import fitted, svg_chart
from .icons import icon_png


@dataclass(frozen=True, slots=True)
class Press:
    """What may differ between two typst prints."""

    font: str = "IPAexGothic"
    stroke: str = "0.5pt"
    flipped: bool = False
    repeat_heads: bool = False
    split_rows: bool = True
    page_number: int = 66


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _body(cell: Cell) -> str:
    if cell.vertical:
        return " + linebreak() + ".join(_quoted(c) for c in cell.text.replace("\n", ""))
    return " + linebreak() + ".join(_quoted(t) for t in cell.text.split("\n"))


def _cell(cell: Cell, width: float, press: Press) -> str:
    place_ = f"{cell.align} + {'horizon' if cell.middle else 'top'}"
    fill = f'rgb("{cell.fill}")' if cell.fill else "none"
    weight = '"bold"' if cell.bold else '"regular"'
    breakable = "true" if press.split_rows else "false"
    return (
        f"table.cell(colspan: {cell.cols}, rowspan: {cell.rows}, align: {place_}, fill: {fill}, breakable: {breakable},"
        f" text(size: {fitted(cell, width):.1f}pt, weight: {weight}, {_body(cell)}))"
    )


def _table(table: Table, press: Press) -> str:
    own = edges(table)
    text_width = 770 if press.flipped else 520
    columns = ", ".join(f"{w}fr" for w in table.widths)
    rows: list[list[str]] = [[] for _ in table.rows]
    for p in place(table):
        rows[p.row].append(_cell(p.cell, text_width * (own[p.column_end] - own[p.column]) / 1000, press))
    top = table.repeated if press.repeat_heads and table.repeated < len(rows) else 0
    head = f"table.header({', '.join(c for r in rows[:top] for c in r)})," if top else ""
    cells = ", ".join(c for r in rows[top:] for c in r)
    return f"#table(columns: ({columns},), stroke: {press.stroke}, inset: 3pt, {head} {cells})"


def _line(line: Line) -> str:
    weight = '"bold"' if line.bold else '"regular"'
    main = f"text(size: {line.size}pt, weight: {weight}, {_quoted(line.text)})"
    if line.aside:
        aside = f"text(size: 5.5pt, {_quoted(line.aside)})"
        return f"#block(sticky: true, grid(columns: (1fr, 1fr), {main}, {aside}))"
    return f"#block(sticky: true, width: 100%, align({line.align}, {main}))"


def _block(block: Block, press: Press, folder: Path) -> str:
    match block:
        case Table():
            return _table(block, press)
        case Line():
            return _line(block)
        case Gap():
            return f"#v({block.height}pt, weak: true)"
        case NewPage():
            return "#pagebreak(weak: true)"
        case Icons():
            for goal in block.goals:
                (folder / f"g{goal}.png").write_bytes(icon_png(goal))
            pictures = ", ".join(f'image("g{g}.png", width: 24pt)' for g in block.goals)
            label = f"align(horizon, strong({_quoted(block.label)}))"
            return f"#stack(dir: ltr, spacing: 5pt, {label}, {pictures})"
        case Charts():
            return _charts(block, folder)


def _charts(charts: Charts, folder: Path) -> str:
    parts = []
    for chart in charts.charts:
        name = f"chart{len(list(folder.glob('chart*.svg')))}.svg"
        svg = svg_chart(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" font-family="IPAexGothic" ', 1)
        (folder / name).write_text(svg, encoding="utf-8")
        source = f", text(size: 6pt, {_quoted(chart.source)})" if chart.source else ""
        parts.append(f'stack(spacing: 4pt, strong({_quoted(chart.caption)}), image("{name}", width: 220pt){source})')
    return f"#block(breakable: false, grid(columns: (1fr, 1fr), {', '.join(parts)}))"


def print_typst(blocks: list[Block], press: Press, out: Path) -> None:
    """Write the markup and compile it; typst is deterministic but for the date."""
    number = 'numbering: "1",' if press.page_number else ""
    head = f"""#set document(date: none)
#set page(paper: "a4", flipped: {str(press.flipped).lower()}, margin: (x: 13mm, top: 12mm, bottom: 16mm), {number})
#counter(page).update({press.page_number or 1})
#set text(font: ("{press.font}", "IPAexGothic"), size: 8pt, lang: "ja")
#set par(leading: 0.35em, spacing: 0.5em)
#set block(spacing: 3pt)
"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "sheet.typ"
        source.write_text(head + "\n".join(_block(b, press, folder) for b in blocks), encoding="utf-8")
        out.write_bytes(typst.compile(str(source)))
