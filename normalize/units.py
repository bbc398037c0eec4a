"""Units of count and measure: which words are units, and which of them are the same unit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from normalize.marks import CLOSE_BRACKETS, OPEN_BRACKETS, any_of
from normalize.text import clean_text

_TABLE: Final = Path(__file__).parent / "data" / "units.txt"
# Counters written with か, ヶ, カ …: seven spellings of one word (常用漢字表 has 箇; 公用文における漢字使用等について,
# 平成22年内閣訓令第1号, writes か所 and か月).
_KA_SPELLINGS: Final = "箇かヶカヵ個ケ力"
_KA_WORDS: Final = ("所", "国", "国語", "月", "月間", "年", "年間", "村", "町", "条", "寺", "店", "園", "校")
_KA_UNITS: Final = {ka + word: "箇" + word for word in _KA_WORDS for ka in _KA_SPELLINGS}


def _canonical_spellings() -> dict[str, str]:
    """Every known spelling → its canonical one, from ``data/units.txt``."""
    spellings: dict[str, str] = dict(_KA_UNITS)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        canonical, same, others = line.partition(" = ")
        if line.startswith("#"):
            continue
        if same:
            spellings.update(dict.fromkeys([canonical, *others.split()], canonical))
        else:
            spellings.update((unit, unit) for unit in line.split())
    return spellings


UNITS: Final = _canonical_spellings()
# Counters that may follow a kanji numeral. Others make set phrases (一部, 十分, 一時) or names of places (八戸, 三国).
KANJI_COUNTERS: Final = (
    frozenset(["円", "人", "名", "件", "回", "個", "台", "冊", "枚", "校", "世帯", "団体", "施設", "事業", "歳"])
    | frozenset(["日間", "年間", "時間", "週間", "倍", "割", "%", "パーセント", "ポイント"])
    | frozenset(_KA_UNITS)
)
_LONGEST: Final = 40
_SPELLS: Final = frozenset(["月", "月間", "月額", "期", "学期", "四半期", "年度"])  # only behind ／: 3月 is a date
_JOINTS: Final = re.compile("([/／・×])")
_CUMULATIVE: Final = re.compile(
    r"(?:延べ|延|のべ)(?P<before>[^（(]+?)数?|(?P<after>[^（(]+?)数?[（(](?:延べ|延|のべ)(?:人数|数|人)?[）)]"
)
_FRAME: Final = re.compile(
    f"{any_of(OPEN_BRACKETS)}(?P<inside>[^{re.escape(OPEN_BRACKETS + CLOSE_BRACKETS)}]+){any_of(CLOSE_BRACKETS)}"
)
_LABEL: Final = re.compile(r"単位(?:[ ：:=＝]+|(?=[十百千万億]*円|人|件|%))(?P<unit>.+)")


def is_unit(text: str) -> bool:
    """Whether the cleaned text is a unit: one of the known words, or several joined by ／ or ・.

    >>> [is_unit(u) for u in ("人", "ヶ所", "g/人日", "人・日", "件／月", "延べ日数", "月", "達成")]
    [True, True, True, True, True, True, False, False]
    """
    if text in UNITS:
        return True
    if len(text) > _LONGEST:
        return False
    if cumulative := _CUMULATIVE.fullmatch(text):
        return (cumulative["before"] or cumulative["after"]) in UNITS
    first, *others = _JOINTS.split(text)
    pairs = list(zip(others[::2], others[1::2], strict=True))
    known = all(word in UNITS or (joint in "/／" and word in _SPELLS) for joint, word in pairs)
    return bool(pairs) and first in UNITS and known


def _bare(unit: str) -> str:
    """A unit without its brackets and without 単位：."""
    if frame := _FRAME.fullmatch(unit):
        unit = frame["inside"].strip()
    if label := _LABEL.fullmatch(unit):
        unit = label["unit"].strip()
    frame = _FRAME.fullmatch(unit)
    return frame["inside"].strip() if frame else unit


def _one(unit: str) -> str:
    """One word of a unit, in its canonical spelling."""
    if unit not in UNITS and (cumulative := _CUMULATIVE.fullmatch(unit)):
        counted = cumulative["before"] or cumulative["after"]
        return "延べ" + UNITS.get(counted, counted)
    return UNITS.get(unit, unit)


def canonical_unit(text: str) -> str:
    """One spelling for a unit, to group by; the printed one stays in its own column.

    Args:
        text: a unit as printed, with or without brackets and 単位：.

    Returns:
        The canonical spelling: 箇所 for か所 ヶ所 カ所 ヵ所 個所 ｹ所, ㎡ for m2 and ｍ２, 延べ人 for 延べ人数 and
        人（延べ）; an unknown unit comes back cleaned.

    >>> canonical_unit("ｹ所"), canonical_unit("％"), canonical_unit("ｍ２"), canonical_unit("（単位：ヶ所）")
    ('箇所', '%', '㎡', '箇所')
    >>> canonical_unit("延べ人数"), canonical_unit("人（延べ）"), canonical_unit("kg／人・日")
    ('延べ人', '延べ人', 'kg/人・日')
    """
    unit = clean_text(text)
    if len(unit) > _LONGEST:
        return unit
    unit = _bare(unit)
    if unit in UNITS:
        return UNITS[unit]
    parts = _JOINTS.split(unit)
    return "".join("/" if part == "／" else _one(part) for part in parts)
