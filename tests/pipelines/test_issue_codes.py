"""Code and page say the same: every issue code in the source is in the registry, and the page is made from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from pipelines.issue_codes import CODES, as_page
from pipelines.schema import SEVERITIES
from tests.catalogue import ROOT

# The calls that name a code, and the position at which they do.
CALLS = {"Doubt": 1, "Issue": 1, "doubt": 1, "_doubt": 1, "failed": 1, "Lost": 0, "UnreadablePdfError": 0}
ROOMS = ("extract", "pipelines")
SPELLED = re.compile(r"[a-z]+(_[a-z]+)*")


def named() -> Iterator[tuple[str, str | None]]:
    """Every code that a call names: (code, severity where the call names one)."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = CALLS.get(name)
                if at is None or len(node.args) <= at:
                    continue
                code = node.args[at]
                severity = node.args[0] if at == 1 and name != "failed" else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    said = severity.value if isinstance(severity, ast.Constant) else None
                    yield code.value, said if isinstance(said, str) else None


def test_every_code_in_the_source_is_in_the_registry() -> None:
    found = {code for code, _ in named()}
    assert len(found) > 30
    assert found - set(CODES) == set()


def test_every_code_of_the_registry_is_in_the_source() -> None:
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if path.name != "issue_codes.py"
    )
    assert [code for code in CODES if f'"{code}"' not in said] == []


def test_severities_agree() -> None:
    assert {code.severity for code in CODES.values()} <= set(SEVERITIES)
    assert [(code, severity) for code, severity in named() if severity and CODES[code].severity != severity] == []


def test_the_page_is_made_from_the_registry() -> None:
    assert (ROOT / "docs" / "issues.md").read_text(encoding="utf-8") == as_page()


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: str(code.code))
def test_a_code_is_a_plain_name_with_a_meaning_and_an_advice(code: object) -> None:
    from pipelines.issue_codes import IssueCode

    assert isinstance(code, IssueCode)
    assert SPELLED.fullmatch(code.code)
    assert code.means.endswith(".")
    assert code.do
    assert "|" not in code.means + code.do
