"""What a start costs, counted in modules: seconds depend on the machine, imports do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue import ROOT

HEAVY = {"pandas", "pyarrow", "numpy", "pypdfium2", "pdfplumber", "pdfminer", "PIL", "altair", "jinja2", "duckdb"}


def loaded_by(program: str) -> set[str]:
    said = (
        "import sys, contextlib, io\nwith contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
    )
    code = f"{said}    {program}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.slow
def test_help_imports_nothing_heavy() -> None:
    loaded = loaded_by("sys.argv[1:] = ['--help']; from pipelines.cli import main; main()")
    assert not HEAVY & loaded
    assert len(loaded) < 450


@pytest.mark.slow
def test_a_worker_imports_only_what_reads_and_makes_rows() -> None:
    loaded = loaded_by("import pipelines.source, pipelines.serving")
    assert loaded & HEAVY <= {"numpy", "pypdfium2", "PIL"}


@pytest.mark.slow
@pytest.mark.parametrize("again", [False, True])
def test_a_run_reads_no_pdf_in_its_own_process_and_needs_no_pandas(again: bool, tmp_path: Path) -> None:
    call = f"sys.argv[1:] = ['run', 'tests/specimens/r7-browser', '-q', '--out', {str(tmp_path)!r}]; main()"
    loaded = loaded_by(f"from pipelines.cli import main; {call}")
    if again:
        loaded = loaded_by(f"from pipelines.cli import main; {call}")
    assert loaded & HEAVY <= {"numpy", "pyarrow"}
