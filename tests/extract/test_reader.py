"""What a page draws and what it says, by what PDF programs do: clips, glyphs without a meaning, texts that speak."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from extract.book import sheets
from extract.form import load_forms
from extract.page import Page
from extract.reader import pages
from extract.reference import pages as pages_again
from extract.stand_in import font
from tests.drawing import Drawing

Font = Callable[[pikepdf.Pdf], Dictionary]
BOX = b"600 0 0 0 500 700 d1 0 0 500 700 re f"  # a glyph: a black box


def page_of(path: Path, content: bytes, fonts: dict[str, Font], forms: dict[str, bytes] | None = None) -> Path:
    """A PDF of one A4 page."""
    with pikepdf.new() as pdf:
        held = {f"/{name}": pdf.make_indirect(font(pdf)) for name, font in fonts.items()}
        resources = Dictionary(Font=Dictionary(held))
        shown = {}
        for name, drawn in (forms or {}).items():
            stream = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900])
            stream.Resources = Dictionary(Font=Dictionary(held))
            shown[f"/{name}"] = stream
        resources.XObject = Dictionary(shown)
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources, page.Contents = resources, pdf.make_stream(content)
        pdf.save(path)
    return path


def helvetica(meanings: dict[int, str] | None = None) -> Font:
    def made(pdf: pikepdf.Pdf) -> Dictionary:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        return _saying(pdf, font, meanings)

    return made


def boxes(codes: str, meanings: dict[int, str] | None = None, scale: float = 0.001) -> Font:
    """A Type 3 font: a box for each code, under a name that says nothing."""

    def made(pdf: pikepdf.Pdf) -> Dictionary:
        names = {code: Name(f"/g{code}") for code in map(ord, codes)}
        first, last = min(names), max(names)
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 700], FontMatrix=[scale, 0, 0, scale, 0, 0],
            FirstChar=first, LastChar=last, Widths=[600] * (last - first + 1),
            CharProcs=Dictionary({str(name): pdf.make_stream(BOX) for name in names.values()}),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[x for pair in names.items() for x in pair]),
        )  # fmt: skip
        return _saying(pdf, font, meanings)

    return made


def _saying(pdf: pikepdf.Pdf, font: Dictionary, meanings: dict[int, str] | None) -> Dictionary:
    if meanings:
        lines = "\n".join(f"<{code:02x}> <{char.encode('utf-16-be').hex()}>" for code, char in meanings.items())
        said = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
{len(meanings)} beginbfchar
{lines}
endbfchar endcmap end end"""
        font.ToUnicode = pdf.make_stream(said.encode())
    return font


