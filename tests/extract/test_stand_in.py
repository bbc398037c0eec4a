"""A page reads the same whatever fonts the machine has: texts whose font the file does not hold come out whole."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extract.reader import pages
from extract.stand_in import font
from pipelines.draw import render
from tests.catalogue import ROOT, SPECIMENS
from tests.conftest import read_into
from tests.truth import found_in

ALONE = [
    "―",
    "—",
    "–",
    "－",
    "ー",
    "−",
    "…",
    "〜",
    "～",
    "△",
    "▲",
    "①",
    "㈱",
    "㎡",
    "﨑",
    "・",
    "‧",
    "〇",
    "○",
    "字",
    "ア",
    "ｱ",
    "1",
    "A",
]
SHEET = ROOT / SPECIMENS / "r5" / "02.pdf"


def lone_characters(path: Path, face: str) -> Path:
    """A page with one character to each text, in a font that the file only names."""
    pdfmetrics.registerFont(UnicodeCIDFont(face))
    drawing = canvas.Canvas(str(path), invariant=1)
    drawing.setFont(face, 10)
    for number, char in enumerate([*ALONE, " ", "\u3000"]):
        drawing.drawString(50, 800 - 20 * number, char)
    drawing.save()
    return path


def without_fonts(source: Path, target: Path) -> Path:
    """The same PDF with its font files taken out."""
    with pikepdf.open(source) as document:
        taken = 0
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary):
                for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if key in thing:
                        del thing[key]
                        taken += 1
        assert taken > 0
        document.save(target)
    return target


@pytest.mark.parametrize("face", ["HeiseiKakuGo-W5", "HeiseiMin-W3"])
def test_a_character_alone_in_a_font_that_the_file_only_names_is_read(face: str, tmp_path: Path) -> None:
    (page,) = pages(lone_characters(tmp_path / "alone.pdf", face))
    assert page.glyphs.chars == ALONE
    assert page.lost == []


def test_a_sheet_whose_fonts_were_taken_out_gives_the_same_rows(tmp_path: Path) -> None:
    read_into(tmp_path / "whole", SHEET)
    read_into(tmp_path / "bare", without_fonts(SHEET, tmp_path / "bare.pdf"))
    assert found_in(tmp_path / "bare") == found_in(tmp_path / "whole")


def test_a_picture_of_a_page_uses_the_fonts_of_the_system_and_reading_goes_on_without(tmp_path: Path) -> None:
    path = lone_characters(tmp_path / "alone.pdf", "HeiseiKakuGo-W5")
    before = render(path, 1, 1).tobytes()
    first = next(pages(path)).glyphs.chars
    assert render(path, 1, 1).tobytes() == before
    assert next(pages(path)).glyphs.chars == first == ALONE


def test_the_stand_in_is_a_font_with_a_box_for_every_character_and_next_to_nothing_for_a_space() -> None:
    face = ImageFont.truetype(io.BytesIO(font()), 1000)
    for char in [*ALONE, "\U00020bb7"]:
        x0, top, x1, bottom = face.getbbox(char)
        assert x1 - x0 >= 100, char
        assert bottom - top >= 700, char
    for space in " \u00a0\u2003\u3000":
        _, top, _, bottom = face.getbbox(space)
        assert bottom - top <= 2, space
