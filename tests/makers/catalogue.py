"""The list of variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .calc import Book
from .drawn_variants import drawings, other_pens, tricks
from .handled_variants import handled, made_and_handled
from .html_page import Web
from .kept import SPECIMENS
from .office_variants import offices
from .pen_reportlab import Ink
from .printers import browser, calc, drawn, firefox
from .typeset import Setting
from .variant import Made, MadeIkeda, Variant
from .web_variants import browsers, firefoxes, justified, typsts, weasies


def ikedas() -> Iterator[MadeIkeda]:
    """Ikeda's form, whose layout is one crowded page."""
    page = Setting(margins=(46, 34, 46, 20), page_number=0, rules="thick-frame")
    yield MadeIkeda("ikeda-reportlab-cid", drawn(Ink(font="HeiseiKakuGo-W5"), page))
    yield MadeIkeda("ikeda-chromium", browser(Web(margin="10mm 14mm 6mm", width=500)))
    yield MadeIkeda("ikeda-firefox", firefox(Web(margin="10mm 14mm 6mm", width=500)))
    yield MadeIkeda("ikeda-calc", calc(Book(outer="medium", page_number=0)))


def specimens() -> Iterator[Variant]:
    """One sheet of each kept variant, with few programs, so that the files stay small."""
    for variant in variants():
        if variant.name in SPECIMENS:
            if isinstance(variant, Made):
                few = replace(variant.plan, programs=(2, 3), figures=(1, 1), goals=(2, 5))
                yield replace(variant, plan=few, count=1)
            elif isinstance(variant, MadeIkeda):
                yield replace(variant, count=1)


def variants() -> Iterator[Variant]:
    """Everything, quick producers first."""
    yield from drawings()
    yield from other_pens()
    yield from tricks()
    yield from justified()
    yield from weasies()
    yield from typsts()
    yield from made_and_handled()
    yield from handled()
    yield from browsers()
    yield from firefoxes()
    yield from offices()
    yield from ikedas()
