import pytest

from normalize import canonical_unit, clean_text, is_unit, parse_number
from normalize.units import KANJI_COUNTERS, UNITS

SAME = [
    ["箇所", "か所", "ヶ所", "カ所", "ヵ所", "個所", "ｹ所", "ケ所", "（か所）", "単位：ヶ所", "か 所"],
    ["%", "％", "パーセント", "（％）"],
    ["㎡", "m2", "ｍ２", "m²", "平方メートル", "（単位：㎡）"],
    ["延べ人", "延べ人数", "人（延べ）", "延人数", "人(延べ)", "延べ人"],
    ["延べ件", "延べ件数", "件（延べ）"],
    ["箇月", "か月", "ヶ月", "カ月"],
    ["t-CO2", "ｔ-ＣＯ２", "t-CO₂"],
    ["g/人日", "ｇ／人日", "g／人日"],
    ["km", "㎞", "ｋｍ"],
    ["歳", "才"],
    ["円", "¥", "￥"],
    ["kW", "㎾", "ｋＷ"],
    ["mg/L", "mg/l", "ｍｇ／ｌ"],
    ["μg/㎥", "㎍/㎥", "µg/m³"],
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_unit(spellings: list[str]) -> None:
    assert {canonical_unit(spelling) for spelling in spellings} == {spellings[0]}


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_every_known_unit_is_read_behind_a_number(unit: str) -> None:
    assert clean_text(unit) == unit
    assert parse_number(f"12{unit}").unit == ("¥" if unit == "￥" else unit)
    assert canonical_unit(canonical_unit(unit)) == canonical_unit(unit)


def test_unknown_unit_comes_back_cleaned() -> None:
    assert canonical_unit("（ポ イ ン ト数）") == "ポイント数"
    assert canonical_unit("x" * 1000) == "x" * 1000


def test_kanji_counters_are_units() -> None:
    assert set(UNITS) >= KANJI_COUNTERS


@pytest.mark.parametrize(
    "word", ["達成", "フ", "月", "級", "番", "号", "A", "l", "O", "", "人/", "/人", "人達成", "月/人", "延べ達成"]
)
def test_no_unit(word: str) -> None:
    assert not is_unit(word)
