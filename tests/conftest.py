"""What the end-to-end tests share: specimens read once per session, and the flag that rewrites goldens."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.options import Options
from pipelines.run import Summary, run
from tests.catalogue import ROOT, Specimen

EPOCH = "1700000000"

Reader = Callable[[Specimen], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write tests/goldens anew instead of comparing")


@pytest.fixture
def rewrite_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-goldens"))


def read_into(out: Path, *paths: Path, workers: int = 1) -> Summary:
    """Run over paths that are relative to the repository, at a fixed time."""
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(ROOT):
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return run(paths, Options(out, workers))


@pytest.fixture(scope="session")
def read_specimen(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Reads a specimen when it is first asked for; gives the folder of its tables."""
    done: dict[Specimen, Path] = {}

    def read(specimen: Specimen) -> Path:
        if specimen not in done:
            done[specimen] = tmp_path_factory.mktemp(specimen.name) / "out"
            read_into(done[specimen], specimen.path)
        return done[specimen]

    return read
