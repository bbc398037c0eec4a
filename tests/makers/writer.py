"""Blocks as a Word document (or the HTML), printed by LibreOffice Writer."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import office
from .blocks import Block, Cell, Charts, Gap, Icons, Line, NewPage, Table, edges, place
from .html_page import Web, fitted, page
from .icons import icon_png
from .pictures import chart_png

ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


@dataclass(frozen=True, slots=True)
class Paper:
    """What may differ between two Word documents."""

    font: str = "IPAexMincho"
    landscape: bool = False
    split_rows: bool = True
    repeat_heads: bool = False
    border: str = "single"
    eighths: int = 4
    """Border width in eighths of a point."""
    footer: bool = True


class WordDocument:
    """One document under construction."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.file: Any = Document()
        section = self.file.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = section.top_margin = Mm(13)
        section.bottom_margin = Mm(15)
        section.footer_distance = Mm(7)
        self.width = (section.page_width - section.left_margin - section.right_margin) / 12700
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = paper.font, Pt(8)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), paper.font)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        if paper.footer:
            self._page_number(section)

    def _page_number(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = ALIGN["center"]
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def add(self, blocks: list[Block]) -> None:
        for block in blocks:
            match block:
                case Table():
                    self._table(block)
                case Line():
                    self._line(block)
                case Gap():
                    self._gap(block.height)
                case NewPage():
                    self.file.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
                case Icons():
                    self._icons(block)
                case Charts():
                    self._charts(block)

    def _gap(self, height: float) -> None:
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(max(2.0, height))

    def _text(self, paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(round(size * 2) / 2), bold
        run.font.name = self.paper.font
        run._r.rPr.rFonts.set(qn("w:eastAsia"), self.paper.font)

    def _line(self, line: Line) -> None:
        paragraph = self.file.add_paragraph()
        paragraph.alignment = ALIGN[line.align]
        paragraph.paragraph_format.keep_with_next = True
        self._text(paragraph, line.text, line.size, bold=line.bold)
        if line.aside:
            self._text(self.file.add_paragraph(), line.aside, 5.5)

    def _table(self, table: Table) -> None:
        """A Word table needs a paragraph between two tables, else Writer joins them."""
        body = self.file.element.body
        if len(body) > 1 and body[-2].tag == qn("w:tbl"):
            self._gap(2)
        made = self.file.add_table(len(table.rows), len(table.widths))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        self._borders(made)
        own = edges(table)
        for column, width in zip(made.columns, table.widths, strict=True):
            column.width = Pt(self.width * width / own[-1])
        for number, table_row in enumerate(table.rows):
            target = made.rows[number]
            target.height, target.height_rule = Pt(table_row.least), WD_ROW_HEIGHT_RULE.AT_LEAST
            self._row_marks(target, head=number < table.repeated)
        grid = [list(r.cells) for r in made.rows]
        for p in place(table):
            room = self.width * (own[p.column_end] - own[p.column]) / own[-1]
            cell = grid[p.row][p.column].merge(grid[p.row_end - 1][p.column_end - 1])
            cell.width = Pt(room)
            self._cell(cell, p.cell, room)

    def _row_marks(self, target: Any, *, head: bool) -> None:
        marks = target._tr.get_or_add_trPr()
        if not self.paper.split_rows:
            marks.append(OxmlElement("w:cantSplit"))
        if head and self.paper.repeat_heads:
            marks.append(OxmlElement("w:tblHeader"))

    def _borders(self, made: Any) -> None:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            element = OxmlElement(f"w:{side}")
            element.set(qn("w:val"), self.paper.border)
            element.set(qn("w:sz"), str(self.paper.eighths))
            element.set(qn("w:color"), "000000")
            borders.append(element)
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            element = OxmlElement(f"w:{side}")
            element.set(qn("w:w"), "50")
            element.set(qn("w:type"), "dxa")
            margins.append(element)
        made._tbl.tblPr.append(borders)
        made._tbl.tblPr.append(margins)

    def _cell(self, target: Any, cell: Cell, width: float) -> None:
        marks = target._tc.get_or_add_tcPr()
        if cell.fill:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), cell.fill.lstrip("#"))
            marks.append(shade)
        if cell.vertical:
            way = OxmlElement("w:textDirection")
            way.set(qn("w:val"), "tbRl")
            marks.append(way)
        if cell.middle:
            middle = OxmlElement("w:vAlign")
            middle.set(qn("w:val"), "center")
            marks.append(middle)
        lines = [cell.text.replace("\n", "")] if cell.vertical else cell.text.split("\n")
        for number, line in enumerate(lines):
            paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
            paragraph.alignment = ALIGN[cell.align]
            self._text(paragraph, line, fitted(cell, width), bold=cell.bold)

    def _icons(self, icons: Icons) -> None:
        paragraph = self.file.add_paragraph()
        self._text(paragraph, icons.label + "　", 8.5, bold=True)
        for goal in icons.goals:
            paragraph.add_run().add_picture(BytesIO(icon_png(goal)), width=Pt(24))
            paragraph.add_run(" ")

    def _charts(self, charts: Charts) -> None:
        for chart in charts.charts:
            caption = self.file.add_paragraph()
            caption.paragraph_format.keep_with_next = True
            self._text(caption, chart.caption, 8, bold=True)
            picture = self.file.add_paragraph()
            picture.paragraph_format.keep_with_next = bool(chart.source)
            picture.add_run().add_picture(BytesIO(chart_png(chart)), width=Pt(240))
            if chart.source:
                self._text(self.file.add_paragraph(), chart.source, 6)


def print_word(blocks: list[Block], paper: Paper, out: Path) -> None:
    """Write a .docx and let Writer print it."""
    document = WordDocument(paper)
    document.add(blocks)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.docx"
        document.file.save(source)
        office.convert(source, out, "writer_pdf_Export")


def print_html(blocks: list[Block], web: Web, out: Path) -> None:
    """Let Writer open the HTML and print it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.html"
        source.write_text(page(blocks, web), encoding="utf-8")
        office.convert(source, out, "writer_web_pdf_Export", infilter="HTML (StarWriter)")
