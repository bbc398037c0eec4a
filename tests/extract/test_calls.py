"""The compiled loops: the same pages as without them, taken only where they are made of the source at hand."""

from __future__ import annotations

import shutil
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from subprocess import run
from types import ModuleType

import numpy as np
import pytest

from extract import calls
from extract.reader import pages
from tests.catalogue import KNOWN, ROOT, Specimen, variants

needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler, as cc")

needs_elf = pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None, reason="needs cc on Linux")


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What installing runs."""
    monkeypatch.syspath_prepend(str(ROOT))
    import hatch_build

    module: ModuleType = hatch_build
    return module


@needs_compiler
def test_the_loops_are_compiled_where_there_is_a_compiler() -> None:
    assert calls.compiled() is not None


@needs_compiler
@pytest.mark.parametrize("specimen", [*KNOWN, *variants()], ids=str)
def test_pages_are_the_same_without_the_compiled_loops(specimen: Specimen, monkeypatch: pytest.MonkeyPatch) -> None:
    first = min([ROOT / specimen.path, *(ROOT / specimen.path).glob("*.pdf")], key=lambda path: path.suffix != ".pdf")
    compiled = list(pages(first))
    monkeypatch.setattr(calls, "_compiled", None)
    mapped = list(pages(first))
    assert len(compiled) == len(mapped) > 0
    for one, other in zip(compiled, mapped, strict=True):
        assert one.glyphs.chars == other.glyphs.chars
        for table in ("box", "base", "size", "run", "spaced", "wide", "stamp", "turned"):
            np.testing.assert_array_equal(getattr(one.glyphs, table), getattr(other.glyphs, table))
        np.testing.assert_array_equal(one.rulings.horizontal, other.rulings.horizontal)
        np.testing.assert_array_equal(one.rulings.vertical, other.rulings.vertical)
        assert (one.fills, one.pictures, one.hidden) == (other.fills, other.pictures, other.hidden)


def test_nothing_asked_is_nothing_answered() -> None:
    import pypdfium2.raw as raw

    none = np.empty(0, dtype=np.int64)
    kind = calls.Function(raw.FPDFPageObj_GetType)
    bounds = calls.Function(raw.FPDFPageObj_GetBounds)
    assert kind.asked(none).shape == (0,)
    assert bounds.written(none, None, 4, 4, np.float32).answers.shape == (0, 4)


def test_addresses_and_numbers_are_as_many() -> None:
    import pypdfium2.raw as raw

    objects = calls.Function(raw.FPDFPage_GetObject, calls.OBJECT)
    with pytest.raises(ValueError, match="1 addresses and 3 numbers"):
        objects.asked(np.zeros(1, dtype=np.int64), np.arange(3))


@pytest.fixture
def made(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the source, its library and its mark, which are taken from there."""
    monkeypatch.delenv("CC", raising=False)
    for name in ("SOURCE", "LIBRARY", "MARK"):
        monkeypatch.setattr(calls, name, tmp_path / getattr(calls, name).name)
    shutil.copy(ROOT / "extract" / "calls.c", calls.SOURCE)
    assert hook.compiled(calls.SOURCE, tmp_path) == ""
    return tmp_path


@needs_compiler
def test_what_is_compiled_can_be_taken(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == ["_calls.sha256", "_calls.so", "calls.c"]
    assert calls.compiled() is not None


@needs_compiler
@pytest.mark.parametrize("name", ["calls.c", "_calls.so", "_calls.sha256"])
@pytest.mark.parametrize("kept", [None, 0, 40, 4096])
def test_a_library_that_is_not_what_was_compiled_is_not_taken(made: Path, name: str, kept: int | None) -> None:
    whole = (made / name).read_bytes()
    (made / name).unlink()
    if kept is not None:
        (made / name).write_bytes(whole[:kept] if kept < len(whole) else whole + b" ")
    assert calls.compiled() is None


@needs_compiler
def test_a_library_without_the_loops_is_not_taken(hook: ModuleType, made: Path) -> None:
    other = made / "other.c"
    other.write_text("int nothing;\n")
    assert "tenken_written" in hook.compiled(other, made)
    shutil.copy(other, calls.SOURCE)
    calls.MARK.write_text(sha256(calls.SOURCE.read_bytes() + calls.LIBRARY.read_bytes()).hexdigest())
    assert calls.compiled() is None


@pytest.mark.parametrize(
    ("compiler", "says"),
    [
        ("/nowhere/cc", "No such file"),
        ("false", "false ended with status 1"),
        (f"{sys.executable} -c 'import sys; sys.exit(\"no headers\")'", "no headers"),
        ("cc -DX='", "No closing quotation"),
        pytest.param("cc -E", "invalid ELF header", marks=needs_elf),
    ],
)
def test_without_a_compiler_it_is_told_why(
    hook: ModuleType, compiler: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", compiler)
    assert says in hook.compiled(calls.SOURCE, tmp_path)
    assert not (tmp_path / "_calls.sha256").exists()


@pytest.mark.slow
@pytest.mark.parametrize("compiler", [pytest.param("cc", marks=needs_compiler), "false"])
def test_a_wheel_holds_what_could_be_compiled(compiler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tmp_path / "tenken"
    tree.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, tree)
    for name in ("extract", "normalize", "pipelines"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    monkeypatch.setenv("CC", compiler)
    done = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=tree, check=False)
    assert done.returncode == 0
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
    assert "extract/calls.c" in names
    assert ("extract/_calls.so" in names) == (compiler == "cc")
    assert wheel.name.endswith("-none-any.whl") == (compiler != "cc")
