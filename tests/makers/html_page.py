"""Blocks as one HTML page, for browsers, weasyprint and office suites."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .blocks import Block, Cell, Chart, Charts, Gap, Icons, Line, NewPage, Table, edges, place
from .icons import icon_uri


@dataclass(frozen=True, slots=True)
class Web:
    """What may differ between two HTML prints."""

    font: str = "IPAexGothic"
    page: str = "A4 portrait"
    margin: str = "12mm"
    collapse: bool = True
    spacing: str = "0"
    """border-spacing where borders are separate."""
    border: str = "1px solid #000"
    split_rows: bool = False
    repeat_heads: bool = False
    keep_tables: bool = False
    """Whole tables move to the next page rather than break."""
    page_number: int = 0
    """First page number in the foot; 0 for none."""
    vertical: str = "css"
    """Vertical labels: "css" (writing-mode) or "stacked" (one letter a line)."""
    simple: bool = False
    """Only HTML that old converters know: no flex, no SVG, sizes as attributes."""
    width: float = 520.0
    """About the text width in points, to fit numbers into their cells."""
    extra: str = ""


def _style(web: Web) -> str:
    inside = "auto" if web.split_rows else "avoid"
    borders = "collapse" if web.collapse else f"separate;border-spacing:{web.spacing}"
    number = ""
    if web.page_number:
        number = f"html{{counter-reset:page {web.page_number - 1}}}"
        number += "@page{@bottom-center{content:counter(page);font-size:9pt}}"
    return f"""
