"""Furniture of pages: their numbers, running heads and stamps, and numbers that do not go on."""

from __future__ import annotations

import re
from collections import Counter

from extract.context import Context
from extract.form import Form
from extract.layout import Region, Role
from extract.page_numbers import number_of, page_numbers
from extract.sheet import at_one_place

_EDGE = 0.045  # of a page's height: what stands so near the edge is no part of a table
_HEAD = 30  # characters of a running head, at most: a longer line says something
_ADDRESS = re.compile(r"(?i)(?:https?|file):|\\\\|[a-z]:\\|.*\.(?:xls|doc|pdf|htm)[a-z]?$")  # of what was printed


def find_furniture(context: Context) -> None:
    """Page numbers, running heads and stamps: what stands outside the tables at a page's head or foot."""
    margins: dict[str, list[Region]] = {}
    numbers = page_numbers(context.sheet.layouts)
    for region in (r for found in numbers.values() for r in found):
        region.role = Role.FURNITURE
    first = [n for r in numbers[context.sheet.layouts[0].number] if (n := re.search(r"\d+", r.label))]
    if first:
        context.lines.setdefault("page_number", first[0][0])
    for layout in context.sheet.layouts:
        for region in layout.regions:
            if region.ruled or region.role is not Role.UNREAD:
                continue
            if layout.is_outer(region.box) and not _is_known(context.form, region.label):
                margins.setdefault(re.sub(r"\d+", "0", region.label), []).append(region)
    _page_gaps(context, numbers)
    for found in margins.values():
        for region in found:
            if any(other.page != region.page and at_one_place(other, region) for other in found):
                region.role = Role.FURNITURE


def _is_known(form: Form, label: str) -> bool:
    """Whether a text is a label of a pair or a heading: such a text may stand on every page, and is no running head."""
    return form.sets.pairs.match(label) or form.sets.headings.match(label)


def _page_gaps(context: Context, numbers: dict[int, list[Region]]) -> None:
    """Page numbers that do not go on from one page of the sheet to the next: a page is missing, or in another place.

    A number that is the same on both pages counts something else.
    """
    for page, beside in numbers.items():
        before, now = (_counted(numbers.get(number, [])) for number in (page - 1, page))
        if before and now and before != now and not {number + 1 for number in before} & now:
            says = f"page number {min(now)} follows {max(before)}: a page is missing between them, or in another place"
            context.doubt("warning", "page_gap", says, beside[0], "sheets")


def _counted(regions: list[Region]) -> set[int]:
    return {number for r in regions if (number := number_of(r)) is not None}


def is_running_head(region: Region, height: float) -> bool:
    """Whether a line at a page's edge may be its running head or foot: a title, a date, an address; no sentence."""
    edge = region.box.bottom < height * _EDGE or region.box.top > height * (1 - _EDGE)
    short = len(region.label) <= _HEAD and "。" not in region.label
    return edge and (short or bool(_ADDRESS.match(region.label)))


def find_stamps(context: Context) -> None:
    """Boxes of their own at a page's head or foot that hold one letter (写), or the same on several pages."""
    seen: dict[str, set[int]] = {}
    boxes: list[Region] = []
    for layout in context.sheet.layouts:
        cells = Counter(r.table for r in layout.regions if r.ruled)
        for r in layout.regions:
            if r.ruled and not r.blank and layout.is_outer(r.box) and r.role is Role.UNREAD and cells[r.table] == 1:
                seen.setdefault(r.label, set()).add(r.page)
                boxes.append(r)
    for r in boxes:
        if len(r.label) == 1 or len(seen[r.label]) > 1:
            r.role = Role.FURNITURE
