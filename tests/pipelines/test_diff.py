"""Two editions compared: nothing restated is missed, nothing is called restated that is not."""

import copy
import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from pipelines.cli_diff import diff_command, lines
from pipelines.diff import Diff, _program, compare, editions, pairs_of, unpaired
from pipelines.folder import LoadError
from pipelines.matching import Profile, Series, is_same, likeness, match_programs, match_series
from pipelines.restatements import RESTATEMENTS
from pipelines.store import Store
from tests.pipelines.truth_rows import FORM, SPECIMENS, Rows, merged, parts, rows_of, truth

Said = dict[str, list[dict[str, Any]]]


def store(out: Path, said: Said) -> Path:
    with Store(out) as door:
        door.commit(parts(rows_of(said)))
    return out


def diff_of(tmp_path: Path, before: Said, after: Said) -> Diff:
    one, other = store(tmp_path / "before", before), store(tmp_path / "after", after)
    (pair,) = pairs_of(editions(str(one), ""), editions(str(other), ""))
    return compare(*pair)


def key_of(row: dict[str, Any], name: str) -> tuple[Any, ...]:
    sides = (row["before"], row["after"])
    return row["sheet_no"], row["program"], row[name], row["unit"], row["fiscal_year"], row["kind"], *sides


@pytest.fixture(scope="module")
def found(two_editions: Path) -> Diff:
    (pair,) = pairs_of(editions("2025", str(two_editions)), editions("2026", str(two_editions)))
    return compare(*pair)


class TestTheTwoSpecimenEditions:
    def test_every_restatement_and_no_other(self, found: Diff) -> None:
        wanted = json.loads((SPECIMENS / "r7-r8-restatements.json").read_text(encoding="utf-8"))
        assert len(wanted) == 7
        assert {key_of(row, "name") for row in found.restated} == {key_of(row, "indicator") for row in wanted}
        assert len(found.restated) == len(wanted)

    def test_the_programs_of_the_sheet_that_is_gone_ended(self, found: Diff) -> None:
        assert {row["sheet_no"] for row in found.ended} == {"15"}
        assert (found.matched, len(found.ended), found.appeared, found.changed) == (32, 5, [], [])


def changed_r7(change: Callable[[Said], None]) -> Said:
    said = copy.deepcopy(truth("r7"))
    for rows in said.values():
        for row in rows:
            row["edition"] = 2026
    change(said)
    return said


def rename(said: Said, old: str, new: str, sheet_no: str | None = None) -> None:
    for table in ("programs", "budgets", "indicators", "notes"):
        for row in said[table]:
            if row["program"] == old and sheet_no in (None, row["sheet_no"]):
                row["program"] = new


def of_indicator(said: Said, program: str, indicator: str) -> list[dict[str, Any]]:
    return [row for row in said["indicators"] if (row["program"], row["indicator"]) == (program, indicator)]


PROGRAM = "家庭系ごみ環境整備(Wi-Fi・ICT機器)"


def set_all(rows: list[dict[str, Any]], **values: object) -> None:
    for row in rows:
        row.update(values)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda said: None, []),
        (
            lambda said: rename(said, PROGRAM, "家庭系ごみ環境整備事業"),
            [("program", PROGRAM, "家庭系ごみ環境整備事業")],
        ),
        (lambda said: rename(said, PROGRAM, "まったく別の名前"), [("program", PROGRAM, "まったく別の名前")]),
        (lambda said: rename(said, PROGRAM, "家庭系ごみ環境整備（Ｗｉ－Ｆｉ・ＩＣＴ機器）"), []),
        (
            lambda said: set_all([r for r in said["programs"] if r["program"] == PROGRAM], departments=["環境政策課"]),
            [("departments", "福祉政策課", "環境政策課")],
        ),
        (
            lambda said: set_all(of_indicator(said, PROGRAM, "訪問世帯数"), indicator="訪問した世帯の数"),
            [("indicator", "訪問世帯数", "訪問した世帯の数")],
        ),
        (
            lambda said: set_all(of_indicator(said, PROGRAM, "訪問世帯数"), indicator_note="※延べ数"),
            [("indicator", "訪問世帯数", "訪問世帯数※延べ数")],
        ),
        (lambda said: set_all(of_indicator(said, PROGRAM, "訪問世帯数"), unit="戸"), [("unit", "世帯", "戸")]),
        (
            lambda said: set_all([r for r in said["sheets"] if r["sheet_no"] == "1"], title="妊娠・出産・子育て"),
            [("sheet", "妊娠・出産・子育て支援の切れ目ない充実", "妊娠・出産・子育て")] * 2,
        ),
    ],
    ids=["nothing", "renamed", "renamed-wholly", "printed-wide", "department", "indicator", "note", "unit", "sheet"],
)
def test_what_changed_is_named(
    tmp_path: Path, change: Callable[[Said], None], wanted: list[tuple[str, str, str]]
) -> None:
    found = diff_of(tmp_path, truth("r7"), changed_r7(change))
    assert [(one.what, one.before, one.after) for one in found.changed] == wanted
    assert (found.appeared, found.ended, found.restated) == ([], [], [])
    assert all(0.5 < one.score <= 1 for one in found.changed)


