"""Which pages make up a sheet: where one begins, and which pages go on with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.form import Form
from extract.labels import NOTE_LABEL, NOTE_WIDER, heading_year
from extract.layout import PageLayout, Region
from extract.lines import is_page_number
from extract.sheet import TOUCH, same_width, stand_alike

ALONE = 5  # pages of a file that may be one sheet: as many as its first stretch has at least
_ROWS = 3  # labels of a form on one page that are no accident, under its running head
_PARTED = 8  # rules of a page for each new one: another table has not so many where the sheet has its own


@dataclass
class OpenSheet:
    """A sheet whose pages are still being gathered: its form, its edition, its own pages and those that follow them."""

    form: Form
    edition: int | None
    layouts: list[PageLayout] = field(default_factory=list)
    appendix: list[PageLayout] = field(default_factory=list)

    @property
    def pages(self) -> list[PageLayout]:
        """All pages, in the order of the file."""
        return sorted([*self.layouts, *self.appendix], key=lambda layout: layout.number)


def is_empty(layout: PageLayout, before: list[PageLayout] | None = None) -> bool:
    """Whether nothing is printed on a page, but for its number, the empty rest of a box, and the running head.

    Args:
        layout: the page.
        before: pages on which its running head stands, too.
    """
    return all(r.blank or is_page_number(r.label) or is_repeated(r, before or []) for r in layout.regions)


def _text(layout: PageLayout) -> str:
    return "\n".join(r.label for r in layout.regions if not r.blank)


def begins_on(layout: PageLayout, forms: tuple[Form, ...]) -> tuple[Form, int | None] | None:
    """The form and the edition of the sheet that begins on a page, or None."""
    text = _text(layout)
    joined = text.replace("\n", "")
    for form in forms:
        if all(p.search(text) or p.search(joined) for p in form.recognise.first_page):
            return form, edition_of(form, [layout])
    return None


def edition_of(form: Form, layouts: list[PageLayout]) -> int | None:
    """The fiscal year by which a sheet names itself, or None."""
    for text in map(_text, layouts):
        match = form.numbering.edition.search(text) or form.numbering.edition.search(text.replace("\n", ""))
        year = heading_year(match["year"], None, form.bare_era) if match else None
        if year is not None:
            return year
    return None


def belongs(current: OpenSheet, layout: PageLayout, begins: tuple[Form, int | None] | None) -> bool:
    """Whether a page is one more of the sheet before it; ``begins`` is the form whose title it bears, if any."""
    return _continues(current, layout) if begins is None else _goes_on(current, layout, begins)


def _goes_on(current: OpenSheet, layout: PageLayout, begins: tuple[Form, int | None]) -> bool:
    """Whether a page that bears the title of a sheet is another page of it: a spreadsheet may print it on each.

    It bears the same number, and no heading that the sheet has once and has had. Looked for in files of one sheet: a
    volume is read in stretches, and each has to know where its first sheet begins.
    """
    form = current.form
    alone = current.layouts[0].number == 1 and layout.number <= ALONE
    if not alone or begins != (form, current.edition):
        return False
    number = _numbers(current.layouts[0], form)
    had = {n for page in current.layouts for r in page.regions for n in form.sets.once.matching(r.label)}
    own = {n for r in layout.regions for n in form.sets.once.matching(r.label)}
    return bool(number) and number == _numbers(layout, form) and not had & own


def _numbers(layout: PageLayout, form: Form) -> set[str]:
    """The labels of a page that say the number of its sheet themselves."""
    numbered = [pair.label for pair in form.pair if "sheet_no" in pair.label.groupindex]
    return {r.label for r in layout.regions if any(label.fullmatch(r.label) for label in numbered)}


def _continues(current: OpenSheet, layout: PageLayout) -> bool:
    """Whether a page belongs to the sheet before it: it bears a label of the form, or goes on with its columns."""
    form = current.form
    labels = {r.label for r in layout.regions if not r.blank}
    if form.appendix and len(labels.intersection(form.sets.said)) < _ROWS:  # it may be of the same workbook
        labels -= {r.label for r in layout.regions if not r.ruled and is_repeated(r, current.layouts)}
    if any(form.sets.continuing.match(label) for label in labels):
        return True
    pairs = {number for label in labels for number in form.sets.pairs.matching(label)}  # each stands once on a sheet
    known = {r.label for page in current.layouts for r in page.regions} if pairs else ()
    if pairs - {number for label in known for number in form.sets.pairs.matching(label)}:
        return True
    if form.notes is not None and any(_is_note(layout, r, current, form) for r in layout.regions if r.ruled):
        return True
    return _same_columns(current.layouts, layout) or _begins_with_rest(current.layouts[-1], layout)


def _begins_with_rest(before: PageLayout, layout: PageLayout) -> bool:
    """Whether a page begins with the rest of a row that the page end cuts: no rule closes a cell on either page."""
    shift = before.left - layout.left
    top = min((r.box.top for r in layout.regions if r.ruled), default=0.0)
    first = [r for r in layout.regions if r.ruled and r.box.top <= top + TOUCH]
    cut = [r.box for r in before.regions if r.ruled and r.open_bottom]
    return bool(first) and all(
        r.open_top and any(same_width(r.box.moved(shift, 0.0), box) for box in cut) for r in first
    )


def is_repeated(region: Region, before: list[PageLayout]) -> bool:
    """Whether a line stands in the same place of a page before."""
    return any(not other.ruled and stand_alike(other, region) for page in before for other in page.regions)


def _is_note(layout: PageLayout, region: Region, current: OpenSheet, form: Form) -> bool:
    """Whether a cell is a fiscal year with one wide cell beside it, out to the table's side."""
    if region.blank or len(region.label) > NOTE_LABEL or region.box.x0 > layout.left + TOUCH:
        return False
    if heading_year(region.label, current.edition, form.bare_era) is None:
        return False
    beside = [
        r for r in layout.regions if r.ruled and r.row == region.row and r.table == region.table and r is not region
    ]
    return len(beside) == 1 and beside[0].box.width >= NOTE_WIDER * region.box.width


def _same_columns(before: list[PageLayout], layout: PageLayout) -> bool:
    """Whether the vertical rules of a page stand where the sheet's pages before have some, from side to side.

    Of many, one may be new: the page end cut a heading that stands over two columns, and only here do these part.
    """
    own = _edges(layout)
    known = [edges for page in before if (edges := _edges(page))]
    if not own or not known:
        return False
    edges = set().union(*known)
    wide = any(abs(max(its) - max(own)) <= TOUCH for its in known)
    inner = [x for x in own if TOUCH < x < max(own) - TOUCH]
    new = len(inner) - sum(min(abs(x - e) for e in edges) <= TOUCH for x in inner)
    return wide and new * _PARTED <= len(inner)


def _edges(layout: PageLayout) -> set[float]:
    """Where the vertical rules of a page stand, from its leftmost one: a bound book moves the pages by turns."""
    return {x - layout.left for r in layout.regions if r.ruled for x in (r.box.x0, r.box.x1)}
