"""PDFs → what was read of them, in worker processes: files and stretches of long ones, largest first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipelines.environment import READ
from pipelines.options import Options
from pipelines.printable import shown
from pipelines.process import can_start
from pipelines.serving import Lost
from pipelines.usage import NoReaderError
from pipelines.work import FIRST, STRETCH, Piece, SourceRead, Task, failed
from pipelines.workers import Workers

Watcher = Callable[[str, SourceRead], None]
_WORTH: Final = 2 << 20  # bytes of PDFs: a process is as long getting ready as reading some of them
_LONG: Final = 1 << 20  # bytes: a file of more pages than a stretch has is larger, or the parent need not care


class Reading:
    """Reads files in worker processes, the largest first, so that no long one is left to the end.

    Args:
        files: as `find_pdfs` gives them.
        options: how; its output folder is not touched.
        watch: told each file's name and outcome as it is done.
    """

    def __init__(self, files: Sequence[Path], options: Options, watch: Watcher | None = None) -> None:
        """Start nothing yet.

        Raises:
            NoReaderError: the system is none that files can be read on.
        """
        if not can_start():
            raise NoReaderError(
                "reading PDFs needs Linux or macOS; tables that are there can be shown and exported here"
            )
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
