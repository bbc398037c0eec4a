"""The whole site: reads the tables, has pictures and pages made, writes the folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pipelines.limits import Limits
from pipelines.process import can_start
from pipelines.report.content import Content, Row, read_content
from pipelines.report.folder import ReportError, SiteFolder
from pipelines.report.leaves import Leaf
from pipelines.report.pictures import Drawn, Wanted, candidates, draw, picture_name
from pipelines.report.words import word
from pipelines.serving import Lost
from pipelines.usage import install
from pipelines.workers import Workers

__all__ = ["Report", "ReportError", "ReportOptions", "write_report"]

_ASSETS: Final = ("site.css", "sheet.css", "start.js", "site.js", "list.js", "sheet.js", "charts.js")
_MOST_OUTSIDE: Final = 30  # pages of one file that belong to no sheet
_SECONDS_PER_FILE: Final = 120.0
_A4: Final = (595.0, 842.0)

Watcher = Callable[[str, int, int], None]
PageKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What to make of what.

    Attributes:
        data: folder of the tables.
        out: folder of the site.
        raw: folders where the PDFs may be, beside the places where they were read.
        workers: number of processes; 0 for one per core.
        forms: folders of users' own form files: they name the sections of prose.
    """

    data: Path
    out: Path
    raw: tuple[Path, ...] = ()
    workers: int = 0
    forms: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was made.

    Attributes:
        index: the page to begin with.
        sheets: how many there are.
        pictures: pages that are pictured.
        without_picture: pages whose PDF is not at hand.
        undrawn: pages whose PDF is at hand, but which could not be drawn.
        files: files in all.
    """

    index: Path
    sheets: int
    pictures: int
    without_picture: int
    undrawn: int
    files: int


def write_report(options: ReportOptions, watch: Watcher | None = None) -> Report:
    """Make the site.

    Args:
        options: what of what.
        watch: told the step (`pictures`, `sheets`), how far it is, and how many there are.

    Raises:
        LoadError: there are no tables, or a run has written them meanwhile.
        ReportError: the site cannot be written, or what it needs is not installed.
        FormError: a form file is wrong.
    """
    _need_libraries()
    content = read_content(options.data)
    _name_sources(content)
    with SiteFolder(options.out) as folder:
        return _written(content, folder, options, watch)


def _written(content: Content, folder: SiteFolder, options: ReportOptions, watch: Watcher | None) -> Report:
    from pipelines.report.making import write_pages

    outside = pages_outside(content)
    wanted = _pages_wanted(content, outside)
    drawn = _draw(content, wanted, options, folder, watch)
    leaves = {key: _leaf(key, content, drawn) for key in wanted}
    write_pages(content, leaves, outside, options, folder, watch)
    _write_assets(folder)
    pictures = sum(leaf.picture is not None for leaf in leaves.values())
    undrawn = sum(leaf.picture is None and _reason(drawn.get(leaf.source_id), leaf.page) is not None
                  for leaf in leaves.values())  # fmt: skip
    without = len(leaves) - pictures - undrawn
    return Report(options.out / "index.html", len(content.sheets), pictures, without, undrawn, folder.finish())


def _need_libraries() -> None:
    try:
        import altair  # noqa: F401
        import jinja2  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise ReportError(f"{error.name} is missing: {install('report')}") from None


def _name_sources(content: Content) -> None:
    """Give every source, and what is said of it, the name for people: its path without what all paths share."""
    paths = {row["source_id"]: PurePosixPath(row["file"].replace("\\", "/")) for row in content.sources.values()}
    parents = [str(path.parent) for path in paths.values()]
    alike = len({parent.startswith("/") for parent in parents}) == 1
    shared = PurePosixPath(os.path.commonpath(parents)) if alike else None
    for source_id, path in paths.items():
        source = content.sources[source_id]
        source["shown"] = str(path.relative_to(shared)) if shared else path.name
        source["error"] = source["error"] and source["error"].replace(source["file"], source["shown"])
    for row in content.issues:
        if row["source_id"] in paths:
            source = content.sources[row["source_id"]]
            row["message"] = row["message"].replace(source["file"], source["shown"])


def pages_outside(content: Content) -> dict[str, list[int]]:
    """Pages that belong to no sheet, by source: of unknown forms, covers, and what is left over."""
    inside = {
        (held.sheet["source_id"], page)
        for held in content.sheets.values()
        for page in range(held.sheet["page_first"], held.sheet["page_last"] + 1)
    }
    found: dict[str, list[int]] = {}
    for source_id, page in content.pages:
        if (source_id, page) not in inside:
            found.setdefault(source_id, []).append(page)
    return found


def _pages_wanted(content: Content, outside: dict[str, list[int]]) -> list[PageKey]:
    wanted: dict[PageKey, None] = {}
    for held in content.sheets.values():
        wanted |= dict.fromkeys(pages_of(held.sheet, [row for rows in held.tables.values() for row in rows]))
    for source_id, pages in outside.items():
        wanted |= {(source_id, page): None for page in pages[:_MOST_OUTSIDE]}
    return list(wanted)


def pages_of(sheet: Row, rows: Iterable[Row]) -> list[PageKey]:
    """The pages of a sheet, and any other that its rows were read from."""
    own = {(sheet["source_id"], page): None for page in range(sheet["page_first"], sheet["page_last"] + 1)}
    others = {(row["source_id"], row["page"]) for row in rows if None not in (row["source_id"], row["page"])}
    return [*own, *sorted(others - set(own))]


def _draw(
    content: Content, wanted: Sequence[PageKey], options: ReportOptions, folder: SiteFolder, watch: Watcher | None
) -> dict[str, Drawn | Lost]:
    by_source: dict[str, dict[int, int]] = {}
    for source_id, page in wanted:
        by_source.setdefault(source_id, {})[page] = _rotation(content, (source_id, page))
    sources = [content.sources[source_id] for source_id in by_source if content.sources[source_id]["sha256"]]
    where = candidates(sources, options.raw)
    target = str(folder.subfolder("pictures"))
    tasks = [Wanted(source["source_id"], source["sha256"], where[source["source_id"]],
                    by_source[source["source_id"]], target) for source in sources]  # fmt: skip
    done: dict[str, Drawn | Lost] = {}
    for at, answer in _drawn(tasks, processes(options)):
        done[tasks[at].source_id] = answer
        if isinstance(answer, Drawn):
            for page in answer.sizes:
                folder.keep(f"pictures/{picture_name(tasks[at].source_id, page, tasks[at].pages[page])}")
        if watch is not None:
            watch("pictures", len(done), len(tasks))
    return done


def _drawn(tasks: Sequence[Wanted], count: int) -> Iterator[tuple[int, Drawn | Lost]]:
    """Draw the pages of each file, in processes where the system can start them."""
    if not can_start():
        yield from enumerate(map(draw, tasks))
        return
    workers: Workers[Wanted, Drawn] = Workers(draw, min(count, len(tasks)), Limits(seconds=_SECONDS_PER_FILE))
    yield from workers.map(tasks)


def _rotation(content: Content, key: PageKey) -> int:
    """Degrees clockwise at which a page was read."""
    page = content.pages.get(key)
    return int(page["rotation"]) if page else 0


def processes(options: ReportOptions) -> int:
    """How many processes to use."""
    return (options.workers or os.cpu_count() or 1) if can_start() else 1


def _leaf(key: PageKey, content: Content, drawn: dict[str, Drawn | Lost]) -> Leaf:
    source_id, number = key
    source, page = content.sources[source_id], content.pages.get(key)
    width, height = (page["width"], page["height"]) if page else _A4
    answer = drawn.get(source_id)
    picture, fault = None, None
    if isinstance(answer, Drawn) and number in answer.sizes:
        picture = picture_name(source_id, number, _rotation(content, key))
    else:
        why = _reason(answer, number)
        fault = word("no_picture") if why is None else word("no_render", why=why)
    return Leaf(source_id, number, width, height, source["shown"], source["sha256"] or "", picture, fault)


def _reason(answer: Drawn | Lost | None, page: int) -> str | None:
    """Why a page without a picture could not be drawn; None where its PDF is not at hand."""
    if isinstance(answer, Lost):
        return answer.reason
    return answer.faults.get(page) if answer is not None else None


def _write_assets(folder: SiteFolder) -> None:
    from pipelines.report.charts import runtime
    from pipelines.report.frame import HERE

    for name in _ASSETS:
        folder.write(f"assets/{name}", (HERE / "assets" / name).read_bytes())
    folder.write("assets/vega.js", runtime())
