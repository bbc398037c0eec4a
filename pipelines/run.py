"""The main job: PDFs in, tables out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from extract.form import load_forms
from extract.readers import ReaderName
from pipelines.issues import Issue, issue_row
from pipelines.parts import parts_of
from pipelines.printable import shown
from pipelines.rows import Row
from pipelines.schema import TABLES
from pipelines.source import SourceRead, Task, failed, page_ranges, read_source
from pipelines.store import Committed, Store, run_time
from pipelines.tables import in_order, table_of
from pipelines.unchanged import Known, tool_version
from pipelines.usage import NoInputError, UnknownFormError
from pipelines.workers import Limits, Lost, Workers

Watcher = Callable[[str, SourceRead], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    Attributes:
        out: the output folder.
        workers: number of processes; 0 for one per core.
        form: the only form to read, or None.
        folders: folders of users' own form files.
        limits: what one file may cost.
        force: read files again that have not changed.
        reader: which library reads the pages.
    """

    out: Path
    workers: int = 0
    form: str | None = None
    folders: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    verify: bool = False
    force: bool = False
    reader: ReaderName = ReaderName.PDFIUM


@dataclass(slots=True)
class Summary:
    """What a run did: files by status, rows by table, issues by (severity, code), and the committed files."""

    files: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    committed: Committed | None = None

    @property
    def errors(self) -> int:
        """Number of issues that are errors."""
        return sum(count for (severity, _), count in self.issues.items() if severity == "error")

    @property
    def clean(self) -> bool:
        """Whether every file was read as a whole, by a known form, without an error."""
        return not self.errors and set(self.files) <= {"ok"}


