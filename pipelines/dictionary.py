"""The data dictionary: `python -m pipelines.dictionary > docs/data-dictionary.md`."""

from __future__ import annotations

import sys

from pipelines.columns import Column, Table
from pipelines.restatements import RESTATEMENTS
from pipelines.schema import TABLES

_INTRO = """# Data dictionary

Made from `pipelines/schema.py` by `python -m pipelines.dictionary > docs/data-dictionary.md`; do not edit by hand.

Types are Arrow's. In pandas, `int64` becomes `Int64`, `string` becomes `string`, a list an array of its items. A column
without "null" always has a value. Key columns are marked ●.
"""


def markdown() -> str:
    """The whole dictionary as Markdown."""
    tables = [*TABLES.values(), RESTATEMENTS]
    overview = ["| table | 日本語 | one row |", "| --- | --- | --- |"]
    overview += [
        f"| [`{table.name}`](#{table.name}) | {table.title_ja} | {_sentence(table.description)} |" for table in tables
    ]
    return "\n".join([_INTRO, *overview, "", *(_section(table) for table in tables)]).rstrip() + "\n"


def _sentence(description: str) -> str:
    return description.removeprefix("One row is ").rstrip(".")


def _section(table: Table) -> str:
    points = [
        f"`{', '.join(foreign.columns)}` → [`{foreign.table}`](#{foreign.table})" for foreign in table.foreign_keys
    ]
    lines = [
        f"## {table.name}",
        f"{table.title} · {table.title_ja}. {table.description}",
        "",
        f"Key: `{', '.join(table.key)}`." + (f" Points at: {'; '.join(points)}." if points else ""),
        "",
        "| column | 日本語 | type | unit | meaning |",
        "| --- | --- | --- | --- | --- |",
        *(_line(table, column) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _line(table: Table, column: Column) -> str:
    mark = " ●" if column.name in table.key else ""
    kind = str(column.type).replace("element: ", "") + (", null" if column.nullable else "")
    meaning = column.description
    if column.enum:
        meaning += f" Values: {', '.join(f'`{value}`' for value in column.enum)}."
    return f"| `{column.name}`{mark} | {column.title_ja} | {kind} | {column.unit or ''} | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
