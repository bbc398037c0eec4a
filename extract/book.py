"""A PDF → the facts of its sheets: each page is recognised, sheets are cut where a new one begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from extract.layout import PageLayout, Region, Role, compact, lay_out
from extract.ledger import page_facts
from extract.lines import Line, is_page_number
from extract.page import UNKNOWN, Hidden, Page
from extract.page_ends import close_feet, hide_repeats
from extract.reader import pages
from extract.readers import ReaderName, pages_by
from extract.reading import read_sheet
from extract.sheet import TOUCH, Sheet
from extract.sheet_pages import OpenSheet, begins_on, belongs, edition_of, is_empty, is_repeated
from extract.text_doubts import doubt_text
from normalize import clean_text

_GARBLED = 0.05  # of a page's glyphs
_SCAN = 0.5  # of a page's area: the picture of a whole page, without its margins
_MENTIONED = 5  # hidden texts of a page that its issue quotes


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
    pages = _Pages(read)
    for page in pages:
        beyond = end is not None and page.number >= end
        if beyond and not begun:
            return
        layout = lay_out(page, pages.next_one)
        begins = begins_on(layout, forms) if page.fault is None else None
        if begins is not None and beyond:
            return
        begun = begun or begins is not None
        if begun:
            yield page, layout, begins


class _Pages:
    """Pages one after the other; the next one is read ahead where a page asks for it."""

    def __init__(self, read: Iterable[Page]) -> None:
        self._rest = iter(read)
        self._ahead: Page | None = None

    def __iter__(self) -> Iterator[Page]:
        while (page := self._ahead or next(self._rest, None)) is not None:
            self._ahead = None
            yield page

    def next_one(self) -> Page | None:
        """The page after the last one that was given, or None where there is none or it cannot be read."""
        self._ahead = self._ahead or next(self._rest, None)
        return self._ahead if self._ahead is not None and self._ahead.fault is None else None


def _read(
    read: Iterable[Page], forms: tuple[Form, ...], first: int, end: int | None
) -> Iterator[tuple[SheetFacts, list[PageLayout]]]:
    current: OpenSheet | None = None
    columns: tuple[Column, ...] = ()  # of the page before, where that is outside every sheet too
    for page, layout, begins in _owned(read, forms, first, end):
        if page.fault is not None:
            yield _unread(page, page.fault), []
        elif current is not None and belongs(current, layout, begins):
            current.layouts.append(layout)
        elif begins is not None:
            if current is not None:
                yield _finish(current), current.pages
            current = OpenSheet(*begins)
            current.layouts.append(layout)
        elif current is not None and current.form.appendix:
            current.appendix.append(layout)
        elif current is not None and is_empty(layout, current.layouts):
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


def _scanned(layout: PageLayout) -> Iterator[Doubt]:
    """A page that is a picture, as a scanner puts it into a file of sheets: its text is not there to be read."""
    shown = sum(picture.box.width * picture.box.height for picture in layout.pictures)
    if is_empty(layout) and shown >= _SCAN * layout.width * layout.height:
        says = f"page {layout.number} is a picture without text: what it shows was not read"
        yield Doubt("error", "scanned_page", says, Place(layout.number, Box(0.0, 0.0, layout.width, layout.height)))


def _facts(current: OpenSheet) -> SheetFacts:
    form = current.form
    return SheetFacts(form.id, form.municipality_code, form.municipality, current.edition, "")


def _finish(current: OpenSheet) -> SheetFacts:
    """Read a gathered sheet."""
    for region in (region for layout in current.layouts for region in layout.regions if UNKNOWN in region.label):
        region.label = current.form.sets.healed(region.label)
    close_feet(current.layouts)
    repeats = hide_repeats(current.layouts, lambda label: bool(current.form.sets.once.matching(label)))
    sheet = Sheet(current.layouts)
    facts = _facts(current)
    facts.doubts += repeats
    facts.edition = facts.edition or edition_of(current.form, current.layouts)
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
        head = not region.ruled and is_repeated(region, before)
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
