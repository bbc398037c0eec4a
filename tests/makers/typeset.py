"""Blocks set on pages at exact places, for back ends that only draw.

A small typesetter of our own, so that page breaks can be made as bad as they come: rows cut in
two, a heading row left at the foot of a page with its body on the next, tables glued together.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

from . import rulings
from .blocks import Block, Cell, Chart, Charts, Gap, Icons, Line, NewPage, Placed, Table, edges, place
from .icons import COLOURS, icon_png
from .linebreak import wrap
from .pen import Box, Pen

PAD = 2.5
LEADING = 1.22


@dataclass(frozen=True, slots=True)
class Setting:
    """How pages are set."""

    margins: Box = (36.0, 36.0, 36.0, 50.0)
    rules: str = "lines"
    thick: float = 0.5
    split_rows: bool = False
    repeat_heads: bool = False
    orphan_heads: bool = False
    open_splits: bool = False
    """A cut row has no rule where it is cut."""
    page_number: int = 66
    vector_icons: bool = False
    tracking: bool = False
    """Text of wide cells drawn letter by letter (one show operator each)."""
    running_head: str = ""
    scale: float = 1.0
    shuffled: bool = False
    """Cells drawn in an order that has nothing to do with reading."""
    framed: bool = False
    """A frame around the whole page, outside all tables."""


@dataclass(slots=True)
class _Set:
    """A placed cell with its wrapped lines."""

    at: Placed
    lines: list[str]
    size: float

    @property
    def need(self) -> float:
        if self.at.cell.vertical:
            return len(self.at.cell.text.replace("\n", "")) * self.size * 1.15 + 2 * PAD
        return len(self.lines) * self.size * LEADING + 2 * PAD


class Typesetter:
    """Sets blocks with a pen, keeping the place on the page."""

    def __init__(self, pen: Pen, setting: Setting) -> None:
        self.pen, self.setting = pen, setting
        self.left, self.top = setting.margins[0], setting.margins[1]
        self.right = pen.width - setting.margins[2]
        self.bottom = pen.height - setting.margins[3]
        self.y = self.top
        self.page = setting.page_number
        self._furniture()

    def _furniture(self) -> None:
        if self.setting.page_number:
            number = str(self.page)
            x = (self.pen.width - self.pen.measure(number, 9)) / 2
            self.pen.text(x, self.pen.height - 24, number, 9)
        if self.setting.framed:
            self.pen.frame((self.left - 12, self.top - 10, self.right + 12, self.bottom + 10), 0.8)
        if self.setting.running_head:
            self.pen.text(self.left, 22, self.setting.running_head, 7)

    def new_page(self) -> None:
        self.pen.next_page()
        self.page += 1
        self.y = self.top
        self._furniture()

    def set(self, blocks: list[Block]) -> None:
        """Set all blocks, a run of lines kept with the table that follows."""
        for index, block in enumerate(blocks):
            self._block(block, blocks[index + 1 : index + 4])

    def _block(self, block: Block, after: list[Block]) -> None:
        match block:
            case Table():
                self._table(block)
            case Gap():
                self.y = self.y if self.y == self.top else self.y + block.height
            case NewPage():
                if self.y > self.top:
                    self.new_page()
            case Line():
                self._line(block, after)
            case Icons():
                self._icons(block)
            case Charts():
                self._charts(block)

    def _line(self, block: Line, after: list[Block]) -> None:
        size = block.size * self.setting.scale
        width = self.right - self.left
        aside = wrap(self.pen, block.aside, 5.5, width * 0.5) if block.aside else []
        high = max(size * 1.5, len(aside) * 5.5 * 1.2 + 2)
        follow = 0.0 if self.setting.orphan_heads or not after else 45.0
        if self.y + high + follow > self.bottom:
            self.new_page()
        own = self.pen.measure(block.text, size)
        x = {"left": self.left, "center": self.left + (width - own) / 2, "right": self.right - own}[block.align]
        self.pen.text(x, self.y + size * 1.1, block.text, size, bold=block.bold)
        for i, line in enumerate(aside):
            self.pen.text(self.left + width * 0.5, self.y + 5.5 * (1.2 * i + 1), line, 5.5)
        self.y += high

    def _icons(self, block: Icons) -> None:
        if self.y + 34 > self.bottom:
            self.new_page()
        self.pen.text(self.left, self.y + 18, block.label, 8.5, bold=True)
        step = min(34.0, (self.right - self.left - 110) / max(1, len(block.goals)))
        for i, goal in enumerate(block.goals):
            x = self.left + 110 + i * step
            box = (x, self.y + 3, x + min(26.0, step - 1), self.y + 3 + min(26.0, step - 1))
            if self.setting.vector_icons:
                self.pen.fill(box, COLOURS[goal - 1])
            else:
                self.pen.picture(icon_png(goal), box)
        self.y += 34

    def _charts(self, block: Charts) -> None:
        if self.y + 112 > self.bottom:
            self.new_page()
        width = (self.right - self.left) / 2
        for i, chart in enumerate(block.charts):
            self._chart(chart, self.left + i * width, width - 30)
        self.y += 112

    def _chart(self, chart: Chart, x: float, width: float) -> None:
        pen, y = self.pen, self.y
        pen.text(x, y + 9, chart.caption, self._fit(chart.caption, 8.0, width + 25), bold=True)
        base, most = y + 86, max(v for _, v in chart.bars) or 1.0
        pen.rule(x + 4, base, x + width, base, 0.5)
        step = (width - 10) / len(chart.bars)
        for i, (name, number) in enumerate(chart.bars):
            left, tall = x + 10 + i * step, 52 * number / most
            pen.fill((left, base - tall, left + step * 0.5, base), "#5b9bd5")
            pen.text(left, base - tall - 3, f"{number:,.0f}", 6)
            pen.text(left, base + 9, name, 6)
        if chart.source:
            pen.text(x, y + 106, chart.source, 6)

    def _fit(self, text: str, size: float, width: float) -> float:
        own = self.pen.measure(text, size)
        return size if own <= width else size * width / own

    def _set_cells(self, table: Table) -> tuple[list[_Set], list[float]]:
        xs = [self.left + (self.right - self.left) * e / edges(table)[-1] for e in edges(table)]
        sets = []
        for at in place(table):
            size = at.cell.size * self.setting.scale
            width = xs[at.column_end] - xs[at.column] - 2 * PAD
            size = self._shrunk_to(at.cell, size, width)
            lines = [] if at.cell.vertical else wrap(self.pen, at.cell.text, size, width)
            sets.append(_Set(at, lines, size))
        return sets, xs

    def _shrunk_to(self, cell: Cell, size: float, width: float) -> float:
        """Numbers and short headings shrink to fit, as Excel's cells do, rather than break."""
        if cell.align == "left" or cell.vertical or any(len(line) > 12 for line in cell.text.split("\n")):
            return size
        widest = max(self.pen.measure(line, size) for line in cell.text.split("\n"))
        return size if widest <= width else max(4.0, size * width / widest * 0.99)

    def _heights(self, table: Table, sets: list[_Set]) -> list[float]:
        heights = [r.least for r in table.rows]
        for s in sorted(sets, key=lambda s: s.at.cell.rows):
            own = sum(heights[s.at.row : s.at.row_end])
            if s.need > own:
                heights[s.at.row_end - 1] += s.need - own
        return heights

    def _bands(self, table: Table, sets: list[_Set]) -> list[tuple[int, int]]:
        """Rows that must stay together because a cell spans them."""
        cuts = set(range(len(table.rows) + 1)) - {r for s in sets for r in range(s.at.row + 1, s.at.row_end)}
        ordered = sorted(cuts)
        bands = list(pairwise(ordered))
        if not self.setting.orphan_heads:
            joined: list[tuple[int, int]] = []
            for start, end in bands:
                if joined and table.rows[joined[-1][1] - 1].head:
                    joined[-1] = (joined[-1][0], end)
                else:
                    joined.append((start, end))
            bands = joined
        return bands

    def _table(self, table: Table) -> None:
        sets, xs = self._set_cells(table)
        heights = self._heights(table, sets)
        part: list[tuple[_Set, Box]] = []
        for start, end in self._bands(table, sets):
            high = sum(heights[start:end])
            mine = [s for s in sets if start <= s.at.row < end]
            room = self.bottom - self.y
            if high > room and (self._may_split(start, end, room) or high > self.bottom - self.top):
                self._paint(part)
                self._split(mine, xs, room)
                part = []
                continue
            if high > room:
                self._paint(part)
                part = []
                self.new_page()
                if self.setting.repeat_heads and table.repeated and start >= table.repeated:
                    part = self._rows(sets, xs, heights, 0, table.repeated)
            part += self._rows(sets, xs, heights, start, end)
        self._paint(part)

    def _may_split(self, start: int, end: int, room: float) -> bool:
        return self.setting.split_rows and end - start == 1 and room > 26

    def _rows(
        self, sets: list[_Set], xs: list[float], heights: list[float], start: int, end: int
    ) -> list[tuple[_Set, Box]]:
        ys = [self.y]
        for h in heights[start:end]:
            ys.append(ys[-1] + h)
        self.y = ys[-1]
        return [
            (s, (xs[s.at.column], ys[s.at.row - start], xs[s.at.column_end], ys[s.at.row_end - start]))
            for s in sets
            if start <= s.at.row < end
        ]

    def _split(self, sets: list[_Set], xs: list[float], room: float) -> None:
        """Cut one row: the lines that fit stay, the others open the next page."""
        while any(s.lines for s in sets):
            here: list[tuple[_Set, Box]] = []
            rest: list[_Set] = []
            need = 0.0
            for s in sets:
                fits = max(0, int((room - 2 * PAD) / (s.size * LEADING)))
                now = _Set(s.at, s.lines[:fits], s.size)
                need = max(need, now.need)
                rest.append(_Set(s.at, s.lines[fits:], s.size))
                here.append((now, (0, 0, 0, 0)))
            high = room if any(r.lines for r in rest) else max(need, 13.0)
            boxed = [(s, (xs[s.at.column], self.y, xs[s.at.column_end], self.y + high)) for s, _ in here]
            self.y += high
            self._paint(boxed, cut=any(r.lines for r in rest))
            sets = rest
            if any(r.lines for r in rest):
                self.new_page()
                room = self.bottom - self.y

    def _paint(self, part: list[tuple[_Set, Box]], *, cut: bool = False) -> None:
        boxes = [box for s, box in part if not s.at.cell.bare]
        rulings.under(self.pen, boxes, self.setting.rules, self.setting.thick)
        for s, box in part:
            if s.at.cell.fill:
                self.pen.fill(box if self.setting.rules != "inset" else _shrunk(box), s.at.cell.fill)
        order = random.Random(len(part)).sample(part, len(part)) if self.setting.shuffled else part
        for s, box in order:
            self._cell(s, box, top=cut)
        if cut and self.setting.open_splits:
            for x0, top, x1, bottom in boxes:
                for x in (x0, x1):
                    self.pen.rule(x, top, x, bottom, self.setting.thick)
                self.pen.rule(x0, top, x1, top, self.setting.thick)
            return
        rulings.draw(self.pen, boxes, self.setting.rules, self.setting.thick)

    def _cell(self, s: _Set, box: Box, *, top: bool) -> None:
        cell: Cell = s.at.cell
        x0, y0, x1, y1 = box
        if cell.vertical:
            text = cell.text.replace("\n", "")
            high = len(text) * s.size * 1.1
            self.pen.vertical((x0 + x1) / 2, (y0 + y1 - high) / 2, text, s.size)
            return
        high = len(s.lines) * s.size * LEADING
        y = (y0 + y1 - high) / 2 if cell.middle and not top else y0 + PAD
        lines = list(enumerate(s.lines))
        for i, line in reversed(lines) if self.setting.shuffled else lines:
            own = self.pen.measure(line, s.size)
            x = {"left": x0 + PAD, "center": (x0 + x1 - own) / 2, "right": x1 - PAD - own}[cell.align]
            baseline = y + i * s.size * LEADING + s.size * 0.98
            if line.strip():
                self._show(x, baseline, line, s.size, bold=cell.bold)

    def _show(self, x: float, baseline: float, text: str, size: float, *, bold: bool) -> None:
        if not self.setting.tracking:
            self.pen.text(x, baseline, text, size, bold=bold)
            return
        for char in text:
            if char.strip():
                self.pen.text(x, baseline, char, size, bold=bold)
            x += self.pen.measure(char, size)


def _shrunk(box: Box) -> Box:
    return box[0] + 0.5, box[1] + 0.5, box[2] - 0.5, box[3] - 0.5
