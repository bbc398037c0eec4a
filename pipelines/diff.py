"""Compare two editions: programs that came, went or changed their name; past figures that were restated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow.compute as pc

from pipelines.folder import Folder, LoadError, open_folder
from pipelines.matching import Profile, Series, match_programs, match_series, plain

_YEAR_DIGITS: Final = 4
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one form of one municipality, in an output folder."""

    folder: Folder
    municipality_code: str
    form: str
    edition: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that two editions name differently: what it is, where, both names, and how sure the match is."""

    what: str
    sheet_no: str
    program: str
    name: str
    before: str
    after: str
    score: float


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two editions; rows are in the order of the later one."""

    before: Edition
    after: Edition
    matched: int
    appeared: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    restated: list[Row] = field(default_factory=list)


def compare(before: Edition, after: Edition) -> Diff:
    """Compare two editions of one form."""
    old, new = _programs(before), _programs(after)
    pairs = match_programs([program.profile for program in old], [program.profile for program in new])
    diff = Diff(before, after, len(pairs))
    stayed, followed = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    diff.appeared.extend(program.row for at, program in enumerate(new) if at not in followed)
    diff.ended.extend(program.row for at, program in enumerate(old) if at not in stayed)
    for one, other, score in pairs:
        diff.changed.extend(_program_changes(old[one], new[other], score))
        for table in _VALUE_OF:
            _compare_series(diff, table, old[one], new[other])
    return diff


def pairs_of(before: list[Edition], after: list[Edition]) -> list[tuple[Edition, Edition]]:
    """Which editions to compare: for each municipality and form the only two, or else those of equal year.

    Raises:
        LoadError: there is nothing to compare; the message lists what is there.
    """
    pairs: list[tuple[Edition, Edition]] = []
    for code, form in sorted({(e.municipality_code, e.form) for e in after}):
        old, new = (
            {e.edition: e for e in side if (e.municipality_code, e.form) == (code, form)} for side in (before, after)
        )
        if len(old) == len(new) == 1:
            pairs += zip(old.values(), new.values(), strict=True)
        else:
            pairs += [(old[year], new[year]) for year in sorted(old.keys() & new.keys())]
    if not pairs:
        raise LoadError(f"nothing to compare: there are {_listed(before)} on one side, {_listed(after)} on the other.")
    return pairs


def unpaired(
    before: list[Edition], after: list[Edition], pairs: Iterable[tuple[Edition, Edition]]
) -> tuple[list[Edition], list[Edition]]:
    """The editions of each side that have none to be compared with on the other."""
    found = list(pairs)
    return (
        [edition for edition in before if all(edition is not one for one, _ in found)],
        [edition for edition in after if all(edition is not other for _, other in found)],
    )


def editions(where: str, out: str) -> list[Edition]:
    """The editions that a word of the command line means: a year, in the folder `out`, or a folder.

    Raises:
        LoadError: there is no such edition or folder.
    """
    year = int(where) if where.isdecimal() and len(where) == _YEAR_DIGITS else None
    if year is None and "://" not in where and not Path(where).exists():
        raise LoadError(f"{where} is neither the year of an edition, as 2025, nor an output folder.")
    folder = open_folder(out if year is not None else where)
    rows = folder.rows("sheets").select(["municipality_code", "form", "edition"]).to_pylist()
    found = sorted({(row["municipality_code"], row["form"], row["edition"]) for row in rows})
    all_of_them = [Edition(folder, *key) for key in found]
    wanted = [edition for edition in all_of_them if year in (None, edition.edition)]
    if not all_of_them:
        raise LoadError(f"{folder.name} has no sheets: there is nothing to compare.")
    if not wanted:
        raise LoadError(f"{folder.name} has no edition {where}; there are {_listed(all_of_them)}.")
    return wanted


def _listed(held: Iterable[Edition]) -> str:
    return ", ".join(f"{e.municipality_code} {e.form} {e.edition}" for e in held) or "none"


# The value column of each table, and the column that names what it is a value of.
_VALUE_OF: Final = {"indicators": "value", "budgets": "amount_yen"}


@dataclass(frozen=True, slots=True)
class _Program:
    row: Row
    profile: Profile
    # By table: series in the order printed, and the rows of each by fiscal year and kind.
    series: Mapping[str, list[tuple[Series, dict[tuple[int, str], Row]]]]


def _programs(edition: Edition) -> list[_Program]:
    sheets = {row["sheet_id"]: row for row in _rows(edition, "sheets")}
    rows = _rows(edition, "programs")
    parents = {row["program_id"]: row["program"] for row in rows}
    series = {table: _series(table, _rows(edition, table)) for table in _VALUE_OF}
    return [_program(row, sheets[row["sheet_id"]], parents, series) for row in rows]


