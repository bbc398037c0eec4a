"""Year mentions in headings and cells → fiscal years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from normalize import marks
from normalize.eras import FIRST_WESTERN, LAST_WESTERN, bare_year, era_year, is_bare_year, year_number
from normalize.text import repair

_KANJI: Final = "".join(marks.KANJI_DIGITS) + "".join(marks.SMALL_SCALES)
_TO_HALF: Final = str.maketrans(
    {c: "." for c in marks.POINTS}
    | {c: "(" for c in marks.OPEN_BRACKETS}
    | {c: ")" for c in marks.CLOSE_BRACKETS}
    | {c: "-" for c in marks.HYPHENS}
    | {"／": "/", "：": ":", "，": ","}
)
_SQUARES: Final = "".join(marks.ERA_SQUARES)
_NOT_CJK: Final = r"(?<![\u3400-\u9fff々])"
_NUMBER: Final = rf"元|[0-9]{{1,3}}(?![0-9])|[{_KANJI}]{{1,5}}"
_ERA: Final = rf"明治|大正|昭和|平成|令和|[{_SQUARES}]|(?<![0-9A-Za-z])[MTSHRrhs]|{_NOT_CJK}[明大昭平令]"
_MONTH_DAY: Final = rf"[0-9]{{1,2}}(?![0-9])|[{_KANJI}]{{1,4}}"
_YEAR: Final = (
    rf"(?:(?P<era>{_ERA})\.?(?P<number>{_NUMBER})"
    r"|(?P<fy>(?<![A-Za-z])FY|(?<![A-Za-z])fy)?(?P<west>(?<![0-9.,])[0-9]{4}(?![0-9])|[一二][〇一二三四五六七八九]{3})(?:FY)?"
    rf"|(?<![0-9第.,，]){_NOT_CJK}(?P<bare>元|[0-9]{{1,2}}|[{_KANJI}]{{1,4}}))"
)
_PAIR: Final = r"(?:\((?P<pair{0}>[^()]{{1,12}})\))?"
MENTION: Final = re.compile(
    _YEAR
    + _PAIR.format(1)
    + r"(?P<nen>年度|年(?![間目生]))?"
    + _PAIR.format(2)
    + rf"(?:(?<=[年)])(?P<month>{_MONTH_DAY})月(?:(?P<day>{_MONTH_DAY})日)?"
    r"|(?<!年)(?P<sep>[./-])(?P<month2>[0-9]{1,2})(?![0-9])(?:(?P=sep)(?P<day2>[0-9]{1,2})(?![0-9])|(?![.,0-9])))?"
)
_PLAIN: Final = re.compile(rf"(?:(?P<era>{_ERA})\.?(?P<number>{_NUMBER})|(?P<west>[0-9]{{4}}))(?:年度|年)?")
_SPACE: Final = re.compile(r"\s+")
# A year beside one of these is the end of a span, or one of a list.
_SPAN_BEFORE: Final = re.compile(r"[～~〜]$|[0-9元][-・･,、/及び＆&と]+$")
_SPAN_AFTER: Final = re.compile(r"(?:\(?(?:当初|決算|予算)?\)?)?(?:[～~〜]|から|以降|以前|以後|まで|より|[-・･,、/＆&及びと]+[0-9元])")
# Words a heading adds to a bare Western year; anything else makes 2024 a plain number.
_HEADING_WORDS: Final = re.compile(
    r"(?:当初|補正|決算|予算|現額|見込|見込み|実績|目標|計画|値|額|案|末|度|版|現在|時点|最終|暫定|速報|[()\s:年度])*"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One year printed in a text.

    Attributes:
        start: where it starts in the text that `year_text` made.
        end: where it ends.
        year: the calendar year printed, or the fiscal year if 年度 was; None where the print contradicts itself.
        kind: ``era``, ``western`` or ``bare`` (the era left out).
        fiscal: whether 年度 or FY was printed.
        marked: whether 年, 年度, FY or a month was printed.
        month: 1–12, or None.
        day: 1–31, or None.
    """

    start: int
    end: int
    year: int | None
    kind: str
    fiscal: bool
    marked: bool
    month: int | None
    day: int | None

    @property
    def fiscal_year(self) -> int | None:
        """The year of its April: January to March belong to the year before (会計年度: 地方自治法第208条)."""
        if self.year is None or (self.day is not None and not self.real_day):
            return None
        return self.year - 1 if self.month is not None and self.month <= 3 and not self.fiscal else self.year

    @property
    def real_day(self) -> bool:
        """Whether the calendar has that day."""
        try:
            date(self.year or 0, self.month or 0, self.day or 0)
        except ValueError:
            return False
        return True


