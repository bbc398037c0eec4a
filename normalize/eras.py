"""The five modern eras: names, letters, first years, and the year that a bare number means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normalize.marks import ERA_SQUARES, FIRST_YEAR, KANJI_DIGITS, SMALL_SCALES
from normalize.scales import read_scaled

FIRST_WESTERN: Final = 1868
LAST_WESTERN: Final = 2100
# Plans are printed in an era that ends before they do (平成38年度 = 2026; 昭和100年 = 2025).
_NOMINAL_YEARS: Final = 50
_BARE_REACH: Final = 30
# A bare year of an era that was not in force has to be nearer by more than this to be meant.
_OUT_OF_FORCE: Final = 10


@dataclass(frozen=True, slots=True)
class Era:
    """An era (元号).

    Source: 改元 of 1868, 1912-07-30, 1926-12-25, 1989-01-08 and 2019-05-01 (元号法 and the ordinances under it).

    Attributes:
        name: 令和.
        letter: R.
        start: the calendar year that is year 1.
        last: the last year number that occurred; None while the era lasts.
    """

    name: str
    letter: str
    start: int
    last: int | None

    def year(self, number: int) -> int | None:
        """The calendar year of a year number, or None where nobody would print it.

        >>> ERAS["平成"].year(31), ERAS["平成"].year(38), ERAS["令和"].year(0)
        (2019, 2026, None)
        """
        western = self.start + number - 1
        bound = LAST_WESTERN if self.last is None else self.start + self.last - 1 + _NOMINAL_YEARS
        return western if number >= 1 and western <= bound else None

    def in_force(self, number: int, near: int) -> bool:
        """Whether the year number occurred (or can) and the era had begun by the year ``near``."""
        return self.start <= near and (self.last is None or number <= self.last)


_ALL: Final = (
    Era("明治", "M", 1868, 45),
    Era("大正", "T", 1912, 15),
    Era("昭和", "S", 1926, 64),
    Era("平成", "H", 1989, 31),
    Era("令和", "R", 2019, None),
)
ERAS: Final = {era.name: era for era in _ALL}
_BY_MARK: Final = (
    ERAS
    | {era.letter: era for era in _ALL}
    | {era.letter.lower(): era for era in _ALL}
    | {era.name[0]: era for era in _ALL}
    | {square: ERAS[name] for square, name in ERA_SQUARES.items()}
)


def year_number(text: str) -> int | None:
    """A year, month or day number: Arabic digits, kanji numerals, or 元.

    >>> year_number("元"), year_number("06"), year_number("三十"), year_number("三〇"), year_number("二三")
    (1, 6, 30, 30, 23)
    """
    if text == FIRST_YEAR:
        return 1
    if text.isascii() and text.isdigit():
        return int(text)
    if all(c in KANJI_DIGITS for c in text):  # in a date 二三 is 23: vertical print writes so
        return int("".join(str(KANJI_DIGITS[c]) for c in text))
    if all(c in KANJI_DIGITS or c in SMALL_SCALES for c in text):
        scaled = read_scaled(text)
        return int(scaled.value) if scaled else None
    return None


def era_year(mark: str, number: int) -> int | None:
    """The calendar year of an era mark and its year number.

    Args:
        mark: 令和, R, r, 令 or ㋿.
        number: 1 for 元.

    Returns:
        The year, or None for an unknown mark or a year that nobody would print.

    >>> era_year("R", 6), era_year("㍻", 31), era_year("昭", 60)
    (2024, 2019, 1985)
    """
    era = _BY_MARK.get(mark)
    return era.year(number) if era else None


def bare_year(number: int, near: int | None) -> int | None:
    """The year of a number whose era was left out, settled by a year it must be close to.

    The candidate nearest to ``near`` within 30 years; one whose era was not in force (a nominal year past the era's
    end, an era that began the year after) counts as ten years farther; of a later era nobody knew. Between two equally
    near, the era of ``near``.

    Args:
        number: the year number: 6 of 6年度.
        near: a year close to the one that is meant: the sheet's edition. None: nothing is known.

    Returns:
        The year, or None.

    >>> bare_year(6, 2025), bare_year(25, 2013), bare_year(30, 2020), bare_year(38, 2018), bare_year(6, None)
    (2024, 2013, 2018, 2026, None)
    """
    if near is None:
        return None
    candidates = []
    for era in _ALL:
        western = era.year(number)
        if western is not None and abs(western - near) <= _BARE_REACH and era.start <= near + 1:
            distance = abs(western - near) + (0 if era.in_force(number, near) else _OUT_OF_FORCE)
            candidates.append((distance, era.start > near, -era.start, western))
    return min(candidates)[-1] if candidates else None


def is_bare_year(number: int, western: int) -> bool:
    """Whether some era writes the year so: 6年度（2024）.

    >>> is_bare_year(6, 2024), is_bare_year(6, 2023)
    (True, False)
    """
    return any(era.year(number) == western for era in _ALL)
