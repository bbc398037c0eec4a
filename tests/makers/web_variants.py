"""Variants set by engines that lay out pages themselves: browsers, weasyprint, typst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .html_page import Web
from .invention import Plan
from .printers import browser, firefox, typst, weasyprint
from .strategy_sheet import Look
from .typst_page import Press
from .variant import OLD, Made


class _Page(NamedTuple):
    """What more than one browser prints."""

    web: Web
    look: Look
    plan: Plan


_GLUED = _Page(
    Web(split_rows=True, border="1px dotted #000", font="TakaoPGothic"),
    Look(glued=True, heads="first", notes_heading=False, years="letter-paren-two-lines"),
    Plan(2023, OLD),
)
_LANDSCAPE = _Page(
    Web(page="A4 landscape", width=770, repeat_heads=True, split_rows=True, font="VL PGothic"),
    Look(years="western", unit_in_cell=False, value_align="center"),
    Plan(2028, columns=tuple(range(2024, 2032)), goals=(0, 3)),
)


def browsers() -> Iterator[Made]:
    yield Made(
        "chromium-split-rows", browser(Web(split_rows=True, page_number=66)), Look(cost="flex", break_before_2=False)
    )
    yield Made(
        "chromium-separate-repeat",
        browser(Web(collapse=False, repeat_heads=True, font="Noto Sans CJK JP")),
        Look(cost="rows", years="kanji-nendo-wide", brackets="（）", review_mark="○"),
        Plan(2024),
    )
    yield Made(
        "chromium-spaced-borders",
        browser(Web(collapse=False, spacing="2px", split_rows=True, font="Noto Serif CJK JP")),
        Look(cost="grid", labels="thin", joiner="、", review_mark="◯"),
        Plan(2022),
    )
    yield Made("chromium-landscape", browser(_LANDSCAPE.web), _LANDSCAPE.look, _LANDSCAPE.plan)
    yield Made("chromium-glued", browser(_GLUED.web), _GLUED.look, _GLUED.plan)
    yield Made(
        "chromium-double-vertical",
        browser(Web(border="3px double #000", keep_tables=True, margin="8mm")),
        Look(vertical=True, joiner="\n", cost="rows", years="letter"),
        Plan(2026),
    )
    yield Made(
        "chromium-a3",
        browser(Web(page="A3 landscape", width=1100, font="M PLUS 1p, IPAexGothic", extra="body{font-size:10pt}")),
        Look(size=10.0, labels="spaced", years="kanji-two-lines", break_before_2=False),
        Plan(2030, programs=(5, 9)),
    )


def firefoxes() -> Iterator[Made]:
    """Of a table that a page end cuts Firefox draws the uprights on its last page only."""
    yield Made("firefox-split-rows", firefox(Web(split_rows=True)), Look(cost="flex", break_before_2=False))
    yield Made(
        "firefox-unshaded",
        firefox(Web(split_rows=True, font="Noto Serif CJK JP", extra="td{background:none!important}")),
        Look(years="letter-nendo", brackets="（）", break_before_2=False),
        Plan(2027),
    )
    yield Made("firefox-glued", firefox(_GLUED.web), _GLUED.look, _GLUED.plan)
    yield Made("firefox-landscape", firefox(_LANDSCAPE.web), _LANDSCAPE.look, _LANDSCAPE.plan)
    yield Made(
        "firefox-separate",
        firefox(Web(collapse=False, font="Noto Sans CJK JP")),
        Look(cost="rows", years="kanji-nendo-wide", review_mark="○"),
        Plan(2024),
    )
    yield Made(
        "firefox-a3",
        firefox(Web(page="A3 landscape", width=1100, font="IPAexGothic", extra="body{font-size:10pt}")),
        Look(size=10.0, labels="spaced", years="kanji-two-lines", break_before_2=False),
        Plan(2030, programs=(5, 9)),
    )


def justified() -> Iterator[Made]:
    """均等割付: letters set apart by the layout, with no blank between them."""
    spread = "td{letter-spacing:.05em;text-align-last:justify}"
    yield Made(
        "weasyprint-letter-spaced",
        weasyprint(Web(extra="td,div,p{letter-spacing:.08em}", split_rows=True)),
        Look(number="主要課題　Ｎｏ．{}", years="kanji-nendo"),
        Plan(2025),
    )
    yield Made(
        "chromium-justified",
        browser(Web(extra=spread.replace("td{", "td[style*=center]{"), font="TakaoGothic", split_rows=True)),
        Look(cost="flex", years="letter"),
        Plan(2026),
    )
    yield Made(
        "chromium-radicals-serif",
        browser(Web(font="Noto Serif CJK JP", margin="10mm", extra="svg text{font-family:'Noto Serif CJK JP'}")),
        Look(years="letter-nendo", brackets="（）", break_before_2=False),
        Plan(2027, tricky=0.4),
    )


def weasies() -> Iterator[Made]:
    yield Made(
        "weasyprint-split-rows",
        weasyprint(Web(split_rows=True, page_number=12)),
        Look(cost="rows", break_before_2=False),
    )
    yield Made(
        "weasyprint-separate",
        weasyprint(Web(collapse=False, font="IPAexMincho", repeat_heads=True)),
        Look(years="letter-wide", digits="wide", kana="narrow"),
        Plan(2023, OLD),
    )
    yield Made(
        "weasyprint-dashed",
        weasyprint(Web(border="0.7pt dashed #000", font="Noto Sans CJK JP", split_rows=True)),
        Look(vertical=True, glued=True, notes_heading=False, heads="first", joiner="／"),
        Plan(2027),
    )


def typsts() -> Iterator[Made]:
    yield Made("typst-split", typst(Press()), Look(cost="rows", break_before_2=False), Plan(2025))
    yield Made(
        "typst-mincho-repeat",
        typst(Press(font="Noto Serif CJK JP", stroke='(dash: "dotted", thickness: 0.7pt)', repeat_heads=True)),
        Look(vertical=True, years="kanji-paren", brackets="（）"),
        Plan(2028),
    )
    yield Made(
        "typst-landscape-glued",
        typst(Press(flipped=True, font="VL PGothic")),
        Look(glued=True, heads="first", notes_heading=False),
        Plan(2022),
    )
