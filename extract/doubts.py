"""What a sheet that was read shows that may not be right: said, never mended by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from extract.context import Context
from extract.facts import Doubt
from extract.form import Form
from extract.garbled import is_garbled
from extract.headers import Header, Leaf
from extract.labels import describe, says_more
from extract.layout import PageLayout, Region, Role, compact
from extract.pairs import PairFound
from extract.patterns import Patterns
from extract.sheet import TOUCH, Sheet, rows_of_cells
from extract.tables import Row, missing_of
from extract.wording import kind_of, unit_alone
from normalize import clean_text, read_fiscal_heading

_FIGURE = re.compile(r"[△▲-]?\d[\d,.]*[%％]?|[-－―—–]")
_HANGING = ("、", "。", "，", "．")  # may hang over the end of a line
_ALIKE = 5  # labels of a form on one page that are no accident
_NEAR = 2.0  # ems between lines of one unread piece
_APART = 0.5  # ems more than between the lines of one text
_INDENT = 2.0  # ems right of where its lines begin: further than a paragraph's indentation
_OVER = 0.3  # ems that a text may run over the side of its cell
_WHOLE = 0.7  # of an em: letters of which this much is seen are whole, but for their tails
_SIDE = 2.0  # points between what is cut and the rule that cuts it
_WORD = 3  # characters of a heading of its own: fewer are letters set apart
_YEAR = 16  # characters: a longer text speaks of a year, it is not a year's heading


def find_doubts(context: Context, headers: list[Header], rows: list[Row], pairs: list[PairFound]) -> None:
    """Note what is doubtful about a sheet whose regions all have their roles."""
    for header in headers:
        _unknown_headings(context, header)
        _cut_headings(context, header)
        _merged_headings(context, header)
        _blank_headings(context, header)
        for region in header.cells:
            _cut(context, region)
    for row in rows:
        _merged_rows(context, row)
        _uneven(context, row)
        _incomplete(context, row)
    _shared_labels(context, rows)
    _missing_labels(context)
    _repeated_parts(context)
    for pair in pairs:
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
    for answer in context.facts.answers:
        if not answer.printed.text:
            says = f"a question without an answer: {answer.item.replace('{program}: ', '')}"
            context.facts.doubts.append(Doubt("warning", "missing_value", says, answer.printed.place, "answers"))
    patterns = context.form.sets.exact
    for region in context.sheet.regions:
        if region.pictured and region.role in (Role.FIELD, Role.UNREAD):
            with_text = "" if region.blank else f" beside {describe(region)}"
            says = f"a picture or a drawing stands in a cell{with_text}: what it shows is in no table"
            context.doubt("warning", "picture_in_cell", says, region)
        if region.blank:
            continue
        if region.struck and region.role is Role.FIELD:
            says = f"a line runs through some of it, as if it were struck out: {describe(region)}"
            context.doubt("warning", "struck_text", says, region)
        if region.role is Role.FIELD:
            _label_inside(context, region, patterns)
            _columns_inside(context, region)
            _cut(context, region)
            _cut_off(context, region)
        if region.overprinted and region.role is not Role.FURNITURE:
            context.doubt(
                "warning", "overprinted_text", f"one text is printed over another: {describe(region)}", region
            )
        _garbled(context, region)
        if region.role is Role.UNREAD:
            _other_unit(context, region)
    for piece in unread_pieces(context.sheet):
        text = " ".join(" ".join(r.text.split()) for r in piece)
        context.doubt("warning", "unread_text", f"not read: {text}", _around(piece))


def _other_unit(context: Context, region: Region) -> None:
    """A money unit over a table that is not the one of the form: 単位：百万円 where amounts count as 千円."""
    units = {table.unit for table in context.form.table} | {pair.row.unit for pair in context.form.pair if pair.row}
    said = unit_alone(clean_text(region.text))
    if said.endswith("円") and said not in units and any(unit.endswith("円") for unit in units):
        usual = "、".join(sorted(unit for unit in units if unit.endswith("円")))
        says = f"the sheet prints the unit {said}; its amounts were read in {usual}"
        context.doubt("warning", "unit_mismatch", says, region, "budgets")


def _missing_labels(context: Context) -> None:
    """Headings that every sheet of a form has: where one is missing, what stands under it went elsewhere."""
    wanted = context.form.sets.wanted
    labels = {r.label for r in context.sheet.regions if not r.blank}
    found = {number for label in labels for number in wanted.matching(label)}
    for number, pattern in enumerate(wanted.patterns):
        if number not in found and pattern is not None:
            says = f"a heading that every sheet has was not found: {pattern.pattern}"
            context.facts.doubts.append(Doubt("warning", "missing_part", says, context.facts.place, "sheets"))


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
    labels = {r.label for r in layout.regions if not r.blank and len(r.label) > 3}
    for form in forms:
        held = {number for label in labels for number in form.sets.exact.matching(label)}
        if len(held) >= _ALIKE:
            return form
    return None


def _unknown_headings(context: Context, header: Header) -> None:
    """A column beside fiscal years that is neither one nor known: its blank cells would go without a word."""
    if not header.table.years:
        return
    widths = [leaf.x1 - leaf.x0 for leaf in header.leaves if leaf.year is not None]
    kinds = header.table.kinds if header.table.names == "column" else None
    for leaf in header.leaves:
        if kinds and leaf.year is not None and not any(word in leaf.label for word in kinds):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            says = f"the column {' / '.join(leaf.labels)} is none of {', '.join(kinds)}"
            context.doubt("warning", "unknown_column", says, place)
        elif leaf.year is not None and (not kinds or "" in kinds) and _says_other(context, header, leaf):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            says = f"{' / '.join(leaf.labels)} names no kind that is known: its values count as actual"
            context.doubt("warning", "unknown_column", says, place)
        like = any(abs(leaf.x1 - leaf.x0 - width) <= 0.25 * width for width in widths)
        if leaf.year is None and leaf.column is None and (leaf.labels or like):
            place = next((r for r in header.cells if abs(r.at.x0 - leaf.x0) <= 1), header.cells[0])
            name = " / ".join(leaf.labels) or "(blank)"
            context.doubt("warning", "unknown_column", f"the form does not know the column {name}", place)


def _says_other(context: Context, header: Header, leaf: Leaf) -> bool:
    """Whether the heading of a fiscal year says what its values are in words that are not known: 要求."""
    settled = all(rule.kind for rule in header.table.rows) and header.table.rows
    words = {word: kind for word, kind in (header.table.kinds or {}).items() if word}
    if settled or kind_of(leaf.label, words):
        return False
    return says_more(leaf.label, context.facts.edition)


def _cut_headings(context: Context, header: Header) -> None:
    """A heading over fiscal years that holds half a pair of brackets: the rule at its side runs through it."""
    for region in header.cells if header.table.years else ():
        if region.label.count("(") != region.label.count(")"):
            context.doubt("warning", "cut_text", f"a rule runs through the heading {region.label}", region)


def _merged_headings(context: Context, header: Header) -> None:
    """Two words in one heading of a table without fiscal years: the rule between two columns may be missing."""
    for region in () if header.table.years else header.cells:
        pieces = region.text.split() if len(region.lines) == 1 else []
        if len(pieces) > 1 and all(len(piece) >= _WORD and piece[0].isalnum() for piece in pieces):
            says = f"two headings may stand in one: {describe(region)}"
            context.doubt("warning", "merged_cells", says, region)


def _blank_headings(context: Context, header: Header) -> None:
    """A heading over others that is blank: their names lack it."""
    for region in header.cells:
        middles = ((r.at.x0 + r.at.x1) / 2 for r in header.cells if r.at.top >= region.at.bottom - TOUCH)
        if region.blank and any(region.at.x0 < x < region.at.x1 for x in middles):
            context.doubt("warning", "missing_value", "nothing stands in the heading over others", region)


def _shared_labels(context: Context, rows: list[Row]) -> None:
    """One label, the innermost, beside several rows: the rule between two labels is missing."""
    known: set[int] = set()
    for row in rows:
        own = row.stub[-1] if row.stub and row.header.table.names != "above" else None
        if own is None or own.blank:
            continue
        if id(own) in known:
            says = f"one label stands beside several rows: {describe(own)}"
            context.doubt("warning", "merged_cells", says, own)
        known.add(id(own))


def _merged_rows(context: Context, row: Row) -> None:
    """Two rows without a rule between them: each cell that is filled falls into two parts at one height."""
    if row.header.table.names != "column" or row.header.table.opens or row.page != row.last_page:
        return
    filled = [r for cells in row.cells for r in cells if not r.blank]
    if len(filled) < 2 or any(len(r.lines) < 2 for r in filled):
        return
    gaps = [list(_gaps(r)) for r in filled]
    common = [gap for gap in gaps[0] if all(any(_meet(gap, other) for other in found) for found in gaps[1:])]
    if common:
        context.doubt("warning", "merged_cells", f"two rows may stand in one: {describe(filled[0])}", filled[0])


def _uneven(context: Context, row: Row) -> None:
    """One cell of a fiscal year beside two of another: a rule between two rows is missing, or one is too many."""
    table = row.header.table
    if table.names == "column" or row.page != row.last_page:
        return
    years = [cells for leaf, cells in zip(row.header.leaves, row.cells, strict=True) if leaf.year is not None]
    if len({len({round(r.at.top) for r in cells}) for cells in years if cells}) > 1:
        longest = max(years, key=len)
        says = f"one cell beside several in one row: {describe(row.stub[-1] if row.stub else longest[0])}"
        context.doubt("warning", "merged_cells", says, longest[0])


def _incomplete(context: Context, row: Row) -> None:
    """A row that lacks what every row has, and is no rest of one that a page end cut."""
    missing = missing_of(row) if row.header.table.needs and not row.blank else []
    if missing:
        first = next(r for cells in row.cells for r in cells if not r.blank)
        says = f"a row without {', '.join(missing)}: {describe(first)}"
        context.doubt("warning", "missing_value", says, first)


def _gaps(region: Region) -> Iterator[tuple[float, float]]:
    """The stretches of height between a cell's lines."""
    for above, below in zip(region.lines, region.lines[1:], strict=False):
        yield above.box.bottom - 0.2 * above.size, below.box.top + 0.2 * below.size


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _label_inside(context: Context, region: Region, patterns: Patterns) -> None:
    """A line of a value that is a label of the form: the rule between the two is missing, or the label is the value."""
    if len(region.lines) == 1 and context.form.sets.columns.match(region.label):
        context.doubt("warning", "label_in_value", f"the heading {region.label} was read as a value", region)
    opening = context.form.sets.openings.search(region.label)
    if opening is not None:
        said = f"the label {opening[0]} stands inside a value: {describe(region)}"
        context.doubt("warning", "label_in_value", said, region)
        return
    for text in _said_inside(region):
        if patterns.match(text):
            context.doubt(
                "warning", "label_in_value", f"the label {text} stands inside a value: {describe(region)}", region
            )
            return
    if len(region.lines) == 1:
        return
    left = min(line.box.x0 for line in region.lines)
    for above, line in pairwise(region.lines) if region.ruled else ():
        apart = line.box.top - above.box.bottom > _APART * line.size and line.box.x0 > left + _INDENT * line.size
        if apart and len(text := compact(line.text)) <= _YEAR and _is_year(text, context.facts.edition):
            says = f"the heading {text} stands apart inside a value: {describe(region)}"
            context.doubt("warning", "label_in_value", says, region)


