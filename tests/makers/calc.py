"""Blocks as a workbook, printed by LibreOffice Calc: how most real sheets are made."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.worksheet.pagebreak import Break

from . import office
from .blocks import Block, Cell, Chart, Charts, Gap, Icons, Line, NewPage, Table, edges, place
from .html_page import fitted
from .icons import icon_png


@dataclass(frozen=True, slots=True)
class Book:
    """What may differ between two workbooks."""

    font: str = "IPAexGothic"
    outer: str = "thin"
    inner: str = "thin"
    scale: float = 1.0
    """Column widths and row heights by this factor; fit-to-width shrinks or widens the print."""
    landscape: bool = False
    paper: int = 9
    """9 is A4, 8 is A3."""
    repeat_rows: bool = False
    page_number: int = 66
    roomy: float = 1.0
    fit_width: bool = True
    header: str = ""


WIDTH = 520.0


class SheetBook:
    """One sheet under construction, on the union of all tables' column edges."""

    def __init__(self, blocks: list[Block], book: Book) -> None:
        self.blocks, self.book = blocks, book
        self.file = Workbook()
        self.sheet = self.file.active
        self.sheet.title = "シート"
        self.data = self.file.create_sheet("data")
        self.data.sheet_state = "hidden"
        self.row, self.data_row = 1, 1
        tables = [b for b in blocks if isinstance(b, Table)]
        self.edges = sorted({e for t in tables for e in edges(t)} | {0, 500, 1000})
        for i, (a, b) in enumerate(zip(self.edges, self.edges[1:], strict=False), 1):
            self.sheet.column_dimensions[get_column_letter(i)].width = (b - a) / 1000 * WIDTH / 5.25 * book.scale

    def build(self) -> Workbook:
        for block in self.blocks:
            self._block(block)
        self._page()
        return self.file

    def _block(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block)
            case Line():
                self._line(block)
            case Gap():
                self._height(max(block.height, 3.0))
                self.row += 1
            case NewPage():
                self.sheet.row_breaks.append(Break(id=self.row - 1))
            case Icons():
                self._icons(block)
            case Charts():
                self._charts(block)

    def _height(self, points: float, row: int = 0) -> None:
        self.sheet.row_dimensions[row or self.row].height = points * self.book.scale

    def _column(self, edge: int) -> int:
        return self.edges.index(edge) + 1

    def _font(self, size: float, *, bold: bool = False) -> Font:
        return Font(name=self.book.font, size=size * self.book.scale, bold=bold)

    def _line(self, line: Line) -> None:
        last = self._column(500) - 1 if line.aside else len(self.edges) - 1
        cell = self.sheet.cell(self.row, 1, line.text)
        cell.font = self._font(line.size, bold=line.bold)
        cell.alignment = Alignment(horizontal=line.align, vertical="center")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=last)
        if line.aside:
            at = self._column(500)
            cell = self.sheet.cell(self.row, at, line.aside)
            cell.font = self._font(5.5)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=at, end_column=len(self.edges) - 1
            )
        self._height(max(line.size * 1.6, 20.0 if line.aside else 0))
        self.row += 1

    def _need(self, cell: Cell, width: float) -> float:
        if cell.vertical:
            return len(cell.text.replace("\n", "")) * cell.size * 1.3 + 6
        lines = 0
        for part in cell.text.split("\n"):
            ems = sum(0.62 if c.isascii() else 1.0 for c in part)
            lines += max(1, math.ceil(ems * cell.size * 1.06 / (width - 6)))
        return (lines * cell.size * 1.32 + 5) * self.book.roomy

    def _table(self, table: Table) -> None:
        own, first = edges(table), self.row
        placed = place(table)
        heights = [r.least for r in table.rows]
        for p in sorted(placed, key=lambda p: p.cell.rows):
            width = WIDTH * (own[p.column_end] - own[p.column]) / 1000
            lack = self._need(p.cell, width) - sum(heights[p.row : p.row_end])
            if lack > 0:
                heights[p.row_end - 1] += lack
        for i, height in enumerate(heights):
            self._height(min(height, 400), first + i)
        for p in placed:
            width = WIDTH * (own[p.column_end] - own[p.column]) / 1000
            self._cell(p.cell, (first + p.row, self._column(own[p.column])),
                       (first + p.row_end - 1, self._column(own[p.column_end]) - 1), width)  # fmt: skip
        if not any(p.cell.bare for p in placed):
            self._frame(first, first + len(table.rows) - 1)
        self.row += len(table.rows)

    def _cell(self, cell: Cell, start: tuple[int, int], end: tuple[int, int], width: float) -> None:
        text = cell.text.replace("\n", "") if cell.vertical else cell.text
        target = self.sheet.cell(*start, text or None)
        target.data_type = "s" if text else "n"
        target.font = self._font(fitted(cell, width), bold=cell.bold)
        target.alignment = Alignment(
            horizontal=cell.align, vertical="center" if cell.middle else "top", wrap_text=True,
            text_rotation=255 if cell.vertical else 0,
        )  # fmt: skip
        side = Side(style=None if cell.bare else self.book.inner)
        for r in range(start[0], end[0] + 1):
            for c in range(start[1], end[1] + 1):
                self.sheet.cell(r, c).border = Border(
                    top=side if r == start[0] else None, bottom=side if r == end[0] else None,
                    left=side if c == start[1] else None, right=side if c == end[1] else None,
                )  # fmt: skip
        if cell.fill:
            target.fill = PatternFill("solid", fgColor=cell.fill.lstrip("#"))
        if end != start:
            self.sheet.merge_cells(start_row=start[0], start_column=start[1], end_row=end[0], end_column=end[1])

    def _frame(self, top: int, bottom: int) -> None:
        if self.book.outer == self.book.inner:
            return
        side, last = Side(style=self.book.outer), len(self.edges) - 1
        for r in range(top, bottom + 1):
            for c in range(1, last + 1):
                old = self.sheet.cell(r, c).border
                self.sheet.cell(r, c).border = Border(
                    top=side if r == top else old.top, bottom=side if r == bottom else old.bottom,
                    left=side if c == 1 else old.left, right=side if c == last else old.right,
                )  # fmt: skip

    def _icons(self, icons: Icons) -> None:
        self._height(36)
        cell = self.sheet.cell(self.row, 1, icons.label)
        cell.font = self._font(8.5, bold=True)
        cell.alignment = Alignment(vertical="center")
        for i, goal in enumerate(icons.goals):
            picture = Image(BytesIO(icon_png(goal)))
            picture.width = picture.height = 30
            picture.anchor = self._anchor(110 + i * 29)
            self.sheet.add_image(picture)
        self.row += 1

    def _anchor(self, x: float) -> object:
        """A one-cell anchor `x` points from the left in the current row."""
        thousandth = min(999.0, x / WIDTH * 1000)
        column = max(i for i, e in enumerate(self.edges) if e <= thousandth)
        inside = (thousandth - self.edges[column]) / 1000 * WIDTH * self.book.scale
        marker = AnchorMarker(col=column, colOff=int(inside * 12700), row=self.row - 1, rowOff=38100)
        size = pixels_to_EMU(int(30 * self.book.scale))
        return OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(size, size))

    def _charts(self, charts: Charts) -> None:
        halves = ((1, self._column(500) - 1), (self._column(500), len(self.edges) - 1))
        for chart, (first, last) in zip(charts.charts, halves, strict=False):
            self._text(chart.caption, self.row, first, last, 8.0, bold=True)
            self._text(chart.source, self.row + 2, first, last, 6.0)
            self.sheet.add_chart(self._chart(chart), f"{get_column_letter(first)}{self.row + 1}")
        for offset, height in enumerate((13, 122, 11)):
            self._height(height, self.row + offset)
        self.row += 3

    def _text(self, text: str, row: int, first: int, last: int, size: float, *, bold: bool = False) -> None:
        cell = self.sheet.cell(row, first, text or None)
        cell.font = self._font(size, bold=bold)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _chart(self, chart: Chart) -> BarChart:
        first = self.data_row
        self.data.cell(first, 2, "実績")
        for i, (name, number) in enumerate(chart.bars, 1):
            self.data.cell(first + i, 1, name)
            self.data.cell(first + i, 2, number)
        self.data_row += len(chart.bars) + 2
        bar = BarChart()
        bar.add_data(
            Reference(self.data, min_col=2, min_row=first, max_row=first + len(chart.bars)), titles_from_data=True
        )
        bar.set_categories(Reference(self.data, min_col=1, min_row=first + 1, max_row=first + len(chart.bars)))
        bar.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        bar.width, bar.height = 7.5 * self.book.scale, 3.9 * self.book.scale
        return bar

    def _page(self) -> None:
        sheet, book = self.sheet, self.book
        sheet.page_setup.paperSize = book.paper
        sheet.page_setup.orientation = "landscape" if book.landscape else "portrait"
        sheet.page_margins.left = sheet.page_margins.right = 0.45
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
        sheet.print_options.horizontalCentered = True
        if book.fit_width:
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        if book.page_number:
            sheet.oddFooter.center.text = "&P"
            sheet.page_setup.firstPageNumber = book.page_number
            sheet.page_setup.useFirstPageNumber = True
        if book.header:
            sheet.oddHeader.right.text = book.header
            sheet.page_margins.top, sheet.page_margins.header = 0.8, 0.3
        if book.repeat_rows:
            sheet.print_title_rows = "1:1"


def print_book(blocks: list[Block], book: Book, out: Path) -> None:
    """Write the workbook and let Calc print it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.xlsx"
        SheetBook(blocks, book).build().save(source)
        office.convert(source, out, "calc_pdf_Export")
