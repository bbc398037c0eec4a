"""The 2,000 printed forms that are most frequent by the tables below: each is read as it should be.

A form is a choice of sign, figures, scale, unit, softening word and frame. The weights are the shares in which the
choices were met on sheets of five cities, rounded; a form's weight is their product.
"""

from decimal import Decimal
from heapq import nlargest
from itertools import product
from math import prod
from typing import Any

from normalize import Status, clean_text, parse_amount, parse_fiscal_year, parse_number
from tests.normalize import printing as p

SIGNS = [("", 90), ("△", 4), ("▲", 2), ("△ ", 1), ("▲ ", 1), ("-", 1), ("－", 1), ("−", 1)]
VALUES: list[tuple[tuple[str, Decimal], int]] = [
    (("2,637", Decimal(2637)), 30),
    (("45", Decimal(45)), 30),
    (("0", Decimal(0)), 8),
    (("45.6", Decimal("45.6")), 12),
    (("1,203,456", Decimal(1203456)), 8),
    (("１，３２６", Decimal(1326)), 4),
    (("４５", Decimal(45)), 4),
    (("45．6", Decimal("45.6")), 1),
    (("1,2 34", Decimal(1234)), 1),
]
SCALES = [("", 1, 90), ("千", 1000, 5), ("万", 10**4, 3), ("百万", 10**6, 1), ("億", 10**8, 1)]
UNITS = [
    ("", 50),
    ("人", 9),
    ("件", 7),
    ("％", 7),
    ("%", 5),
    ("円", 8),
    ("回", 3),
    ("箇所", 2),
    ("か所", 2),
    ("校", 1),
    ("世帯", 1),
]
UNITS += [
    ("ヶ所", 1),
    ("ｹ所", 1),
    ("㎡", 1),
    ("m2", 1),
    ("ポイント", 1),
    ("日", 1),
    ("t-CO2", 1),
    ("g/人日", 1),
    ("団体", 1),
    ("台", 1),
]
WORDS = [
    ("{}", None, 100),
    ("約{}", "約", 5),
    ("延べ{}", "延べ", 3),
    ("{}以上", "以上", 2),
    ("{}（見込み）", "見込み", 2),
]
WORDS += [("延{}", "延", 1), ("累計{}", "累計", 1), ("概ね{}", "概ね", 1), ("{}未満", "未満", 1), ("{}程度", "程度", 1)]
WORDS += [("{}(速報値)", "速報値", 1), ("{}（見込）", "見込", 1)]
FRAMES = [("{}", 90), ("（{}）", 3), ("({})", 3), (" {}", 2), ("{}\n", 2)]


def number_forms() -> list[tuple[int, str, Decimal, str | None, str | None]]:
    """Weight, text, value, unit, qualifier."""
    forms = []
    for sign, value, scale, unit, word, frame in product(SIGNS, VALUES, SCALES, UNITS, WORDS, FRAMES):
        (figures, size), weight = value
        text = frame[0].format(word[0].format(f"{sign[0]}{figures}{scale[0]}{unit[0]}"))
        number = size * scale[1] * (-1 if sign[0] else 1)
        weights = (sign[1], weight, scale[2], unit[1], word[2], frame[1])
        forms.append((prod(weights), text, number, clean_text(unit[0]) or None, word[1]))
    return nlargest(2000, forms, key=lambda form: form[0])


def read(form: tuple[int, str, Decimal, str | None, str | None]) -> tuple[Any, ...]:
    number = parse_number(form[1])
    return number.value, number.unit, number.qualifier, number.status


def test_the_2000_most_frequent_numbers() -> None:
    forms = number_forms()
    assert len({text for _, text, *_ in forms}) == 2000
    wrong = [(form, read(form)) for form in forms if read(form) != (*form[2:], Status.REPORTED)]
    assert wrong == []


def test_the_2000_most_frequent_amounts() -> None:
    """The same forms without a unit, under a header of 千円, and with the unit in the cell."""
    wrong, read_forms = [], 0
    for _, text, value, unit, _ in number_forms():
        if unit not in (None, "円"):
            continue
        scaled = any(scale in text for scale in "千万億")
        under_header = parse_amount(text, "（単位：千円）")
        expected = value if unit == "円" else value * 1000
        if (scaled and unit is None and value) or expected % 1:
            wrong += [text] if under_header.status != Status.TEXT else []
            continue
        read_forms += 1
        wrong += [text] if under_header.yen != expected else []
    assert wrong == []
    assert read_forms > 300


def test_every_style_of_every_year() -> None:
    """All eras, all their years, every style of heading: some 5,000 forms."""
    forms = [
        (style(name, letter, square, number, start + number - 1), start + number - 1)
        for name, letter, square, start, last in p.ERAS
        for number in range(1, last + 1)
        for style in p.YEAR_STYLES
    ]
    wrong = [(text, year, got) for text, year in forms if (got := parse_fiscal_year(text)) != year]
    assert wrong == []
    assert len(forms) > 5000
