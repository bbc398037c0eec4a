"""Departments out of one printed cell: 教育センター・福祉政策課等 is two, 高齢・福祉総務課 is one."""

from __future__ import annotations

import re

from normalize import clean_text

_ORGANISATION = re.compile(r"(?:課|室|局|部|所|館|園|場|校|署|会|センター)(?:長|等|ほか|他)?(?:[(（][^()（）]*[)）])?$")
_REST = re.compile(r"[課室係]|事務局")  # no name begins so: みどり公園／課, 選挙管理委員会／事務局 only wrap
_SEPARATOR = re.compile(r"[・･‧、，,／/;；\n　]|\s{2,}")


def split_departments(text: str) -> list[str]:
    r"""Cut a printed cell into organisations.

    A separator (・ 、 ／ or a line break) cuts only where what stands before it is an organisation by its last word;
    else it is part of a name, or a line break that only wraps.

    >>> split_departments("子ども家庭支援センター・教\n育センター・福祉政策課等")
    ['子ども家庭支援センター', '教育センター', '福祉政策課等']
    >>> split_departments("高齢・福祉総務課"), split_departments("選挙管理委員会\n事務局")
    (['高齢・福祉総務課'], ['選挙管理委員会事務局'])
    >>> split_departments("防災課・選挙管理委\n員　会　事　務　局")
    ['防災課', '選挙管理委員会事務局']
    """
    text = "\n".join(map(_set_close, text.split("\n")))
    found: list[str] = []
    held = ""
    at = 0
    for match in _SEPARATOR.finditer(text):
        held += text[at : match.start()]
        at = match.end()
        name = clean_text(held)
        if name and _ORGANISATION.search(name) and not (match[0].isspace() and _REST.match(text[at:])):
            found.append(name)
            held = ""
        elif not name or match[0].isspace():
            continue
        else:
            held += match[0]
    last = clean_text(held + text[at:])
    if last and found and re.fullmatch(r"[(（][^()（）]*[)）]|等|ほか|他", last):
        found[-1] += last
    elif last:
        found.append(last)
    return found


def _set_close(line: str) -> str:
    """A line of print; one whose letters all stand apart, spread over the width of its cell, as if they did not."""
    pieces = line.split()
    return "".join(pieces) if len(pieces) > 2 and all(len(piece) == 1 for piece in pieces) else line
