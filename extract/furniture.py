"""Furniture of pages: their numbers, running heads and stamps, and numbers that do not go on."""

from __future__ import annotations

import re

from extract.context import Context
from extract.form import Form
from extract.layout import PageLayout, Region, Role
from extract.lines import is_page_number
from extract.sheet import at_one_place


def find_furniture(context: Context) -> None:
    """Page numbers, running heads and stamps: what stands outside the tables at a page's head or foot."""
    margins: dict[str, list[Region]] = {}
    ends = {layout.number: _ends(layout) for layout in context.sheet.layouts}
    numbers: dict[int, list[Region]] = {}
    for layout in context.sheet.layouts:
        for region in layout.regions:
            if region.ruled or region.role is not Role.UNREAD:
                continue
            outer = layout.is_outer(region.box)
            if (
                outer
                and is_page_number(region.label)
                and _is_outermost(region, *ends[layout.number], layout.height / 2)
            ):
                region.role = Role.FURNITURE
                number = re.search(r"\d+", region.label)
                if number and layout is context.sheet.layouts[0] and "page_number" not in context.lines:
                    context.lines["page_number"] = number[0]
                numbers.setdefault(layout.number, []).append(region)
            elif outer and not _is_known(context.form, region.label):
                margins.setdefault(re.sub(r"\d+", "0", region.label), []).append(region)
    _page_gaps(context, numbers)
    for found in margins.values():
        for region in found:
            if any(other.page != region.page and at_one_place(other, region) for other in found):
                region.role = Role.FURNITURE


def _is_known(form: Form, label: str) -> bool:
    """Whether a text is a label of a pair or a heading: such a text may stand on every page, and is no running head."""
    return form.sets.pairs.match(label) or form.sets.headings.match(label)


def _ends(layout: PageLayout) -> tuple[float, float]:
    """The foot of the first number in the upper margin of a page, and the top of the last one in the lower margin."""
    numbers = [r.box for r in layout.regions if not r.ruled and not r.blank and is_page_number(r.label)]
    outer = [box for box in numbers if layout.is_outer(box)]
    heads = [box.bottom for box in outer if box.top < layout.height / 2]
    return min(heads, default=0.0), max((box.top for box in outer if box.top >= layout.height / 2), default=0.0)


def _is_outermost(region: Region, head: float, foot: float, middle: float) -> bool:
    """Whether no other number stands further out: those of a chart have the page's beyond them."""
    return region.box.top <= head if region.box.top < middle else region.box.bottom >= foot


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
    return {int(number[0]) for r in regions if (number := re.search(r"\d+", r.label))}
