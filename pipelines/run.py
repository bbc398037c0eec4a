"""The main job: PDFs in, tables out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extract.readers import ReaderName
from pipelines.environment import READ
from pipelines.printable import shown
from pipelines.serving import Lost
from pipelines.usage import NoInputError, UnknownFormError
from pipelines.work import FIRST, STRETCH, Piece, SourceRead, Task, failed
from pipelines.workers import Limits, Workers

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.store import Committed, Store
    from pipelines.unchanged import Known

Watcher = Callable[[str, SourceRead], None]
_WORTH: Final = 2 << 20  # bytes of PDFs: a process is as long getting ready as reading some of them
_LONG: Final = 1 << 20  # bytes: a file of more pages than a stretch has is larger, or the parent need not care


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
    if form is None and not folders:
        return  # the built-in ones are tested
    for folder in folders:
        if not folder.is_dir():
            raise NoInputError(f"{shown(str(folder))}: no such folder of forms")
    from extract.form import load_forms

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
    reading = Reading(files, options, watch)
    try:
        if options.force or not os.path.lexists(options.out / "sources"):
            reading.begin(files)  # all of them, and at once: nothing is known of any
        from pipelines.tool import tool_version  # when the workers are at work

        tool = tool_version(options.folders, options.form, "verify" if options.verify else None, options.reader)
        return _run(files, options, reading, tool)
    finally:
        reading.workers.close()


def _run(files: Sequence[Path], options: Options, reading: Reading, tool: str) -> Summary:
    from pipelines.parts import parts_of  # these bring Arrow, when the workers are at work
    from pipelines.store import Store
    from pipelines.unchanged import Known

    with Store(options.out) as store:
        known = Known(store, tool, use=not options.force)
        kept = known.unchanged(files)
        tables = _read_rest(files, kept, known, reading, tool)
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
    files: Sequence[Path], kept: dict[Path, SourceRead], known: Known, reading: Reading, tool: str
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
    tables = gathered.tables(read, tool, known.rows_of(same) if same else None)
    tables["issues"] = with_gaps(tables, reading.options.folders)
    return tables


class Reading:
    """Reads files in worker processes, the largest first, so that no long one is left to the end.

    Args:
        files: as `find_pdfs` gives them.
        options: how; its output folder is not touched.
        watch: told each file's name and outcome as it is done.
    """

    def __init__(self, files: Sequence[Path], options: Options, watch: Watcher | None = None) -> None:
        """Start nothing yet."""
        self.options = options
        self.watch: Watcher = watch or (lambda name, read: None)
        self.workers: Workers[Task, SourceRead | Piece] = Workers(
            READ, _processes(files, options.workers or os.cpu_count() or 1), options.limits
        )
        self._begun: list[Task] = []

    def begin(self, files: Sequence[Path]) -> None:
        """Begin to read files; `read` gives what comes of them."""
        given, count = self.options, self.workers.count
        length = FIRST if count > 1 else STRETCH
        tasks = [
            Task(
                path,
                str(path),
                given.form,
                given.folders,
                given.verify,
                given.reader,
                shared=True,
                workers=count,
                length=length,
            )
            for path in files
        ]
        self._begun = sorted(tasks, key=lambda task: -_size(task.path))  # stable: files of one size in their order
        self.workers.start()
        self.workers.begin(self._begun)
        import pyarrow.compute  # noqa: F401  # slow to import: the tables will need it, and the workers are at work

    def read(self, files: Sequence[Path]) -> Iterator[tuple[Path, SourceRead]]:
        """What came of each file, as they come."""
        if not self._begun:
            self.begin(files)
        tasks, self._begun = self._begun, []
        stretches: dict[int, _Stretches] = {}
        for number, answer in self.workers.results():
            whole = stretches.get(number) or _Stretches(tasks[number])
            whole.take(number, answer)
            if isinstance(answer, Piece):
                rest = self.workers.add(answer.rest())
                whole.numbers += rest
                stretches |= dict.fromkeys(rest, whole)
            if whole.complete:
                source = whole.source()
                self.watch(shown(whole.task.name), source)
                yield whole.task.path, source


def _processes(files: Sequence[Path], most: int) -> int:
    """How many processes are worth their start: of small files one for each and for each two megabytes."""
    sizes = [_size(path) for path in files]
    if max(sizes, default=0) >= _LONG:
        return most  # it may have many pages, which all can read
    return min(most, len(files), 1 + sum(sizes) // _WORTH)


@dataclass(slots=True)
class _Stretches:
    """What came of the stretches of one file so far; most files are one stretch."""

    task: Task
    numbers: list[int] = field(default_factory=list)
    answers: dict[int, SourceRead | Piece | Lost] = field(default_factory=dict)

    def take(self, number: int, answer: SourceRead | Piece | Lost) -> None:
        """Add what came of one."""
        if not self.numbers:
            self.numbers.append(number)
        self.answers[number] = answer

    @property
    def complete(self) -> bool:
        """Whether all have been read."""
        return len(self.answers) == len(self.numbers)

    def source(self) -> SourceRead:
        """What came of the file: of a stretch that failed the file fails."""
        answers = [self.answers[number] for number in self.numbers]
        for answer in answers:
            if isinstance(answer, Lost):
                return failed(self.task.name, answer.code, answer.reason)
            if isinstance(answer, SourceRead):
                return answer
        from pipelines.source import finished  # imports what reads PDFs: only for long files

        return finished([answer for answer in answers if isinstance(answer, Piece)])


def read_files(files: Sequence[Path], options: Options, watch: Watcher | None = None) -> list[SourceRead]:
    """Read files in worker processes.

    Args:
        files: as `find_pdfs` gives them.
        options: how; its output folder is not touched.
        watch: told each file's name and outcome as it is done.

    Returns:
        What came of each file, in the order of the files.
    """
    reading = Reading(files, options, watch)
    try:
        done = dict(reading.read(files))
    finally:
        reading.workers.close()
    for source in done.values():
        for sheet in source.sheets:
            sheet.unpack()
    return [done[path] for path in files]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def assemble(read: Sequence[SourceRead]) -> dict[str, pa.Table]:
    """All files' tables as one: see `Gathered.tables`.

    Args:
        read: the files in their order; they lose their rows.
    """
    from pipelines.gathering import Gathered
    from pipelines.tool import tool_version

    gathered = Gathered()
    for number, source in enumerate(read):
        gathered.add(number, source)
    return gathered.tables(dict(enumerate(read)), tool_version())


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
