"""One PDF → the rows of its sheets: what a worker does. No Arrow here: a worker starts in half the time without it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extract.book import sheets_of
from extract.facts import Doubt, Printed, SheetFacts
from extract.fault import About
from extract.form import Form, forms_to_try, load_forms
from extract.page import Page, UnreadablePdfError
from extract.reader import describe, opened, pages_in
from extract.readers import ReaderName, pages_by
from extract.repair import objects_of
from normalize import clean_text
from pipelines.checking import Columns, checked, columns_of, declared, refuse_doubles
from pipelines.gates import check_differences, check_rows
from pipelines.issues import Issue, issue_row
from pipelines.numbering import missing_numbers, numbers_said
from pipelines.page_columns import Row, box_of, page_columns
from pipelines.printable import shown
from pipelines.rows import SheetWriter
from pipelines.schema import PLACE
from pipelines.work import Piece, SheetTables, SourceRead, Task, failed, page_ranges

_SCAN = "scanned_page"


def read_source(task: Task) -> SourceRead:
    """Read one PDF. Never raises for what is in the file: a bad PDF is a row and an issue.

    Raises:
        FormError: a form file is wrong.
    """
    read = read_stretch(replace(task, shared=False))
    return read if isinstance(read, SourceRead) else finished([read])


def read_stretch(task: Task) -> SourceRead | Piece:
    """Read one PDF, or a stretch of a long one; see `read_source`. A file that cannot be read is whole at once."""
    forms = forms_to_try(task.folders, task.form)
    try:
        before = task.path.stat()
        if stat.S_ISDIR(before.st_mode):
            next(task.path.iterdir(), None)  # raises what the search for PDFs met
        if not stat.S_ISREG(before.st_mode):
            return failed(
                task.name, "not_a_file", "this is no file with content (a pipe, a device?): it was not opened"
            )
        content = task.path.read_bytes()
    except OSError as error:
        if task.path.is_dir():
            return failed(task.name, "unreadable_folder", f"the folder cannot be listed: {error.strerror or error}")
        return failed(task.name, "unreadable_file", f"the file cannot be read: {error.strerror or error}")
    sha256, size = hashlib.sha256(content).hexdigest(), len(content)
    try:
        piece = _read_content(task, content, sha256, forms)
    except UnreadablePdfError as error:
        return failed(task.name, error.code, error.advice, sha256, size)
    if _changed(task.path, before, size):
        return failed(task.name, "file_changed", "the file changed while it was read: run again", sha256, size)
    if not task.is_long(piece.about.pages):
        return finished([piece])
    for sheet in piece.sheets:
        sheet.pack()
    return piece


def _changed(path: Path, before: os.stat_result, size: int) -> bool:
    """Whether a file is another one than it was, or was written to."""
    try:
        now = path.stat()
    except OSError:
        return True
    marks = [(s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns) for s in (before, now)]
    return marks[0] != marks[1] or size != now.st_size


def _read_content(task: Task, content: bytes, sha256: str, forms: tuple[Form, ...]) -> Piece:
    with opened(content) as document:
        objects = objects_of(content)
        about = describe(document, content, objects) if task.first == 1 else About(len(document), "", "")
        piece = Piece(task, sha256, len(content), about)
        if task.reader is ReaderName.PDFIUM:
            pages = pages_in(document, content, objects, task.first)
        else:
            pages = pages_by(task.reader, content, task.first)
        end = task.first + task.length if task.is_long(piece.about.pages) else None
        for facts in sheets_of(_watched(pages, piece), forms, task.first, end):
            _take(piece, facts, forms)
        if task.verify:
            from pipelines.verify import verify  # brings the second reader, slow to import

            piece.issues += verify(content, sha256[:16])
    return piece


def _watched(pages: Iterator[Page], piece: Piece) -> Iterator[Page]:
    """The pages of a file; where they end before the file does, the piece is told."""
    number = 0
    for page in pages:
        number = page.number
        yield page
    piece.ended = number < piece.about.pages


def _take(piece: Piece, facts: SheetFacts, forms: tuple[Form, ...]) -> None:
    """Add a sheet, or a page of none, to what was read."""
    source_id = piece.sha256[:16]
    piece.glyphs += sum(p.glyphs for p in facts.pages)
    if facts.form:
        piece.sheets.append(_sheet_tables(facts, source_id, next(f for f in forms if f.id == facts.form)))
        piece.form_counts[facts.form] = piece.form_counts.get(facts.form, 0) + 1
    else:
        piece.scans += [doubt for doubt in facts.doubts if doubt.code == _SCAN]
        facts.doubts = [doubt for doubt in facts.doubts if doubt.code != _SCAN]
        piece.outside += [p.page for p in facts.pages]
        piece.lines += facts.lines
        piece.sheets.append(_without_key(facts, source_id))


def finished(pieces: Sequence[Piece]) -> SourceRead:
    """What came of a file, from what came of its stretches, in order."""
    first = pieces[0]
    if len({piece.sha256 for piece in pieces}) > 1:
        changed = "the file changed while it was read: run again"
        return failed(first.task.name, "file_changed", changed, first.sha256, first.size)
    held = list(pieces[: next((at for at, piece in enumerate(pieces, 1) if piece.ended), len(pieces))])
    source_id, about = first.sha256[:16], first.about
    read = SourceRead({
        "source_id": source_id, "file": shown(first.task.name), "sha256": first.sha256, "bytes": first.size,
        "pages": about.pages, "producer": about.producer or None, "creator": about.creator or None,
    })  # fmt: skip
    for fault in about.faults:
        issue = Issue(fault.severity, fault.code, f"{read.source['file']}: {fault.advice}", "sources", source_id)
        read.issues.append(issue_row(issue, source_id, {}))
    counts: dict[str, int] = {}
    for piece in held:
        read.sheets += piece.sheets
        for form, count in piece.form_counts.items():
            counts[form] = counts.get(form, 0) + count
    read.source["form"] = max(counts, key=lambda form: counts[form]) if counts else None
    for known in load_forms(first.task.folders) if counts else ():
        if known.id in counts:
            _check_volume(read, known, [line for piece in held for line in piece.lines])
    glyphs = sum(piece.glyphs for piece in held)
    if glyphs:  # else the whole file is told as one that is scanned
        read.issues += [_issue_of(doubt, source_id) for piece in held for doubt in piece.scans]
    _judge(read, glyphs, bool(counts), [page for piece in held for page in piece.outside], first.task.form)
    read.issues += [row for piece in held for row in piece.issues]
    return read


def _check_volume(read: SourceRead, form: Form, lines: list[Printed]) -> None:
    """Hold a volume's sheets against its contents page; where it has none, look for gaps in their numbers."""
    there = {
        row["sheet_no"]: row
        for sheet in read.sheets
        if sheet.sheet_id is not None
        for row in sheet.rows("sheets")
        if row["form"] == form.id
    }
    entry = form.order.contents
    named = {match["sheet_no"]: line for line in lines if entry is not None and (match := entry.fullmatch(line.text))}
    for number in sorted(named.keys() - there.keys()):
        says = f"the contents page names sheet {number}, which was not found"
        _note(read, "not_in_contents", says, None, box_of(named[number].place))
    for number in sorted(there.keys() - named.keys()) if named else ():
        row = there[number]
        place = {name: row[name] for name in PLACE}
        _note(read, "not_in_contents", f"sheet {number} is not on the contents page", row["sheet_id"], place)
    if not named and form.order.numbers == "gapless":
        for stem, missing in missing_numbers(there).items():
            said = ", ".join(numbers_said(stem, numbers) for numbers in missing)
            _note(read, "number_gap", f"no sheet of the volume bears the numbers {said}", None, {})


