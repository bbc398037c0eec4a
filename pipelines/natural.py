"""The order in which people expect numbers inside text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from functools import lru_cache
from typing import Final

_DIGITS: Final = re.compile(r"(\d+)")
_END, _DIGIT, _WORD = "\0", "\1", "\2"  # no text holds them


@lru_cache(maxsize=16384)
def natural(value: Hashable) -> str:
    """A sorting key by which numbers inside text sort as numbers, and nothing sorts first; no number is negative.

    It is one text, for a run holds the keys of all its rows: what is sorted by each piece stands in it one after the
    other, and numbers come before words.

    >>> sorted(["1-10", "1-9", "A2"], key=natural)
    ['1-9', '1-10', 'A2']
    """
    if value is None:
        return ""
    pieces = (piece for piece in _DIGITS.split(str(value)) if piece)
    return "".join(f"{_number(piece) if piece.isdecimal() else _WORD}{piece}{_END}" for piece in pieces)


def _number(piece: str) -> str:
    """The key of digits: how many count, and which. Of a printed number nobody knows how long it is."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in piece).lstrip("0")
    return f"{_DIGIT}{chr(len(digits))}{digits}"
