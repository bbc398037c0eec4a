"""The campaign of `test_silent_errors.py` on the real sheets of four cities, where they are there.

TENKEN_MUTATIONS and TENKEN_MUTATION_SEED do what they do there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue import REAL
from tests.reliability.excuses import new_issues
from tests.reliability.mutations import mutated
from tests.reliability.pinned import by_table, pinned
from tests.reliability.readings import reading
from tests.reliability.silent import silent_errors
from tests.reliability.test_silent_errors import MORE, SEED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_dir(), reason=f"the real sheets are not there: {REAL}"),
]
_EACH = {"141003-yokohama": 12, "261009-kyoto": 12, "272043-ikeda": 3, "281000-kobe": 12}  # mutations of one sheet


@pytest.mark.parametrize("city", _EACH)
def test_no_mutation_of_a_real_sheet_gives_a_wrong_row_without_an_issue(city: str, tmp_path: Path) -> None:
    wrong: list[str] = []
    for path in sorted((REAL / city).glob("*.pdf")):
        before = reading(path)
        assert before.rows["sheets"]
        found: dict[str, list[str]] = {}
        for mutation, content in mutated(path, _EACH[city] * MORE, SEED):
            (tmp_path / "a.pdf").write_bytes(content)
            silent = silent_errors(before, reading(tmp_path / "a.pdf"), mutation)
            found |= {str(mutation): silent} if silent else {}
        if by_table(found) != (expected := pinned(path.name, SEED)):
            wrong += [f"{path.name}: {expected} expected, and found", *(str(one) for one in found.items())]
    assert wrong == []


@pytest.mark.parametrize(
    ("sheet", "count", "seed", "wanted", "code"),
    [
        # the head of the second page prints another number, another period
        ("261009-kyoto/kyoto-r6-010", 12, "1", "double_text page 2 operator 29", "conflicting_value"),
        ("261009-kyoto/kyoto-r6-012", 12, "1", "double_text page 2 operator 233", "conflicting_value"),
        # no rule under a heading: its cell holds the text, too
        ("261009-kyoto/kyoto-r6-024", 12, "1", "repeat_below page 1 operator 183", "label_in_value"),
        # a label of the second page's head is gone, and its value stands under the heading of the page before
        ("261009-kyoto/kyoto-r6-020", 20, "4", "drop_text page 2 operator 19", "unknown_row"),
        # no rule between a label and its value
        ("261009-kyoto/kyoto-r6-023", 25, "6", "drop_rule page 2 operator 136", "label_in_value"),
        ("141003-yokohama/yokohama-r7-006", 20, "5", "drop_rule page 1 operator 232", "label_in_value"),
        # two minus signs before a difference
        ("141003-yokohama/yokohama-r7-002", 12, "1", "double_text page 1 operator 1020", "not_a_number"),
        # a number in the column beside the last one
        ("141003-yokohama/yokohama-r7-008", 12, "1", "double_text page 1 operator 1106", "unknown_column"),
        # the heading over an answer is gone
        ("141003-yokohama/yokohama-r7-005", 20, "2", "drop_text page 2 operator 502", "unknown_column"),
        ("141003-yokohama/yokohama-r7-002", 20, "2", "drop_text page 2 operator 1004", "unknown_column"),
        # no rule between a heading and the one below it, or beside it; no text in the upper one
        ("141003-yokohama/yokohama-r7-005", 12, "1", "drop_rule page 2 operator 226", "cut_text"),
        ("141003-yokohama/yokohama-r7-003", 25, "9", "drop_rule page 1 operator 377", "merged_cells"),
        ("141003-yokohama/yokohama-r7-002", 25, "9", "drop_text page 2 operator 1028", "missing_value"),
        # no rule between two columns, under a heading that is over one of them
        ("141003-yokohama/yokohama-r7-003", 20, "10", "drop_rule page 1 operator 368", "merged_cells"),
        # the mark of the next option is none
        ("281000-kobe/kobe-r25-005", 20, "10", "alter_glyph page 3 operator 36", "merged_cells"),
        # a label between two values is gone
        ("141003-yokohama/yokohama-r7-002", 20, "4", "drop_text page 2 operator 649", "label_in_value"),
        # the number of a measure is none
        ("141003-yokohama/yokohama-r7-011", 25, "2", "repeat_below page 1 operator 846", "not_a_number"),
        # no rule between two labels; between two blank rows
        ("281000-kobe/kobe-r25-002", 20, "4", "drop_rule page 2 operator 396", "merged_cells"),
        ("272043-ikeda/ikeda-r7-115", 12, "1", "move_rule page 1 operator 3194", "unknown_row"),
        ("272043-ikeda/ikeda-r7-321", 12, "1", "drop_rule page 1 operator 2908", "merged_cells"),
    ],
)
def test_what_campaigns_on_real_sheets_found_is_told(
    sheet: str, count: int, seed: str, wanted: str, code: str, tmp_path: Path
) -> None:
    path = REAL / f"{sheet}.pdf"
    mutation, content = next(made for made in mutated(path, count, seed) if str(made[0]) == wanted)
    (tmp_path / "a.pdf").write_bytes(content)
    before, after = reading(path), reading(tmp_path / "a.pdf")
    silent = {str(mutation): silent_errors(before, after, mutation)}
    assert by_table(silent) == {str(mutation): pinned(path.name, seed).get(str(mutation), {})}, silent
    assert code in {row["code"] for row in new_issues(before, after)}
