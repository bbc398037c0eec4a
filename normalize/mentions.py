"""Where a text names a year, a month or a day: the patterns behind fiscal years and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from normalize import marks
from normalize.eras import FIRST_WESTERN, LAST_WESTERN, bare_year, era_year, is_bare_year, year_number
from normalize.text import repair

Kind = Literal["era", "western", "bare"]

_TO_HALF: Final = str.maketrans(
    dict.fromkeys(marks.POINTS, ".")
    | dict.fromkeys(marks.COMMAS, ",")
    | dict.fromkeys(marks.OPEN_BRACKETS, "(")
    | dict.fromkeys(marks.CLOSE_BRACKETS, ")")
    | dict.fromkeys(marks.DASHES + marks.LONG_VOWEL, "-")
    | {marks.ASCII_TILDE: marks.WAVE, "／": "/", "：": ":"}
)
_SPACE: Final = re.compile(r"\s+")
_BETWEEN_DIGITS: Final = re.compile("[0-9]{2}")

_KANJI: Final = "".join(marks.KANJI_DIGITS) + "".join(marks.SMALL_SCALES)
_SQUARES: Final = "".join(marks.ERA_SQUARES)
_NO_IDEOGRAPH_BEFORE: Final = r"(?<![\u3400-\u9fff々])"
# A glued letter, a superscript, a grouped number or a digit set apart behind the digits: not a year, or not all of it.
_NUMBER_ENDS: Final = r"(?![0-9A-Za-z²³¹⁰-₟]|,[0-9]{3}| [0-9](?:年|$))"
_NUMBER: Final = rf"元|[0-9]{{1,3}}{_NUMBER_ENDS}|[{_KANJI}]{{1,5}}"
# m2 is an area and t5 a mass: only capitals stand for 明治 and 大正.
_WHOLE_ERA: Final = rf"明治|大正|昭和|平成|令和|[{_SQUARES}]"
_ERA: Final = rf"{_WHOLE_ERA}|(?<![0-9A-Za-z])[MTSHRrhs]|{_NO_IDEOGRAPH_BEFORE}[明大昭平令](?=[0-9元])"
_INITIAL_ERA: Final = rf"{_WHOLE_ERA}|[MTSHRrhs]|[明大昭平令](?=[0-9元])"  # where nothing stands before it
_WESTERN: Final = rf"(?<![0-9.,治正和成])[0-9]{{4}}(?![0-9])|{_NO_IDEOGRAPH_BEFORE}[一二][〇一二三四五六七八九]{{3}}"
_BARE: Final = rf"(?<![0-9第.,'’治正和成])[0-9]{{1,2}}(?![0-9])|{_NO_IDEOGRAPH_BEFORE}(?:元|[{_KANJI}]{{1,4}})"
# A second notation of the same year in brackets: R6(2024), 平成31（令和元）年度.
_PAIRED: Final = rf"(?:{_INITIAL_ERA})\.?(?:{_NUMBER})(?:年度|年)?|[0-9]{{4}}(?:年度|年)?"
ORDINAL: Final = "目(?![標的途処安指])"  # 3年目, not 3年目標
_MONTH_OR_DAY: Final = rf"[0-9]{{1,2}}(?![0-9])|[{_KANJI}]{{1,4}}"


@cache
def _mention() -> re.Pattern[str]:
    """What names a year, with its month and day; compiled when a text first needs it, for that takes a while."""
    return re.compile(
        rf"(?:(?P<era>{_ERA})\.?(?P<number>{_NUMBER})"
        rf"|(?:(?<![A-Za-z])(?P<fy>FY|fy))?(?P<western>{_WESTERN})(?P<fy_after>FY(?![A-Za-z]))?"
        rf"|(?P<bare>{_BARE}))"
        rf"(?:\((?P<pair1>{_PAIRED})\))?"
        rf"(?P<nen>年度|年(?![間生]|{ORDINAL}))?"
        rf"(?:\((?P<pair2>{_PAIRED})\))?"
        rf"(?:(?<=[年)])(?P<month>{_MONTH_OR_DAY})月(?:(?P<day>{_MONTH_OR_DAY})日)?"
        r"|(?<![年度])(?P<joint>[./-])(?P<month2>[0-9]{1,2})(?![0-9])"
        r"(?:(?P=joint)(?P<day2>[0-9]{1,2})(?![0-9])|(?![.,/-]?[0-9]|年)月?))?"
    )


@cache
def _plain() -> re.Pattern[str]:
    """A year alone."""
    return re.compile(rf"(?:(?P<era>{_INITIAL_ERA})\.?(?P<number>{_NUMBER})|(?P<western>[0-9]{{4}}))(?:年度|年)?")


class Mention(NamedTuple):
    """One year printed in a text, with its month and day.

    Attributes:
        start: where it starts in the text that `year_text` made.
        end: where it ends there.
        mark: the era mark as printed, else "".
        kind: an era year, a Western one, or ``bare``: the era left out.
        year: as printed: the calendar year, or the fiscal year where 年度 was; None where the print names no year
            that can be, or contradicts itself.
        fiscal: whether 年度 or FY was printed.
        nen: whether 年 (or 年度, FY) was printed.
        month: 1-12, or None.
        day: 1-31, or None.
        joint: what joins year and month in R6.3 or 2024/4; None where 年 does.
    """

    start: int
    end: int
    mark: str
    kind: Kind
    year: int | None
    fiscal: bool
    nen: bool
    month: int | None
    day: int | None
    joint: str | None

    @property
    def is_day(self) -> bool:
        """Whether year, month and day are a day of the calendar."""
        try:
            date(self.year or 0, self.month or 0, self.day or 0)
        except ValueError:
            return False
        return True


def year_text(text: str) -> str:
    """The text as the year patterns read it: repaired, half-width marks, spaces only between two digits.

    >>> year_text("令和 ６ 年度（ 2024 ）"), year_text("平 成 ３ ０ 年 度"), year_text("R6 2024")
    ('令和6年度(2024)', '平成30年度', 'R6 2024')
    >>> year_text("令和 １ ０ 年度")
    '令和10年度'
    """
    pieces = _SPACE.split(repair(text).strip().translate(_TO_HALF))
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces)  # letter-spaced throughout: the digits belong together
    kept = pieces[:1]
    for at, (before, piece) in enumerate(pairwise(pieces)):
        parted = _BETWEEN_DIGITS.fullmatch(before[-1:] + piece[:1]) is not None
        spread = (
            parted
            and at > 0
            and _SPREAD.fullmatch(f"{pieces[at - 1][-2:]} {before} {''.join(pieces[at + 1 : at + 3])[:2]}")
        )
        kept.append(" " if parted and not spread else "")
        kept.append(piece)
    return "".join(kept)


_SPREAD: Final = re.compile("(?:明治|大正|昭和|平成|令和) [1-3] [0-9]年")  # an era year whose digits stand apart
_MEASURED: Final = re.compile(
    r"[A-Za-z%‰℃\u3300-\u33ff]|ポイント|パーセント"
    "|[百千万億兆]?(?:人(?!口)|円|件(?!数)|倍|歳|世帯|箇所|か所|平方|トン|メートル|ヘクタール|キロ)"
)


def _is_decimal(match: re.Match[str]) -> bool:
    """M7.3 is a magnitude; H2.5m, 1985.12㎡ and 1987.3人 are quantities."""
    magnitude = match["era"] == "M" and len(match["number"]) == 1
    return magnitude or _MEASURED.match(match.string, match.end()) is not None


def _era(mark: str, number: str) -> int | None:
    counted = year_number(number)
    return None if counted is None else era_year(mark, counted)


def _pairs(match: re.Match[str]) -> list[int | None]:
    """The years in brackets behind a year."""
    plain = [_plain().fullmatch(printed) for printed in (match["pair1"], match["pair2"]) if printed]
    return [int(p["western"]) if p["western"] else _era(p["era"], p["number"]) for p in plain if p]


def _bare(match: re.Match[str], near: int | None) -> int | None:
    number = year_number(match["bare"])
    if number is None:
        return None
    if pairs := _pairs(match):
        year = pairs[0]
        return year if year is not None and is_bare_year(number, year) and len(set(pairs)) == 1 else None
    year = bare_year(number, near)
    if year is None or near is None or match["joint"] is None:
        return year
    # 24.3.15 may be 平成24年 or 2024: unless the era is clearly meant, nobody can tell.
    return year if abs(year - near) <= abs(2000 + number - near) else None


def _year(match: re.Match[str], near: int | None) -> int | None:
    if match["bare"]:
        return _bare(match, near)
    year = year_number(match["western"]) if match["western"] else _era(match["era"], match["number"])
    if year is None or not FIRST_WESTERN <= year <= LAST_WESTERN:
        return None
    return year if all(other == year for other in _pairs(match)) else None


def mentions(text: str, near: int | None) -> Iterator[Mention]:
    """The years that a text names, in order.

    A number without era, 年 or the shape of a date is none, unless it has four digits.

    Args:
        text: what `year_text` made.
        near: a year close to the one meant, for years without an era.

    Yields:
        Each year, with a ``year`` of None where the print cannot be trusted.
    """
    for match in _mention().finditer(text):
        kind: Kind = "bare" if match["bare"] else "era" if match["era"] else "western"
        month_text, day_text = match["month"] or match["month2"], match["day"] or match["day2"]
        if kind == "bare" and match["nen"] is None and (day_text is None or match["joint"] == "-"):
            continue  # 1-2-3 is an address
        if match["joint"] == "." and day_text is None and _is_decimal(match):
            continue
        month = year_number(month_text) if month_text else None
        year = _year(match, near)
        if month_text and (month is None or not 1 <= month <= 12):
            year = None
        fiscal = match["nen"] == "年度" or bool(match["fy"] or match["fy_after"])
        yield Mention(
            start=match.start(),
            end=match.end(),
            mark=match["era"] or "",
            kind=kind,
            year=year,
            fiscal=fiscal,
            nen=fiscal or match["nen"] is not None,
            month=month,
            day=year_number(day_text) if day_text else None,
            joint=match["joint"],
        )
