"""A value or a rule is changed in the print: the rows change by just that, or an issue says so.

TENKEN_MUTATIONS multiplies the number of mutations; TENKEN_MUTATION_SEED chooses others.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.catalogue import KNOWN, ROOT, SPECIMENS, variants
from tests.reliability.excuses import new_issues
from tests.reliability.mutations import KINDS, Mutation, mutated
from tests.reliability.pinned import DEFAULT_SEED, NOT_DONE, PINNED, REFUSED, UNSEEN, by_table, pinned
from tests.reliability.readings import reading
from tests.reliability.silent import silent_errors

MORE = int(os.environ.get("TENKEN_MUTATIONS", "1"))
SEED = os.environ.get("TENKEN_MUTATION_SEED", DEFAULT_SEED)

# specimen → mutations of it, where it is more than a few; those with long content streams take seconds each
_MANY = {
    "data/raw/131059/2025/01.pdf": 45,
    "data/raw/131059/2025/03.pdf": 45,
    "data/raw/131059/2026/01.pdf": 45,
    "data/raw/131059/2026/03.pdf": 45,
    f"{SPECIMENS}/r5/02.pdf": 45,
    f"{SPECIMENS}/r5/30.pdf": 45,
    f"{SPECIMENS}/variants/ikeda-reportlab-cid/055.pdf": 45,
}
SHEETS = {
    path.relative_to(ROOT).as_posix(): 9
    for specimen in (*KNOWN, *variants())
    for path in sorted(ROOT.glob(f"{specimen.path}" if specimen.path.suffix else f"{specimen.path}/*.pdf"))
} | _MANY


def test_there_are_mutations_enough_of_every_specimen() -> None:
    assert len(SHEETS) > 30
    assert _MANY.keys() <= SHEETS.keys()
    assert sum(SHEETS.values()) >= 300


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_no_mutation_gives_a_wrong_row_without_an_issue(name: str, tmp_path: Path) -> None:
    before = reading(ROOT / name)
    assert before.rows["sheets"]
    found: dict[str, list[str]] = {}
    done: Counter[str] = Counter()
    unseen = 0
    for mutation, content in mutated(ROOT / name, SHEETS[name] * MORE, SEED):
        (tmp_path / "a.pdf").write_bytes(content)
        after = reading(tmp_path / "a.pdf")
        done[mutation.kind] += 1
        unseen += before.prints_as(after) - (mutation.kind == "strike_text")
        silent = silent_errors(before, after, mutation)
        found |= {str(mutation): silent} if silent else {}
    assert by_table(found) == pinned(name, SEED), "\n".join(f"{m}: {s}" for m, said in found.items() for s in said[:3])
    assert done.total() == SHEETS[name] * MORE
    not_done = set(KINDS) - done.keys()
    if (SEED, MORE) == (DEFAULT_SEED, 1):
        assert (not_done, unseen) == (NOT_DONE.get(name, set()), UNSEEN.get(name, 0))
    else:
        assert not_done <= REFUSED, done
        assert unseen <= done.total() // 4  # else the mutations would not reach the print


def test_what_is_pinned_is_of_the_campaign() -> None:
    assert {name for _, name, _ in PINNED if "/" in name} | NOT_DONE.keys() | UNSEEN.keys() <= SHEETS.keys()
    assert all(pin.why and min(pin.rows.values()) > 0 for pin in PINNED.values())


def _mutation(name: str, count: int, seed: str, wanted: str) -> tuple[Mutation, bytes]:
    return next(made for made in mutated(ROOT / name, count, seed) if str(made[0]).startswith(wanted))


_IKEDA = f"{SPECIMENS}/variants/ikeda-reportlab-cid/055.pdf"
_SPLIT = f"{SPECIMENS}/variants/weasyprint-split-rows/51.pdf"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count", "seed", "wanted", "code"),
    [
        # a rule between a question and its answer: the answer stands in a row of its own
        ("data/raw/131059/2025/01.pdf", 225, "1", "double_rule page 2 operator 93", "unnamed_row"),
        # 予算 is gone from the heading and 見込 is left: no kind of amount
        (_IKEDA, 225, "1", "drop_text page 1 operator 1853", "unknown_column"),
        # a rule between 〇 and the heading that it begins
        ("data/raw/131059/2026/03.pdf", 225, "1", "double_rule page 2 operator 117", "cut_text"),
        # no rule between a chosen option and the one above it
        (_IKEDA, 45, "2", "drop_rule page 1 operator 1448", "merged_cells"),
        # no rule between an option and the mark of the next one
        (_IKEDA, 45, "2", "drop_rule page 1 operator 1560", "merged_cells"),
        # a figure's caption over prose: what follows counts as the figure's texts
        (_SPLIT, 9, "2", "swap_texts page 2 operator 165", "prose_in_figure"),
        # an answer fell out of its row
        (f"{SPECIMENS}/r5/02.pdf", 45, "7", "move_rule page 2 operator 93", "missing_value"),
        # the last 。 of a note stands in the cell of its year
        (f"{SPECIMENS}/r7-volume.pdf", 9, "8", "move_rule page 13 operator 553", "label_in_value"),
        # a table's head lost a heading and was read as a row
        (_SPLIT, 9, "8", "drop_text page 1 operator 4263", "label_in_value"),
        # the heading of a year stands in the cell above it
        (f"{SPECIMENS}/r5/30.pdf", 45, "13", "move_rule page 1 operator 359", "label_in_value"),
        # the side between a year and its note moved over the note's first letters
        ("data/raw/131059/2026/01.pdf", 45, "16", "move_rule page 1 operator 589", "cut_text"),
        # the first line of a note stands outside its cell, under a heading
        ("data/raw/131059/2026/03.pdf", 45, "17", "move_rule page 1 operator 491", "unread_text"),
        (f"{SPECIMENS}/r5/02.pdf", 45, "34", "move_rule page 1 operator 621", "cut_text"),
        # a mark stands in a cell beside two options
        (_IKEDA, 45, "26", "move_rule page 1 operator 1504", "merged_cells"),
        # a column's side moved over its right-aligned numbers
        (f"{SPECIMENS}/r5/30.pdf", 45, "27", "move_rule page 1 operator 407", "cut_text"),
        ("data/raw/131059/2026/03.pdf", 45, "39", "move_rule page 1 operator 235", "cut_text"),
        (f"{SPECIMENS}/r5/02.pdf", 45, "103", "move_rule page 1 operator 861", "cut_text"),
        # a name stands again between two tables, like a row of the first
        (f"{SPECIMENS}/variants/fpdf-identity-v/15.pdf", 9, "5", "repeat_below page 1 operator 441", "missing_value"),
        # the row of a program is unread: what stands under it passes for another's
        ("data/raw/131059/2025/03.pdf", 45, "1", "double_text page 1 operator 563", "uncertain_program"),
        ("data/raw/131059/2025/52.pdf", 9, "26", "drop_rule page 2 operator 207", "uncertain_program"),
        # of three labels that are told apart by their order one is unread
        (_IKEDA, 45, "1", "alter_glyph page 1 operator 2250", "missing_part"),
    ],
)
def test_what_other_campaigns_found_is_told(
    name: str, count: int, seed: str, wanted: str, code: str, tmp_path: Path
) -> None:
    mutation, content = _mutation(name, count, seed, wanted)
    (tmp_path / "a.pdf").write_bytes(content)
    before, after = reading(ROOT / name), reading(tmp_path / "a.pdf")
    silent = {str(mutation): silent_errors(before, after, mutation)}
    assert by_table(silent) == {str(mutation): pinned(name, seed).get(str(mutation), {})}, silent
    assert code in {row["code"] for row in new_issues(before, after)}
