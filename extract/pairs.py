"""Labels with a value beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import Match

from extract.form import Form, Pair
from extract.headers import is_within
from extract.labels import as_printed
from extract.layout import Region, Role
from extract.sheet import TOUCH, Sheet, rows_of_cells, same_width, stand_alike

NEAR = 8.0  # ems of a label outside cells from it to the box it names
_UNDER = 4.0  # ems of a label from it down to the box it names
_TEXTS = ("value", "title", "policy", "measure")  # groups that are text; the others are numbers, or parts of one


@dataclass(slots=True)
class PairFound:
    """A label of the form on the sheet, the cells of its value, and what the label itself says (named groups).

    ``rest`` is the other half of a label whose own text a page end cuts in two.
    """

    pair: Pair
    label: Region
    values: list[Region]
    groups: dict[str, str]
    rest: Region | None = None

    @property
    def top(self) -> float:
        """The y of the label on the sheet."""
        return self.label.at.top


def find_pairs(sheet: Sheet, form: Form, headings: Sequence[Region] = ()) -> list[PairFound]:
    """All labels of a form's pairs with their values, from top to bottom. Cells already read are left alone."""
    labels = _labels(sheet, form, headings)
    taken = {id(region) for region, *_ in labels} | {id(rest) for *_, rest in labels}
    found: list[PairFound] = []
    for label, pair, rest in labels:
        if label.role is not Role.UNREAD:
            continue
        match = pair.label.fullmatch(_said(label, rest))
        label.role = Role.LABEL
        label.captured = sum(len(v) for v in match.groupdict("").values()) if match else 0
        values = _values(sheet, pair, label, taken)
        values += [r for r in _beside_rest(sheet, label, values) if id(r) not in taken]
        for r in values:
            r.role = Role.FIELD
        if rest is not None:
            rest.role = Role.LABEL
        groups = {name: text for name in match.groupdict() if (text := _own(match, name, label, rest))} if match else {}
        found.append(PairFound(pair, label, values, groups, rest))
    for pair_found in found:
        _follow(sheet, pair_found)
    for pair_found in found:
        _lead(sheet, pair_found)
    return found


def _said(label: Region, rest: Region | None) -> str:
    return label.label if rest is None else label.label + rest.label


def _own(match: Match[str], name: str, label: Region, rest: Region | None) -> str:
    """What a label itself says in a group of its pattern: a number compact, a text as printed."""
    if name not in _TEXTS or not match[name]:
        return match[name] or ""
    return as_printed(label.text if rest is None else f"{label.text}\n{rest.text}", *match.span(name))


def _labels(sheet: Sheet, form: Form, headings: Sequence[Region]) -> list[tuple[Region, Pair, Region | None]]:
    """The regions that are labels of pairs, in reading order, each with the pair that its occurrence belongs to.

    One whose text a page end cuts in two comes with its other half.
    """
    seen: dict[int, int] = {}
    found: list[tuple[Region, Pair, Region | None]] = []
    for region in sheet.regions:
        if region.blank or region.role is not Role.UNREAD:
            continue
        numbers, rest = form.sets.pairs.matching(region.label), None
        if not numbers and (rest := sheet.rest_of(region)) is not None:
            own = form.sets.pairs.matching(rest.label)
            numbers = () if own else form.sets.pairs.matching(_said(region, rest))
        hits: list[Pair] = []
        for number in numbers:
            if _is_elsewhere(form.pair[number], region, headings):
                continue
            seen[number] = seen.get(number, 0) + 1
            if form.pair[number].nth in (0, seen[number]):
                hits.append(form.pair[number])
        if hits:
            found.append((region, hits[0], rest))
    return found


def _is_elsewhere(pair: Pair, region: Region, headings: Sequence[Region]) -> bool:
    """Whether a label stands under another section's heading than its own, which the sheet has."""
    wanted = pair.within
    has = wanted is not None and any(wanted.fullmatch(r.label) for r in headings)
    return has and not is_within(wanted, region, headings)


def _on_next_page(sheet: Sheet, label: Region) -> list[Region]:
    """The box of a label at the foot of a page: where it does not fit, it stands at the head of the next one.

    The box of a line outside cells is alone there; of a label in a cell, it is as wide.
    """
    if not label.ruled:
        last = all(r.at.top < label.at.bottom - TOUCH for r in sheet.on_page(label.page))
        row = next(rows_of_cells(sheet.on_page(label.page + 1)), [])
        over = len(row) == 1 and row[0].at.x0 - TOUCH <= label.at.x0 < row[0].at.x1
        return row if last and over else []
    heads = (r for r in sheet.other_parts(label) if r.page > label.page)
    return [r for r in heads if any(part is label for part in sheet.other_parts(r))]


def _values(sheet: Sheet, pair: Pair, label: Region, labels: set[int]) -> list[Region]:
    if pair.at == "below":
        under = sheet.below(label.at, _UNDER * label.lines[0].size) or _on_next_page(sheet, label)
        return [r for r in under if r.role is Role.UNREAD and id(r) not in labels]
    if not label.ruled:
        return _boxed(sheet, label)
    values: list[Region] = []
    for r in sheet.right_of(label):
        if id(r) in labels or r.role is not Role.UNREAD:
            break
        values.append(r)
    return [r for row in rows_of_cells(sorted(values, key=lambda r: r.at.top)) for r in row]


def _boxed(sheet: Sheet, label: Region) -> list[Region]:
    """The first box to the right of a label that stands outside cells."""
    left, right = label.at.x1 - TOUCH, label.at.x1 + NEAR * label.lines[0].size
    row = [
        r
        for r in sheet.band(label.at.top, label.at.bottom)
        if r.page == label.page and left <= r.at.x0 <= right and r.role is Role.UNREAD
    ]
    return row[:1]


