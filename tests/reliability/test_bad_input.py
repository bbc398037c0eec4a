"""What is no sheet at all, or pretends to be: each is one row and one issue, and never hangs."""

from __future__ import annotations

import io
import os
import re
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pyarrow.parquet as pq
import pytest

from extract import glyphs, paths
from extract.page import UnreadablePdfError
from extract.reader import describe_file, pages
from extract.repair import with_trailer
from pipelines.find import find_pdfs
from pipelines.options import Options
from pipelines.run import run
from pipelines.source import read_source
from pipelines.work import Task
from pipelines.workers import Limits
from tests.catalogue import ROOT, SPECIMENS

SHEET = ROOT / SPECIMENS / "r5" / "02.pdf"
VOLUME = ROOT / SPECIMENS / "r7-volume.pdf"


def codes(path: Path) -> list[str]:
    """The codes of a file's issues, read in this process."""
    read = read_source(Task(path, path.name))
    said = [row["code"] for row in read.issues]
    for sheet in read.sheets:
        if "issues" in sheet.tables:
            said += sheet.tables["issues"]["code"]
    return said


def written(folder: Path, content: bytes) -> Path:
    path = folder / "a.pdf"
    path.write_bytes(content)
    return path


def drawn(content: bytes, packed: bytes | None = None) -> bytes:
    """A one-page PDF that draws ``content`` (or holds ``packed`` as its deflated stream)."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(content)
    if packed is not None:
        page.Contents.write(packed, filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    assert codes(tmp_path / "a.pdf") == ["not_a_file"]


def test_a_device_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to("/dev/zero")
    assert codes(tmp_path / "a.pdf") == ["not_a_file"]


def test_links_in_a_ring_are_unreadable_and_folders_in_a_ring_end(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "b.pdf")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "again").symlink_to(tmp_path)
    assert find_pdfs([tmp_path]) == [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    assert codes(tmp_path / "a.pdf") == ["unreadable_file"]


def test_a_folder_that_cannot_be_listed_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True)
    (tmp_path / "in" / "a.pdf").write_bytes(SHEET.read_bytes())
    scan, listing = os.scandir, os.listdir

    def refuse(real: Any) -> Any:
        def call(path: Any = ".") -> Any:
            if os.fspath(path).endswith("closed"):
                raise PermissionError(13, "Permission denied", os.fspath(path))
            return real(path)

        return call

    monkeypatch.setattr(os, "scandir", refuse(scan))
    monkeypatch.setattr(os, "listdir", refuse(listing))  # pathlib lists by either
    found = find_pdfs([tmp_path / "in"])
    assert [path.name for path in found] == ["a.pdf", "closed"]
    assert codes(found[1]) == ["unreadable_folder"]


def test_a_page_of_too_many_objects_costs_that_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_OBJECTS", 1000)
    path = written(tmp_path, drawn(b"0 0 m 9 9 l S\n" * 2000))
    assert codes(path) == ["too_many_objects"]
    assert read_source(Task(path, "a.pdf")).source["status"] == "failed"


def test_a_page_of_too_many_characters_costs_that_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = [len(page.glyphs) for page in pages(VOLUME)]
    monkeypatch.setattr(glyphs, "_CHARACTERS", max(counts))
    read = read_source(Task(VOLUME, "a.pdf"))
    assert "too_many_objects" in codes(VOLUME)
    assert read.source["status"] == "partial"
    assert [sheet.sheet_id for sheet in read.sheets if sheet.sheet_id]


def test_a_bomb_is_stopped_by_the_memory_limit_or_reads_as_nothing(tmp_path: Path) -> None:
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 30_000_000, 9)
    path = written(tmp_path, drawn(b"", packed))
    assert path.stat().st_size < 2_000_000
    run([path], Options(tmp_path / "out", 1, limits=Limits(60, 512)))
    said = {row["code"] for row in pq.read_table(tmp_path / "out" / "issues").to_pylist()}
    assert said & {"too_much_memory", "too_many_objects", "reader_crashed", "scanned", "took_too_long"}


def test_a_page_tree_that_loops_ends(tmp_path: Path) -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    said = codes(written(tmp_path, content))
    assert said
    assert set(said) <= {"damaged_pdf", "damaged_page", "repaired_file"}


def test_pages_that_the_count_leaves_out_are_missed(tmp_path: Path) -> None:
    with pikepdf.open(VOLUME) as pdf:
        pdf.Root.Pages.Count = 2
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = re.sub(rb"/Count 15\b", b"/Count 2 ", out.getvalue())
    assert "missing_pages" in [fault.code for fault in describe_file(written(tmp_path, whole)).faults]


@pytest.mark.parametrize("kept", [0.999, 0.97])
def test_a_file_that_breaks_off_never_reads_as_whole(tmp_path: Path, kept: float) -> None:
    content = VOLUME.read_bytes()
    said = codes(written(tmp_path, content[: int(len(content) * kept)]))
    assert set(said) & {"repaired_file", "damaged_pdf", "missing_pages", "damaged_page"}


def test_a_file_that_lost_its_trailer_is_read_and_said_so(tmp_path: Path) -> None:
    with pikepdf.open(SHEET) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = out.getvalue()
    path = written(tmp_path, content[: content.rindex(b"\nxref")])
    whole, found = ([page.glyphs.chars for page in pages(p)] for p in (SHEET, path))
    assert found == whole
    assert "repaired_file" in codes(path)


def test_a_trailer_is_made_up_only_where_there_is_none() -> None:
    assert with_trailer(SHEET.read_bytes()) is None
    assert with_trailer(b"%PDF-1.4\n1 0 obj<</Type/Pages>>endobj\n") is None


def test_every_specimen_is_whole() -> None:
    found = [ROOT / SPECIMENS / name for name in ("r5", "r7-browser", "variants")]
    for path in find_pdfs([*found, VOLUME, ROOT / "data" / "raw"]):
        assert describe_file(path).faults == (), path


def test_a_missing_file_raises_what_the_system_says() -> None:
    with pytest.raises(FileNotFoundError):
        list(pages(Path("nowhere.pdf")))
    with pytest.raises(UnreadablePdfError):
        list(pages(ROOT / SPECIMENS / "bad" / "empty.pdf"))
