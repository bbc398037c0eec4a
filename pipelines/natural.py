"""The order in which people expect numbers inside text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from functools import lru_cache
from typing import Final

_DIGITS: Final = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def natural(value: Hashable) -> tuple[tuple[int, int, str, str], ...]:
    """A sorting key by which numbers inside text sort as numbers, and nothing sorts first.

    >>> sorted(["1-10", "1-9", "A2"], key=natural)
    ['1-9', '1-10', 'A2']
    """
    if value is None:
        return ()
    if isinstance(value, int):
        return ((0, value, "", ""),)
    pieces = (piece for piece in _DIGITS.split(str(value)) if piece)
    return tuple(_number(piece) if piece.isdecimal() else (1, 0, "", piece) for piece in pieces)


def _number(piece: str) -> tuple[int, int, str, str]:
    """The key of digits, compared as text: of a printed number nobody knows how long it is."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in piece).lstrip("0")
    return 0, len(digits), digits, piece
