"""The site as files: what is in it, what is escaped, what stays out."""

from __future__ import annotations

import errno
import json
import re
import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("altair", reason="the extra `report` is not installed")
pytest.importorskip("jinja2", reason="the extra `report` is not installed")
pytest.importorskip("vl_convert", reason="the extra `report` is not installed")

from extract.form_files import BUILT_IN
from pipelines.folder import LoadError
from pipelines.package import PACKAGE_FILE
from pipelines.report import Report, ReportError, ReportOptions, write_report
from pipelines.report.content import read_content
from pipelines.report.folder import MANIFEST, SiteFolder
from pipelines.report.frame import HERE
from pipelines.report.listing import listing
from pipelines.report.overview import editions_of
from pipelines.report.pictures import candidates
from tests.pipelines.report_tables import FOUR, SCRIPT, Maker, pdf, small, source
from tests.terminal import tenken

SHEET = "sheets/131059-bunkyo-strategy-2025-15.html"


@dataclass
class Read(HTMLParser):
    """A page as a browser's parser sees it."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    json: dict[str, str] = field(default_factory=dict)
    _inside: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = (
            dict(attrs).get("id") if tag == "script" and dict(attrs).get("type") == "application/json" else None
        )

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.json[self._inside] = self.json.get(self._inside, "") + data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read(path: Path) -> Read:
    page = Read()
    page.feed(path.read_text(encoding="utf-8"))
    return page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path, Report]:
    folder = tmp_path_factory.mktemp("report")
    tables, raw = small(folder)
    site = folder / "site"
    return site, tables, raw, write_report(ReportOptions(tables, site, (raw,)))


@pytest.fixture(scope="module")
def site(made: tuple[Path, Path, Path, Report]) -> Path:
    return made[0]


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_counts(made: tuple[Path, Path, Path, Report]) -> None:
    report = made[3]
    assert (report.sheets, report.pictures, report.without_picture) == (2, 4, 0)
    assert report.files == sum(1 for path in made[0].rglob("*") if path.is_file())


def test_text_of_sheets_is_only_text(site: Path) -> None:
    assert len(pages(site)) == 9
    for path in pages(site):
        page = read(path)
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], (path.name, tag)
            if tag == "script":
                assert (
                    attributes.get("src", "").startswith(("assets/", "../assets/"))
                    or attributes["type"] == "application/json"
                )
            if tag == "img":
                assert str(attributes["src"]).startswith("../pictures/")
        assert "\x1b" not in path.read_text(encoding="utf-8")
        assert "\u202e" not in path.read_text(encoding="utf-8")


def test_hostile_text_is_shown(site: Path) -> None:
    page = read(site / SHEET)
    assert SCRIPT in page.text
    assert "␛[31m赤" in page.text
    assert '</script><img src=x onerror="window.hit = 2">' in page.text
    assert "課\N{REPLACEMENT CHARACTER}長" in page.text


def test_a_section_of_prose_bears_the_title_of_its_form_and_else_its_slug(site: Path) -> None:
    page = read(site / SHEET)
    assert ("span", {"data-en": "Results and challenges"}) in page.elements
    assert "成果や課題は何か" in page.texts
    assert "own_section" in page.texts


def test_a_form_of_ones_own_names_its_sections(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    form = (BUILT_IN / "bunkyo-strategy.toml").read_text(encoding="utf-8")
    titles = f'footnotes = "own_section"\n{form}'.replace(
        "[section_titles]\n", f"[section_titles]\nown_section = '独自の欄 {SCRIPT}'\n"
    )
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.toml").write_text(titles, encoding="utf-8")
    write_report(ReportOptions(made[1], tmp_path / "site", (made[2],), forms=(tmp_path / "forms",)))
    page = read(tmp_path / "site" / SHEET)
    assert f"独自の欄 {SCRIPT}" in page.text
    assert "own_section" not in page.text
    assert "成果や課題は何か" in page.texts


def test_data_in_scripts_cannot_end_them(site: Path) -> None:
    data = json.loads(read(site / "programs.html").json["data"])
    names = {row[data["columns"].index("program")] for row in data["rows"]}
    assert '</script><img src=x onerror="window.hit = 2">' in names
    assert len(data["rows"]) == 4


def test_two_indicators_of_one_name_are_two(tmp_path: Path) -> None:
    made = Maker()
    program = made.program(made.sheet("15", "支援", made.source(source(b"", "15.pdf", 1))), 1, "相談", [])
    for no, unit in enumerate(("人", "件"), 1):
        made.indicator(program, no, "利用", FOUR, unit=unit)
    content = read_content(made.write(tmp_path / "tables"))
    data = listing(content, editions_of(content))
    ((count, names),) = [
        (row[data["columns"].index("indicators")], row[data["columns"].index("more")]) for row in data["rows"]
    ]
    assert (count, names) == (2, "利用")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in pages(site):
        for tag, attributes in read(path).elements:
            for name in ("src", "href", "xlink:href", "action", "srcset"):
                value = attributes.get(name) or ""
                assert "://" not in value and not value.startswith("//"), (path.name, tag, value)
    for path in (site / "assets").glob("*.css"):
        assert "url(" not in path.read_text(encoding="utf-8")
        assert "@import" not in path.read_text(encoding="utf-8")


def test_every_link_leads_somewhere(site: Path) -> None:
    for path in pages(site):
        page = read(path)
        ids = {attributes.get("id") for _, attributes in page.elements}
        for tag, attributes in page.elements:
            for name in ("href", "src"):
                target, _, anchor = (attributes.get(name) or "").partition("#")
                if target.startswith("data:"):
                    continue
                assert (path.parent / target).exists(), (path.name, tag, target)
                if anchor and target == "":
                    assert anchor in ids, (path.name, anchor)
                if anchor and target.startswith(("sheets/", "../sheets/", "files/")):
                    found = {a.get("id") for _, a in read(path.parent / target).elements}
                    assert anchor in found, (path.name, target, anchor)


def test_ids_are_unique(site: Path) -> None:
    for path in pages(site):
        ids = [attributes["id"] for _, attributes in read(path).elements if "id" in attributes]
        assert len(ids) == len(set(ids)), path.name


def test_values_that_are_no_numbers_are_no_zeros(site: Path) -> None:
    html = (site / SHEET).read_text(encoding="utf-8")
    assert len(re.findall(r'class="v blank"', html)) == 2
    assert len(re.findall(r'class="v dash"[^>]*>―<', html)) == 2  # an indicator and an amount
    assert re.search(r'class="v words"[^>]*>集計中<', html)
    assert len(re.findall(r'class="v" data-at="[^"]*">0</button>', html)) == 1  # the one that was printed


def test_both_languages_are_everywhere(site: Path) -> None:
    for path in pages(site):
        page = read(path)
        english = {attributes["data-en"] for _, attributes in page.elements if attributes.get("data-en")}
        assert {"Overview", "Programs", "Issues", "Source files", "Downloads"} <= english, path.name
        assert ("概要" in page.text) and ("ダウンロード" in page.text)
        assert dict(page.elements)["html"] == {"lang": "ja"}


def test_issues_have_their_place(site: Path) -> None:
    sheet = (site / SHEET).read_text(encoding="utf-8")
    assert re.search(r'id="issue-a1".*?data-at="1 72.0 60.0 120.0 75.0"', sheet, re.DOTALL)  # the second page
    issues = (site / "issues.html").read_text(encoding="utf-8")
    assert f"{SHEET}#issue-a1" in issues
    assert re.search(r'<rect class="hit" x="72.0" y="60.0" width="48.0" height="15.0"/>', issues)
    assert issues.index("damaged_pdf") < issues.index("unread_glyphs") < issues.index("unknown_form")  # worst first


def test_a_file_of_no_known_form_has_its_page(site: Path) -> None:
    (path,) = (site / "files").glob("*.html")
    page = read(path)
    assert SCRIPT in page.text
    assert any(tag == "td" and attributes.get("colspan") == "2" for tag, attributes in page.elements)


def test_paths_of_the_reader_stay_out(made: tuple[Path, Path, Path, Report]) -> None:
    for path in pages(made[0]):
        assert str(made[2]) not in path.read_text(encoding="utf-8")


def test_money_and_rate(site: Path) -> None:
    page = read(site / f"overview-{'131059-bunkyo-strategy-2025'}.html")
    # 1,195 of 3,025; the part of a program and the dash add nothing.
    assert "39.5%" in page.text and "120万円" in page.text and "両方が印字された1事業で計算（全2事業）" in page.text
    assert "集計できる金額がありません" in read(site / "index.html").text


def test_files_that_others_put_into_a_table_are_not_published(tmp_path: Path) -> None:
    tables, _ = small(tmp_path)
    (tables / "budgets" / "mine.parquet").write_bytes(b"of nobody's business")
    write_report(ReportOptions(tables, tmp_path / "site"))
    published = {path.name for path in (tmp_path / "site" / "data" / "budgets").iterdir()}
    assert published == {path.name for path in (tables / "budgets").iterdir()} - {"mine.parquet"}


def test_downloads(made: tuple[Path, Path, Path, Report]) -> None:
    site, tables = made[0], made[1]
    for path in sorted(tables.rglob("*.parquet")):
        assert (site / "data" / path.relative_to(tables)).read_bytes() == path.read_bytes()
    assert (site / "data" / "datapackage.json").read_bytes() == (tables / "datapackage.json").read_bytes()
    assert (site / "data" / "csv" / "programs.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (site / "data" / "csv" / "cells.csv").exists()


def test_pages_and_data_are_of_one_run(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    """Drawing takes minutes, and a run may come in meanwhile."""
    tables = shutil.copytree(made[1], tmp_path / "tables")

    def rewrite(step: str, done: int, of: int) -> None:
        (tables / PACKAGE_FILE).write_bytes(b"{}")

    with pytest.raises(LoadError, match="A run has rewritten"):
        write_report(ReportOptions(tables, tmp_path / "site", (made[2],)), rewrite)


def test_same_tables_same_site(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    site, tables, raw, _ = made
    write_report(ReportOptions(tables, tmp_path / "again", (raw,), workers=1))
    names = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert names == sorted(p.relative_to(tmp_path / "again") for p in (tmp_path / "again").rglob("*") if p.is_file())
    assert [name for name in names if (site / name).read_bytes() != (tmp_path / "again" / name).read_bytes()] == []


def test_without_the_pdf_the_page_is_left_out_with_a_note(
    made: tuple[Path, Path, Path, Report], tmp_path: Path
) -> None:
    report = write_report(ReportOptions(made[1], tmp_path / "site"))
    assert (report.pictures, report.without_picture) == (3, 1)  # one lies elsewhere than where it was read
    page = read(tmp_path / "site" / "sheets" / "131059-bunkyo-strategy-2026-15.html")
    assert "この PDF は手元になかった" in page.text and "--raw" in page.text
    assert not [tag for tag, _ in page.elements if tag == "img"]


def test_another_file_under_the_same_name_is_not_shown(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    _, tables, raw, _ = made
    size = (raw / "moved" / "x.pdf").stat().st_size
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "15.pdf").write_bytes(b"%PDF-1.4".ljust(size))
    report = write_report(ReportOptions(tables, tmp_path / "site", (tmp_path / "raw",)))
    assert report.without_picture == 1


def test_a_path_that_cannot_be_looked_at_is_not_at_hand() -> None:
    """A colleague's home may not be entered; a name may be longer than this file system allows."""
    assert candidates([{"source_id": "s", "file": "長" * 100 + ".pdf", "bytes": 1}], []) == {"s": ()}


