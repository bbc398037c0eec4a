"""A file that crashes, hangs or eats memory costs itself, never the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from pipelines.serving import Lost
from pipelines.workers import Limits, Workers


def obey(order: str) -> str:
    """What the worker of these tests does, by order."""
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "abort":
        os.abort()
    if order == "exit":
        os._exit(3)
    if order == "hang":
        time.sleep(60)
    if order == "work":
        while time.process_time() < 2:
            pass
    if order == "raise":
        raise ValueError("no sense in this")
    if order == "eat":
        return str(len(bytearray(8 << 30)))
    if order == "noise":
        os.write(1, b"noise from C\n")
        os.write(2, b"noise from C\n")
        sys.stderr.write("noise from Python\n")
    return order.upper()


LIMITS = Limits(20, 1024)


def outcomes(orders: list[str], count: int = 2, limits: Limits = LIMITS) -> list[str | Lost]:
    found = dict(Workers(obey, count, limits).map(orders))
    return [found[at] for at in range(len(orders))]


@pytest.mark.parametrize(
    ("order", "code", "says"),
    [
        ("crash", "reader_crashed", "signal 11"),
        ("exit", "reader_crashed", "exit status 3"),
        ("raise", "internal_error", "ValueError: no sense in this"),
        pytest.param(
            "eat", "too_much_memory", "1,024 MB: see --memory-limit",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the limit is set on Linux only"),
        ),
        pytest.param(
            "abort", "too_much_memory", "limit 1,024 MB): see --memory-limit",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the limit is set on Linux only"),
        ),
    ],
)  # fmt: skip
def test_a_loss_is_told_and_the_rest_is_done(order: str, code: str, says: str) -> None:
    found = outcomes(["a", order, "b", "c"])
    assert [found[0], *found[2:]] == ["A", "B", "C"]
    assert isinstance(found[1], Lost)
    assert (found[1].code, says in found[1].reason) == (code, True), found[1]


def test_without_a_limit_an_abort_is_a_crash() -> None:
    (lost,) = outcomes(["abort"], limits=Limits(20, 0))
    assert isinstance(lost, Lost)
    assert (lost.code, "signal 6" in lost.reason) == ("reader_crashed", True)


def test_what_takes_too_long_is_ended() -> None:
    begun = time.monotonic()
    found = outcomes(["hang", "a"], limits=Limits(2, 0))
    assert found[1] == "A"
    assert isinstance(found[0], Lost)
    assert found[0].code == "took_too_long"
    assert time.monotonic() - begun < 30


def test_results_that_nobody_takes_for_long_are_not_late() -> None:
    found = {}
    for number, answer in Workers(obey, 2, Limits(1, 0)).map(["a", "b", "c", "d"]):
        time.sleep(1.5)  # as where a terminal is stopped (Ctrl-S)
        found[number] = answer
    assert found == {0: "A", 1: "B", 2: "C", 3: "D"}


def test_time_in_which_all_is_stopped_does_not_count() -> None:
    program = (
        "from tests.pipelines.test_workers import Limits, Workers, obey\n"
        "print('ready', flush=True)\n"
        "print(dict(Workers(obey, 1, Limits(5, 0)).map(['work'])))"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    time.sleep(1)
    os.killpg(run.pid, signal.SIGSTOP)  # Ctrl-Z
    time.sleep(6)
    os.killpg(run.pid, signal.SIGCONT)
    assert run.stdout.read() == "{0: 'WORK'}\n"
    assert run.wait() == 0


def test_one_worker_does_all_in_the_order_given() -> None:
    assert [answer for _, answer in Workers(obey, 1, Limits()).map(list("abc"))] == ["A", "B", "C"]


def test_nothing_that_a_library_prints_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcomes(["noise", "crash"])[0] == "NOISE"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("order", ["crash", "hang"])
def test_a_worker_that_is_lost_loses_one_piece_of_work_and_not_what_it_was_given_ahead(order: str, count: int) -> None:
    orders = [f"before {at}" for at in range(20)] + [order] + [f"after {at}" for at in range(20)]
    found = outcomes(orders, count, Limits(3, 0))
    lost = [at for at, answer in enumerate(found) if isinstance(answer, Lost)]
    assert lost == [20]
    assert [answer for answer in found if isinstance(answer, str)] == [o.upper() for o in orders if o != order]
