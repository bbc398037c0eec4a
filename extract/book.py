"""A PDF → the facts of its sheets: each page is recognised, sheets are cut where a new one begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.facts import CellFact, Doubt, PageFacts, Place, Printed, SheetFacts
from extract.form import Form
from extract.labels import heading_year
from extract.layout import PageLayout, Role, lay_out
from extract.ledger import page_facts
from extract.page import Box, Page
from extract.reader import pages
from extract.reading import read_sheet
from extract.sheet import Sheet, same_width
from normalize import clean_text


@dataclass
class _Open:
    """A sheet whose pages are still being gathered."""

    form: Form
    edition: int | None
    layouts: list[PageLayout] = field(default_factory=list)


def sheets(path: Path, forms: Iterable[Form]) -> Iterator[SheetFacts]:
    """Read a PDF sheet by sheet. Pages of no known form come one by one, with ``form`` "".

    Args:
        path: a local PDF.
        forms: the forms to try, in order.

    Raises:
        UnreadablePdf: the file gives no pages.
    """
    yield from sheets_of(pages(path), tuple(forms))


def sheets_of(read: Iterable[Page], forms: tuple[Form, ...]) -> Iterator[SheetFacts]:
    """The facts of the sheets in a stream of pages; each page is let go with its sheet."""
    current: _Open | None = None
    for page in read:
        layout = lay_out(page)
        begun = _begins(layout, forms)
        if begun is not None:
            if current is not None:
                yield _finish(current)
            current = _Open(*begun)
            current.layouts.append(layout)
        elif current is not None and _continues(current, layout):
            current.layouts.append(layout)
        else:
            if current is not None:
                yield _finish(current)
                current = None
            yield _outside(layout)
    if current is not None:
        yield _finish(current)


def _text(layout: PageLayout) -> str:
    return "\n".join(r.label for r in layout.regions if not r.blank)


def _begins(layout: PageLayout, forms: tuple[Form, ...]) -> tuple[Form, int | None] | None:
    """The form and the edition of the sheet that begins on a page, or None."""
    text = _text(layout)
    joined = text.replace("\n", "")
    for form in forms:
        if all(p.search(text) or p.search(joined) for p in form.recognise.first_page):
            match = form.numbering.edition.search(text) or form.numbering.edition.search(joined)
            year = heading_year(match["year"], None, form.bare_era) if match else None
            return form, year
    return None


def _continues(current: _Open, layout: PageLayout) -> bool:
    """Whether a page belongs to the sheet before it: it bears a label of the form, or goes on with a cell or a column."""
    form = current.form
    patterns = [p.label for p in form.pair] + [s.heading for s in form.section] + [i.label for i in form.icons]
    patterns += [t.header for t in form.table if t.header is not None] + list(form.labels)
    if any(pattern.fullmatch(r.label) for r in layout.regions if not r.blank for pattern in patterns):
        return True
    before = [r for r in current.layouts[-1].regions if r.ruled]
    cells = [r for r in layout.regions if r.ruled]
    if not before or not cells:
        return False
    lowest, highest = max(r.box.bottom for r in before), min(r.box.top for r in cells)
    last = [r for r in before if r.box.bottom > lowest - 3]
    first = [r for r in cells if r.box.top < highest + 3]
    shift = last[0].box.x0 - first[0].box.x0
    return len(first) <= len(last) and all(
        any(same_width(r.box.moved(shift, 0), o.box) for o in last) for r in first
    )


def _facts(current: _Open) -> SheetFacts:
    form = current.form
    return SheetFacts(form.id, form.municipality_code, form.municipality, current.edition, "")


def _finish(current: _Open) -> SheetFacts:
    """Read a gathered sheet."""
    sheet = Sheet(current.layouts)
    facts = _facts(current)
    first = current.layouts[0]
    facts.place = Place(first.number, _bounds(first))
    read_sheet(sheet, current.form, facts)
    facts.pages = [page_facts(layout) for layout in current.layouts]
    facts.cells = [cell for layout in current.layouts for cell in _cells(layout)]
    if facts.edition is None:
        facts.doubts.append(Doubt("error", "no_edition", "the sheet names no fiscal year of its own", facts.place))
    return facts


def _bounds(layout: PageLayout) -> Box:
    boxes = [r.box for r in layout.regions if r.ruled]
    if not boxes:
        return Box(0.0, 0.0, layout.width, layout.height)
    return Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _outside(layout: PageLayout) -> SheetFacts:
    """A page of no known form: its cells and its ledger, and an issue that says so."""
    facts = SheetFacts("", "", "", None, "")
    facts.place = Place(layout.number, Box(0.0, 0.0, layout.width, layout.height))
    for region in layout.regions:
        region.role = Role.FIELD if region.ruled else Role.FURNITURE
    facts.pages = [page_facts(layout)]
    facts.cells = list(_cells(layout))
    return facts


def _cells(layout: PageLayout) -> Iterator[CellFact]:
    for r in layout.regions:
        if r.ruled and r.role is not Role.FIGURE:
            place = Place(r.page, r.box)
            yield CellFact(
                Printed(clean_text(r.text), place, r.row_labels, r.column_labels),
                r.table, r.row, r.column, r.row_end - r.row, r.column_end - r.column,
            )  # fmt: skip


__all__ = ["sheets", "sheets_of"]
