"""Sample sheets of one unknown form: what recurs on them, and what stands beside and under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.cell_kinds import Kind, is_mark, kind_of_text
from extract.cell_labels import Column, label_cells
from extract.guesses import is_year_heading, shape_of
from extract.labels import untagged
from extract.layout import Region, compact, lay_out
from extract.lines import is_page_number
from extract.page import UnreadablePdfError
from extract.pairs import NEAR
from extract.reader import pages
from extract.sheet import TOUCH, Sheet

_MOST = 0.6  # of the samples: a text that so many print is the form's, not the sheet's
_SHORT = 8  # characters of such a text
_PLACE = 6.0  # points a label's left side may differ from sheet to sheet


@dataclass(slots=True)
class PairSeen:
    """A label with a value beside or under it: its text, which occurrence it is, where the value stands, the values."""

    label: str
    nth: int
    at: str
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TableSeen:
    """Rows under fiscal years.

    Attributes:
        header: the first heading, "" for a blank corner.
        under: the heading above the table, where its corner is blank.
        headings: the years' headings.
        columns: the headings over the names of the rows.
        others: headings further right that are no years.
        paths: on how many sheets a row's labels are printed.
    """

    header: str
    under: str = ""
    headings: Counter[str] = field(default_factory=Counter)
    columns: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    paths: Counter[tuple[str, ...]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Samples:
    """The sample sheets, and the shapes of the texts that most of them print at one place."""

    sheets: list[Sheet]
    shapes: frozenset[str]

    def known(self, region: Region) -> bool:
        """Whether a region prints a text of the form."""
        return not region.blank and shape_of(region.label) in self.shapes

    def many(self, count: int) -> bool:
        """Whether something that so many sheets have is the form's."""
        return count >= _MOST * len(self.sheets)


def read_samples(paths: Iterable[Path]) -> Samples:
    """Lay out sample sheets, one a file, and find what recurs.

    Raises:
        UnreadablePdfError: a file gives no pages, or no text.
    """
    sheets = [_sheet(path) for path in paths]
    places: dict[str, list[tuple[int, float]]] = {}
    for number, sheet in enumerate(sheets):
        for region in sheet.regions:
            if not region.blank and kind_of_text(region.label) is not Kind.VALUE and not is_page_number(region.label):
                places.setdefault(shape_of(region.label), []).append((number, region.at.x0))
    enough = _MOST * len(sheets)
    shapes = frozenset(shape for shape, found in places.items() if _at_one_place(found) >= enough)
    return Samples(sheets, shapes)


def _at_one_place(found: list[tuple[int, float]]) -> int:
    """On how many sheets a text stands at its most usual place from the left."""
    return max(len({number for number, x in found if abs(x - usual) <= _PLACE}) for _, usual in found)


def _sheet(path: Path) -> Sheet:
    layouts = []
    columns: tuple[Column, ...] = ()
    try:
        for page in pages(path):
            layout = lay_out(page)
            columns = label_cells(layout, columns)
            layouts.append(layout)
    except UnreadablePdfError as error:
        raise UnreadablePdfError(error.code, f"{path}: {error.advice}") from error
    if not any(layout.glyphs for layout in layouts):
        raise UnreadablePdfError("scanned", f"{path}: no text in the file: a scan needs OCR first")
    return Sheet(layouts)


def pairs_seen(samples: Samples) -> list[PairSeen]:
    """The labels beside values, from top to bottom, each occurrence of a label by itself."""
    found: dict[tuple[str, int], PairSeen] = {}
    for sheet in samples.sheets:
        seen: Counter[str] = Counter()
        for label in sheet.regions:
            if not samples.known(label) or any(map(_is_year, (*label.column_labels, label.label))):
                continue
            beside = _value_of(samples, sheet, label)
            if beside is None:
                continue
            shape = shape_of(label.label)
            seen[shape] += 1
            pair = found.setdefault((shape, seen[shape]), PairSeen(label.label, seen[shape], beside[0]))
            pair.values.append(beside[1].label)
    return [pair for pair in found.values() if samples.many(len(pair.values))]


def _is_year(label: str) -> bool:
    return is_year_heading(compact(label))


