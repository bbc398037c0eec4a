"""`tenken issues`: what was not read, or read with doubt, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from pipelines.environment import OUT

Row = Mapping[str, Any]


def issues_command(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The output folder of `tenken run`.")] = OUT,
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help="Only issues of this code; may be repeated.")
    ] = None,
    severity: Annotated[
        list[str] | None,
        typer.Option("--severity", metavar="SEVERITY", help="Only error, warning or info; may be repeated."),
    ] = None,
) -> None:
    """Print what was not read, or read with doubt: file and page, how grave, the code, and what is the matter.

    What each code means, and what to do about it: docs/issues.md. The boxes are in the table issues.
    """
    from pipelines.folder import open_folder
    from pipelines.issue_codes import CODES
    from pipelines.schema import SEVERITIES

    for given, known, option in ((code, CODES, "--code"), (severity, SEVERITIES, "--severity")):
        for word in given or ():
            if word not in known:
                raise typer.BadParameter(f"{word} is none of {', '.join(sorted(known))}", param_hint=option)
    tables = open_folder(folder)
    files = {row["source_id"]: row["file"] for row in tables.rows("sources").to_pylist()}
    rows = [
        row
        for row in tables.rows("issues").to_pylist()
        if (not code or row["code"] in code) and (not severity or row["severity"] in severity)
    ]
    for line in lines(rows, files):
        typer.echo(line)


def lines(issues: Iterable[Row], files: Mapping[str, str]) -> Iterator[str]:
    """Issues for people, in the order of files and pages.

    Args:
        issues: rows of the table.
        files: the name of each source.
    """
    from pipelines.printable import shown

    def place(row: Row) -> tuple[Any, ...]:
        return files.get(row["source_id"], ""), row["page"] or 0, row["top"] or 0.0, row["code"], row["message"]

    for row in sorted(issues, key=place):
        page = f" p. {row['page']}" if row["page"] is not None else ""
        where = f"{files[row['source_id']]}{page}: " if row["source_id"] in files else ""
        yield f"{shown(where)}{row['severity']} {row['code']}: {shown(row['message'])}"
