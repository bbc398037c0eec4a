"""Rows that a page end cuts.

A spreadsheet program prints the texts of such a row whole on both pages, and hides by clipping what does not belong to
the page. Nothing of that shows in a text, so what stands twice is told by its place: across or beyond the open end of
the cell, and alike on the other page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise, takewhile

from extract.box import Box
from extract.cell_kinds import Kind, kind_of_text
from extract.facts import Doubt, Place
from extract.layout import PageLayout, Region, Role, compact
from extract.lines import Line, is_page_number
from extract.page_margins import BESIDE, drop, in_order, known, let_margins_go, letters, within
from extract.sheet import TOUCH, rows_of_cells, same_width, stand_alike

_SAME = 0.6  # of their letters: two prints of one line, of which one is damaged
_UNDER = 1.0  # ems between a rule and the line in the cell below it, at most
_LEFT_BLANK = 2.4  # ems between two lines of a cell, of which one was left blank between them, at most
_SEVERAL = 3  # columns with text: no note below a table has so many
_LEVEL = 0.6  # of an em that they may differ down the page, from the row's cut


def hide_repeats(layouts: Sequence[PageLayout], once: Callable[[str], bool]) -> list[Doubt]:
    """Leave out, as furniture, the second print of each line that a page end cuts or hides; the page's number too.

    Args:
        layouts: the pages of a sheet.
        once: whether a label is a heading that a sheet has once: on two pages it may be another sheet's.

    Returns:
        Where the two prints of a line differ.
    """
    doubts: list[Doubt] = []
    for layout in layouts:
        let_margins_go(layout, [other for other in layouts if other is not layout])
    gone: list[Region] = []
    for before, after in pairwise(layouts):
        gone = _let_repeated_rows_go(before, after, once, gone)
        shift = after.left - before.left
        upper = [r for r in before.regions if r.ruled and r.open_bottom]
        lower = [(r, r.box.moved(-shift, 0.0)) for r in after.regions if r.ruled and upper]
        lower = [(r, box) for r, box in lower if any(same_width(box, above.box) for above in upper)]
        lower = [(r, box) for r, box in lower if r.open_top or _is_under_head(r, before, after)]
        for above in upper:
            for below, box in lower:
                if same_width(box, above.box):
                    doubts += _hide(before, above, after, below, shift)
    return doubts


def _is_under_head(region: Region, before: PageLayout, after: PageLayout) -> bool:
    """Whether the rule above a cell is the last one of a running head: of cells that stand alike on the page before.

    A spreadsheet prints its title rows on each page, and the cut row right under them.
    """
    heads = [
        r
        for r in after.regions
        if r.ruled and r.lines and abs(r.box.bottom - region.box.top) <= TOUCH
        and r.box.x0 <= region.box.x1 and region.box.x0 <= r.box.x1
    ]  # fmt: skip
    return bool(heads) and all(any(stand_alike(head, r) for r in before.regions) for head in heads)


def close_feet(layouts: Sequence[PageLayout]) -> None:
    """Make cells of the lines below rules at a page's foot, if the next page begins with the rest of their table.

    Of a table that a page end cuts Firefox draws no more on the first page than the rules above its rows. Where such
    rows have columns, something shows them there, or the next page does: its first row has the uprights that are not
    drawn before it. Of a row that is all of its table Firefox draws nothing, but the rest has its columns.
    """
    for before, after in pairwise(layouts):
        _close_row(before, after, [layout for layout in layouts if layout is not before])
        head = [r.box.moved(before.left - after.left, 0.0) for r in _head(after)]
        if not before.bare or not head:
            continue
        rest = reduce(Box.union, head)
        rules = sorted((rule for rule in before.bare if same_width(rest, rule)), key=lambda rule: rule.top)
        cut = any(r.ruled and r.open_bottom and rest.x0 <= r.box.x1 and r.box.x0 <= rest.x1 for r in before.regions)
        if rules and not cut:
            others = [layout for layout in layouts if layout is not before]
            _close_foot(before, rules, head, others)


def _head(layout: PageLayout) -> list[Region]:
    """The cells of the first row of a page, if no rule is drawn above it."""
    top = min((r.box.top for r in layout.regions if r.ruled), default=0.0)
    row = [r for r in layout.regions if r.ruled and r.box.top <= top + TOUCH]
    return sorted(row, key=lambda r: r.box.x0) if all(r.open_top for r in row) else []


def _close_foot(layout: PageLayout, rules: Sequence[Box], head: Sequence[Box], others: Sequence[PageLayout]) -> None:
    """Make cells of what stands below each rule, as far as line follows line.

    In the columns of the next page's head, where each line stands in one of them, and not all in the same.
    """
    table = max((r.table for r in layout.regions), default=0)
    for rule, end in zip(rules, [*(rule.top for rule in rules[1:]), layout.height], strict=True):
        row = _under(layout, rule, end)
        if not row:
            continue  # it is one already
        if any(_repeated(r, others) for r in row):
            return  # a footer
        box = reduce(Box.union, [r.box for r in row], rule)
        last = rule is rules[-1]
        box = box if last else Box(box.x0, box.top, box.x1, end)
        table += 1
        layout.regions = [r for r in layout.regions if r not in row]
        for column, (x0, x1, its) in enumerate(_in_columns(row, head) or [(box.x0, box.x1, row)]):
            place = Box(x0, box.top, x1, box.bottom)
            lines = tuple(line for r in its for line in r.lines)
            at = (table, 0, column, 1, column + 1)
            layout.regions.append(Region(layout.number, place, lines, True, place, *at, open_bottom=last))


def _in_columns(row: Sequence[Region], columns: Sequence[Box]) -> list[tuple[float, float, list[Region]]]:
    """The sides of columns, each with the lines in it; none where a line stands across, or all in one of them."""
    held = [[r for r in row if c.x0 <= r.box.x0 and r.box.x1 <= c.x1] for c in columns]
    if sum(map(len, held)) < len(row) or sum(map(bool, held)) < 2:
        return []
    return [(c.x0, c.x1, its) for c, its in zip(columns, held, strict=True)]


def _under(layout: PageLayout, rule: Box, end: float) -> list[Region]:
    """What stands below a rule and outside cells, down to a height, as far as line follows line.

    One may be left blank between two lines that begin at the left of all.
    """
    row: list[Region] = []
    reached = rule.top
    free = (r for r in layout.regions if not r.ruled and not r.stamp and r.lines)
    inside = [r for r in free if rule.x0 <= r.box.x0 < rule.x1 and rule.top <= (r.box.top + r.box.bottom) / 2 < end]
    for r in sorted(inside, key=lambda r: (r.box.top, r.box.x0)):
        size = r.lines[0].size
        flush = bool(row) and r.box.x0 <= min(o.box.x0 for o in row) + size and not is_page_number(r.label)
        if r.box.top - reached <= (_LEFT_BLANK if flush else _UNDER) * size:
            row.append(r)
            reached = max(reached, r.box.bottom)
    return row


def _close_row(layout: PageLayout, after: PageLayout, others: Sequence[PageLayout]) -> None:
    """Make cells of what stands right below a page's last row, if the next page begins with a row of its columns."""
    cells, rest = _outer_row(layout, last=True), _outer_row(after, last=False)
    shift = layout.left - after.left
    alike = (same_width(a.box, b.box.moved(shift, 0.0)) for a, b in zip(cells, rest, strict=False))
    if len(cells) < _SEVERAL or len(cells) != len(rest) or any(r.open_bottom for r in cells) or not all(alike):
        return
    around = reduce(Box.union, [r.box for r in cells])
    found = _under(layout, Box(around.x0, around.bottom, around.x1, around.bottom), layout.height)
    inside = [[r for r in found if o.box.x0 <= r.box.x0 and r.box.x1 <= o.box.x1] for o in cells]
    whole = sum(map(len, inside)) == len(found) and sum(map(bool, inside)) >= _SEVERAL
    if not whole or any(_repeated(r, others) for r in found):
        return
    bottom = max(r.box.bottom for r in found)
    layout.regions = [r for r in layout.regions if r not in found]
    for o, its in zip(cells, inside, strict=True):
        box = Box(o.box.x0, around.bottom, o.box.x1, bottom)
        lines = tuple(line for r in its for line in r.lines)
        at = (o.table, o.row_end, o.column, o.row_end + 1, o.column_end)
        layout.regions.append(Region(layout.number, box, lines, True, box, *at, open_bottom=True))


