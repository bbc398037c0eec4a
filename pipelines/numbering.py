"""Printed numbers: of a policy or a measure before its name, of sheets, and those that are missing between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from normalize import clean_text

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_COUNTED = (  # 24時間, 3世代, 10万人
    "[年つ代回件歳円割倍階級号種大本日月週泊品段密類核万億兆千百]|[か箇ヶカヵ][所国月年]|人(?![権材口])|次(?!世代)|時(?!代)"
    "|世代|学期|丁目|市(?![民役場街内])|町(?![民内])|拠点|地域"
)
_LONGEST = 400  # digits of a number that Python reads fast; more are no number of a sheet
_NUMBERED = re.compile(
    rf"\s*(?:(?P<no>[0-9０-９]{{1,3}})(?![0-9０-９]|{_COUNTED}|[A-Za-zＡ-Ｚａ-ｚ](?![A-Za-zＡ-Ｚａ-ｚ]))"
    rf"(?:[\s.．、:：]*(?![\s.．、:：0-9０-９\-－‐–])|\s+)|(?P<circled>[{_CIRCLED}])[\s.．、:：]*)(?P<name>\S.*)",
    re.DOTALL,
)


def split_number(sheet_no: str) -> tuple[str, int | None]:
    """A sheet's number as what stands before the last number in it, and that number.

    >>> split_number("15"), split_number("3-1-7"), split_number("A")
    (('', 15), ('3-1-', 7), ('A', None))
    """
    stem = sheet_no.rstrip("0123456789")
    digits = sheet_no[len(stem) :]
    return (stem, int(digits)) if 0 < len(digits) <= _LONGEST else (sheet_no, None)


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


def numbered(text: str) -> tuple[int | None, str]:
    """A printed number and the name after it; some names begin with a number, and some numbers have two levels.

    >>> numbered("２　健康で安心な生活基盤の整備"), numbered("③都市活力の維持と活性化")
    ((2, '健康で安心な生活基盤の整備'), (3, '都市活力の維持と活性化'))
    >>> numbered("３Ｒの推進"), numbered("24時間見守るまち"), numbered("1-2　子育て支援"), numbered("2.1 産業の振興")
    ((None, '3Rの推進'), (None, '24時間見守るまち'), (None, '1-2子育て支援'), (None, '2.1産業の振興'))
    """
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None, clean_text(text)
    number = int(match["no"]) if match["no"] else _CIRCLED.index(match["circled"]) + 1
    return number, clean_text(match["name"])
