"""How a clean text is printed: year headings, wide and narrow characters, letter-spacing.

Each change here is one that NFKC (and so the scorer) undoes, or that the form's rules undo;
the truth stays the clean text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

WIDE_BRACKETS = str.maketrans({"(": "（", ")": "）", "~": "～", ":": "：", "?": "？", "!": "！"})
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
WIDE_LATIN = {ord(c): chr(ord(c) + 0xFEE0) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def _narrow_kana() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xFF66, 0xFF9E):
        single = chr(code)
        for mark in ("", "ﾞ", "ﾟ"):
            full = unicodedata.normalize("NFKC", single + mark)
            if len(full) == 1:
                table.setdefault(ord(full), single + mark)
    return table


NARROW_KANA = _narrow_kana()


def wide_number(number: int) -> str:
    """Official documents print one-digit numbers wide, often longer ones too."""
    return str(number).translate(WIDE_DIGITS)


def era(year: int) -> tuple[str, str, int]:
    """(name, letter, year of the era) of the fiscal year that begins in `year`; 2019 is 令和元年度."""
    return ("令和", "R", year - 2018) if year >= 2019 else ("平成", "H", year - 1988)


def _of_era(number: int) -> str:
    return "元" if number == 1 else str(number)


def _letter(year: int) -> str:
    return era(year)[1] + _of_era(era(year)[2])


def _kanji(year: int) -> str:
    return era(year)[0] + _of_era(era(year)[2])


def _kanji_wide(year: int) -> str:
    return _kanji(year).translate(WIDE_DIGITS)


def _letter_wide(year: int) -> str:
    return _letter(year).translate(WIDE_DIGITS).translate(WIDE_LATIN)


YEAR_STYLES: dict[str, Callable[[int], str]] = {
    "letter-paren": lambda y: f"{_letter(y)}({y})",
    "letter-paren-wide": lambda y: f"{_letter_wide(y)}（{y}）",
    "letter-paren-two-lines": lambda y: f"{_letter_wide(y)}\n（{y}）",
    "letter": _letter,
    "letter-wide": _letter_wide,
    "letter-nendo": lambda y: f"{_letter(y)}年度",
    "letter-jisseki": lambda y: f"{_letter(y)}年度実績",
    "kanji-nendo": lambda y: f"{_kanji(y)}年度",
    "kanji-nendo-wide": lambda y: f"{_kanji_wide(y)}年度",
    "kanji-two-lines": lambda y: f"{_kanji_wide(y)}年度\n({y}年度)",
    "kanji-paren": lambda y: f"{_kanji(y)}({y})年度",
    "western": lambda y: f"{y}年度",
}


def wide(text: str) -> str:
    """Brackets and tildes as Japanese documents print them."""
    return text.translate(WIDE_BRACKETS).replace("m2", "㎡")


def narrow_kana(text: str) -> str:
    """Katakana as half-width kana with separate voicing marks."""
    return text.translate(NARROW_KANA)


def spaced(label: str, gap: str = "　") -> str:
    """A label whose letters are set apart: 事　業　費. A bracketed tail keeps together."""
    head, bracket, tail = label.partition("(")
    return gap.join(head) + bracket + tail