@pytest.mark.parametrize(
    ("before", "after", "restated"),
    [
        ({"value": 5.0, "status": "reported"}, {"value": 6.0, "status": "reported"}, True),
        ({"value": 5.0, "status": "reported"}, {"value": None, "status": "dash"}, True),
        ({"value": 5.0, "status": "reported"}, {"value": None, "status": "blank"}, True),
        ({"value": None, "status": "dash"}, {"value": 5.0, "status": "reported"}, True),
        ({"value": None, "status": "text", "raw": "集計中"}, {"value": 5.0, "status": "reported"}, True),
        ({"value": None, "status": "text", "raw": "集計中"}, {"value": None, "status": "text", "raw": "皆増"}, True),
        (
            {"value": None, "status": "text", "raw": "集計 中"},
            {"value": None, "status": "text", "raw": "集計中"},
            False,
        ),
        ({"value": None, "status": "blank"}, {"value": 5.0, "status": "reported"}, False),
        ({"value": 5.0, "raw": "5"}, {"value": 5.0, "raw": "5.0"}, False),
        ({"value": 5.0, "qualifier": "速報"}, {"value": 5.0, "qualifier": None}, False),
    ],
)
def test_what_is_a_restatement(tmp_path: Path, before: dict[str, Any], after: dict[str, Any], restated: bool) -> None:
    def first(said: Said, values: dict[str, Any]) -> None:
        of_indicator(said, PROGRAM, "訪問世帯数")[0].update(values)

    old = truth("r7")
    first(old, before)
    found = diff_of(tmp_path, old, changed_r7(lambda said: first(said, after)))
    assert len(found.restated) == restated
    assert found.changed == []


def test_a_restatement_of_any_year_is_found(tmp_path: Path) -> None:
    def raise_all(said: Said) -> None:
        for row in of_indicator(said, PROGRAM, "訪問世帯数"):
            row["value"] = None if row["value"] is None else row["value"] + 1

    found = diff_of(tmp_path, truth("r7"), changed_r7(raise_all))
    reported = [row for row in of_indicator(truth("r7"), PROGRAM, "訪問世帯数") if row["status"] == "reported"]
    assert len(reported) > 1
    assert [row["fiscal_year"] for row in found.restated] == [row["fiscal_year"] for row in reported]
    assert all(row["after"] == row["before"] + 1 for row in found.restated)


def test_a_sub_program_is_known_by_its_program_too() -> None:
    row = {"program_id": "s-02", "program": "相談", "parent_program_id": "s-01", "departments": []}
    assert _program(row, {"title": "支援"}, {"s-01": "見守り"}, {}).profile.name == "見守り / 相談"
    assert _program({**row, "parent_program_id": None}, {"title": "支援"}, {}, {}).profile.name == "相談"


def test_restated_money_is_found_in_yen(tmp_path: Path) -> None:
    def raise_it(said: Said) -> None:
        row = next(row for row in said["budgets"] if row["program"] == PROGRAM and row["kind"] == "actual")
        row["amount_yen"] += 1000

    found = diff_of(tmp_path, truth("r7"), changed_r7(raise_it))
    (row,) = found.restated
    assert (row["table"], row["name"], row["unit"], row["kind"]) == ("budgets", "事業費", "円", "actual")
    assert (row["before"], row["after"]) == (2875983000.0, 2875984000.0)
    assert (row["edition_before"], row["edition_after"]) == (2025, 2026)
    assert row["source_id_before"] != row["source_id_after"]


