"""Worker processes that may die or hang: each costs its own work, never the run.

pdfium is C++ and not thread-safe, and a hostile PDF may crash it, eat memory or never end. So every file is read in a
process of its own kind: with a limit of memory (the system's) and of time (the parent's), replaced when it is lost.
"""

from __future__ import annotations

import math
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from threading import Timer
from typing import Final, Generic, TypeVar

from pipelines.limits import Limits
from pipelines.process import Process, started
from pipelines.serving import Lost

Work = TypeVar("Work")
Result = TypeVar("Result")

_PLENTY: Final = 2  # pieces of work that wait, for each worker: with fewer, none is bound to a worker that is not free
_SHORT: Final = 0.25  # seconds: then the way from one piece of work to the next counts
_LATE: Final = 1.0  # seconds that this process looks after a deadline: something held it up itself


@dataclass(slots=True)
class _Worker(Generic[Work]):
    """A process and its work.

    Attributes:
        process: the process.
        pipe: what it is talked to through.
        given: the work that it has and has not answered; it is at the first.
        since: when it began with that.
        took: seconds that its last work took; for ever, as long as it has done none.
    """

    process: Process
    pipe: Connection
    given: deque[tuple[int, Work]] = field(default_factory=deque)
    since: float = 0.0
    took: float = math.inf


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
        self._workers: list[_Worker[Work]] = []
        self._ended: list[Process] = []

    def start(self) -> None:
        """Start the processes now: while they get ready there may be other things to do."""
        while len(self._workers) < self.count:
            self._workers.append(self._new())

    def begin(self, works: Sequence[Work]) -> None:
        """Begin with work, in the order given; `results` gives what comes of it.

        Args:
            works: numbered from 0. What is added on the way has the numbers after them.
        """
        self._waiting = deque(enumerate(works))
        self._numbers = len(works)
        self._hand_out()

    def results(self) -> Iterator[tuple[int, Result | Lost]]:
        """Yield (number, result) of all work as it is done; then `close` has to be called."""
        try:
            while self._waiting or any(worker.given for worker in self._workers):
                yield from self._collect()
                self._hand_out()
        finally:
            self._end_all()

    def map(self, works: Sequence[Work]) -> Iterator[tuple[int, Result | Lost]]:
        """Do all the work, in the order given; yields (number, result) as they come."""
        self.begin(works)
        try:
            yield from self.results()
        finally:
            self.close()

    def add(self, works: Sequence[Work]) -> range:
        """Add work to what is being done, before all that still waits; returns its numbers."""
        numbers = range(self._numbers, self._numbers + len(works))
        self._waiting.extendleft(reversed(list(zip(numbers, works, strict=True))))
        self._numbers += len(works)
        return numbers

    def _new(self) -> _Worker[Work]:
        ready = started(self.function)
        worker: _Worker[Work] = _Worker(ready.process, Connection(ready.pipe))
        with suppress(OSError):  # it died at once: collecting its answer finds out
            worker.pipe.send(self.limits.address_space)
        return worker

    def _hand_out(self) -> None:
        """Give work to those that have none; those whose work is short get the next before they are done."""
        while self._waiting:
            worker = next((worker for worker in self._workers if not worker.given), None)
            if worker is None and len(self._workers) < self.count:
                worker = self._new()
                self._workers.append(worker)
            if worker is None:
                break
            self._give(worker)
        for worker in self._workers:
            if len(worker.given) == 1 and worker.took < _SHORT and len(self._waiting) > _PLENTY * self.count:
                self._give(worker)

    def _give(self, worker: _Worker[Work]) -> None:
        number, work = self._waiting.popleft()
        if not worker.given:
            worker.since = time.monotonic()
        worker.given.append((number, work))
        with suppress(OSError):  # it died while it waited: collecting its answer finds out
            worker.pipe.send(work)

    def _collect(self) -> Iterator[tuple[int, Result | Lost]]:
        """Wait for the next results; end what takes too long. Workers get new work before their result is looked at."""
        busy = [worker for worker in self._workers if worker.given]
        deadline = min(worker.since for worker in busy) + self.limits.seconds
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, deadline - time.monotonic()))
        now = time.monotonic()
        if now > deadline + _LATE:  # Ctrl-Z, or results that nobody took: no worker's fault
            for worker in busy:
                worker.since = now
        for worker in [w for w in busy if w.pipe in ready]:
            number, _ = worker.given[0]
            answer: Result | Lost = self._answer(worker)
            self._hand_out()
            yield number, answer
        now = time.monotonic()
        slow = [w for w in self._workers if w.given and now - w.since >= self.limits.seconds]
        for worker in [w for w in slow if not w.pipe.poll()]:  # one that has answered meanwhile has its turn
            number, _ = worker.given[0]
            self._lose(worker)
            yield number, Lost("took_too_long", f"reading took over {self.limits.seconds:g} s: see --time-limit")

    def _answer(self, worker: _Worker[Work]) -> Result | Lost:
        watchdog = Timer(max(1.0, worker.since + self.limits.seconds - time.monotonic()), worker.process.kill)
        watchdog.start()  # it may stop in the middle of its answer
        try:
            answer: Result | Lost = worker.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._lose(worker)
            return self._died(worker.process.wait())
        finally:
            watchdog.cancel()
        worker.given.popleft()
        now = time.monotonic()
        worker.since, worker.took = now, now - worker.since
        return answer

    def _died(self, code: int) -> Lost:
        """What a process died of, by how it ended."""
        if code == -signal.SIGABRT and self.limits.address_space:
            # C++ has no answer to memory that it does not get but to abort; it seldom aborts for another reason.
            said = (
                f"the reader gave up, most likely for want of memory (limit {self.limits.megabytes:,} MB): see "
                "--memory-limit; else open it in a viewer, print it to a new PDF"
            )
            return Lost("too_much_memory", said)
        reason = f"signal {-code}" if code < 0 else f"exit status {code}"
        advice = f"the PDF made the reader crash ({reason}): open it in a viewer, print it to a new PDF"
        return Lost("reader_crashed", advice)

    def _lose(self, worker: _Worker[Work]) -> None:
        """End a worker over the work that it is at; what it was given besides waits again."""
        self._workers.remove(worker)
        worker.given.popleft()
        self._waiting.extendleft(reversed(worker.given))
        self._end(worker)
        worker.process.wait()

    def _end(self, worker: _Worker[Work]) -> None:
        worker.pipe.close()
        worker.process.kill()

    def _end_all(self) -> None:
        """End all processes, and do not wait until they are gone: those that wait for work have nothing to lose."""
        for worker in self._workers:
            self._end(worker)
            self._ended.append(worker.process)
        self._workers = []

    def close(self) -> None:
        """End all processes; after that there are none."""
        self._end_all()
        for process in self._ended:
            process.wait()
        self._ended = []
