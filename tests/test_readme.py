"""What the READMEs show is what comes out."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest

from tests.catalogue import ROOT
from tests.conftest import read_into

READMES = ("README.md", "README.ja.md")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of data/raw in data/out."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    read_into(folder / "data" / "out", Path("data/raw"), workers=2)
    return folder


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.S)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", READMES)
def test_the_notebook_prints_what_is_shown(name: str, home: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    printed = io.StringIO()
    with contextlib.chdir(home), contextlib.redirect_stdout(printed):
        for block in blocks(text, "python"):
            exec(compile(block, name, "exec"), {})
    assert lines(printed.getvalue()) == lines(blocks(text, "text")[0])


@pytest.mark.parametrize("name", READMES)
def test_the_run_counts_what_is_shown(name: str, home: Path) -> None:
    import pyarrow.parquet as pq

    text = (ROOT / name).read_text(encoding="utf-8")
    shown = dict(re.findall(r"^ +([a-z]+) +([\d,]+)\b", text, re.M))
    held = {path.name: pq.read_table(path).num_rows for path in (home / "data" / "out").iterdir() if path.is_dir()}
    assert {table: int(count.replace(",", "")) for table, count in shown.items()} == held
    assert f"{held['sources']} files: {held['sources']} ok" in text


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "data/raw/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    place = ROOT / name
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", place.read_text(encoding="utf-8"))
    assert [target for target in targets if not (place.parent / target).exists()] == []


def test_the_first_two_commands_are_make_run_and_make_test() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in READMES:
        commands = re.findall(r"^    (\S.*?)(?:  +#.*)?$", (ROOT / name).read_text(encoding="utf-8"), re.M)
        assert commands[:2] == ["make run", "make test"]
    assert re.search(r"^run:", makefile, re.M)
    assert re.search(r"^test:", makefile, re.M)
