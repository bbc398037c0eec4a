"""The cases in values.json, in the shape that the issue tracker's examples have: one JSON object a line."""

import json
from pathlib import Path
from typing import Any

import pytest

import normalize

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("values.json").read_text(encoding="utf-8"))


def result(case: dict[str, Any]) -> dict[str, Any]:
    text = case["text"]
    if case["kind"] == "text":
        return {"clean": normalize.clean_text(text)}
    if case["kind"] == "number":
        number = normalize.parse_number(text)
        value = None if number.value is None else float(number.value)
        return {"value": value, "status": str(number.status), "qualifier": number.qualifier, "unit": number.unit}
    if case["kind"] == "amount":
        amount = normalize.parse_amount(text, unit=case["unit"])
        return {"yen": amount.yen, "status": str(amount.status)}
    if case["kind"] == "fiscal_year":
        return {"year": normalize.parse_fiscal_year(text, near=case["near"])}
    return {"date": normalize.parse_date(text, near=case["near"])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']} {case['text']!r}")
def test_value(case: dict[str, Any]) -> None:
    got = result(case)
    assert got == {key: case[key] for key in got}


def test_every_kind_is_there() -> None:
    assert {case["kind"] for case in CASES} == {"number", "amount", "fiscal_year", "date", "text"}
