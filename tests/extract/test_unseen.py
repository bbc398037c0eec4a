"""Text that nobody sees is no print, and text of annotations is: what a viewer shows is what counts."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from extract.book import sheets
from extract.layout import lay_out
from extract.page import Page
from extract.reader import pages
from extract.readers import ReaderName
from extract.reference import pages as pages_again
from pipelines.source import read_source
from pipelines.work import Task
from tests.catalogue import ROOT
from tests.extract.test_reader import helvetica, page_of

READERS = pytest.mark.parametrize("read", [pages, pages_again])
Reader = Callable[[Path], Iterator[Page]]
TEXT = b"BT /F 12 Tf 1 0 0 1 100 700 Tm (1.5) Tj ET "
OVER = b"98 695 30 16 re f "  # a box over all of it
STATES = {
    "Clear": Dictionary(Type=Name.ExtGState, ca=0),
    "Half": Dictionary(Type=Name.ExtGState, ca=0.5),
    "Marker": Dictionary(Type=Name.ExtGState, BM=Name.Multiply),
}


def drawn(path: Path, content: bytes) -> Path:
    page_of(path, content, {"F": helvetica()})
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.ExtGState = Dictionary({f"/{name}": state for name, state in STATES.items()})
        pdf.save(path)
    return path


def printed(page: Page) -> str:
    return "".join(page.glyphs.chars)


@READERS
@pytest.mark.parametrize(
    "content",
    [
        b"1 g " + TEXT,
        b"1 1 1 rg " + TEXT,
        b"0 0 0 0 k " + TEXT,
        b"3 Tr " + TEXT,
        b"2 Tr 1 g 1 G " + TEXT,  # synthetic bold
        b"0 .3 .9 rg " + OVER + b"1 g " + OVER + TEXT,  # a cell on a dark ground
        b"/Clear gs " + TEXT,
        TEXT + b"1 g " + OVER,  # corrected: painted over with paper
        TEXT + b"0 g " + OVER,  # blackened
        b"0 .3 .9 rg " + OVER + b"0 g " + TEXT + b"0 .3 .9 rg " + OVER,
    ],
)
def test_text_that_leaves_no_mark_is_hidden(content: bytes, read: Reader, tmp_path: Path) -> None:
    content = b"q " + content + b" Q BT /F 9 Tf 1 0 0 1 60 600 Tm (seen) Tj ET"
    page = next(read(drawn(tmp_path / "a.pdf", content)))
    assert printed(page) == "seen"
    assert [hidden.text for hidden in page.hidden] == ["1.5"]
    box = page.hidden[0].box
    assert 95 < box.x0 < box.x1 < 125
    assert 842 - 715 < box.top < box.bottom < 842 - 695


@READERS
@pytest.mark.parametrize(
    "content",
    [
        b"0 .3 .9 rg " + OVER + b"1 g " + TEXT,  # white on a coloured heading
        b"0 g " + OVER + b"1 g " + TEXT,
        b"1 g " + OVER + b"0 g " + TEXT,  # paper first
        TEXT + b"/Half gs 1 1 0 rg " + OVER,
        TEXT + b"/Marker gs 1 1 0 rg " + OVER,  # a highlighter
        TEXT + b"1 g 98 695 8 16 re f ",  # over a part
        b"1 Tr 1 g " + TEXT,  # outlined
        b"2 Tr 1 g " + TEXT,
    ],
)
def test_text_that_shows_is_print(content: bytes, read: Reader, tmp_path: Path) -> None:
    page = next(read(drawn(tmp_path / "a.pdf", content)))
    assert (printed(page), page.hidden) == ("1.5", [])


HALO = b"".join(b"BT /F 12 Tf 1 0 0 1 %.1f %.1f Tm (1.5) Tj ET " % (100 + x, 700 + y)
                for x in (-0.3, 0, 0.3) for y in (-0.3, 0, 0.3))  # fmt: skip
AGAIN = b"0 g BT /F 12 Tf 1 0 0 1 %d 700 Tm (%s) Tj ET "


@READERS
@pytest.mark.parametrize(
    ("content", "seen", "hidden"),
    [
        (TEXT + b"1 g " + OVER + AGAIN % (100, b"2.5"), "2.5", ["1.5"]),  # corrected: what is the same is seen, too
        (TEXT + b"1 g " + OVER + AGAIN % (100, b"1.5"), "1.5", []),
        (TEXT + b"1 g 98 695 8 16 re f " + AGAIN % (100, b"2"), ".52", ["1"]),  # a digit of it
        (b"1 g " + TEXT + TEXT, "", ["1.5"]),  # pdfium gives one of them
        (b"1 g " + TEXT + b"0 g " + TEXT, "1.5", []),  # a halo
        (b"1 g " + HALO + b"0 g " + TEXT, "1.5", []),
        (HALO + b"1 g " + OVER + AGAIN % (100, b"2.5"), "2.5", ["1.5"]),  # bold, corrected
        (TEXT + b"/Marker gs 1 1 0 rg " + OVER + AGAIN % (100, b"2.5"), "1.52", []),  # nothing is painted out here
        (b"1 g " + TEXT + b"0 g 90 704 60 .8 re f ", "", ["1.5"]),  # a rule runs through it
    ],
)
def test_what_is_printed_again_is_seen(
    content: bytes, seen: str, hidden: list[str], read: Reader, tmp_path: Path
) -> None:
    page = next(read(drawn(tmp_path / "a.pdf", content)))
    assert sorted(printed(page)) == sorted(seen)  # of two equal letters in one place either may count
    assert [text.text for text in page.hidden] == hidden


@pytest.mark.parametrize("side", [14_400, 100_000])
def test_white_text_in_the_corners_of_a_huge_page_costs_little(side: int, tmp_path: Path) -> None:
    corners = b"".join(b"BT /F 12 Tf 1 0 0 1 %d %d Tm (1.5) Tj ET " % (x, x) for x in (50, side - 50))
    path = drawn(tmp_path / "a.pdf", b"1 g " + corners + b"BT /F 60000 Tf 1 0 0 1 0 9 Tm (1.5) Tj ET")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = Array([0, 0, side, side])
        pdf.save(path)
    tracemalloc.start()
    try:
        page = next(pages(path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert printed(page) == ""
    assert peak < 150 << 20


@READERS
@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_a_layer_that_is_off_is_no_print(on: bool, packed: bool, read: Reader, tmp_path: Path) -> None:
    path = page_of(tmp_path / "a.pdf", b"/X Do 0 g BT /F 9 Tf 60 600 Td (seen) Tj ET", {"F": helvetica()}, {"X": TEXT})
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
        state = Dictionary(BaseState=Name.ON, OFF=Array([] if on else [layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=state)
        pdf.pages[0].Resources.XObject["/X"].OC = layer
        modes = pikepdf.ObjectStreamMode
        pdf.save(path, object_stream_mode=modes.generate if packed else modes.disable)
    page = next(read(path))
    assert (printed(page), [hidden.text for hidden in page.hidden]) == (("1.5seen", []) if on else ("seen", ["1.5"]))


@READERS
@pytest.mark.parametrize(
    ("content", "seen", "hidden"),
    [
        (TEXT + b"1 g " + OVER + AGAIN % (100, b"2.5"), "2.5", ["1.5"]),
        (b"0 .588 0 rg " + OVER + b"1 0 0 rg " + TEXT, "1.5", []),  # red on a green as dark
    ],
)
def test_where_there_are_layers_all_texts_are_looked_for(
    content: bytes, seen: str, hidden: list[str], read: Reader, tmp_path: Path
) -> None:
    path = drawn(tmp_path / "a.pdf", content)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(BaseState=Name.ON))
        pdf.save(path)
    page = next(read(path))
    assert (sorted(printed(page)), [text.text for text in page.hidden]) == (sorted(seen), hidden)


def test_what_is_painted_over_in_a_form_counts_in_its_order(tmp_path: Path) -> None:
    """The cover lies in a form: before the text, or after it."""
    shown = []
    for number, order in enumerate((b"/X Do 0 g " + TEXT, TEXT + b"/X Do")):
        path = page_of(tmp_path / f"{number}.pdf", order, {"F": helvetica()}, {"X": b"1 g " + OVER})
        shown.append(printed(next(pages(path))))
    assert shown == ["1.5", ""]


def test_hidden_text_is_told_and_in_no_row(tmp_path: Path) -> None:
    """As a spreadsheet hides a figure in the colour of paper, in a cell of the sheet."""
    sheet = ROOT / "data/raw/131059/2025/15.pdf"
    page = next(pages(sheet))
    place = next(r.box for r in lay_out(page).regions if r.ruled and r.blank and r.box.width > 40 < 4 * r.box.height)
    path = tmp_path / "15.pdf"
    at = b"%.1f %.1f" % (place.x0 + 4, page.height - place.bottom + 4)
    with pikepdf.open(sheet) as pdf:
        pdf.pages[0].Resources.Font["/Hidden"] = helvetica()(pdf)
        pdf.pages[0].contents_add(pdf.make_stream(b"q 1 g BT /Hidden 8 Tf 1 0 0 1 " + at + b" Tm (98,765) Tj ET Q"))
        pdf.save(path)
    before, after = (read_source(Task(file, "15.pdf")).sheets[0] for file in (sheet, path))
    assert len(next(pages(path)).glyphs) == len(page.glyphs)
    issues = [(row["severity"], row["code"], row["message"]) for row in after.rows("issues")]
    assert issues == [("warning", "hidden_text", "text that cannot be seen on the page was left out: 98,765")]
    for name in before.tables.keys() - {"issues"}:
        ours, theirs = (
            [{key: value for key, value in row.items() if key != "source_id"} for row in one.rows(name)]
            for one in (before, after)
        )
        assert ours == theirs


@pytest.mark.parametrize("reader", list(ReaderName))
@pytest.mark.parametrize(("look", "blank", "told"), [("image", True, 1), ("image", False, 1), ("curve", True, 1),
                                                     ("curve", False, 0), ("ring", True, 1), ("ring", False, 0),
                                                     ("disc", True, 1), ("square", True, 0)])  # fmt: skip
def test_what_a_cell_shows_without_text_is_told(
    look: str, blank: bool, told: int, reader: ReaderName, tmp_path: Path
) -> None:
    """A figure pasted as a picture, or turned into outlines; a ring laid upon the cell instead of ○."""
    sheet = ROOT / "data/raw/131059/2025/15.pdf"
    page = next(pages(sheet))
    cells = [r for r in lay_out(page).regions if r.ruled and r.box.width > 40 < 4 * r.box.height]
    place = next(r.box for r in cells if r.blank is blank and (blank or r.text.replace(",", "").isdigit()))
    drawings = {
        "image": b"20 0 0 8 0 0 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x00\xff EI",
        "curve": b"0 0 m 0 6 8 10 8 5 c 8 2 4 0 0 0 c f",
        "ring": b"0 4 m 0 9 8 9 8 4 c 8 -1 0 -1 0 4 c S",
        "disc": b".9 g 0 4 m 0 9 8 9 8 4 c 8 -1 0 -1 0 4 c b",
        "square": b"0 0 8 8 re f",
    }
    with pikepdf.open(sheet) as pdf:
        at = b"%.1f %.1f" % (place.x0 + 4, page.height - place.bottom + 4)
        pdf.pages[0].contents_add(pdf.make_stream(b"q 1 0 0 1 " + at + b" cm 0 g " + drawings[look] + b" Q"))
        pdf.save(tmp_path / "15.pdf")
    (read,) = read_source(Task(tmp_path / "15.pdf", "15.pdf", reader=reader)).sheets
    issues = [(row["severity"], row["code"]) for row in read.rows("issues")]
    assert issues == [("warning", "picture_in_cell")] * told


@pytest.mark.parametrize("stroke", [b"%f %f m %f %f l S", b"%f %f %f .6 re f"])
def test_a_value_that_is_struck_out_is_told(stroke: bytes, tmp_path: Path) -> None:
    """As a correction that shows what it replaces; a spreadsheet draws a line, a browser a slim box."""
    sheet = ROOT / "data/raw/131059/2025/15.pdf"
    page = next(pages(sheet))
    cell = next(r for r in lay_out(page).regions if r.ruled and len(r.text) > 3 and r.text.replace(",", "").isdigit())
    line = cell.lines[0]
    inside = [i for i, (x0, _, x1, _) in enumerate(page.glyphs.box) if cell.box.x0 <= (x0 + x1) / 2 <= cell.box.x1]
    level = [i for i in inside if line.box.top <= page.glyphs.base[i] <= line.box.bottom]
    y = page.height - page.glyphs.base[level[0]] + 0.3 * line.size
    ends = (line.box.x0, y, line.box.x1, y) if b"l" in stroke else (line.box.x0, y, line.box.width)
    with pikepdf.open(sheet) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"q " + stroke % ends + b" Q"))
        pdf.save(tmp_path / "15.pdf")
    (read,) = read_source(Task(tmp_path / "15.pdf", "15.pdf")).sheets
    (issue,) = read.rows("issues")
    assert (issue["severity"], issue["code"]) == ("warning", "struck_text")
    assert issue["message"].endswith(line.text)


@READERS
@pytest.mark.parametrize(
    "content", [b"q 400 0 0 600 90 90 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x10 EI Q", b"0 0 m 0 60 80 100 80 50 c f", b""]
)
def test_a_page_of_pictures_alone_has_no_regions(content: bytes, read: Reader, tmp_path: Path) -> None:
    assert lay_out(next(read(drawn(tmp_path / "a.pdf", content)))).regions == []


def test_a_scan_is_told_as_one(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", b"q 400 0 0 600 90 90 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x10 EI Q")
    read = read_source(Task(path, "a.pdf"))
    assert (read.source["status"], [row["code"] for row in read.issues]) == ("scanned", ["scanned"])


@pytest.mark.parametrize("sheet", ["data/raw/131059/2025/15.pdf", "tests/specimens/invented/kobe/3.pdf"])
def test_a_page_that_a_scan_stands_for_is_told(sheet: str, tmp_path: Path) -> None:
    """Between the pages of a sheet it ends nothing; an appendix it is not, either."""
    scan = drawn(tmp_path / "scan.pdf", b"q 500 0 0 700 50 70 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x10 EI Q")
    with pikepdf.open(ROOT / sheet) as pdf, pikepdf.open(scan) as other:
        pdf.pages.insert(1, other.pages[0])
        pdf.save(tmp_path / "a.pdf")
    read = read_source(Task(tmp_path / "a.pdf", "a.pdf"))
    issues = [*read.issues, *(row for sheet in read.sheets for row in sheet.rows("issues"))]
    assert [(row["severity"], row["page"]) for row in issues if row["code"] == "scanned_page"] == [("error", 2)]
    assert read.source["status"] == "partial"
    assert [sheet.sheet_id is not None for sheet in read.sheets].count(True) == 1


def test_many_hidden_texts_are_one_issue(tmp_path: Path) -> None:
    lines = b"".join(b"BT /F 9 Tf 1 0 0 1 60 %d Tm (line %d) Tj ET " % (700 - 20 * n, n) for n in range(8))
    facts = next(sheets(drawn(tmp_path / "a.pdf", b"1 g " + lines), ()))
    (doubt,) = [doubt for doubt in facts.doubts if doubt.code == "hidden_text"]
    assert doubt.message.endswith("line0, line1, line2, line3, line4 and 3 more")


def annotated(path: Path, kind: str, *, hidden: bool = False) -> Path:
    """A page with an annotation that has an appearance of its own."""
    page_of(path, TEXT, {"F": helvetica()})
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = helvetica()(pdf)
        look = pdf.make_stream(b"BT /F 10 Tf 2 4 Td (typed) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        look.BBox, look.Resources = Array([0, 0, 60, 16]), Dictionary(Font=Dictionary(F=font))
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[200, 600, 260, 616], F=2 if hidden else 4)
        note.Contents, note.AP = String("typed"), Dictionary(N=look)
        if kind == "Widget":
            note.FT, note.T, note.V = Name.Tx, String("field"), String("typed")
        held = Array([pdf.make_indirect(note)])
        pdf.pages[0].Annots = held
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(Fields=held)
        pdf.save(path)
    return path


@READERS
@pytest.mark.parametrize("kind", ["FreeText", "Widget", "Stamp"])
def test_the_text_of_annotations_is_print(kind: str, read: Reader, tmp_path: Path) -> None:
    page = next(read(annotated(tmp_path / "a.pdf", kind)))
    assert printed(page) == "1.5typed"
    x0, top, x1, bottom = page.glyphs.box[3:].T
    assert 200 <= x0.min() < x1.max() <= 260
    assert 842 - 616 <= top.min() < bottom.max() <= 842 - 600


@READERS
@pytest.mark.parametrize(
    ("kind", "hidden"), [("Link", False), ("Text", False), ("Highlight", False), ("FreeText", True)]
)
def test_other_annotations_bear_no_print(kind: str, hidden: bool, read: Reader, tmp_path: Path) -> None:
    page = next(read(annotated(tmp_path / "a.pdf", kind, hidden=hidden)))
    assert printed(page) == "1.5"