def _value_of(samples: Samples, sheet: Sheet, label: Region) -> tuple[str, Region] | None:
    """Where the value of a label stands, and its cell; None where the label heads values or names a row of them."""
    if not label.ruled:
        return _boxed(sheet, label)
    right = next(iter(sheet.right_of(label)), None)
    if right is not None:
        dated = any(_is_year(text) for text in right.column_labels)
        names = right.row_labels and compact(right.row_labels[-1]) == label.label
        return ("right", right) if names and not dated and not is_mark(right.label) else None
    below = [r for r in sheet.below(label.at, TOUCH) if abs(r.at.x0 - label.at.x0) <= TOUCH]
    if len(below) == 1 and abs(below[0].at.x1 - label.at.x1) <= TOUCH and not samples.known(below[0]):
        return "below", below[0]
    return None


def _boxed(sheet: Sheet, label: Region) -> tuple[str, Region] | None:
    """The box beside a short text outside cells: the number of a sheet."""
    left, right = label.at.x1 - TOUCH, label.at.x1 + NEAR * label.lines[0].size
    near = [r for r in sheet.band(label.at.top, label.at.bottom) if left <= r.at.x0 <= right]
    if len(label.label) > _SHORT or not near or near[0].page != label.page or len(near[0].label) > _SHORT:
        return None
    return "right", near[0]


def tables_seen(samples: Samples) -> list[TableSeen]:
    """The tables whose values stand under fiscal years, by their first heading."""
    found: dict[tuple[str, str], TableSeen] = {}
    for sheet in samples.sheets:
        paths: dict[tuple[tuple[str, str], tuple[str, ...]], None] = {}
        for cell in sheet.cells:
            if not cell.row_labels or not cell.column_labels:
                continue
            stub = _stub(sheet, cell)
            if stub is None:
                continue
            header = compact(stub.column_labels[-1]) if stub.column_labels else ""
            key = (shape_of(header), "" if header else _heading_above(samples, sheet, cell))
            if not any(map(_is_year, cell.column_labels)):
                if key in found:
                    found[key].others[compact(cell.column_labels[-1])] = None
                continue
            table = found.setdefault(key, TableSeen(header, key[1]))
            table.headings["".join(cell.column_labels)] += 1
            table.columns |= dict.fromkeys(_beside(sheet, cell))
            paths[key, tuple(untagged(compact(label)) for label in cell.row_labels)] = None
        for key, path in paths:
            found[key].paths[path] += 1
    return list(found.values())


def marks_seen(samples: Samples) -> dict[str, dict[str, None]]:
    """The labels at the left of options that have a mark cell each, with their options."""
    found: dict[str, dict[str, None]] = {}
    for sheet in samples.sheets:
        for mark in (r for r in sheet.cells if is_mark(r.label)):
            left = [r for r in sheet.left_of(mark) if samples.known(r) and r.at.height > mark.at.height + TOUCH]
            if not left or left[0].label in found:
                continue
            options = found.setdefault(left[0].label, {})
            for option in sheet.band(left[0].at.top, left[0].at.bottom):
                beside = sheet.left_of(option)
                marked = beside and (beside[-1].blank or is_mark(beside[-1].label))
                if marked and samples.known(option) and option.at.x0 > left[0].at.x1:
                    options[option.label] = None
    return {label: options for label, options in found.items() if len(options) > 1}


def _stub(sheet: Sheet, cell: Region) -> Region | None:
    """The outermost name of a row of values."""
    outer = compact(cell.row_labels[0])
    return next((r for r in sheet.left_of(cell) if r.label == outer), None)


def _beside(sheet: Sheet, cell: Region) -> Iterator[str]:
    """The headings of the columns of a row that are no years: its name's, its unit's."""
    names = {compact(label) for label in cell.row_labels}
    for r in sheet.left_of(cell):
        if r.column_labels and r.label in names and not any(map(_is_year, r.column_labels)):
            yield compact(r.column_labels[-1])


def _heading_above(samples: Samples, sheet: Sheet, cell: Region) -> str:
    """The last text of the form above a table that has no heading of its own at the left."""
    top = min(r.at.top for r in sheet.cells if r.page == cell.page and r.table == cell.table)
    above = [r for r in sheet.regions if r.at.bottom <= top + TOUCH and samples.known(r) and r.table != cell.table]
    above = [r for r in above if not re.fullmatch(r"\(.*\)", r.label)]
    return max(above, key=lambda r: (r.at.bottom, -r.at.x0)).label if above else ""
