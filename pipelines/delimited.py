"""Tables as CSV for spreadsheets: UTF-8 with a byte-order mark, without which Excel shows Japanese as rubbish."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pyarrow as pa

# Between the items of a list. Departments are split at it; a label may hold it: lists stay lists in Parquet and DuckDB.
LIST_MARK: Final = "、"


def csv_bytes(rows: pa.Table, headings: Sequence[str] | None = None) -> bytes:
    """One table as a CSV file; a null is an empty field, a list its items joined by 、."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings or rows.column_names)
    columns = [column.to_pylist() for column in rows.columns]
    writer.writerows([printed(value) for value in row] for row in zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def printed(value: object) -> object:
    """A value for a cell that knows only text and numbers.

    >>> printed(["防災課", "区民課"])
    '防災課、区民課'
    """
    if isinstance(value, list):
        return LIST_MARK.join(str(item) for item in value)
    return value.isoformat() if isinstance(value, datetime) else value
