"""A PDF → the facts of its sheets: each page is recognised, sheets are cut where a new one begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

from extract.box import Box
from extract.cell_labels import Column, label_cells
from extract.context import Context
from extract.doubts import looks_like
from extract.facts import CellFact, Doubt, NarrativeFact, PageFacts, Place, Printed, SheetFacts
from extract.fault import Fault
from extract.form import Form
from extract.garbled import share_garbled
from extract.labels import NOTE_LABEL, NOTE_WIDER, heading_year
from extract.layout import PageLayout, Region, Role, compact, lay_out
from extract.ledger import page_facts
from extract.lines import Line, is_page_number
from extract.page import UNKNOWN, Hidden, Page
from extract.page_ends import close_feet, hide_repeats
from extract.reader import pages
from extract.readers import ReaderName, pages_by
from extract.reading import read_sheet
from extract.sheet import TOUCH, Sheet, stand_alike
from extract.text_doubts import doubt_text
from normalize import clean_text

_GARBLED = 0.05  # of a page's glyphs
ALONE = 5  # pages of a file that may be one sheet: as many as its first stretch has at least
_ROWS = 3  # labels of a form on one page that are no accident, under its running head
_PARTED = 8  # rules of a page for each new one: another table has not so many where the sheet has its own
_SCAN = 0.5  # of a page's area: the picture of a whole page, without its margins
_MENTIONED = 5  # hidden texts of a page that its issue quotes


@dataclass
class _Open:
    """A sheet whose pages are still being gathered."""

    form: Form
    edition: int | None
    layouts: list[PageLayout] = field(default_factory=list)
    appendix: list[PageLayout] = field(default_factory=list)

    @property
    def pages(self) -> list[PageLayout]:
        """All pages, in the order of the file."""
        return sorted([*self.layouts, *self.appendix], key=lambda layout: layout.number)


def sheets(path: Path, forms: Iterable[Form], reader: ReaderName = ReaderName.PDFIUM) -> Iterator[SheetFacts]:
    """Read a PDF sheet by sheet. Pages of no known form come one by one, with ``form`` "".

    Args:
        path: a local PDF.
        forms: the forms to try, in order.
        reader: which library reads the pages.

    Raises:
        UnreadablePdfError: the file gives no pages.
    """
    yield from sheets_of(pages_by(reader, path), tuple(forms))


def sheets_with_layouts(path: Path, forms: Iterable[Form]) -> Iterator[tuple[SheetFacts, list[PageLayout]]]:
    """As :func:`sheets`, each sheet with its pages laid out: every region with the role and the labels it was given."""
    yield from _read(pages(path), tuple(forms), 1, None)


def sheets_of(
    read: Iterable[Page], forms: tuple[Form, ...], first: int = 1, end: int | None = None
) -> Iterator[SheetFacts]:
    """The facts of the sheets in a stream of pages; each page is let go with its sheet.

    A long file may be read in stretches, each by itself: what comes out of all of them, in order, is what comes out of
    the whole. A stretch begins with the first sheet that begins on one of its pages, and goes on to where the first
    sheet of a later stretch begins; the first stretch of a file begins with its first page.

    Args:
        read: pages from ``first`` on.
        forms: the forms to try, in order.
        first: the first page of the stretch.
        end: the first page after it; None for the end of the file.
    """
    for facts, _ in _read(read, forms, first, end):
        yield facts


def _owned(
    read: Iterable[Page], forms: tuple[Form, ...], first: int, end: int | None
) -> Iterator[tuple[Page, PageLayout, tuple[Form, int | None] | None]]:
    """The pages of a stretch, laid out, each with the form and the edition of the sheet that begins on it."""
    begun = first == 1
    for page in read:
        beyond = end is not None and page.number >= end
        if beyond and not begun:
            return
        layout = lay_out(page)
        begins = _begins(layout, forms) if page.fault is None else None
        if begins is not None and beyond:
            return
        begun = begun or begins is not None
        if begun:
            yield page, layout, begins


def _read(
    read: Iterable[Page], forms: tuple[Form, ...], first: int, end: int | None
) -> Iterator[tuple[SheetFacts, list[PageLayout]]]:
    current: _Open | None = None
    columns: tuple[Column, ...] = ()  # of the page before, where that is outside every sheet too
    for page, layout, begins in _owned(read, forms, first, end):
        if page.fault is not None:
            yield _unread(page, page.fault), []
        elif current is not None and _belongs(current, layout, begins):
            current.layouts.append(layout)
        elif begins is not None:
            if current is not None:
                yield _finish(current), current.pages
            current = _Open(*begins)
            current.layouts.append(layout)
        elif current is not None and current.form.appendix:
            current.appendix.append(layout)
        elif current is not None and _is_empty(layout):
            columns = ()
            yield _outside(layout, forms), [layout]  # an empty page ends nothing
        else:
            if current is not None:
                yield _finish(current), current.pages
                current, columns = None, ()
            columns = label_cells(layout, columns)
            yield _outside(layout, forms), [layout]
    if current is not None:
        yield _finish(current), current.pages


def _is_empty(layout: PageLayout) -> bool:
    """Whether nothing is printed on a page, but for its number."""
    return not any(r.ruled for r in layout.regions) and all(is_page_number(r.label) for r in layout.regions)


def _scanned(layout: PageLayout) -> Iterator[Doubt]:
    """A page that is a picture, as a scanner puts it into a file of sheets: its text is not there to be read."""
    shown = sum(picture.box.width * picture.box.height for picture in layout.pictures)
    if _is_empty(layout) and shown >= _SCAN * layout.width * layout.height:
        says = f"page {layout.number} is a picture without text: what it shows was not read"
        yield Doubt("error", "scanned_page", says, Place(layout.number, Box(0.0, 0.0, layout.width, layout.height)))


def _text(layout: PageLayout) -> str:
    return "\n".join(r.label for r in layout.regions if not r.blank)


def _begins(layout: PageLayout, forms: tuple[Form, ...]) -> tuple[Form, int | None] | None:
    """The form and the edition of the sheet that begins on a page, or None."""
    text = _text(layout)
    joined = text.replace("\n", "")
    for form in forms:
        if all(p.search(text) or p.search(joined) for p in form.recognise.first_page):
            return form, _edition(form, [layout])
    return None


def _edition(form: Form, layouts: list[PageLayout]) -> int | None:
    """The fiscal year by which a sheet names itself, or None."""
    for text in map(_text, layouts):
        match = form.numbering.edition.search(text) or form.numbering.edition.search(text.replace("\n", ""))
        year = heading_year(match["year"], None, form.bare_era) if match else None
        if year is not None:
            return year
    return None


def _belongs(current: _Open, layout: PageLayout, begins: tuple[Form, int | None] | None) -> bool:
    """Whether a page is one more of the sheet before it; ``begins`` is the form whose title it bears, if any."""
    return _continues(current, layout) if begins is None else _goes_on(current, layout, begins)


def _goes_on(current: _Open, layout: PageLayout, begins: tuple[Form, int | None]) -> bool:
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


def _continues(current: _Open, layout: PageLayout) -> bool:
    """Whether a page belongs to the sheet before it: it bears a label of the form, or goes on with its columns."""
    form = current.form
    labels = {r.label for r in layout.regions if not r.blank}
    if form.appendix and len(labels.intersection(form.sets.said)) < _ROWS:  # it may be of the same workbook
        labels -= {r.label for r in layout.regions if not r.ruled and _is_repeated(r, current.layouts)}
    if any(form.sets.continuing.match(label) for label in labels):
        return True
    pairs = {number for label in labels for number in form.sets.pairs.matching(label)}  # each stands once on a sheet
    known = {r.label for page in current.layouts for r in page.regions} if pairs else ()
    if pairs - {number for label in known for number in form.sets.pairs.matching(label)}:
        return True
    if form.notes is not None and any(_is_note(layout, r, current, form) for r in layout.regions if r.ruled):
        return True
    return _same_columns(current.layouts, layout)


def _is_repeated(region: Region, before: list[PageLayout]) -> bool:
    """Whether a line stands in the same place of a page before."""
    return any(not other.ruled and stand_alike(other, region) for page in before for other in page.regions)


def _is_note(layout: PageLayout, region: Region, current: _Open, form: Form) -> bool:
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


def _facts(current: _Open) -> SheetFacts:
    form = current.form
    return SheetFacts(form.id, form.municipality_code, form.municipality, current.edition, "")


def _finish(current: _Open) -> SheetFacts:
    """Read a gathered sheet."""
    for region in (region for layout in current.layouts for region in layout.regions if UNKNOWN in region.label):
        region.label = current.form.sets.healed(region.label)
    close_feet(current.layouts)
    repeats = hide_repeats(current.layouts)
    sheet = Sheet(current.layouts)
    facts = _facts(current)
    facts.doubts += repeats
    facts.edition = facts.edition or _edition(current.form, current.layouts)
    first = current.layouts[0]
    facts.place = Place(first.number, _bounds(first))
    read_sheet(sheet, current.form, facts)
    for layout in current.appendix:
        _read_appendix(layout, current.layouts, Context(sheet, current.form, facts))
    columns: tuple[Column, ...] = ()
    for layout in current.pages:
        columns = label_cells(layout, columns)
    for number, layout in enumerate(current.pages):
        beside = [*current.pages[max(number - 1, 0) : number], *current.pages[number + 1 : number + 2]]
        facts.doubts += [*_hidden(layout, beside), *_scanned(layout)]
    facts.pages = [page_facts(layout) for layout in current.pages]
    facts.cells = [cell for layout in current.pages for cell in _cells(layout)]
    if facts.edition is None:
        facts.doubts.append(Doubt("error", "no_edition", "the sheet names no fiscal year of its own", facts.place))
    return facts


def _read_appendix(layout: PageLayout, before: list[PageLayout], context: Context) -> None:
    """Keep the text of a page that follows a sheet without its labels: one narrative."""
    kept: list[Region] = []
    for region in layout.regions:
        number = layout.is_outer(region.box) and not region.ruled and is_page_number(region.label)
        head = not region.ruled and _is_repeated(region, before)
        region.role = Role.FURNITURE if number or head or region.stamp else Role.FIELD
        if region.role is Role.FIELD and not region.blank:
            kept.append(region)
    if kept:
        text = "\n".join(clean_text(r.text) for r in kept)
        place = Place(layout.number, _bounds(layout))
        context.facts.narratives.append(NarrativeFact(context.form.appendix, "", Printed(text, place)))
    for region in layout.regions:
        doubt_text(context, region)


def _hidden(layout: PageLayout, beside: Sequence[PageLayout] = ()) -> Iterator[Doubt]:
    """Text of a page that leaves no mark on it: it is not printed, and somebody may want to know.

    A spreadsheet draws the texts of a row that a page end cuts on both pages, and clips each: what is seen on the page
    before or after is no loss.
    """
    lines = [line for other in beside for r in other.regions for line in r.lines] if layout.hidden else []
    found = [hidden for hidden in layout.hidden if not any(_says(line, hidden) for line in lines)]
    if found:
        around = reduce(Box.union, [hidden.box for hidden in found])
        texts = ", ".join(hidden.text for hidden in found[:_MENTIONED])
        more = len(found) - _MENTIONED
        says = f"text that cannot be seen on the page was left out: {texts}" + (f" and {more} more" if more > 0 else "")
        yield Doubt("warning", "hidden_text", says, Place(layout.number, around))


def _says(line: Line, hidden: Hidden) -> bool:
    """Whether a line of another page has a text that is hidden on its own, at the same place across the page."""
    text, said = compact(hidden.text), compact(line.text)
    begins = abs(line.box.x0 - hidden.box.x0) <= TOUCH and said.startswith(text)
    return begins or (len(text) > 1 and text in said and line.box.x0 <= hidden.box.x0 <= line.box.x1)


def _bounds(layout: PageLayout) -> Box:
    boxes = [r.box for r in layout.regions if r.ruled]
    if not boxes:
        return Box(0.0, 0.0, layout.width, layout.height)
    return Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _outside(layout: PageLayout, forms: tuple[Form, ...]) -> SheetFacts:
    """A page of no known form: its cells and its ledger, and an issue that says so."""
    facts = SheetFacts("", "", "", None, "")
    facts.place = Place(layout.number, Box(0.0, 0.0, layout.width, layout.height))
    for region in layout.regions:
        region.role = Role.FIELD if region.ruled else Role.FURNITURE
    facts.doubts += [*_hidden(layout), *_scanned(layout)]
    facts.pages = [page_facts(layout)]
    facts.cells = list(_cells(layout))
    garbled = share_garbled("".join("".join(r.text.split()) for r in layout.regions))
    if garbled >= _GARBLED:
        says = f"page {layout.number}: {garbled:.0%} of its glyphs have no known character: unreadable"
        facts.doubts.append(Doubt("error", "garbled_page", says, facts.place))
    form = looks_like(layout, forms)
    if form is not None:
        says = f"page {layout.number} bears labels of the form {form.id}, but not what begins a sheet: it was not read"
        facts.doubts.append(Doubt("warning", "unrecognised_sheet", says, facts.place))
    facts.lines = [Printed(r.label, Place(r.page, r.box)) for r in layout.regions if not r.ruled and not r.blank]
    return facts


def _unread(page: Page, fault: Fault) -> SheetFacts:
    """A page that could not be read: it ends no sheet, and an error says that it is missing."""
    facts = SheetFacts("", "", "", None, "")
    facts.pages = [PageFacts(page.number, page.width, page.height, page.rotation, 0, 0, 0, 0, 0, 0)]
    place = Place(page.number, Box(0.0, 0.0, page.width, page.height))
    facts.doubts = [Doubt(fault.severity, fault.code, f"page {page.number} was not read: {fault.advice}", place)]
    return facts


def _cells(layout: PageLayout) -> Iterator[CellFact]:
    for r in layout.regions:
        if r.ruled and r.role is not Role.FIGURE:
            text = "" if r.blank else clean_text(r.text)
            yield CellFact(
                Printed(text, Place(r.page, r.box), r.row_labels, r.column_labels),
                r.table, r.row, r.column, r.row_end - r.row, r.column_end - r.column,
            )  # fmt: skip


__all__ = ["sheets", "sheets_of", "sheets_with_layouts"]