def test_restated_money_is_said_to_the_yen(tmp_path: Path) -> None:
    """Beyond ten digits, as social insurance costs, both figures looked the same."""

    def amounts(said: Said, yen: int) -> None:
        next(row for row in said["budgets"] if row["program"] == PROGRAM and row["kind"] == "actual")["amount_yen"] = (
            yen
        )

    old = truth("r7")
    amounts(old, 123_456_789_012)
    found = diff_of(tmp_path, old, changed_r7(lambda said: amounts(said, 123_456_789_013)))
    assert "123,456,789,012 → 123,456,789,013 円" in "\n".join(lines(found))


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_editions_are_matched_without_a_mistake(tmp_path: Path, seed: int) -> None:
    """Some programs renamed in part, some ended, some new: every pair, and no other, is found."""
    dice = random.Random(seed)
    before = truth("r7")
    names = sorted({(row["sheet_no"], row["program"]) for row in before["programs"]})
    picked = dice.sample(names, 8)
    renamed, ended = picked[:5], picked[5:]

    def change(said: Said) -> None:
        for sheet_no, name in renamed:
            rename(said, name, f"新たな{name[dice.randint(2, 4) :]}", sheet_no)
        for table in ("programs", "budgets", "indicators", "notes"):
            said[table] = [row for row in said[table] if (row["sheet_no"], row["program"]) not in ended]
        new = {
            "municipality_code": "131059",
            "edition": 2026,
            "sheet_no": "28",
            "role": None,
            "departments": ["防災課"],
        }
        said["programs"].append({**new, "program": "帰宅困難者一時滞在支援", "program_no": 99})

    found = diff_of(tmp_path, before, changed_r7(change))
    assert {(row["sheet_no"], row["program"]) for row in found.ended} == set(ended)
    assert [row["program"] for row in found.appeared] == ["帰宅困難者一時滞在支援"]
    assert {(one.sheet_no, one.before) for one in found.changed} == set(renamed)
    assert found.restated == []


class TestMatching:
    def profile(self, name: str, values: tuple[float, ...] = (), **more: Any) -> Profile:
        series = Series("相談件数", "件", {("indicators", 2020 + at, "actual"): v for at, v in enumerate(values)})
        said = {"sheet": "主要課題", "departments": frozenset({"福祉政策課"}), **more}
        return Profile(name, series=(series,), **said)

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("高齢者見守り事業", "高齢者見守り事業", True),
            ("高齢者見守り推進事業", "高齢者見守り事業", True),
            ("高齢者見守り事業", "自転車利用促進事業", False),
        ],
    )
    def test_names_alone(self, one: str, other: str, same: bool) -> None:
        left, right = self.profile(one), self.profile(other)
        assert is_same(left, right, likeness(left, right)) is same

    def test_values_prove_a_new_name_and_disprove_a_similar_one(self) -> None:
        old = self.profile("乳幼児健康診査事業", (120, 131, 118, 97))
        same = self.profile("すくすく親子支援", (120, 131, 118, 97), departments=frozenset({"保健課"}))
        other = self.profile("乳幼児健康相談事業", (5, 6, 7, 8))
        assert match_programs([old], [other, same])[0][:2] == (0, 1)
        assert match_programs([old], [other]) == []

    @pytest.mark.parametrize(
        ("equal", "of", "same"), [(9, 10, True), (8, 9, False), (4, 5, False), (4, 4, True), (3, 3, False)]
    )
    def test_nearly_all_of_many_values_prove_a_wholly_new_name(self, equal: int, of: int, same: bool) -> None:
        """A figure or two may be restated; fewer than four equal ones may be an accident."""
        old = self.profile("乳幼児健康診査事業", tuple(range(100, 100 + of)))
        values = (*range(100, 100 + equal), *range(900, 900 + of - equal))
        new = self.profile("すくすく親子支援", values, sheet="教育", departments=frozenset({"保健課"}))
        assert is_same(old, new, likeness(old, new)) is same
        assert [pair[:2] for pair in match_programs([old], [new])] == [(0, 0)] * same

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("子育て相談事業", "子育て相談推進事業", True),  # 5 pieces of 6 and 8: 0.71
            ("子育て相談事業", "子育て支援事業", False),  # 3 of 6 and 6: 0.5
            ("高齢者見守り事業", "高齢者見守りサービス", False),  # 5 of 7 and 9: 0.63
        ],
    )
    def test_programs_of_one_department_on_one_sheet_need_names_that_are_alike(
        self, one: str, other: str, same: bool
    ) -> None:
        """Where no value can be compared; neighbours on a sheet share their department and half of their name."""
        left, right = self.profile(one), self.profile(other)
        assert is_same(left, right, likeness(left, right)) is same

    def test_one_name_on_two_sheets_is_told_apart_by_the_sheet(self) -> None:
        one, two = self.profile("利用促進事業", sheet="地域"), self.profile("利用促進事業", sheet="学校")
        assert [pair[:2] for pair in match_programs([one, two], [two, one])] == [(1, 0), (0, 1)]

    def test_one_name_twice_in_a_program_is_told_apart_by_its_values(self) -> None:
        one, two = self.profile("", (1, 2, 3)).series[0], self.profile("", (7, 8, 9)).series[0]
        assert [pair[:2] for pair in match_series([one, two], [two, one])] == [(1, 0), (0, 1)]

    def test_one_name_twice_in_a_program_is_told_apart_by_its_unit(self) -> None:
        one, two = Series("利用", "人", {}), Series("利用", "件", {})
        assert [pair[:2] for pair in match_series([one, two], [two, one])] == [(1, 0), (0, 1)]

    @pytest.mark.parametrize(("values", "unit", "same"), [(3, "件", True), (2, "件", False), (3, "人", False)])
    def test_three_values_of_one_unit_prove_a_new_name_of_an_indicator(
        self, values: int, unit: str, same: bool
    ) -> None:
        times = {("indicators", 2020 + at, "actual"): 5.0 for at in range(values)}
        old, new = Series("相談件数", "件", times), Series("講座の開催", unit, times)
        assert [pair[:2] for pair in match_series([old], [new])] == [(0, 0)] * same

    def test_spellings_of_a_unit_are_one_unit(self) -> None:
        places = [Series("設置数", unit, {}) for unit in ("箇所", "か所", "ヶ所", "件")]
        assert len({series.key for series in places}) == 2