def test_a_file_is_drawn_as_it_was_read(tmp_path: Path) -> None:
    """One that lost its index is drawn all the same; one that no program opens is told apart from one that is away."""
    whole = pdf("cut before its index")
    cut, broken = whole[: whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))], b"%PDF-1.4 and no page"
    made = Maker()
    for no, content in (("1", cut), ("2", broken), ("3", whole)):
        path = tmp_path / f"{no}.pdf"
        path.write_bytes(content)
        made.sheet(no, "包括的な支援", made.source(source(content, str(path), 1)))
    (tmp_path / "3.pdf").unlink()
    report = write_report(ReportOptions(made.write(tmp_path / "tables"), tmp_path / "site"))
    assert (report.pictures, report.undrawn, report.without_picture) == (1, 1, 1)
    assert [
        tag for tag, _ in read(tmp_path / "site/sheets/131059-bunkyo-strategy-2025-1.html").elements if tag == "img"
    ]
    assert "damaged" in read(tmp_path / "site/sheets/131059-bunkyo-strategy-2025-2.html").text


def test_a_later_report_removes_what_is_no_longer_part_of_it(
    made: tuple[Path, Path, Path, Report], tmp_path: Path
) -> None:
    _, tables, raw, _ = made
    out = tmp_path / "site"
    write_report(ReportOptions(tables, out, (raw,)))
    (out / "mine.txt").write_text("kept")
    write_report(ReportOptions(Maker().write(tmp_path / "empty"), out))
    assert not list(out.glob("sheets/*.html")) and not list(out.glob("pictures/*"))
    assert (out / "mine.txt").read_text() == "kept"
    assert "シートはまだありません" in read(out / "index.html").text


