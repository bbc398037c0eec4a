"""Worker processes that may die or hang: each costs its own file, never the run.

pdfium is C++ and not thread-safe, and a hostile PDF may crash it, eat memory or never end. So every file is read in a
process of its own kind: with a limit of memory (the system's) and of time (the parent's), replaced when it is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Timer
from typing import Generic, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of wall time, and megabytes beyond what a worker takes itself (0: no limit)."""

    seconds: float = 300.0
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece of work that gave no result: ``code`` is the issue's, ``reason`` is for people."""

    code: str
    reason: str


@dataclass(slots=True)
class _Worker(Generic[Work]):
    process: BaseProcess
    pipe: Connection
    number: int | None = None
    since: float = 0.0


def _serve(pipe: Connection, function: Callable[[Work], Result], megabytes: int) -> None:
    """A worker's life: take work, send the result, until the pipe closes."""
    _be_silent()
    if megabytes and sys.platform == "linux":
        limit = _address_space() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            work = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(_answer(function, work, megabytes))
        except MemoryError:  # the result did not fit twice
            pipe.send(_too_much(megabytes))
        except OSError:  # the parent is gone
            return


def _answer(function: Callable[[Work], Result], work: Work, megabytes: int) -> Result | Lost:
    try:
        return function(work)
    except MemoryError:
        return _too_much(megabytes)
    except Exception as error:  # the parent decides; nothing is swallowed: the reason goes into the issue
        said = f"{type(error).__name__}: {error}"
        return Lost("internal_error", f"tenken failed on it ({said}): please report the file")


def _too_much(megabytes: int) -> Lost:
    return Lost("too_much_memory", f"reading it took more than {megabytes:,} MB: see --memory-limit")


def _be_silent() -> None:
    """What a library prints, or C++ on its way down, is not for the user: the parent says what there is to say."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _address_space() -> int:
    """Bytes of address space that this process has taken: arenas and thread stacks of libraries among them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Children started here never get Ctrl-C, not even while they start: the parent answers it, once."""
    resource_tracker.ensure_running()  # it unblocks Ctrl-C when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers(Generic[Work, Result]):
    """A pool of processes for one function.

    Args:
        function: a module-level function of one argument.
        count: how many processes, at least 1.
        limits: what one call may cost.
    """

    def __init__(self, function: Callable[[Work], Result], count: int, limits: Limits) -> None:
        """Start nothing yet."""
        self.function = function
        self.count = max(1, count)
        self.limits = limits
        self._context = multiprocessing.get_context("spawn")
        self._idle: list[_Worker[Work]] = []
        self._busy: list[_Worker[Work]] = []

    def map(self, works: Sequence[Work]) -> Iterator[tuple[int, Result | Lost]]:
        """Do all the work, in the order given; yields (index, result) as they come."""
        waiting = list(enumerate(works))[::-1]
        try:
            while waiting or self._busy:
                while waiting and len(self._busy) < self.count:
                    self._hand(*waiting.pop())
                yield from self._collect()
        finally:
            self.close()

    def _start(self) -> _Worker[Work]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self.function, self.limits.megabytes), daemon=True)
        with _without_ctrl_c():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand(self, number: int, work: Work) -> None:
        worker = self._idle.pop() if self._idle else self._start()
        worker.number, worker.since = number, time.monotonic()
        self._busy.append(worker)
        with suppress(OSError):  # it died while it waited: collecting its answer finds out
            worker.pipe.send(work)

    def _collect(self) -> Iterator[tuple[int, Result | Lost]]:
        """Wait for the next results; end what takes too long."""
        deadline = min(worker.since for worker in self._busy) + self.limits.seconds
        ready = wait([worker.pipe for worker in self._busy], timeout=max(0.0, deadline - time.monotonic()))
        for worker in [w for w in self._busy if w.pipe in ready]:
            self._busy.remove(worker)
            yield self._number(worker), self._answer(worker)
        now = time.monotonic()
        for worker in [w for w in self._busy if now - w.since >= self.limits.seconds]:
            self._busy.remove(worker)
            self._end(worker)
            reason = f"reading took over {self.limits.seconds:g} s: see --time-limit"
            yield self._number(worker), Lost("took_too_long", reason)

    def _number(self, worker: _Worker[Work]) -> int:
        if worker.number is None:
            raise RuntimeError("a worker without work answered")
        return worker.number

    def _answer(self, worker: _Worker[Work]) -> Result | Lost:
        watchdog = Timer(max(1.0, worker.since + self.limits.seconds - time.monotonic()), worker.process.kill)
        watchdog.start()  # it may stop in the middle of its answer
        try:
            answer: Result | Lost = worker.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end(worker)
            code = worker.process.exitcode or 0
            reason = f"signal {-code}" if code < 0 else f"exit status {code}"
            advice = f"the PDF made the reader crash ({reason}): open it in a viewer, print it to a new PDF"
            return Lost("reader_crashed", advice)
        finally:
            watchdog.cancel()
        self._idle.append(worker)
        return answer

    def _end(self, worker: _Worker[Work]) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()

    def close(self) -> None:
        """End all processes."""
        for worker in self._busy:
            self._end(worker)
        for worker in self._idle:
            worker.pipe.close()
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._busy, self._idle = [], []
