"""What a sheet that was read shows that may not be right: said, never mended by a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from extract.box import Box
from extract.context import Context
from extract.facts import Doubt, Place
from extract.form import Form
from extract.headers import Header
from extract.labels import describe
from extract.layout import PageLayout, Region, Role
from extract.pairs import PairFound
from extract.sheet import TOUCH, Sheet, rows_of_cells
from extract.table_doubts import find_table_doubts
from extract.tables import Row
from extract.text_doubts import doubt_text
from extract.wording import unit_alone
from normalize import clean_text

_ALIKE = 5  # labels of a form on one page that are no accident: of more than three letters,
_ALIKE_SHORT = 7  # or of any length: 公益性, 必需性
_UNMARKED = re.compile(r"(?:有|あり|可|適|要|はい)\W+(?:無|なし|否|不可|不適|不要|いいえ)")  # 有・無
_HALF, _FOLD = 2, 0.02  # cells on either side of a fold, and how much of the width two margins take at least
_NEAR = 2.0  # ems between lines of one unread piece


def find_doubts(context: Context, headers: list[Header], rows: list[Row], pairs: list[PairFound]) -> None:
    """Note what is doubtful about a sheet whose regions all have their roles."""
    find_table_doubts(context, headers, rows)
    _missing_labels(context, pairs)
    _too_few(context, pairs)
    _repeated_parts(context)
    _uncertain_programs(context, rows)
    _beside_programs(context, rows, pairs)
    _headers_alone(context, headers, rows)
    for pair in pairs:
        _pair(context, pair)
    _unanswered(context)
    for layout in context.sheet.layouts:
        _two_pages(context, layout)
    for region in context.sheet.regions:
        doubt_text(context, region)
        if region.role is Role.UNREAD and not region.blank:
            _other_unit(context, region)
    for piece in unread_pieces(context.sheet):
        text = " ".join(" ".join(r.text.split()) for r in piece)
        context.doubt("warning", "unread_text", f"not read: {text}", _around(piece))


def _pair(context: Context, pair: PairFound) -> None:
    """A label without a value, with several, or with a table where prose belongs."""
    if pair.pair.to and not pair.values and not pair.groups and not pair.pair.label.groups:
        context.doubt("warning", "missing_value", f"no value beside the label {describe(pair.label)}", pair.label)
    beside = [r for r in pair.values if not r.blank and abs(r.at.top - pair.label.at.top) <= TOUCH]
    fact = any(to.startswith(("sheet.", "program.", "indicator.", "answer")) for to in pair.pair.to)
    if len(beside) > 1 and fact and not pair.pair.options and pair.label.ruled and pair.pair.at == "right":
        says = f"several cells beside one label, one may be a label itself: {describe(beside[1])}"
        context.doubt("warning", "label_in_value", says, beside[1])
    filled = [r for r in pair.values if not r.blank]
    table = [row for row in rows_of_cells(sorted(filled, key=lambda r: r.at.top)) if len(row) > 1]
    if len(table) > 1 and any(to.startswith("narrative") or to == "program.role" for to in pair.pair.to):
        says = f"cells of a table were read as prose: {describe(table[0][0])}"
        context.doubt("warning", "unknown_row", says, table[0][0])


def _unanswered(context: Context) -> None:
    for answer in context.facts.answers:
        if not answer.printed.text:
            says = f"a question without an answer: {answer.item.replace('{program}: ', '')}"
            context.facts.doubts.append(Doubt("warning", "missing_value", says, answer.printed.place, "answers"))
        elif _UNMARKED.fullmatch(answer.printed.text):  # a ring drawn by hand around one of them is no text
            says = f"both of two answers, neither marked: {answer.printed.text}"
            context.facts.doubts.append(Doubt("warning", "merged_cells", says, answer.printed.place, "answers"))


def _two_pages(context: Context, layout: PageLayout) -> None:
    """Two upright pages printed side by side on one sheet of paper: their rows are read across, mixed.

    No cell reaches over the fold, and the margins of both pages lie beside it.
    """
    cells = [r for r in layout.regions if r.ruled]
    left = [r for r in cells if r.box.x1 < layout.width / 2]
    right = [r for r in cells if r.box.x0 > layout.width / 2]
    if layout.width <= layout.height or len(left) + len(right) < len(cells) or min(len(left), len(right)) < _HALF:
        return
    if min(r.box.x0 for r in right) - max(r.box.x1 for r in left) >= _FOLD * layout.width:
        says = f"two pages may stand side by side on page {layout.number}: their rows are read across"
        place = Place(layout.number, Box(0.0, 0.0, layout.width, layout.height))
        context.facts.doubts.append(Doubt("warning", "pages_side_by_side", says, place))


def _other_unit(context: Context, region: Region) -> None:
    """A money unit over a table that is not the one of the form: 単位：百万円 where amounts count as 千円."""
    units = {table.unit for table in context.form.table} | {pair.row.unit for pair in context.form.pair if pair.row}
    said = unit_alone(clean_text(region.text))
    if said.endswith("円") and said not in units and any(unit.endswith("円") for unit in units):
        usual = "、".join(sorted(unit for unit in units if unit.endswith("円")))
        says = f"the sheet prints the unit {said}; its amounts were read in {usual}"
        context.doubt("warning", "unit_mismatch", says, region, "budgets")


def _missing_labels(context: Context, pairs: list[PairFound]) -> None:
    """Headings that every sheet of a form has: where one is missing, what stands under it went elsewhere."""
    wanted = context.form.sets.wanted
    labels = {r.label for r in context.sheet.regions if not r.blank}
    labels |= {pair.label.label + pair.rest.label for pair in pairs if pair.rest is not None}
    found = {number for label in labels for number in wanted.matching(label)}
    for number, pattern in enumerate(wanted.patterns):
        if number not in found and pattern is not None:
            heading = pattern.pattern.split("(?")[0] or pattern.pattern  # without what may follow its own words
            says = f"a heading that every sheet has was not found: {heading}"
            context.facts.doubts.append(Doubt("warning", "missing_part", says, context.facts.place, "sheets"))


def _too_few(context: Context, pairs: list[PairFound]) -> None:
    """Labels that are told apart by their order: where one of them is missing, each later one passes for the next."""
    there = Counter(found.pair.label.pattern for found in pairs if found.pair.nth)
    wanted = Counter(pair.label.pattern for pair in context.form.pair if pair.nth)
    for label, times in wanted.items():
        if 0 < there[label] < times:
            said = f"a heading that every sheet has {times} times was found {there[label]} times"
            says = f"{said}, in doubt which ones: {label}"
            context.facts.doubts.append(Doubt("warning", "missing_part", says, context.facts.place, "sheets"))


def _uncertain_programs(context: Context, rows: list[Row]) -> None:
    """Rows below what may have opened a program, and was not read: they go to another one.

    Where a table opens programs, each has its own header over its rows, and cells between that and the row of the
    program before it are none of either; where that header is unread itself, its rows count as those of the header
    before. Where a label opens programs, text that bears it has to be read.
    """
    tables = any(table.opens for table in context.form.table)
    labels = [pair.label for pair in context.form.pair if pair.opens == "child"]
    heads = [table.header for table in context.form.table if tables and table.header is not None]
    below = [row for row in rows if not row.header.table.opens and (row.header.table.years or labels)]
    tops = [top for top, _ in context.program_tops]
    told: set[int] = set()
    for region in context.sheet.regions if below and (tables or labels) else ():
        opens = (tables and region.ruled) or any(label.search(region.label) for label in labels)
        if region.role is not Role.UNREAD or region.blank or not opens:
            continue
        head = any(pattern.search(region.label) for pattern in heads)
        tops_of = ((row.top if head else row.header.top, row) for row in below)
        row = next((row for top, row in tops_of if top >= region.at.bottom - TOUCH), None)
        if row is None or any(region.at.top - TOUCH < top <= row.top for top in tops):
            continue
        program = context.program_at(row.top)
        if program not in told:
            told.add(program)
            says = f"what stands from here on may be of a program that was not read: {describe(region)}"
            first = row.cells[0][0] if row.cells[0] else region
            context.doubt("warning", "uncertain_program", says, first, "programs", program)


def _beside_programs(context: Context, rows: list[Row], pairs: list[PairFound]) -> None:
    """Rows that stand beside the name of their program, not below it: of two pages that are printed on one.

    Which program is open at a height says nothing there of what stands at its right or left.
    """
    openers = {context.program_at(p.top): p for p in pairs if p.pair.opens and any(not v.blank for v in p.values)}
    told: set[int] = set()
    for row in rows:
        program = context.program_at(row.top)
        cells = [r for its in row.cells for r in its]
        if program not in openers or program in told or not cells:
            continue
        opener = openers[program]
        left, right = opener.label.at.x0, max(r.at.x1 for r in opener.values)
        if min(r.at.x0 for r in cells) >= right - TOUCH or max(r.at.x1 for r in cells) <= left + TOUCH:
            told.add(program)
            name = describe(next(r for r in opener.values if not r.blank))
            says = f"values stand beside the program {name}, not below it: two pages may be printed on this one"
            context.doubt("warning", "uncertain_program", says, cells[0], "programs", program)


def _headers_alone(context: Context, headers: list[Header], rows: list[Row]) -> None:
    """Rows below the header of a program under which none was read: they go to the program before it.

    Headers that a page repeats from the page before have none of their own.
    """
    own = (h for h in headers if h.top >= context.sheet.content_top(h.cells[0].page) - TOUCH)
    order = sorted(own, key=lambda header: header.top)
    for header, after in pairwise(order):
        first = next((row for row in rows if row.header is after), None)
        known = any(header.top - TOUCH < top < after.top for top, _ in context.program_tops)
        if not header.table.opens or after.table.opens or known or first is None:
            continue
        says = f"no program was read under the heading {describe(header.cells[0])}: what stands from here on may be its"
        program = context.program_at(first.top)
        context.doubt("warning", "uncertain_program", says, first.cells[0][0], "programs", program)


def _repeated_parts(context: Context) -> None:
    """Headings that a sheet has once, on two of its pages: one of these may belong to another sheet."""
    if len(context.sheet.layouts) == 1:
        return
    once = context.form.sets.once
    pages: dict[int, dict[int, Region]] = {}
    for region in context.sheet.regions:
        for number in once.matching(region.label) if region.role is Role.LABEL else ():
            pages.setdefault(number, {}).setdefault(region.page, region)
    for found in pages.values():
        for region in list(found.values())[1:]:
            says = f"a heading that a sheet has once stands on pages {', '.join(map(str, found))}: {describe(region)}"
            context.doubt("warning", "repeated_part", says, region, "sheets")


def looks_like(layout: PageLayout, forms: Iterable[Form]) -> Form | None:
    """The form whose labels a page of no sheet bears all the same, or None."""
    labels = {r.label for r in layout.regions if not r.blank}
    for form in forms:
        held = {number for label in labels for number in form.sets.exact.matching(label)}
        long = {number for label in labels if len(label) > 3 for number in form.sets.exact.matching(label)}
        if len(long) >= _ALIKE or len(held) >= _ALIKE_SHORT:
            return form
    return None


def unread_pieces(sheet: Sheet) -> Iterator[list[Region]]:
    """What nothing reads, neighbours together: a table that is not known is one issue, not a hundred."""
    piece: list[Region] = []
    reached = 0.0  # how far down the piece goes
    for region in sheet.regions:
        if region.role is not Role.UNREAD or region.blank:
            continue
        if piece and not _neighbours(piece[-1], reached, region):
            yield piece
            piece = []
        reached = max(reached, region.at.bottom) if piece else region.at.bottom
        piece.append(region)
    if piece:
        yield piece


def _neighbours(last: Region, reached: float, region: Region) -> bool:
    if last.page != region.page or last.ruled != region.ruled or last.table != region.table:
        return False
    reach = _NEAR * max(last.lines[0].size, region.lines[0].size)
    return region.at.top <= reached + reach


def _around(piece: Iterable[Region]) -> Region:
    """A region that stands for several: the box around them."""
    first, *others = piece
    box, at = first.box, first.at
    for other in others:
        box, at = box.union(other.box), at.union(other.at)
    return Region(first.page, box, first.lines, first.ruled, at)
