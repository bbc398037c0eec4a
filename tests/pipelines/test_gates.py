"""Gates: they fire where a print does not add up, by the rounding of its unit, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq
import pytest

from extract.box import Box
from extract.checks import Check, Count, Order
from extract.facts import DifferenceFact, Place, Printed
from extract.form import Form, load_forms
from normalize import clean_text
from pipelines.gates import check_differences, check_rows
from pipelines.natural import natural
from pipelines.numbering import missing_numbers
from tests.catalogue import KNOWN, SPECIMENS, Specimen
from tests.conftest import Reader, read_into

Rows = dict[str, list[dict[str, Any]]]


def form(**has: Any) -> Form:
    """A form with just these gates."""
    return replace(load_forms()[0], **{"check": (), "count": (), "order": Order(), **has})


def money(item: str, raw: str, yen: int | None, program: str = "p", **more: Any) -> dict[str, Any]:
    status = "reported" if yen is not None else "dash" if raw else "blank"
    return {"program_id": program, "fiscal_year": 2024, "kind": "actual", "item": item, "raw": raw, "amount_yen": yen,
            "status": status, **more}  # fmt: skip


def codes(gated: Form, rows: Mapping[str, Any]) -> list[str]:
    base: Rows = {
        "sheets": [{"sheet_id": "s"}],
        "programs": [{"program_id": "p", "parent_program_id": None, "program": "x"}],
    }
    return [issue.code for issue, _ in check_rows(gated, {**base, **rows})]


SUM = form(check=(Check(re.compile("事業費"), (re.compile("財源 / .+"),)),))


@pytest.mark.parametrize(
    ("total", "parts", "fires"),
    [
        (("10", 10_000), [("7", 7_000), ("3", 3_000)], False),
        (("10", 10_000), [("7", 7_000), ("5", 5_000)], False),  # two summands in 千円 may be 2 off
        (("10", 10_000), [("7", 7_000), ("6", 6_000)], True),
        (("10円", 10), [("7円", 7), ("4円", 4)], True),  # yen are not rounded
        (("10千円", 10_000), [("7千円", 7_000), ("5千円", 5_000)], False),  # the unit may stand in the cell
        (("10", 10_000), [("7(1)", 7_000), ("5(0)", 5_000)], False),
        (("10", 10_000), [("△ 3", -3_000), ("1 4", 14_000)], False),
        (("12.3百万円", 12_300_000), [("7.2百万円", 7_200_000), ("5.2百万円", 5_200_000)], False),
        (("12.3百万円", 12_300_000), [("7.2百万円", 7_200_000), ("5.4百万円", 5_400_000)], True),
        (("10", 10_000), [("10", 10_000), ("―", None)], False),
        (("10", 10_000), [("―", None), ("", None)], False),  # nothing printed, nothing to add
        (("10", 10_000), [("0", 0), ("0", 0)], True),
    ],
)  # fmt: skip
def test_a_sum_has_the_room_that_its_unit_rounds_away(total: Any, parts: Any, fires: bool) -> None:
    rows = [money("事業費", *total), *(money(f"財源 / {n}", *part) for n, part in enumerate(parts))]
    assert codes(SUM, {"budgets": rows}) == (["sum_mismatch"] if fires else [])


REST = form(check=(Check(re.compile("一般財源"), (re.compile("コスト"),), (re.compile("収入"),)),))


@pytest.mark.parametrize(
    ("rest", "fires"), [("7", False), ("9", False), ("5", False), ("10", True), ("4", True), ("13", True)]
)
def test_what_is_taken_away_is_taken_away_and_rounded_too(rest: str, fires: bool) -> None:
    """10 less 3 千円, either of which may be 1 off."""
    rows = [money("コスト", "10", 10_000), money("収入", "3", 3_000), money("一般財源", rest, int(rest) * 1000)]
    assert codes(REST, {"budgets": rows}) == (["sum_mismatch"] if fires else [])


def test_a_sum_is_no_part_of_itself() -> None:
    gated = form(check=(Check(re.compile("コスト / 合計"), (re.compile("コスト / .+"),)),))
    rows = [money("コスト / 合計", "10", 10_000), money("コスト / a", "7", 7_000), money("コスト / b", "3", 3_000)]
    assert codes(gated, {"budgets": rows}) == []


def test_a_ratio_without_what_it_is_divided_by_is_not_told() -> None:
    assert codes(RATIO, {"budgets": [money("負担", "4,013", 4_013_000)], "indicators": [ratio("10.0")]}) == []


def test_a_part_in_words_cannot_be_added_up() -> None:
    rows = [
        money("事業費", "10", 10_000),
        money("財源 / a", "3", 3_000),
        money("財源 / b", "皆増", None, status="text"),
    ]
    assert codes(SUM, {"budgets": rows}) == []
    rows = [money("負担", "5", 5_000), money("事業費", "皆増", None, status="text"), money("事業費", "10", 10_000)]
    assert codes(RATIO, {"budgets": rows, "indicators": [ratio("99")]}) == []


def test_the_message_bears_both_figures_and_the_row() -> None:
    rows: Rows = {
        "sheets": [{"sheet_id": "s"}],
        "budgets": [money("事業費", "10", 10_000), money("財源 / a", "30", 30_000)],
    }
    ((issue, row),) = check_rows(SUM, rows)
    assert "10,000 yen" in issue.message
    assert "30,000 yen" in issue.message
    assert (issue.severity, issue.table, issue.row_id) == ("warning", "budgets", "p")
    assert row is rows["budgets"][0]


@pytest.mark.parametrize(("second", "fires"), [(5_000, False), (9_000, True)])
def test_parts_may_stand_in_sub_programs(second: int, fires: bool) -> None:
    gated = form(check=(Check(re.compile("事業費"), (re.compile("細事業費"),), scope="children"),))
    programs = [
        {"program_id": name, "parent_program_id": "p" if name != "p" else None, "program": name} for name in "pab"
    ]
    rows = [
        money("事業費", "8", 8_000), money("細事業費", "3", 3_000, "a"),
        money("細事業費", str(second // 1000), second, "b"),
    ]  # fmt: skip
    assert codes(gated, {"programs": programs, "budgets": rows}) == (["sum_mismatch"] if fires else [])


RATIO = form(check=(Check(re.compile("率"), (re.compile("負担"),), per=re.compile("事業費")),))


def ratio(raw: str, unit: str = "%") -> dict[str, Any]:
    return {"program_id": "p", "indicator_id": "i", "indicator": "率", "fiscal_year": 2024, "kind": "actual",
            "raw": raw, "value": float(clean_text(raw).rstrip("%")), "unit": unit, "status": "reported"}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "fires"),
    [
        ("10.0", False), ("10.1", False), ("9.9", False), ("10.2", True), ("9.8", True), ("12.5", True),
        ("10", False), ("9", False), ("11", False), ("8", True), ("12", True),
        ("10.00", False), ("10.03", True), ("10.00%", False), ("10.2%", True),
        ("１０．１％", False), ("１０．２％", True),
    ],
)  # fmt: skip
def test_a_ratio_has_the_room_of_its_last_digit(raw: str, fires: bool) -> None:
    """It is 9.998 %, to which the rounding of so large amounts adds 0.003."""
    rows = [money("負担", "4,013", 4_013_000), money("事業費", "40,138", 40_138_000)]
    assert codes(RATIO, {"budgets": rows, "indicators": [ratio(raw)]}) == (["ratio_mismatch"] if fires else [])


@pytest.mark.parametrize(
    ("raws", "yen", "printed", "fires"),
    [
        (("3", "10"), (3_000, 10_000), "44", False),  # 30 %: 1 千円 of 10 is 10 points, of the divisor 3, and a digit
        (("3", "10"), (3_000, 10_000), "45", True),
        (("3", "10"), (3_000, 10_000), "16", False),
        (("3", "10"), (3_000, 10_000), "15", True),
        (("3円", "10円"), (3, 10), "34", False),  # yen are not rounded; the divisor's own last digit counts
        (("3円", "10円"), (3, 10), "35", True),
        (("△ 3", "10"), (-3_000, 10_000), "-44", False),  # as of what is above nothing
        (("△ 3", "10"), (-3_000, 10_000), "-45", True),
        (("3", "0"), (3_000, 0), "99", False),  # nothing is so many times nothing
    ],
)
def test_a_ratio_has_the_room_of_its_rounded_amounts(
    raws: tuple[str, str], yen: tuple[int, int], printed: str, fires: bool
) -> None:
    rows = [money("負担", raws[0], yen[0]), money("事業費", raws[1], yen[1])]
    assert codes(RATIO, {"budgets": rows, "indicators": [ratio(printed)]}) == (["ratio_mismatch"] if fires else [])


@pytest.mark.parametrize(
    ("unit", "raw", "fires"),
    [
        ("千円", "40,138", False), ("千円", "41,138", True), ("千円", "40,140", True), ("円", "40,138,000", False),
        ("百円", "401,380", False),
        ("十万円", "401", False), ("十万円", "411", True), ("千万円", "4", False), ("百万円", "40.1", False),
        ("十億円", "40", True), ("人", "3", False), ("千円／人", "3", False), ("%", "3", False),
    ],
)  # fmt: skip
def test_a_sum_of_money_among_the_indicators_is_in_any_unit(unit: str, raw: str, fires: bool) -> None:
    gated = form(check=(Check(re.compile("総額"), (re.compile("事業費"),)),))
    total = {"program_id": "p", "indicator_id": "i", "indicator": "総額", "fiscal_year": 2024, "kind": "actual",
             "raw": raw, "value": float(raw.replace(",", "")), "unit": unit, "status": "reported"}  # fmt: skip
    rows = [money("事業費", "40,138", 40_138_000)]
    assert codes(gated, {"budgets": rows, "indicators": [total]}) == (["sum_mismatch"] if fires else [])


@pytest.mark.parametrize(
    "other",
    [{"fiscal_year": 2023}, {"kind": "budget"}, {"program_id": "q"}, {"item": "その他"}],
    ids=["year", "kind", "program", "item"],
)
def test_what_stands_in_another_column_or_program_is_no_part_of_a_sum(other: dict[str, Any]) -> None:
    rows = [money("事業費", "10", 10_000), money("財源 / a", "10", 10_000)]
    stranger = {**money("財源 / b", "9,000", 9_000_000), **other}
    assert codes(SUM, {"budgets": [*rows, stranger]}) == []
    assert codes(SUM, {"budgets": [*rows, money("財源 / b", "9,000", 9_000_000)]}) == ["sum_mismatch"]


@pytest.mark.parametrize(("kind", "fires"), [("budget", True), ("actual", False)])
def test_a_ratio_that_is_expected_is_held_against_the_budget(kind: str, fires: bool) -> None:
    """Indicators say 見込 where budgets say 予算."""
    rows = [money("負担", "5円", 5, kind=kind), money("事業費", "10円", 10, kind=kind)]
    expected = {**ratio("90"), "kind": "expected"}
    assert codes(RATIO, {"budgets": rows, "indicators": [expected]}) == (["ratio_mismatch"] if fires else [])


@pytest.mark.parametrize("program", ["p", "q"])
def test_parts_may_stand_anywhere_on_the_sheet(program: str) -> None:
    gated = form(check=(Check(re.compile("事業費"), (re.compile("財源 / .+"),), scope="sheet"),))
    rows = [money("事業費", "10", 10_000), money("財源 / a", "30", 30_000, program)]
    assert codes(gated, {"budgets": rows}) == ["sum_mismatch"]


@pytest.mark.parametrize(("printed", "fires"), [("1", False), ("2", True), ("0", True)])
def test_a_difference_in_yen_has_no_room(printed: str, fires: bool) -> None:
    fact = DifferenceFact(
        0, "事業費", "actual", (2023, 2024), "円", Printed(printed, Place(1, Box(0.0, 0.0, 9.0, 9.0)))
    )
    rows = [money("事業費", "10", 10, fiscal_year=2023), money("事業費", "11", 11)]
    found = [issue.code for issue, _ in check_differences([("p", fact)], rows)]
    assert found == (["sum_mismatch"] if fires else [])
    assert list(check_differences([("p", fact)], rows[1:])) == list(check_differences([("p", fact)], rows[:1])) == []


@pytest.mark.parametrize(("held", "fires"), [(2, False), (1, True), (3, True)])
def test_a_count_of_rows(held: int, fires: bool) -> None:
    gated = form(count=(Count("answers", rows=2),))
    answers = [{"item": str(n)} for n in range(held)]
    assert codes(gated, {"answers": answers}) == (["missing_part"] if fires else [])


@pytest.mark.parametrize(("goals", "fires"), [([], True), ([3], False), ([3, 17], False)])
def test_a_count_of_goals(goals: list[int], fires: bool) -> None:
    """「※1つ以上に○」: a sheet without any Goal shows them in another way, or was not filled in."""
    gated = form(count=(Count("sdgs"),))
    assert codes(gated, {"sheets": [{"sheet_id": "s", "sdgs": goals}]}) == (["missing_part"] if fires else [])


def test_years_rise() -> None:
    gated = form(order=Order(years="rising"))
    rows = [money("事業費", "1", 1_000, fiscal_year=year) for year in (2022, 2024, 2023)]
    assert codes(gated, {"budgets": rows}) == ["years_out_of_order"]
    assert codes(gated, {"budgets": rows[:2]}) == []
    assert codes(gated, {"budgets": [*rows[:2], *(row | {"item": "財源"} for row in rows[:2])]}) == []
    indicators = [ratio("1") | {"fiscal_year": year} for year in (2022, 2024, 2023)]
    assert codes(gated, {"indicators": indicators}) == ["years_out_of_order"]
    assert (
        codes(gated, {"indicators": [*indicators[:2], *(row | {"kind": "expected"} for row in indicators[:2])]}) == []
    )


def test_a_number_of_any_length_stops_nothing() -> None:
    long = "9" * 5000
    assert missing_numbers([long, "1", "3"]) == {"": [range(2, 3)]}
    assert sorted([f"第{long}号", "第10号", "第９号", "第09号"], key=natural) == [
        "第09号",
        "第９号",
        "第10号",
        f"第{long}号",
    ]


def test_gaps_in_numbers() -> None:
    assert missing_numbers(["4", "2", "3"]) == {}
    assert missing_numbers(["1-1", "1-4", "x"]) == {"1-": [range(2, 4)]}
    assert missing_numbers(["1", "9" * 40]) == {"": [range(2, int("9" * 40))]}  # at once, however far it is


@pytest.mark.parametrize("specimen", KNOWN, ids=str)
def test_no_gate_fires_on_a_specimen(specimen: Specimen, read_specimen: Reader) -> None:
    issues = pq.read_table(read_specimen(specimen) / "issues").to_pylist()
    gates = {"sum_mismatch", "ratio_mismatch", "missing_part", "years_out_of_order", "number_gap", "not_in_contents"}
    assert [row for row in issues if row["code"] in gates] == []


def test_the_gates_of_a_sheet_with_funding_are_evaluated(tmp_path: Any) -> None:
    """One figure of a read sheet is changed: the sum that held does not hold any more."""
    read_into(tmp_path / "out", SPECIMENS / "variants" / "ikeda-reportlab-cid")
    rows = {name: pq.read_table(tmp_path / "out" / name).to_pylist() for name in ("sheets", "programs", "budgets")}
    gated = next(f for f in load_forms() if f.id == rows["sheets"][0]["form"])
    sums = replace(gated, count=(), order=Order())
    assert list(check_rows(sums, rows)) == []
    for row in rows["budgets"]:
        if row["item"] == "事業費" and row["amount_yen"]:
            row["amount_yen"] += 1_000_000
    found = [issue.code for issue, _ in check_rows(sums, rows)]
    assert "sum_mismatch" in found


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("▲ 39", ""), ("▲ 38", ""), ("▲ 41", ""), ("▲ 42", "sum_mismatch"), ("39", "sum_mismatch"), ("―", ""),
        ("皆増", ""), ("▲", "not_a_number"), ("39 38", "not_a_number"), ("", "missing_value"),
    ],
)  # fmt: skip
def test_a_printed_difference_is_that_of_the_two_years_beside_it(printed: str, code: str) -> None:
    place = Place(1, Box(0.0, 0.0, 10.0, 10.0))
    fact = DifferenceFact(0, "事業費", "actual", (2023, 2024), "千円", Printed(printed, place))
    rows = [
        {"program_id": "p", "item": "事業費", "kind": "actual", "fiscal_year": year, "amount_yen": yen, "raw": raw}
        for year, yen, raw in ((2023, 36_247_000, "36,247"), (2024, 36_208_000, "36,208"))
    ]
    found = list(check_differences([("p", fact)], rows))
    assert [issue.code for issue, _ in found] == [code] * bool(code)
    assert all("-39,000 yen" in issue.message for issue, _ in found if issue.code == "sum_mismatch")


def test_no_difference_is_missed_of_a_year_that_has_no_amount() -> None:
    fact = DifferenceFact(0, "事業費", "actual", (2023, 2024), "千円", Printed("", Place(1, Box(0.0, 0.0, 10.0, 10.0))))
    rows = [
        {"program_id": "p", "item": "事業費", "kind": "actual", "fiscal_year": year, "amount_yen": yen, "raw": raw}
        for year, yen, raw in ((2023, 36_247_000, "36,247"), (2024, None, ""))
    ]
    assert list(check_differences([("p", fact)], rows)) == []
