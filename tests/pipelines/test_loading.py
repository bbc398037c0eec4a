"""What an analyst gets, and what is said when something is not there. The recipes of docs/load.md are run."""

import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import pipelines
from pipelines import load, swap
from pipelines.diff import editions
from pipelines.loading import LoadError, Tables
from pipelines.schema import TABLES
from pipelines.show import sheet_in_tables
from pipelines.store import Store
from pipelines.usage import NoSheetError
from tests.pipelines.truth_rows import FORM, failed, merged, parts, rows_of, truth

R7, R8 = rows_of(truth("r7")), rows_of(truth("r8"))
BOTH = merged(R7, R8)
RECIPES = (Path(__file__).parents[2] / "docs" / "load.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def t(two_editions: Path) -> Tables:
    return load(two_editions)


def test_every_table_is_an_attribute(t: Tables) -> None:
    for name in TABLES:
        extra = 1 if name in ("sources", "issues") else 0
        wanted = len(BOTH[name]) if extra == 0 else len(BOTH[name]) + extra
        assert len(getattr(t, name)) == wanted, name
        assert name in dir(t)
    assert repr(t).endswith("15 sheets, 文京区, 2025, 2026>")


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("budgets", "amount_yen", "Int64"),
        ("programs", "program", "string"),
        ("indicators", "value", "float64"),
        ("indicators", "kind", "category"),
        ("sources", "extracted_at", "datetime64[us, UTC]"),
        ("pages", "page", "Int64"),
    ],
)
def test_dtypes(t: Tables, table: str, column: str, dtype: str) -> None:
    assert str(getattr(t, table)[column].dtype) == dtype


def test_lists_are_lists_and_categories_have_their_order(t: Tables) -> None:
    assert t.programs["departments"].iloc[0] == ["教育総務課", "子育て支援課"]
    assert list(t.indicators["status"].cat.categories) == ["reported", "dash", "blank", "text"]
    assert t.indicators["status"].sort_values().iloc[0] == "reported"
    with pytest.raises(TypeError):
        _ = t.indicators["kind"] < "target"


def test_numbers_in_lists_are_plain(t: Tables) -> None:
    assert {type(goal) for goals in t.sheets["sdgs"] for goal in goals} == {int}


def test_what_is_done_to_a_frame_changes_no_later_answer(t: Tables) -> None:
    frame = t.budgets
    frame["amount_yen"] = 0
    frame.loc[:, "item"] = "?"
    del frame["raw"]
    assert "raw" in t.budgets
    assert t.budgets["amount_yen"].sum() == t.joined("budgets")["amount_yen"].sum() > 0
    assert "?" not in set(t.budgets["item"])
    assert t.budgets.attrs == {"title": TABLES["budgets"].title}


def test_the_error_that_loading_raises_is_at_hand(tmp_path: Path) -> None:
    assert pipelines.LoadError is LoadError
    with pytest.raises(pipelines.LoadError):
        pipelines.load(tmp_path)


def test_wide_can_be_written_to_a_file(t: Tables, tmp_path: Path) -> None:
    t.wide("budgets").rename(columns=str).to_parquet(tmp_path / "wide.parquet")
    assert "2024" in pd.read_parquet(tmp_path / "wide.parquet")


def test_smaller_sets_by_form_and_by_the_digits_of_a_year(t: Tables) -> None:
    assert len(t.where(form=FORM).sheets) == len(t.sheets)
    assert set(t.where(edition="2025", form=[FORM]).sheets["edition"]) == {2025}


def test_wide_holds_every_value_once(t: Tables) -> None:
    wide = t.wide("indicators")
    years = [column for column in wide.columns if isinstance(column, int)]
    assert years == sorted(t.indicators["fiscal_year"].unique())
    assert len(wide) == t.indicators["indicator_id"].nunique()
    assert wide[years].notna().sum().sum() == t.indicators["value"].notna().sum()
    row = wide[
        (wide["edition"] == 2025) & (wide["program"] == "地域一時預かり事業") & (wide["indicator"] == "訪問世帯数")
    ]
    assert row[[2022, 2024]].to_numpy().tolist() == [[291.0, 206.0]]


def test_wide_shows_why_and_keeps_ints(t: Tables) -> None:
    why = t.wide("indicators", "status")
    assert set(why[2024].dropna()) >= {"reported", "dash"}
    money = t.wide("budgets")
    assert str(money[2024].dtype) == "Int64"
    assert money[2024].sum() + money[2025].sum() == sum(row["amount_yen"] or 0 for row in BOTH["budgets"])
    assert len(t.wide("notes")) == len({row["program_id"] for row in BOTH["notes"]})


