"""All pages of the site from content and leaves; those of sheets in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines.delimited import csv_bytes
from pipelines.folder import Folder
from pipelines.limits import Limits
from pipelines.package import PACKAGE_FILE
from pipelines.report.content import Content, SheetRows
from pipelines.report.folder import ReportError, SiteFolder
from pipelines.report.frame import Frame, page
from pipelines.report.leaves import Leaf
from pipelines.report.names import file_name
from pipelines.report.numbers import fiscal_year
from pipelines.report.other_pages import downloads_page, file_page, files_page, issues_page, programs_page
from pipelines.report.overview import Edition, editions_of
from pipelines.report.overview_page import overview_name, overview_pages
from pipelines.report.said import Said
from pipelines.report.section_names import Names, section_names
from pipelines.report.sheet_page import Link, SheetTask, sheet_view
from pipelines.report.site import PageKey, ReportOptions, Watcher, pages_of, processes
from pipelines.report.words import word
from pipelines.schema import TABLES
from pipelines.serving import Lost
from pipelines.workers import Workers

# A process costs a second to start; a page a fiftieth of one.
_SHEETS_WORTH_A_PROCESS: Final = 40
_WITHOUT_CSV: Final = ("cells", "pages")


@dataclass(frozen=True, slots=True)
class _Work:
    task: SheetTask
    frame: Frame


def write_pages(
    content: Content, leaves: Mapping[PageKey, Leaf], outside: Mapping[str, Sequence[int]], options: ReportOptions,
    folder: SiteFolder, watch: Watcher | None,
) -> None:  # fmt: skip
    """Write every page and the data.

    Raises:
        ReportError: a page could not be made.
        FormError: a form file is wrong.
        LoadError: a run has written the tables since they were read.
    """
    editions = editions_of(content)
    frame = _frame(content, editions)
    files = _write_data(content.folder, folder)
    for name, html in overview_pages(content, editions, frame).items():
        folder.write(name, html)
    folder.write("programs.html", programs_page(content, editions, frame))
    folder.write("issues.html", issues_page(content, leaves, set(outside), frame))
    folder.write("files.html", files_page(content, set(outside), frame))
    folder.write("downloads.html", downloads_page(content, files, frame))
    for source_id, pages in outside.items():
        shown = [leaves[source_id, number] for number in pages if (source_id, number) in leaves]
        html = file_page(content.sources[source_id], shown, len(pages) - len(shown), content, frame)
        folder.write(f"files/{file_name(source_id)}.html", html)
    names = section_names(options.forms)
    works = [_Work(task, frame) for task in _tasks(content, editions, leaves, names)]
    for done, (name, html) in enumerate(_sheet_pages(works, options), 1):
        folder.write(name, html)
        if watch is not None:
            watch("sheets", done, len(works))


def _frame(content: Content, editions: Sequence[Edition]) -> Frame:
    places = list(dict.fromkeys(edition.municipality for edition in editions))
    names = "・".join(places[:3])
    title = word("and_others", names=names) if len(places) > 3 else Said(names, names) if places else word("site")
    nav = (
        ("overview", "index.html", None), ("programs", "programs.html", None),
        ("issues", "issues.html", len(content.issues) or None), ("files", "files.html", None),
        ("downloads", "downloads.html", None),
    )  # fmt: skip
    return Frame(title, nav)


def _tasks(
    content: Content, editions: Sequence[Edition], leaves: Mapping[PageKey, Leaf], names: Names
) -> Iterator[SheetTask]:
    """The sheets of each edition in order, with the ways to their neighbours and to their other editions."""
    same: dict[tuple[str, str, str], list[SheetRows]] = {}
    for held in content.sheets.values():
        same.setdefault(_number(held), []).append(held)
    for at, edition in enumerate(editions):
        home = Link(f"../{overview_name(at, edition)}", edition.said)
        for number, held in enumerate(edition.sheets):
            rows = [row for found in held.tables.values() for row in found]
            others = [(_href(o), fiscal_year(o.sheet["edition"])) for o in same[_number(held)] if o is not held]
            yield SheetTask(
                held, tuple(leaves[key] for key in pages_of(held.sheet, rows)),
                {row["program_id"]: content.money[row["program_id"]] for row in held.rows("programs")}, home,
                _neighbour(edition.sheets, number - 1), _neighbour(edition.sheets, number + 1),
                tuple(Link(href, word("edition_of", year=year)) for href, year in others),
                names.get(held.sheet["form"], {}),
            )  # fmt: skip


def _number(held: SheetRows) -> tuple[str, str, str]:
    return held.sheet["municipality_code"], held.sheet["form"], held.sheet["sheet_no"]


def _href(held: SheetRows) -> str:
    return f"{file_name(held.sheet['sheet_id'])}.html"


def _neighbour(sheets: Sequence[SheetRows], at: int) -> Link | None:
    if not 0 <= at < len(sheets):
        return None
    sheet = sheets[at].sheet
    return Link(_href(sheets[at]), f"{sheet['sheet_no']} {sheet['title']}")


def make_sheet(work: _Work) -> tuple[str, str]:
    """One sheet's page: its name and HTML. What a worker does."""
    html = page(work.frame, "sheet.html", "programs", root="../", **sheet_view(work.task))
    return f"sheets/{_href(work.task.held)}", html


def _sheet_pages(works: Sequence[_Work], options: ReportOptions) -> Iterator[tuple[str, str]]:
    count = min(processes(options), len(works) // _SHEETS_WORTH_A_PROCESS)
    if count < 2:
        yield from map(make_sheet, works)
        return
    # No limit of memory: the engine that draws charts reserves far more addresses than it uses.
    workers: Workers[_Work, tuple[str, str]] = Workers(make_sheet, count, Limits(megabytes=0))
    for at, answer in workers.map(works):
        if isinstance(answer, Lost):
            sheet_id = works[at].task.held.sheet["sheet_id"]
            raise ReportError(f"the page of sheet {sheet_id} could not be made: {answer.reason}")
        yield answer


def _write_data(tables: Folder, folder: SiteFolder) -> dict[str, int]:
    """Copy the tables as they are, and write them as CSV; returns the size of each file by its name.

    Raises:
        LoadError: a run has written the tables since they were read, and the pages show what they were before.
    """
    written: dict[str, bytes] = {}
    for name in TABLES:
        for path in map(Path, tables.files(name)):
            written[f"data/{name}/{path.name}"] = path.read_bytes()
        if name not in _WITHOUT_CSV:  # the last one is: no run came between any two
            written[f"data/csv/{name}.csv"] = csv_bytes(tables.rows(name))
    if tables.state is not None:
        written[f"data/{PACKAGE_FILE}"] = tables.state
    for path_name, content in written.items():
        folder.write(path_name, content)
    return {path_name: len(content) for path_name, content in written.items()}
