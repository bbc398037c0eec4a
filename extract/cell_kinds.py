"""What the text of a cell looks like: nothing, a value, a year, words, prose. No number is made of it."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from normalize import parse_fiscal_year
from normalize.marks import MINUS_SIGNS, NULL_LEADERS, NULL_STROKES, OPTION_MARKS, PLUS_SIGNS, TICKS, TRIANGLES, any_of

_NUMBER = rf"(?:\d[\d,.]*(?:[~-]\d[\d,.]*)?|{any_of(NULL_STROKES, NULL_LEADERS)}+)"
_UNIT = r"(?:%|円|人|件|回|千円|万円|百万円|億円|か所|箇所|[a-zA-Z²㎡]{1,3})?"
_VALUE = re.compile(
    rf"[(\[]?{any_of('約±', MINUS_SIGNS, PLUS_SIGNS)}?{_NUMBER}{_UNIT}[)\]]?"
    rf"(?:\({any_of('0123456789,.', MINUS_SIGNS)}*\))?|皆増|皆減|集計中|調査中|未定|未集計|該当なし"
)
_BARE = re.compile(r"\(?(?:令和|平成|昭和|[RHS])?(?:\d{1,4}|元)年度")  # 6年度: which era does not matter here
_MARK = re.compile(any_of(OPTION_MARKS, TRIANGLES, TICKS))
_LONG = 40  # characters: longer texts are prose, not headings
YEAR_LONG = 16  # characters: a longer text speaks of a year, it is not a year's heading


class Kind(Enum):
    """What the text of a cell looks like."""

    BLANK = "blank"
    VALUE = "value"
    YEAR = "year"
    TEXT = "text"
    PROSE = "prose"


@lru_cache(maxsize=16384)
def kind_of_text(label: str) -> Kind:
    """What a compact text looks like.

    >>> [kind_of_text(text).value for text in ("", "▲8,732", "−", "5,800(0)", "10~20", "集計中", "R5決算", "事業費")]
    ['blank', 'value', 'value', 'value', 'value', 'value', 'year', 'text']
    """
    if not label:
        return Kind.BLANK
    if _VALUE.fullmatch(label) or _MARK.fullmatch(label):
        return Kind.VALUE
    if len(label) > _LONG or label.endswith("。"):
        return Kind.PROSE
    if len(label) <= YEAR_LONG and any(c.isdigit() or c == "元" for c in label):
        return Kind.YEAR if _BARE.match(label) or parse_fiscal_year(label) is not None else Kind.TEXT
    return Kind.TEXT


def is_mark(label: str) -> bool:
    """Whether a compact text is a mark alone: ○, ■, ✓."""
    return _MARK.fullmatch(label) is not None
