"""The judge of silent errors itself: what it takes for told, and what for silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from extract.box import Box
from tests.catalogue import ROOT, SPECIMENS
from tests.reliability.excuses import new_issues
from tests.reliability.mutations import Mutation
from tests.reliability.readings import Reading, Row, keyed, reading
from tests.reliability.silent import silent_errors

AGAIN = Mutation("repeat_below", 1, 1)
RULE = Mutation("move_rule", 1, 1)
SWAP = Mutation("swap_texts", 1, 1, 2)


@pytest.fixture(scope="module")
def read() -> Reading:
    return reading(ROOT / SPECIMENS / "r5" / "02.pdf")


def with_rows(read: Reading, table: str, rows: list[Row], *issues: Row) -> Reading:
    return replace(read, rows={**read.rows, table: keyed(table, rows)}, issues=[*read.issues, *issues])


def issue(code: str, row: Row, down: float = 0.0, **more: Any) -> Row:
    """An issue at the place of a row, or so far below it."""
    place = {c: row[c] for c in ("page", "x0", "x1")} | {c: row[c] + down for c in ("top", "bottom")}
    return {"code": code, "message": code, "table": None, "row_id": None, **place, **more}


def reported(read: Reading) -> list[Row]:
    return [row for row in read.rows["indicators"].values() if row["status"] == "reported"]


def test_a_wrong_row_is_told_by_an_issue_at_its_place_and_by_none_elsewhere(read: Reading) -> None:
    row = reported(read)[0]
    rows = [{**r, "raw": "4,711"} if r is row else r for r in read.rows["indicators"].values()]
    for code, down, faults in (("unread_text", 0.0, 0), ("unread_text", 60.0, 1), ("merged_cells", 2.0, 0)):
        after = with_rows(read, "indicators", rows, issue(code, row, down))
        assert len(silent_errors(read, after, RULE)) == faults
    assert len(silent_errors(read, with_rows(read, "indicators", rows), RULE)) == 1


def test_an_issue_excuses_its_own_rows_and_not_those_of_the_whole_file(read: Reading) -> None:
    one, other = reported(read)[0], reported(read)[-1]
    rows = [r for r in read.rows["indicators"].values() if r not in (one, other)]
    (fault,) = silent_errors(read, with_rows(read, "indicators", rows, issue("unread_text", one)), RULE)
    assert other["indicator_id"] in fault


def test_an_old_issue_that_moves_or_says_it_otherwise_is_not_new(read: Reading) -> None:
    row = reported(read)[0]
    before = replace(read, issues=[issue("unread_text", row)])
    moved = replace(read, issues=[issue("unread_text", row, 3.0, message="other words")])
    assert new_issues(before, moved) == []
    (new,) = new_issues(before, replace(read, issues=[*moved.issues, issue("unread_text", row, 90.0, message="third")]))
    assert new["top"] == row["top"] + 90.0
    rows = [{**r, "raw": "4,711"} if r is row else r for r in read.rows["indicators"].values()]
    assert (
        len(silent_errors(before, replace(moved, rows={**read.rows, "indicators": keyed("indicators", rows)}), RULE))
        == 1
    )


def test_a_lost_row_does_not_make_those_behind_it_wrong(read: Reading) -> None:
    lost = reported(read)[0]["indicator_id"]
    rows = [r for r in read.rows["indicators"].values() if r["indicator_id"] != lost]
    renumbered = [_one_less(r, lost) for r in rows]
    faults = silent_errors(read, with_rows(read, "indicators", renumbered), RULE)
    assert faults
    assert all(lost in fault and "came or went" in fault for fault in faults)


def _one_less(row: Row, lost: str) -> Row:
    head, _, number = lost.rpartition("-")
    if not row["indicator_id"].startswith(f"{head}-") or row["indicator_no"] < int(number):
        return row
    no = row["indicator_no"] - 1
    return {**row, "indicator_no": no, "indicator_id": f"{head}-{no:02}"}


def test_rows_under_another_program_are_wrong(read: Reading) -> None:
    one, other = list(read.rows["programs"])[:2]
    rows = [{**r, "program_id": other[0]} if r["program_id"] == one[0] else r for r in read.rows["indicators"].values()]
    assert any("program_id" in fault for fault in silent_errors(read, with_rows(read, "indicators", rows), RULE))


def test_rows_in_doubt_are_those_of_their_program_from_the_issue_on(read: Reading) -> None:
    one, other, third = (key[0] for key in list(read.rows["programs"])[:3])
    first = next(r for r in read.rows["indicators"].values() if r["program_id"] == other)
    rows = [{**r, "program_id": one} if r["program_id"] == other else r for r in read.rows["indicators"].values()]
    for program, down, silent in ((one, 0.0, False), (one, 60.0, True), (third, 0.0, True)):
        doubt = issue("uncertain_program", first, down, table="programs", row_id=program)
        assert bool(silent_errors(read, with_rows(read, "indicators", rows, doubt), RULE)) is silent


@pytest.mark.parametrize(("mutation", "silent"), [(SWAP, False), (RULE, True)])
def test_only_two_labels_that_changed_places_may_rename_texts(read: Reading, mutation: Mutation, silent: bool) -> None:
    names = {"vision": "direction", "direction": "vision"}
    rows = [{**r, "section": names.get(r["section"], r["section"])} for r in read.rows["narratives"].values()]
    assert bool(silent_errors(read, with_rows(read, "narratives", rows), mutation)) is silent


@pytest.mark.parametrize(("mutation", "silent"), [(SWAP, True), (RULE, False)])
def test_only_a_rule_that_moved_may_move_lines_of_prose(read: Reading, mutation: Mutation, silent: bool) -> None:
    texts = {
        r["section"]: r["text"] for r in read.rows["narratives"].values() if r["section"] in ("vision", "direction")
    }
    moved = {"vision": texts["vision"] + texts["direction"][:5], "direction": texts["direction"][5:]}
    rows = [{**r, "text": moved.get(r["section"], r["text"])} for r in read.rows["narratives"].values()]
    assert bool(silent_errors(read, with_rows(read, "narratives", rows), mutation)) is silent


def test_a_part_that_is_missing_tells_its_own_rows(read: Reading) -> None:
    row = next(r for r in read.rows["narratives"].values() if r["section"] == "vision")
    rows = [r for r in read.rows["narratives"].values() if r["section"] != "vision"]
    for label, faults in (("4年後の目指す姿", 0), ("計画期間の方向性", 1)):
        said = {"table": "sheets", "row_id": row["sheet_id"], "page": 9}
        told = issue("missing_part", row, message=f"a heading that every sheet has was not found: {label}", **said)
        assert len(silent_errors(read, with_rows(read, "narratives", rows, told), RULE)) == faults


def test_a_print_that_came_is_seen_as_a_row_or_told_where_its_cell_is(read: Reading) -> None:
    row = next(r for r in read.rows["narratives"].values() if r["section"] == "vision")
    cell = Box(100.0, 700.0, 500.0, 740.0)
    come = replace(
        read, glyphs=read.glyphs + Counter([("考", 1, 120, 743)]), fields=[*read.fields, (row["page"], cell, "考")]
    )
    assert silent_errors(read, come, AGAIN) == ["page 1: the print of its values changed, and no row did"]
    rows = [*read.rows["narratives"].values(), {**row, "section": "remarks", "heading": None, "text": "考"}]
    assert silent_errors(read, with_rows(come, "narratives", rows), AGAIN) == []
    at = {"page": 1, "x0": 400.0, "x1": 420.0, "top": 710.0, "bottom": 720.0}
    over = {"page": 1, "x0": cell.x0, "x1": cell.x1, "top": 680.0, "bottom": cell.top}
    for code, place, down, faults in (
        ("unread_text", at, 0.0, 0), ("unread_text", at, 40.0, 1),
        ("stacked_amounts", over, 0.0, 0), ("stacked_amounts", over, -5.0, 1), ("unread_text", over, 0.0, 1),
    ):  # fmt: skip
        told = replace(come, issues=[*read.issues, issue(code, place, down)])
        assert len(silent_errors(read, told, AGAIN)) == faults


@pytest.mark.parametrize(("policy_no", "come", "faults"), [(9999, "99", 0), (9999, "9", 1), (9998, "99", 1)])
def test_a_number_that_the_number_of_the_sheet_says_again_is_printed_once(
    read: Reading, policy_no: int, come: str, faults: int
) -> None:
    (sheet,) = read.rows["sheets"].values()
    before = with_rows(read, "sheets", [{**sheet, "sheet_no": "99-99-11", "policy_no": 99}])
    after = with_rows(read, "sheets", [{**sheet, "sheet_no": "9999-99-11", "policy_no": policy_no}])
    after = replace(after, glyphs=read.glyphs + Counter((char, 1, 225 + x, 115) for x, char in enumerate(come)))
    assert len(silent_errors(before, after, AGAIN)) == faults


def test_a_sheet_without_an_edition_has_no_rows_and_is_told(read: Reading) -> None:
    (sheet,) = read.rows["sheets"].values()
    for code, told in (("no_edition", True), ("no_title", False)):
        after = replace(read, rows={table: {} for table in read.rows}, issues=[*read.issues, issue(code, sheet)])
        assert (silent_errors(read, after, RULE) == []) is told


def test_a_heading_that_an_issue_quotes_is_told(read: Reading) -> None:
    row = next(r for r in read.rows["narratives"].values() if r["section"] == "review" and r["heading"])
    rows = [{**r, "heading": None} if r is row else r for r in read.rows["narratives"].values()]
    for heading, faults in ((row["heading"], 0), ("another heading", 1)):
        said = issue("unread_text", row, message=f"not read: 〇{heading}", page=9)
        assert len(silent_errors(read, with_rows(read, "narratives", rows, said), RULE)) == faults


def test_a_goal_is_told_where_an_issue_names_its_option(read: Reading) -> None:
    (sheet,) = read.rows["sheets"].values()
    before, after = (with_rows(read, "sheets", [{**sheet, "sdgs": [goal]}]) for goal in (3, 2))
    for options, faults in (("2 飢餓をゼロに 3 すべての人に健康と福祉を", 0), ("12 つくる責任 つかう責任", 1)):
        said = issue("merged_cells", sheet, page=9, message=f"the mark is not level with its option: {options}")
        assert len(silent_errors(before, replace(after, issues=[*read.issues, said]), RULE)) == faults


def test_a_part_that_bears_its_programs_name_stays_itself_where_that_is_lost(read: Reading) -> None:
    one, part = ({**row, "program": "A"} for row in list(read.rows["programs"].values())[:2])
    values = [r for r in read.rows["indicators"].values() if r["program_id"] == part["program_id"]]
    before = with_rows(read, "programs", [one, {**part, "program": "A（細事業）"}])
    before = with_rows(before, "indicators", values)
    after = with_rows(read, "programs", [{**part, "program_id": one["program_id"], "program_no": one["program_no"]}])
    after = with_rows(after, "indicators", [_under(r, one["program_id"]) for r in values])
    assert not any("indicators" in fault for fault in silent_errors(before, after, RULE))


def _under(row: Row, program: str) -> Row:
    return {**row, "program_id": program, "indicator_id": f"{program}-{row['indicator_no']:02}"}
