"""Printed dates → ISO 8601, to the day or to the month."""

from __future__ import annotations

import re
from typing import Final

from normalize.eras import FIRST_WESTERN
from normalize.years import Mention, mentions, year_text

_SPAN: Final = re.compile(r"[～~〜]|から|以降|以前|以後|まで|より")
_STRAY: Final = re.compile("[0-9]")
# Until the end of 1872 (明治5年12月2日) Japan counted lunar months: 太政官布告第337号.
_LAST_LUNAR: Final = 1872


def _iso(mention: Mention) -> str | None:
    if mention.year is None or mention.month is None or mention.fiscal or mention.year <= _LAST_LUNAR:
        return None
    if mention.day is None:
        return f"{mention.year:04d}-{mention.month:02d}"
    return f"{mention.year:04d}-{mention.month:02d}-{mention.day:02d}" if mention.real_day else None


def parse_date(text: str, near: int | None = None) -> str | None:
    """The one date that a text prints, to the day or to the month.

    Args:
        text: 令和6年3月15日, R6.3.15, 17. 4. 1, 2024年4月, 2024/4/1 …
        near: a year close to the one meant, for a year whose era is left out (17. 4. 1, ６年６月).

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM``; None where no date is printed, where several are, where the calendar has no
        such day, and for lunar dates before 1873.

    >>> parse_date("R6.3.15"), parse_date("昭和64年1月7日"), parse_date("2024年4月")
    ('2024-03-15', '1989-01-07', '2024-04')
    >>> parse_date("17. 4. 1", near=2005), parse_date("令和６年２月30日"), parse_date("4月1日")
    ('2005-04-01', None, None)
    """
    cleaned = year_text(text)
    found = list(mentions(cleaned, near))
    if len(found) != 1 or found[0].year is None or found[0].year < FIRST_WESTERN:
        return None
    rest = cleaned[: found[0].start] + " " + cleaned[found[0].end :]
    if _SPAN.search(rest) or _STRAY.search(rest):
        return None
    return _iso(found[0])
