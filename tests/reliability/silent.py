"""The judge of silent errors: what a mutation did to the print, and what became of it in the rows.

A changed print must show in the rows as what it is, or an issue must speak of it. A row may change without
an issue only where its own print changed, and only by the characters that changed; no row may come, go or move for
another reason. An issue excuses the rows that it speaks of, and no others (`excuses.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.box import Box
from extract.layout import compact
from pipelines.schema import TABLES
from tests.reliability.excuses import Place, as_they_speak, new_issues, reaches, speaks_of
from tests.reliability.mutations import RULE_KINDS, Mutation
from tests.reliability.readings import SHEET_TABLES, Change, Key, Reading, Row, Rows, change_of, letters
from tests.reliability.row_places import places_of
from tests.reliability.same_rows import under_old_names

_PLACE = ("source_id", "page", "x0", "top", "x1", "bottom", "page_first", "page_last", "result_fiscal_year")
_NUMBERS = ("amount_yen", "value", "status", "qualifier")  # made from `raw`, which is compared itself
_OF_THE_SHEET = ("edition", "sheet_no")  # judged once, as columns of the sheet
_OF_A_MARK = ("drop_text", "swap_texts", "alter_glyph", "repeat_below")  # these take a mark away, or print it elsewhere
_QUOTED = {"item", "indicator", "text"}
_LONG = 4  # letters of a piece of these that is known again where an issue quotes it
_POINT = 5.0  # points around a glyph's middle

MARKS = "○◯〇●"
BOXES = MARKS + "□■"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the print is: its table and key, as it was and as it is, and what is wrong with that."""

    table: str
    key: Key
    old: Row | None
    new: Row | None
    columns: tuple[str, ...]
    fault: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong without an issue that says so, and what is wrong with one.

    Attributes:
        silent: an empty list is what must be.
        told: the rows that new issues speak of.
        new: the new issues.
    """

    silent: list[str]
    told: list[str]
    new: list[Row]


def silent_errors(before: Reading, after: Reading, mutation: Mutation) -> list[str]:
    """What is wrong in the rows without an issue that says so; an empty list is what must be."""
    return judge(before, after, mutation).silent


def judge(before: Reading, after: Reading, mutation: Mutation) -> Verdict:
    """Compare two readings, before a mutation and after it."""
    change, now = change_of(before, after), under_old_names(before, after)
    new = new_issues(before, now)
    speaking = list(as_they_speak(new, before, now))
    wrong, changed = _differences(before, now, change, mutation)
    told = [one for one in wrong if _told(one, speaking, before, now)]
    lost = [one for one in told if one.old is not None]
    told += [one for one in wrong if one not in told and _took(one, lost, new, before, now, change)]
    silent = [one for one in wrong if one not in told]
    if _only_moved_prose(silent, before, now, mutation) or _only_renamed_sections(silent, before, now, mutation):
        silent = []
    unseen = [] if changed else list(_unseen(before, after, change, speaking))
    return Verdict([*map(str, silent), *unseen], [*map(str, told)], new)


def _differences(before: Reading, after: Reading, change: Change, mutation: Mutation) -> tuple[list[Difference], bool]:
    """The rows that differ otherwise than their print, and whether any row differs at all."""
    found: list[Difference] = []
    changed = False
    for name in SHEET_TABLES:
        old, new = _comparable(name, before.rows[name]), _comparable(name, after.rows[name])
        one, other = _without_moved(old, new, change)
        changed |= len(one) != len(old)
        for key in sorted(one.keys() | other.keys(), key=str):
            fault, columns = _judged(name, one.get(key), other.get(key), change, mutation)
            changed |= bool(fault or columns) or (key in one) != (key in other)
            found += [Difference(name, key, one.get(key), other.get(key), columns, fault)] if fault else []
    return found, changed


def _comparable(name: str, rows: Rows) -> Rows:
    joined = {"narratives": _by_section, "figures": _by_sheet}.get(name)
    return joined(rows) if joined else rows


def _told(one: Difference, issues: list[Row], before: Reading, after: Reading) -> bool:
    """Whether a new issue speaks of a row, as it was or as it is."""
    sides = [(row, other, read) for row, other, read in
             ((one.old, one.new, before), (one.new, one.old, after)) if row is not None]  # fmt: skip
    places = [place for row, other, read in sides for place in places_of(one.table, one.columns, row, other, read)]
    goals = set(one.old["sdgs"]) ^ set(one.new["sdgs"]) if one.old and one.new and one.columns == ("sdgs",) else set()
    pieces = _pieces(one.old, one.columns) ^ _pieces(one.new, one.columns)
    return any(
        any(f" {goal} " in issue["message"].partition("option")[2] for goal in goals)
        or any(piece in compact(issue["message"]) for piece in pieces)
        or any(speaks_of(issue, one.table, row, one.columns, places) for row, *_ in sides)
        for issue in issues
    )


def _pieces(row: Row | None, columns: tuple[str, ...]) -> set[str]:
    """The labels that a name is made of, or the headings and lines of a text: an issue that quotes one speaks of it."""
    if row is None or not columns or not set(columns) <= _QUOTED:
        return set()
    pieces = [piece for column in columns for piece in re.split("\n| / |: ", row[column] or "")]
    pieces += [part["heading"] or "" for part in row.get("parts", ()) if "text" in columns]
    return {piece for piece in map(compact, pieces) if len(piece) >= _LONG}


def _took(
    one: Difference, lost: list[Difference], issues: list[Row], before: Reading, after: Reading, change: Change
) -> bool:
    """Whether a text holds what was under a heading that is missing, or beside one that lacks its value.

    It holds no more than that, and the heading itself.
    """
    if one.old is None or one.new is None or one.table not in ("narratives", "figures", "programs"):
        return False
    if not any(issue["code"] in ("missing_part", "missing_value") for issue in issues):
        return False
    was, now = (letters(row[c] for c in one.columns) for row in (one.old, one.new))
    came = letters(value for other in lost for value in _texts(other.old)) + change.letters(change.come)
    came += letters(char for char, *at in before.glyphs.elements() if _on_a_line_of(change, at))
    came += letters(text for page, box, text in after.fields if any(_holds(box, at) for at in _points(change, page)))
    return was - now <= change.letters(change.gone) and not (now - was - came).keys() - set(MARKS)  # a heading's own


def _on_a_line_of(change: Change, at: list[int]) -> bool:
    return any(page == at[0] and abs(y - at[2]) <= _POINT for page, _, y in change.touched)


def _points(change: Change, page: int) -> list[Place]:
    """Where glyphs of a page went or came, each with some points around it."""
    return [(p, x - _POINT, y - _POINT, x + _POINT, y + _POINT) for p, x, y in change.touched if p == page]


def _texts(row: Row | None) -> list[Any]:
    return [row.get(c) for c in ("text", "labels", "answer", "role")] if row else []


def _without_moved(old: Rows, new: Rows, change: Change) -> tuple[Rows, Rows]:
    """The rows less those that only changed year, kind or name, because the heading above or the label did."""
    places = {place: key for key, r in new.items() if key not in old for place in _starts(r)}
    moved = {}
    for key, row in old.items():
        other = next((places[place] for place in _starts(row) if place in places), None)
        if key in new or other is None or "raw" not in row or row["raw"] != new[other]["raw"]:
            continue
        above = any(page == row["page"] and y < row["top"] for page, _, y in change.touched)
        if above or (row["item"] != new[other]["item"] and _by_print([row["item"]], [new[other]["item"]], change)):
            moved[key] = other
    return {k: r for k, r in old.items() if k not in moved}, {k: r for k, r in new.items() if k not in moved.values()}


def _starts(row: Row) -> list[Key]:
    """Where a row is printed: with its year first, for one cell may stand for several."""
    place = (row["page"], row["x0"], row["top"])
    return [(*place, row.get("fiscal_year")), place]


def _by_section(rows: Rows) -> Rows:
    """Narratives as one text per section and program: where a heading's mark changed, its text is the one before's."""
    joined: dict[Key, dict[str, Any]] = {}
    for row in rows.values():
        key = (row["sheet_id"], row["section"], row["program_id"])
        said = f"{row['heading'] or ''}{row['text']}"
        whole = joined.setdefault(key, {**row, "text": "", "heading": "", "heading_no": 1, "parts": []})
        whole["text"] += said
        whole["parts"].append(row)
    return dict(joined)


def _by_sheet(rows: Rows) -> Rows:
    """Figures as one per sheet: where a caption's own marks changed, its figure belongs to the one before."""
    joined: dict[Key, dict[str, Any]] = {}
    for row in rows.values():
        key = (row["sheet_id"],)
        whole = joined.setdefault(key, {**row, "figure_no": 0, "caption": "", "source": "", "labels": [], "parts": []})
        whole["labels"] = [*whole["labels"], row["caption"], row["source"], *row["labels"]]
        whole["parts"].append(row)
    return dict(joined)


