"""Time in proportion to the length, on any text: 100,000 characters of what patterns stumble over.

Each reading takes milliseconds; something quadratic would take minutes. The bound lies far from both, so that a busy
machine does not fail the test.
"""

import time
from collections.abc import Callable

import pytest

from normalize import (
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

LENGTH = 100_000
SECONDS = 3.0
READERS: list[Callable[[str], object]] = [
    clean_text,
    parse_number,
    parse_amount,
    lambda text: parse_amount("1", text),
    yen_per_unit,
    parse_fiscal_year,
    lambda text: parse_fiscal_year(text, 2024),
    lambda text: read_fiscal_heading(text, 2024),
    parse_date,
    lambda text: parse_date(text, 2024),
    is_dash,
    canonical_unit,
]
PIECES = [
    *"19０,.，．-－―ー△()（）【 　\n\t~～・…*※%人年度月日元円千万億一二〇約延以令RHSm",
    *"2㋿①²⼈ｶﾞﾟ゛カハ\u200b\u3099\u0301\ud800A'’",
    "1,",
    "1 ",
    " 1",
    "1,234 ",
    "1.",
    "1-",
    "（1",
    "1）",
    "万1",
    "千百",
    "一億",
    "約約",
    "延べ",
    "以上",
    "(見込)",
    "（人）",
    "人・",
    "kg/",
    "R6",
    "R6 ",
    "R6.",
    "R6・",
    "2024",
    "2024 ",
    "2024年",
    "2024/",
    "6年度",
    "6年度 ",
    "6.3.15 ",
    "令和",
    "令和6年",
    "令和6年度",
    "(2024)",
    "R6(2024)",
    "年度度",
    "当初予算",
    "見込み見込",
    "度",
    "3月",
    "から",
    "1月2日",
    "カ ",
    "カ - ",
    "カ-",
    "カ\u3000－",
    "A \n",
    "A-\n",
    "単位：",
    "千円、",
    "か\u3099",
    "カ゛",
    "※あ",
    "\r\n",
    "- ",
    "・・",
    "平成31(令和元)年度",
]


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_linear(piece: str) -> None:
    text = "令和6カ" + (piece * (LENGTH // len(piece) + 1))[:LENGTH] + "x"
    for read in READERS:
        start = time.perf_counter()
        read(text)
        assert time.perf_counter() - start < SECONDS, read


def test_digits_without_end() -> None:
    for text in ("9" * LENGTH, "1" + ",000" * (LENGTH // 4), "0." + "3" * LENGTH, "九" * LENGTH, "1" + "万" * LENGTH):
        assert parse_number(text).value is None
        assert parse_amount(text, "千円").yen is None