def _said_inside(region: Region) -> Iterator[str]:
    """The parts of a value that could be a label: lines, what a wide gap sets apart, the first word."""
    if len(region.lines) > 1:
        yield from (text for line in region.lines if len(text := compact(line.text)) > 2)
    if " " in region.text or "\u3000" in region.text:
        first = region.lines[0].text.split() if region.ruled else []
        if len(first) > 1 and len(text := compact(first[0])) > 2:
            yield text
        yield from (text for text in _pieces(region) if len(text) > 1)


def _pieces(region: Region) -> Iterator[str]:
    """The parts of a cell's lines that wide gaps set apart."""
    for line in region.lines if region.ruled and "\u3000" in region.text else ():
        pieces = [compact(piece) for piece in line.text.split("\u3000") if piece]
        yield from pieces if len(pieces) > 1 else ()


def _is_year(label: str, edition: int | None) -> bool:
    heading = read_fiscal_heading(label, near=edition)
    return heading is not None and not heading.rest


def _columns_inside(context: Context, region: Region) -> None:
    """A line of numbers far apart inside a value: the rules between several cells are missing."""
    for line in region.lines if region.ruled and "　" in region.text else ():
        pieces = [piece for piece in line.text.split("　") if piece]
        figures = sum(_FIGURE.fullmatch(compact(piece)) is not None for piece in pieces)
        if len(pieces) > 2 and figures > 1 and 2 * figures >= len(pieces):
            context.doubt("warning", "merged_cells", f"several cells may stand in one: {describe(region)}", region)
            return


