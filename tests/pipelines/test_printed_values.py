"""Printed numbers, units and numbered names as values: what a print leaves open is not guessed."""

from __future__ import annotations

import pytest

from extract.box import Box
from extract.facts import BudgetFact, IndicatorFact, PageFacts, Place, Printed, ProgramFacts, SheetFacts
from normalize import parse_number
from pipelines.fitting import in_unit
from pipelines.numbering import numbered
from pipelines.rows import SheetWriter


@pytest.mark.parametrize(
    ("text", "unit", "value", "agrees"),
    [
        ("1,200千円", "千円", 1200, True),
        ("1,200円", "千円", 1.2, True),
        ("1,300", "千円", 1300, True),
        ("3.5千人", "千人", 3.5, True),
        ("12万", "万人", 12, True),
        ("12万", "人", 120_000, True),
        ("1万3278", "件", 13_278, True),
        ("1万3278", "万冊", 13_278, False),
        ("12人", "人（延べ）", 12, True),
        ("12人", "延べ人数", 12, True),
        ("5件", "件数", 5, True),
        ("12日", "日間", 12, True),
        ("12件", "人・件", 12, True),
        ("27千円", "千円／トン", 27, True),
        ("12,345円", "千円／件", 12.345, True),
        ("5千人", "千人／年", 5, True),
        ("350m", "km", 350, False),
        ("120kW", "kWh", 120, False),
        ("5日", "人日", 5, False),
        ("3か所", "箇所", 3, True),
        ("350人", "100人", 3.5, True),
        ("85%", "％", 85, True),
        ("8割", "%", 8, False),
        ("12人", "件", 12, False),
        ("12人", None, 12, True),
        ("―", "人", None, True),
    ],
)
def test_a_value_is_said_in_the_unit_of_its_row(text: str, unit: str | None, value: float | None, agrees: bool) -> None:
    found, alike = in_unit(parse_number(text), text, unit)
    assert (None if found is None else float(found), alike) == (value, agrees)


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("２　健康で安心な生活基盤の整備", 2, "健康で安心な生活基盤の整備"),
        ("２健康で安心な生活", 2, "健康で安心な生活"),
        ("4　3Rの推進", 4, "3Rの推進"),
        ("１．子育て", 1, "子育て"),
        ("②3Rの推進", 2, "3Rの推進"),
        ("５ＩＣＴの活用", 5, "ICTの活用"),
        ("５人権の尊重", 5, "人権の尊重"),
        ("３Ｒの推進", None, "3Rの推進"),
        ("24時間見守るまち", None, "24時間見守るまち"),
        ("1人ひとりが輝くまち", None, "1人ひとりが輝くまち"),
        ("6次産業化", None, "6次産業化"),
        ("1-2　子育て支援", None, "1-2子育て支援"),
        ("2.1 産業の振興", None, "2.1産業の振興"),
    ],
)
def test_a_number_before_a_name_is_told_from_one_in_it(text: str, number: int | None, name: str) -> None:
    assert numbered(text) == (number, name)


PLACE = Place(1, Box(0.0, 0.0, 10.0, 10.0))


def sheet() -> SheetFacts:
    """A sheet with one program and no row."""
    facts = SheetFacts("form", "272043", "池田市", 2024, "1", place=PLACE, programs=[ProgramFacts()])
    facts.pages = [PageFacts(1, 595.0, 842.0, 0, 0, 0, 0, 0, 0, 0)]
    return facts


@pytest.mark.parametrize("text", ["12345678901234567890", "9,999,999兆円"])
def test_more_yen_than_a_column_holds_cost_one_value(text: str) -> None:
    facts = sheet()
    facts.budgets = [
        BudgetFact(0, item, "cost", "total", "actual", 2024, "千円", Printed(said, PLACE))
        for item, said in (("事業費", text), ("人件費", "3"))
    ]
    made = SheetWriter(facts, "0" * 16, 2024, "1").write()
    assert [(row["amount_yen"], row["status"]) for row in made.rows["budgets"]] == [(None, "text"), (3000, "reported")]
    assert "not_a_number" in [row["code"] for row in made.rows["issues"]]


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (["3件", "5件", "", "―"], "件"),
        (["3件", "5"], None),
        (["3件", "2回"], None),
        (["3", "5"], None),
        (["99％", "98.5％", "検討中"], "%"),
    ],
)
def test_a_unit_that_no_label_gives_is_that_of_all_values(values: list[str], unit: str | None) -> None:
    facts = sheet()
    facts.indicators = [
        IndicatorFact(0, 1, "相談", "", "activity", "", "actual", 2020 + number, Printed(value, PLACE))
        for number, value in enumerate(values)
    ]
    made = SheetWriter(facts, "0" * 16, 2024, "1").write()
    assert [row["unit"] for row in made.rows["indicators"]] == [unit] * len(values)
    told = [row["code"] for row in made.rows.get("issues", ()) if row["code"] == "unit_mismatch"]
    assert told == ["unit_mismatch"] * (unit is None and values != ["3", "5"])


@pytest.mark.parametrize(("printed", "number"), [("01", 1), ("０２", 2), ("10", 10), ("0", 0), ("99", 99)])
def test_a_number_of_a_policy_may_begin_with_zeros(printed: str, number: int) -> None:
    facts = sheet()
    facts.fields = {"policy_no": Printed(printed, PLACE)}
    made = SheetWriter(facts, "0" * 16, 2024, "1").write()
    assert [row["policy_no"] for row in made.rows["sheets"]] == [number]


@pytest.mark.parametrize(
    ("printed", "number"), [("9999", 9999), ("10000", None), ("20240401", None), ("△9999", -9999), ("△10000", None),
                            ("1.5", None), ("3.0", 3), ("―", None)],
)  # fmt: skip
def test_no_policy_has_a_number_like_a_date_or_an_amount(printed: str, number: int | None) -> None:
    """What stands there has slipped from another cell: the number is missing, and it is told."""
    facts = sheet()
    facts.fields = {"policy_no": Printed(printed, PLACE)}
    made = SheetWriter(facts, "0" * 16, 2024, "1").write()
    assert [row["policy_no"] for row in made.rows["sheets"]] == [number]
    told = [row["message"] for row in made.rows["issues"] if row["code"] == "not_a_number"]
    assert len(told) == (number is None and printed != "―")
