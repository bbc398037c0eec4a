"""The numbers of a sheet's pages, told from those of a chart that reaches to a page's head or foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.labels import heading_year
from extract.layout import PageLayout, Region, Role
from extract.lines import is_page_number

_NUMBER = re.compile(r"\d+")
_VALUE = re.compile(r"[\d,.]+%?")  # of a chart
_YEAR = 8  # characters of a fiscal year below a chart, at most
_SAME_PLACE = 3.0  # points between the heights of two pages' numbers
_LEVEL, _BESIDE = 3.0, 10.0  # ems up or down, and along, from a chart's value to others of it, or to its axis
_FEW = 2  # one number or year near a page's may be a date


def page_numbers(layouts: Sequence[PageLayout]) -> dict[int, list[Region]]:
    """The texts that number the pages of a sheet, page by page.

    No other number stands further out on its page. It counts on from the page before, or to the one after; one that has
    no like there is none if it stands among the values and fiscal years of a chart.
    """
    found = {layout.number: list(_outermost(layout)) for layout in layouts}
    return {
        layout.number: [
            r for r in found[layout.number] if _counts_on(r, layout.width, found) or not _in_chart(r, layout)
        ]
        for layout in layouts
    }


def number_of(region: Region) -> int | None:
    """The first number in a text, or None."""
    number = _NUMBER.search(region.label)
    return int(number[0]) if number else None


def _outermost(layout: PageLayout) -> Iterator[Region]:
    """What reads as a page number in a margin, with no other number further out: a chart has the page's beyond it."""
    numbers = [r for r in layout.regions if not r.ruled and not r.blank and is_page_number(r.label)]
    outer = [r for r in numbers if layout.is_outer(r.box)]
    middle = layout.height / 2
    head = min((r.box.bottom for r in outer if r.box.top < middle), default=0.0)
    foot = max((r.box.top for r in outer if r.box.top >= middle), default=0.0)
    for region in outer:
        last = region.box.top <= head if region.box.top < middle else region.box.bottom >= foot
        if last and region.role is Role.UNREAD:
            yield region


def _counts_on(region: Region, width: float, found: dict[int, list[Region]]) -> bool:
    """Whether the page before or after has the number that is due, there or on the other side, as a book's pages do."""
    box, own = region.box, number_of(region)
    sides = ((box.x0, box.x1), (width - box.x1, width - box.x0))
    return own is not None and any(
        number_of(other) == own + step
        and abs(other.box.top - box.top) <= _SAME_PLACE
        and any(x0 <= other.box.x1 and other.box.x0 <= x1 for x0, x1 in sides)
        for step in (-1, 1)
        for other in found.get(region.page + step, ())
    )


def _in_chart(region: Region, layout: PageLayout) -> bool:
    """Whether values or fiscal years of a chart stand around a number."""
    em = region.lines[0].size
    box = region.box
    around = [
        r
        for r in layout.regions
        if not r.ruled and not r.blank and r is not region
        and box.top - _LEVEL * em <= r.box.bottom and r.box.top <= box.bottom + _LEVEL * em
        and box.x0 - _BESIDE * em <= r.box.x1 and r.box.x0 <= box.x1 + _BESIDE * em
    ]  # fmt: skip
    return sum(_is_of_chart(r.label) for r in around) >= _FEW


def _is_of_chart(label: str) -> bool:
    """Whether a text is a value of a chart, or a fiscal year on its axis."""
    return bool(_VALUE.fullmatch(label)) or (len(label) <= _YEAR and heading_year(label, None) is not None)
