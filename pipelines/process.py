"""A worker process: a fresh interpreter, which takes nothing from its parent but a pipe: no lock, no thread, no file.

One may be started early, before it is known what there is to do: it needs longer to get ready than all the rest.
"""

from __future__ import annotations

import os
import signal
import sys

from pipelines.environment import ALONE, KEEP

_START = "import sys; sys.path[:] = {path!r}; from pipelines.serving import serve; serve({pipe}, {function!r})"
_early: dict[str, list[Started]] = {}


def can_start() -> bool:
    """Whether the system starts processes as is done here: Linux and macOS do."""
    return hasattr(os, "posix_spawn")


class Process:
    """A child: as much of `subprocess.Popen` as is needed here.

    Attributes:
        pid: its number.
        status: how it ended: its exit status, or minus the signal that ended it; None as long as it is not known.
    """

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        """Start a program with nothing to read. Ctrl-C never gets to it, not even while it starts: that is ours."""
        nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        self.status: int | None = None
        self.pid = os.posix_spawn(
            arguments[0], arguments, environment, file_actions=[nothing], setsigmask=[signal.SIGINT]
        )  # fmt: skip

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it has ended; returns its status."""
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status


class Started:
    """A process that was started, and the open file of our end of its pipe."""

    def __init__(self, function: str) -> None:
        """Start a process for a function, ``module:name``."""
        # What `socket` and `subprocess` bring besides takes as long as Python's own start. Not every system has it.
        from _socket import socketpair

        ours, theirs = socketpair()
        os.set_inheritable(theirs.fileno(), True)
        start = _START.format(path=sys.path, pipe=theirs.fileno(), function=function)
        self.process = Process([sys.executable, "-c", start], {**KEEP, **os.environ, **ALONE})
        theirs.close()
        self.pipe = ours.detach()


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
