"""The judge of silent errors: what a mutation did to the print, and what became of it in the rows.

A changed print must show in the rows as what it is, or an issue must speak of it. A row may change without
an issue only where its own print changed, and only by the characters that changed; no row may come, go or move for
another reason.
"""

from __future__ import annotations

import re
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
from pipelines.work import Task

SHEET_TABLES = ("sheets", "programs", "budgets", "indicators", "notes", "narratives", "answers", "figures")
_PLACE = ("source_id", "page", "x0", "top", "x1", "bottom", "page_first", "page_last", "result_fiscal_year")
_NUMBERS = ("amount_yen", "value", "status", "qualifier")  # made from `raw`, which is compared itself
_REACH = 2.0  # points

Row = Mapping[str, Any]
Rows = dict[tuple[Any, ...], Row]
MARKS = "○◯〇●"
BOXES = MARKS + "□■"


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as read: rows by table, issues, and every glyph with its page and place."""

    rows: dict[str, Rows]
    issues: dict[tuple[Any, ...], Row]
    glyphs: Counter[tuple[str, int, int, int]]
    fields: list[tuple[int, Box, str]] = field(default_factory=list)


def reading(path: Path) -> Reading:
    """Read a PDF as a run does."""
    read, gathered = read_source(Task(path, "a.pdf")), Gathered()
    gathered.add(0, read)
    tables = gathered.tables({0: read}, "")
    rows = {
        name: {tuple(row[part] for part in TABLES[name].key): row for row in tables[name].to_pylist()}
        for name in SHEET_TABLES
    }
    issues = {
        (row["code"], row["message"], row["page"], row["x0"], row["top"]): row
        for row in tables["issues"].to_pylist()
        if row["severity"] != "info" or row["code"] == "unknown_form"
    }
    return Reading(rows, issues, _glyphs(path), fields_of(path))


def _glyphs(path: Path) -> Counter[tuple[str, int, int, int]]:
    found: Counter[tuple[str, int, int, int]] = Counter()
    for page in pages(path):
        for char, box in zip(page.glyphs.chars, page.glyphs.box.tolist(), strict=True):
            found[char, page.number, round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)] += 1
    return found


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

    gone: Counter[tuple[str, int, int, int]]
    come: Counter[tuple[str, int, int, int]]

    @property
    def touched(self) -> list[tuple[int, int, int]]:
        """Page and place of every glyph that went or came."""
        return [(page, x, y) for _, page, x, y in (*self.gone, *self.come)]

    def letters(self, glyphs: Counter[tuple[str, int, int, int]]) -> Counter[str]:
        """Their characters, as values are compared."""
        return letters(char for char, *_ in glyphs.elements())


def silent_errors(before: Reading, after: Reading) -> list[str]:
    """What is wrong in the rows without an issue that says so; an empty list is what must be."""
    if after.issues.keys() - before.issues.keys():
        return []
    change = Change(before.glyphs - after.glyphs, after.glyphs - before.glyphs)
    after_rows, changed, found = _renamed(before, after, change)
    for name in SHEET_TABLES:
        old, new = before.rows[name], after_rows[name]
        if name == "narratives":
            old, new = _by_section(old), _by_section(new)
        if name == "indicators" and len(old) != len(new):
            old, new = _by_name(old), _by_name(new)
        if name == "figures":
            old, new = _by_sheet(old), _by_sheet(new)
        old, new = _without_moved(old, new, change)
        for key in old.keys() | new.keys():
            fault, differs = _judged(name, old.get(key), new.get(key), change)
            changed += differs
            found += [f"{name} {key}: {fault}"] if fault else []
    if found and not change.touched and _only_prose(before.rows, after_rows):
        return []  # a rule moved across prose: its lines stand in another cell now, and none is lost
    if found and _renamed_sections(before.rows, after_rows):
        return []  # two labels changed places, and their texts with them
    if not changed:
        found += _unseen(before, after, change)
    return found


def _renamed(before: Reading, after: Reading, change: Change) -> tuple[dict[str, Rows], int, list[str]]:
    """The rows after, under the sheets' old names where the print of a number or an edition changed."""
    old, new = list(before.rows["sheets"].values()), list(after.rows["sheets"].values())
    if len(old) != len(new) or [r["sheet_id"] for r in old] == [r["sheet_id"] for r in new]:
        return after.rows, 0, []
    names = {}
    for one, other in zip(old, new, strict=True):
        if not _by_print([one["sheet_no"]], [other["sheet_no"]], change) or one["title"] != other["title"]:
            return after.rows, 1, [f"{one['sheet_id']} became {other['sheet_id']}: not what the print changed by"]
        names[other["sheet_id"]] = one
    return {name: _under_old_names(name, rows, names) for name, rows in after.rows.items()}, 1, []


