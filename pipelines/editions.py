"""What only a whole edition shows: sheet numbers that are missing between those of its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pipelines.arrays import places_of
from pipelines.issues import Issue, issue_row
from pipelines.numbering import missing_numbers, numbers_said, split_number
from pipelines.schema import NATURAL_KEY, PLACE
from pipelines.tables import in_order, table_of

Row = dict[str, Any]
_CODE: Final = "number_gap"
_EDITION: Final = ("municipality_code", "form", "edition")


def with_gaps(tables: dict[str, pa.Table], folders: tuple[Path, ...]) -> pa.Table:
    """The rows of `issues`, with those about gaps in the sheet numbers of editions as they are now.

    Only forms that say that their numbers have no gaps are looked at, and only editions of several files: a volume is
    held against itself as it is read. Where more numbers are missing than are there, some sheets of the edition were
    picked, and nothing is wrong.

    Args:
        tables: all rows of the run, by table.
        folders: folders of users' own form files.
    """
    issues = tables["issues"]
    said = list(zip(issues["code"].to_pylist(), issues["table"].to_pylist(), strict=True))
    if (_CODE, "sheets") in said:
        issues = issues.take(
            places_of(np.array([at for at, one in enumerate(said) if one != (_CODE, "sheets")], dtype=np.int64))
        )
    held = tables["sheets"].select([*NATURAL_KEY, "sheet_id", "source_id", *PLACE]).to_pylist()
    found = [found for _, edition in groupby(held, key=_edition) for found in _gaps(list(edition))]
    if found:  # seldom: the forms are slow to load
        from extract.form import load_forms

        gapless = {form.id for form in load_forms(folders) if form.order.numbers == "gapless"}
        found = [row for row in found if row["form"] in gapless]
    if not found:
        return issues
    return in_order("issues", [issues, table_of("issues", found)])


def _edition(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _EDITION)


def _gaps(sheets: Sequence[Row]) -> Iterator[Row]:
    """An issue for every gap, at the sheet after it."""
    if len({row["source_id"] for row in sheets}) < 2:
        return
    rows = {split_number(row["sheet_no"]): row for row in sheets}
    for stem, gaps in missing_numbers(row["sheet_no"] for row in sheets).items():
        there = sum(part == stem for part, number in rows if number is not None)
        if sum(gap.stop - gap.start for gap in gaps) < there:
            yield from (_issue(numbers_said(stem, gap), rows[stem, gap.stop]) for gap in gaps)


def _issue(missing: str, after: Row) -> Row:
    says = f"no sheet of the edition {after['edition']} bears the number {missing}: is its file missing?"
    issue = Issue("warning", _CODE, says, "sheets", after["sheet_id"])
    key = {name: after[name] for name in NATURAL_KEY}
    return {**key, **issue_row(issue, after["source_id"], {name: after[name] for name in PLACE})}