def _program(
    row: Row, sheet: Row, parents: Mapping[str, str], series: Mapping[str, Mapping[str, list[Any]]]
) -> _Program:
    of_program = {table: held.get(row["program_id"], []) for table, held in series.items()}
    parent = parents.get(row["parent_program_id"], "")
    profile = Profile(
        # A 細事業 is known by its 事業 too: several have one of the same name.
        name=f"{parent} / {row['program']}" if parent else row["program"],
        sheet=sheet["title"],
        departments=frozenset(plain(department) for department in row["departments"]),
        series=tuple(one for held in of_program.values() for one, _ in held),
    )
    return _Program({**row, "title": sheet["title"]}, profile, of_program)


def _rows(edition: Edition, table: str) -> list[Row]:
    rows = edition.folder.rows(table)
    own = pc.and_(
        pc.and_(pc.equal(rows["municipality_code"], edition.municipality_code), pc.equal(rows["form"], edition.form)),
        pc.equal(rows["edition"], edition.edition),
    )
    found: list[Row] = rows.filter(own).to_pylist()
    return found


def _series(table: str, rows: list[Row]) -> dict[str, list[tuple[Series, dict[tuple[int, str], Row]]]]:
    """The series of each program, in the order printed."""
    held: defaultdict[str, defaultdict[str, dict[tuple[int, str], Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        held[row["program_id"]][row.get("indicator_id") or row["item"]][row["fiscal_year"], row["kind"]] = row
    return {program: [_one_series(table, times) for times in own.values()] for program, own in held.items()}


def _one_series(table: str, times: dict[tuple[int, str], Row]) -> tuple[Series, dict[tuple[int, str], Row]]:
    first = next(iter(times.values()))
    name, unit = (first["item"], "円") if table == "budgets" else (_full_name(first), first["unit"])
    values = {
        (table, *time): float(row[_VALUE_OF[table]]) for time, row in times.items() if row["status"] == "reported"
    }
    return Series(name, unit, values), times


def _full_name(row: Row) -> str:
    return f"{row['indicator']}{row['indicator_note'] or ''}"


def _program_changes(old: _Program, new: _Program, score: float) -> Iterator[Changed]:
    def changed(what: str, before: str, after: str) -> Changed:
        return Changed(
            what, new.row["sheet_no"], new.row["program"], new.row["program"], before, after, round(score, 2)
        )

    if plain(old.row["program"]) != plain(new.row["program"]):
        yield changed("program", old.row["program"], new.row["program"])
    if old.profile.departments != new.profile.departments:
        yield changed("departments", "・".join(old.row["departments"]), "・".join(new.row["departments"]))
    if plain(old.row["title"]) != plain(new.row["title"]):
        yield changed("sheet", old.row["title"], new.row["title"])


def _compare_series(diff: Diff, table: str, old: _Program, new: _Program) -> None:
    left, right = old.series[table], new.series[table]
    for one, other, score in match_series([series for series, _ in left], [series for series, _ in right]):
        (was, old_rows), (is_now, new_rows) = left[one], right[other]
        place = (new.row["sheet_no"], new.row["program"], is_now.name)
        if was.key[0] != is_now.key[0]:
            what = "indicator" if table == "indicators" else "item"
            diff.changed.append(Changed(what, *place, was.name, is_now.name, round(score, 2)))
        if was.key[1] != is_now.key[1]:
            diff.changed.append(Changed("unit", *place, was.unit or "", is_now.unit or "", round(score, 2)))
        for time in sorted(old_rows.keys() & new_rows.keys()):
            if _is_restated(table, old_rows[time], new_rows[time]):
                diff.restated.append(_restatement(diff, table, is_now, new.row, old_rows[time], new_rows[time]))


def _is_restated(table: str, old: Row, new: Row) -> bool:
    """Whether something was printed before, and something else now: a year that has come since is no restatement."""
    value = _VALUE_OF[table]
    if old["status"] == "blank":
        return False
    if (old["status"], old[value]) != (new["status"], new[value]):
        return True
    return old["status"] == "text" and plain(old["raw"]) != plain(new["raw"])


def _restatement(diff: Diff, table: str, series: Series, program: Row, old: Row, new: Row) -> Row:
    row: Row = {
        "municipality_code": diff.after.municipality_code,
        "form": diff.after.form,
        "table": table,
        "sheet_no": new["sheet_no"],
        "program": program["program"],
        "name": series.name,
        "unit": series.unit,
        "fiscal_year": new["fiscal_year"],
        "kind": new["kind"],
    }
    for side, edition, printed in (("before", diff.before, old), ("after", diff.after, new)):
        value = printed[_VALUE_OF[table]]
        row |= {
            f"edition_{side}": edition.edition,
            f"row_id_{side}": printed.get("indicator_id") or printed["program_id"],
            side: None if value is None else float(value),
            f"status_{side}": printed["status"],
            f"raw_{side}": printed["raw"],
            f"source_id_{side}": printed["source_id"],
            f"page_{side}": printed["page"],
        }
    return row