def _note(read: SourceRead, code: str, says: str, sheet_id: str | None, place: Row) -> None:
    """Add a warning about a volume, or about one of its sheets."""
    source_id = read.source["source_id"]
    table, row_id = ("sheets", sheet_id) if sheet_id is not None else ("sources", source_id)
    read.issues.append(issue_row(Issue("warning", code, says, table, row_id), source_id, place))


def _judge(read: SourceRead, glyphs: int, known: bool, outside_pages: list[int], asked: str | None) -> None:
    """The file's status, and the issue that goes with it; ``asked``: the only form that was looked for, or None."""
    source_id, name = read.source["source_id"], read.source["file"]
    held = [sheet.tables["issues"]["severity"] for sheet in read.sheets if "issues" in sheet.tables]
    errors = "error" in [severity for found in held for severity in found]
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
        none = "no form is known for this file" if asked is None else f"no sheet of {asked}, the only form asked for"
        says = f"{name}: {none}; its ruled cells are in the table cells"
        issue = Issue("info", "unknown_form", says, "sources", source_id)
    elif outside_pages:
        said = page_ranges(outside_pages)
        issue = Issue("info", "pages_outside_sheets", f"{name}: pages of no sheet: {said}", "sources", source_id)
    read.source["status"] = status
    if issue is not None:
        read.issues.append(issue_row(issue, source_id, {}))