def find_pdfs(paths: Iterable[Path]) -> list[Path]:
    """The PDFs named, and those in the folders named (searched downwards, each real folder once), sorted by path.

    A file that is named is taken whatever its ending. A folder that cannot be listed stands in the list itself, for the
    reader to report.

    Raises:
        NoInputError: a path that does not exist, or no PDF at all.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_in_folder(path))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise NoInputError(f"{shown(str(path))}: no such file or folder")
    if not found:
        raise NoInputError("no PDF found in " + ", ".join(shown(str(p)) for p in paths))
    return sorted(found, key=lambda p: os.fsencode(p))


def _in_folder(folder: Path) -> Iterator[Path]:
    seen: set[str] = set()
    closed: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename)), followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (Path(root) / name for name in files if name.lower().endswith(".pdf"))
    yield from closed


def check_forms(form: str | None, folders: tuple[Path, ...]) -> None:
    """See that the forms can be read, and that the one asked for is among them.

    Raises:
        UnknownFormError: it is not.
        FormError: a form file is wrong.
        NoInputError: a folder of forms does not exist.
    """
    for folder in folders:
        if not folder.is_dir():
            raise NoInputError(f"{shown(str(folder))}: no such folder of forms")
    known = sorted({f.id for f in load_forms(folders)})
    if form is not None and form not in known:
        raise UnknownFormError(f"no form is called {shown(form)}; known are: {', '.join(known)}")


def run(paths: Sequence[Path], options: Options, watch: Watcher | None = None) -> Summary:
    """Read PDFs and bring the tables of the output folder up to date, all of them at once at the end.

    Args:
        paths: PDFs and folders.
        options: how.
        watch: told each file's name and outcome as it is done.

    Raises:
        NoInputError: nothing to read.
        StoreError: the output folder cannot be used; its tables are as they were.
        FormError: a form file is wrong.
        UnknownFormError: the form asked for is not known.
    """
    files = find_pdfs(paths)
    check_forms(options.form, options.folders)
    tool = tool_version(options.folders, options.form, "verify" if options.verify else None, options.reader)
    with Store(options.out) as store:
        known = Known(store, tool, use=not options.force)
        kept = known.unchanged(files)
        read = _read_rest(files, kept, known, options, watch)
        if kept and watch is not None:
            for path, source in kept.items():
                watch(shown(str(path)), source)
        same = {source.source["source_id"] for source in kept.values()}
        if not read and known.is_all(same):
            return summarise(known.counted(same), known.nothing_done())
        tables = assemble(read, tool, known.rows_of(same) if same else None)
        committed = store.commit(parts_of(tables))
    return summarise(tables, committed)


def _read_rest(
    files: Sequence[Path], kept: dict[Path, SourceRead], known: Known, options: Options, watch: Watcher | None
) -> list[SourceRead]:
    """Read the files that are not kept; `kept` loses those that turn out to share a sheet with one of them."""
    read: dict[Path, SourceRead] = {}
    waiting = [path for path in files if path not in kept]
    while waiting:
        read |= zip(waiting, read_files(waiting, options, watch), strict=True)
        waiting = known.clashing(kept, read.values())
        for path in waiting:
            del kept[path]
    return [read[path] for path in files if path in read]


def read_files(files: Sequence[Path], options: Options, watch: Watcher | None = None) -> list[SourceRead]:
    """Read files in worker processes, the largest first, so that no long one is left to the end.

    Args:
        files: as `find_pdfs` gives them.
        options: how; its output folder is not touched.
        watch: told each file's name and outcome as it is done.

    Returns:
        What came of each file, in the order of the files.
    """
    tasks = [Task(path, str(path), options.form, options.folders, options.verify, options.reader) for path in files]
    order = sorted(range(len(tasks)), key=lambda i: -_size(tasks[i].path))
    workers = Workers(read_source, min(options.workers or os.cpu_count() or 1, len(tasks)), options.limits)
    done: dict[int, SourceRead] = {}
    for at, answer in workers.map([tasks[i] for i in order]):
        task = tasks[order[at]]
        result = failed(task.name, answer.code, answer.reason) if isinstance(answer, Lost) else answer
        done[order[at]] = result
        if watch is not None:
            watch(shown(task.name), result)
    return [done[i] for i in range(len(tasks))]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def assemble(
    read: Iterable[SourceRead], tool: str | None = None, kept: Mapping[str, pa.Table] | None = None
) -> dict[str, pa.Table]:
    """All files' tables as one, each sheet once and each file once; what comes twice is an issue.

    Args:
        read: the files in a fixed order: of two sheets with one number the first stays.
        tool: the `tool_version` of the files that were read.
        kept: rows of other files, that share no sheet with them.
    """
    tables: dict[str, list[pa.Table]] = {name: [TABLES[name].arrow.empty_table()] for name in TABLES}
    sources: dict[str, Row] = {}
    issues: list[Row] = []
    homes: dict[str, str] = {}
    for source in read:
        row = source.source
        if row["source_id"] in sources:
            first = sources[row["source_id"]]["file"]
            says = f"{row['file']} has the same content as {first} and was read once"
            issue = Issue("info", "duplicate_file", says, "sources", row["source_id"])
            issues.append(issue_row(issue, row["source_id"], {}))
            continue
        sources[row["source_id"]] = {**row, "tool_version": tool or tool_version(), "extracted_at": run_time()}
        issues += source.issues
        for sheet in source.sheets:
            again = homes.get(sheet.sheet_id) if sheet.sheet_id is not None else None
            if again is not None:
                issues.append(_twice(sheet.sheet_id or "", row, sheet.tables, again))
            for name, rows in sheet.tables.items():
                if again is None or name in ("pages", "cells"):
                    tables[name].append(rows)
            if sheet.sheet_id is not None:
                homes.setdefault(sheet.sheet_id, row["file"])
    tables["issues"].append(table_of("issues", list({r["issue_id"]: r for r in issues}.values())))
    whole = {name: in_order(name, found) for name, found in tables.items()}
    whole["sources"] = table_of("sources", sources.values())
    return whole if kept is None else {name: in_order(name, [rows, kept[name]]) for name, rows in whole.items()}


def _twice(sheet_id: str, source: Row, tables: dict[str, pa.Table], first: str) -> Row:
    key = tables["sheets"].to_pylist()[0]
    pages = page_ranges(range(key["page_first"], key["page_last"] + 1))
    says = f"the sheet stands in {first} too; its rows were taken from there, not from {source['file']} page {pages}"
    issue = Issue("warning", "duplicate_sheet", says, "sheets", sheet_id)
    named = {k: key[k] for k in ("municipality_code", "form", "edition", "sheet_no")}
    return {**named, **issue_row(issue, source["source_id"], {"page": key["page_first"]})}


def summarise(tables: dict[str, pa.Table], committed: Committed | None) -> Summary:
    """Count what a run's tables hold."""
    summary = Summary(rows={name: rows.num_rows for name, rows in tables.items()}, committed=committed)
    summary.files.update(tables["sources"]["status"].to_pylist())
    issues = tables["issues"]
    summary.issues.update(zip(issues["severity"].to_pylist(), issues["code"].to_pylist(), strict=True))
    return summary
