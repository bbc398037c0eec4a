"""The parts of the site that need no site: words, names, numbers, money, small charts."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

pytest.importorskip("altair", reason="the extra `report` is not installed")
pytest.importorskip("jinja2", reason="the extra `report` is not installed")
pytest.importorskip("vl_convert", reason="the extra `report` is not installed")

from pipelines.report.frame import HERE
from pipelines.report.money import Money, add_up, main_items, money_of
from pipelines.report.names import file_name
from pipelines.report.numbers import plain, round_money, short_year, unit_of_money
from pipelines.report.sparks import spark
from pipelines.report.words import FOR_SCRIPTS, WORDS
from pipelines.schema import BUDGET_KINDS, CATEGORIES, INDICATOR_KINDS, SEVERITIES, SIDES, SOURCE_STATUSES, TABLES


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_words_are_there_in_both_languages(key: str) -> None:
    said = WORDS[key]
    assert said.ja.strip() and said.en.strip()
    assert places(said.ja) == places(said.en)


def test_words_of_scripts_match() -> None:
    assert FOR_SCRIPTS["ja"].keys() == FOR_SCRIPTS["en"].keys()
    for key, text in FOR_SCRIPTS["ja"].items():
        assert places(text) == places(FOR_SCRIPTS["en"][key])


def test_templates_use_words_that_exist_and_no_others() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (HERE / "templates").glob("*.html"))
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py") if path.name != "words.py")
    used = set(re.findall(r"""w\(["']([a-z_.]+)["'][,)]""", text))
    used |= set(re.findall(r'word\(\s*"([a-z_.]+)"', code))
    assert used <= WORDS.keys()
    prefixes = ("kind.", "series.", "category.", "severity.", "state.", "one.", "table.", "theme_")
    listed = used | set(re.findall(r'"([a-z_]+)"', code + text))
    listed |= set(SIDES)
    assert {key for key in WORDS if key not in listed and not key.startswith(prefixes)} == set()


def test_every_value_of_a_list_has_a_name() -> None:
    wanted = {f"kind.{kind}" for kind in BUDGET_KINDS} | {f"series.{kind}" for kind in INDICATOR_KINDS}
    wanted |= {f"category.{name}" for name in CATEGORIES} | {f"severity.{name}" for name in SEVERITIES}
    wanted |= {f"state.{name}" for name in SOURCE_STATUSES} | {f"one.{name}" for name in TABLES} | set(SIDES)
    assert wanted <= WORDS.keys()


@pytest.mark.parametrize(
    "identity", ["../../etc/passwd", "a/b", "a\\b", "", ".", "CON", "題名", "A", "x" * 300, "a\x00b", "a b"]
)
def test_unsafe_ids_become_safe_names(identity: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{5,100}", file_name(identity))


def test_different_ids_have_different_names() -> None:
    ids = ["a-1", "A-1", "a_1", "a 1", "a/1", "x" * 90, "x" * 91, "一", "二", ""]
    assert len({file_name(identity) for identity in ids}) == len(ids)


@pytest.mark.parametrize(
    ("year", "short"), [(2024, "R6"), (2019, "R1"), (2018, "H30"), (1989, "H1"), (1988, "S63"), (1900, "1900")]
)
def test_short_years(year: int, short: str) -> None:
    assert short_year(year) == short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-3.5, "-3.5"), (1200.0, "1,200"), (0.1 + 0.2, "0.3"), (1e15, f"{10**15:,}"),
        (123456789.12, "123,456,789.12"), (-2345678.3, "-2,345,678.3"), (0.000000000012, "0.000000000012"),
    ],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("yen", "ja", "en"),
    [
        (None, "―", "—"), (0, "0円", "¥0"), (9_999, "9,999円", "¥9,999"), (11_000, "1万円", "¥11,000"),
        (-2_000_000, "-200万円", "¥-2.0 m"), (12_500_000_000, "125億円", "¥12.50 bn"),
    ],
)  # fmt: skip
def test_round_money(yen: int | None, ja: str, en: str) -> None:
    assert (round_money(yen).ja, round_money(yen).en) == (ja, en)


def test_unit_of_money_never_rounds() -> None:
    assert unit_of_money([1000, None, 25_000]) == 1000
    assert unit_of_money([1000, 25_001]) == 1


def budget(kind: str, amount: int | None, year: int = 2024, **more: Any) -> dict[str, Any]:
    row = {"form": "f", "program_id": "p", "kind": kind, "side": "cost", "part": "total", "item": "事業費",
           "fiscal_year": year, "amount_yen": amount, "status": "dash" if amount is None else "reported"}  # fmt: skip
    return row | more


