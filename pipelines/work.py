"""Work and what comes of it, as parent and workers exchange it: light to import, for the parent reads no PDF."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extract.readers import ReaderName
from pipelines.issues import Issue, issue_row
from pipelines.printable import shown

if TYPE_CHECKING:
    from extract.facts import Doubt, Printed
    from extract.fault import About
    from pipelines.checking import Columns

Row = dict[str, Any]
_LOOKED_AT: Final = ("sheets", "issues")  # tables that tell what came of a file
STRETCH: Final = 40  # pages of a long file that are one piece of work, at most
FIRST: Final = 5  # pages of a file that several processes share, to begin with: what it has more is known then
_LEAST: Final = 10  # pages: with less, too many are read twice, for a stretch ends with a sheet


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, or a stretch of its pages.

    Attributes:
        path: where it is.
        name: how the tables name it: the path as given.
        form: the only form to read, or None for all.
        folders: folders of users' own form files.
        verify: read each page with a second reader too, and compare.
        reader: which library reads the pages.
        shared: whether other tasks read the rest of a long file: then this one reads its first stretch.
        workers: how many processes share it.
        first: the first page of a stretch that is not the file's first.
        length: how many pages a stretch has.
    """

    path: Path
    name: str
    form: str | None = None
    folders: tuple[Path, ...] = ()
    verify: bool = False
    reader: ReaderName = ReaderName.PDFIUM
    shared: bool = False
    workers: int = 1
    first: int = 1
    length: int = STRETCH

    def is_long(self, pages: int) -> bool:
        """Whether a file of so many pages is read in stretches: for several workers, and for flat memory."""
        return self.shared and not self.verify and pages > 2 * STRETCH


@dataclass(slots=True)
class SheetTables:
    """The rows of one sheet, as columns by table (``sheet_id`` None: pages outside every sheet)."""

    sheet_id: str | None
    label: str
    tables: dict[str, Columns]
    packed: bytes = b""

    def pack(self) -> None:
        """Make small what is not looked at until all of a long file has been read."""
        rest = {name: self.tables.pop(name) for name in self.tables.keys() - _LOOKED_AT}
        self.packed = pickle.dumps(rest, pickle.HIGHEST_PROTOCOL)

    def unpack(self) -> None:
        """Put back what `pack` took away."""
        self.tables |= pickle.loads(self.packed) if self.packed else {}
        self.packed = b""

    def rows(self, name: str) -> list[Row]:
        """The rows of one table."""
        columns = self.tables.get(name, {})
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@dataclass(slots=True)
class SourceRead:
    """What came of a file: its row of ``sources`` (without version and time), and the tables of its sheets in order."""

    source: Row
    sheets: list[SheetTables] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """What came of a stretch of a long file; those of all stretches together make up the file.

    Attributes:
        task: the work.
        sha256: of the file, in hex.
        size: of the file, in bytes.
        about: what the file says of itself; of a later stretch only its number of pages.
        sheets: the sheets of the stretch.
        form_counts: how many sheets of each form.
        glyphs: characters on its pages.
        outside: its pages that belong to no sheet.
        lines: the lines of those pages: a contents page may be among them.
        scans: those of them that are pictures, told one by one unless all pages are.
        issues: of the second reading.
        ended: so many pages are missing in a row that the rest of the file counts as missing.
    """

    task: Task
    sha256: str
    size: int
    about: About
    sheets: list[SheetTables] = field(default_factory=list)
    form_counts: dict[str, int] = field(default_factory=dict)
    glyphs: int = 0
    outside: list[int] = field(default_factory=list)
    lines: list[Printed] = field(default_factory=list)
    scans: list[Doubt] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    ended: bool = False

    def rest(self) -> list[Task]:
        """The other stretches of the file, if this is its first one and it is long.

        Where several processes share it they get shorter, so that none of them waits long for the last.
        """
        if not self.task.is_long(self.about.pages) or self.task.first > 1 or self.ended:
            return []
        tasks = [self.task]
        while (first := tasks[-1].first + tasks[-1].length) <= self.about.pages:
            left = self.about.pages + 1 - first
            fair = -(-left // (2 * self.task.workers)) if self.task.workers > 1 else left
            tasks.append(replace(self.task, first=first, length=min(STRETCH, max(_LEAST, fair))))
        return tasks[1:]


def failed(name: str, code: str, advice: str, sha256: str | None = None, size: int | None = None) -> SourceRead:
    """The outcome of a file that gave nothing: one row and one error issue."""
    source_id = (sha256 or hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest())[:16]
    row = {"source_id": source_id, "file": shown(name), "sha256": sha256, "bytes": size}
    row |= {"status": "failed", "error": advice}
    issue = Issue("error", code, f"{shown(name)}: {advice}", "sources", source_id)
    return SourceRead(row, issues=[issue_row(issue, source_id, {})])


def page_ranges(pages: Iterable[int]) -> str:
    """Page numbers for people.

    >>> page_ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
