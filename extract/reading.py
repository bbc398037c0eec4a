"""One sheet read by its form: headings, tables, pairs, figures, prose, in that order, each taking what is its own."""

from __future__ import annotations

import re

from extract.amounts import put_amounts
from extract.context import Context, printed
from extract.cut_rows import joined_over_pages
from extract.doubts import find_doubts
from extract.facts import (
    AnswerFact,
    NarrativeFact,
    Place,
    Printed,
    ProgramFacts,
    SheetFacts,
)
from extract.form import Form, RowRule
from extract.furniture import find_furniture, find_stamps, is_running_head
from extract.headers import Header, find_headers
from extract.labels import heading_year, overlapped
from extract.layout import PageLayout, Region, Role, compact
from extract.marked import find_marks
from extract.options import chosen, listed
from extract.pairs import PairFound, find_pairs
from extract.prose import first_word, paragraphs
from extract.sections import find_sections, read_icons, read_notes, read_prose
from extract.sheet import Sheet
from extract.tables import Row, rows_of
from extract.values import RowReader
from extract.wording import money_unit, unit_alone
from normalize import clean_text
from normalize.marks import BULLETS, REMARK_SIGNS, any_of

_REMARK = re.compile(rf"{any_of(REMARK_SIGNS)}|\(?注")
_BEGINS = re.compile(rf"{_REMARK.pattern}|{any_of(BULLETS)}")  # what no rest of a wrapped line begins with
_BEFORE = 8  # lines that are known before one that may go on with one of them: those of a row, side by side
_NUMBER = re.compile(r"\d{1,2}")  # counts the parts of a sheet
_LEADING = 1.9  # ems from a line to the next one of a text, at most
_FULL = 2.0  # ems that the rest of a wrapped line may reach further right than the line: it was full


def read_sheet(sheet: Sheet, form: Form, facts: SheetFacts) -> None:
    """Read a sheet by its form into ``facts``; afterwards every region has its role."""
    context = Context(sheet, form, facts)
    _known_lines(context)
    find_furniture(context)
    _lines(context)
    sections = find_sections(context)
    ends = [region.at.top for region, _ in sections]
    headers = find_headers(sheet, form, facts.edition, [region for region, _ in sections])
    rows = _table_rows(context, headers, ends)
    pairs = find_pairs(sheet, form, [region for region, _ in sections])
    _open_programs(context, rows, pairs)
    _read_pairs(context, pairs)
    RowReader(context, pairs, rows).read()
    read_notes(context)
    for marks in form.marks:
        find_marks(context, marks)
    read_icons(context, ends)
    read_prose(context, sections)
    _rest(context)
    find_doubts(context, headers, rows, pairs)
    facts.sheet_no = _sheet_no(context)


def _sheet_no(context: Context) -> str:
    """The sheet's number, put together as the form says; "" where a part of it is not printed."""
    parts = {**context.lines, **{name: clean_text(value.text) for name, value in context.facts.fields.items()}}
    wanted = re.findall(r"\{(\w+)\}", context.form.numbering.sheet_no)
    return context.form.numbering.sheet_no.format(**parts) if all(parts.get(name) for name in wanted) else ""


def _known_lines(context: Context) -> None:
    """The form's own labels, in cells, in lines, and in lines that a wide gap cuts in two."""
    form = context.form
    for r in context.sheet.regions:
        if r.blank or r.role is not Role.UNREAD:
            continue
        role = _known_role(form, r.label)
        rest = context.sheet.rest_of(r, closed=True) if role is Role.UNREAD else None
        if (role is Role.UNREAD and rest is None) or (r.ruled and unit_alone(clean_text(r.text))):
            continue  # a unit in a cell may be all that names the rows under it
        r.role = role
        if rest is not None and _known_role(form, rest.label) is Role.UNREAD:
            wholes = [r.label + rest.label, *overlapped(r.label, rest.label)]
            known = (role for whole in wholes if (role := _known_role(form, whole)) is not Role.UNREAD)
            r.role = rest.role = next(known, Role.UNREAD)
    for row in context.sheet.rows_of_free():
        if len(row) > 1 and all(r.role is Role.UNREAD for r in row):
            role = _known_role(form, "".join(r.label for r in row))
            for r in row:
                r.role = role


def _known_role(form: Form, label: str) -> Role:
    """What a text is that the form says is printed on every sheet."""
    if form.sets.labels.match(label):
        return Role.LABEL
    return Role.FURNITURE if form.sets.furniture.match(label) else Role.UNREAD


