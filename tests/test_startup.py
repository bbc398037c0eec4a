"""What a start costs, counted in modules: seconds depend on the machine, imports do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.environment import INTERRUPTED, READ
from pipelines.process import end_early, start_early, started
from pipelines.start import is_first_run, main
from tests.catalogue import ROOT
from tests.terminal import tenken

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
def test_a_sheet_is_read_without_another_import() -> None:
    start = "from pathlib import Path; import pipelines.serving; from pipelines.source import Task, read_source"
    sheet = "tests/specimens/r7-browser/09.pdf"
    late = loaded_by(f"{start}; read_source(Task(Path({sheet!r}), {sheet!r}))") - loaded_by(start)
    assert {name for name in late if not name.startswith("encodings")} == set()


@pytest.mark.slow
@pytest.mark.parametrize("sheets", ["r7-browser", "variants/ikeda-reportlab-cid"])  # the second has empty tables
@pytest.mark.parametrize("again", [False, True])
def test_a_run_reads_no_pdf_in_its_own_process_and_needs_no_pandas(sheets: str, again: bool, tmp_path: Path) -> None:
    call = f"sys.argv[1:] = ['run', 'tests/specimens/{sheets}', '-q', '--out', {str(tmp_path)!r}]; main()"
    loaded = loaded_by(f"from pipelines.cli import main; {call}")
    if again:
        loaded = loaded_by(f"from pipelines.cli import main; {call}")
    assert loaded & HEAVY <= {"numpy", "pyarrow"}
    assert ("pyarrow.compute" in loaded) is not again  # a tenth of a run that finds nothing changed


@pytest.mark.slow
def test_after_the_last_file_nothing_is_imported_any_more(tmp_path: Path) -> None:
    start = "import sys, pipelines.gathering as g; from pipelines.cli import main; tables = g.Gathered.tables\n"
    start += "g.Gathered.tables = lambda *given: print('LAST', *sys.modules) or tables(*given)\n"
    call = f"sys.argv[1:] = ['run', 'tests/specimens/r7-browser', '--out', {str(tmp_path)!r}]\n"
    end = "try: main()\nexcept SystemExit: print('END', *sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", start + call + end], cwd=ROOT, capture_output=True, text=True, check=True
    )
    last, said = ({*line.split()} for line in run.stdout.splitlines() if line.startswith(("LAST", "END")))
    assert said - last == {"END"}


@pytest.mark.slow
def test_what_arrow_frees_the_next_table_may_have(tmp_path: Path) -> None:
    call = f"sys.argv[1:] = ['run', 'tests/specimens/r7-browser', '-q', '--out', {str(tmp_path)!r}]\n"
    code = f"import sys; from pipelines.cli import main; {call}try: main()\nexcept SystemExit: import pyarrow\n"
    code += "print(pyarrow.default_memory_pool().backend_name)"
    without = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=without, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["system"]


@pytest.mark.slow
def test_a_worker_is_on_its_way_before_the_command_line_is_imported() -> None:
    loaded = loaded_by("from pipelines.process import start_early, end_early; start_early('math:sqrt')")
    assert not {"typer", "click", *HEAVY} & loaded
    assert not {"socket", "subprocess"} & loaded
    assert len(loaded) < 80


@pytest.mark.parametrize(
    ("line", "early"),
    [
        ("run sheets --out {new}", True),
        ("run sheets --out={new} -q", True),
        ("run sheets --out {old}", False),
        ("run sheets --out={old}", False),
        ("run sheets --force --out {old}", True),
        ("run --help", False),
        ("show 15 --out {new}", False),
        ("", False),
    ],
)
def test_only_a_run_that_will_read_starts_a_worker_early(line: str, early: bool, tmp_path: Path) -> None:
    (tmp_path / "old" / "sources").mkdir(parents=True)
    asked = line.format(new=tmp_path / "new", old=tmp_path / "old").split()
    assert is_first_run(asked) is early


def test_a_worker_that_was_started_early_is_taken_or_ended() -> None:
    start_early(READ)
    taken = started(READ)
    assert os.waitpid(taken.process.pid, os.WNOHANG) == (0, 0)
    start_early(READ)
    end_early()
    another = started(READ)
    assert another.process.pid != taken.process.pid
    for worker in (taken, another):
        os.close(worker.pipe)  # nobody is there any more: it ends by itself
        assert worker.process.wait() == 0


def test_a_command_line_that_is_wrong_leaves_no_worker(tmp_path: Path) -> None:
    done = tenken("run", tmp_path / "nothing", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_ctrl_c_while_the_command_line_is_imported_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.cli.main", pressed)
        patch.setattr(sys, "argv", ["tenken", "--help"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == INTERRUPTED
    assert capfd.readouterr().err == "tenken: interrupted; no table is half written\n"
