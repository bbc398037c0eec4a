"""Furniture of pages: their numbers, running heads and stamps, and numbers that do not go on."""

from __future__ import annotations

import re

from extract.context import Context
from extract.form import Form
from extract.layout import Region, Role
from extract.page_numbers import number_of, page_numbers
from extract.sheet import at_one_place


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
