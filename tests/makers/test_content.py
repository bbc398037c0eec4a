"""The makers' model must hold a truth JSON exactly, else every variant's truth is in doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.makers.blocks import Cell, Table, edges, glue, place, row
from tests.makers.content import load, truth_of
from tests.makers.invention import Plan, invent
from tests.makers.kept import FOUND
from tests.makers.kept import SPECIMENS as KEPT
from tests.makers.print_style import YEAR_STYLES, narrow_kana, spaced

SPECIMENS = Path(__file__).parents[1] / "specimens"


@pytest.mark.parametrize("name", ["r5", "r7", "r7-browser", "r7-volume", "r8"])
def test_truth_goes_through_the_model_unchanged(name: str) -> None:
    path = SPECIMENS / f"{name}.json"
    assert truth_of(load(path)) == json.loads(path.read_text(encoding="utf-8"))


def test_invention_is_the_same_for_the_same_seed() -> None:
    plan = Plan(2028, tricky=0.5)
    assert invent("a", plan, 3) == invent("a", plan, 3)
    assert invent("a", plan, 3) != invent("b", plan, 3)


def test_no_sheet_says_one_thing_twice() -> None:
    """Programs of a sheet, and indicators of a program, must differ: the scorer knows them by name."""
    for sheet in invent("twice", Plan(tricky=0.5, programs=(6, 9)), 8):
        assert len({p.name for p in sheet.programs}) == len(sheet.programs)
        for program in sheet.programs:
            assert len({(i.name, i.unit) for i in program.indicators}) == len(program.indicators)


def test_glued_tables_fill_the_union_of_their_columns() -> None:
    glued = glue([Table((500, 500), (row([Cell("a"), Cell("b")]),)), Table((300, 700), (row([Cell("c"), Cell("d")]),))])
    assert edges(glued) == [0, 300, 500, 1000]
    assert [(p.cell.text, p.column, p.column_end) for p in place(glued)] == [
        ("a", 0, 2), ("b", 2, 3), ("c", 0, 1), ("d", 1, 3),
    ]  # fmt: skip


def test_overlapping_cells_are_a_makers_fault() -> None:
    with pytest.raises(ValueError, match="holes"):
        place(Table((500, 500), (row([Cell("a")]),)))


@pytest.mark.parametrize(
    ("style", "fiscal", "printed"),
    [
        ("letter-paren", 2024, "R6(2024)"),
        ("letter-paren", 2019, "R元(2019)"),
        ("letter-paren-wide", 2018, "Ｈ３０（2018）"),
        ("kanji-nendo", 2019, "令和元年度"),
        ("kanji-nendo-wide", 2028, "令和１０年度"),
        ("kanji-paren", 2018, "平成30(2018)年度"),
    ],
)
def test_year_headings(style: str, fiscal: int, printed: str) -> None:
    assert YEAR_STYLES[style](fiscal) == printed


def test_labels_and_kana() -> None:
    assert spaced("事業費(千円)") == "事　業　費(千円)"
    assert narrow_kana("ネットワーク・プラン") == "ﾈｯﾄﾜｰｸ・ﾌﾟﾗﾝ"


def test_every_kept_variant_says_how_it_is_made() -> None:
    kept = {path.stem for path in (SPECIMENS / "variants").glob("*.json")}
    assert kept == {*KEPT, *FOUND}


def test_the_makers_know_the_kept_variants() -> None:
    catalogue = pytest.importorskip(
        "tests.makers.catalogue", reason="needs the makers' libraries", exc_type=ImportError
    )
    known = {variant.name for variant in catalogue.variants()}
    assert {*KEPT, *(variant for variant, _, _ in FOUND.values())} <= known
