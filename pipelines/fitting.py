"""Values made to fit their row and their column: in the unit of the row, and no greater than a column holds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from normalize import Amount, Number, Status, canonical_unit, clean_text, parse_number

_INT64_MAX: Final = 2**63 - 1
_SCALES: Final = re.compile("[十百千万億兆]")
_FIRST: Final = re.compile("[／/・、,]")  # a scale belongs to the first of several units: 千円／トン, 千円・件
_ENDS: Final = re.compile("^(?:延べ|累計)|[数間]$")  # 件数 counts 件
_WORDS: Final = re.compile("[・、,（）()［］]+")  # several units in one: 人・件, 人（延べ）


def in_unit(number: Number, text: str, unit: str | None) -> tuple[Decimal | None, bool]:
    """A printed number in its row's unit, and whether the two units agree; where not, the number stays.

    Args:
        number: what the cell prints, its scale multiplied out.
        text: the cell as printed.
        unit: the row's unit, or None: the number is in its own.

    >>> [in_unit(parse_number(text), text, unit)[0] for text, unit in (("1,200千円", "千円"), ("12万", "万人"))]
    [Decimal('1200'), Decimal('12')]
    >>> [in_unit(parse_number(text), text, unit) for text, unit in (("27千円", "千円／トン"), ("350m", "km"))]
    [(Decimal('27'), True), (Decimal('350'), False)]
    >>> [in_unit(parse_number(text), text, "千人・件") for text in ("5千人", "3件", "2回")]
    [(Decimal('5'), True), (Decimal('3'), True), (Decimal('2'), False)]
    >>> in_unit(parse_number("1,300"), "1,300", "千円"), in_unit(parse_number("8割"), "8割", "%")
    ((Decimal('1300'), True), (Decimal('8'), False))
    """
    if number.value is None or unit is None or not (number.unit or _SCALES.search(text)):
        return number.value, True
    one = parse_number(unit if clean_text(unit)[:1].isdigit() else f"1{unit}")  # 100人 is a unit, too
    scale, base = (one.value or Decimal(1), one.unit or unit)
    if number.unit is None:  # 12万 in a row of 万人 says the scale twice; 1万3278 there is anybody's guess
        twice = scale != 1 and text.rstrip().endswith(unit.removesuffix(base))
        return (number.value / scale if twice else number.value), twice or scale == 1
    said = canonical_unit(number.unit)
    if said in (canonical_unit(base), canonical_unit(_FIRST.split(base)[0])):  # 27千円 in a row of 千円／トン
        return number.value / scale, True
    return number.value, said in {_ENDS.sub("", canonical_unit(word)) for word in (base, *_WORDS.split(base))}


def fitting(amount: Amount) -> Amount:
    """An amount as a column of whole numbers can hold it; of one that it cannot hold, the unit is not what it seems."""
    fits = amount.yen is None or abs(amount.yen) <= _INT64_MAX
    return amount if fits else Amount(None, Status.TEXT)
