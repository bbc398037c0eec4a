"""Worker processes that may die or hang: each costs its own work, never the run.

pdfium is C++ and not thread-safe, and a hostile PDF may crash it, eat memory or never end. So every file is read in a
process of its own kind: with a limit of memory (the system's) and of time (the parent's), replaced when it is lost.
A worker is a fresh interpreter that takes nothing from its parent but a pipe: no lock, no thread, no open file.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from threading import Timer
from typing import Final, Generic, TypeVar

from pipelines.environment import ALONE, KEEP
from pipelines.serving import Lost

Work = TypeVar("Work")
Result = TypeVar("Result")

_START: Final = "import sys; sys.path[:] = {path!r}; from pipelines.serving import serve; serve({pipe}, {megabytes})"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may cost: seconds of wall time, and megabytes beyond what a worker takes itself.

    A limit of 0 megabytes is none.
    """

    seconds: float = 300.0
    megabytes: int = 4096


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    number: int | None = None
    since: float = 0.0


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Children started here never get Ctrl-C, not even while they start: the parent answers it, once."""
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

    def __init__(self, function: Callable[[Work], Result] | str, count: int, limits: Limits) -> None:
        """Start nothing yet; a function may be named, ``module:name``, so that only the workers import it."""
        self.function = function if isinstance(function, str) else f"{function.__module__}:{function.__qualname__}"
        self.count = max(1, count)
        self.limits = limits
        self._waiting: deque[tuple[int, Work]] = deque()
        self._numbers = 0
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def start(self) -> None:
        """Start the processes now: while they get ready there may be other things to do."""
        while len(self._idle) < self.count:
            self._idle.append(self._new())

    def begin(self, works: Sequence[Work]) -> None:
        """Begin with work, in the order given; `results` gives what comes of it.

        Args:
            works: numbered from 0. What is added on the way has the numbers after them.
        """
        self._waiting = deque(enumerate(works))
        self._numbers = len(works)
        self._hand_out()

    def results(self) -> Iterator[tuple[int, Result | Lost]]:
        """Yield (number, result) of all work as it is done."""
        try:
            while self._busy:
                yield from self._collect()
                self._hand_out()
        finally:
            self.close()

    def map(self, works: Sequence[Work]) -> Iterator[tuple[int, Result | Lost]]:
        """Do all the work, in the order given; yields (number, result) as they come."""
        self.begin(works)
        yield from self.results()

    def add(self, works: Sequence[Work]) -> range:
        """Add work to what is being done, before all that still waits; returns its numbers."""
        numbers = range(self._numbers, self._numbers + len(works))
        self._waiting.extendleft(reversed(list(zip(numbers, works, strict=True))))
        self._numbers += len(works)
        return numbers

    def _new(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            start = _START.format(path=sys.path, pipe=theirs.fileno(), megabytes=self.limits.megabytes)
            with _without_ctrl_c():
                process = subprocess.Popen(
                    [sys.executable, "-c", start],
                    stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env={**KEEP, **os.environ, **ALONE},
                )  # fmt: skip
        worker = _Worker(process, Connection(ours.detach()))
        with suppress(OSError):  # it died at once: collecting its answer finds out
            worker.pipe.send(self.function)
        return worker

    def _hand_out(self) -> None:
        while self._waiting and len(self._busy) < self.count:
            worker = self._idle.pop() if self._idle else self._new()
            worker.number, work = self._waiting.popleft()
            worker.since = time.monotonic()
            self._busy.append(worker)
            with suppress(OSError):  # it died while it waited: collecting its answer finds out
                worker.pipe.send(work)

    def _collect(self) -> Iterator[tuple[int, Result | Lost]]:
        """Wait for the next results; end what takes too long. Workers get new work before their result is looked at."""
        deadline = min(worker.since for worker in self._busy) + self.limits.seconds
        ready = wait([worker.pipe for worker in self._busy], timeout=max(0.0, deadline - time.monotonic()))
        for worker in [w for w in self._busy if w.pipe in ready]:
            self._busy.remove(worker)
            number = self._number(worker)
            answer: Result | Lost = self._answer(worker)
            self._hand_out()
            yield number, answer
        now = time.monotonic()
        for worker in [w for w in self._busy if now - w.since >= self.limits.seconds]:
            self._busy.remove(worker)
            self._end(worker)
            reason = f"reading took over {self.limits.seconds:g} s: see --time-limit"
            yield self._number(worker), Lost("took_too_long", reason)

    def _number(self, worker: _Worker) -> int:
        if worker.number is None:
            raise RuntimeError("a worker without work answered")
        return worker.number

    def _answer(self, worker: _Worker) -> Result | Lost:
        watchdog = Timer(max(1.0, worker.since + self.limits.seconds - time.monotonic()), worker.process.kill)
        watchdog.start()  # it may stop in the middle of its answer
        try:
            answer: Result | Lost = worker.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end(worker)
            code = worker.process.returncode or 0
            reason = f"signal {-code}" if code < 0 else f"exit status {code}"
            advice = f"the PDF made the reader crash ({reason}): open it in a viewer, print it to a new PDF"
            return Lost("reader_crashed", advice)
        finally:
            watchdog.cancel()
        self._idle.append(worker)
        return answer

    def _end(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.wait()

    def close(self) -> None:
        """End all processes; those that wait have nothing to lose."""
        for worker in (*self._busy, *self._idle):
            self._end(worker)
        self._busy, self._idle = [], []