def _outer_row(layout: PageLayout, last: bool) -> list[Region]:
    """The cells of the last or of the first row of a page, from left to right."""
    ruled = [r for r in layout.regions if r.ruled]
    ends = [r.box.bottom if last else -r.box.top for r in ruled]
    reach = max(ends, default=0.0) - TOUCH
    row = [r for r, end in zip(ruled, ends, strict=True) if end >= reach]
    return sorted(row, key=lambda r: r.box.x0)


def _repeated(region: Region, others: Sequence[PageLayout]) -> bool:
    """Whether a line stands on other pages, too, but for its digits, or is a page's number."""
    return is_page_number(region.label) or any(
        known(region.lines[0], r.lines, 0.0) and abs(r.box.top - region.box.top) <= BESIDE
        for other in others
        for r in other.regions
    )


def _let_repeated_rows_go(
    before: PageLayout, after: PageLayout, once: Callable[[str], bool], gone: Sequence[Region]
) -> list[Region]:
    """Take away the second print of prose and its heading in a table's first rows, which are repeated on each page.

    A word processor does so; the table goes on under them. The headings of columns stay, and are known where they are
    read. A row whose label the table has further down too is no title: each part of the table has one of its own.

    Args:
        before: a page.
        after: the next one.
        once: whether a label is a heading that a sheet has once.
        gone: the cells that were taken away from the page before, as a second print there.

    Returns:
        The cells that were taken away from the next page.
    """
    last, first = _outer_row(before, last=True), _outer_row(after, last=False)
    if not last or not first:
        return []
    above, below = (
        list(rows_of_cells(sorted((r for r in cells if r.ruled and r.table == number), key=lambda r: r.box.top)))
        for cells, number in (([*before.regions, *gone], last[0].table), (after.regions, first[0].table))
    )
    shift = before.left - after.left
    alike = takewhile(lambda rows: _print_alike(*rows, shift), zip(above, below, strict=False))
    again = [rows for rows in alike if not _is_one_of_many(rows[0], above)]
    if len(again) in (len(above), len(below)):
        return []
    lost = [
        row
        for _, row in again
        if any(kind_of_text(r.label) is Kind.PROSE for r in row) or (len(row) == 1 and not once(row[0].label))
    ]
    cells = [r for row in lost for r in row]
    for cell in cells:
        after.regions.remove(cell)
        lines = (Region(cell.page, line.box, (line,), False, line.box, role=Role.FURNITURE) for line in cell.lines)
        after.regions += lines
    return cells


