"""One PDF → the rows of its sheets, as Arrow tables: what a worker does."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.book import sheets
from extract.facts import Doubt, Printed, SheetFacts
from extract.form import Form, load_forms
from extract.page import UnreadablePdfError
from extract.reader import describe_file
from extract.readers import ReaderName
from normalize import clean_text
from pipelines.gates import check_differences, check_rows, missing_numbers
from pipelines.issues import Issue, issue_row
from pipelines.printable import shown
from pipelines.rows import Row, SheetWriter, box_of, page_rows
from pipelines.schema import TABLES
from pipelines.tables import table_of

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read.

    Attributes:
        path: where it is.
        name: how the tables name it: the path as given.
        form: the only form to read, or None for all.
        folders: folders of users' own form files.
        verify: read each page with a second reader too, and compare.
        reader: which library reads the pages.
    """

    path: Path
    name: str
    form: str | None = None
    folders: tuple[Path, ...] = ()
    verify: bool = False
    reader: ReaderName = ReaderName.PDFIUM


@dataclass(slots=True)
class SheetTables:
    """The Arrow tables of one sheet (``sheet_id`` None: pages outside every sheet)."""

    sheet_id: str | None
    label: str
    tables: dict[str, pa.Table]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as bare columns: the schema, much larger than a sheet, is known on both sides."""
        packed = {name: [b.serialize().to_pybytes() for b in rows.to_batches()] for name, rows in self.tables.items()}
        return _unpacked, (self.sheet_id, self.label, packed)


def _unpacked(sheet_id: str | None, label: str, packed: dict[str, list[bytes]]) -> SheetTables:
    tables = {}
    for name, batches in packed.items():
        schema = TABLES[name].arrow
        tables[name] = pa.Table.from_batches([pa.ipc.read_record_batch(b, schema) for b in batches], schema)
    return SheetTables(sheet_id, label, tables)


@dataclass(slots=True)
class SourceRead:
    """What came of a file: its row of ``sources`` (without version and time), and the tables of its sheets in order."""

    source: Row
    sheets: list[SheetTables] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)


def file_digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def failed(name: str, code: str, advice: str, sha256: str | None = None, size: int | None = None) -> SourceRead:
    """The outcome of a file that gave nothing: one row and one error issue."""
    source_id = (sha256 or hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest())[:16]
    row = {"source_id": source_id, "file": shown(name), "sha256": sha256, "bytes": size}
    row |= {"status": "failed", "error": advice}
    issue = Issue("error", code, f"{shown(name)}: {advice}", "sources", source_id)
    return SourceRead(row, issues=[issue_row(issue, source_id, {})])


def read_source(task: Task) -> SourceRead:
    """Read one PDF. Never raises for what is in the file: a bad PDF is a row and an issue.

    Raises:
        FormError: a form file is wrong.
    """
    forms = tuple(f for f in load_forms(task.folders) if task.form in (None, f.id))
    try:
        kind = task.path.stat().st_mode
        if stat.S_ISDIR(kind):
            next(task.path.iterdir(), None)  # raises what the search for PDFs met
        if not stat.S_ISREG(kind):
            return failed(
                task.name, "not_a_file", "this is no file with content (a pipe, a device?): it was not opened"
            )
        sha256, size = file_digest(task.path)
    except OSError as error:
        if task.path.is_dir():
            return failed(task.name, "unreadable_folder", f"the folder cannot be listed: {error.strerror or error}")
        return failed(task.name, "unreadable_file", f"the file cannot be read: {error.strerror or error}")
    try:
        about = describe_file(task.path)
        read = SourceRead({"source_id": sha256[:16], "file": shown(task.name), "sha256": sha256, "bytes": size})
        for fault in about.faults:
            says = f"{shown(task.name)}: {fault.advice}"
            issue = Issue(fault.severity, fault.code, says, "sources", sha256[:16])
            read.issues.append(issue_row(issue, sha256[:16], {}))
        read.source |= {"pages": about.pages, "producer": about.producer or None, "creator": about.creator or None}
        _read_sheets(read, task, forms)
        if task.verify:
            from pipelines.verify import verify  # brings the second reader, slow to import

            read.issues += verify(task.path, sha256[:16])
    except UnreadablePdfError as error:
        return failed(task.name, error.code, error.advice, sha256, size)
    except OSError as error:
        return failed(task.name, "unreadable_file", f"the file cannot be read: {error.strerror or error}", sha256, size)
    if file_digest(task.path)[0] != sha256:
        return failed(task.name, "file_changed", "the file changed while it was read: run again", sha256, size)
    return read


def _read_sheets(read: SourceRead, task: Task, forms: tuple[Form, ...]) -> None:
    source_id = read.source["source_id"]
    glyphs = outside = 0
    outside_pages: list[int] = []
    found: dict[str, int] = {}
    lines: list[Printed] = []
    for facts in sheets(task.path, forms, task.reader):
        glyphs += sum(p.glyphs for p in facts.pages)
        if facts.form:
            made = _sheet_tables(facts, source_id, next(f for f in forms if f.id == facts.form))
            found[facts.form] = found.get(facts.form, 0) + 1
        else:
            outside += 1
            outside_pages += [p.page for p in facts.pages]
            lines += facts.lines
            made = _tables(None, "", {**page_rows(facts, source_id, {}), "issues": _said(facts, source_id)})
        read.sheets.append(made)
    read.source["form"] = max(found, key=lambda form: found[form]) if found else None
    for form in forms:
        if form.id in found:
            _check_volume(read, form, lines)
    _judge(read, glyphs, bool(found), outside_pages)


def _check_volume(read: SourceRead, form: Form, lines: list[Printed]) -> None:
    """Hold a volume's sheets against its contents page; where it has none, look for gaps in their numbers."""
    there = {
        row["sheet_no"]: row
        for sheet in read.sheets
        if sheet.sheet_id is not None
        for row in sheet.tables["sheets"].to_pylist()
        if row["form"] == form.id
    }
    entry = form.order.contents
    named = {match["sheet_no"]: line for line in lines if entry is not None and (match := entry.fullmatch(line.text))}
    for number in sorted(named.keys() - there.keys()):
        says = f"the contents page names sheet {number}, which was not found"
        _note(read, "not_in_contents", says, None, box_of(named[number].place))
    for number in sorted(there.keys() - named.keys()) if named else ():
        row = there[number]
        place = {name: row[name] for name in ("page", "x0", "top", "x1", "bottom")}
        _note(read, "not_in_contents", f"sheet {number} is not on the contents page", row["sheet_id"], place)
    if not named and form.order.numbers == "gapless":
        for stem, missing in missing_numbers(there).items():
            said = ", ".join(f"{stem}{part}" for part in page_ranges(missing).split(", "))
            _note(read, "number_gap", f"no sheet of the volume bears the numbers {said}", None, {})


