"""Headings and cells → fiscal years."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from normalize.marks import CLOSE_BRACKETS, OPEN_BRACKETS, any_of
from normalize.mentions import ORDINAL, Mention, mentions, year_text
from normalize.text import clean_text, repair

# A year beside one of these is an end of a span, one of a list, or what another year is compared with.
_SPAN_WORDS: Final = "[～〜→⇒]|から|以降|以前|以後|以来|以外|まで|迄|より|比(?!例)|対比"
_SPAN_BEFORE: Final = re.compile("[～〜]$")
_LIST_BEFORE: Final = re.compile("[0-9元][-・.,、/&＆及びと]+$")
_SPAN_AFTER: Final = re.compile(
    rf"\)?(?:当初|補正|決算|予算)*+(?:{_SPAN_WORDS})|\)?[-・.,、/&＆+＋及びと]+(?:元|[0-9]{{1,2}}(?![0-9]))"
    r"|年?代(?![表理替々])|年間|前後|前の|以上|余(?!剰)|ぶり"
)
_DIGIT: Final = re.compile("[0-9]")
_LOOK: Final = 16
# What a heading adds to a bare number. Anything else makes 2024 a count and 5年 a span of time. Longest first, and
# possessive: linear on any text.
_HEADING_WORDS: Final = re.compile(
    r"(?:当初|補正|決算|予算|現額|見込み|見込|実績|目標|計画|速報|暫定|最終|現在|時点|FY|[値額案末度版分\s():・-])*+"
)
# A calendar year's first months are of the fiscal year before: 令和6年第1回（3月）定例会, 令和6年上半期.
_EARLY: Final = re.compile("(?<![0-9])0?[1-3]月|(?:第?[1一]|1/)四半期|上半?期|前半|^(?:初|早々|冒頭)")
# So many years, not the year of that number: 過去3年度, 5年度ぶり, 10年計画.
_SPAN_OF_YEARS_BEFORE: Final = re.compile("(?:過去|直近|最近|今後|向こう|この|各|全|約)$")
_SPAN_OF_YEARS_AFTER: Final = re.compile(
    f"{ORDINAL}|連続|続け|続いて|ぶり|当たり|あたり|ごと|毎|前(?![半期年])|後(?![半期])"
)
_PLAN: Final = re.compile("計画|分")
_LONGEST_REST: Final = 40
_EMPTY_BRACKETS: Final = re.compile(rf"{any_of(OPEN_BRACKETS)}\s*{any_of(CLOSE_BRACKETS)}")


class FiscalHeading(NamedTuple):
    """A heading that names a fiscal year.

    Attributes:
        year: the calendar year in which the fiscal year begins.
        rest: the heading without the year, cleaned: 決算 of 20年度決算, "" of R6(2024).
    """

    year: int
    rest: str


def _fiscal_year(mention: Mention) -> int | None:
    """The year of its April: January to March belong to the year before (地方自治法第208条)."""
    if mention.year is None or (mention.day is not None and not mention.is_day):
        return None
    if mention.joint in ("-", "/") and mention.day is None and mention.month is not None:
        return None  # R6-7, 2010/11: a span as likely as a month
    before_april = mention.month is not None and mention.month <= 3 and not mention.fiscal
    return mention.year - 1 if before_april else mention.year


def _is_span(text: str, mention: Mention) -> bool:
    before, after = text[max(0, mention.start - _LOOK) : mention.start], text[mention.end : mention.end + _LOOK]
    in_list = mention.kind != "era" and _LIST_BEFORE.search(before) is not None
    calendar_year = mention.nen and not mention.fiscal and mention.month is None
    in_months = calendar_year and _DIGIT.match(after) is not None  # 令和6年1～3月
    in_months = in_months or (calendar_year and _EARLY.search(after) is not None)
    return in_list or in_months or _SPAN_BEFORE.search(before) is not None or _SPAN_AFTER.match(after) is not None


def _is_a_length(text: str, mention: Mention) -> bool:
    """Whether a number of years without an era is how many, not which: 過去3年度, 3年度目, 10年計画."""
    before = text[max(0, mention.start - _LOOK) : mention.start]
    if _SPAN_OF_YEARS_BEFORE.search(before) or _SPAN_OF_YEARS_AFTER.match(text, mention.end):
        return True
    return not mention.fiscal and _PLAN.search(text, mention.end, mention.end + _LOOK) is not None


def _counts(text: str, mention: Mention) -> bool:
    """Whether a year without 年 (or a bare 6年) is meant as one: alone, or with the words of a heading."""
    certain = mention.fiscal or mention.month is not None
    if mention.kind == "bare" and mention.month is None and _is_a_length(text, mention):
        return False
    if mention.kind == "era":
        certain = certain or mention.nen or mention.mark not in ("M", "T")
    elif mention.kind == "western":
        certain = certain or mention.nen
    if certain:
        return True
    length = len(text) - (mention.end - mention.start)
    printed = text[mention.start : mention.end]
    if length > _LONGEST_REST or printed in ("M2", "M3"):  # square and cubic metres
        return False
    return _HEADING_WORDS.fullmatch(text[: mention.start] + text[mention.end :]) is not None


def _only_year(text: str, near: int | None) -> tuple[int, list[Mention]] | None:
    """The fiscal year on which all mentions of a text agree, with the mentions."""
    found: list[Mention] = []
    years: set[int | None] = set()
    for mention in mentions(text, near):
        if not _counts(text, mention):
            continue
        years.add(_fiscal_year(mention))
        if len(years) > 1 or _is_span(text, mention):
            return None
        found.append(mention)
    year = years.pop() if years else None
    return None if year is None else (year, found)


def _without(text: str, plain: str, found: list[Mention]) -> str:
    """The text less its mentions, in its own widths: ``plain`` is the text less some spaces, sign for sign."""
    named = bytearray(len(plain))
    for mention in found:
        named[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    kept: list[str] = []
    at = 0
    for char in repair(text).strip():
        skipped = char.isspace() and plain[at : at + 1] != " "
        if skipped or not named[at]:
            kept.append(char)
        if not skipped:
            at += 1
    return _EMPTY_BRACKETS.sub("", clean_text("".join(kept)))


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
    only = _only_year(year_text(text), near)
    return only[0] if only else None


def read_fiscal_heading(text: str, near: int | None = None) -> FiscalHeading | None:
    """A heading's fiscal year and the words beside it, which say what the column holds.

    Args:
        text: the heading as printed.
        near: as for `parse_fiscal_year`.

    Returns:
        Year and words, or None where `parse_fiscal_year` gives None.

    >>> read_fiscal_heading("20年度決算", near=2013)
    FiscalHeading(year=2008, rest='決算')
    >>> read_fiscal_heading("事業費（令和６年度）").rest, read_fiscal_heading("R6(2024)").rest
    ('事業費', '')
    """
    plain = year_text(text)
    only = _only_year(plain, near)
    if only is None:
        return None
    year, found = only
    return FiscalHeading(year, _without(text, plain, found))
