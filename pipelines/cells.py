"""The ruled cells of any PDF, with the labels of their rows and columns: as a table, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.printable import shown_text
from pipelines.schema import CELLS
from pipelines.tables import arrow_of, in_order, no_rows
from pipelines.work import SourceRead

if TYPE_CHECKING:
    from rich.console import Console


def cells_of(read: Iterable[SourceRead]) -> pa.Table:
    """The table ``cells`` of the files that were read; a file that was given twice counts once."""
    found: dict[str, list[pa.Table]] = {}
    for source in read:
        tables = [arrow_of(CELLS, sheet.tables["cells"]) for sheet in source.sheets if "cells" in sheet.tables]
        found.setdefault(source.source["source_id"], tables)
    return in_order("cells", [no_rows(CELLS), *(table for tables in found.values() for table in tables)])


def print_cells(cells: pa.Table, names: dict[str, str], console: Console) -> None:
    """Print the cells, one table of a page after the other.

    Args:
        cells: as `cells_of` gives them.
        names: file names by ``source_id``.
        console: where to.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    def place(row: dict[str, Any]) -> tuple[str, int, int]:
        return row["source_id"], row["page"], row["table_no"]

    for (source, page, number), rows in groupby(cells.to_pylist(), key=place):
        console.print(Text(f"{names[source]}, page {page}, table {number}", "bold"))
        table = Table("row", "column", "row labels", "column labels", "text", box=box.SIMPLE_HEAD)
        for row in rows:
            labels = (" / ".join(row["row_labels"]), " / ".join(row["column_labels"]))
            said = (_span(row["row"], row["row_span"]), _span(row["column"], row["column_span"]), *labels, row["text"])
            table.add_row(*(Text(shown_text(part), overflow="fold") for part in said))
        console.print(table)


def _span(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first}-{first + count - 1}"
