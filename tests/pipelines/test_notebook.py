"""The notebook runs on the specimens, and what it shows is what it computes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("altair", reason="the extra `report` is not installed")
pytest.importorskip("vl_convert", reason="the extra `report` is not installed")

from pipelines.options import Options
from pipelines.run import run

ROOT = Path(__file__).parents[2]
CELLS = [
    cell
    for cell in json.loads((ROOT / "notebooks" / "start.ipynb").read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the notebook leaves, and what each of its cells prints, as `printed`."""
    folder = tmp_path_factory.mktemp("notebook")
    run([ROOT / "data" / "raw"], Options(folder / "data" / "out"))
    names: dict[str, Any] = {"printed": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for cell in CELLS:
            said: list[str] = []
            names["print"] = lambda *words, said=said: said.append(" ".join(map(str, words)) + "\n")
            exec(compile("".join(cell["source"]), "start.ipynb", "exec"), names)
            names["printed"].append("".join(said))
    return names


def test_what_it_shows_is_what_it_computes(answers: dict[str, Any]) -> None:
    shown = [
        "".join("".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream")
        for cell in CELLS
    ]
    assert answers["printed"] == shown, "run: jupyter nbconvert --to notebook --execute --inplace notebooks/start.ipynb"


def test_the_three_answers(answers: dict[str, Any]) -> None:
    rate, fell, silent = answers["rate"], answers["fell"], answers["silent"]
    assert ((rate["rate"] > 0) & (rate["rate"] < 2)).all() and rate["programs"].sum() > 0
    first, second, third = (fell[year] for year in (answers["before"], answers["between"], answers["last"]))
    assert len(fell) > 0 and ((first > second) & (second > third)).all()
    assert (silent["numbers"] < silent["indicators"].clip(lower=1)).all()


def test_it_shows_no_path_of_its_author() -> None:
    text = json.dumps([cell["outputs"] for cell in CELLS], ensure_ascii=False)
    assert str(ROOT) not in text and "/home/" not in text and "https://" not in text
