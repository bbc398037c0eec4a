"""Printed money → yen, exactly, with the unit of the cell or of its header."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from normalize.marks import CLOSE_BRACKETS, CLOSE_TITLE, OPEN_BRACKETS, OPEN_TITLE, any_of
from normalize.numbers import read
from normalize.qualifiers import take_trailing
from normalize.scales import EXACT
from normalize.status import Status
from normalize.text import clean_text

_MULTIPLIERS: Final = {
    "円": 1, "¥": 1, "￥": 1, "百円": 10**2, "千円": 10**3, "1,000円": 10**3, "1000円": 10**3, "万円": 10**4,
    "十万円": 10**5, "百万円": 10**6, "100万円": 10**6, "1,000,000円": 10**6,
    "千万円": 10**7, "億円": 10**8, "十億円": 10**9,
    "百億円": 10**10, "千億円": 10**11, "兆円": 10**12,
}  # fmt: skip
_BRACKETS: Final = OPEN_BRACKETS + CLOSE_BRACKETS + OPEN_TITLE + CLOSE_TITLE
# What stands around the unit in a header; not ／: 円／人 is no amount of money.
_AROUND: Final = re.compile(rf"(?:{any_of('、，・※ ：:;；=＝', _BRACKETS)}|,(?![0-9]{{3}}))+|単位")
_REMARK: Final = "※"
_WORDS: Final = re.compile("[ぁ-ヿ一-鿿]")
_UNIT_BEHIND: Final = re.compile("[（(]?(?:単位[：:]?)?[十百千万億兆]*円")
_CUT_UNIT: Final = re.compile("[0-9十百千万億兆数] +[十百千万億兆]*円")
_YEN_UNITS: Final = ("円", "¥")


class Amount(NamedTuple):
    """A printed amount of money.

    Attributes:
        yen: whole yen; None unless the status is ``reported``.
        status: what the print says.
        qualifier: the softening word as printed (約, 見込 …), else None.
    """

    yen: int | None
    status: Status
    qualifier: str | None = None


@lru_cache(maxsize=1024)
def yen_per_unit(unit: str) -> int | None:
    """How many yen one unit of a header is, or None where the header names no unit of money, or several.

    Args:
        unit: 千円, （単位：百万円）, 【単位:千円】, 決算額（千円） …

    Returns:
        Yen, or None.

    >>> yen_per_unit("（単位：百万円）"), yen_per_unit("千円"), yen_per_unit("単位：人")
    (1000000, 1000, None)
    >>> yen_per_unit("決算額　千円"), yen_per_unit("単 位 ： 千 円"), yen_per_unit("千円／人")
    (1000, 1000, None)
    """
    if len(unit) > 100:
        return None
    cleaned = clean_text(unit)
    if cleaned in _MULTIPLIERS:
        return _MULTIPLIERS[cleaned]
    apart = " ".join(map(clean_text, unit.split()))
    for header in (cleaned, apart):  # 単 位 ： 千 円, and 決算額　千円
        if _CUT_UNIT.search(header):
            return None
        words = [word for word in _AROUND.split(header) if word]
        if any(word[:1] in "／/×" for word in words):
            return None
        found = {_MULTIPLIERS[word] for word in words if word in _MULTIPLIERS}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _whole(value: Decimal, status: Status, qualifier: str | None) -> Amount:
    """Yen have no fraction: where one is left, the unit is not what it seems."""
    if value != value.to_integral_value():
        return Amount(None, Status.TEXT)
    return Amount(int(value), status, qualifier)


def _without_remark(text: str) -> str:
    """12,345千円※他事業予算も含む → 12,345千円. ※1 points to a note: who knows which, so it stays; so does a unit."""
    amount, mark, remark = text.partition(_REMARK)
    remark = remark.lstrip()
    if _UNIT_BEHIND.match(remark):
        return text
    if (taken := take_trailing(remark)) and not taken[1]:
        return f"{amount}（{taken[0]}）"
    if mark and amount.strip() and not remark[:1].isdigit() and _WORDS.search(remark):
        return amount
    return text


def parse_amount(text: str, unit: str | None = None) -> Amount:
    """The amount of money that a text prints, in yen.

    A unit in the cell counts before that of the header. A bare number without either is ``text``: its unit would be
    a guess (a bare 0 is zero in any unit). Brackets never mean minus: △ ▲ − - － do. Words behind a ※ are a remark.

    Args:
        text: one cell as printed: 20,097, ▲ 1,839, (17,387千円), 3,847万7,000円.
        unit: the unit that heads the column or the table: 千円, （単位：百万円） …

    Returns:
        The amount; `Amount.yen` is None unless the status is ``reported``.

    >>> parse_amount("20,097", unit="千円")
    Amount(yen=20097000, status=<Status.REPORTED: 'reported'>, qualifier=None)
    >>> parse_amount("3,847万7,000円").yen, parse_amount("▲ 1,839", unit="（単位：百万円）").yen
    (38477000, -1839000000)
    >>> str(parse_amount("5,800(0)", unit="千円").status), str(parse_amount("―").status)
    ('text', 'dash')
    """
    reading = read(_without_remark(text))
    number = reading.number
    if number.value is None:
        return Amount(None, number.status)
    header = yen_per_unit(unit) if unit is not None else None
    if number.unit in _YEN_UNITS or (number.value == 0 and number.unit is None):
        factor: int | None = 1
    elif number.unit is not None or (unit is not None and header is None):
        factor = None
    elif reading.scaled:  # 3億4,500万: the scale is in the cell, 円 is understood
        factor = 1 if header in (None, 1) else None
    else:
        factor = header
    if factor is None:
        return Amount(None, Status.TEXT)
    return _whole(EXACT.multiply(number.value, Decimal(factor)), number.status, number.qualifier)