def _cut(context: Context, region: Region) -> None:
    """A text that runs over the side of its cell: a rule stands where none belongs, or another column's does."""
    left, _, right, _ = region.box
    for line in region.lines if region.ruled else ():
        x0, _, x1, _ = line.box
        if left <= x0 and x1 <= right:
            continue  # as nearly all do
        hanging = line.size if line.text.rstrip().endswith(_HANGING) else 0.0
        if max(x1 - hanging - right, left - x0) > _OVER * line.size:
            context.doubt("warning", "cut_text", f"a rule runs through the text {line.text.strip()}", region)
            return


def _cut_off(context: Context, region: Region) -> None:
    """A line that the side of its cell hides in part: there is no room for it, nor perhaps for others."""
    _, top, _, bottom = region.box
    for line in (region.lines[0], region.lines[-1]) if region.ruled else ():
        whole = line.box.bottom - line.box.top >= _WHOLE * line.size
        if not whole and min(line.box.top - top, bottom - line.box.bottom) <= _SIDE:
            says = f"its cell hides a part of the line {line.text.strip()}, and more may be hidden"
            context.doubt("warning", "cut_text", says, region)
            return


def _garbled(context: Context, region: Region) -> None:
    if region.role is Role.FURNITURE or not is_garbled(region.text):
        return
    severity = "info" if region.role is Role.FIGURE else "warning"  # no row is made of a chart's labels
    context.doubt(severity, "garbled_text", f"glyphs without a character: {describe(region)}", region)


def unread_pieces(sheet: Sheet) -> Iterator[list[Region]]:
    """What nothing reads, neighbours together: a table that is not known is one issue, not a hundred."""
    piece: list[Region] = []
    for region in sheet.regions:
        if region.role is not Role.UNREAD or region.blank:
            continue
        if piece and not _neighbours(piece, region):
            yield piece
            piece = []
        piece.append(region)
    if piece:
        yield piece


def _neighbours(piece: list[Region], region: Region) -> bool:
    last = piece[-1]
    if last.page != region.page or last.ruled != region.ruled or last.table != region.table:
        return False
    reach = _NEAR * max(last.lines[0].size, region.lines[0].size)
    return region.at.top <= max(r.at.bottom for r in piece) + reach


def _around(piece: Iterable[Region]) -> Region:
    """A region that stands for several: the box around them."""
    first, *others = piece
    box, at = first.box, first.at
    for other in others:
        box, at = box.union(other.box), at.union(other.at)
    return Region(first.page, box, first.lines, first.ruled, at)