def test_joined_rows_know_what_they_belong_to(t: Tables) -> None:
    for name, table in TABLES.items():
        if table.per_sheet:
            joined = t.joined(name)
            assert len(joined) == len(BOTH[name]), name
            assert joined["municipality"].eq("文京区").all()
            assert joined["file"].notna().all()
            assert joined.columns.is_unique
    row = t.joined("indicators").iloc[0]
    assert (row["title"], row["program"]) == ("妊娠・出産・子育て支援の切れ目ない充実", "家庭系ごみ相談体制整備事業")


def test_smaller_sets_keep_the_tables_in_step(t: Tables) -> None:
    one = t.where(edition=2025, municipality="131059", department="福祉政策課")
    assert set(one.programs["program"]) == {
        "家庭系ごみ環境整備(Wi-Fi・ICT機器)",
        "小地域福祉活動の推進",
        "多機能な居場所活動推進事業",
        "重層的支援体制整備事業(ぶんきょうチームでまるごと支援)",
        "外国人住民学習支援(アウトリーチ型)",
    }
    assert set(one.indicators["program_id"]) <= set(one.programs["program_id"])
    assert set(one.cells["sheet_no"]) == set(one.sheets["sheet_no"]) == {"1", "15", "21"}
    assert set(one.narratives["sheet_id"]) == set(one.sheets["sheet_id"])
    assert len(one.issues) == 0, "the failed file belongs to no sheet"
    assert len(one.wide("budgets")) == 10
    assert set(t.where(municipality="文京区").sheets["edition"]) == {2025, 2026}


def test_choices_follow_each_other(t: Tables) -> None:
    assert set(t.latest().sheets["edition"]) == {2026}
    assert len(t.latest().indicators) == len(R8["indicators"])
    assert set(t.where(department="職員課").latest().programs["departments"].explode()) == {"職員課"}
    assert len(t.where(edition=[2025, 2026]).sheets) == len(t.sheets)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda t: t.where(edition=2024), "no edition is 2024; there are: 2025, 2026"),
        (lambda t: t.where(edition="R7"), "no edition is R7; there are: 2025, 2026"),
        (lambda t: t.where(edition=[2025, 2030]), "no edition is 2030; there are: 2025, 2026"),
        (lambda t: t.where(edition=[]), "no edition is ; there are: 2025, 2026"),
        (
            lambda t: t.where(municipality=["131059", "港区", 272043]),
            "no municipality is 港区 or 272043; there are: 文京区",
        ),
        (lambda t: t.where(department=["福祉政策課", "水道局"]), "no department is 水道局; there are: "),
        (lambda t: t.where(form="kobe"), f"no form is kobe; there are: {FORM}"),
        (lambda t: t.where(municipality="港区"), "no municipality is 港区; there are: 文京区"),
        (lambda t: t.where(edition=2025).where(department="水道局"), "no department is 水道局; there are: "),
        (lambda t: t.wide("programs"), "programs has no fiscal years to spread; indicators, budgets, notes have."),
        (lambda t: t.wide("indicators", "valu"), "indicators has no column 'valu'; it has"),
        (lambda t: t.joined("pages"), "rows of pages belong to files"),
    ],
)
def test_what_is_not_there_is_said(t: Tables, call: Any, says: str) -> None:
    with pytest.raises(LoadError) as caught:
        call(t)
    assert says in str(caught.value)


def test_a_misspelt_table_is_an_attribute_error_with_the_names(t: Tables) -> None:
    with pytest.raises(AttributeError, match="no table is called 'program'; there are sheets, programs"):
        _ = t.program