def miscounted(meanings: dict[int, str]) -> Font:
    """A font of numbered glyphs, its map of several ranges counted as one (pdfmake): pdfium leaves that alone."""

    def made(pdf: pikepdf.Pdf) -> Dictionary:
        ranges = "\n".join(f"<{n:04x}> <{n:04x}> [<{c.encode('utf-16-be').hex()}>]" for n, c in meanings.items())
        said = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange
{ranges}
endbfrange endcmap end end"""
        under = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.M, DW=1000, CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        )  # fmt: skip
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.M, Encoding=Name("/Identity-H"))
        font.DescendantFonts, font.ToUnicode = [pdf.make_indirect(under)], pdf.make_stream(said.encode())
        return font

    return made


def read(path: Path) -> Page:
    page = next(pages(path))
    assert page.fault is None
    return page


def text(page: Page) -> str:
    return "".join(page.glyphs.chars)


ROW = b"50 20 200 100 re S BT /F 10 Tf 60 100 Td (ab) Tj ET BT /F 10 Tf 60 30 Td (cd) Tj ET"


@pytest.mark.parametrize(("clip", "said"), [(b"", "abcd"), (b"0 60 595 782 re W n ", "ab")])
def test_what_a_page_end_clips_is_not_there(clip: bytes, said: str, tmp_path: Path) -> None:
    """A row drawn whole though its lower part belongs to the next page."""
    page = read(page_of(tmp_path / "a.pdf", clip + ROW, {"F": helvetica()}))
    assert text(page) == said
    bottom = max(page.rulings.vertical[:, 2])
    assert bottom == pytest.approx(842 - (60 if clip else 20), abs=0.6)
    assert len(page.rulings.horizontal) == (1 if clip else 2)
    assert page.lost == []


def test_a_clip_in_a_form_is_where_the_form_is(tmp_path: Path) -> None:
    form = b"0 60 595 782 re W n " + ROW
    page = read(page_of(tmp_path / "a.pdf", b"q 1 0 0 1 100 10 cm /X Do Q", {"F": helvetica()}, {"X": form}))
    assert text(page) == "ab"
    assert page.glyphs.box[0, 0] == pytest.approx(160, abs=1)
    assert max(page.rulings.vertical[:, 2]) == pytest.approx(842 - 70, abs=0.6)


@pytest.mark.parametrize(
    ("written", "printed"), [("\u0336", "—"), ("\u02bb", "‘"), ("\u2215", "／"), ("\u00ad", "\u2212"), ("A", "A")]
)
def test_a_code_point_that_shares_its_glyph_is_what_is_printed(written: str, printed: str, tmp_path: Path) -> None:
    path = page_of(
        tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td (xAx) Tj ET", {"F": helvetica({0x41: written, 0x78: "x"})}
    )
    assert text(read(path)) == f"x{printed}x"


def test_both_readers_name_twins_alike(tmp_path: Path) -> None:
    path = page_of(
        tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td (xAx) Tj ET", {"F": helvetica({0x41: "\u0336", 0x78: "x"})}
    )
    assert text(next(pages_again(path))) == text(read(path)) == "x—x"


@pytest.mark.parametrize("shown", [b"/F -10 Tf -1 0 0 -1 60 500 Tm", b"/F -10 Tf -100 Tz 1 0 0 -1 60 500 Tm"])
def test_a_size_below_nothing_does_not_turn_the_page(shown: bytes, tmp_path: Path) -> None:
    page = read(page_of(tmp_path / "a.pdf", b"BT " + shown + b" (abc) Tj ET", {"F": helvetica()}))
    assert (page.rotation, text(page)) == (0, "abc")
    assert page.glyphs.size.tolist() == pytest.approx([10, 10, 10])
    assert page.glyphs.box[0, 0] == pytest.approx(60, abs=0.5)
    assert page.glyphs.base.tolist() == pytest.approx([342, 342, 342], abs=0.5)


@pytest.mark.parametrize(("blank", "wide"), [("\u3000", True), (" ", False)])
def test_white_space_that_the_second_reader_alone_knows_is_none_of_the_glyphs(
    blank: str, wide: bool, tmp_path: Path
) -> None:
    font = miscounted({0x101: "１", 0x102: blank, 0x103: "事"})
    page = read(page_of(tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td <010101020103> Tj ET", {"F": font}))
    assert text(page) == "１事"
    assert page.glyphs.spaced.tolist() == [False, True]
    assert page.glyphs.wide.tolist() == [False, wide]


@pytest.mark.parametrize(("written", "printed"), [("葛\U000e0100", "葛"), ("祇\ufe00", "祇"), ("𠮷", "𠮷")])
def test_a_glyph_of_several_utf_16_units_is_one_character(written: str, printed: str, tmp_path: Path) -> None:
    """A variant that the font has is one glyph, which says its letter and the selector of the variant."""
    path = page_of(
        tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td (xAx) Tj ET", {"F": helvetica({0x41: written, 0x78: "x"})}
    )
    assert text(read(path)) == f"x{printed}x"


@pytest.mark.parametrize(
    ("shown", "meanings", "said"),
    [
        (b"A1", {0x41: "令", 0x31: "和"}, "令和"),
        (b"A1", None, "\ufffd\ufffd"),  # their codes are a font's own: neither an A nor a 1
        (b"A1", {0x41: "令"}, "令\ufffd"),
        (b"\x05\x06", None, "\ufffd\ufffd"),  # nor blanks
    ],
)
def test_a_glyph_without_a_meaning_is_no_letter(
    shown: bytes, meanings: dict[int, str] | None, said: str, tmp_path: Path
) -> None:
    font = boxes(shown.decode(), meanings)
    path = page_of(tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td <" + shown.hex().encode() + b"> Tj ET", {"F": font})
    assert text(read(path)) == said


def test_a_font_whose_em_is_absurd_keeps_its_line(tmp_path: Path) -> None:
    """Type 3 fonts of re-distilled files: size 1, and glyphs drawn a hundred times as large."""
    font = boxes("abc", {0x61: "令", 0x62: "和", 0x63: "年"}, scale=0.1)
    path = page_of(tmp_path / "a.pdf", b"BT /F 0.1 Tf 60 500 Td (abc) Tj ET", {"F": font})
    page = read(path)
    assert text(page) == "令和年"
    assert min(page.glyphs.size) > 3
    assert max(page.glyphs.base) - min(page.glyphs.base) < 0.1


SPOKEN = b"/Span <</ActualText <FEFF65B9>>> BDC BT /F 10 Tf 60 500 Td (x) Tj ET EMC"


def test_a_text_that_says_itself_stands_where_its_form_does(tmp_path: Path) -> None:
    page = read(page_of(tmp_path / "a.pdf", b"q 1 0 0 1 100 -200 cm /X Do Q", {"F": helvetica()}, {"X": SPOKEN}))
    assert text(page) == "方"
    assert page.glyphs.box[0, 0] == pytest.approx(160, abs=1)
    assert page.glyphs.base[0] == pytest.approx(842 - 300, abs=1)


def test_a_text_that_says_itself_is_as_large_as_its_form_shows_it(tmp_path: Path) -> None:
    """It is not guessed from its ink."""
    shown = SPOKEN.replace(b"(x)", b"(k)") + b" BT /F 10 Tf 70 500 Td (y) Tj ET"
    page = read(page_of(tmp_path / "a.pdf", b"q .2 0 0 .2 100 200 cm /X Do Q", {"F": helvetica()}, {"X": shown}))
    assert text(page) == "方y"
    assert page.glyphs.size == pytest.approx([2.0, 2.0])


def test_no_text_is_lost_that_another_one_of_its_span_says(tmp_path: Path) -> None:
    two = b"/Span <</ActualText <FEFF30AC>>> BDC BT /F 10 Tf 60 500 Td (x) Tj ET BT /F 10 Tf 66 500 Td (y) Tj ET EMC"
    page = read(page_of(tmp_path / "a.pdf", two, {"F": helvetica()}))
    assert text(page) == "ガ"
    assert page.lost == []


def test_a_page_whose_fonts_say_nothing_is_an_error(tmp_path: Path) -> None:
    shown = b"BT /F 10 Tf 60 500 Td (AAAAAAAA) Tj /G 10 Tf 0 -20 Td (abcdefgh) Tj ET"
    path = page_of(tmp_path / "a.pdf", shown, {"F": boxes("A"), "G": helvetica()})
    (facts,) = sheets(path, load_forms())
    assert [(d.severity, d.code) for d in facts.doubts] == [("error", "garbled_page")]
    assert facts.doubts[0].message == "page 1: 50% of its glyphs have no known character: unreadable"


def by_glyph_number(pdf: pikepdf.Pdf) -> Dictionary:
    """An embedded font whose codes are the numbers of its glyphs and which says nothing of what they mean."""
    held = pdf.make_stream(font())
    says = Dictionary(Type=Name.FontDescriptor, FontName=Name("/AAAAAA+F"), Flags=4, FontFile2=held)
    under = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/AAAAAA+F"), FontDescriptor=pdf.make_indirect(says),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/AAAAAA+F"), Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(under)],
    )  # fmt: skip


def test_the_number_of_a_glyph_is_no_letter_that_is_written_leftward(tmp_path: Path) -> None:
    """Numbers of kana in large fonts are code points of Arabic and its neighbours, which pdfium turns about."""
    shown = b"BT /F 10 Tf 60 500 Td <0844 0845 05D0 1401> Tj ET"
    page = read(page_of(tmp_path / "a.pdf", shown, {"F": by_glyph_number}))
    assert page.glyphs.chars == ["\ufffd"] * 4


def test_a_page_is_unreadable_though_its_upright_labels_say_what_they_are(tmp_path: Path) -> None:
    shown = b"BT /F 10 Tf 60 500 Td <0844 0845 1401 3042 3044> Tj /G 10 Tf 0 -20 Td (abcd) Tj ET"
    labels = helvetica(dict(zip(b"abcd", "事業計画", strict=True)))
    (facts,) = sheets(page_of(tmp_path / "a.pdf", shown, {"F": by_glyph_number, "G": labels}), load_forms())
    assert [(d.severity, d.code) for d in facts.doubts] == [("error", "garbled_page")]
    assert facts.doubts[0].message == "page 1: 56% of its glyphs have no known character: unreadable"


def test_a_space_without_a_meaning_is_a_space(tmp_path: Path) -> None:
    """Some programs leave the space out of the meanings that they write down: it leaves no ink."""
    made = boxes("ab\x03", {0x61: "a", 0x62: "b"})

    def font(pdf: pikepdf.Pdf) -> Dictionary:
        found = made(pdf)
        found.CharProcs["/g3"] = pdf.make_stream(b"600 0 d0")
        return found

    page = read(page_of(tmp_path / "a.pdf", b"BT /F 10 Tf 60 500 Td (a\x03b) Tj ET", {"F": font}))
    assert text(page) == "ab"
    assert page.glyphs.spaced.tolist() == [False, True]


def test_a_clip_keeps_the_order_in_which_things_are_painted(tmp_path: Path) -> None:
    """Paper-coloured cells on a dark ground, each with a clip of its own: the ground shows as rules between them."""
    drawn = b"0 g 50 740 310 44 re f 1 g "
    for column in range(3):
        drawn += b"q %d 742 98 38 re W n %d 742 98 39 re f Q " % (52 + 102 * column, 52 + 102 * column)
    page = read(page_of(tmp_path / "a.pdf", drawn, {}))
    assert len({round(x) for x, *_ in page.rulings.vertical.tolist()}) == 6


@pytest.mark.parametrize(("clips", "rules"), [(b"", 1), (b"100 700 60 80 re W n 300 700 60 80 re W n ", 0)])
def test_what_two_clips_leave_nothing_of_is_hidden(clips: bytes, rules: int, tmp_path: Path) -> None:
    drawn = b"q " + clips + b"190 750 m 320 750 l S BT /F 10 Tf 200 760 Td (ab) Tj ET Q"
    page = read(page_of(tmp_path / "a.pdf", drawn, {"F": helvetica()}))
    assert (len(page.rulings.horizontal), text(page)) == (rules, "ab" if rules else "")


def test_each_size_of_an_absurd_font_keeps_its_own(tmp_path: Path) -> None:
    shown = b"BT /F 0.1 Tf 60 500 Td (abc) Tj /F 0.2 Tf 0 100 Td (abc) Tj ET"
    page = read(page_of(tmp_path / "a.pdf", shown, {"F": boxes("abc", {0x61: "a", 0x62: "b", 0x63: "c"}, scale=0.1)}))
    small, large = page.glyphs.size[:3], page.glyphs.size[3:]
    assert large == pytest.approx(small * 2, rel=0.1)


@pytest.mark.parametrize("pitch", [0.6, 0.88, 1.2])
@pytest.mark.parametrize("count", [2, 3, 20])
def test_lines_that_say_the_same_and_nearly_touch_are_all_read(pitch: float, count: int, tmp_path: Path) -> None:
    """pdfium tells the first one only; spreadsheets set lines as tight where a font is a fallback for another."""
    drawing, said = Drawing(tmp_path / "a.pdf"), "区民の声が寄せられています。"
    for number in range(count):
        drawing.text(60, 100 + 9 * pitch * number, said)
    page = read(drawing.save())
    assert sorted(page.glyphs.chars) == sorted(said * count)
    assert sorted({round(base, 1) for base in page.glyphs.base}) == pytest.approx(
        [100 + 9 * (pitch * number + 0.9) for number in range(count)], abs=0.1
    )
    assert page.lost == []


@pytest.mark.parametrize("shift", [(0.3, 0.0), (0.4, 0.4), (0.0, -0.5), (1.5, 1.5)])
@pytest.mark.parametrize("said", ["区民の声。", "、", "_", "―"])
def test_what_is_struck_again_or_casts_a_shadow_is_read_once(
    said: str, shift: tuple[float, float], tmp_path: Path
) -> None:
    drawing = Drawing(tmp_path / "a.pdf")
    for x, y in ((0.0, 0.0), shift):
        drawing.text(60 + x, 100 + y, said, 12)
    page = read(drawing.save())
    assert (text(page), page.lost) == (said, [])
