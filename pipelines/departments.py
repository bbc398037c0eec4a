"""Departments out of one printed cell: 教育センター・福祉政策課等 is two, 高齢・福祉総務課 is one."""

from __future__ import annotations

import re

from extract.wording import BETWEEN_NAMES, set_close
from normalize import clean_text, is_dash
from normalize.marks import CLOSE_ASIDE, CLOSE_LENTICULAR, CLOSE_ROUND, OPEN_ASIDE, OPEN_LENTICULAR, OPEN_ROUND

_OPEN, _CLOSE = OPEN_ASIDE + OPEN_LENTICULAR, CLOSE_ASIDE + CLOSE_LENTICULAR
_BRACKET = rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]"
_MORE = r"(?:等|ほか|他)(?:[0-9０-９]+(?:課|室|局|部|所|か所|箇所))?"  # 防災課 他３課
_ORGANISATION = re.compile(
    rf"(?:課|室|局|部|所|館|園|場|校|署|会|センター)長?(?:{_MORE})?(?:{_BRACKET})?[＊*※]?[0-9０-９]*$"
)
_NO_ORGANISATION = re.compile(
    r"(?:^|[・、局部])(?:公園|学校|社会|市場|広場|工場|[東西南北中]部|中央部)$"
)  # 公園・緑地課 is one, and 建設局公園・緑地課
# No line begins with these alone but one that goes on: みどり公園／課, 選挙管理委員会／事務局; 課税課 is a name.
_REST = re.compile(rf"[課室係]長?(?![^\s{re.escape(BETWEEN_NAMES + OPEN_ROUND + CLOSE_ROUND)}])|事務局")
# One narrow blank may be a wide one that a program drew as a gap: it parts 防災課 公園課, but not 総務課 施設担当.
_LETTERS = rf"[^{re.escape(BETWEEN_NAMES)}\s]+"
_NARROW = rf"(?:(?<=[課室局])|(?<=センター)) (?={_LETTERS}(?:\n{_LETTERS})?[課室局部所])"
_SEPARATOR = re.compile(rf"[{re.escape(BETWEEN_NAMES)}\n　]|\s{{2,}}|{_NARROW}")
_RANKS = ("局|本部|委員会|役所", "部", "課|室", "係|担当|班")  # from those that have others under them down
_TO_LAST = re.compile(rf"{_BRACKET}|{_MORE}")


def split_departments(text: str) -> list[str]:
    r"""Cut a printed cell into organisations.

    A separator (・ 、 ／ or a line break) cuts only where what stands before it is an organisation by its last word;
    else it is part of a name, or a line break that only wraps. A blank cuts as well. Neither cuts an organisation
    from what is a part of it.

    >>> split_departments("子ども家庭支援センター・教\n育センター・福祉政策課等")
    ['子ども家庭支援センター', '教育センター', '福祉政策課等']
    >>> split_departments("高齢・福祉総務課"), split_departments("選挙管理委員会\n事務局")
    (['高齢・福祉総務課'], ['選挙管理委員会事務局'])
    >>> split_departments("保健福祉局　健康部　健康づくり支援課"), split_departments("防災課　公園課")
    (['保健福祉局健康部健康づくり支援課'], ['防災課', '公園課'])
    >>> split_departments("防災課・選挙管理委\n員　会　事　務　局")
    ['防災課', '選挙管理委員会事務局']
    """
    text = "\n".join(map(set_close, text.split("\n")))
    found: list[str] = []
    held = ""
    at = 0
    for match in _SEPARATOR.finditer(text):
        held += text[at : match.start()]
        at = match.end()
        name = clean_text(held)
        blank = match[0].isspace()
        if found and _TO_LAST.fullmatch(name):
            found[-1] += name
            held = ""
        elif blank and not _is_office(name, match[0]) and _is_part(text[at:], of=name):
            continue
        elif _is_whole(name, held, blank) and not (blank and _REST.match(text[at:])):
            found.append(name)
            held = ""
        elif name and not blank:
            held += match[0]
    last = clean_text(held + text[at:])
    if is_dash(last):
        return found
    if last and found and _TO_LAST.fullmatch(last):
        found[-1] += last
    elif last:
        found.append(last)
    return found


def _is_part(text: str, of: str) -> bool:
    """Whether a text begins with an organisation of a lower rank: 市民局　区政推進課."""
    ranks = [_rank(name) for name in (of, _SEPARATOR.split(text.lstrip(), maxsplit=1)[0])]
    return -1 < ranks[0] < ranks[1]


def _is_office(name: str, separator: str) -> bool:
    """Whether a line ends with the office of a committee: a ward lists it beside its departments, and it has none."""
    return "\n" in separator and name.endswith("事務局")


def _rank(name: str) -> int:
    return next((rank for rank, word in enumerate(_RANKS) if re.search(f"(?:{word})$", clean_text(name))), -1)


def _is_whole(name: str, held: str, blank: bool) -> bool:
    """Whether what stands before a separator is an organisation; none ends within a bracket."""
    inside = sum(map(held.count, _OPEN)) > sum(map(held.count, _CLOSE))
    return not inside and bool(_ORGANISATION.search(name)) and (blank or not _NO_ORGANISATION.search(name))
