"""Words that soften a number: 約, 延べ, 累計, 以上, 未満, 見込, 速報 and their kin."""

from __future__ import annotations

import re
from typing import Final

from normalize.marks import CLOSE_BRACKETS, OPEN_BRACKETS

# Before the number. 延べ counts a person each time; 累計 adds up years.
LEADING: Final = (
    "約", "およそ", "おおよそ", "凡そ", "概ね", "おおむね", "概", "ほぼ", "延べ", "延", "のべ", "累計", "累積",
)  # fmt: skip
# After the number or its unit.
TRAILING: Final = (
    "以上", "以下", "以内", "未満", "超", "超え", "超過", "程度", "程", "ほど", "前後", "内外", "余", "余り", "あまり",
    "強", "弱", "くらい", "ぐらい",
)  # fmt: skip
# Before or after, in brackets or bare: how firm the figure is.
FIRMNESS: Final = (
    "見込", "見込み", "見込値", "見込み値", "見込額", "見込み額", "見込数", "見込み数", "速報", "速報値",
    "暫定", "暫定値", "推計", "推計値", "推定", "推定値", "概算", "概算値", "概算額", "概数", "予定", "予定値",
    "予測", "予測値", "想定", "想定値", "仮", "仮値",
)  # fmt: skip


def _longest_first(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_OPEN: Final = f"[{re.escape(OPEN_BRACKETS)}]"
_CLOSE: Final = f"[{re.escape(CLOSE_BRACKETS)}]"
_ANY: Final = _longest_first(LEADING + TRAILING + FIRMNESS)
_FRAMED: Final = rf"{_OPEN}(?P<framed>{_ANY}){_CLOSE}"
_LEAD: Final = re.compile(rf"(?:(?P<bare>{_longest_first(LEADING + FIRMNESS)})|{_FRAMED})[：:]?")
_TRAIL: Final = re.compile(rf"(?P<bare>{_longest_first(TRAILING + FIRMNESS)})|{_FRAMED}")
SEPARATOR: Final = "・"


def take_leading(text: str) -> tuple[list[str], str]:
    """Take the softening words off the front.

    >>> take_leading("延べ約1,200人")
    (['延べ', '約'], '1,200人')
    """
    words: list[str] = []
    while match := _LEAD.match(text):
        words.append(match["bare"] or match["framed"])
        text = text[match.end() :].lstrip(" ")
    return words, text


def take_trailing(text: str) -> tuple[str, str] | None:
    """Take one softening word off the front of what follows the number: the word and the rest, or None.

    >>> take_trailing("（見込み）"), take_trailing("以上"), take_trailing("人")
    (('見込み', ''), ('以上', ''), None)
    """
    match = _TRAIL.match(text)
    return (match["bare"] or match["framed"], text[match.end() :]) if match else None


def find_trailing(text: str) -> int:
    """Where the first softening word starts, or the length of the text."""
    match = _TRAIL.search(text)
    return match.start() if match else len(text)
