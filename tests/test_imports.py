"""The house rules that imports can show: pipelines → extract → normalize, and who may know which library."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from normalize import marks
from tests.catalogue import ROOT

ROOMS = ("normalize", "extract", "pipelines")
ALLOWED = {
    "normalize": {"normalize"},
    "extract": {"extract", "normalize"},
    "pipelines": {"pipelines", "extract", "normalize"},
}
# library → the only places that may import it
HOMES = {
    "pandas": ("pipelines/",),
    "pyarrow": ("pipelines/",),
    "pdfplumber": ("extract/", "pipelines/draw.py"),
    "pypdfium2": ("extract/", "pipelines/draw.py", "pipelines/report/pictures.py"),
    "typer": ("pipelines/cli",),
}
# What extraction may take from normalize: readers of labels, never makers of numbers.
# ``is_dash`` says that a print is no number; ``ERAS`` are the names that a form's ``bare_era`` may be.
LABEL_READERS = {"ERAS", "is_dash", "clean_text", "is_unit", "parse_fiscal_year", "read_fiscal_heading"}
# The sets of signs make nothing either: what is a dash, a minus or a bracket is known in one place for both rooms.
# The numerals there are no such sets.
SIGNS = {"marks", "any_of", *(name for name, its in vars(marks).items() if name.isupper() and isinstance(its, str))}
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every import of a module, inside functions too: (module, names taken from it)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            yield node.module or "", tuple(alias.name for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_type_checkers_are_told_that_there_are_types(room: str) -> None:
    assert (ROOT / room / "py.typed").read_bytes() == b""


def test_there_is_something_to_check() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(ROOMS)
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = {module.split(".")[0] for module, _ in imports(path)} & {*ROOMS, "tests", "benchmarks"}
    assert ours <= ALLOWED[room]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    for module, _ in imports(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or name_of(path).startswith(homes), f"{module} in {name_of(path)}"


def test_extraction_makes_no_numbers() -> None:
    taken = {
        name
        for path in MODULES
        if path.is_relative_to(ROOT / "extract")
        for module, names in imports(path)
        if module.split(".")[0] == "normalize"
        for name in names
    }
    assert taken
    assert taken <= LABEL_READERS | SIGNS


def form_ids() -> set[str]:
    return {
        tomllib.loads(path.read_text(encoding="utf-8"))["id"] for path in (ROOT / "extract" / "forms").glob("*.toml")
    }


def test_no_code_knows_a_form_by_name() -> None:
    """A form's id may stand in the help's examples; nowhere is it compared, looked up or branched on."""
    ids = form_ids()
    assert len(ids) >= 2
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare | ast.Match | ast.Dict | ast.Set):
                said = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
                assert not said & ids, f"{name_of(path)}:{node.lineno}"


def test_code_names_no_municipality() -> None:
    """Six-digit codes and city names are data of the forms."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                assert not re.fullmatch(r"\d{6}|文京区|池田市|横浜市|神戸市|京都市", node.value), (
                    f"{name_of(path)}:{node.lineno}"
                )