def _under_old_names(name: str, rows: Rows, names: Mapping[str, Row]) -> Rows:
    renamed: Rows = {}
    for row in rows.values():
        old = names[row["sheet_id"]]
        ids = {c: old["sheet_id"] + v.removeprefix(row["sheet_id"]) for c, v in row.items() if c.endswith("_id") and v
               and c != "source_id"}  # fmt: skip
        now = {**row, **ids, "sheet_no": old["sheet_no"], "edition": old["edition"]}
        renamed[tuple(now[part] for part in TABLES[name].key)] = now
    return renamed


def _without_moved(old: Rows, new: Rows, change: Change) -> tuple[Rows, Rows]:
    """The rows less those that only changed year, kind or name, because the heading above or the label did."""
    places = {place: key for key, r in new.items() if key not in old for place in _places(r)}
    moved = {}
    for key, row in old.items():
        other = next((places[place] for place in _places(row) if place in places), None)
        if key in new or other is None or "raw" not in row or row["raw"] != new[other]["raw"]:
            continue
        above = any(page == row["page"] and y < row["top"] for page, _, y in change.touched)
        if above or (row["item"] != new[other]["item"] and _by_print([row["item"]], [new[other]["item"]], change)):
            moved[key] = other
    return {k: r for k, r in old.items() if k not in moved}, {k: r for k, r in new.items() if k not in moved.values()}


def _places(row: Row) -> list[tuple[Any, ...]]:
    """Where a row is printed: with its year first, for one cell may stand for several."""
    place = (row["page"], row["x0"], row["top"])
    return [(*place, row.get("fiscal_year")), place]


def _by_name(rows: Rows) -> Rows:
    """Indicators by their names: a row that goes moves the numbers of those that follow."""
    count: Counter[tuple[Any, ...]] = Counter()
    named: Rows = {}
    for row in rows.values():
        key = (row["program_id"], row["indicator"], row["fiscal_year"], row["kind"])
        count[key] += 1
        named[(*key, count[key])] = {**row, "indicator_no": 0, "indicator_id": ""}
    return named


def _by_section(rows: Rows) -> Rows:
    """Narratives as one text per section and program: where a heading's mark changed, its text is the one before's."""
    joined: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows.values():
        key = (row["sheet_id"], row["section"], row["program_id"])
        said = f"{row['heading'] or ''}{row['text']}"
        if key in joined:
            joined[key]["text"] += said
        else:
            joined[key] = {**row, "text": said, "heading": "", "heading_no": 1}
    return dict(joined)


def _by_sheet(rows: Rows) -> Rows:
    """Figures as one per sheet: where a caption's own marks changed, its figure belongs to the one before."""
    joined: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows.values():
        whole = joined.setdefault((row["sheet_id"],), {**row, "caption": "", "source": "", "labels": []})
        whole["labels"] = [*whole["labels"], row["caption"], row["source"], *row["labels"]]
    return dict(joined)


def _by_print(old: Iterable[Any], new: Iterable[Any], change: Change) -> bool:
    """Whether values differ by no more than what went from the print and what came."""
    before, after = (letters(_as_printed(value) for value in values) for values in (old, new))
    return before - after <= change.letters(change.gone) and after - before <= change.letters(change.come)


