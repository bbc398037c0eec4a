"""Which issues are new, and which rows each of them speaks of.

An issue speaks of the row that it names, of what stands at its place, and, where it is of a kind that says so, of more:
a column that is not known costs the values under its heading, a part that is missing the rows that come of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from extract.checks import Count
from extract.form import Form, load_forms
from extract.layout import compact
from tests.reliability.readings import Key, Reading, Row

_EDGE = 0.5  # points: a cell that shares an edge with an issue's is its neighbour, and not told by it
_SUMS = ("sum_mismatch", "ratio_mismatch")
# An issue of these codes, whose message begins so, is one of a whole column, from its heading down, or of a whole row.
_OF_A_COLUMN = (
    ("unknown_column", ""),
    ("missing_value", "nothing stands in the heading over others"),
    ("cut_text", "a rule runs through the heading "),
)
_OF_A_ROW = (
    ("unknown_row", ""),
    ("unnamed_row", ""),
    ("missing_value", "a row without "),
    ("merged_cells", "one cell beside several in one row"),
)
_WHOLE_PAGE = ("unrecognised_sheet", "garbled_page")
_WHOLE_FILE = ("unknown_form",)
_OF_A_PROGRAM = ("budgets", "indicators", "notes", "narratives", "answers")
_OF_A_SHEET = {"no_title": "title", "no_sheet_no": "sheet_no", "no_edition": "edition"}
_OWN_ID = {"sheets": "sheet_id", "programs": "program_id", "indicators": "indicator_id"}
_NAMES = {
    "narratives": "section",
    "answers": "item",
    "budgets": "item",
    "indicators": "indicator",
    "programs": "program",
}
_NOT_FOUND = re.compile(
    "a heading that every sheet has( was not found| [0-9]+ times was found [0-9]+ times, in doubt which ones): "
)

_BOX = ("page", "x0", "top", "x1", "bottom")

Place = tuple[int, float, float, float, float]


def new_issues(before: Reading, after: Reading) -> list[Row]:
    """The issues that a reading has beyond those of another, by code, table, row and page.

    An old issue that only moved, or says what it says in other words, is not new: the nearest one is taken for it.
    """
    olds, news = _by_kind(before.issues), _by_kind(after.issues)
    return [issue for kind, found in news.items() for issue in _beyond(olds.get(kind, []), found)]


def _by_kind(issues: Iterable[Row]) -> dict[Key, list[Row]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for issue in issues:
        found[issue["code"], issue["table"], issue["row_id"], issue["page"]].append(issue)
    return found


def _beyond(old: list[Row], new: list[Row]) -> list[Row]:
    left = list(new)
    for issue in sorted(old, key=lambda one: min((_apart(one, other) for other in new), default=(1, 0.0))):
        if left:
            left.remove(min(left, key=lambda other: _apart(issue, other)))
    return left


def _apart(one: Row, other: Row) -> tuple[int, float]:
    return int(one["message"] != other["message"]), sum(abs((one[c] or 0) - (other[c] or 0)) for c in ("x0", "top"))


def speaks_of(issue: Row, table: str, row: Row, differ: Iterable[str], places: Iterable[Place]) -> bool:
    """Whether an issue tells of a row that differs.

    Args:
        issue: a new one.
        table: the row's table.
        row: as it was, or as it is now.
        differ: the columns that differ; none for a row that came or went.
        places: where its print stands.
    """
    code, columns = issue["code"], set(differ)
    if code in _WHOLE_FILE:
        return True
    if code in _OF_A_SHEET:
        return table == "sheets" and columns <= {_OF_A_SHEET[code]}
    if code == "missing_part":
        return issue["row_id"] in (row["sheet_id"], row.get("program_id")) and _comes_of(issue, table, row, columns)
    if (code == "conflicting_value" and _quotes(issue, row)) or (code in _SUMS and _added_up(issue, table, row)):
        return True
    if issue["table"] == table and issue["row_id"] == row[_OWN_ID.get(table, "program_id")]:
        return table in _OWN_ID or any(reaches(issue, place) for place in places)
    meets = [_on_page] if code in _WHOLE_PAGE else [_under] if _is(issue, _OF_A_COLUMN) else [reaches]
    meets += [_beside] if _is(issue, _OF_A_ROW) or (code == "unread_text" and row.get("status") == "blank") else []
    return issue["page"] is not None and any(meet(issue, place) for place in places for meet in meets)


def as_they_speak(issues: Iterable[Row], before: Reading, after: Reading) -> Iterator[Row]:
    """The issues; one that speaks of many rows by what its kind means, at each of them.

    A program in doubt: all that stands under it from the issue's place on; what is another program's now stood there
    in the file as it was, too. A sheet without an edition: its rows have no key, and there are none. A stack of
    amounts: its cells, of which the issue names the upper one.
    """
    for issue in issues:
        if issue["code"] == "uncertain_program":
            yield from (_at_row(issue, row) for row in _from_there_on(issue, after))
        elif issue["code"] == "no_edition":
            yield from (issue, *(_at_row(issue, row) for row in _of_lost_sheets(issue, before, after)))
        elif issue["code"] == "stacked_amounts":
            yield from (issue, *_with_cell_below(issue, after))
        else:
            yield issue


def _at_row(issue: Row, row: Row) -> Row:
    """An issue as one that stands at a row, and speaks of what stands there whatever its own kind is."""
    return {**issue, "code": "", "table": None, "row_id": None, **{c: row[c] for c in _BOX}}


def _from_there_on(issue: Row, after: Reading) -> Iterator[Row]:
    at = issue["page"], issue["top"]
    for table in _OF_A_PROGRAM:
        for row in after.rows[table].values():
            if row["program_id"] == issue["row_id"] and (row["page"], row["bottom"]) > at:
                yield row


def _of_lost_sheets(issue: Row, before: Reading, after: Reading) -> Iterator[Row]:
    lost = [row for key, row in before.rows["sheets"].items() if key not in after.rows["sheets"]]
    ids = {row["sheet_id"] for row in lost if reaches(issue, tuple(row[c] for c in _BOX))}
    return (row for rows in before.rows.values() for row in rows.values() if row["sheet_id"] in ids)


def _with_cell_below(issue: Row, after: Reading) -> Iterator[Row]:
    for page, box, _ in after.fields:
        if page == issue["page"] and abs(box.top - issue["bottom"]) <= _EDGE and abs(box.x0 - issue["x0"]) <= _EDGE:
            yield {**issue, "top": box.top, "bottom": box.bottom}


def _is(issue: Row, kinds: Iterable[tuple[str, str]]) -> bool:
    return any(issue["code"] == code and issue["message"].startswith(said) for code, said in kinds)


def _added_up(issue: Row, table: str, row: Row) -> bool:
    """Whether a sum that is wrong is one of a row's program and fiscal year: it is made of the rows, or they of it."""
    mine = issue["table"] == table and issue["row_id"] == row.get("program_id")
    return mine and f"fiscal {row['fiscal_year']} ({row['kind']})" in issue["message"]


