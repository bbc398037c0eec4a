"""What the words of a label or a cell say: kind, money unit, name and note or unit, stacked amounts."""

from __future__ import annotations

import re
import unicodedata

from extract.layout import Region
from normalize import clean_text, is_unit

_KIND_WORDS = {
    "決算": "actual", "実績": "actual", "当初予算": "initial_budget", "予算現額": "current_budget",
    "予算案": "budget_proposal", "予算": "budget", "見込": "expected", "想定": "expected", "目標": "target",
    "計画": "target",
}  # fmt: skip


def kind_of(label: str, kinds: dict[str, str] | None = None) -> str:
    """The kind that a label names ("" where none): the form's words first, then the usual ones, the longest first.

    What is expected to have been spent or done has not been yet: 決算見込.

    >>> kind_of("25年度当初予算"), kind_of("R5年度実績"), kind_of("R4(2022)"), kind_of("R6決算見込")
    ('initial_budget', 'actual', '', 'expected')
    """
    for words in (kinds or {}, _KIND_WORDS):
        for word in sorted(words, key=len, reverse=True):
            if word in label:
                return "expected" if word and words[word] == "actual" and "見込" in label else words[word]
    return ""


_BRACKETED = re.compile(r"\s*[（(][^()（）]*[)）]\s*")
_AMOUNT = re.compile(r"[△▲−\-－]?[0-9０-９][0-9０-９,，.．\s]*(?:[兆億万千百]+円|円)?|[^0-9０-９]{1,4}")

_COMPLETE = re.compile(r"[△▲−\-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[兆億万千百]*円)?")


def is_bracketed(text: str) -> bool:
    """Whether a text stands in brackets as a whole: （17,387千円）."""
    return _BRACKETED.fullmatch(text) is not None


def stacked_pieces(cells: list[Region]) -> list[str]:
    """The amounts of a stacked cell, upper first: one a line, in brackets, or wrapped where the cell is narrow."""
    lines = [line.text for r in cells for line in r.lines]
    whole = "\n".join(lines)
    bracket = re.search(r"[（(]", whole)
    if bracket and bracket.start() > 0 and _BRACKETED.fullmatch(whole[bracket.start() :].replace("\n", "")):
        upper = [line.strip() for line in whole[: bracket.start()].strip().split("\n")]
        if len(upper) == 1 or not all(map(_COMPLETE.fullmatch, upper)):  # one amount, wrapped
            return ["".join(upper), whole[bracket.start() :].replace("\n", "").strip()]
    if len(lines) <= 2:
        return lines
    for at in range(1, len(lines)):
        pieces = ["".join(lines[:at]), "".join(lines[at:])]
        if all(_AMOUNT.fullmatch(piece.strip()) and piece.strip().endswith("円") for piece in pieces):
            return pieces
    return lines


def money_unit(label: str) -> str:
    """The money unit in a compact label's bracket: 事業費(千円) → 千円, or ""."""
    found = re.search(r"\((?:単位[::])?(\S{0,3}円)\)", label)
    return found[1] if found else ""


def name_and_note(text: str) -> tuple[str, str]:
    """An indicator's name and the ※ footnote that trails it.

    A ※ that a bracket or the end follows only refers to the note; the note begins at one that words follow.

    >>> name_and_note("連絡会（作業部会、支援会議※） ※令和６年度は他法の会議を活用")
    ('連絡会（作業部会、支援会議※）', '※令和6年度は他法の会議を活用')
    """
    flat = clean_text(text)
    match = re.search(r"(?<=.)※(?![)）\s]|$)", flat)
    if match is None:
        return flat, ""
    return flat[: match.start()].rstrip(), flat[match.start() :]


def name_and_unit(text: str) -> tuple[str, str]:
    """An indicator's name and the unit in the bracket that ends it; a 【target】, a remark or a ※ may follow that.

    >>> name_and_unit("家庭ごみ収集量（トン）"), name_and_unit("相談件数"), name_and_unit("講座（3回）")
    (('家庭ごみ収集量', 'トン'), ('相談件数', ''), ('講座（3回）', ''))
    >>> name_and_unit("ごみ処理量（千円／トン）"), name_and_unit("届出件数（件）【10,000件】")
    (('ごみ処理量', '千円／トン'), ('届出件数【10,000件】', '件'))
    >>> name_and_unit("実施回数（回）（目標：12回）※"), name_and_unit("達成率（単位　％）")
    (('実施回数（目標：12回）※', '回'), ('達成率', '％'))
    """
    brackets = _BRACKETS.search(text)
    at = brackets.start() if brackets else 0
    for match in reversed(list(_BRACKET.finditer(text, at)) if at else []):
        unit = _unit_of(match[1]) if 0 < len(match[1] or "") <= _LONGEST else ""
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


_LONGEST = 12  # characters of a unit
_UNIT_BRACKET = rf"[（(〔]([^（）()〔〕]{{1,{_LONGEST}}})[)）〕]"
_BRACKET = re.compile(r"[（(〔]([^（）()〔〕]*)[)）〕]|【[^】]*】|[［\[][^］\]]*[］\]]")
_BRACKETS = re.compile(rf"(?:\s*(?:{_BRACKET.pattern}))+\s*※?\s*$")  # at the end of a name
_SCALE = re.compile(r"[十百千万億]+|1(?=\D)")  # 千円, 円／1人


def _unit_of(text: str) -> str:
    """The unit that the text in a bracket is, or ""."""
    unit = re.sub(r"^単位[:：\s]\s*", "", text)
    words = [unicodedata.normalize("NFKC", word) for word in re.split("[/／]", unit)]
    known = all(is_unit(word) or is_unit(_SCALE.sub("", word, count=1)) for word in words)
    return unit if unit != text or known else ""
