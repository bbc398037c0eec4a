"""A worker's life: it takes work from a pipe and sends back what comes of it, within its limit of memory."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipelines.environment import GARBAGE


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece of work that gave no result: ``code`` is the issue's, ``reason`` is for people."""

    code: str
    reason: str


def serve(handle: int, named: str) -> None:
    """Do the work that comes through a pipe, until it closes.

    Args:
        handle: the open file of the pipe. The first thing in it is how many megabytes one call may take beyond what the
            process takes itself; 0 for no limit.
        named: the function that does the work, ``module:name``.
    """
    gc.set_threshold(GARBAGE)
    pipe: Connection[Any, Any] = Connection(handle)
    try:
        module, _, name = named.partition(":")
        function: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
        gc.freeze()  # what is imported stays: no collection need look at it
        _be_silent()
        megabytes = pipe.recv()
        if megabytes:
            import resource  # a module of POSIX systems

            limit = _address_space() + (megabytes << 20)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        while True:
            _reply(pipe, function, pipe.recv(), megabytes)
    except (EOFError, OSError):  # the parent is done, or gone
        return


def _reply(pipe: Connection[Any, Any], function: Callable[[Any], Any], work: Any, megabytes: int) -> None:
    try:
        pipe.send(_answer(function, work, megabytes))
    except MemoryError:  # the result did not fit twice
        pipe.send(_too_much(megabytes))


def _answer(function: Callable[[Any], Any], work: Any, megabytes: int) -> Any:
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
