"""The other commands: help, show, draw, cells, forms."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import typer
from PIL import Image

import extract.reader
from extract.form import load_forms
from extract.page import UnreadablePdfError
from pipelines.cli import app
from pipelines.cli_draw import draw
from pipelines.cli_reference import markdown, option_said, options_of
from pipelines.form_tables import tables_of
from pipelines.schema import CELLS
from tests.catalogue import BAD, KNOWN, ROOT
from tests.conftest import Reader
from tests.pipelines.test_in_part import FORM, HEADINGS, sheets
from tests.terminal import environment, tenken

SHEET = ROOT / "data/raw/131059/2025/15.pdf"
R7 = next(specimen for specimen in KNOWN if specimen.name == "r7")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


# --- help ---


def test_help_needs_nothing_heavy() -> None:
    heavy = {"numpy", "pandas", "pyarrow", "pypdfium2", "pdfplumber", "rich", "PIL", "jinja2", "altair", "duckdb"}
    code = f"import sys; from pipelines import cli; print(*(set(sys.modules) & {heavy!r}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert ended.stdout.split() == []


@pytest.mark.parametrize("library", ["jinja2", "markupsafe"])
def test_a_library_that_is_not_installed_is_named_with_what_brings_it(tmp_path: Path, library: str) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError(name={library!r})")
    ended = tenken("report", "--out", tmp_path / "site", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert library in ended.stderr
    assert "pip install 'tenken[" in ended.stderr
    assert ": .venv/bin/pip install -e '.[" in ended.stderr  # as the README says it
    assert len(ended.stderr.splitlines()) == 1


def test_version() -> None:
    ended = tenken("--version")
    assert (ended.returncode, ended.stdout) == (0, f"tenken {version('tenken')}\n")


def test_without_a_command_help_is_printed() -> None:
    ended = tenken()
    assert ended.returncode == 2
    assert "Commands:" in ended.stdout + ended.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(name: str) -> None:
    ended = tenken(name, "--help")
    assert ended.returncode == 0
    assert re.search(rf"Examples:\n +tenken {name}", ended.stdout)


def test_the_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == markdown(), "run: python -m pipelines.cli_reference > docs/cli.md"


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for member, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {member}")


@pytest.mark.parametrize(("name", "command"), list(commands(typer.main.get_command(app), "tenken")))
def test_help_prints_the_options_of_the_reference(name: str, command: Any) -> None:
    context = command.make_context(name, [], resilient_parsing=True, terminal_width=200, max_content_width=200)
    lines = [line.strip() for line in command.get_help(context).splitlines()]
    for option in options_of(command):
        assert any(f"{line}  ".startswith(f"{option_said(option)}  ") for line in lines), option.name


def test_the_reference_knows_every_command() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert {"run", "show", "draw", "cells", "forms"} <= set(COMMANDS)
    for name in COMMANDS:
        assert f"## tenken {name}\n" in written


def test_a_mistyped_command_is_answered_with_the_right_one() -> None:
    ended = tenken("rnu")
    assert ended.returncode == 2
    assert "Did you mean 'run'?" in ended.stderr


def test_completion_for_the_shell_can_be_shown() -> None:
    ended = tenken("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert ended.returncode == 0
    assert "_TENKEN_COMPLETE=complete_bash" in ended.stdout


# --- show ---


@pytest.mark.parametrize("wanted", ["15", "１５", "131059-bunkyo-strategy-2025-15"])
def test_show_finds_a_sheet_in_the_tables(read_specimen: Reader, wanted: str) -> None:
    ended = tenken("show", wanted, "--out", read_specimen(R7))
    assert ended.returncode == 0, ended.stderr
    for said in (
        "地域共生社会を目指した包括的な支援体制の強化",
        "相談支援機関の人材育成",
        "971",
        "20,097,000",
        "事業費",
    ):
        assert said in ended.stdout.replace("\n", "")


def test_show_reads_a_pdf_on_the_spot_and_says_the_same(read_specimen: Reader) -> None:
    assert tenken("show", SHEET).stdout.strip() == tenken("show", "15", "--out", read_specimen(R7)).stdout.strip()


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_show_fits_the_terminal(read_specimen: Reader, columns: int) -> None:
    from rich.cells import cell_len

    ended = tenken("show", "15", "--out", read_specimen(R7), COLUMNS=str(columns))
    assert ended.returncode == 0
    assert max(cell_len(line) for line in ended.stdout.splitlines()) <= columns
    assert "20,097,000" in ended.stdout


@pytest.mark.parametrize(
    ("wanted", "out", "says"),
    [
        ("99", None, "no sheet is called 99; there are: 131059-bunkyo-strategy-2025-1, "),
        ("15", "nowhere", "holds no tables"),
        ("\x1b[31m", None, "no sheet is called \\x1b[31m"),
        ("nosuch.pdf", None, "nosuch.pdf: no such file"),
        ("nosuch.PDF", "nowhere", "nosuch.PDF: no such file"),
        ("data/nosuch", None, "data/nosuch: no such file"),
        ("docs", None, "docs is a folder"),
    ],
)
def test_show_says_what_there_is_instead(read_specimen: Reader, wanted: str, out: str | None, says: str) -> None:
    ended = tenken("show", wanted, "--out", out or read_specimen(R7))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_show_of_the_tables_takes_a_form_and_no_reader(read_specimen: Reader, tmp_path: Path) -> None:
    out = read_specimen(R7)
    assert tenken("show", "15", "--out", out, "--form", "bunkyo-strategy").returncode == 0
    assert tenken("show", "15", "--out", out, TENKEN_FORMS=str(tmp_path)).returncode == 0
    for arguments, says in (
        (["--form", "ikeda-program"], "no sheet is of the form ikeda-program; the tables have: bunkyo-strategy"),
        (["--reader", "pdfplumber"], "no PDF is read"),
        (["--forms", tmp_path], "no PDF is read"),
    ):
        ended = tenken("show", "15", "--out", out, *arguments)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert says in ended.stderr.replace("\n", "")


def test_sheets_of_the_tables_are_named_in_the_order_of_their_numbers(read_specimen: Reader) -> None:
    named = tenken("show", "99", "--out", read_specimen(R7)).stderr.partition("there are: ")[2]
    numbers = [int(sheet.rpartition("-")[2]) for sheet in named.strip().split(", ")]
    assert numbers == sorted(numbers) and numbers != sorted(numbers, key=str)


@pytest.mark.parametrize("name", ["empty.pdf", "other-form.pdf"])
def test_show_of_a_pdf_without_a_known_sheet_ends_with_1(name: str) -> None:
    ended = tenken("show", BAD / name)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"tenken: {BAD / name}: ")
    assert len(ended.stderr.splitlines()) == 1


def test_show_tells_what_belongs_to_no_sheet_of_a_pdf(tmp_path: Path) -> None:
    gapless = FORM.format(id="one", heading=HEADINGS["one"]).replace(
        "[[pair]]", '[order]\nnumbers = "gapless"\n[[pair]]', 1
    )
    (tmp_path / "one.toml").write_text(gapless, encoding="utf-8")
    pdf = sheets(tmp_path / "volume.pdf", ("one", 6, 1), ("one", 6, 4))
    ended = tenken("show", pdf, "--forms", tmp_path)
    assert ended.returncode == 0
    assert "事業1" in ended.stdout and "事業4" in ended.stdout
    assert ended.stderr == "tenken: no sheet of the volume bears the numbers 2-3\n"


# --- draw ---


def test_draw_gives_a_picture_and_a_page_that_needs_no_other_file(tmp_path: Path) -> None:
    ended = tenken("draw", SHEET, "--page", "1", "--scale", "1", "-o", tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["15-p001.html", "15-p001.png"]
    with Image.open(tmp_path / "15-p001.png") as image:
        assert image.size == (596, 842)
    html = (tmp_path / "15-p001.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!data:|#)', html)
    assert "<script" not in html
    tooltip = r"\d+ field\nrow: [^<]*相談支援機関の人材育成\ncolumn: R5\(2023\)\n971"
    assert re.search(rf'<rect id="r\d+" class="field"[^>]*><title>{tooltip}<', html)


def test_a_box_of_the_tables_is_a_box_of_the_drawing(read_specimen: Reader, tmp_path: Path) -> None:
    assert tenken("draw", SHEET, "--page", "1", "-o", tmp_path).returncode == 0
    html = (tmp_path / "15-p001.html").read_text(encoding="utf-8")
    rows = pq.read_table(read_specimen(R7) / "indicators").to_pylist()
    mine = [row for row in rows if row["sheet_no"] == "15" and row["page"] == 1]
    assert len(mine) > 20
    for row in mine:
        assert f"{row['x0']:.2f}, {row['top']:.2f}, {row['x1']:.2f}, {row['bottom']:.2f}" in html


def test_what_is_not_read_is_red(tmp_path: Path) -> None:
    """Two words too many, between the tables of a sheet."""
    import pikepdf

    with pikepdf.open(SHEET) as pdf:
        page = pdf.pages[0]
        page.contents_add(pdf.make_stream(b"q BT /Stray 9 Tf 200 745 Td (stray words) Tj ET Q"))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Stray"))
        pdf.save(tmp_path / "stray.pdf")
    ended = tenken("draw", tmp_path / "stray.pdf", "--page", "1", "-o", tmp_path)
    assert "stray-p001.html: 1 not read" in ended.stdout
    html = (tmp_path / "stray-p001.html").read_text(encoding="utf-8")
    assert re.search(r'class="unread"[^>]*><title>\d+ unread\nstray words<', html)
    with Image.open(tmp_path / "stray-p001.png") as image:
        red = [pixel for pixel in np.asarray(image.convert("RGB")).reshape(-1, 3).tolist() if pixel == [220, 0, 0]]
    assert len(red) > 100


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ([SHEET, "--page", "9"], 2, "the PDF has pages 1 to 3, no page 9"),
        (["nowhere.pdf"], 2, "nowhere.pdf: No such file"),
        ([BAD / "password.pdf"], 1, "asks for a password"),
        ([SHEET, "--scale", "100"], 2, "--scale"),
    ],
)
def test_draw_says_why_it_cannot(tmp_path: Path, arguments: list[object], status: int, says: str) -> None:
    ended = tenken("draw", *arguments, "-o", tmp_path)
    assert ended.returncode == status
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_draw_tells_a_page_that_cannot_be_read_and_draws_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_page = extract.reader.read_page

    def damaged(document: object, number: int, layers: bool) -> object:
        if number == 2:
            raise UnreadablePdfError("damaged_page", "page 2 is damaged")
        return read_page(document, number, layers)

    monkeypatch.setattr(extract.reader, "read_page", damaged)
    for asked, drawn in ((None, ["15-p001.html", "15-p003.html"]), (2, [])):
        into = tmp_path / str(asked)
        with pytest.raises(typer.Exit) as ended:
            draw(SHEET, into=into, page=asked, scale=1.0)
        assert ended.value.exit_code == 1
        assert "page 2 was not read" in capsys.readouterr().err
        assert sorted(path.name for path in into.glob("*.html")) == drawn


# --- cells ---


def test_cells_of_a_pdf_are_those_of_the_tables(read_specimen: Reader, tmp_path: Path) -> None:
    target = tmp_path / "cells.parquet"
    assert tenken("cells", ROOT / R7.path, "-o", target).returncode == 0
    found, known = pq.read_table(target), pq.read_table(read_specimen(R7) / "cells")
    assert found.schema.equals(CELLS.arrow, check_metadata=True)
    assert found.num_rows > 1000
    assert found.equals(known)


def test_cells_as_csv() -> None:
    ended = tenken("cells", SHEET, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.stdout)))
    assert list(rows[0]) == [column.name for column in CELLS.columns]
    assert [row["column_labels"] for row in rows if row["text"] == "971"] == ["R5(2023)"]


def test_cells_on_a_terminal() -> None:
    ended = tenken("cells", SHEET)
    assert ended.returncode == 0
    assert "page 1, table 1" in ended.stdout
    assert "971" in ended.stdout


def test_cells_names_the_files_that_it_could_not_read() -> None:
    ended = tenken("cells", BAD / "empty.pdf", SHEET, "--format", "csv")
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"tenken: {BAD / 'empty.pdf'}: the file is empty")
    assert "971" in ended.stdout


def test_cells_says_why_there_are_none(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    scan = Canvas(str(tmp_path / "scan.pdf"))
    scan.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 500, 800)
    scan.save()
    for path, status, says in (
        (BAD / "other-form.pdf", 0, "no ruled cells"),
        (tmp_path / "scan.pdf", 1, "only pictures: it needs OCR"),
    ):
        ended = tenken("cells", path)
        assert (ended.returncode, ended.stdout.strip()) == (status, "")
        assert ended.stderr.startswith(f"tenken: {path}: ") and says in ended.stderr


def test_a_file_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    for target in (tmp_path / "nodir" / "cells.csv", tmp_path):
        ended = tenken("cells", BAD / "empty.pdf", "--format", "csv", "-o", target)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.startswith(f"tenken: {target}: ") and "empty" not in ended.stderr
    assert not list(tmp_path.iterdir())


def test_cells_as_parquet_need_a_file() -> None:
    ended = tenken("cells", SHEET, "--format", "parquet")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "name a file with -o" in ended.stderr


# --- forms ---


def test_forms_draft_of_a_folder_asks_for_its_pdfs(tmp_path: Path) -> None:
    ended = tenken("forms", "draft", tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"tenken: {tmp_path}: a folder: name the PDFs in it, {tmp_path}/*.pdf\n"


def test_forms_lists_every_form_with_its_tables() -> None:
    said = tenken("forms", COLUMNS="200").stdout
    for word in ("bunkyo-strategy", "文京区 131059", "ikeda-program", "sheets, programs, budgets, indicators"):
        assert word in said
    lines = {line.split()[0]: line for line in said.splitlines() if line.strip()}
    assert "figures" in lines["bunkyo-strategy"]
    assert "figures" not in lines["ikeda-program"]


@pytest.mark.parametrize("has", ["appendix", "footnotes"])
def test_a_form_fills_narratives_by_an_appendix_or_footnotes_alone(has: str) -> None:
    bare = replace(load_forms()[0], pair=(), table=(), marks=(), section=(), notes=None, appendix="", footnotes="")
    assert tables_of(bare) == ["sheets", "programs"]
    assert tables_of(replace(bare, **{has: "said"})) == ["sheets", "programs", "narratives"]


def test_forms_check_takes_the_built_in_ones() -> None:
    ended = tenken("forms", "check")
    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) == len(list((ROOT / "extract" / "forms").glob("*.toml")))
    assert all(": right (" in line for line in ended.stdout.splitlines())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'id = "x"\nnmae = "y"\n', ":2: nmae: unknown key in form; did you mean name?"),
        (b"id = \n", "Invalid value"),
        (b'id = "\x93\x5f"\n', "not UTF-8 text"),
    ],
)
def test_forms_check_tells_file_line_and_key(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    ended = tenken("forms", "check", tmp_path / "mine.toml", ROOT / "extract" / "forms" / "ikeda-program.toml")
    assert ended.returncode == 1
    wrong, right = ended.stdout.splitlines()
    assert wrong.startswith(f"{tmp_path / 'mine.toml'}")
    assert says in wrong
    assert right.endswith("right (ikeda-program)")


def test_forms_check_of_no_file_ends_with_2() -> None:
    ended = tenken("forms", "check", "nowhere.toml")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "nowhere.toml: No such file" in ended.stderr
