"""A long file that is read in stretches, by several workers, gives what it gives as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import extract.reader
import extract.sheet_pages
import pipelines.work
from extract.fault import About
from extract.page import UnreadablePdfError
from pipelines.options import Options
from pipelines.run import run
from pipelines.source import finished, read_source, read_stretch
from pipelines.work import FIRST, STRETCH, Piece, SourceRead, Task
from tests.catalogue import ROOT, SPECIMENS
from tests.conftest import EPOCH

VOLUME = ROOT / SPECIMENS / "r7-volume.pdf"
OTHER = ROOT / SPECIMENS / "bad" / "other-form.pdf"


def bound(path: Path, *sources: Path) -> Path:
    """One PDF of the pages of several."""
    with pikepdf.new() as book:
        for source in sources:
            with pikepdf.open(source) as part:
                book.pages.extend(part.pages)
        book.save(path)
    return path


def in_stretches(path: Path, length: int, monkeypatch: pytest.MonkeyPatch) -> tuple[SourceRead, int]:
    """A file read in stretches of so many pages, each by itself, and how many there were."""
    monkeypatch.setattr(pipelines.work, "STRETCH", length)
    first = read_stretch(Task(path, "a.pdf", shared=True, length=length))
    assert isinstance(first, Piece)
    pieces = [first]
    for task in first.rest():
        piece = read_stretch(task)
        assert isinstance(piece, Piece)
        pieces.append(piece)
    read = finished(pieces)
    for sheet in read.sheets:
        sheet.unpack()
    return read, len(pieces)


def content(read: SourceRead) -> list[object]:
    return [read.source, read.issues, *((sheet.sheet_id, sheet.label, sheet.tables) for sheet in read.sheets)]


def test_pages_that_may_be_one_sheet_are_read_together() -> None:
    """Else a file would give other sheets where several processes share it."""
    assert min(FIRST, STRETCH) >= extract.sheet_pages.ALONE


@pytest.mark.parametrize("length", [1, 2, 3, 5, 7])
def test_a_volume_is_the_same_in_stretches(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_source(Task(VOLUME, "a.pdf"))
    parts, count = in_stretches(VOLUME, length, monkeypatch)
    assert count == -(-whole.source["pages"] // length)
    assert content(parts) == content(whole)


def test_sheets_among_pages_of_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = ROOT / SPECIMENS / "r5" / "02.pdf"
    path = bound(tmp_path / "mixed.pdf", OTHER, OTHER, sheet, OTHER, OTHER, OTHER, sheet, OTHER)
    whole = read_source(Task(path, "a.pdf"))
    assert {sheet.sheet_id is None for sheet in whole.sheets} == {True, False}
    for length in (1, 2, 3):
        assert content(in_stretches(path, length, monkeypatch)[0]) == content(whole)


@pytest.mark.parametrize(
    "missing", [{1}, {4, 5}, {8, 9, 10}, {3, 4, 5, 6, 12}, {13, 14, 15, 16}, set(range(1, 17))], ids=str
)
def test_pages_that_are_missing(missing: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    read_page = extract.reader.read_page

    def damaged(document: object, number: int, layers: bool) -> object:
        if number in missing:
            raise UnreadablePdfError("damaged_page", f"page {number} is damaged")
        return read_page(document, number, layers)

    monkeypatch.setattr(extract.reader, "read_page", damaged)
    monkeypatch.setattr(extract.reader, "_MISSING", 3)
    whole = read_source(Task(VOLUME, "a.pdf"))
    for length in (1, 2, 5):
        assert content(in_stretches(VOLUME, length, monkeypatch)[0]) == content(whole)


def test_a_file_that_changes_between_its_stretches_is_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines.work, "STRETCH", 5)
    path = bound(tmp_path / "a.pdf", VOLUME)
    first = read_stretch(Task(path, "a.pdf", shared=True, length=5))
    assert isinstance(first, Piece)
    path.write_bytes(path.read_bytes() + b"\n")
    later = read_stretch(first.rest()[0])
    assert isinstance(later, Piece)
    assert finished([first, later]).source["status"] == "failed"
    assert [row["code"] for row in finished([first, later]).issues] == ["file_changed"]


@pytest.mark.parametrize(("workers", "pages"), [(1, 81), (1, 1000), (2, 81), (2, 100), (2, 1000), (8, 100), (8, 5000)])
def test_stretches_make_up_the_file_and_leave_no_process_idle(workers: int, pages: int) -> None:
    first = Task(VOLUME, "a.pdf", shared=True, workers=workers, length=STRETCH if workers == 1 else FIRST)
    tasks = [first, *Piece(first, "", 0, About(pages, "", "")).rest()]
    ends = [task.first + task.length for task in tasks]
    assert [task.first for task in tasks] == [1, *ends[:-1]]
    assert ends[-2] <= pages < ends[-1]
    assert max(task.length for task in tasks) <= STRETCH
    free = [0] * workers  # when each is free again, in pages
    for task in tasks:
        free[free.index(min(free))] += min(task.length, pages + 1 - task.first)
    assert max(free) - min(free) <= max(tasks[-1].length, STRETCH / workers)


def test_a_second_reading_is_of_the_file_as_a_whole() -> None:
    assert not replace(Task(VOLUME, "a.pdf"), shared=True, verify=True).is_long(10_000)


@pytest.mark.slow
def test_two_workers_write_the_same_bytes_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    sheets = sorted((ROOT / "data/raw").rglob("*.pdf"))
    path = bound(tmp_path / "long.pdf", VOLUME, *sheets, VOLUME, *sheets)
    assert path.stat().st_size > 1 << 20
    written = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        run([path], Options(out, workers))
        written.append({f.relative_to(out): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()})
    assert len(written[0]) > 20
    assert written[0] == written[1]