@page{{size:{web.page};margin:{web.margin}}}{number}
*{{box-sizing:border-box}}
body{{margin:0;padding:0 1px;font-family:'{web.font}';font-size:8pt;line-height:1.25;color:#000}}
table{{width:100%;border-collapse:{borders};table-layout:fixed;break-inside:{"avoid" if web.keep_tables else "auto"}}}
td{{border:{web.border};padding:1px 3px;overflow-wrap:anywhere}}
tr{{break-inside:{inside}}}
td{{break-inside:{inside}}}
thead{{display:{"table-header-group" if web.repeat_heads else "table-row-group"}}}
p{{margin:0}}
.aside{{font-weight:normal;font-size:5.5pt}}
.line{{display:flex;justify-content:space-between;align-items:center}}
.line .aside{{width:52%}}
.flex{{display:flex;flex-direction:column;gap:2px}}
.grid{{display:grid;grid-template-rows:1fr 1fr}}
.v{{writing-mode:vertical-rl;display:inline-block;letter-spacing:.1em}}
.charts{{display:flex;gap:20px}}
.charts>div{{flex:1}}
.icons{{display:flex;align-items:center;gap:10px;margin:4px 0}}
.icons img{{width:26pt;height:26pt}}
.new{{break-before:page}}
.keep{{break-after:avoid}}
{web.extra}"""


def _lines(cell: Cell, web: Web) -> str:
    parts = cell.text.split("\n")
    if cell.vertical:
        if web.vertical == "css":
            return f'<span class="v">{escape("".join(parts))}</span>'
        return "<br>".join(escape(c) for c in "".join(parts))
    if cell.flow in ("flex", "grid") and not web.simple:
        inner = "".join(f"<span>{escape(p)}</span>" for p in parts)
        return f'<div class="{cell.flow}">{inner}</div>'
    if len(parts) > 1 and any(p.startswith("　") for p in parts):
        return "".join(f"<p>{escape(p)}</p>" for p in parts)
    return "<br>".join(escape(p) for p in parts)


def fitted(cell: Cell, width: float) -> float:
    """A font size at which a number or short heading fits in `width` points, guessed from its letters."""
    lines = cell.text.split("\n")
    if cell.align == "left" or cell.vertical or max(len(line) for line in lines) > 14:
        return cell.size
    ems = max(sum(0.6 if c.isascii() else 1.0 for c in line) for line in lines)
    return min(cell.size, max(3.6, (width - 9) / max(ems, 1)))


def _cell(cell: Cell, web: Web, width: float) -> str:
    size = fitted(cell, width)
    style = f"text-align:{cell.align};vertical-align:{'middle' if cell.middle else 'top'};font-size:{size:.1f}pt"
    attribute = f' width="{100 * width / web.width:.1f}%"' if web.simple else ""
    if cell.fill:
        style += f";background:{cell.fill}"
    if cell.bold:
        style += ";font-weight:bold"
    if cell.bare:
        style += ";border:none"
    spans = (f' colspan="{cell.cols}"' if cell.cols > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
    return f'<td{spans}{attribute} style="{style}">{_lines(cell, web)}</td>'


def _table(table: Table, web: Web) -> str:
    columns = "".join(f'<col style="width:{w / 10}%">' for w in table.widths)
    if web.simple:
        columns = "".join(f'<col width="{w / 10}%">' for w in table.widths)
    rows = []
    at = edges(table)
    placed = place(table)
    for number, table_row in enumerate(table.rows):
        cells = [
            _cell(p.cell, web, web.width * (at[p.column_end] - at[p.column]) / at[-1])
            for p in placed
            if p.row == number
        ]
        rows.append(f'<tr style="height:{table_row.least}pt">{"".join(cells)}</tr>')
    top = table.repeated if table.repeated < len(rows) else 0
    heads = f"<thead>{''.join(rows[:top])}</thead>" if top else ""
    border = ' border="1" cellspacing="0" cellpadding="2" width="100%"' if web.simple else ""
    return f"<table{border}><colgroup>{columns}</colgroup>{heads}<tbody>{''.join(rows[top:])}</tbody></table>"


def svg_chart(chart: Chart, width: int = 260, height: int = 90) -> str:
    """The bars with their numbers and axis labels, as SVG text and rectangles."""
    top = max(v for _, v in chart.bars) or 1.0
    step = width / len(chart.bars)
    parts = [f'<line x1="10" y1="{height - 14}" x2="{width - 5}" y2="{height - 14}" stroke="#000"/>']
    for i, (name, value) in enumerate(chart.bars):
        tall = (height - 34) * value / top
        x = i * step + step * 0.25
        parts.append(
            f'<rect x="{x:.1f}" y="{height - 14 - tall:.1f}" width="{step * 0.5:.1f}" height="{tall:.1f}"'
            ' fill="#5b9bd5"/>'
            f'<text x="{x:.1f}" y="{height - 17 - tall:.1f}" font-size="8">{value:,.0f}</text>'
            f'<text x="{x:.1f}" y="{height - 4}" font-size="8">{escape(name)}</text>'
        )
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'


def _chart(chart: Chart, web: Web) -> str:
    caption = f"<b>{escape(chart.caption)}</b>"
    source = f'<br><span class="aside">{escape(chart.source)}</span>' if chart.source else ""
    if web.simple:
        return f"<p>{caption}</p><p>{source.removeprefix('<br>')}</p>"
    return f"<div>{caption}<br>{svg_chart(chart)}{source}</div>"


def _line(block: Line, web: Web) -> str:
    weight = "font-weight:bold;" if block.bold else ""
    style = f"{weight}text-align:{block.align};font-size:{block.size}pt"
    text = escape(block.text)
    if web.simple:
        aside = f'<p><span class="aside">{escape(block.aside)}</span></p>' if block.aside else ""
        return f'<p style="{style}">{text}</p>{aside}'
    if block.aside:
        aside = f'<span class="aside">{escape(block.aside)}</span>'
        return f'<div class="line keep" style="{style}"><span>{text}</span>{aside}</div>'
    return f'<div class="keep" style="{style}">{text}</div>'


def _block(block: Block, web: Web) -> str:
    match block:
        case Table():
            return _table(block, web)
        case Line():
            return _line(block, web)
        case Gap():
            return "" if web.simple else f'<div style="height:{block.height}pt"></div>'
        case NewPage():
            return '<p style="page-break-before:always"></p>' if web.simple else '<div class="new"></div>'
        case Icons():
            pictures = "".join(f'<img width="34" height="34" src="{icon_uri(g)}">' for g in block.goals)
            return f'<div class="icons"><b>{escape(block.label)}</b>{pictures}</div>'
        case Charts():
            return f'<div class="charts">{"".join(_chart(c, web) for c in block.charts)}</div>'


def page(blocks: list[Block], web: Web) -> str:
    """A complete HTML document."""
    body = "\n".join(_block(b, web) for b in blocks)
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>戦略点検シート</title>'
        f"<style>{_style(web)}</style></head><body>{body}</body></html>"
    )
