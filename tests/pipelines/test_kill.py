"""A run killed at any step of a commit leaves the old tables or the new ones, and the next run ends what it began.

The child process counts every call by which a commit touches the disk and kills itself at one of them. A file that was
not yet synced is cut in half first, as a power cut may leave it.
"""

import errno
import io
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines import load, swap
from pipelines.loading import LoadError
from pipelines.store import Store
from tests.pipelines.truth_rows import Rows, failed, merged, parts, rows_of, truth

# How many points of a commit to try; a commit has some hundreds.
POINTS = int(os.environ.get("TENKEN_KILL_POINTS", "100"))
CALLS = ("mkdir", "link", "symlink", "replace", "rename", "unlink", "rmdir", "fsync", "open", "chmod", "ftruncate")


def few(name: str, *sheets: str) -> Rows:
    said = truth(name)
    return rows_of({table: [row for row in rows if row["sheet_no"] in sheets] for table, rows in said.items()})


OLD = parts(merged(few("r7", "1", "3"), failed("x.pdf")))
NEW = parts(merged(few("r7", "3", "15"), few("r8", "1"), failed("y.pdf", b"other")))


class Death:
    """Kills its own process at the `at`-th call; with `at` None it only counts."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.calls = 0

    def step(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, real: Callable[..., Any], spoil: Callable[[int], None] | None = None) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if spoil is not None and self.calls + 1 == self.at:
                spoil(args[0])
            self.step()
            return real(*args, **options)

        return call

    def install(self, patch: pytest.MonkeyPatch, way: str) -> None:
        cut = os.ftruncate
        for name in CALLS:
            patch.setattr(os, name, self.around(getattr(os, name), half(cut) if name == "fsync" else None))
        patch.setattr(io, "open", self.around(io.open))
        patch.setattr(swap, "exchange", self.around(swap.exchange) if way == "exchange" else refuse)


def half(cut: Callable[[int, int], None]) -> Callable[[int], None]:
    def spoil(handle: int) -> None:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode):
            cut(handle, found.st_size // 2)

    return spoil


def refuse(one: Path, other: Path) -> None:
    raise OSError(errno.EINVAL, "Invalid argument")


def commit(out: Path) -> None:
    with Store(out) as store:
        store.commit(NEW, remove=("131059-gone-form-2020",))


def killed_at(out: Path, point: int, way: str, patch: pytest.MonkeyPatch) -> bool:
    """Commit in a child that dies at that point; False when the commit ended before."""
    child = os.fork()
    if child == 0:
        Death(point).install(patch, way)
        commit(out)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return status != 0


def visible(out: Path) -> dict[str, bytes]:
    """What a reader of the folder sees: names that begin with a dot are not for readers."""
    paths = (path for path in out.rglob("*") if path.is_file())
    names = {path.relative_to(out): path for path in paths}
    return {
        name.as_posix(): path.read_bytes() for name, path in names.items() if not any(p[0] == "." for p in name.parts)
    }


def prepare(out: Path) -> None:
    with Store(out) as store:
        store.commit(OLD)
    (out / "site").mkdir()
    (out / "site" / "index.html").write_text("theirs")


def count_calls(out: Path, way: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        death = Death(None)
        death.install(patch, way)
        commit(out)
    return death.calls


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "journal"])
def test_killed_at_a_hundred_points(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path / "whole")
    old = visible(tmp_path / "whole")
    calls = count_calls(tmp_path / "whole", way)
    new = visible(tmp_path / "whole")
    assert calls >= 100
    assert old != new
    points = sorted({1 + at * calls // POINTS for at in range(POINTS)})
    seen = {"old": 0, "new": 0, "unfinished": 0}
    for point in points:
        out = tmp_path / str(point) / "out"
        prepare(out)
        assert killed_at(out, point, way, monkeypatch), point
        if swap.interrupted(out):
            assert way == "journal"
            seen["unfinished"] += 1
            with Store(out):
                pass
            assert visible(out) == new, point
        else:
            assert visible(out) in (old, new), point
            seen["old" if visible(out) == old else "new"] += 1
        commit(out)
        assert visible(out) == new, point
        assert [path.name for path in out.parent.iterdir()] == ["out"], point
        assert not list(out.glob(".*")), point
    assert seen["old"] >= 20
    assert seen["new"] >= 5
    assert (seen["unfinished"] > 0) == (way == "journal")


def test_a_killed_run_does_not_keep_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path)
    assert killed_at(tmp_path, 20, "exchange", monkeypatch)
    commit(tmp_path)
    assert (tmp_path / "site" / "index.html").read_text() == "theirs"


def test_a_reader_never_sees_two_states_mixed(tmp_path: Path) -> None:
    """One process commits back and forth; whatever another loads in the meantime is whole, or said to be outdated."""
    prepare(tmp_path)
    child = os.fork()
    if child == 0:
        for turn in range(8):
            with Store(tmp_path) as store:
                store.commit(NEW if turn % 2 else OLD, remove=("131059-some-form-2026",) if turn % 2 == 0 else ())
        os._exit(0)
    whole = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        try:
            t = load(tmp_path)
            assert set(t.programs["sheet_id"]) == set(t.sheets["sheet_id"]) == set(t.narratives["sheet_id"])
            whole += 1
        except LoadError as error:
            assert "has rewritten" in str(error)
    assert whole > 0
