"""Prints that look like a year, a date, a number or a unit and are something else, or one in other clothes."""

from __future__ import annotations

import pytest

from normalize import canonical_unit, is_dash, parse_amount, parse_date, parse_fiscal_year, parse_number, yen_per_unit


@pytest.mark.parametrize(
    "text",
    [
        "昭和40年代に建設",
        "1960年代",
        "R10年代",
        "昭和50年前後",
        "2000年前の遺跡",
        "2000年以上の歴史",
        "令和6年間",
        "M7.3",
        "擁壁H2.5m",
        "S12.5kg",
        "R1.5倍",
        "2000.5㎡",
        "1987.3人",
        "令和6年第1回（3月）定例会",
        "令和6年〔2月〕補正",
        "令和6年上半期",
        "令和6年第1四半期",
        "令和6年度迄",
        "令和6年度以来",
        "R4→6",
        "R4⇒6",
        "R5+6",
    ],
)
def test_no_fiscal_year(text: str) -> None:
    assert parse_fiscal_year(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "過去３年度平均",
        "直近3年度",
        "今後5年度",
        "3年度目",
        "1年度当たり",
        "2年度連続",
        "5年度ぶり",
        "10年計画",
        "十年計画",
        "1年分",
    ],
)
def test_how_many_years_is_not_which(text: str) -> None:
    assert parse_fiscal_year(text, near=2025) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和6年代表者会議", 2024),
        ("昭和63年度", 1988),
        ("R6.4現在", 2024),
        ("R6.4人口", 2024),
        ("S63.10", 1988),
        ("M45.7", 1912),
        ("令和6年第4回（12月）定例会", 2024),
        ("令和6年度上半期", 2024),
        ("令和6年3月定例会", 2023),
        ("令和6年当初予算", 2024),
    ],
)
def test_a_fiscal_year_all_the_same(text: str, year: int) -> None:
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["6年度分", "6年度計画", "6年度前期", "6年度"])
def test_a_bare_fiscal_year_all_the_same(text: str) -> None:
    assert parse_fiscal_year(text, near=2025) == 2024


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和6年4月1日月曜日", "2024-04-01"),
        ("令和6年4月1日火曜日", None),
        ("令和6年4月29日(月・昭和の日)", "2024-04-29"),
        ("令和6年4月29日(火・昭和の日)", None),
        ("令和6年4月1日（月、祝）", "2024-04-01"),
        ("令和7年3月31日迄", None),
        ("M7.3", None),
        ("H12.5m", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "unit", "yen", "qualifier"),
    [
        ("1,234※百万円", "千円", None, None),
        ("1,234※千円", "百万円", None, None),
        ("12,345※単位：円", "千円", None, None),
        ("12,345千円※見込", None, 12_345_000, "見込"),
        ("12,345千円※他事業予算も含む", None, 12_345_000, None),
        ("〔1,234〕", "千円", 1_234_000, None),
    ],
)
def test_amounts(text: str, unit: str | None, yen: int | None, qualifier: str | None) -> None:
    found = parse_amount(text, unit)
    assert (found.yen, found.qualifier) == (yen, qualifier)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1,234]", 1234),
        ("〔1,234〕", 1234),
        ("6強", None),
        ("5弱", None),
        ("100人強", 100),
        ("3力所", 3),
        ("5平米", 5),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    assert parse_number(text).value == value


def test_brackets_of_any_kind_around_a_dash() -> None:
    assert [is_dash(text) for text in ("［－］", "〔―〕", "【…】", "（－）", "［1］")] == [
        True,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("unit", "canonical"),
    [
        ("( m2 )", "㎡"),
        ("( % )", "%"),
        ("単位: m2", "㎡"),
        ("単位数", "単位数"),
        ("単位面積", "単位面積"),
        ("延べ人／年", "延べ人/年"),
        ("延べ人数／年", "延べ人/年"),
        ("人（延べ）/日", "延べ人/日"),
        ("力所", "箇所"),
        ("単位千円", "千円"),
        ("平米", "㎡"),
        ("人/k㎡", "人/㎢"),
        ("KWh", "kWh"),
    ],
)
def test_canonical_units(unit: str, canonical: str) -> None:
    assert canonical_unit(unit) == canonical
    assert canonical_unit(canonical) == canonical


@pytest.mark.parametrize(
    ("header", "yen"),
    [
        ("（千円）／人", None),
        ("(千円)/人", None),
        ("千円,人", 1000),
        ("（単位：千円,％）", 1000),
        ("≪単位：千円≫", 1000),
        ("{千円}", 1000),
        ("1,000円", 1000),
        ("円／人", None),
    ],
)
def test_yen_of_a_header(header: str, yen: int | None) -> None:
    assert yen_per_unit(header) == yen