def test_a_folder_of_something_else_is_refused(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(ReportError, match="other files than a report's"):
        write_report(ReportOptions(made[1], tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "sheets/../../outside.txt", ""])
def test_the_list_of_files_cannot_reach_outside(
    made: tuple[Path, Path, Path, Report], tmp_path: Path, name: str
) -> None:
    out, outside = tmp_path / "site", tmp_path / "outside.txt"
    outside.write_text("safe")
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps({"made_by": "tenken report", "files": [name]}))
    write_report(ReportOptions(Maker().write(tmp_path / "empty"), out))
    assert outside.read_text() == "safe"


def test_pages_of_a_report_that_was_cut_short_go_with_the_next(tmp_path: Path) -> None:
    made, out = Maker(), tmp_path / "site"
    made.sheet("1", "支援", made.source(source(b"", "1.pdf", 1)))

    def stop(step: str, done: int, of: int) -> None:
        if step == "sheets":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_report(ReportOptions(made.write(tmp_path / "wrong"), out), stop)
    assert list(out.glob("sheets/*.html"))
    write_report(ReportOptions(Maker().write(tmp_path / "right"), out))
    assert not list(out.glob("sheets/*.html"))


def test_a_list_of_files_that_another_program_made_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"made_by": "another", "files": []}')
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(ReportError, match="is not the list of a report's files"):
        SiteFolder(tmp_path)