class TestWhichEditions:
    @pytest.mark.parametrize(
        ("a", "b", "pairs"),
        [
            ("2025", "2026", [(2025, 2026)]),
            ("2026", "2025", [(2026, 2025)]),
            ("OUT", "OUT", [(2025, 2025), (2026, 2026)]),
            ("OUT", "2026", [(2026, 2026)]),
            ("2025", "OUT", [(2025, 2025)]),
        ],
    )
    def test_words_of_the_command_line(self, two_editions: Path, a: str, b: str, pairs: list[tuple[int, int]]) -> None:
        out = str(two_editions)
        sides = [editions(word.replace("OUT", out), out) for word in (a, b)]
        assert [(one.edition, other.edition) for one, other in pairs_of(*sides)] == pairs

    def test_an_edition_that_is_not_there(self, two_editions: Path) -> None:
        with pytest.raises(LoadError, match=f"no edition 2024; there are 131059 {FORM} 2025, 131059 {FORM} 2026"):
            editions("2024", str(two_editions))

    def test_what_is_neither_a_year_nor_a_folder(self, two_editions: Path) -> None:
        with pytest.raises(LoadError, match="令和7 is neither the year of an edition, as 2025, nor an output folder"):
            editions("令和7", str(two_editions))

    def test_nothing_in_common(self, two_editions: Path, tmp_path: Path) -> None:
        other = rows_of(truth("r7"))
        for rows in other.values():
            for row in rows:
                if "form" in row and "municipality_code" in row:
                    row["municipality_code"] = "141003"
        with Store(tmp_path) as door:
            door.commit(parts(other))
        with pytest.raises(LoadError, match="nothing to compare"):
            pairs_of(editions("2025", str(two_editions)), editions(str(tmp_path), ""))