def _quotes(issue: Row, row: Row) -> bool:
    """Whether an issue quotes all of a row's text."""
    texts = [compact(part["text"]) for part in row.get("parts", [row]) if part.get("text")]
    return bool(texts) and all(text in compact(issue["message"]) for text in texts)


def _on_page(issue: Row, place: Place) -> bool:
    return bool(issue["page"] == place[0])


def reaches(issue: Row, place: Place) -> bool:
    """Whether an issue stands on a place."""
    page, x0, top, x1, bottom = place
    across = issue["x0"] < x1 - _EDGE and x0 < issue["x1"] - _EDGE
    return bool(issue["page"] == page and across and issue["top"] < bottom - _EDGE and top < issue["bottom"] - _EDGE)


def _beside(issue: Row, place: Place) -> bool:
    """Whether a place is in the row of an issue; a blank cell has no print that could go unread but its row's."""
    page, _, top, _, bottom = place
    return bool(issue["page"] == page and issue["top"] < bottom - _EDGE and top < issue["bottom"] - _EDGE)


def _under(issue: Row, place: Place) -> bool:
    page, x0, _, x1, bottom = place
    across = issue["x0"] < x1 - _EDGE and x0 < issue["x1"] - _EDGE
    return bool(issue["page"] == page and across and issue["top"] < bottom)


def _comes_of(issue: Row, table: str, row: Row, columns: set[str]) -> bool:
    """Whether what differs comes of the part that is missing: a label of the form, or rows of a table."""
    said, form = issue["message"], next(form for form in load_forms() if form.id == row["form"])
    headed = _NOT_FOUND.match(said)
    if headed is None:
        return any(_counts(count, said) and _meant(count, row) for count in form.count if count.table == table)
    name = row["section"] if table == "narratives" else compact(row["item"]) if table == "answers" else ""
    targets = list(_targets(form, said[headed.end() :]))
    if table not in ("sheets", "programs"):
        return any(target == table and named.fullmatch(name) for target, named in targets)
    return bool(columns) and all(
        any(target == table and named.fullmatch(column) for target, named in targets) for column in columns
    )


def _counts(count: Count, said: str) -> bool:
    where = f" of {count.where.pattern}" if count.where is not None else ""
    return f" rows{where} in {count.table} expected" in said


def _meant(count: Count, row: Row) -> bool:
    return count.where is None or count.where.fullmatch(row[_NAMES[count.table]] or "") is not None


def _targets(form: Form, label: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What a form reads by a label: a table, and the section, item or column there."""
    for pair in (pair for pair in form.pair if _is_called(pair.label, label)):
        item = re.escape(compact(pair.name)) if pair.name else pair.label.pattern
        yield from (("answers", re.compile(item)) if to == "answer" else _at(to) for to in pair.to)
        yield from (("sheets", re.compile(group)) for group in pair.label.groupindex)
    for section in form.section:
        if _is_called(section.heading, label):
            yield from (_at(to) for to in (f"narrative:{section.narrative}", section.to))
    yield from (_at(marks.to) for marks in form.marks if _is_called(marks.label, label))
    yield from (_at("sheet.sdgs") for icons in form.icons if _is_called(icons.label, label))


def _is_called(pattern: re.Pattern[str], label: str) -> bool:
    """Whether an issue names a label of a form so: by its pattern, or by the words that this begins with."""
    return label in (pattern.pattern, pattern.pattern.split("(?")[0])


def _at(target: str) -> tuple[str, re.Pattern[str]]:
    """``narrative:review`` → the narratives of the section review, ``program.role`` → the column role of programs."""
    kind, _, name = target.replace(".", ":").partition(":")
    return f"{kind}s", re.compile(re.escape(name))
