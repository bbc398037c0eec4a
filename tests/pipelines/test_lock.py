"""The lock of an output folder: one process holds it, and what it holds is the file that stands in the folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.lock import LOCK_NAME, LockedError, acquire, release

fcntl = pytest.importorskip("fcntl")


def before_the_first_lock(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let something happen once, after the file was opened and before it is locked."""
    lock, waiting = fcntl.flock, [happens]

    def flock(handle: int, how: int) -> None:
        if waiting:
            waiting.pop()()
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", flock)


def test_who_holds_the_lock_is_told(tmp_path: Path) -> None:
    handle = acquire(tmp_path)
    with pytest.raises(LockedError) as caught:
        acquire(tmp_path)
    assert caught.value.holder == str(os.getpid())
    release(tmp_path, handle)
    assert not (tmp_path / LOCK_NAME).exists()
    release(tmp_path, acquire(tmp_path))


def test_a_file_that_its_holder_removed_before_it_was_locked_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The holder gives back between our open and our flock: a lock on the removed file would keep nobody out."""
    before_the_first_lock(monkeypatch, (tmp_path / LOCK_NAME).unlink)
    handle = acquire(tmp_path)
    assert os.path.samestat((tmp_path / LOCK_NAME).stat(), os.fstat(handle))
    with pytest.raises(LockedError):
        acquire(tmp_path)
    release(tmp_path, handle)


def test_who_was_quicker_after_the_file_was_removed_has_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    def another_takes_it() -> None:
        (tmp_path / LOCK_NAME).unlink()
        held.append(acquire(tmp_path))

    before_the_first_lock(monkeypatch, another_takes_it)
    with pytest.raises(LockedError):
        acquire(tmp_path)
    release(tmp_path, held[0])
