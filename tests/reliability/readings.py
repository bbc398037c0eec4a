"""A PDF as a run reads it, in the shape in which the judge of silent errors compares two of them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.book import sheets_with_layouts
from extract.box import Box
from extract.form import load_forms
from extract.layout import Role
from extract.reader import pages
from normalize import clean_text
from pipelines.gathering import Gathered
from pipelines.schema import TABLES
from pipelines.source import read_source
from pipelines.stamp import Stamp, run_time
from pipelines.work import Task

SHEET_TABLES = ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures")

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Rows = dict[Key, Row]
Glyphs = Counter[tuple[str, int, int, int]]
"""How often a character stands at a page and place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as read.

    Attributes:
        rows: by table, each by its key.
        issues: what was not read, or read with doubt.
        glyphs: every glyph with its page and place.
        fields: page, box and text of all that became a value.
        drawn: the rules and filled areas of each page.
    """

    rows: dict[str, Rows]
    issues: list[Row]
    glyphs: Glyphs
    fields: list[tuple[int, Box, str]] = field(default_factory=list)
    drawn: list[Any] = field(default_factory=list)

    def prints_as(self, other: Reading) -> bool:
        """Whether both print the same: a rule drawn twice, or under another one, is one rule."""
        return self.glyphs == other.glyphs and self.drawn == other.drawn


def reading(path: Path) -> Reading:
    """Read a PDF as a run does."""
    read, gathered = read_source(Task(path, "a.pdf")), Gathered()
    gathered.add(0, read)
    tables = gathered.tables({0: read}, Stamp("", run_time("0")))
    rows = {name: keyed(name, tables[name].to_pylist()) for name in SHEET_TABLES}
    issues = [row for row in tables["issues"].to_pylist() if row["severity"] != "info" or row["code"] == "unknown_form"]
    glyphs, drawn = _print_of(path)
    return Reading(rows, issues, glyphs, fields_of(path), drawn)


def keyed(name: str, rows: Iterable[Row]) -> Rows:
    """The rows of a table by its key."""
    return {tuple(row[part] for part in TABLES[name].key): row for row in rows}


def _print_of(path: Path) -> tuple[Glyphs, list[Any]]:
    glyphs: Glyphs = Counter()
    drawn: list[Any] = []
    for page in pages(path):
        for char, box in zip(page.glyphs.chars, page.glyphs.box.tolist(), strict=True):
            glyphs[char, page.number, round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)] += 1
        drawn += [page.rulings.horizontal.tolist(), page.rulings.vertical.tolist(), sorted(page.fills)]
    return glyphs, drawn


def fields_of(path: Path) -> list[tuple[int, Box, str]]:
    """Page, box and text of every region that became a value."""
    return [
        (region.page, region.box, region.text)
        for _, layouts in sheets_with_layouts(path, load_forms())
        for layout in layouts
        for region in layout.regions
        if region.role is Role.FIELD
    ]


def letters(values: Iterable[Any]) -> Counter[str]:
    """The characters of values as they are compared: cleaned, half-width, taken apart, without white space."""
    said: Counter[str] = Counter()
    for value in values:
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if part is not None:
                text = clean_text(str(part)) if isinstance(part, str) else str(part)
                said.update(c for c in unicodedata.normalize("NFKD", text) if not c.isspace())
    return said


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutation did to the print: the glyphs that went and came, each with page and place."""

    gone: Glyphs
    come: Glyphs

    @property
    def touched(self) -> list[tuple[int, int, int]]:
        """Page and place of every glyph that went or came."""
        return [(page, x, y) for _, page, x, y in (*self.gone, *self.come)]

    def letters(self, glyphs: Glyphs) -> Counter[str]:
        """Their characters, as values are compared."""
        return letters(char for char, *_ in glyphs.elements())


def change_of(before: Reading, after: Reading) -> Change:
    """What went from the print and what came."""
    return Change(before.glyphs - after.glyphs, after.glyphs - before.glyphs)