def _by_print(old: Iterable[Any], new: Iterable[Any], change: Change) -> bool:
    """Whether values differ by no more than what went from the print and what came."""
    before, after = (letters(_as_printed(value) for value in values) for values in (old, new))
    return before - after <= change.letters(change.gone) and after - before <= change.letters(change.come)


def _as_printed(value: Any) -> Any:
    """A value without what a run adds to the print: the sub-program told apart, the comma between two options."""
    return value.replace("（細事業）", "").replace("、", "") if isinstance(value, str) else value


def _judged(
    name: str, old: Row | None, new: Row | None, change: Change, mutation: Mutation
) -> tuple[str, tuple[str, ...]]:
    """What is wrong with a row ("" for nothing), and the columns that differ."""
    if old is None or new is None:
        row = old or new or {}
        spare = letters(row.get(c) for c in ("raw", "text", "answer", "program", "caption"))
        spare = spare or letters([re.split(" ?/ ?", row.get("item") or row.get("indicator") or "")[-1]])  # but its name
        there = change.letters(change.gone if new is None else change.come)
        return "" if spare and spare <= there else "a row came or went", ()
    apart = (*_PLACE, *_NUMBERS, *(() if name == "sheets" else _OF_THE_SHEET))
    differ = tuple(c.name for c in TABLES[name].columns if c.name not in apart and old[c.name] != new[c.name])
    if not differ:
        wrong = tuple(c for c in _NUMBERS if c in old and old[c] != new[c])
        return f"{list(wrong)} changed and raw did not" if wrong else "", wrong
    if _marked(name, old, new, differ, change, mutation):
        return "", differ
    if "departments" in differ:  # names, or where one of them is none, all of them as one text
        old, new = ({**row, "departments": "".join(row["departments"] or ()).replace("・", "")} for row in (old, new))
    was, now = [old[c] for c in differ], [new[c] for c in differ]
    if _by_print(*(_printed_once(row, differ) for row in (old, new)), change):
        return "", differ
    return f"{list(differ)} {was} -> {now}: not what the print changed by", differ


