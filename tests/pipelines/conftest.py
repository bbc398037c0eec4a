from pathlib import Path

import pytest

from pipelines.store import Store
from tests.pipelines.truth_rows import failed, merged, parts, rows_of, truth


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder `data/out` with two editions and a file that failed; tests only read it."""
    out = tmp_path_factory.mktemp("two") / "data" / "out"
    with Store(out) as store:
        store.commit(parts(merged(rows_of(truth("r7")), rows_of(truth("r8")), failed("x.pdf"))))
    return out
