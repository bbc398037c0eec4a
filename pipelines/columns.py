"""What a declared column, key and table are, and how they become an Arrow schema with its metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa


class Kind(StrEnum):
    """What a column holds, by the name of its Arrow type; a worker knows it without Arrow."""

    TEXT = "string"
    WHOLE = "int64"
    REAL = "double"
    # "element" is Parquet's own name for a list's item: with another one a file would read back with another schema.
    TEXTS = "list<element: string>"
    WHOLES = "list<element: int64>"
    MOMENT = "timestamp[us, tz=UTC]"


TEXT: Final = Kind.TEXT
WHOLE: Final = Kind.WHOLE
REAL: Final = Kind.REAL
TEXTS: Final = Kind.TEXTS
WHOLES: Final = Kind.WHOLES
MOMENT: Final = Kind.MOMENT

# pandas reads these two names per type from a Parquet file; without them an int column with a null becomes float64.
_PANDAS: Final[Mapping[Kind, tuple[str, str]]] = {
    TEXT: ("unicode", "string"),
    WHOLE: ("int64", "Int64"),
    REAL: ("float64", "float64"),
    TEXTS: ("list[unicode]", "object"),
    WHOLES: ("list[int64]", "object"),
    MOMENT: ("datetimetz", "datetime64[us, UTC]"),
}


@cache
def arrow_type(kind: Kind) -> pa.DataType:
    """The Arrow type of a kind of column."""
    import pyarrow as pa

    return {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        REAL: pa.float64(),
        TEXTS: pa.list_(pa.field("element", pa.string())),
        WHOLES: pa.list_(pa.field("element", pa.int64())),
        MOMENT: pa.timestamp("us", tz="UTC"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: everything that is ever said about it is said here.

    Attributes:
        name: English snake_case.
        type: what it holds.
        title: heading for people, English.
        title_ja: heading for people, Japanese.
        description: what a value means, one or two sentences.
        unit: unit of a number (`yen`, `pt`, `fiscal year`), else None.
        nullable: whether a row may lack it.
        enum: the values it may take, in their natural order; empty for any.
    """

    name: str
    type: Kind
    title: str
    title_ja: str
    description: str
    unit: str | None = None
    nullable: bool = True
    enum: tuple[str, ...] = ()

    def arrow(self) -> pa.Field:
        """The Arrow field, with title, unit and description in its metadata."""
        import pyarrow as pa

        said = {"title": self.title, "title_ja": self.title_ja, "description": self.description}
        if self.unit:
            said["unit"] = self.unit
        if self.enum:
            said["enum"] = json.dumps(self.enum, ensure_ascii=False)
        return pa.field(self.name, arrow_type(self.type), nullable=self.nullable, metadata=said)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of this table point at the key of `table`; a row with a null in them points nowhere."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, its key, what it points at, and how its rows fall into files.

    Attributes:
        name: folder name and table name.
        title: heading for people, English.
        title_ja: heading for people, Japanese.
        description: what one row is.
        columns: in the order of the file.
        key: names of the columns that together name one row; rows are ordered by them.
        foreign_keys: what rows point at.
        per_sheet: True when every row belongs to a sheet; else rows belong to a source and may lack an edition.
        adds_up: (parts, whole) for columns whose sum is another column, or None.
    """

    name: str
    title: str
    title_ja: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    per_sheet: bool = True
    adds_up: tuple[tuple[str, ...], str] | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def arrow(self) -> pa.Schema:
        """The one Arrow schema of every file of this table."""
        import pyarrow as pa

        said = {
            "table": self.name,
            "title": self.title,
            "title_ja": self.title_ja,
            "description": self.description,
            "primary_key": json.dumps(self.key),
            "pandas": json.dumps(_pandas_metadata(self.columns)),
        }
        return pa.schema([column.arrow() for column in self.columns], metadata=said)


def _pandas_metadata(columns: tuple[Column, ...]) -> dict[str, Any]:
    """The `pandas` key that `DataFrame.to_parquet` would write; versions are fixed so that bytes stay the same."""
    described = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": _PANDAS[column.type][0],
            "numpy_type": _PANDAS[column.type][1],
            "metadata": {"timezone": "UTC"} if column.type == MOMENT else None,
        }
        for column in columns
    ]
    creator = {"library": "pyarrow", "version": "22.0.0"}
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": described,
        "creator": creator,
        "pandas_version": "3.0.0",
    }