def _printed_once(row: Row, differ: tuple[str, ...]) -> list[Any]:
    """What differs as it is printed: the edition is a year that is printed otherwise.

    A number that is part of the sheet's, as 99 of 99-99-11, is printed once.
    """
    parts = (row["sheet_no"] or "").split("-") if "sheet_no" in differ else ()
    again = [c for c in differ if c.endswith("_no") and c != "sheet_no" and str(row[c]) in parts]
    return [row[c] for c in differ if c != "edition" and c not in again]


def _marked(name: str, old: Row, new: Row, differ: tuple[str, ...], change: Change, mutation: Mutation) -> bool:
    """Whether a mark came or went, beside a goal or beside an option of a list."""
    if mutation.kind not in _OF_A_MARK or not any(c in MARKS for c in change.letters(change.gone + change.come)):
        return False
    return differ == ("sdgs",) or (name == "narratives" and differ == ("text",) and _options(old["text"], new["text"]))


def _options(old: str, new: str) -> bool:
    """Whether one of two lists of chosen options, an option a line, holds all of the other's."""
    one, other = set(old.split("\n")), set(new.split("\n"))
    return one <= other or other <= one


def _only_moved_prose(silent: list[Difference], before: Reading, after: Reading, mutation: Mutation) -> bool:
    """Whether a rule moved across prose: its lines stand in the next cell now, and all are there in their order."""
    if mutation.kind not in RULE_KINDS or any(one.table != "narratives" for one in silent):
        return False
    return _in_order(before) == _in_order(after)


def _in_order(read: Reading) -> tuple[list[str], str]:
    """The sections of a sheet in the order of the page, and all that they say."""
    rows = sorted(read.rows["narratives"].values(), key=lambda r: (r["sheet_id"], r["page"], r["top"], r["x0"]))
    return list(dict.fromkeys(r["section"] for r in rows)), compact(
        "".join(f"{r['heading'] or ''}{r['text']}" for r in rows)
    )


def _only_renamed_sections(silent: list[Difference], before: Reading, after: Reading, mutation: Mutation) -> bool:
    """Whether two labels changed places, and their texts with them: each is there, under the other's section or year.

    A program's role is a section's text, too.
    """
    if mutation.kind != "swap_texts" or not all(
        one.table in ("narratives", "notes") or (one.table, one.columns) == ("programs", ("role",)) for one in silent
    ):
        return False
    texts = [
        sorted((r.get("heading") or "", r["text"]) for t in ("narratives", "notes") for r in read.rows[t].values())
        for read in (before, after)
    ]
    return texts[0] == texts[1]


def _unseen(before: Reading, after: Reading, change: Change, issues: list[Row]) -> Iterator[str]:
    """Values whose print changed, where no row did; of a list of options the rows hold only those that are chosen."""
    for page in sorted({page for page, *_ in change.touched}):
        old, new = (Counter((box, text) for p, box, text in read.fields if p == page and not set(text) & set(BOXES))
                    for read in (before, after))  # fmt: skip
        if letters(text for _, text in old.elements()) == letters(text for _, text in new.elements()):
            continue
        differ = [(page, box.x0, box.top, box.x1, box.bottom) for box, _ in (old - new) + (new - old)]
        if not _print_told(change, page, differ, after, issues):
            yield f"page {page}: the print of its values changed, and no row did"


def _print_told(change: Change, page: int, cells: list[Place], after: Reading, issues: list[Row]) -> bool:
    """Whether an issue stands where the print of a page changed, or a cell, or quotes what is printed there now."""
    points = _points(change, page)
    texts = [compact(text) for p, box, text in after.fields if p == page and any(_holds(box, at) for at in points)]
    return any(
        (issue["page"] is not None and any(reaches(issue, place) for place in (*points, *cells)))
        or any(text and text in compact(issue["message"]) for text in texts)
        for issue in issues
    )


def _holds(box: Box, point: Place) -> bool:
    return bool(box.x0 <= point[3] and point[1] <= box.x1 and box.top <= point[4] and point[2] <= box.bottom)
