"""What extraction hands on: the facts of a sheet, still as printed, each with its labels and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from extract.box import Box


class Place(NamedTuple):
    """Where something is printed: 1-based page in the file, box in points (viewer coordinates)."""

    page: int
    box: Box


class Printed(NamedTuple):
    """A print: its text, its place, and the labels that name it, outermost first."""

    text: str
    place: Place
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()


class BudgetFact(NamedTuple):
    """One printed amount of money.

    ``year`` is the fiscal year that its heading names (None where no heading does), ``unit`` the money unit of its
    heading ("" where the heading gives none). ``raw`` is the whole print, where the amount is a part of it. ``total``,
    ``component``, ``of_which``: see the column ``part``.
    """

    program: int
    item: str
    side: str
    part: str
    kind: str
    year: int | None
    unit: str
    printed: Printed
    raw: str = ""


class DifferenceFact(NamedTuple):
    """A printed difference of two fiscal years of one row of amounts: a check, no row of its own."""

    program: int
    item: str
    kind: str
    years: tuple[int, int]
    unit: str
    printed: Printed


class IndicatorFact(NamedTuple):
    """One printed value of an indicator; ``number`` counts the indicators of a program from 1."""

    program: int
    number: int
    name: str
    note: str
    category: str
    unit: str
    kind: str
    year: int | None
    printed: Printed


class NoteFact(NamedTuple):
    """Text that the sheet labels with a fiscal year."""

    program: int
    year: int | None
    printed: Printed


class NarrativeFact(NamedTuple):
    """Prose: ``section`` is the form's slug; ``program`` is None where it speaks of the whole sheet."""

    section: str
    heading: str
    printed: Printed
    program: int | None = None


class AnswerFact(NamedTuple):
    """A question as printed and the mark or option that answers it; ``{program}`` stands for the program's name."""

    item: str
    printed: Printed
    program: int | None = None


class FigureFact(NamedTuple):
    """A figure: caption, the text of its 資料 line, and the texts printed inside."""

    caption: str
    source: str
    labels: tuple[str, ...]
    place: Place


class Doubt(NamedTuple):
    """Something not read, or read with doubt; becomes a row of ``issues``.

    ``table`` and ``program`` (its index) say what row it speaks of, as far as extraction knows it.
    """

    severity: str
    code: str
    message: str
    place: Place | None = None
    table: str = ""
    program: int | None = None


@dataclass(slots=True)
class ProgramFacts:
    """A program of the sheet: its printed fields and, for a sub-program, the index of its parent."""

    fields: dict[str, Printed] = field(default_factory=dict)
    parent: int | None = None


class CellFact(NamedTuple):
    """One ruled cell, for the table ``cells``; grid positions count from 0 within their table."""

    printed: Printed
    table: int
    row: int
    column: int
    row_span: int
    column_span: int


class PageFacts(NamedTuple):
    """One page's glyph ledger; the five accounts add up to ``glyphs``."""

    page: int
    width: float
    height: float
    rotation: int
    glyphs: int
    in_fields: int
    in_labels: int
    in_figures: int
    in_furniture: int
    unread: int


@dataclass(slots=True)
class SheetFacts:
    """All facts of one sheet. ``form`` is the form's id, "" for pages of no known form."""

    form: str
    municipality_code: str
    municipality: str
    edition: int | None
    sheet_no: str
    pages: list[PageFacts] = field(default_factory=list)
    fields: dict[str, Printed] = field(default_factory=dict)
    sdgs: list[int] = field(default_factory=list)
    programs: list[ProgramFacts] = field(default_factory=list)
    budgets: list[BudgetFact] = field(default_factory=list)
    differences: list[DifferenceFact] = field(default_factory=list)
    indicators: list[IndicatorFact] = field(default_factory=list)
    notes: list[NoteFact] = field(default_factory=list)
    narratives: list[NarrativeFact] = field(default_factory=list)
    answers: list[AnswerFact] = field(default_factory=list)
    figures: list[FigureFact] = field(default_factory=list)
    cells: list[CellFact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    lines: list[Printed] = field(default_factory=list)  # of a page outside all sheets
    place: Place | None = None
