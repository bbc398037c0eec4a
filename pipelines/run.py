"""The main job: PDFs in, tables out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.find import find_pdfs
from pipelines.options import Options, check_forms
from pipelines.printable import shown
from pipelines.reading import Reading, Watcher
from pipelines.stamp import Stamp, run_time
from pipelines.work import SourceRead

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.store import Committed, Store
    from pipelines.unchanged import Known


@dataclass(slots=True)
class Summary:
    """What a run did: files by status, rows by table, issues by (severity, code), and the committed files.

    ``gone`` counts the sheets of editions that were read anew which are not among them any more, by edition (its file).
    """

    files: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    committed: Committed | None = None
    gone: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Number of issues that are errors."""
        return sum(count for (severity, _), count in self.issues.items() if severity == "error")

    @property
    def clean(self) -> bool:
        """Whether every file was read as a whole, by a known form, without an error."""
        return not self.errors and set(self.files) <= {"ok"}


def run(
    paths: Sequence[Path], options: Options, watch: Watcher | None = None, meanwhile: Callable[[], None] | None = None
) -> Summary:
    """Read PDFs and bring the tables of the output folder up to date, all of them at once at the end.

    Args:
        paths: PDFs and folders.
        options: how.
        watch: told each file's name and outcome as it is done.
        meanwhile: called once, while the workers get ready: what else will be needed can be got ready, too.

    Raises:
        NoInputError: nothing to read.
        NoReaderError: the system is none that files can be read on.
        StoreError: the output folder cannot be used; its tables are as they were.
        FormError: a form file is wrong.
        UnknownFormError: the form asked for is not known.
        UsageError: SOURCE_DATE_EPOCH is no moment.
    """
    moment = run_time()
    files = find_pdfs(paths)
    check_forms(options.form, options.folders)
    reading = Reading(files, options, watch)
    try:
        if options.force or not os.path.lexists(options.out / "sources"):
            reading.begin(files)  # all of them, and at once: nothing is known of any
        from pipelines.tool import tool_version  # when the workers are at work

        tool = tool_version(options.folders, options.form, "verify" if options.verify else None, options.reader)
        if meanwhile is not None:
            meanwhile()
        return _run(files, options, reading, Stamp(tool, moment))
    finally:
        reading.workers.close()


def _run(files: Sequence[Path], options: Options, reading: Reading, stamp: Stamp) -> Summary:
    from pipelines.parts import parts_of  # these bring Arrow, when the workers are at work
    from pipelines.store import Store
    from pipelines.unchanged import Known

    with Store(options.out) as store:
        known = Known(store, stamp.tool_version, use=not options.force)
        kept = known.unchanged(files)
        tables = _read_rest(files, kept, known, reading, stamp)
        for path, source in kept.items():
            reading.watch(shown(str(path)), source)
        if tables is None:
            same = {source.source["source_id"] for source in kept.values()}
            return summarise(*known.counted(same), known.nothing_done())
        held = {name: rows.num_rows for name, rows in tables.items()}
        statuses = tables["sources"]["status"].to_pylist()
        issues = zip(*(tables["issues"][name].to_pylist() for name in ("severity", "code")), strict=True)
        before = sheets_in(store)
        committed = store.commit(parts_of(tables))
        lost = gone(before, sheets_in(store)) if before else {}
    return summarise(held, statuses, issues, committed, lost)


def _read_rest(
    files: Sequence[Path], kept: dict[Path, SourceRead], known: Known, reading: Reading, stamp: Stamp
) -> dict[str, pa.Table] | None:
    """Read the files that are not kept; `kept` loses those that turn out to share a sheet with one of them.

    Returns:
        The tables of all, or None where there is nothing to do.
    """
    from pipelines.editions import with_gaps
    from pipelines.gathering import Gathered

    gathered = Gathered()
    read: dict[int, SourceRead] = {}
    waiting = [path for path in files if path not in kept]
    places = {path: place for place, path in enumerate(files)}
    while waiting:
        for path, source in reading.read(waiting):
            gathered.add(places[path], source)
            read[places[path]] = source
        waiting = known.clashing(kept, read.values())
        for path in waiting:
            del kept[path]
    same = {source.source["source_id"] for source in kept.values()}
    if not read and known.is_all(same):
        return None
    tables = gathered.tables(read, stamp, known.rows_of(same) if same else None)
    tables["issues"] = with_gaps(tables, reading.options.folders)
    return tables


def sheets_in(store: Store) -> dict[str, set[str]]:
    """The ids of the sheets that are in the tables, by edition (its file)."""
    parts = sorted(store.parts("sheets"))
    return {part: set(store.columns("sheets", part, ["sheet_id"])["sheet_id"].to_pylist()) for part in parts}


def gone(before: Mapping[str, set[str]], after: Mapping[str, set[str]]) -> dict[str, int]:
    """How many sheets each edition has lost: their files were not read again, or are of another form than was asked."""
    there = {sheet for sheets in after.values() for sheet in sheets}
    return {part: len(sheets - there) for part, sheets in before.items() if sheets - there}


def summarise(
    held: dict[str, int],
    statuses: Iterable[str],
    issues: Iterable[tuple[str, str]],
    committed: Committed | None,
    lost: dict[str, int] | None = None,
) -> Summary:
    """Count what came of a run.

    Args:
        held: the rows of each table.
        statuses: of each file.
        issues: severity and code of each.
        committed: what was written.
        lost: how many sheets editions have lost.
    """
    return Summary(Counter(statuses), held, Counter(issues), committed, lost or {})
