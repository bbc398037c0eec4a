"""What a run says while it reads: a bar on a terminal, a line per file elsewhere; always to stderr."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pipelines.work import SourceRead

_STYLES: Final = {"ok": "green", "partial": "yellow", "unknown_form": "yellow", "scanned": "red", "failed": "red"}


def outcome(name: str, read: SourceRead) -> str:
    """One line about a file that was read.

    Args:
        name: the file's name, printable.
        read: what came of it.
    """
    said = [f"{read.source['status']:12}", name]
    sheets = sum(sheet.sheet_id is not None for sheet in read.sheets)
    if read.source.get("error"):
        said.append(f"({read.source['error']})")
    elif sheets:
        said.append(f"({sheets} sheet{'s' * (sheets > 1)})")
    return " ".join(said)


class Silent(AbstractContextManager["Silent"]):
    """Says nothing."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to end."""

    def __call__(self, name: str, read: SourceRead) -> None:
        """Take note of a file that was read."""


class Lines(Silent):
    """A plain line per file."""

    def __init__(self, total: int) -> None:
        """Start at the first of `total` files."""
        self.total = total
        self.done = 0

    def __call__(self, name: str, read: SourceRead) -> None:
        """Print a file's line."""
        self.done += 1
        width = len(str(self.total))
        sys.stderr.write(f"[{self.done:{width}}/{self.total}] {outcome(name, read)}\n")
        sys.stderr.flush()


class Bar(Silent):
    """A progress bar; files that were not read well scroll away above it."""

    def __init__(self, total: int) -> None:
        """Make a bar for `total` files."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        self._progress: Progress = Progress(
            TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[said]}"), console=console, transient=True,
        )  # fmt: skip
        self._task: TaskID = self._progress.add_task("reading", total=total, said="")
        self._count: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()

    def __call__(self, name: str, read: SourceRead) -> None:
        """Move on by a file."""
        from rich.text import Text

        status = read.source["status"]
        self._count[status] += 1
        if status != "ok":
            self._progress.console.print(Text(outcome(name, read), style=_STYLES[status]), soft_wrap=True)
        said = " · ".join(f"{count} {status}" for status, count in sorted(self._count.items()))
        self._progress.update(self._task, advance=1, said=said)


def progress(total: int, quiet: bool) -> Silent:
    """The way to tell about `total` files that fits where stderr goes."""
    if quiet:
        return Silent()
    return Bar(total) if sys.stderr.isatty() else Lines(total)
