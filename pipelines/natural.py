"""The order in which people expect numbers inside text."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Final

_DIGITS: Final = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def natural(value: Hashable) -> tuple[tuple[int, int, str], ...]:
    """A sorting key by which numbers inside text sort as numbers, and nothing sorts first.

    >>> sorted(["1-10", "1-9", "A2"], key=natural)
    ['1-9', '1-10', 'A2']
    """
    if value is None:
        return ()
    if isinstance(value, int):
        return ((0, value, ""),)
    pieces = (piece for piece in _DIGITS.split(str(value)) if piece)
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)
