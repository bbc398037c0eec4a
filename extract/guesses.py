"""What a label most likely means, by the words that Japanese offices use; a person checks each guess."""

from __future__ import annotations

import re

_YEAR_PATTERN = r"(?:(?:令和|平成)(?:\d{1,2}|元)年度?|[RH]\d{1,2}(?:年度?)?|(?:\d{1,2}|元)年度)"
YEAR = re.compile(_YEAR_PATTERN + r"(?![月間前後])")
_OF_YEAR = re.compile(r"(?:当初|補正|最終|予算|決算|実績|見込み?|目標|計画|想定|現額|案|額|値|\(|\)|\d)*")

# words in a label → target; the first that fits counts, and a target in _ONCE is given only once
_TARGETS = (
    (r"(?:NO|No|№|シート番号|整理番号|評価書番号|事業番号)\.?", "sheet.sheet_no"),
    (r"(?:事務事業名|事業名|事業名称|事業の名称).{0,4}", "sheet.title+program.program"),
    (r".*(?:所管|担当|所属)(?:部署|課|局|部|名|区局・課|部課)*(?:名)?", "program.departments"),
    (r"(?:基本政策|政策名?|施策の柱|政策分野)", "sheet.policy"),
    (r"(?:施策|施策名称?|基本施策)", "sheet.measure"),
    (r"(?:(?:事務)?事業)?の?(?:内容|概要)", "program.role"),
)
_ONCE = {
    "sheet.sheet_no",
    "sheet.title+program.program",
    "program.departments",
    "program.role",
    "sheet.policy",
    "sheet.measure",
}
_SLUGS = (
    ("目的", "purpose"), ("概要", "outline"), ("期間", "period"), ("対象", "target"), ("手段", "method"),
    ("方法", "method"), ("課題", "problems"), ("理由", "reason"), ("方向", "direction"), ("予定", "plan"),
    ("実績", "results"), ("成果", "results"), ("評価", "evaluation"), ("根拠", "legal_basis"), ("法令", "legal_basis"),
    ("財源", "funding"), ("備考", "remarks"), ("計画", "plan"), ("意見", "opinion"), ("目標", "goal"),
    ("内容", "content"), ("状況", "state"),
)  # fmt: skip
_OPTION = 40  # characters of an option at most
_MONEY = re.compile(r"費|財源|コスト|収入|歳入|歳出|決算|予算|支出|経費|円")
_FUNDING = re.compile(r"財源|歳入|収入|国庫?支出金|県支出金|府支出金|地方債|一般財源|受益者負担")
_TOTAL = re.compile(r"合計|総額|総計|小計|計|(?:総|細)?事業費|総コスト|経費|(?:歳入|歳出)(?:合計|計)?")
_PART_OF = re.compile(r"^うち|内訳")
_RATIO = re.compile(r"率$|割合$|%")
_STAFF = re.compile(r"人員|職員数|人工|従事者")


def pattern_of(label: str) -> str:
    r"""A pattern for a compact label: any year where it prints one.

    >>> pattern_of("R6年度の取組(予定)")
    '(?:(?:令和|平成)(?:\\d{1,2}|元)年度?|[RH]\\d{1,2}(?:年度?)?|(?:\\d{1,2}|元)年度)の取組\\(予定\\)'
    """
    pieces = YEAR.split(label)
    return _YEAR_PATTERN.join(re.escape(piece) for piece in pieces)


def shape_of(label: str) -> str:
    """A label with its years taken out: what recurs although the year or the number changes."""
    return YEAR.sub("〈年〉", label)


def is_year_heading(label: str) -> bool:
    """Whether a compact label is a year with at most the word for what is printed under it.

    >>> is_year_heading("令和6年度当初予算"), is_year_heading("令和7年度事業評価書"), is_year_heading("区分")
    (True, False, False)
    """
    return YEAR.search(label) is not None and _OF_YEAR.fullmatch(YEAR.sub("", label)) is not None


def is_kind_word(label: str) -> bool:
    """Whether a compact label is nothing but the word for what is printed under a year: 決算, 目標値."""
    return _OF_YEAR.fullmatch(label) is not None


def target_of(label: str, values: list[str], given: set[str]) -> tuple[str, bool]:
    """The target of a pair, and whether it is a mere guess.

    Args:
        label: compact.
        values: what stands beside it, a text per sample sheet.
        given: the targets that other pairs have; this one is added.
    """
    for words, target in _TARGETS:
        if re.fullmatch(words, label) and target not in given:
            if target in _ONCE:
                given.add(target)
            return target, False
    filled = [v for v in values if v]
    slug = next((slug for word, slug in _SLUGS if word in label), "text")
    if _lettered(filled) or (slug == "text" and _few(filled)):
        return "answer", True
    number = 1
    while (name := slug if number == 1 else f"{slug}_{number}") in given:
        number += 1
    given.add(name)
    return f"narrative:{name}", slug == "text"


def _lettered(values: list[str]) -> bool:
    """Whether values are options that a letter begins: A.順調に推移している."""
    return bool(values) and all(re.match(r"[A-E][.:]", value) for value in values)


def _few(values: list[str]) -> bool:
    """Whether values are short and come back, as options do."""
    return len(values) >= 4 and max(map(len, values)) <= _OPTION and len(set(values)) <= len(values) // 2


def row_meaning(path: list[str], money: bool) -> dict[str, str]:
    """The keys of a row rule beside ``path`` and ``item`` that say what a row of values means."""
    last, joined = path[-1], "/".join(path)
    if _RATIO.search(last):
        return {"to": "indicators", "unit": "%"} if money else {"unit": "%"}
    if _STAFF.search(last):
        return ({"to": "indicators"} if money else {}) | {"category": "staff", "unit": "人"}
    if not money:
        return {}
    said: dict[str, str] = {}
    if _FUNDING.search(joined):
        said["side"] = "funding"
    if any(_PART_OF.search(label) for label in path):
        said["part"] = "of_which"
    elif _TOTAL.fullmatch(last):
        said["part"] = "total"
    return said


def is_money(labels: str) -> bool:
    """Whether the labels of a table speak of money."""
    return _MONEY.search(labels) is not None
