"""Sheet numbers, and those that are missing between them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise


def split_number(sheet_no: str) -> tuple[str, int | None]:
    """A sheet's number as what stands before the last number in it, and that number.

    >>> split_number("15"), split_number("3-1-7"), split_number("A")
    (('', 15), ('3-1-', 7), ('A', None))
    """
    stem = sheet_no.rstrip("0123456789")
    return stem, int(sheet_no[len(stem) :]) if len(stem) < len(sheet_no) else None


def missing_numbers(numbers: Iterable[str]) -> dict[str, list[range]]:
    """The whole numbers missing between the first and the last of sheet numbers, by what stands before the number.

    >>> missing_numbers(["1", "2", "5", "3-1-7", "3-1-9"])
    {'': [range(3, 5)], '3-1-': [range(8, 9)]}
    """
    by_stem: dict[str, set[int]] = {}
    for stem, number in map(split_number, numbers):
        if number is not None:
            by_stem.setdefault(stem, set()).add(number)
    gaps = {
        stem: [range(last + 1, following) for last, following in pairwise(sorted(found)) if following > last + 1]
        for stem, found in by_stem.items()
    }
    return {stem: missing for stem, missing in gaps.items() if missing}


def numbers_said(stem: str, numbers: range) -> str:
    """Sheet numbers for people.

    >>> numbers_said("3-1-", range(8, 9)), numbers_said("", range(3, 6))
    ('3-1-8', '3-5')
    """
    first, last = f"{stem}{numbers[0]}", f"{stem}{numbers[-1]}"
    return first if first == last else f"{first}-{last}"
