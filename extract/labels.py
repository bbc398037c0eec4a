"""Labels: which cells name a cell, and what of a label is only a tag."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from extract.layout import Region, compact
from normalize import clean_text, parse_fiscal_year, read_fiscal_heading
from normalize.marks import HYPHENS, PLUS_SIGNS, any_of

_TAIL = re.compile(r"(?<=[^A-Za-z0-9(])(?:\([A-Z]\)|[A-Z])$")  # 事業費 A, 合計（A）
_BRACKETED = re.compile(r"(?<=[^A-Za-z0-9(])\([A-Z]\)$")
_WORDS = "ぁ-ヿ㐀-鿿"
# 受益者負担率 B÷A, (B／人口*1,000); AI-OCR使用料 is a name.
_TERMS = rf"[A-Z]\s*{any_of('÷/×*', PLUS_SIGNS, HYPHENS)}(?:[A-Z](?![A-Za-z])|人口)"
_FORMULA = re.compile(rf"\({_TERMS}[^)]*\)$|(?<=[^A-Za-z0-9(]){_TERMS}[^){_WORDS}]*$")
_HEAD = re.compile(r"^(?:\(差引\)|\(内訳\)|※)")
_UNIT = re.compile(r"\(単位[::](?P<unit>[^)]+)\)$")

# A note's label is a fiscal year and little more, and its text takes the rest of the row.
NOTE_LABEL = 14  # characters at most
NOTE_WIDER = 2.0  # times the label's width, at least


def untagged(label: str, bare: bool = True) -> str:
    """A compact label without the letters and marks that only tag its row.

    Args:
        label: the label.
        bare: whether a letter without brackets is a tag, too: in a free name it is a part of the name.

    >>> untagged("事業費A"), untagged("(差引)一般財源(B)"), untagged("受益者負担率B÷A"), untagged("AI-OCR")
    ('事業費', '一般財源', '受益者負担率', 'AI-OCR')
    >>> untagged("ワクチンA", bare=False), untagged("合計（A）", bare=False), untagged("合計(A)", bare=False)
    ('ワクチンA', '合計（A）', '合計')
    """
    tail = _TAIL if bare else _BRACKETED
    before = None
    while before != label:
        before = label
        label = _UNIT.sub("", label)
        label = _FORMULA.sub("", label)
        label = tail.sub("", label)
        label = _HEAD.sub("", label) or label
    return label


def unit_in(label: str) -> str:
    """The unit that a compact label gives in a bracket 「（単位：円）」, or ""."""
    found = _UNIT.search(label)
    return found["unit"] if found else ""


def as_printed(text: str, start: int, end: int) -> str:
    """A part of a label as a value is printed: cleaned, with the blanks and widths that compact text has not.

    Args:
        text: the print of the label.
        start: where the part begins in the compact text.
        end: where it ends there.

    >>> as_printed("利用システム（KYOTO  ART BOX）", 7, 18), as_printed("㈱による運営", 1, 2)
    ('KYOTO ART BOX', '㈱')
    """
    cleaned = clean_text(text)
    ends = list(accumulate(len(compact(letter)) for letter in cleaned))
    if not ends or ends[-1] != len(compact(text)):
        return compact(text)[start:end]  # letters that make one only together: no letter has a place of its own
    return cleaned[bisect_right(ends, start) : bisect_left(ends, end) + 1]


@lru_cache(maxsize=8192)
def heading_year(label: str, edition: int | None, bare_era: str = "") -> int | None:
    """The fiscal year that a heading names, or None.

    Args:
        label: the heading, compact.
        edition: a fiscal year near it, which settles the era of a bare 6年度.
        bare_era: the era that the form means where it prints none.
    """
    if bare_era and re.match(r"^(\d{1,2}|元)年", label):
        label = bare_era + label
    return parse_fiscal_year(label, near=edition)


@lru_cache(maxsize=8192)
def says_more(label: str, edition: int | None) -> bool:
    """Whether a heading that names a fiscal year holds more than that and what such headings add: 実績, (見込).

    >>> [says_more(label, None) for label in ("R6(2024)", "R6年度実績", "R6(2024)強化")]
    [False, False, True]
    """
    heading = read_fiscal_heading(label, near=edition)
    return heading is not None and parse_fiscal_year(f"{heading.year}{heading.rest}") is None


def describe(region: Region) -> str:
    """A region's text on one line, short, for a message."""
    text = " ".join(region.text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def overlapped(above: str, below: str) -> Iterator[str]:
    """What two parts of a label make if both have the letters at the page end: a spreadsheet prints them twice.

    >>> list(overlapped("職種等内訳(人", "人数)"))
    ['職種等内訳(人数)']
    """
    for count in range(1, min(len(above), len(below)) + 1):
        if above.endswith(below[:count]):
            yield above + below[count:]
