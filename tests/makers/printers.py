"""Printers: a producer with its options, as one function from blocks to a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import chromium, weasy
from .blocks import Block
from .calc import Book, print_book
from .html_page import Web, page
from .pen_cairo import CairoInk, CairoPen
from .pen_fpdf import FpdfInk, FpdfPen
from .pen_reportlab import Ink, ReportlabPen
from .typeset import Setting, Typesetter
from .typst_page import Press, print_typst
from .writer import Paper, print_html, print_word

Printer = Callable[[list[Block], Path], None]


def drawn(ink: Ink, setting: Setting) -> Printer:
    """reportlab's canvas under our own typesetter."""

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = ReportlabPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def browser(web: Web) -> Printer:
    """Chromium."""
    return lambda blocks, out: chromium.print_html(page(blocks, web), out)


def weasyprint(web: Web) -> Printer:
    """weasyprint."""
    return lambda blocks, out: weasy.print_html(page(blocks, web), out)


def fpdf(ink: FpdfInk, setting: Setting) -> Printer:
    """fpdf2 under our own typesetter."""

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = FpdfPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def cairo(ink: CairoInk, setting: Setting) -> Printer:
    """cairo under our own typesetter."""

    def print_it(blocks: list[Block], out: Path) -> None:
        pen = CairoPen(out, ink)
        Typesetter(pen, setting).set(blocks)
        pen.close()

    return print_it


def calc(book: Book) -> Printer:
    """LibreOffice Calc."""
    return lambda blocks, out: print_book(blocks, book, out)


def word(paper: Paper) -> Printer:
    """LibreOffice Writer, from a Word document."""
    return lambda blocks, out: print_word(blocks, paper, out)


def writer_html(web: Web) -> Printer:
    """LibreOffice Writer, from HTML."""
    return lambda blocks, out: print_html(blocks, web, out)


def typst(press: Press) -> Printer:
    """typst."""
    return lambda blocks, out: print_typst(blocks, press, out)
