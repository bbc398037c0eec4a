"""What a file says of itself, and what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a file or a page: the issue's code, what a newcomer can do about it, the issue's severity."""

    code: str
    advice: str
    severity: str = "error"


class About(NamedTuple):
    """What a PDF says of itself: its number of pages, and the programs that made it ("" where it does not say).

    ``faults`` tell what is not whole about the file.
    """

    pages: int
    producer: str
    creator: str
    faults: tuple[Fault, ...] = ()