def test_a_folder_without_tables_is_said(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"holds no tables .*tenken run"):
        load(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(LoadError, match=r"file holds no tables"):
        load(tmp_path / "file")


def test_tables_without_a_sheet_are_said_to_be(tmp_path: Path) -> None:
    with Store(tmp_path / "out") as store:
        store.commit(parts(failed("x.pdf")))
    assert repr(load(tmp_path / "out")) == f"<tenken tables of {tmp_path / 'out'}: no sheets>"
    with pytest.raises(LoadError, match="out has no sheets"):
        editions(str(tmp_path / "out"), "")
    with pytest.raises(NoSheetError, match="there are: none"):
        sheet_in_tables(tmp_path / "out", "1")


def test_a_table_that_somebody_removed_is_named(two_editions: Path, tmp_path: Path) -> None:
    shutil.copytree(two_editions, tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "figures")
    t = load(tmp_path / "out")
    assert len(t.sheets) == 15
    with pytest.raises(LoadError, match=r"has no table figures .it has: sheets, programs"):
        _ = t.figures


def test_tables_of_two_runs_are_never_mixed(two_editions: Path, tmp_path: Path) -> None:
    shutil.copytree(two_editions, tmp_path / "out")
    t = load(tmp_path / "out")
    assert len(t.sheets) == 15
    with Store(tmp_path / "out") as store:
        store.commit({}, remove=(f"131059-{FORM}-2025",))
    with pytest.raises(LoadError, match=r"A run has rewritten .*Load it again"):
        _ = t.programs
    assert len(load(tmp_path / "out").sheets) == 7


def test_a_run_that_was_cut_short_is_said(two_editions: Path, tmp_path: Path) -> None:
    shutil.copytree(two_editions, tmp_path / "out")
    (tmp_path / "out" / swap.JOURNAL_FOLDER).mkdir()
    (tmp_path / "out" / swap.JOURNAL_FOLDER / "journal.json").write_text("{}")
    with pytest.raises(LoadError, match="cut short"):
        load(tmp_path / "out")


def test_a_table_is_not_read_while_a_run_moves_its_files(two_editions: Path, tmp_path: Path) -> None:
    """In a folder that cannot be exchanged the package file comes among the others: some tables are new before it."""
    t = load(shutil.copytree(two_editions, tmp_path / "out"))
    assert len(t.sheets) == 15
    (tmp_path / "out" / swap.JOURNAL_FOLDER).mkdir()
    (tmp_path / "out" / swap.JOURNAL_FOLDER / "journal.json").write_text("{}")
    with pytest.raises(LoadError, match=r"A run has rewritten .*Load it again"):
        _ = t.answers


def test_an_address_of_fsspec_works_like_a_folder(two_editions: Path, t: Tables) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.put(str(two_editions), "/bucket/out", recursive=True)
    remote = load("memory://bucket/out")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(remote, name), getattr(t, name))
    with pytest.raises(LoadError, match="holds no tables"):
        load("memory://bucket/other")


def test_a_web_server_lists_no_folders_and_its_tables_are_found(two_editions: Path, t: Tables) -> None:
    fsspec = pytest.importorskip("fsspec")

    class Web(fsspec.AbstractFileSystem):  # type: ignore[misc]
        """As fsspec sees a web server: the address is the path, and there are files alone."""

        protocol = "web"

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return path

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            place = Path(path.removeprefix("web://"))
            if not place.is_file():
                raise FileNotFoundError(path)
            return {"name": path, "size": place.stat().st_size, "type": "file"}

        def _open(self, path: str, mode: str = "rb", **_: Any) -> Any:
            return Path(path.removeprefix("web://")).open(mode)

    fsspec.register_implementation("web", Web, clobber=True)
    there = load(f"web://{two_editions}/")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(there, name), getattr(t, name))
    with pytest.raises(LoadError, match="holds no tables"):
        load(f"web://{two_editions.parent}")


def test_columns_say_what_they_mean(t: Tables) -> None:
    said = t.columns("budgets").set_index("column")
    assert said.loc["amount_yen", "unit"] == "yen"
    assert list(said.index) == list(t.budgets.columns)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", RECIPES, re.S)


def spent_in_2024() -> int:
    found = [row for row in BOTH["budgets"] if row["edition"] == 2025 and row["fiscal_year"] == 2024]
    return sum(row["amount_yen"] or 0 for row in found if row["kind"] == "actual" and row["part"] == "total")


