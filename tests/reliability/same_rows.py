"""Two readings of a sheet under one set of names: a row that is lost moves the numbers of those behind it.

Programs, indicators, answers and figures are numbered in the order of the page. Rows of the second reading get the
numbers of the first one's rows that bear their names, so that only what truly differs is compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from tests.reliability.readings import SHEET_TABLES, Key, Reading, Row, keyed

_PLACE = ("page", "x0", "top")
Ids = dict[str, str]


def under_old_names(before: Reading, after: Reading) -> Reading:
    """The second reading with the ids and numbers of the first, for what stands in both."""
    ids = _sheets(before, after)
    rows = {name: [_named(row, ids) for row in after.rows[name].values()] for name in SHEET_TABLES}
    issues = [_named(row, ids) for row in after.issues]
    for table, kept, numbered in (("programs", _program, "program_id"), ("indicators", _indicator, "indicator_id")):
        new = _matched(before.rows[table].values(), rows[table], kept, numbered)
        numbers = {row[numbered]: row for row in before.rows[table].values()}
        rows = {name: [_renumbered(r, new, numbers.get(new.get(r.get(numbered) or "", ""))) for r in of]
                for name, of in rows.items()}  # fmt: skip
        issues = [_renumbered(row, new, None) for row in issues]
    for table, kept, numbered in (("answers", _answer, "item_no"), ("figures", _figure, "figure_no")):
        rows[table] = _by_name(before.rows[table].values(), rows[table], kept, numbered)
    return Reading({name: keyed(name, found) for name, found in rows.items()}, issues, after.glyphs, after.fields)


def _sheets(before: Reading, after: Reading) -> Ids:
    """The ids of the sheets now, with those that they had: in the order of the file, for print may name them anew."""
    old, new = ([row["sheet_id"] for row in r.rows["sheets"].values()] for r in (before, after))
    return dict(zip(new, old, strict=True)) if len(old) == len(new) else {}


def _named(row: Row, ids: Ids) -> Row:
    """A row with the ids of the sheet as it was called; what the row itself says of number and edition stays."""
    now = dict(row)
    for column, value in row.items():
        if column.endswith("_id") and isinstance(value, str):
            new = next((new for new in ids if value == new or value.startswith(f"{new}-")), "")
            now[column] = ids.get(new, "") + value.removeprefix(new)
    return now


def _matched(old: Iterable[Row], new: Iterable[Row], name: Callable[[Row], Key], numbered: str) -> Ids:
    """New id → old id: of the same name and place; of the same name, the nth of that; of the same place, or over it.

    A row that nothing had before gets an id that no other has.
    """
    olds, news = ({row[numbered]: row for row in reversed(list(rows))} for rows in (old, new))
    left = dict(reversed(olds.items()))
    found: Ids = {}
    for key in (partial(_place_and_name, name), name, _place_of):
        at = _nth(left, key)
        for which, new_id in _nth({i: r for i, r in reversed(news.items()) if i not in found}, key).items():
            if which in at:
                found[new_id] = at[which]
                del left[at[which]]
    for new_id, row in reversed(news.items()):
        over = next((i for i, other in left.items() if new_id not in found and _overlap(row, other)), None)
        if over is not None:
            found[new_id] = over
            del left[over]
    return {**{new_id: f"{new_id} (new)" for new_id in news}, **found}


def _overlap(one: Row, other: Row) -> bool:
    across = one["x0"] < other["x1"] and other["x0"] < one["x1"]
    return bool(
        one["page"] == other["page"] and across and one["top"] < other["bottom"] and other["top"] < one["bottom"]
    )


def _nth(rows: Mapping[str, Row], name: Callable[[Row], Key]) -> dict[Key, str]:
    """Ids by what the rows are called and which of that name they are."""
    count: Counter[Key] = Counter()
    found: dict[Key, str] = {}
    for identity, row in rows.items():
        key = name(row)
        count[key] += 1
        found[(*key, count[key])] = identity
    return found


def _place_and_name(name: Callable[[Row], Key], row: Row) -> Key:
    """Where a row stands and what it is called there: a program's part of its name is told apart by a run."""
    return *_place_of(row), (name(row)[-1] or "").replace("（細事業）", "")


def _place_of(row: Row) -> Key:
    return tuple(row[c] for c in _PLACE)


def _program(row: Row) -> Key:
    return row["sheet_id"], row["parent_program_id"] is None, row["program"]


def _indicator(row: Row) -> Key:
    return row["program_id"], row["category"], row["indicator"]


def _answer(row: Row) -> Key:
    return row["program_id"], row["item"]


def _figure(row: Row) -> Key:
    return (row["caption"],)


def _renumbered(row: Row, ids: Ids, old: Row | None) -> Row:
    """A row under the old ids, with the number that the old row has; an indicator's id begins with its program's."""
    now = {c: _old_id(v, ids) if isinstance(v, str) and c.endswith("_id") else v for c, v in row.items()}
    for number in ("program_no", "indicator_no"):
        if old is not None and number in row and number in old:
            now[number] = old[number]
    return now


def _old_id(value: str, ids: Ids) -> str:
    head, dash, number = value.rpartition("-")
    return ids.get(value) or (f"{ids[head]}{dash}{number}" if head in ids else value)


def _by_name(old: Iterable[Row], new: Iterable[Row], name: Callable[[Row], Key], number: str) -> list[Row]:
    """Rows with the numbers of the old rows of their names or places, within each sheet."""
    olds, news = (_by_sheet(rows) for rows in (old, new))
    made: list[Row] = []
    for sheet, rows in news.items():
        spare = 1000  # a number that no sheet reaches
        ids = _matched([{**r, number: str(r[number])} for r in olds.get(sheet, ())],
                       [{**r, number: str(r[number])} for r in rows], name, number)  # fmt: skip
        for row in rows:
            mine = ids[str(row[number])]
            spare += 1
            made.append({**row, number: int(mine) if mine.isdecimal() else spare})
    return made


def _by_sheet(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["sheet_id"]].append(row)
    return found
