"""`datapackage.json`: what the folder holds, for any tool that reads Data Packages (https://datapackage.org)."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Final

import pyarrow.parquet as pq

from pipelines.columns import MOMENT, REAL, TEXT, TEXTS, WHOLE, WHOLES, Column, Kind, Table
from pipelines.schema import TABLES

PACKAGE_FILE: Final = "datapackage.json"
_DEPTH: Final = 5  # of a column: package, resources, resource, schema, fields

_TYPES: Final[Mapping[Kind, str]] = {
    TEXT: "string",
    WHOLE: "integer",
    REAL: "number",
    # A Table Schema array is JSON text; what a Parquet list becomes is each reader's own type.
    TEXTS: "any",
    WHOLES: "any",
    MOMENT: "datetime",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the package says of one file."""

    rows: int
    bytes: int
    hash: str


def facts_of(content: bytes) -> FileFacts:
    """Count and hash one Parquet file."""
    rows = pq.read_metadata(io.BytesIO(content)).num_rows
    return FileFacts(rows, len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")


def describe(files: Mapping[str, FileFacts]) -> bytes:
    """The package file for these Parquet files.

    Args:
        files: facts by path relative to the folder, `<table>/<part>.parquet`.

    Returns:
        JSON in UTF-8: the same for the same files.
    """
    package = {
        "name": "tenken",
        "title": "点検シートの表",
        "description": "Sheets of Japanese local governments as tables. Units and descriptions stand on every field.",
        "resources": [_resource(table, _of(table, files)) for table in TABLES.values()],
    }
    return (_laid_out(package, 0) + "\n").encode()


def _laid_out(value: Any, depth: int) -> str:
    """JSON with a line for each item, down to the columns and the files, which have one each."""
    if depth >= _DEPTH or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        items = [f"{json.dumps(name)}: {_laid_out(held, depth + 1)}" for name, held in value.items()]
    else:
        items = [_laid_out(held, depth + 1) for held in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    margin = "\n" + " " * depth
    held = ",".join(f"{margin} {item}" for item in items)
    return opening + held + (margin if items else "") + closing


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of one table."""
    keys = [
        {
            "fields": list(foreign.columns),
            # The standard writes a reference to the table itself as an empty name.
            "reference": {
                "resource": "" if foreign.table == table.name else foreign.table,
                "fields": list(TABLES[foreign.table].key),
            },
        }
        for foreign in table.foreign_keys
    ]
    said: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [],  # an empty text is a text: only a null is missing
        "primaryKey": list(table.key),
    }
    return {**said, "foreignKeys": keys} if keys else said


def _of(table: Table, files: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    return {name: files[name] for name in sorted(files) if PurePosixPath(name).parts[0] == table.name}


def _resource(table: Table, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "title_ja": table.title_ja,
        "description": table.description,
        "path": list(files),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "files": [{"path": name, **asdict(facts)} for name, facts in files.items()],
        "schema": table_schema(table),
    }


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "arrowType": str(column.type),
        "title": column.title,
        "title_ja": column.title_ja,
        "description": column.description,
    }
    if column.unit:
        said["unit"] = column.unit
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.enum:
        constraints["enum"] = list(column.enum)
    return {**said, "constraints": constraints} if constraints else said