def _as_printed(value: Any) -> Any:
    """A value without what a run adds to the print: the sub-program told apart, the comma between two options."""
    return value.replace("（細事業）", "").replace("、", "") if isinstance(value, str) else value


def _judged(name: str, old: Row | None, new: Row | None, change: Change) -> tuple[str, bool]:
    columns = [c.name for c in TABLES[name].columns if c.name not in (*_PLACE, *_NUMBERS)]
    if old is None or new is None:
        row = old or new or {}
        spare = letters(row.get(c) for c in ("raw", "text", "answer", "program", "caption"))
        spare = spare or letters([re.split(" ?/ ?", row.get("item") or row.get("indicator") or "")[-1]])  # but its name
        there = change.letters(change.gone if new is None else change.come)
        return ("" if spare and spare <= there else "a row came or went", True)
    differ = [c for c in columns if old[c] != new[c]]
    if not differ:
        wrong = [c for c in _NUMBERS if c in old and old[c] != new[c]]
        return (f"{wrong} changed and raw did not", True) if wrong else ("", False)
    if differ == ["sdgs"] and any(c in MARKS for c in change.letters(change.gone + change.come)):
        return "", True  # a mark beside a goal came or went
    marks = any(c in MARKS for c in change.letters(change.gone + change.come))
    if name == "narratives" and differ == ["text"] and marks and _options(old["text"], new["text"]):
        return "", True  # so did one beside an option
    if "departments" in differ:  # names, or where one of them is none, all of them as one text
        old, new = ({**row, "departments": "".join(row["departments"] or ()).replace("・", "")} for row in (old, new))
    if not _by_print([old[c] for c in differ], [new[c] for c in differ], change):
        return f"{differ} {[old[c] for c in differ]} -> {[new[c] for c in differ]}: not what the print changed by", True
    return "", True


def _options(old: str, new: str) -> bool:
    """Whether one of two lists of chosen options, an option a line, holds all of the other's."""
    one, other = set(old.split("\n")), set(new.split("\n"))
    return one <= other or other <= one


def _only_prose(old: dict[str, Rows], new: dict[str, Rows]) -> bool:
    """Whether nothing but narratives changed, and they hold the same characters as before."""
    same = all(_bare(old[name]) == _bare(new[name]) for name in SHEET_TABLES if name != "narratives")
    prose = [letters(r[c] for r in rows["narratives"].values() for c in ("heading", "text")) for rows in (old, new)]
    return same and prose[0] == prose[1]


def _renamed_sections(old: dict[str, Rows], new: dict[str, Rows]) -> bool:
    """Whether nothing but the labels of texts changed: each is there, under another one's section or fiscal year.

    A program's role is a section's text, too.
    """
    roles = [{k: {**v, "role": ""} for k, v in _bare(rows["programs"]).items()} for rows in (old, new)]
    others = (name for name in SHEET_TABLES if name not in ("narratives", "programs", "notes"))
    same = roles[0] == roles[1] and all(_bare(old[name]) == _bare(new[name]) for name in others)
    texts = [
        sorted((r.get("heading") or "", r["text"]) for t in ("narratives", "notes") for r in rows[t].values())
        for rows in (old, new)
    ]
    return same and texts[0] == texts[1]


def _bare(rows: Rows) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {key: {c: v for c, v in row.items() if c not in _PLACE} for key, row in rows.items()}


def _unseen(before: Reading, after: Reading, change: Change) -> list[str]:
    """Values whose print changed, where no row did; of a list of options the rows hold only those that are chosen."""
    if not change.touched:
        return []
    old, new = (
        {page: letters(t for p, _, t in r.fields if p == page and not set(t) & set(BOXES)) for page, _, _ in r.fields}
        for r in (before, after)
    )
    return [
        f"page {page}: the print of its values changed, and no row did" for page in old if old[page] != new.get(page)
    ]
