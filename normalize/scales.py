"""Digits with Japanese scales: 12万, 3億4,500万, 280億3911万4千, 三千二百, 二〇二四."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Final, NamedTuple

from normalize.digits import read_digits
from normalize.marks import BIG_SCALES, KANJI_DIGITS, SMALL_SCALES

_TOKEN: Final = re.compile(
    r"(?P<digits>[0-9.,](?:[0-9., ]*[0-9.,])?)"
    f"|(?P<kanji>[{''.join(KANJI_DIGITS)}]+)"
    f"|(?P<small>[{''.join(SMALL_SCALES)}])"
    f"|(?P<big>[{''.join(BIG_SCALES)}])"
    r"|(?P<space>\ +)"
)
_SIGNS: Final = re.compile(rf"[0-9., {''.join(KANJI_DIGITS)}{''.join(SMALL_SCALES)}{''.join(BIG_SCALES)}]*")
# 二三 is "two or three": two neighbours side by side are an estimate, not a number in positional notation.
_ESTIMATE: Final = re.compile("一二|二三|三四|四五|五六|六七|七八|八九")
# 12億0345万円: behind a big scale the next four figures may be written out.
_PADDED: Final = re.compile("0,?[0-9]{3}")
_MAX_KANJI: Final = 30
# Wide enough for the longest digits times the greatest scales: nothing is ever rounded.
EXACT: Final = Context(prec=400)


class Scaled(NamedTuple):
    """A number with its scales multiplied out.

    Attributes:
        value: exact.
        scaled: whether a scale (千, 万, 億 …) was printed.
        kanji: whether it was written in kanji throughout.
    """

    value: Decimal
    scaled: bool
    kanji: bool


@dataclass(slots=True)
class _Sum:
    """The running total: sections below 万, each multiplied by its big scale, both descending."""

    total: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    number: Decimal | None = None
    small: Decimal = Decimal("Infinity")  # what the next part of the section must stay below
    big: Decimal = Decimal("Infinity")  # what the next section must stay below
    parts: int = 0
    closed: bool = False  # a figure with a fraction, or zero, has to be the last one

    def add_number(self, value: Decimal | None) -> bool:
        """A figure starts only where none is open and the one before it may be followed."""
        if value is None or self.number is not None or self.closed:
            return False
        self.number, self.closed = value, value == 0 or value % 1 != 0 or "." in str(value)
        return True

    def add_small(self, scale: int, *, implied_one: bool) -> bool:
        """5百, or 百 alone in kanji (= 一百)."""
        if self.number is None and not implied_one:
            return False
        part = (Decimal(1) if self.number is None else self.number) * scale
        if part >= self.small:
            return False
        self.section, self.small, self.number = self.section + part, Decimal(scale), None
        self.parts += 1
        return True

    def close_section(self, scale: int) -> bool:
        """万, 億, 兆, 京, or the end (scale 1)."""
        if self.number is not None:
            if self.number >= self.small:
                return False
            self.section, self.number = self.section + self.number, None
            self.parts += 1
        if self.parts == 0:
            return scale == 1 and self.big.is_finite()
        if self.section * scale >= self.big:
            return False
        self.total, self.big = self.total + self.section * scale, Decimal(scale)
        self.section, self.small, self.parts = Decimal(0), Decimal("Infinity"), 0
        return True


def kanji_digits(text: str) -> int | None:
    """Kanji digits in positional notation (二〇二四 → 2024), or None for an estimate such as 二三.

    >>> kanji_digits("三〇"), kanji_digits("六"), kanji_digits("二三")
    (30, 6, None)
    """
    if len(text) > _MAX_KANJI or (len(text) > 1 and KANJI_DIGITS[text[0]] == 0):
        return None
    if len(text) == 2 and _ESTIMATE.fullmatch(text):
        return None
    return int("".join(str(KANJI_DIGITS[digit]) for digit in text))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield str(match.lastgroup), match[0]


def _multiply_out(tokens: list[tuple[str, str]], *, implied_one: bool) -> Decimal | None:
    total = _Sum()
    for kind, printed in tokens:
        if kind == "digits":
            padded = total.big.is_finite() and _PADDED.fullmatch(printed) is not None
            fits = total.add_number(Decimal(printed.replace(",", "")) if padded else read_digits(printed))
        elif kind == "kanji":
            digits = kanji_digits(printed)
            fits = digits is not None and total.add_number(Decimal(digits))
        elif kind == "small":
            fits = total.add_small(SMALL_SCALES[printed], implied_one=implied_one)
        else:
            fits = total.close_section(BIG_SCALES[printed])
        if not fits:
            return None
    return total.total if total.close_section(1) else None


def leading_number(text: str) -> tuple[str, str]:
    """Split a text behind the digits, kanji numerals and scales it starts with.

    >>> leading_number("3億4,500万 円"), leading_number("1,203人")
    (('3億4,500万', '円'), ('1,203', '人'))
    """
    match = _SIGNS.match(text)
    end = match.end() if match else 0
    return text[:end].strip(" "), text[end:]


def read_scaled(text: str) -> Scaled | None:
    """The value of digits and scales, or None where they do not make one number.

    Scales descend, and what follows a scale is smaller than it: 3億4,500万 is a number, 3万4億 is not. Only the
    last figure may have a fraction (1億2,345.6万). 百万 after digits multiplies as printed (17百万).

    Args:
        text: digits, commas, points, kanji numerals, scales and spaces; nothing else.

    Returns:
        The exact value with what was printed, or None.

    >>> read_scaled("280億3911万4千").value, read_scaled("三千二百").value, read_scaled("1.5万").value
    (Decimal('28039114000'), Decimal('3200'), Decimal('15000.0'))
    >>> read_scaled("3万4億") is read_scaled("12 34") is read_scaled("万") is None
    True
    """
    tokens = list(_tokens(text))
    kinds = {kind for kind, _ in tokens}
    if not kinds & {"digits", "kanji", "small"}:
        return None
    kanji = "digits" not in kinds
    if not kanji and "kanji" in kinds:
        return None
    scaled = bool(kinds & {"small", "big"})
    if kanji and "small" in kinds and any(kind == "kanji" and len(printed) > 1 for kind, printed in tokens):
        return None  # 二十三四, 二三千: an estimate, or two notations in one
    with localcontext(EXACT):
        value = _multiply_out(tokens, implied_one=kanji)
    return None if value is None else Scaled(value, scaled, kanji)