def _note(read: SourceRead, code: str, says: str, sheet_id: str | None, place: Row) -> None:
    """Add a warning about a volume, or about one of its sheets."""
    source_id = read.source["source_id"]
    table, row_id = ("sheets", sheet_id) if sheet_id is not None else ("sources", source_id)
    read.issues.append(issue_row(Issue("warning", code, says, table, row_id), source_id, place))


def _judge(read: SourceRead, glyphs: int, known: bool, outside_pages: list[int]) -> None:
    """The file's status, and the issue that goes with it."""
    source_id, name = read.source["source_id"], read.source["file"]
    errors = any(
        severity == "error"
        for sheet in read.sheets
        if "issues" in sheet.tables
        for severity in sheet.tables["issues"]["severity"].to_pylist()
    )
    errors = errors or any(row["severity"] == "error" for row in read.issues)
    status = "partial" if errors else "ok"
    issue: Issue | None = None
    unread = [row["message"] for row in _page_errors(read)]
    if glyphs == 0 and unread:
        read.source["error"] = unread[0]
        status = "failed"
    elif glyphs == 0:
        status = "scanned"
        says = f"{name}: no text in the file, only pictures: it needs OCR"
        issue = Issue("error", "scanned", says, "sources", source_id)
    elif not known:
        status = "unknown_form"
        issue = Issue(
            "info", "unknown_form", f"{name}: no form is known for this file; its ruled cells are in the table cells",
            "sources", source_id,
        )  # fmt: skip
    elif outside_pages:
        said = page_ranges(outside_pages)
        issue = Issue("info", "pages_outside_sheets", f"{name}: pages of no sheet: {said}", "sources", source_id)
    read.source["status"] = status
    if issue is not None:
        read.issues.append(issue_row(issue, source_id, {}))


