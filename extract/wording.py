"""What the words of a label or a cell say: kind, money unit, name and note or unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from extract.layout import compact
from normalize import clean_text, is_dash, is_unit
from normalize.marks import (
    CLOSE_ASIDE,
    CLOSE_LENTICULAR,
    CLOSE_ROUND,
    COMMAS,
    ENUMERATION_COMMAS,
    MIDDLE_DOT,
    MIDDLE_DOTS,
    OPEN_ASIDE,
    OPEN_LENTICULAR,
    OPEN_ROUND,
    any_of,
)

KIND_WORDS = {
    "当初予算": "initial_budget", "予算現額": "current_budget", "予算案": "budget_proposal", "決算": "actual",
    "実績": "actual", "予算": "budget", "見込": "expected", "想定": "expected", "目標": "target", "計画": "target",
}  # fmt: skip
_SHORT_WORDS = {"当初": "initial_budget", "現額": "current_budget"}  # where nothing else says more: not 当初目標

_LONGEST = 12  # characters of a unit
_IN_BRACKET = f"[^{re.escape(OPEN_ASIDE + CLOSE_ASIDE)}]"
_UNIT_BRACKET = f"{any_of(OPEN_ASIDE)}({_IN_BRACKET}{{1,{_LONGEST}}}){any_of(CLOSE_ASIDE)}"
_WITHIN = f"(?:{_IN_BRACKET}|{any_of(OPEN_ASIDE)}{_IN_BRACKET}*{any_of(CLOSE_ASIDE)})*"  # 人（延べ）
_BRACKET = re.compile(f"{any_of(OPEN_ASIDE)}({_WITHIN}){any_of(CLOSE_ASIDE)}|【[^】]*】")
_BRACKETS = re.compile(rf"(?:\s*(?:{_BRACKET.pattern}))+\s*※?\s*$")  # at the end of a name
_SCALE = re.compile(r"(?:10{0,3}|1,000)?[十百千万億]+|(?:10{0,3}|1,000)(?=\D)")  # 千円, 円／1人, 件／10万人
_OPEN_UNIT, _CLOSE_UNIT = OPEN_ASIDE + OPEN_LENTICULAR, CLOSE_ASIDE + CLOSE_LENTICULAR
_MONEY = re.compile(
    f"{any_of(_OPEN_UNIT)}(?:単位[::]?)?([十百千万億]*円)"
    f"(?:[・、,][^{re.escape(_OPEN_UNIT + _CLOSE_UNIT)}]*)?{any_of(_CLOSE_UNIT)}"
)

BETWEEN_NAMES = MIDDLE_DOT + MIDDLE_DOTS + ENUMERATION_COMMAS + COMMAS + "／/;；"  # 防災課・公園課、福祉課
_FIRST_OF_TWO = re.compile(rf"{_UNIT_BRACKET}\s*{any_of(BETWEEN_NAMES)}")  # 参加者数（人）、実施回数（回）

# Words that stand for an indicator where there is none.
_NOTHING = re.compile(r"※?(?:(?:数値)?目標|指標|該当|特に?|設定)?(?:は|の設定は)?(?:なし|無し|無|ない)")


def is_nothing(text: str) -> bool:
    """Whether a text stands for a name, a unit or a value where there is none.

    >>> [is_nothing(text) for text in ("―", "（－）", "な し", "指標の設定はなし", "満足度")]
    [True, True, True, True, False]
    """
    return is_dash(text) or _NOTHING.fullmatch(compact(text)) is not None


def kind_of(label: str, kinds: Mapping[str, str] | None = None) -> str:
    """The kind that a label names ("" where none): the form's words first, then the usual ones, the longest first.

    What is expected to have been spent or done has not been yet: 決算見込.

    >>> kind_of("25年度当初予算"), kind_of("R5年度実績"), kind_of("R4(2022)"), kind_of("R6決算見込")
    ('initial_budget', 'actual', '', 'expected')
    """
    for words in (kinds or {}, KIND_WORDS, _SHORT_WORDS):
        for word in sorted(words, key=len, reverse=True):
            if word in label:
                return "expected" if word and words[word] == "actual" and "見込" in label else words[word]
    return ""


def money_unit(label: str) -> str:
    """The money unit in a compact label's bracket, or "".

    >>> money_unit("事業費(千円)"), money_unit("予算【単位:百万円】"), money_unit("講座(参加費5円)")
    ('千円', '百万円', '')
    """
    found = _MONEY.search(label)
    return found[1] if found else ""


def name_and_note(text: str) -> tuple[str, str]:
    """An indicator's name and the ※ footnote that trails it.

    A ※ that a bracket or the end follows only refers to the note, and one within brackets is a part of the name; the
    note begins at one that words follow.

    >>> name_and_note("連絡会（作業部会、支援会議※） ※令和６年度は他法の会議を活用")
    ('連絡会（作業部会、支援会議※）', '※令和6年度は他法の会議を活用')
    >>> name_and_note("参加者数（※延べ人数）（人）")
    ('参加者数（※延べ人数）（人）', '')
    """
    flat = clean_text(text)
    for match in re.finditer(r"(?<=.)※(?![)）\s]|$)", flat):
        name = flat[: match.start()]
        if sum(c in OPEN_ROUND for c in name) <= sum(c in CLOSE_ROUND for c in name):
            return name.rstrip(), flat[match.start() :]
    return flat, ""


def name_and_unit(text: str) -> tuple[str, str]:
    """An indicator's name and the unit in the bracket that ends it; a 【target】, a remark or a ※ may follow that.

    >>> name_and_unit("家庭ごみ収集量（トン）"), name_and_unit("相談件数"), name_and_unit("講座（3回）")
    (('家庭ごみ収集量', 'トン'), ('相談件数', ''), ('講座（3回）', ''))
    >>> name_and_unit("ごみ処理量（千円／トン）"), name_and_unit("届出件数（件）【10,000件】")
    (('ごみ処理量', '千円／トン'), ('届出件数【10,000件】', '件'))
    >>> name_and_unit("実施回数（回）（目標：12回）※"), name_and_unit("達成率（単位　％）")
    (('実施回数（目標：12回）※', '回'), ('達成率', '％'))
    >>> name_and_unit("参加者数（人）、実施回数（回）"), name_and_unit("件数（件）・割合（％）（目標）")
    (('参加者数（人）、実施回数（回）', ''), ('件数（件）・割合（％）（目標）', ''))
    >>> name_and_unit("相談件数（件／月）"), name_and_unit("人口（単位千人）"), name_and_unit("来場者数（人（延べ））")
    (('相談件数', '件／月'), ('人口', '千人'), ('来場者数', '人（延べ）'))
    """
    brackets = _BRACKETS.search(text)
    at = brackets.start() if brackets else 0
    for match in reversed(list(_BRACKET.finditer(text, at)) if at else []):
        unit = _unit_of(match[1]) if 0 < len(match[1] or "") <= _LONGEST else ""
        if unit and any(
            _unit_of(other[1]) not in ("", unit) for other in _FIRST_OF_TWO.finditer(text, 0, match.start())
        ):
            return text, ""  # one of two
        if unit:
            return (text[: match.start()].rstrip() + text[match.end() :].lstrip()).rstrip(), unit
    return text, ""


def unit_alone(text: str) -> str:
    """The unit that a label consists of, in a bracket or after 単位, or "": it names nothing.

    >>> unit_alone("（単位：千円）"), unit_alone("（円／件）"), unit_alone("件数"), unit_alone("（参考）")
    ('千円', '円／件', '', '')
    """
    match = re.fullmatch(rf"{_UNIT_BRACKET}|単位[:：]\s*(\S{{1,12}})", text)
    return _unit_of(match[1] or f"単位:{match[2]}") if match else ""


def _unit_of(text: str) -> str:
    """The unit that the text in a bracket is, or ""."""
    said = re.match(r"単位[:：\s]\s*", text)
    unit = text[said.end() :] if said else text.removeprefix("単位")  # the blank behind it may be gone
    return unit if said or _is_known(unit) else ""


def _is_known(unit: str) -> bool:
    """Whether a unit is one, as a whole (件／月) or in all its parts (千円／万人)."""
    whole = unicodedata.normalize("NFKC", unit)
    return is_unit(whole) or all(is_unit(word) or is_unit(_SCALE.sub("", word, count=1)) for word in whole.split("/"))


def set_close(line: str) -> str:
    """A line of print; one whose letters all stand apart, spread over the width of its cell, as if they did not.

    >>> set_close("員　会　事　務　局"), set_close("防災課　公園課")
    ('員会事務局', '防災課　公園課')
    """
    pieces = line.split()
    return "".join(pieces) if len(pieces) > 2 and all(len(piece) == 1 for piece in pieces) else line