class TestCommand:
    def run(self, *args: str) -> str:
        app = typer.Typer()
        app.command()(diff_command)
        result = CliRunner().invoke(app, args)
        assert result.exit_code == 0, result.output
        return result.output

    def test_it_prints_for_people(self, two_editions: Path) -> None:
        said = self.run("2025", "2026", "--out", str(two_editions)).splitlines()
        assert said[0] == f"131059 {FORM}: 2025 → 2026"
        assert said[1] == "programs: 32 in both, 0 appeared, 5 ended"
        assert "  28  区立小・中学校再整備事業 · 満足度 · 2024 actual: 8 → 6.1 %" in said

    def test_an_edition_that_the_other_side_lacks_is_named(self, two_editions: Path, tmp_path: Path) -> None:
        said = self.run(str(store(tmp_path / "one", truth("r7"))), str(two_editions))
        assert f"not compared, for the other side has no such edition: 131059 {FORM} 2026" in said

    def test_it_prints_json(self, two_editions: Path) -> None:
        (said,) = json.loads(self.run("2025", "2026", "--out", str(two_editions), "--json"))
        assert (said["matched"], len(said["ended"]), len(said["restated"])) == (32, 5, 7)
        assert said["after"]["edition"] == 2026

    def test_it_writes_the_restatements(self, two_editions: Path, tmp_path: Path) -> None:
        for name in ("r.parquet", "r.csv", "R.CSV"):
            self.run("2025", "2026", "--out", str(two_editions), "--restatements", str(tmp_path / name))
        table = pq.read_table(tmp_path / "r.parquet")
        assert table.schema.equals(RESTATEMENTS.arrow, check_metadata=True)
        held = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_bytes().decode("utf-8-sig"))))
        assert (tmp_path / "R.CSV").read_bytes() == (tmp_path / "r.csv").read_bytes()
        assert len(held) == table.num_rows == 7
        assert [float(row["after"]) for row in held] == table["after"].to_pylist()

    def test_a_file_of_another_kind_is_refused(self, two_editions: Path) -> None:
        app = typer.Typer()
        app.command()(diff_command)
        result = CliRunner().invoke(app, ["2025", "2026", "--out", str(two_editions), "--restatements", "r.xls"])
        assert result.exit_code == 2
        assert ".parquet or .csv" in result.output

    def test_a_file_that_cannot_be_written_is_told_before_the_work(self, tmp_path: Path) -> None:
        app = typer.Typer()
        app.command()(diff_command)
        target = tmp_path / "nodir" / "r.csv"
        result = CliRunner().invoke(app, ["2025", "2026", "--out", str(tmp_path / "no"), "--restatements", str(target)])
        assert isinstance(result.exception, FileNotFoundError) and result.exception.filename == str(target)


def test_zeros_in_common_do_not_make_two_programs_one() -> None:
    """Rows of funding that are all zero: everybody has them."""

    def program(name: str, department: str, cost: float) -> Profile:
        funds = [Series(f"財源{n}", "円", {("budgets", 2023, "actual"): 0.0}) for n in range(5)]
        return Profile(
            name, name, frozenset([department]), (Series("事業費", "円", {("budgets", 2023, "actual"): cost}), *funds)
        )

    one, other = program("プレミアム商品券発行", "商工課", 80_000.0), program("学校給食の無償化", "学務課", 0.0)
    assert not is_same(one, other, likeness(one, other))


def test_an_edition_that_nothing_is_compared_with_is_told(tmp_path: Path) -> None:
    said = truth("r7")
    out = store(tmp_path / "out", said)
    before, after = editions(str(out), ""), editions(str(out), "")
    pairs = pairs_of(before, after)
    assert unpaired(before, after, pairs) == ([], [])
    assert unpaired(before, [], []) == (before, [])
    assert unpaired([], after, []) == ([], after)


def test_two_cities_and_two_forms_in_one_folder_are_kept_apart(tmp_path: Path) -> None:
    """The same year, the same names: what the one prints is no restatement of the other."""

    def under(code: str, form: str, edition: int, more: int) -> Rows:
        rows = rows_of(truth("r7"))
        for name, held in rows.items():
            for row in held:
                if "form" in row and "municipality_code" in row:
                    row |= {"municipality_code": code, "form": form, "edition": edition}
                for key in ("sheet_id", "program_id", "indicator_id"):
                    if row.get(key):
                        row[key] = row[key].replace(f"131059-{FORM}-2025", f"{code}-{form}-{edition}")
                if "source_id" in row:
                    row["source_id"] = f"{code[:4]}{form[-1]}{edition % 10}{row['source_id'][6:]}"
                if name == "budgets" and row["amount_yen"] is not None:
                    row["amount_yen"] += more
        return rows

    kinds = [("131059", "form-a", 0), ("131059", "form-b", 1000), ("141003", "form-a", 2000)]
    with Store(tmp_path) as door:
        door.commit(parts(merged(*(under(*kind[:2], year, kind[2]) for kind in kinds for year in (2025, 2026)))))
    pairs = pairs_of(editions("2025", str(tmp_path)), editions("2026", str(tmp_path)))
    assert [(one.municipality_code, one.form) for one, _ in pairs] == [kind[:2] for kind in kinds]
    for pair in pairs:
        found = compare(*pair)
        assert (found.matched, found.appeared, found.ended, found.restated) == (37, [], [], [])
