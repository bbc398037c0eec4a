"""Printers: a producer with its options, as one function from blocks to a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .blocks import Block
from .typeset import Setting, Typesetter

if TYPE_CHECKING:  # each producer is a library of its own, imported when it prints
    from .calc import Book
    from .html_page import Web
    from .pen_cairo import CairoInk
    from .pen_fpdf import FpdfInk
    from .pen_reportlab import Ink
    from .typst_page import Press
    from .writer import Paper

Printer = Callable[[list[Block], Path], None]


def drawn(ink: Ink, setting: Setting) -> Printer:
    """reportlab's canvas under our own typesetter."""
    from .pen_reportlab import ReportlabPen

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = ReportlabPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def browser(web: Web) -> Printer:
    """Chromium."""
    from . import chromium
    from .html_page import page

    return lambda blocks, out: chromium.print_html(page(blocks, web), out)


_PAPER = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}  # inches


def firefox(web: Web) -> Printer:
    """Firefox."""
    from . import firefox as browser
    from .html_page import page

    name, _, way = web.page.partition(" ")
    width, height = _PAPER[name]
    size = (height, width) if way == "landscape" else (width, height)
    return lambda blocks, out: browser.print_html(page(blocks, web), out, size)


def weasyprint(web: Web) -> Printer:
    """weasyprint."""
    from . import weasy
    from .html_page import page

    return lambda blocks, out: weasy.print_html(page(blocks, web), out)


def fpdf(ink: FpdfInk, setting: Setting) -> Printer:
    """fpdf2 under our own typesetter."""
    from .pen_fpdf import FpdfPen

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = FpdfPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def cairo(ink: CairoInk, setting: Setting) -> Printer:
    """cairo under our own typesetter."""
    from .pen_cairo import CairoPen

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = CairoPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def calc(book: Book) -> Printer:
    """LibreOffice Calc."""
    from .calc import print_book

    return lambda blocks, out: print_book(blocks, book, out)


def word(paper: Paper) -> Printer:
    """LibreOffice Writer, from a Word document."""
    from .writer import print_word

    return lambda blocks, out: print_word(blocks, paper, out)


def writer_html(web: Web) -> Printer:
    """LibreOffice Writer, from HTML."""
    from .writer import print_html

    return lambda blocks, out: print_html(blocks, web, out)


def typst(press: Press) -> Printer:
    """typst."""
    from .typst_page import print_typst

    return lambda blocks, out: print_typst(blocks, press, out)