def _is_one_of_many(row: Sequence[Region], rows: Iterable[Sequence[Region]]) -> bool:
    """Whether a label of a row, a short text left of another, stands in other rows of its table, too."""
    labels = [r for r in row[:-1] if kind_of_text(r.label) is Kind.TEXT]
    return any(
        one.label == other.label and same_width(one.box, other.box)
        for others in rows
        if others is not row
        for one in labels
        for other in others
    )


def _print_alike(row: Sequence[Region], again: Sequence[Region], shift: float) -> bool:
    """Whether two rows hold the same texts in cells of the same sizes."""
    return len(row) == len(again) and all(
        one.label == other.label
        and same_width(one.box, other.box.moved(shift, 0.0))
        and abs(one.box.height - other.box.height) <= TOUCH
        for one, other in zip(row, again, strict=True)
    )


def _hide(before: PageLayout, above: Region, after: PageLayout, below: Region, shift: float) -> Iterator[Doubt]:
    for line in above.lines:
        for other in below.lines:
            if line not in above.lines or other not in below.lines:
                continue
            here, there = line.box.moved(0.0, -above.box.bottom), other.box.moved(0.0, -below.box.top)
            over, under = here.bottom, -there.top
            apart, ends_apart = abs(here.top - there.top), abs(here.bottom - there.bottom)
            if max(over, under) <= 0 or min(apart, ends_apart) > _LEVEL * line.size:
                continue
            level = apart <= _LEVEL * line.size
            same = level and known(line, (other,), -shift)
            if not same and (part := _part(line, other, shift)) is not None:
                drop(*((before, above, line) if part is line else (after, below, other)))
                continue
            if not level:
                continue
            if not same:
                both = f"{line.text.strip()} / {other.text.strip()}"
                says = f"a line that the page end cuts differs on the two pages: {both}"
                yield Doubt("warning", "cut_text", says, Place(below.page, below.box))
            if same or _alike(line, other):
                drop(*((before, above, line) if over > under else (after, below, other)))


def _part(line: Line, other: Line, shift: float) -> Line | None:
    """Which print of a line to leave out, where one lacks letters of the other: those that were clipped away.

    An upright label may begin on the page before, or end on the next one: there its letters are level at one end. What
    has more letters because a title stands upon it is not the better one.
    """
    part, whole = sorted((line, other), key=lambda one: len(compact(one.text)))
    text, full = compact(part.text), compact(whole.text)
    inside = within(part, whole, -shift if part is line else shift)
    if not inside or len(text) >= len(full) or not in_order(text, full):
        return None
    return whole if whole.overprinted and not part.overprinted else part


def _alike(line: Line, other: Line) -> bool:
    """Whether two texts are one, but for some letters."""
    from difflib import SequenceMatcher  # seldom needed

    return SequenceMatcher(None, letters(line), letters(other), autojunk=False).ratio() >= _SAME
