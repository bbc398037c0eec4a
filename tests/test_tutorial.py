"""The tutorial and the how-to pages: their code runs, prints what they show, and their links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest

from tests.catalogue import ROOT
from tests.conftest import read_into
from tests.test_readme import blocks, lines

PAGES = ("docs/tutorial.md", "docs/tutorial.ja.md", "docs/doubt-a-number.md", "docs/combine-cities.md")
TUTORIALS = PAGES[:2]
RAW = Path("data/raw")
IKEDA = Path("tests/specimens/variants/ikeda-reportlab-cid")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDFs, and what the pages' `tenken run` makes of them."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / RAW, folder / RAW)
    read_into(folder / "data" / "out", RAW, workers=2)
    read_into(folder / "cities", RAW, IKEDA, workers=2)
    return folder


def test_the_page_combines_the_cities_that_the_fixture_combines() -> None:
    text = (ROOT / "docs/combine-cities.md").read_text(encoding="utf-8")
    assert f"    tenken run {RAW} {IKEDA} --out cities\n" in text


@pytest.mark.parametrize("name", PAGES)
def test_the_code_prints_what_is_shown(name: str, home: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    notebook: dict[str, object] = {}
    printed = io.StringIO()
    with contextlib.chdir(home), contextlib.redirect_stdout(printed):
        for block in blocks(text, "python"):
            exec(compile(block, name, "exec"), notebook)
    assert lines(printed.getvalue()) == [line for block in blocks(text, "text") for line in lines(block)]


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_commands_print_what_is_shown(name: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    from pipelines.cli import main

    text = (ROOT / name).read_text(encoding="utf-8")
    held = {path.name: pq.read_table(path).num_rows for path in (home / "data" / "out").iterdir() if path.is_dir()}
    shown = dict(re.findall(r"^      ([a-z]+) +([\d,]+)$", text, re.M))
    assert {table: int(count.replace(",", "")) for table, count in shown.items()} == held

    with contextlib.chdir(home), pytest.MonkeyPatch.context() as patch, contextlib.suppress(SystemExit):
        patch.setattr("sys.argv", ["tenken", "diff", "2025", "2026"])
        main()
    restated = re.findall(r"^ +(\d+  .+ → .+)$", text, re.M)
    assert restated == re.findall(r"^ +(\d+  .+ → .+)$", capsys.readouterr().out, re.M)
    assert restated


def test_the_tutorials_run_the_same_commands() -> None:
    commands = [
        re.findall(r"^    ((?:tenken|make|source|\.venv).*?)(?:  +#.*)?$", (ROOT / name).read_text("utf-8"), re.M)
        for name in TUTORIALS
    ]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("name", [*PAGES, "docs/new-fiscal-year.md"])
def test_links_lead_somewhere(name: str) -> None:
    place = ROOT / name
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", place.read_text(encoding="utf-8")):
        there = place.parent / target if target else place
        assert there.exists(), target
        if anchor:
            headings = re.findall(r"^#+ +(.*)$", there.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
