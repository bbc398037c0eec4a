"""Numbers, amounts and fiscal years as the site writes them, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from normalize.eras import ERAS
from pipelines.report.said import Said

# The latest first: the fiscal year of a change of eras goes by the new one, as sheets print it. Nobody counts in 大正
# or 明治 any more.
_ERAS: Final = tuple(ERAS[name] for name in ("令和", "平成", "昭和"))
_OKU: Final = 100_000_000
_MAN: Final = 10_000


def fiscal_year(year: int) -> Said:
    """A fiscal year in words.

    >>> fiscal_year(2024)
    Said(ja='令和6年度', en='FY2024')
    """
    for era in _ERAS:
        if year >= era.start:
            return Said(f"{era.name}{'元' if year == era.start else year - era.start + 1}年度", f"FY{year}")
    return Said(f"{year}年度", f"FY{year}")


def short_year(year: int) -> str:
    """A fiscal year for the head of a column: R6."""
    for era in _ERAS:
        if year >= era.start:
            return f"{era.letter}{year - era.start + 1}"
    return str(year)


def plain(value: float) -> str:
    """A number with thousands separators and no digits that the print did not have.

    >>> plain(1854.2), plain(27.0), plain(1234567.9)
    ('1,854.2', '27', '1,234,567.9')
    """
    if value == int(value):
        return f"{value:,.0f}"
    return f"{Decimal(f'{value:.15g}'):,f}"  # as many digits as a float64 holds for certain


def unit_of_money(amounts: Iterable[int | None]) -> int:
    """1000 where every amount is a whole number of thousands, as most sheets print them; else 1."""
    return 1000 if all(amount % 1000 == 0 for amount in amounts if amount is not None) else 1


def money_unit_name(unit: int) -> Said:
    """千円 or 円."""
    return Said("千円", "¥ thousand") if unit == 1000 else Said("円", "¥")


def round_money(amount: int | None) -> Said:
    """An amount for a glance, in three figures or so: 28.8億円.

    >>> round_money(2_875_983_000)
    Said(ja='28.8億円', en='¥2.88 bn')
    """
    if amount is None:
        return Said("―", "—")
    size = abs(amount)
    if size >= _OKU:
        oku = amount / _OKU
        ja = f"{oku:,.0f}億円" if size >= 100 * _OKU else f"{oku:,.1f}億円"
    elif size >= _MAN:
        ja = f"{amount / _MAN:,.0f}万円"
    else:
        ja = f"{amount:,}円"
    if size >= 10**9:
        en = f"¥{amount / 10**9:,.2f} bn"
    elif size >= 10**6:
        en = f"¥{amount / 10**6:,.1f} m"
    else:
        en = f"¥{amount:,}"
    return Said(ja, en)


def percent(rate: float | None) -> str:
    """A rate with one decimal; empty where there is none."""
    return "" if rate is None else f"{rate * 100:,.1f}%"
