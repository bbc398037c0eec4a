"""Printed text → number, exactly, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from normalize import marks
from normalize.qualifiers import SEPARATOR, find_trailing, take_leading, take_trailing
from normalize.scales import Scaled, leading_number, read_scaled
from normalize.status import Status
from normalize.text import clean_text, repair
from normalize.units import KANJI_COUNTERS, is_unit

# Longer than any value with its unit and its softening words; a longer text is prose.
_MAX_TEXT: Final = 120

_HALF_MARKS: Final = str.maketrans(
    {c: "," for c in marks.COMMAS}
    | {c: "." for c in marks.POINTS}
    | {c: "(" for c in marks.OPEN_ROUND}
    | {c: ")" for c in marks.CLOSE_ROUND}
    | {c: "¥" for c in marks.YEN_SIGNS}
)
_SPACES: Final = re.compile(r"\s+")
_SIGN: Final = re.compile(rf"(?P<minus>[{re.escape(marks.MINUS_SIGNS)}])|[{re.escape(marks.PLUS_SIGNS)}]")
_ROW_OF: Final = re.compile(
    rf"[{re.escape(marks.NULL_STROKES)}]+|[{marks.NULL_LEADERS}]+|{marks.MIDDLE_DOT}{{3,}}|\.{{3}}|。{{3}}"
    rf"|[{re.escape(marks.ASTERISKS)}]+"
)
_FRAMED: Final = re.compile(r"\((?P<inside>[^()]*)\)")
_DASH_WITH_UNIT: Final = re.compile(rf"[{re.escape(marks.NULL_STROKES)}]+(?P<unit>.+)")
# Set phrases that look like a kanji numeral with a counter, and the lone stroke that is typed for a dash.
_LONE_ONE: Final = "一"


@dataclass(frozen=True, slots=True)
class Number:
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and how it was printed: what `parse_amount` needs beside the number itself."""

    number: Number
    scaled: bool = False
    yen_sign: bool = False


_BLANK: Final = Reading(Number(None, Status.BLANK))
_DASH: Final = Reading(Number(None, Status.DASH))
_TEXT: Final = Reading(Number(None, Status.TEXT))


def is_dash(text: str) -> bool:
    """Whether the text is nothing but a mark for "not applicable".

    >>> [is_dash(t) for t in ("―", "－", "…", "・・・", "***", "（－）", "―　―", "△", "なし", "")]
    [True, True, True, True, True, True, True, False, False, False]
    """
    bare = _SPACES.sub("", repair(text))
    if len(bare) > 2 and bare[0] in marks.OPEN_ROUND and bare[-1] in marks.CLOSE_ROUND:
        bare = bare[1:-1]
    return _ROW_OF.fullmatch(bare) is not None


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
        if unit is not None:
            return None
        framed = re.match(r"[(（](?P<inside>[^()（）]+)[)）]", rest)
        end = framed.end() if framed else find_trailing(rest)
        unit = framed["inside"] if framed else rest[:end]
        rest = rest[end:]
        if not is_unit(unit):
            return None
    return unit, words


def _is_plain(scaled: Scaled, printed: str, unit: str | None) -> bool:
    """Whether the reading is the only one that a reader would give to it."""
    if scaled.kanji:
        if unit is None:
            return printed != _LONE_ONE and not (set(printed) & set(marks.BIG_SCALES) and not _has_digit(printed))
        return unit in KANJI_COUNTERS and (_has_digit(printed) or printed in ("十", "拾"))
    if unit == "年" and scaled.value >= 1000:
        return False  # 2024年 is a year, not a quantity
    # 3万5 is said for 35,000 and written for 30,005.
    return not (unit is None and re.search(r"[万億兆京] ?[1-9]$", printed))


def _has_digit(printed: str) -> bool:
    return any(c in marks.KANJI_DIGITS for c in printed)


def _signed(text: str) -> tuple[int, str] | None:
    sign = _SIGN.match(text)
    if sign is None:
        return 1, text
    return (-1 if sign["minus"] else 1), text[sign.end() :].lstrip(" ")


def _read(text: str) -> Reading:
    """A repaired, stripped, non-empty text with single spaces that is not a dash."""
    if (framed := _FRAMED.fullmatch(text)) is not None:
        text = framed["inside"].strip(" ")
    words, text = take_leading(text)
    gold = text.startswith(("金", "一金"))
    if gold:
        text = text[text.index("金") + 1 :].lstrip(" ")
    yen_sign = text.startswith("¥")
    text = text[1:].lstrip(" ") if yen_sign else text
    sign, text = _signed(text) or (1, text)
    if not yen_sign and text.startswith("¥"):
        yen_sign, text = True, text[1:].lstrip(" ")
    printed, rest = leading_number(text)
    scaled = read_scaled(printed) if printed else None
    if scaled is None:
        return _TEXT
    if rest.endswith("円也"):
        rest = rest[:-1]
    elif gold or (yen_sign and rest in marks.HYPHENS):
        rest = "" if rest in marks.HYPHENS else rest
    tail = _tail(rest)
    if tail is None or (gold and tail[0] != "円") or (yen_sign and tail[0] not in (None, "円")):
        return _TEXT
    unit = "¥" if yen_sign and tail[0] is None else tail[0]
    if not _is_plain(scaled, printed, unit):
        return _TEXT
    value = -scaled.value if sign < 0 and scaled.value else scaled.value
    qualifier = SEPARATOR.join(words + tail[1]) or None
    return Reading(Number(value, Status.REPORTED, qualifier, unit), scaled.scaled, yen_sign)


def read(text: str) -> Reading:
    """`parse_number`, with how the number was printed."""
    bare = _SPACES.sub(" ", repair(text)).strip(" ")
    if not bare:
        return _BLANK
    if is_dash(bare):
        return _DASH
    if len(bare) > _MAX_TEXT:
        return _TEXT
    bare = bare.translate(_HALF_MARKS)
    dash = _DASH_WITH_UNIT.fullmatch(bare)
    if dash and is_unit(clean_text(dash["unit"])):
        return _DASH
    return _read(bare)


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