def _page_errors(read: SourceRead) -> list[Row]:
    """The errors of pages of no sheet: pages that could not be read."""
    tables = [sheet.tables["issues"] for sheet in read.sheets if sheet.sheet_id is None and "issues" in sheet.tables]
    return [row for rows in tables for row in rows.to_pylist() if row["severity"] == "error"]


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


def _sheet_tables(facts: SheetFacts, source_id: str, form: Form) -> SheetTables:
    sheet_no = _sheet_no(facts, source_id)
    if facts.edition is None:
        return _without_key(facts, source_id)
    writer = SheetWriter(facts, source_id, facts.edition, sheet_no)
    made = writer.write()
    differences = [(writer.program_id(d.program), d) for d in facts.differences]
    doubts = [*check_rows(form, made.rows), *check_differences(differences, made.rows.get("budgets", ()))]
    for issue, row in doubts:
        place = {name: row[name] for name in ("page", "x0", "top", "x1", "bottom")}
        made.add("issues", {**writer.key, **issue_row(issue, source_id, place)})
    rows: dict[str, list[Row]] = {**made.rows, **page_rows(facts, source_id, writer.key)}
    title = made.rows["sheets"][0]["title"]
    return _tables(made.sheet_id, f"{sheet_no} {title}", rows)


def _without_key(facts: SheetFacts, source_id: str) -> SheetTables:
    """A sheet whose edition is not printed gives its cells, and an error."""
    rows = page_rows(facts, source_id, {})
    rows["issues"] = _said(facts, source_id)
    return _tables(None, "", rows)


def _said(facts: SheetFacts, source_id: str) -> list[Row]:
    """The issues of pages whose rows have no key."""
    return [
        issue_row(Issue(d.severity, d.code, d.message, d.table or None), source_id, box_of(d.place))
        for d in facts.doubts
        if d.code != "no_sheet_no"
    ]


def _sheet_no(facts: SheetFacts, source_id: str) -> str:
    """The sheet's number, half-width; where none is printed an error is noted, and file and page stand in.

    The page alone would not do: the first pages of two files would count as one sheet, and one of them would be lost.
    """
    printed = facts.sheet_no or (facts.fields["sheet_no"].text if "sheet_no" in facts.fields else "")
    number = re.sub(r"\s+", "", clean_text(printed))
    if number:
        return number
    says = "the sheet's number was not found; its file and page stand in"
    facts.doubts.append(Doubt("error", "no_sheet_no", says, facts.place, "sheets"))
    return f"{source_id[:8]}p{facts.pages[0].page}"


def _tables(sheet_id: str | None, label: str, rows: dict[str, list[Row]]) -> SheetTables:
    unique = {name: _distinct(name, found) for name, found in rows.items()}
    return SheetTables(sheet_id, label, {name: table_of(name, found) for name, found in unique.items() if found})


def _distinct(name: str, rows: list[Row]) -> list[Row]:
    """Issues that say the same of the same place are one."""
    return list({row["issue_id"]: row for row in rows}.values()) if name == "issues" else rows
