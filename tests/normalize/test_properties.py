"""What holds for every value and every text, tried on many."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalize import (
    Status,
    canonical_unit,
    clean_text,
    is_dash,
    parse_amount,
    parse_date,
    parse_fiscal_year,
    parse_number,
    read_fiscal_heading,
    yen_per_unit,
)
from tests.normalize import printing as p

INTEGERS = st.integers(0, 10**13)
DECIMALS = st.decimals(0, 10**9, places=2) | st.decimals(0, 1000, places=1)
SIGNS = st.sampled_from(["", "△", "▲", "△ ", "▲　", "-", "－", "− "])
UNITS = st.sampled_from(["", "人", "件", "％", "ポイント", "ｹ所", "㎡", "g/人日", " 世帯"])
MONEY = [("円", 1), ("千円", 10**3), ("万円", 10**4), ("百万円", 10**6), ("億円", 10**8), ("十億円", 10**9)]
HEADERS = ["{}", "（{}）", "単位：{}", "（単位：{}）", "【単位:{}】", "［{}］", "決算額（{}）", "単位　{}"]
BEFORE = st.sampled_from(["", "約", "延べ", "延", "累計", "概ね", "およそ"])
BEHIND = st.sampled_from(["", "以上", "未満", "程度", "（見込み）", "(速報値)", "【暫定】"])

# Signs that something hangs on, far denser than in all of Unicode.
HOT = st.sampled_from(
    "0123456789０１９,.，．-－−―ー△▲（）()【】[]/／：:～〜・‧…*※%％人件年度月日元円千万億百十一二三約延以上"
    "令和平成昭RHSTMＲ㋿㍻①²½⼈⺠ｶﾞﾊﾟｰ゛カはミ\u3099\u309a\u200b\ufeff\ufe0f\U000e0101\u00ad \u3000\n\t\u2028AaOl’”"
    "é\u0301\ud800"
)
ANY_TEXT = st.text(st.characters(exclude_categories=()) | HOT) | st.text(HOT, max_size=40)


def value_of(text: str) -> Decimal | None:
    number = parse_number(text)
    assert (number.value is not None) == (number.status == Status.REPORTED)
    return number.value


def signed(sign: str, value: Decimal | int) -> Decimal:
    return -Decimal(value) if sign.strip() else Decimal(value)


@given(value=INTEGERS | DECIMALS, sign=SIGNS, unit=UNITS, before=BEFORE, behind=BEHIND, style=st.integers(0, 3))
def test_numbers_come_back(value: int | Decimal, sign: str, unit: str, before: str, behind: str, style: int) -> None:
    figures = [p.grouped, p.plain, lambda v: p.wide(p.grouped(v)), lambda v: p.wide(p.plain(v))][style](value)
    number = parse_number(f"{before}{sign}{figures}{unit}{behind}")
    assert number.value == signed(sign, value)
    assert number.unit == (clean_text(unit) or None)
    assert number.qualifier == ("・".join(w for w in (before, clean_text(behind).strip("（）()【】")) if w) or None)


@given(value=INTEGERS | DECIMALS, sign=SIGNS)
def test_brackets_are_no_sign(value: int | Decimal, sign: str) -> None:
    assert value_of(f"（{sign}{p.grouped(value)}）") == signed(sign, value)


@given(value=st.integers(1000, 10**12) | st.decimals(1000, 10**9, places=1), gaps=st.lists(st.booleans(), max_size=16))
def test_letter_spaced_numbers_come_back_or_are_text(value: int | Decimal, gaps: list[bool]) -> None:
    assert value_of(p.letter_spaced(p.grouped(value), gaps)) in (Decimal(value), None)


@given(value=st.integers(1, 10**15))
@example(value=10_001)
def test_mixed_scales_come_back(value: int) -> None:
    assert value_of(p.mixed(value) + "円") == value
    assert value_of(p.mixed(value, small=True) + "円") == value
    assert value_of(p.wide(p.mixed(value)) + "円") == value


@given(value=st.integers(1, 10**15))
def test_kanji_numerals_come_back(value: int) -> None:
    text = p.kanji(value)
    assert value_of(text) == (None if text == "一" else value)  # a lone 一 is typed for a dash
    assert value_of(text.translate(p.FORMAL)) == value


@given(value=st.integers(100, 10**6))
def test_positional_kanji_come_back(value: int) -> None:
    assert value_of(p.positional(value)) == value


@given(
    value=st.integers(0, 10**9), sign=SIGNS,
    unit=st.sampled_from(MONEY),
    header=st.sampled_from(HEADERS),
)  # fmt: skip
def test_amounts_come_back(value: int, sign: str, unit: tuple[str, int], header: str) -> None:
    name, factor = unit
    expected = (-value if sign.strip() else value) * factor
    figures = sign + p.grouped(value)
    assert parse_amount(figures, header.format(name)).yen == expected
    assert parse_amount(p.wide(figures), p.wide(header.format(name))).yen == expected
    if name != "十億円":  # a header's unit; nobody writes 5十億円
        assert parse_amount(figures + name).yen == expected
        assert parse_amount(f"（{figures}{name}）", "千円").yen == expected


@given(value=st.decimals(0, 10**9, places=3), factor=st.sampled_from(MONEY[1:2] + MONEY[3:]))
def test_fractions_of_a_unit_are_exact(value: Decimal, factor: tuple[str, int]) -> None:
    assert parse_amount(p.grouped(value), factor[0]).yen == int(value * factor[1])
    assert parse_amount(p.grouped(value) + factor[0]).yen == int(value * factor[1])


@given(value=st.integers(1, 10**14))
def test_mixed_amounts_come_back(value: int) -> None:
    assert parse_amount(p.mixed(value) + "円").yen == value
    assert parse_amount(p.mixed(value, small=True) + "円", "千円").yen == value


@given(era=st.sampled_from(p.ERAS), data=st.data(), style=st.sampled_from(p.YEAR_STYLES))
def test_years_come_back(era: tuple[str, str, str, int, int], data: st.DataObject, style: object) -> None:
    name, letter, square, start, last = era
    number = data.draw(st.integers(1, last))
    year = start + number - 1
    assert callable(style)
    assert parse_fiscal_year(style(name, letter, square, number, year)) == year


@given(near=st.integers(1900, 2080), data=st.data())
def test_bare_years_are_near(near: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 99))
    year = parse_fiscal_year(f"{number}年度", near=near)
    assert year is None or (abs(year - near) <= 30 and year - number + 1 in {start for *_, start, _ in p.ERAS})


@given(year=st.integers(1990, 2018))
def test_bare_years_of_a_running_era_come_back(year: int) -> None:
    """Written in an edition of the same years, 平成 left out."""
    for near in (year - 1, year, year + 1):
        assert parse_fiscal_year(f"{year - 1988}年度", near=near) == year


@given(day=st.dates(date(1873, 1, 1), date(2049, 12, 31)))
def test_days_come_back(day: date) -> None:
    iso = day.isoformat()
    western = [f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}", iso, f"{day:%Y.%m.%d}"]
    for name, letter, square, start, _ in p.ERAS:
        number = day.year - start + 1
        if 1 <= number <= 64:
            western += [
                f"{name}{number}年{day.month}月{day.day}日",
                f"{letter}{number}.{day.month}.{day.day}",
                p.wide(f"{letter}{number}.{day.month}.{day.day}"),
                f"{square}{number}年{day.month}月{day.day}日",
                f"{name}{p.kanji(number)}年{p.kanji(day.month)}月{p.kanji(day.day)}日",
            ]
    assert {parse_date(text) for text in western} == {iso}
    expected = day.year - 1 if day.month <= 3 else day.year
    assert {parse_fiscal_year(text) for text in western} == {expected}


@given(text=ANY_TEXT)
def test_nothing_raises(text: str) -> None:
    number = parse_number(text)
    assert (number.value is None) == (number.status != Status.REPORTED)
    assert number.status == Status.REPORTED or (number.unit, number.qualifier) == (None, None)
    for unit in (None, "千円", text):
        amount = parse_amount(text, unit)
        assert (amount.yen is None) == (amount.status != Status.REPORTED)
        assert amount.status == number.status or amount.status == Status.TEXT or text.find("※") > 0
    for near in (None, 2024):
        year = parse_fiscal_year(text, near)
        assert year is None or 1867 <= year <= 2100
        heading = read_fiscal_heading(text, near)
        assert (heading.year if heading else None) == year
        iso = parse_date(text, near)
        assert iso is None or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", iso)
    assert yen_per_unit(text) is None or yen_per_unit(text)
    assert is_dash(text) <= (number.status == Status.DASH)
    assert isinstance(canonical_unit(text), str)


@given(text=ANY_TEXT)
def test_cleaning_is_idempotent(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned


@given(text=ANY_TEXT)
def test_cleaning_keeps_every_digit(text: str) -> None:
    printed = [chr(ord(c) - 0xFEE0) if c >= "０" else c for c in re.findall("[0-9０-９]", text)]
    assert re.findall("[0-9]", clean_text(text)) == printed


@given(text=ANY_TEXT)
def test_cleaning_leaves_one_line(text: str) -> None:
    assert not re.search(r"[\n\r\t\u3000\u200b\ufeff]|^ | $|  ", clean_text(text))


@given(text=ANY_TEXT)
def test_cleaned_text_reads_the_same(text: str) -> None:
    """Extraction hands over cleaned text as often as raw: no number may appear or change by it."""
    raw, cleaned = parse_number(text), parse_number(clean_text(text))
    if raw.status == Status.REPORTED:
        assert cleaned.value == raw.value
    if cleaned.status == Status.REPORTED:
        assert raw.value in (cleaned.value, None)


# --- a stray character among the digits -------------------------------------------------------------------------

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16, "拾": 10, "萬": 10**4}
_SCALES |= {"阡": 1000}
_FIGURES = r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?"
_ONE = re.compile(rf"([-−－‐‑‒–﹣⁃△▲+＋])? ?({_FIGURES}) ?", re.ASCII)
_TWO = re.compile(rf"([-−－‐‑‒–﹣⁃△▲+＋])? ?({_FIGURES}) ?([{''.join(_SCALES)}]) ?({_FIGURES})? ?", re.ASCII)


def sure_reading(text: str) -> Decimal | None:
    """What a valid print of digits, one sign and one scale says: an oracle of its own, for the texts below only."""
    text = text.translate(str.maketrans("０１２３４５６７８９，．", "0123456789,."))
    if match := _ONE.fullmatch(text):
        sign, figures, scale, rest = match[1], match[2], None, None
    elif match := _TWO.fullmatch(text):
        sign, figures, scale, rest = match.groups()
    else:
        return None
    value = Decimal(figures.replace(",", ""))
    if scale:
        value *= _SCALES[scale]
        low = Decimal((rest or "0").replace(",", ""))
        if low >= _SCALES[scale]:
            return None
        value += low
    return value if sign in (None, "+", "＋") else -value


@given(
    text=st.sampled_from(["12345", "12,345", "1,234,567", "0", "45.6", "100", "△1,234", "▲ 960", "9,600", "2024"]),
    char=st.characters(exclude_categories=()) | HOT, at=st.integers(0, 9),
)  # fmt: skip
@example(text="12345", char="①", at=0)
@example(text="12345", char="フ", at=2)
@example(text="100", char="l", at=0)
@example(text="100", char="²", at=2)
@example(text="12345", char="\u0661", at=2)
@example(text="12345", char="万", at=2)
def test_a_stray_character_never_makes_another_number(text: str, char: str, at: int) -> None:
    at = min(at, len(text))
    changed = text[:at] + char + text[at:]
    value = value_of(changed)
    assert value in (None, value_of(text)) or value == sure_reading(changed)


@pytest.mark.parametrize("text", ["12345", "1,234", "45.6"])
def test_every_character_of_the_first_plane_as_a_stray(text: str) -> None:
    """Not a sample: each of the 65,536 code points, in the middle of the digits."""
    at = len(text) // 2
    own = value_of(text)
    wrong = []
    for code in range(0x10000):
        changed = text[:at] + chr(code) + text[at:]
        value = value_of(changed)
        if value not in (None, own) and value != sure_reading(changed):
            wrong.append(changed)
    assert wrong == []