def test_what_did_not_fit_on_the_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, write = SiteFolder(tmp_path), Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        write(path, content[:2])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(Path, "write_bytes", full)
        folder.write("index.html", "page")
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_no_tables(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="tenken run"):
        write_report(ReportOptions(tmp_path, tmp_path / "site"))
    assert not (tmp_path / "site").exists()


def test_no_page_holds_a_style_or_script_of_its_own() -> None:
    for path in sorted((HERE / "templates").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), path.name
        assert "|safe" not in text and "Markup" not in text, path.name


def test_the_command(made: tuple[Path, Path, Path, Report], tmp_path: Path) -> None:
    import typer
    from typer.testing import CliRunner

    from pipelines.cli_report import report_command

    app = typer.Typer()
    app.command()(report_command)
    asked = ["--data", str(made[1]), "--out", str(tmp_path / "site")]
    done = CliRunner().invoke(app, [*asked, "--raw", str(made[2])])
    assert done.exit_code == 0
    assert "2 sheets, 4 pages pictured" in done.output
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("years of work")
    refused = tenken("report", "--data", made[1], "--out", tmp_path / "other")
    assert refused.returncode == 2 and "name an empty folder" in refused.stderr
    assert CliRunner().invoke(app, [*asked, "--raw", str(tmp_path / "nowhere")]).exit_code == 2