def _lines(context: Context) -> None:
    """Lines that speak of the tables below: 事業費（令和６年度） 上段：実績 下段：当初予算."""
    above: list[Region] = []
    for row in context.sheet.rows_of_free():
        said = _say(context, row)
        wraps = above and row[0].page == above[0].page and _under(row[0], above[0])
        if not said and wraps and _say(context, [*above, *row]):
            said = True
        above = [] if said else row
    for region in context.sheet.cells:
        if not region.blank:
            _say(context, [region])


def _under(region: Region, above: Region) -> bool:
    """Whether a line stands right under another one of its size."""
    size = region.lines[0].size
    alike = abs(above.lines[0].size - size) <= 0.1 * size
    return alike and 0 < region.at.bottom - above.at.bottom <= _LEADING * size


def _say(context: Context, row: list[Region]) -> bool:
    """Keep what a line says, if it is one that the form knows."""
    joined = "".join(r.label for r in row)
    known = False
    for line in context.form.line:
        match = line.pattern.search(joined)
        if match:
            known = True
            said = {key: word for key, word in match.groupdict().items() if word}
            context.lines.update(said)
            context.spoken += [(row[0].at.top, key, word) for key, word in said.items()]
            for r in row:
                if r.role is Role.UNREAD and (not r.ruled or match[0] == joined):
                    r.role = Role.LABEL
    return known


def _table_rows(context: Context, headers: list[Header], ends: list[float]) -> list[Row]:
    """All rows of all tables, those cut by a page end put together, from top to bottom."""
    rows: list[Row] = []
    tables: dict[str, list[Row]] = {}
    for header in headers:
        for row in rows_of(context.sheet, context.form, header, headers, ends):
            tables.setdefault(header.table.id, []).append(row)
            for cells in row.cells:
                for r in cells:
                    r.role = Role.FIELD
    for found in tables.values():
        rows += joined_over_pages(context.sheet, found)
    return sorted(rows, key=lambda row: (row.page, row.top))


def _open_programs(context: Context, rows: list[Row], pairs: list[PairFound]) -> None:
    """Number the programs of the sheet in the order in which they are printed."""
    openers: list[tuple[float, str, Row | PairFound]] = [
        (row.top, "program", row) for row in rows if row.header.table.opens and not row.blank
    ]
    openers += [(p.top, p.pair.opens, p) for p in pairs if p.pair.opens and any(not v.blank for v in p.values)]
    parent: int | None = None
    for top, kind, _ in sorted(openers, key=lambda o: o[0]):
        number = len(context.facts.programs)
        context.facts.programs.append(ProgramFacts(parent=parent if kind == "child" else None))
        context.program_tops.append((top, number))
        parent = number if kind == "program" else parent


def _read_pairs(context: Context, pairs: list[PairFound]) -> None:
    for found in pairs:
        for name, value in found.groups.items():
            if name != "value":  # which goes to the pair's target
                place = Place(found.label.page, found.label.box)
                context.fill(context.facts.fields, None, name, Printed(value, place))
        for target in found.pair.to:
            _put(context, found, target)


def _put(context: Context, found: PairFound, target: str) -> None:
    """Send the value of a pair to its target."""
    kind, _, name = target.partition(":")
    if kind.startswith("indicator.") or not (found.values or kind == "narrative"):
        return
    own = kind == "narrative" and "value" in found.pair.label.groupindex and all(r.blank for r in found.values)
    if own or not found.values:
        _put_own(context, found, name)
        return
    label = found.pair.name or clean_text(found.label.text)
    value = printed(found.values, (clean_text(found.label.text),))
    program = context.program_at(found.top)
    scope, _, field_name = kind.partition(".")
    if scope == "sheet":
        context.fill(context.facts.fields, None, field_name, value)
    elif scope == "program":
        if field_name == "role":
            value = Printed(paragraphs(found.values, context.sheet.breaks_anywhere), value.place, value.row_labels)
        context.fill(context.facts.programs[program].fields, program, field_name, value)
    elif kind == "budget" and found.pair.row is not None:
        _put_amount(context, found, found.pair.row, program, value)
    elif kind == "answer":
        options = found.pair.options or listed(found.values)
        answer, doubt = chosen(found.values, options) if options else (clean_text(value.text), "")
        if doubt:
            context.doubt("warning", "merged_cells", f"of the answer {answer}: {doubt}", found.values[0])
        context.facts.answers.append(
            AnswerFact(label, Printed(answer, value.place, value.row_labels), _own(context, program))
        )
    elif kind == "narrative" and value.text:
        text = paragraphs(found.values, context.sheet.breaks_anywhere)
        context.facts.narratives.append(
            NarrativeFact(name, "", Printed(text, value.place, value.row_labels), _own(context, program))
        )


