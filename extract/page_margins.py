"""Page numbers, running heads and titles that a page prints right beyond the open end of a row that its end cuts.

Nothing on the page itself tells them from lines of the cell: other pages do, which have them where nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.layout import PageLayout, Region, Role, compact
from extract.lines import Line, is_page_number

BESIDE = 1.5  # points that two prints of a line may differ across the page
_WORD = 3  # letters that a piece of a title has, at least: of a cut line clips may leave a point or a comma


def let_margins_go(layout: PageLayout, others: Sequence[PageLayout]) -> None:
    """Take out of a cut cell the number of its page, which stands right below it: other pages have theirs there.

    And the title or the running head above it, which a spreadsheet repeats on each page: another page has it outside
    its cells.
    """
    for cell in [r for r in layout.regions if r.ruled and (r.open_top or r.open_bottom)]:
        for line in cell.lines:
            outside = line.box.top >= cell.box.bottom - BESIDE or line.box.bottom <= cell.box.top + BESIDE
            above = line.box.top + line.box.bottom < 2 * cell.box.top
            numbered = is_page_number(compact(line.text)) and any(_numbered(line, layout, o) for o in others)
            if (outside and numbered) or (above and any(_titled(line, layout, o) for o in others)):
                drop(layout, cell, line, Role.UNREAD)  # the sheet may be known by it
            elif above and (parts := next(filter(None, (_parted(line, layout, o) for o in others)), None)):
                cell.keep(tuple(parts[0] if one is line else one for one in cell.lines))
                layout.regions.append(Region(layout.number, parts[1].box, parts[1:], False, parts[1].box))


def _numbered(line: Line, layout: PageLayout, other: PageLayout) -> bool:
    """Whether another page bears its number where this line stands, or on the other side, as the pages of a book."""
    lines = [one for r in other.regions for one in r.lines if is_page_number(compact(one.text))]
    middle = (line.box.x0 + line.box.x1) / 2
    return any(
        abs(one.box.top - line.box.top) <= BESIDE
        and min(abs(x - (one.box.x0 + one.box.x1) / 2) for x in (middle, layout.width - middle)) <= line.size
        for one in lines
    )


def _parted(line: Line, layout: PageLayout, other: PageLayout) -> tuple[Line, Line] | None:
    """A line and the title behind it, level with the first line of the cut row; None where it ends with none."""
    shift = layout.left - other.left
    for one in _free(other):
        begins, x = len(line.text) - len(one.text), one.box.x0 + shift
        if begins > 0 and line.text.endswith(one.text) and abs(one.box.x1 + shift - line.box.x1) <= BESIDE:
            rest, title = line.box._replace(x1=x), line.box._replace(x0=x)
            glyphs = line.glyphs - one.glyphs
            return line._replace(text=line.text[:begins], box=rest, glyphs=glyphs), one._replace(box=title)
    return None


def _free(layout: PageLayout) -> list[Line]:
    """The lines outside cells of a page."""
    return [r.lines[0] for r in layout.regions if not r.ruled and len(r.lines) == 1]


def _titled(line: Line, layout: PageLayout, other: PageLayout) -> bool:
    """Whether another page has a line outside cells, as far from the left and as large, or one that holds this piece.

    The rest of it may stand beyond the side of the cell; and a letter that was left of the cut row may stand in it.
    """
    shift = layout.left - other.left
    free = [one for one in _free(other) if abs(one.size - line.size) <= BESIDE]
    text = compact(line.text)
    return known(line, free, shift) or any(
        len(text) >= _WORD
        and within(line, one, shift)
        and (in_order(text, compact(one.text)) or in_order(compact(one.text), text))
        for one in free
    )


def within(line: Line, other: Line, shift: float) -> bool:
    """Whether a line ends at neither side further out than another one, moved across the page."""
    return other.box.x0 - BESIDE <= line.box.x0 - shift and line.box.x1 - shift <= other.box.x1 + BESIDE


def in_order(text: str, whole: str) -> bool:
    """Whether all letters of a text stand in another one, in their order."""
    left = iter(whole)
    return all(letter in left for letter in text)


def drop(layout: PageLayout, region: Region, line: Line, role: Role = Role.FURNITURE) -> None:
    """Take a line out of a cell, and keep it outside."""
    region.keep(tuple(one for one in region.lines if one is not line))
    layout.regions.append(Region(layout.number, line.box, (line,), False, line.box, role=role))


def known(line: Line, others: Iterable[Line], shift: float) -> bool:
    """Whether a line stands among others, at the same place across the page."""
    text = letters(line)
    return any(abs(line.box.x0 - other.box.x0 - shift) <= BESIDE and letters(other) == text for other in others)


def letters(line: Line) -> str:
    """What a line says, without its digits, where it says more: a page number may be printed into hidden text."""
    text = compact(line.text)
    return re.sub(r"\d", "", text) or text