def test_the_python_recipes_run(two_editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")
    monkeypatch.chdir(two_editions.parents[1])
    names: dict[str, Any] = {}
    for block in blocks("python"):
        exec(block, names)
    assert names["by_policy"].sum() == spent_in_2024()
    assert names["wide"].shape[0] == names["why"].shape[0]
    assert str(names["indicators"]["fiscal_year"].dtype) == "Int64"
    counted = names["by_department"].row(0, named=True)
    assert counted["programs"] == sum(counted["departments"] in row["departments"] for row in BOTH["programs"])
    assert "15 sheets, 文京区, 2025, 2026" in RECIPES


def test_the_sql_recipes_run(two_editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(two_editions.parents[1])
    money, falling, titles = (duckdb.sql(block).fetchall() for block in blocks("sql"))
    assert sum(row[1] for row in money) == spent_in_2024()
    assert falling
    years = {(r["indicator_id"], r["fiscal_year"]) for r in BOTH["indicators"] if r["value"] is not None}
    assert all((row[0], row[2] - back) in years for row in falling for back in (0, 1, 2))
    assert all(isinstance(row[3], float) for row in falling)
    assert {title for (title,) in titles} == {TABLES["budgets"].title_ja}


def test_a_department_is_not_forgotten_by_the_next_choice(t: Tables) -> None:
    name = t.programs["departments"].explode().iloc[0]
    at_once, in_turn = t.where(edition=2025, department=name), t.where(department=name).where(edition=2025)
    for table in ("programs", "budgets", "indicators", "notes"):
        assert getattr(at_once, table)["program_id"].tolist() == getattr(in_turn, table)["program_id"].tolist()
        assert set(getattr(in_turn, table)["program_id"]) <= set(at_once.programs["program_id"])
    assert in_turn.joined("budgets")["program"].notna().all()


def test_a_department_has_the_parts_of_its_programs(t: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sheet prints departments for a sub-program (細事業)."""
    programs = t.programs.copy()
    parent, part, other = programs.index[:3]
    programs.loc[part, "parent_program_id"] = programs.loc[parent, "program_id"]
    programs.at[part, "departments"] = []
    programs.at[parent, "departments"] = ["見本課"]
    there = Tables(t.folder, t.chosen, {"sheets": t.sheets, "programs": programs})
    found = there.where(department="見本課")
    assert set(found.programs["program_id"]) == set(programs.loc[[parent, part], "program_id"])
    assert programs.loc[other, "program_id"] not in set(found.indicators["program_id"])


def test_an_edition_may_be_a_number_of_numpy(t: Tables) -> None:
    newest = t.sheets["edition"].to_numpy(dtype="int64").max()
    assert set(t.where(edition=newest).sheets["edition"]) == {2026}


def test_files_that_others_put_into_a_table_are_no_part_of_it(two_editions: Path, tmp_path: Path) -> None:
    out = shutil.copytree(two_editions, tmp_path / "out")
    shutil.copy(next((out / "budgets").glob("*.parquet")), out / "budgets" / "mine.parquet")
    assert len(load(out).budgets) == len(load(two_editions).budgets)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda t: t.joined("program"), "did you mean 'programs'"),
        (lambda t: t.columns("program"), "did you mean 'programs'"),
        (lambda t: t.arrow("program"), "did you mean 'programs'"),
        (lambda t: t.wide("program"), "program has no fiscal years"),
    ],
)
def test_a_table_that_is_none_is_told_by_one_kind_of_error(t: Tables, ask: Any, says: str) -> None:
    with pytest.raises(LoadError, match=says):
        ask(t)


def test_a_municipality_may_be_named_by_its_number(t: Tables) -> None:
    assert len(t.where(municipality=131059).sheets) == len(t.where(municipality="131059").sheets) == len(t.sheets)
    north = t.sheets.assign(municipality_code="011002", municipality="札幌市")
    there = Tables(t.folder, t.chosen, {"sheets": north, "programs": t.programs})
    assert len(there.where(municipality=11002).sheets) == len(there.where(municipality="札幌市").sheets) == len(north)


@pytest.mark.parametrize("at", [0, -1])
def test_a_file_without_a_column_is_told_wherever_it_stands(two_editions: Path, tmp_path: Path, at: int) -> None:
    """Copied from the folder of another version: its rows would have nothing where something was printed."""
    out = shutil.copytree(two_editions, tmp_path / "out")
    path = sorted((out / "sheets").glob("1*.parquet"))[at]
    pq.write_table(pq.read_table(path).drop_columns(["title"]), path)
    with pytest.raises(LoadError, match="The table sheets has no column title: another version"):
        _ = load(out).sheets


def test_a_file_that_is_torn_is_named(two_editions: Path, tmp_path: Path) -> None:
    out = shutil.copytree(two_editions, tmp_path / "out")
    path = sorted((out / "notes").glob("1*.parquet"))[-1]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(LoadError, match=f"The table notes of .* cannot be read: .*{path.name}"):
        _ = load(out).notes
