"""How the rows of a table fall into files: one per municipality, form and edition, and one for what has none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from extract.form_files import FORM_ID
from pipelines.arrays import places_of
from pipelines.checking import TableError, declared
from pipelines.tables import kinds_of

Parts = Mapping[str, Mapping[str, pa.Table]]

# Sorts after every municipality code.
WITHOUT_EDITION: Final = "without-edition"

_CODE: Final = re.compile(r"[0-9]{6}")
_PART: Final = re.compile(rf"[0-9]{{6}}-{FORM_ID.pattern}-[0-9]{{4}}")


def part_name(municipality_code: str, form: str, edition: int) -> str:
    """The name of the file, without suffix, that holds the rows of an edition.

    >>> part_name("131059", "some-form", 2025)
    '131059-some-form-2025'

    Raises:
        TableError: a piece that is not what it should be; a sheet's text never makes a path.
    """
    if not _CODE.fullmatch(municipality_code):
        raise TableError(f"{municipality_code!r} is not a six-digit municipality code")
    if not FORM_ID.fullmatch(form):
        raise TableError(f"{form!r} is not a form's short id (small letters, digits, hyphens)")
    if not 1868 <= edition <= 9999:
        raise TableError(f"{edition!r} is not a fiscal year")
    return f"{municipality_code}-{form}-{edition}"


def is_part_name(name: str) -> bool:
    """Whether a file of that name, without suffix, is one of ours."""
    return name == WITHOUT_EDITION or _PART.fullmatch(name) is not None


def parts_of(tables: dict[str, pa.Table]) -> dict[str, dict[str, pa.Table]]:
    """Cut whole tables, as `table_of` made them, into parts for `Store.commit`.

    A row with a natural key goes to its edition, if that has a sheet. Any other row (a page, a file, a cell or an issue
    outside every sheet) goes where the first sheet of its source goes, else to `WITHOUT_EDITION`. So an issue alone
    never makes an edition count as read.

    Args:
        tables: they are taken out of it one after the other, so that only one at a time is held twice.

    Raises:
        TableError: a natural key that makes no file name.
    """
    places = _places(tables.get("sheets"))
    return {name: _cut(tables.pop(name), places) for name in list(tables)}


@dataclass(frozen=True, slots=True)
class _Places:
    """The editions that have sheets, and the part of each source that has any: that of its first sheet, by page."""

    editions: frozenset[str]
    homes: Mapping[str, str]

    def of(self, code: str | None, form: str | None, edition: int | None, source_id: str) -> str:
        """The part of a row with this natural key, of this source."""
        if code is not None and form is not None and edition is not None:
            part = part_name(code, form, edition)
            if part in self.editions:
                return part
        return self.homes.get(source_id, WITHOUT_EDITION)


def _places(sheets: pa.Table | None) -> _Places:
    rows = [] if sheets is None else sheets.to_pylist()
    backwards = sorted(rows, key=lambda row: (row["page_first"], row["sheet_id"]), reverse=True)
    homes = {row["source_id"]: part_name(row["municipality_code"], row["form"], row["edition"]) for row in backwards}
    editions = {part_name(row["municipality_code"], row["form"], row["edition"]) for row in rows}
    return _Places(frozenset(editions), homes)


def _cut(rows: pa.Table, places: _Places) -> dict[str, pa.Table]:
    held = [name for name in ("municipality_code", "form", "edition", "source_id") if name in rows.column_names]
    kind, first = kinds_of(rows, held)
    owners = [
        places.of(row.get("municipality_code"), row.get("form"), row.get("edition"), row["source_id"])
        for row in rows.select(held).take(places_of(first)).to_pylist()
    ]
    names = sorted(set(owners))
    if len(names) == 1:
        return {names[0]: rows}
    part = np.array([names.index(owner) for owner in owners], dtype=np.int64)[kind]
    if (part[1:] >= part[:-1]).all():  # as where the key names the edition: nothing need be copied
        ends = np.searchsorted(part, np.arange(len(names)), "right").tolist()
        return {name: rows.slice(start, end - start) for name, start, end in zip(names, [0, *ends], ends, strict=False)}
    return {name: rows.take(places_of(np.flatnonzero(part == number))) for number, name in enumerate(names)}


def schema_fault(name: str, rows: pa.Table) -> str | None:
    """What makes `rows` unfit for a file of the table `name`, or None."""
    wanted = declared(name).arrow
    return None if rows.schema.equals(wanted, check_metadata=True) else f"{name}: columns are not those of the schema"
