"""`tenken diff`: what two editions say differently, for people or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipelines.diff import Changed, Diff, Edition


def diff_command(
    before: Annotated[str, typer.Argument(metavar="A", help="The earlier edition (2025), or an output folder.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later edition (2026), or an output folder.")],
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="The output folder that editions are looked up in.")
    ] = "data/out",
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    restatements: Annotated[
        Path | None,
        typer.Option(
            "--restatements", metavar="FILE", help="Also write the restated figures to this file: .parquet or .csv."
        ),
    ] = None,
) -> None:
    """Compare two editions: programs that came, went or changed, and past figures that were restated."""
    from pipelines.diff import compare, editions, pairs_of, unpaired
    from pipelines.target import check_target

    if restatements is not None:
        if restatements.suffix.lower() not in (".parquet", ".csv"):
            raise typer.BadParameter(f"{restatements} has to end in .parquet or .csv", param_hint="--restatements")
        check_target(restatements)
    sides = editions(before, out), editions(after, out)
    pairs = pairs_of(*sides)
    for edition in (edition for alone in unpaired(*sides, pairs) for edition in alone):
        said = f"{edition.municipality_code} {edition.form} {edition.edition}"
        typer.echo(f"not compared, for the other side has no such edition: {said}", err=True)
    diffs = [compare(*pair) for pair in pairs]
    if restatements is not None:
        _write(restatements, (row for diff in diffs for row in diff.restated))
    typer.echo(as_json(diffs) if json else "\n\n".join("\n".join(lines(diff)) for diff in diffs))


def as_json(diffs: Iterable[Diff]) -> str:
    """The whole comparison as JSON text: one object per pair of editions."""
    import json
    from dataclasses import asdict

    said = [
        {
            "before": _edition(diff.before),
            "after": _edition(diff.after),
            "matched": diff.matched,
            "appeared": [_program(row) for row in diff.appeared],
            "ended": [_program(row) for row in diff.ended],
            "changed": [asdict(change) for change in diff.changed],
            "restated": diff.restated,
        }
        for diff in diffs
    ]
    return json.dumps(said, ensure_ascii=False, indent=1)


def lines(diff: Diff) -> Iterator[str]:
    """The comparison for people, line by line."""
    from pipelines.printable import shown

    one, other = diff.before, diff.after
    yield shown(f"{other.municipality_code} {other.form}: {_label(one, other)}")
    yield f"programs: {diff.matched} in both, {len(diff.appeared)} appeared, {len(diff.ended)} ended"
    for title, rows in (("appeared", diff.appeared), ("ended", diff.ended)):
        yield from _listed(title, (f"{r['sheet_no']}  {r['program']}  ({'・'.join(r['departments'])})" for r in rows))
    yield from _listed("changed", map(_change_line, diff.changed))
    yield from _listed("restated", map(_restated_line, diff.restated))


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    from pipelines.printable import shown

    held = [f"  {shown(item)}" for item in items]
    if held:
        yield ""
        yield f"{title} ({len(held)})"
        yield from held


def _label(one: Edition, other: Edition) -> str:
    if one.folder.name == other.folder.name:
        return f"{one.edition} → {other.edition}"
    return f"{one.edition} in {one.folder.name} → {other.edition} in {other.folder.name}"


def _change_line(change: Changed) -> str:
    where = change.program if change.name == change.program else f"{change.program} · {change.name}"
    return f"{change.sheet_no}  {where}: {change.what} {change.before} → {change.after}  (match {change.score:.2f})"


def _restated_line(row: dict[str, Any]) -> str:
    unit = f" {row['unit']}" if row["unit"] else ""
    return (
        f"{row['sheet_no']}  {row['program']} · {row['name']} · {row['fiscal_year']} {row['kind']}: "
        f"{_figure(row, 'before')} → {_figure(row, 'after')}{unit}"
    )


def _figure(row: dict[str, Any], side: str) -> str:
    if row[f"status_{side}"] == "reported":
        return f"{row[side]:,.15g}"  # as many digits as a float64 holds for certain
    return row[f"raw_{side}"] or f"({row[f'status_{side}']})"


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "folder": edition.folder.name,
        "municipality_code": edition.municipality_code,
        "form": edition.form,
        "edition": edition.edition,
    }


def _program(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("sheet_no", "program_id", "program", "departments", "title")}


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    from pipelines.delimited import csv_bytes
    from pipelines.restatements import RESTATEMENTS
    from pipelines.store import parquet_bytes
    from pipelines.tables import make

    table = make(RESTATEMENTS, rows)
    path.write_bytes(parquet_bytes(table) if path.suffix.lower() == ".parquet" else csv_bytes(table))