@pytest.mark.parametrize(
    ("rows", "year", "money"),
    [
        ([], 2024, Money(2024)),
        ([], None, Money()),
        ([budget("actual", 5), budget("initial_budget", 10)], 2024, Money(2024, 5, 10, "initial_budget")),
        ([budget("actual", 5), budget("budget", 10)], 2024, Money(2024, 5, 10, "budget")),
        ([budget("budget", 9), budget("initial_budget", 10)], 2024, Money(2024, None, 10, "initial_budget")),
        ([budget("actual", 5), budget("initial_budget", 10, 2025)], None, Money(2024, 5)),
        ([budget("actual", None), budget("initial_budget", None)], 2024, Money(2024, None, None, "initial_budget")),
        ([budget("actual", 5, part="of_which"), budget("actual", 7, side="funding")], 2024, Money(2024)),
        ([budget("actual", 5, item="別")], 2024, Money(2024)),
        ([budget("budget_proposal", 5)], 2024, Money(2024)),
    ],
)  # fmt: skip
def test_money_of_a_program(rows: list[dict[str, Any]], year: int | None, money: Money) -> None:
    assert money_of(rows, "事業費", year) == money


@pytest.mark.parametrize(
    ("actual", "plan", "rate"),
    [(5, 10, 0.5), (0, 10, 0.0), (5, 0, None), (5, None, None), (None, 10, None), (5, -1, None)],
)
def test_rate(actual: int | None, plan: int | None, rate: float | None) -> None:
    assert Money(2024, actual, plan).rate == rate


def test_the_rate_of_a_sum_takes_only_pairs() -> None:
    total = add_up([Money(2024, 80, 100), Money(2024, None, 900), Money(2024, 50, None), Money()])
    assert (total.actual, total.plan, total.rate, total.paired, total.programs) == (130, 1000, 0.8, 1, 4)
    assert add_up([Money()]).actual is None


def test_main_items() -> None:
    rows = [budget("actual", 1, item="A"), budget("actual", 1, item="B"), budget("actual", 1, item="B", form="g")]
    assert main_items([*rows, budget("actual", 1, item="B")]) == {"f": "B", "g": "B"}
    assert main_items([budget("actual", 1, part="component")]) == {}


def test_the_whole_cost_of_a_program_is_not_that_of_its_parts() -> None:
    """Sheets with one program and several sub-programs, each with an amount under a label of its own."""
    rows = [
        budget("actual", 1, item="事業費"),
        *[budget("actual", 1, item="細事業費", program_id=f"p-{n}") for n in "12"],
    ]
    assert main_items(rows, {"p-1", "p-2"}) == {"f": "事業費"}


def cell(year: int, status: str, value: float | None, kind: str = "actual") -> dict[str, Any]:
    return {"fiscal_year": year, "status": status, "value": value, "kind": kind}


def test_no_chart_without_a_number() -> None:
    assert spark([2023, 2024], [cell(2023, "dash", None), cell(2024, "blank", None)]) is None


def test_a_chart_shows_gaps_and_marks() -> None:
    years = [2021, 2022, 2023, 2024, 2025]
    rows = [cell(2021, "reported", 3.0), cell(2022, "reported", 5.0), cell(2023, "dash", None),
            cell(2024, "reported", 4.0), cell(2025, "text", None)]  # fmt: skip
    svg = str(spark(years, rows))
    line = next(path for path in re.findall(r'<path d="([^"]*)" stroke="var\(--actual\)"', svg))
    assert line.count("M") == 2 or (line.count("M") == 1 and line.count("L") == 1)  # broken at the dash
    assert "文" in svg
    assert 'stroke="var(--soft)"' in svg
    assert 'aria-hidden="true"' in svg and "#000a0" not in svg


def test_points_stand_in_the_middle_of_their_columns() -> None:
    svg = str(spark([2023, 2024], [cell(2023, "reported", 1.0), cell(2024, "reported", 2.0)]))
    assert 'width="152"' in svg
    assert {"38", "114"} <= set(re.findall(r'transform="translate\((\d+),', svg))


def test_the_same_chart_is_the_same_text() -> None:
    rows = [cell(2023, "reported", 1.0), cell(2024, "reported", 2.0), cell(2024, "reported", 9.0, "target")]
    assert spark([2023, 2024], rows) == spark([2023, 2024], list(reversed(rows)))