def _follow(sheet: Sheet, found: PairFound) -> None:
    """Add what a page end cut off the value, and off the label: unread cells as wide at the top of the next page."""
    while found.values and (parts := _rests(sheet, found)):
        found.values += parts
        for part in parts:
            part.role = Role.FIELD
            for r in sheet.left_of(part):
                if r.role is Role.UNREAD and not r.blank and len(r.label) <= len(found.label.label):
                    r.role = Role.LABEL
    rest = rest_over_page(sheet, found.label) if found.label.ruled and found.values else None
    if rest is None or len(rest.label) > len(found.label.label):
        return
    if any(same_width(r.at, found.values[0].at) for r in sheet.right_of(rest)):
        rest.role = Role.LABEL  # the value ended on the page before


def _beside_rest(sheet: Sheet, label: Region, values: Sequence[Region]) -> Iterator[Region]:
    """The rest of a value that stands beside the blank rest of its label, both of one height, on the next page.

    They may span rows there, whose labels stand further left: a page end cuts all of these at their first row.
    """
    if not label.ruled or not values or not (label.open_bottom and values[-1].open_bottom):
        return
    top = sheet.content_top(label.page + 1)
    for rest in sheet.on_page(label.page + 1):
        if not rest.blank or abs(rest.at.top - top) > TOUCH or not same_width(rest.at, label.at):
            continue
        for r in sheet.right_of(rest)[:1]:
            level = abs(r.at.top - top) <= TOUCH and abs(r.at.bottom - rest.at.bottom) <= TOUCH
            if level and r.role is Role.UNREAD and not r.blank and same_width(r.at, values[-1].at):
                yield r


def _rests(sheet: Sheet, found: PairFound) -> list[Region]:
    """What goes on with the last cell of a value on the next page; all cells there that the label's blank rest spans.

    The first of these may be blank: the text of the cell that the page end cuts ended before it.
    """
    first = rest_over_page(sheet, found.values[-1], found.rest, blank=True)
    if first is None:
        return []
    beside = sheet.left_of(first)[-1:]
    spanned = [
        r
        for label in beside
        if label.blank and found.label.ruled and same_width(label.at, found.label.at)
        for r in sheet.right_of(label)
        if r.role is Role.UNREAD and r is not first and same_width(r.at, first.at)
    ]
    return sorted((r for r in (first, *spanned) if not r.blank), key=lambda r: r.at.top)


def _lead(sheet: Sheet, found: PairFound) -> None:
    """Add what stands before a page end: a label in the middle of a tall cell may stand on the second page only."""
    while found.label.ruled and found.values and (start := start_before_page(sheet, found.values[0])):
        beside = sheet.left_of(start)[-1]
        unread = (r for r in sheet.right_of(beside) if r.role is Role.UNREAD and not r.blank and r is not start)
        parts = sorted([start, *(r for r in unread if same_width(r.at, start.at))], key=lambda r: r.at.top)
        for r in parts:
            r.role = Role.FIELD
        found.values[:0] = parts


def rest_over_page(sheet: Sheet, value: Region, label: Region | None = None, *, blank: bool = False) -> Region | None:
    """The cell on the next page that goes on with a cell at the foot of its page, or None; a blank one on request.

    The label at its left is blank there, or the other half of its own, ``label``. One that spans rows is printed where
    its middle falls, and says nothing of this one.
    """
    if sheet.lowest_top(value.page) > value.at.bottom - TOUCH:
        return None
    top = sheet.content_top(value.page + 1)
    if _is_headed(sheet, value.page + 1):
        return None
    for r in sheet.on_page(value.page + 1):
        if abs(r.at.top - top) > TOUCH or not same_width(r.at, value.at) or r.role is not Role.UNREAD:
            continue
        if r.blank and not blank:
            continue
        if all(o.blank or o is label or _spans_more(sheet, o, r, value.page) for o in sheet.left_of(r)):
            return r
    return None


def _spans_more(sheet: Sheet, label: Region, cell: Region, other: int) -> bool:
    """Whether a label spans more than the row of a cell: on its page, or over the page end, where it is cut, too."""
    if label.at.height > cell.at.height + TOUCH:
        return True
    there = (r for r in sheet.on_page(other) if same_width(r.at, label.at))
    cut = (r.label == label.label or (r.open_bottom if r.page < label.page else r.open_top) for r in there)
    open_here = label.open_top if other < label.page else label.open_bottom
    return label.at.x1 < cell.at.x0 - TOUCH and open_here and any(cut)


def _is_headed(sheet: Sheet, page: int) -> bool:
    """Whether a heading that is no running head stands above the first cells of a page."""
    top = sheet.content_top(page)
    above = [o for o in sheet.free if o.role is Role.LABEL and o.page == page and o.at.bottom <= top + TOUCH]
    return not all(_is_running(sheet, o) for o in above)


def _is_running(sheet: Sheet, head: Region) -> bool:
    """Whether a line outside cells stands in the same place of the page before: a running head."""
    return any(o.page == head.page - 1 and stand_alike(o, head) for o in sheet.free)


def start_before_page(sheet: Sheet, value: Region) -> Region | None:
    """The cell at the foot of the page before that begins a cell whose label stands on this page, or None."""
    if value.page == sheet.layouts[0].number or abs(value.at.top - sheet.content_top(value.page)) > TOUCH:
        return None
    if _is_headed(sheet, value.page):
        return None
    for r in sheet.on_page(value.page - 1):
        if same_width(r.at, value.at) and r.role is Role.UNREAD and not r.blank:
            last = sheet.lowest_top(r.page) <= r.at.bottom - TOUCH
            beside = sheet.left_of(r)
            if last and beside and all(o.blank or _spans_more(sheet, o, r, value.page) for o in beside):
                return r
    return None
