"""Printed dates → ISO 8601, to the day or to the month."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import Final

from normalize.mentions import Mention, mentions, year_text

_SPAN: Final = re.compile("[～〜]|から|以降|以前|以後|以来|まで|迄|より")
_DIGIT: Final = re.compile("[0-9]")
_WEEKDAY: Final = re.compile(r"\(?([月火水木金土日])(?:曜|(?<=\(.)[)・、,祝休振])")
# Until the end of 1872 (明治5年12月2日) Japan counted lunar months: 明治5年太政官布告第337号.
_LAST_LUNAR_YEAR: Final = 1872
_LONGEST: Final = 80


def _iso(mention: Mention) -> str | None:
    if mention.year is None or mention.month is None or mention.fiscal or mention.year <= _LAST_LUNAR_YEAR:
        return None
    if mention.day is not None:
        return f"{mention.year:04d}-{mention.month:02d}-{mention.day:02d}" if mention.is_day else None
    if mention.kind != "western" and mention.joint in ("-", "/"):
        return None  # R6-7, R6/7: two years as likely as a month
    return f"{mention.year:04d}-{mention.month:02d}"


def _contradicts(iso: str, rest: str) -> bool:
    """Whether the day of the week printed behind a day is another one."""
    weekday = _WEEKDAY.match(rest)
    if weekday is None or len(iso) != len("2024-03-15"):
        return False
    return "月火水木金土日"[date.fromisoformat(iso).weekday()] != weekday[1]


def parse_date(text: str, near: int | None = None) -> str | None:
    """The one date that a text prints, to the day or to the month.

    Args:
        text: 令和6年3月15日, R6.3.15, 17. 4. 1, 2024年4月, 2024/4/1 …
        near: a year close to the one meant, for a year whose era is left out (17. 4. 1, ６年６月).

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM``; None where no date is printed, where several are or other figures stand beside
        it, where the calendar has no such day, where the day of the week is another one, and for lunar dates.

    >>> parse_date("R6.3.15"), parse_date("昭和64年1月7日"), parse_date("2024年4月")
    ('2024-03-15', '1989-01-07', '2024-04')
    >>> parse_date("17. 4. 1", near=2005), parse_date("令和６年２月30日"), parse_date("4月1日")
    ('2005-04-01', None, None)
    """
    plain = year_text(text)
    if len(plain) > _LONGEST:
        return None
    found = list(islice(mentions(plain, near), 2))
    if len(found) != 1:
        return None
    before, after = plain[: found[0].start], plain[found[0].end :]
    if _SPAN.search(before + after) or _DIGIT.search(before + after):
        return None
    iso = _iso(found[0])
    return None if iso is None or _contradicts(iso, after) else iso
