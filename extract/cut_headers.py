"""A header that a page end cuts: some of its cells, or parts of them, stand at the head of the next page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract.labels import heading_year
from extract.layout import Region
from extract.sheet import TOUCH, Sheet, same_width

Beside = Callable[[Region], list[Region]]


def whole_band(sheet: Sheet, anchor: Region, beside: Beside) -> tuple[list[Region], list[Region]]:
    """The cells of a header on both sides of a page end: each as one, and as they are printed; none where it is whole.

    Args:
        sheet: the sheet.
        anchor: the cell by which the header is known.
        beside: gives the cells of a header on the page of its first one, that one included.
    """
    for part in sheet.other_parts(anchor):
        first, second = (part, anchor) if part.page < anchor.page else (anchor, part)
        if not part.blank:
            continue
        above, below = beside(first), beside(second)
        whole = _joined(above, below)
        parted = len(whole) > len(above) or _say_again(_pairs(above, below))
        if whole and (second.open_top or (first is anchor and (first.open_bottom or parted))):
            return whole, [*above, *below]
    return [], []


def _joined(above: list[Region], below: list[Region]) -> list[Region]:
    """The cells of both pages, parts of one put together; none where those below are no rest of those above.

    Some of those below are headings under one of those above, as no row of values is, or say the fiscal year above them
    again; else most headings have one line, which stands on one of the pages, where a row of values has something under
    each of them.
    """
    feet = [r for r in above if not any(_is_under(o, r) for o in above)]
    if not all(any(r.at.x0 - TOUCH <= o.at.x0 and o.at.x1 <= r.at.x1 + TOUCH for r in feet) for o in below):
        return []
    pairs = _pairs(feet, below)
    rests = {id(r): rest for r, rest in pairs}
    under = [o for o in below if not any(o is rest for _, rest in pairs)]
    if not under and 2 * sum(r.blank or rest.blank for r, rest in pairs) <= len(pairs) and not _say_again(pairs):
        return []
    return [r if (rest := rests.get(id(r))) is None else _as_one(r, rest) for r in above] + under


def _pairs(above: list[Region], below: list[Region]) -> list[tuple[Region, Region]]:
    """The cells above a page end, each with the one below it that is as wide."""
    found = ((r, next((o for o in below if same_width(r.at, o.at)), None)) for r in above)
    return [(r, rest) for r, rest in found if rest is not None]


def _say_again(pairs: list[tuple[Region, Region]]) -> bool:
    """Whether the cells below a page end say the fiscal years above it again: 令和4年度, (2022年度)."""
    said = [(heading_year(r.label, None), heading_year(o.label, None)) for r, o in pairs if not r.blank and not o.blank]
    return bool(said) and all(year is not None and year == again for year, again in said)


def _is_under(lower: Region, upper: Region) -> bool:
    return lower.at.top >= upper.at.bottom - TOUCH and lower.at.x0 < upper.at.x1 and upper.at.x0 < lower.at.x1


def _as_one(above: Region, below: Region) -> Region:
    return replace(above, lines=(*above.lines, *below.lines), at=above.at.union(below.at))
