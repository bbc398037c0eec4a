"""A worker process: a fresh interpreter, which takes nothing from its parent but a pipe: no lock, no thread, no file.

One may be started early, before it is known what there is to do: it needs longer to get ready than all the rest.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.environment import ALONE, KEEP

_START = "import sys; sys.path[:] = {path!r}; from pipelines.serving import serve; serve({pipe}, {function!r})"
_early: dict[str, list[Started]] = {}


class Started:
    """A process that was started, and the open file of our end of its pipe."""

    def __init__(self, function: str) -> None:
        """Start a process for a function, ``module:name``."""
        ours, theirs = socket.socketpair()
        with theirs:
            start = _START.format(path=sys.path, pipe=theirs.fileno(), function=function)
            with _without_ctrl_c():
                self.process = subprocess.Popen(
                    [sys.executable, "-c", start],
                    stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], env={**KEEP, **os.environ, **ALONE},
                )  # fmt: skip
        self.pipe = ours.detach()


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Children started here never get Ctrl-C, not even while they start: the parent answers it, once."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_early(function: str) -> None:
    """Start a process that `started` gives to who first needs one."""
    _early.setdefault(function, []).append(Started(function))


def started(function: str) -> Started:
    """A process for a function: one that was started early, or a new one."""
    waiting = _early.get(function)
    return waiting.pop() if waiting else Started(function)


def end_early() -> None:
    """End the processes that were started early and that nobody took."""
    for early in (one for waiting in _early.values() for one in waiting):
        os.close(early.pipe)
        early.process.kill()
        early.process.wait()
    _early.clear()
