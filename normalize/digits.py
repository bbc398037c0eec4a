"""Arabic digits as one number: grouping, decimals, and spaces left by letter-spaced print."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

# Nothing a public office counts is longer; a longer run is a code, a barcode or several cells run together.
MAX_LENGTH: Final = 40

# No leading zeros: 007 is a code. Commas group by three throughout or not at all. A decimal point has digits on
# both sides: the digits beside a bare point were cut off or belong elsewhere.
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


def is_number(text: str) -> bool:
    """Whether the text is one well-formed number: half-width digits, commas by three, one decimal point.

    >>> [is_number(t) for t in ("1,234.5", "0.10", "1,23", "007", "1.2.3", ".5", "5.")]
    [True, True, False, False, False, False, False]
    """
    return _NUMBER.fullmatch(text) is not None


def _joined(pieces: list[str]) -> str | None:
    """The pieces of a letter-spaced number as one, if they cannot be two numbers."""
    joined = "".join(pieces)
    if not is_number(joined):
        return None
    letter_spaced = all(len(piece) == 1 for piece in pieces) and not joined.isdigit()
    if letter_spaced:
        return joined
    cuts = [("".join(pieces[:cut]), "".join(pieces[cut:])) for cut in range(1, len(pieces))]
    return joined if any(not (is_number(left) and is_number(right)) for left, right in cuts) else None


def read_digits(text: str) -> Decimal | None:
    """The value of half-width digits, or None where they are not provably one number.

    Letter-spaced print leaves spaces inside a number. They are bridged only where the comma or the point proves
    that one of them is inside: ``5,30 0`` is not ``5,30`` and ``0``, so the print is letter-spaced. ``12 345`` and
    ``1 2,345`` may be two values, and ``1,234 567`` is no number at all.

    Args:
        text: digits, commas, points and spaces.

    Returns:
        The exact value, or None.

    >>> read_digits("5,30 0"), read_digits("1 ,3 48"), read_digits("200. 0")
    (Decimal('5300'), Decimal('1348'), Decimal('200.0'))
    >>> read_digits("12 345"), read_digits("1 2,345"), read_digits("1,234 567"), read_digits("1,23")
    (None, None, None, None)
    """
    if len(text) > MAX_LENGTH * 2:
        return None
    joined = _joined(text.split()) if " " in text else text
    if joined is None or len(joined) > MAX_LENGTH or not is_number(joined):
        return None
    return Decimal(joined.replace(",", ""))
