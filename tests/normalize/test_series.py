"""The Series path says exactly what the functions say, text by text."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import clean_text, parse_amount, parse_date, parse_fiscal_year, parse_number
from normalize.qualifiers import FIRMNESS, LEADING, TRAILING
from pipelines.series import amounts, clean, dates, fiscal_years, numbers
from tests.normalize.test_amounts import OTHERS, REPORTED
from tests.normalize.test_numbers import BLANKS, DASHES, TEXTS
from tests.normalize.test_numbers import REPORTED as NUMBERS
from tests.normalize.test_properties import ANY_TEXT
from tests.normalize.test_years import NEAR, NO_YEAR, YEARS

VALUES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("values.json").read_text(encoding="utf-8"))
PRINTED = [case["text"] for case in VALUES] + [case[0] for case in NUMBERS] + DASHES + BLANKS + TEXTS
HEADERS = [None, "円", "千円", "（単位：百万円）", "億円", "兆円", "人"]

# Digits of every kind in frames of every kind: what the column-wise way takes apart.
DIGITS = (
    st.integers(0, 10**16).map(str)
    | st.integers(0, 10**13).map(lambda n: f"{n:,}")
    | st.sampled_from(["0", "007", "1,23"])
)
FRACTIONS = st.sampled_from(["", "", ".5", ".0", ".25", ".123", ".1234", ".", "．5"])
HEADS = st.sampled_from(
    ["", "△", "▲ ", "約", "延べ", "（", "(△", "¥", "金", "累計約", "皆", "※", " ", "-", "第", "三", "万", "約 △"]
)
TAILS = st.sampled_from(
    [
        "",
        "人",
        "％",
        "年",
        "千円",
        "百万円",
        "億円",
        "万",
        "兆",
        "円",
        "円）",
        "千円)",
        "）",
        "(見込み)",
        "人以上",
        " 件",
        "～",
        "※含む",
    ]
)
FRAMED = st.builds(lambda *parts: "".join(parts), HEADS, DIGITS, FRACTIONS, TAILS)


def native(value: Any) -> Any:
    return None if pd.isna(value) else value


def check_numbers(texts: list[str]) -> None:
    frame = numbers(pd.Series(texts, dtype=object))
    for text, row in zip(texts, frame.itertuples(index=False), strict=True):
        number = parse_number(text)
        expected = None if number.value is None else float(number.value)
        assert native(row.value) == expected, text
        assert str(native(row.value)) == str(expected), text  # no -0.0
        assert (row.status, native(row.qualifier), native(row.unit)) == (number.status, number.qualifier, number.unit)


def check_amounts(texts: list[str], unit: str | None) -> None:
    frame = amounts(pd.Series(texts, dtype=object), unit)
    for text, row in zip(texts, frame.itertuples(index=False), strict=True):
        amount = parse_amount(text, unit)
        if amount.yen is not None and abs(amount.yen) >= 2**63:
            assert (native(row.yen), row.status) == (None, "text")
            continue
        assert native(row.yen) == amount.yen, (text, unit)
        assert (row.status, native(row.qualifier)) == (amount.status, amount.qualifier), (text, unit)


def test_numbers_of_the_tables() -> None:
    check_numbers([text for text in PRINTED if text.isprintable()] + BLANKS)


@pytest.mark.parametrize("unit", HEADERS)
def test_amounts_of_the_tables(unit: str | None) -> None:
    check_amounts([case[0] for case in (*REPORTED, *OTHERS)] + PRINTED, unit)


@pytest.mark.parametrize("text", ["三※（1人欠員）", "二※約1,234", "七※約１，２３４", "三※約1人"])
def test_digits_that_a_value_is_not_made_of_do_not_count(text: str) -> None:
    for unit in HEADERS:
        check_amounts([text], unit)
    check_numbers([text])


# Words that soften a number, units and scales around every digit: some mean one thing only around one of them (6強).
SOFTENED = [*TRAILING, *FIRMNESS, *(f"（{word}）" for word in TRAILING), "人強", "強）", "千年", "万年", "京", "兆円"]
BEFORE = ["", "△", "（", "¥", *LEADING]


@pytest.mark.parametrize("tail", SOFTENED)
def test_every_digit_in_every_frame(tail: str) -> None:
    texts = [f"{head}{digits}{tail}" for head in BEFORE for digits in (*range(12), "5.5", "1,234")]
    check_numbers(texts)
    for unit in HEADERS:
        check_amounts(texts, unit)


@given(texts=st.lists(FRAMED | ANY_TEXT, max_size=8))
def test_numbers_of_any_text(texts: list[str]) -> None:
    check_numbers([text.encode("utf-8", "replace").decode() for text in texts])


@given(texts=st.lists(FRAMED | ANY_TEXT, max_size=8), unit=st.sampled_from(HEADERS))
def test_amounts_of_any_text(texts: list[str], unit: str | None) -> None:
    check_amounts([text.encode("utf-8", "replace").decode() for text in texts], unit)


@given(texts=st.lists(ANY_TEXT, max_size=8))
def test_cleaned_column(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    assert clean(pd.Series(texts, dtype=object)).to_list() == [clean_text(text) for text in texts]


def test_fiscal_years_and_dates() -> None:
    texts = [case[0] for case in YEARS] + NO_YEAR + [case[0] for case in NEAR]
    for near in (None, 2013, 2025):
        years = fiscal_years(pd.Series(texts), near)
        assert [native(year) for year in years] == [parse_fiscal_year(text, near) for text in texts]
        days = dates(pd.Series(texts), near)
        assert [native(day) for day in days] == [parse_date(text, near) for text in texts]


def test_types_index_name_and_missing_values() -> None:
    series = pd.Series(["1,234", None, "―", float("nan")], index=list("abcd"), name="raw", dtype=object)
    frame = numbers(series)
    assert [str(dtype) for dtype in frame.dtypes] == ["Float64", "string", "string", "string"]
    assert list(frame.index) == list("abcd")
    assert frame["status"].to_list() == ["reported", "blank", "dash", "blank"]
    assert str(amounts(series, "千円")["yen"].dtype) == "Int64"
    years = fiscal_years(series)
    assert (years.name, str(years.dtype), list(years.index)) == ("raw", "Int64", list("abcd"))
    assert clean(series).isna().to_list() == [False, True, False, True]


def test_empty_and_exact() -> None:
    assert len(numbers(pd.Series([], dtype="str"))) == 0
    assert len(clean(pd.Series([], dtype="str"))) == 0
    big = amounts(pd.Series(["9,007,199,254,740,993", "9,223,372,036,854,775,808", "\ud800"], dtype=object), "円")
    assert big["yen"][0] == 9007199254740993
    assert big["yen"].isna().to_list() == [False, True, True]
    assert Decimal("9007199254740993") == int(big["yen"][0])