def year_text(text: str) -> str:
    """The text as the year patterns read it: repaired, half-width marks, no spaces but those between two digits.

    >>> year_text("令和 ６ 年度（ 2024 ）")
    '令和6年度(2024)'
    """
    text = repair(text).strip().translate(_TO_HALF)
    pieces = _SPACE.split(text)
    if all(len(piece) == 1 for piece in pieces):
        return "".join(pieces)
    kept = [pieces[0]]
    for before, piece in zip(pieces, pieces[1:], strict=False):
        kept.append(" " if before[-1:].isdigit() and piece[:1].isdigit() else "")
        kept.append(piece)
    return "".join(kept)


def _paired_year(text: str) -> tuple[bool, int | None]:
    """Whether brackets hold a year at all, and which."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return False, None
    if match["west"]:
        return True, int(match["west"])
    number = year_number(match["number"])
    return True, None if number is None else era_year(match["era"], number)


def _own_year(match: re.Match[str], near: int | None) -> tuple[str, int | None]:
    if match["era"]:
        number = year_number(match["number"])
        return "era", None if number is None else era_year(match["era"], number)
    if match["west"]:
        year = year_number(match["west"]) or 0
        return "western", year if FIRST_WESTERN <= year <= LAST_WESTERN else None
    number = year_number(match["bare"])
    return "bare", None if number is None else bare_year(number, near)


def _mention(match: re.Match[str], near: int | None) -> Mention:
    kind, year = _own_year(match, near)
    for pair in (match["pair1"], match["pair2"]):
        paired, other = _paired_year(pair) if pair else (False, None)
        if not paired:
            continue
        if kind == "bare":
            number = year_number(match["bare"])
            year = other if number is not None and other is not None and is_bare_year(number, other) else None
        elif other != year:
            year = None
    month_text, day_text = match["month"] or match["month2"], match["day"] or match["day2"]
    month = year_number(month_text) if month_text else None
    day = year_number(day_text) if day_text else None
    if month_text and not (month and 1 <= month <= 12):
        year = None
    fiscal = match["nen"] == "年度" or match["fy"] is not None
    marked = match["nen"] is not None or fiscal or month is not None
    return Mention(match.start(), match.end(), year, kind, fiscal, marked, month, day)


def mentions(text: str, near: int | None) -> Iterator[Mention]:
    """The years in a text that `year_text` made, in order; a number without any mark of a year is none."""
    for match in MENTION.finditer(text):
        found = _mention(match, near)
        if found.kind != "bare" or match["nen"] is not None or found.day is not None:
            yield found


def _is_span(text: str, mention: Mention) -> bool:
    before, after = text[max(0, mention.start - 12) : mention.start], text[mention.end : mention.end + 12]
    return bool(_SPAN_BEFORE.search(before) or _SPAN_AFTER.match(after))


def _counts(text: str, mention: Mention) -> bool:
    """A Western year without 年 counts only as a heading: alone, or with the words of a heading."""
    if mention.kind != "western" or mention.marked:
        return True
    return _HEADING_WORDS.fullmatch(text[: mention.start] + text[mention.end :]) is not None


def parse_fiscal_year(text: str, near: int | None = None) -> int | None:
    """The one fiscal year that a heading or cell names: the calendar year in which it begins.

    Args:
        text: R6(2024), 令和６年度決算, 平成31年度, 2024年度, 6年度, 令和６年３月 …
        near: a fiscal year close to the one meant, for a year whose era is left out (6年度): the sheet's edition.

    Returns:
        The year, or None where no year is printed, where several differ, where a span or a list is printed
        (令和5～7年度), or where the print contradicts itself (R6(2023)).

    >>> parse_fiscal_year("R6(2024)"), parse_fiscal_year("令和元年度"), parse_fiscal_year("平成38年度")
    (2024, 2019, 2026)
    >>> parse_fiscal_year("6年度", near=2025), parse_fiscal_year("25年度予算", near=2013)
    (2024, 2013)
    >>> parse_fiscal_year("令和６年３月"), parse_fiscal_year("R6(2023)"), parse_fiscal_year("令和5～7年度")
    (2023, None, None)
    """
    cleaned = year_text(text)
    found = [mention for mention in mentions(cleaned, near) if _counts(cleaned, mention)]
    years = {mention.fiscal_year for mention in found}
    if len(years) != 1 or any(_is_span(cleaned, mention) for mention in found):
        return None
    return years.pop()
