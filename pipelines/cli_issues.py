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

    for word in code or ():
        if word not in CODES:
            raise typer.BadParameter(
                f"{word} is no code{_nearest(word, CODES)}: see docs/issues.md", param_hint="--code"
            )
    for word in severity or ():
        if word not in SEVERITIES:
            said = f"{word} is none of {', '.join(sorted(SEVERITIES))}"
            raise typer.BadParameter(said, param_hint="--severity")
    tables = open_folder(folder)
    files = {row["source_id"]: row["file"] for row in tables.rows("sources").to_pylist()}
    held = tables.rows("issues").to_pylist()
    rows = [row for row in held if (not code or row["code"] in code) and (not severity or row["severity"] in severity)]
    for line in lines(rows, files):
        typer.echo(line)
    if not rows:
        typer.echo(f"no issues of these; {len(held):,} others" if held else "no issues", err=True)


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known)
    return f"; did you mean {' or '.join(near)}?" if near else ""


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