def _page_errors(read: SourceRead) -> list[Row]:
    """The errors of pages of no sheet: pages that could not be read."""
    outside = [sheet for sheet in read.sheets if sheet.sheet_id is None]
    return [row for sheet in outside for row in sheet.rows("issues") if row["severity"] == "error"]


def _sheet_tables(facts: SheetFacts, source_id: str, form: Form) -> SheetTables:
    sheet_no = _sheet_no(facts, source_id)
    if facts.edition is None:
        return _without_key(facts, source_id)
    writer = SheetWriter(facts, source_id, facts.edition, sheet_no)
    made = writer.write()
    differences = [(writer.program_id(d.program), d) for d in facts.differences]
    doubts = [*check_rows(form, made.rows), *check_differences(differences, made.rows.get("budgets", ()))]
    for issue, row in doubts:
        place = {name: row[name] for name in PLACE}
        made.add("issues", {**writer.key, **issue_row(issue, source_id, place)})
    title = made.rows["sheets"][0]["title"]
    return _tables(made.sheet_id, f"{sheet_no} {title}", made.rows, page_columns(facts, source_id, writer.key))


def _without_key(facts: SheetFacts, source_id: str) -> SheetTables:
    """A page of no sheet, or a sheet whose edition is not printed: its cells, and what is said about it."""
    return _tables(None, "", {"issues": _said(facts, source_id)}, page_columns(facts, source_id, {}))


def _said(facts: SheetFacts, source_id: str) -> list[Row]:
    """The issues of pages whose rows have no key."""
    return [_issue_of(doubt, source_id) for doubt in facts.doubts if doubt.code != "no_sheet_no"]


def _issue_of(doubt: Doubt, source_id: str) -> Row:
    issue = Issue(doubt.severity, doubt.code, doubt.message, doubt.table or None)
    return issue_row(issue, source_id, box_of(doubt.place))


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


def _tables(sheet_id: str | None, label: str, rows: dict[str, list[Row]], columns: dict[str, Columns]) -> SheetTables:
    made = {name: columns_of(declared(name), _distinct(name, found)) for name, found in rows.items() if found}
    made |= {name: checked(declared(name), found) for name, found in columns.items() if found["source_id"]}
    for name, found in made.items():
        refuse_doubles(declared(name), found)
    return SheetTables(sheet_id, label, made)


def _distinct(name: str, rows: list[Row]) -> list[Row]:
    """Issues that say the same of the same place are one."""
    return list({row["issue_id"]: row for row in rows}.values()) if name == "issues" else rows
