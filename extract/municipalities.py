"""全国地方公共団体コード: the table of municipalities, and the rule of the check digit."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "municipalities.csv"  # its head names its source


def check_digit(code: str) -> int:
    """The check digit of a 全国地方公共団体コード (総務省): 11 minus the weighted sum modulo 11, its last digit.

    >>> check_digit("13105"), check_digit("01000")
    (9, 6)
    """
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


@cache
def municipalities() -> dict[str, str]:
    """The name of every prefecture, municipality and special ward by its 6-digit code."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        code, name = map(next(rows).index, ("code", "name"))
        return {row[code]: row[name] for row in rows}


def fault_of(code: str, name: str) -> tuple[str, str] | None:
    """What is wrong with a code and the name that goes with it: (``code`` or ``name``, a message), or None.

    >>> fault_of("131051", "文京区")
    ('code', '131051 is not a 全国地方公共団体コード: 6 digits, the last one its check digit')
    >>> fault_of("131059", "文京")
    ('name', '131059 is 文京区, not 文京')
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()) or check_digit(code) != int(code[5]):
        return "code", f"{code} is not a 全国地方公共団体コード: 6 digits, the last one its check digit"
    known = municipalities().get(code)
    if known is None:
        return "code", f"{code} is the code of no prefecture or municipality"
    if known != name:
        return "name", f"{code} is {known}, not {name}"
    return None