def _own(context: Context, program: int) -> int | None:
    """The program that a fact speaks of, where the sheet has programs of its own for it (else the whole sheet)."""
    return program if len(context.facts.programs) > 1 and context.facts.programs[program].parent is not None else None


def _put_own(context: Context, found: PairFound, slug: str) -> None:
    """A label that says its value itself (the group ``value`` of its pattern)."""
    text = found.groups.get("value", "")
    told = [n.printed for n in context.facts.narratives if n.section == slug]
    if not text or any(compact(print_.text) == compact(text) for print_ in told):
        return  # a heading that every page repeats says it once
    context.facts.narratives.append(NarrativeFact(slug, "", Printed(text, Place(found.label.page, found.label.box))))
    if any(print_.place.page != found.label.page for print_ in told):
        says = f"two pages of the sheet print it differently: {told[0].text}, and {text}"
        context.doubt("warning", "conflicting_value", says, found.label)


def _put_amount(context: Context, found: PairFound, rule: RowRule, program: int, value: Printed) -> None:
    """An amount beside a label; its fiscal year stands in a label further out."""
    outer = [r.label for r in (found.label, *context.sheet.left_of(found.label))]
    years = (heading_year(label, context.facts.edition, context.form.bare_era) for label in outer)
    year = next((y for y in years if y is not None), None)
    unit = next((u for u in map(money_unit, outer) if u), "") or rule.unit
    put_amounts(context, rule, program, rule.item, rule.kind or "actual", year, unit, value)


def _rest(context: Context) -> None:
    """What is left: the wrapped rest of a line that is known, units in cells, and what nothing reads."""
    for region in context.sheet.cells:
        if region.role is Role.UNREAD and not region.blank:
            region.role = _known_role(context.form, region.label)
            if _NUMBER.fullmatch(region.label) and _leads(context.sheet, region):
                region.role = Role.LABEL
    heights = {layout.number: layout.height for layout in context.sheet.layouts}
    rights = {layout.number: _right_end(layout) for layout in context.sheet.layouts}
    before: list[Region] = []
    for region in context.sheet.free:
        head = not _REMARK.match(region.label) and is_running_head(region, heights[region.page])
        if head and region.role is Role.UNREAD:
            region.role = Role.FURNITURE
        if region.role is Role.UNREAD and not _BEGINS.match(region.label):
            above = [r for r in before if _goes_on(r, region) and _wraps(r, region, rights[region.page])]
            if above:
                region.role = above[-1].role
        if region.role in (Role.LABEL, Role.FURNITURE):
            before = [*before[-_BEFORE:], region]
    find_stamps(context)
    if context.form.footnotes:
        _footnotes(context)


def _right_end(layout: PageLayout) -> float:
    """Where the print of a page ends at the right, but for stamps and the like at its head and foot."""
    inner = [region.at.x1 for region in layout.regions if not layout.is_outer(region.box)]
    return max(inner or [region.at.x1 for region in layout.regions], default=layout.width)


def _leads(sheet: Sheet, region: Region) -> bool:
    """Whether a cell stands left of a label, with nothing before it.

    A number there counts what the labels speak of. A row of a table has it among its labels, but a page end may cut the
    cell before any such row stands beside it.
    """
    beside = sheet.right_of(region)
    return bool(beside) and beside[0].role is Role.LABEL and not sheet.left_of(region)


def _footnotes(context: Context) -> None:
    """Remarks outside cells that begin with ※ or 注, with the lines that go on with them."""
    before: Region | None = None
    for region in context.sheet.free:
        if region.role is not Role.UNREAD:
            continue
        if _REMARK.match(region.label) or (before is not None and _goes_on(before, region)):
            region.role = Role.FIELD
            text = Printed(clean_text(region.text), Place(region.page, region.box))
            context.facts.narratives.append(NarrativeFact(context.form.footnotes, "", text))
            before = region


def _wraps(above: Region, region: Region, right: float) -> bool:
    """Whether the word that begins a line had no room behind the line above it; ``right`` is where the print ends."""
    return above.at.x1 + (_FULL + first_word(region.label)) * region.lines[0].size >= right


def _goes_on(above: Region, region: Region) -> bool:
    """Whether a line is the wrapped rest of the line above it, or of its taller part (a remark may stand beside it)."""
    size = region.lines[0].size
    pitch = region.at.bottom - above.at.bottom
    alike = any(abs(one - other) <= 0.15 * other for one, other in (
        (size, above.lines[0].size), (region.box.height, above.box.height)
    ))  # fmt: skip
    return (
        region.page == above.page
        and 0 < pitch <= _LEADING * size
        and alike
        and region.at.x0 < above.at.x1
        and above.at.x0 < region.at.x1 <= above.at.x1 + _FULL * size
    )
