"""Printed text → number, exactly, or the reason why there is none."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from normalize import marks
from normalize.qualifiers import SEPARATOR, find_trailing, take_leading, take_trailing
from normalize.scales import Scaled, leading_number, read_scaled
from normalize.status import Status
from normalize.text import clean_text, repair
from normalize.units import KANJI_COUNTERS, is_unit

# Longer than any value with its unit and its softening words: a longer text is prose.
_LONGEST: Final = 120

_YEN: Final = "\N{YEN SIGN}"
_HALF_MARKS: Final = str.maketrans(
    dict.fromkeys(marks.OPEN_ASIDE, "(")
    | dict.fromkeys(marks.CLOSE_ASIDE, ")")
    | dict.fromkeys(marks.COMMAS, ",")
    | dict.fromkeys(marks.POINTS, ".")
    | dict.fromkeys(marks.YEN_SIGNS, _YEN)
)
_SPACES: Final = re.compile(r"\s+")
_MINUS_OR_PLUS: Final = re.compile(rf"(?:(?P<minus>[{re.escape(marks.MINUS_SIGNS)}])|[{marks.PLUS_SIGNS}]) *")
_NULL: Final = re.compile(
    rf"[{re.escape(marks.NULL_STROKES)}]+|[{marks.NULL_LEADERS}]+|{marks.MIDDLE_DOT}{{2,}}|[{marks.POINTS}]{{2,}}"
    rf"|[{re.escape(marks.ASTERISKS)}]+"
)
_NULL_WITH_UNIT: Final = re.compile(rf"[{re.escape(marks.NULL_STROKES)}]+(?P<unit>.+)")
# One pair of brackets around everything; a softening word inside may have its own: （1,050（見込み））.
_FRAMED: Final = re.compile(r"\((?P<inside>[^()]*(?:\([^()]*\))?[^()]*)\)")
_FRAMED_UNIT: Final = re.compile(r"[(（](?P<inside>[^()（）]+)[)）]")
_FRAMED_SCALE: Final = re.compile(r"\((?P<inside>[十百千万億兆]{1,2}[円人])\)$")
# 3万5 is said for 35,000 and written for 30,005.
_COLLOQUIAL: Final = re.compile(r"[万億兆京] ?[1-9]$")


class Number(NamedTuple):
    """A printed number.

    Attributes:
        value: exact, scales multiplied out (12万人 → 120000); None unless the status is ``reported``.
        status: what the print says.
        qualifier: the softening word as printed (約, 延べ, 以上, 見込み …); several are joined by ・; else None.
        unit: the unit as printed, cleaned (%, 人, ポイント); None where none was printed.
    """

    value: Decimal | None
    status: Status
    qualifier: str | None = None
    unit: str | None = None


class Reading(NamedTuple):
    """A number and whether a scale (千, 万, 億 …) was printed in it, which an amount of money has to know."""

    number: Number
    scaled: bool = False


_BLANK: Final = Reading(Number(None, Status.BLANK))
_DASH: Final = Reading(Number(None, Status.DASH))
_TEXT: Final = Reading(Number(None, Status.TEXT))


def is_dash(text: str) -> bool:
    """Whether the text is nothing but a mark for "not applicable".

    >>> [is_dash(t) for t in ("―", "－", "…", "・・・", "***", "（－）", "―　―", "△", "なし", "")]
    [True, True, True, True, True, True, True, False, False, False]
    """
    bare = _SPACES.sub("", repair(text))
    if len(bare) > 2 and bare[0] in marks.OPEN_BRACKETS and bare[-1] in marks.CLOSE_BRACKETS:
        bare = bare[1:-1]
    return _NULL.fullmatch(bare) is not None


def _tail(rest: str) -> tuple[str | None, list[str]] | None:
    """Unit and softening words behind the number, or None where something else stands there."""
    unit: str | None = None
    words: list[str] = []
    rest = clean_text(rest)
    while rest:
        if taken := take_trailing(rest):
            words.append(taken[0])
            rest = taken[1]
            continue
        framed = _FRAMED_UNIT.match(rest)
        printed = framed["inside"] if framed else rest[: find_trailing(rest)]
        if unit is not None or not is_unit(printed):
            return None
        unit = printed
        rest = rest[framed.end() if framed else len(printed) :]
    return unit, words


def _kanji_reads_plainly(printed: str, unit: str | None, *, softened: bool) -> bool:
    """Whether a kanji numeral is one, and not a mark, a heading or a set phrase.

    A lone 一 is typed for a dash, and 〇 for a circle; 百万円 and 千人 head columns; 市内一円 is the whole city.
    """
    if printed == "〇":
        return False
    if unit is None:
        return printed != "一"
    if unit not in KANJI_COUNTERS or (printed == "一" and unit == "円"):
        return False
    return softened or printed in ("十", "拾") or any(c in marks.KANJI_DIGITS for c in printed)


def _reads_plainly(scaled: Scaled, printed: str, unit: str | None, *, softened: bool) -> bool:
    """Whether every reader would read the same number."""
    if scaled.kanji:
        return _kanji_reads_plainly(printed, unit, softened=softened)
    if unit == "年" and scaled.value >= 1000:
        return False  # 2024年 is a year, not a quantity
    return unit is not None or _COLLOQUIAL.search(printed) is None


def _take_yen(text: str) -> tuple[bool, str]:
    return (True, text[1:].lstrip(" ")) if text.startswith(_YEN) else (False, text)


def _take_sign(text: str) -> tuple[int, str]:
    sign = _MINUS_OR_PLUS.match(text)
    if sign is None:
        return 1, text
    return (-1 if sign["minus"] else 1), text[sign.end() :]


def _take_kin(text: str) -> tuple[bool, str]:
    """金 or 一金 before an amount, as receipts and contracts have it."""
    for word in ("一金", "金"):
        if text.startswith(word):
            return True, text[len(word) :].lstrip(" ")
    return False, text


@lru_cache(maxsize=4096)  # one text stands in many cells; none is longer than _LONGEST
def _read(text: str) -> Reading:
    """Read a non-empty text with half-width marks and single spaces that is no dash."""
    framed = _FRAMED.fullmatch(text)
    text = _FRAMED_SCALE.sub(r"\g<inside>", framed["inside"].strip(" ") if framed else text)
    words, text = take_leading(text)
    kin, text = _take_kin(text)
    yen, text = _take_yen(text)
    sign, text = _take_sign(text)
    yen_after_sign, text = _take_yen(text)
    yen = yen or yen_after_sign
    printed, rest = leading_number(text)
    scaled = read_scaled(printed) if printed else None
    if scaled is None or (yen and yen_after_sign and text.startswith(_YEN)):
        return _TEXT
    if yen and rest in marks.HYPHENS:  # ¥1,200-
        rest = ""
    tail = _tail(rest.removesuffix("也") if rest.endswith("円也") else rest)
    if tail is None or (kin and tail[0] != "円") or (yen and tail[0] not in (None, "円")):
        return _TEXT
    unit = _YEN if yen and tail[0] is None else tail[0]
    words += tail[1]
    if unit is None and printed in ("5", "6") and tail[1][:1] in (["強"], ["弱"]):
        return _TEXT  # 6強 is a grade of an earthquake
    if not _reads_plainly(scaled, printed, unit, softened=bool(words)):
        return _TEXT
    value = -scaled.value if sign < 0 and scaled.value else scaled.value
    return Reading(Number(value, Status.REPORTED, SEPARATOR.join(words) or None, unit), scaled.scaled)


def read(text: str) -> Reading:
    """`parse_number`, with how the number was printed."""
    repaired = repair(text)
    bare = _SPACES.sub(" ", repaired).strip(" ")
    if not bare:
        return _BLANK
    if is_dash(bare):
        return _DASH
    if len(bare) > _LONGEST or _dash_on_a_line(repaired):
        return _TEXT
    null = _NULL_WITH_UNIT.fullmatch(bare)
    if null and _is_any_unit(clean_text(null["unit"])):
        return _DASH
    return _read(bare.translate(_HALF_MARKS))


def _dash_on_a_line(text: str) -> bool:
    """Whether one line of several is nothing but a dash (no target above a result): no minus of the next line's."""
    return "\n" in text and any(_NULL.fullmatch(_SPACES.sub("", line)) for line in text.split("\n"))


def _is_any_unit(text: str) -> bool:
    """A unit, with a scale or without (千円): what stands behind a dash in a column of fixed units."""
    return is_unit(text) or is_unit(text.lstrip("".join(marks.SMALL_SCALES) + "".join(marks.BIG_SCALES)))


def parse_number(text: str) -> Number:
    """The number that a text prints, with its unit and the word that softens it.

    Anything that is not exactly one number is ``text``: a range, a ratio, two values, a broken grouping, a grade, a
    neighbour's glyph. Never raises on a text, takes time in proportion to its length.

    Args:
        text: one cell as printed.

    Returns:
        The number; `Number.value` is None unless the status is ``reported``.

    >>> parse_number("△1,234")
    Number(value=Decimal('-1234'), status=<Status.REPORTED: 'reported'>, qualifier=None, unit=None)
    >>> parse_number("約1.5万人").value, parse_number("45.6％").unit, parse_number("1,050(見込み)").qualifier
    (Decimal('15000.0'), '%', '見込み')
    >>> [str(parse_number(t).status) for t in ("―", " ", "皆増", "10～20", "43（16）", "1,23")]
    ['dash', 'blank', 'text', 'text', 'text', 'text']
    """
    return read(text).number
