"""Variants printed by office suites."""

from __future__ import annotations

from collections.abc import Iterator

from .calc import Book
from .html_page import Web
from .invention import Plan
from .printers import calc, word, writer_html
from .strategy_sheet import Look
from .variant import OLD, Made
from .writer import Paper


def offices() -> Iterator[Made]:
    yield Made("calc-medium-frame", calc(Book(outer="medium")), Look(), Plan(2026, figures=(1, 3)))
    yield Made(
        "calc-mincho-double-dotted",
        calc(Book(font="TakaoMincho", outer="double", inner="dotted", scale=1.4)),
        Look(
            glued=True, notes_heading=False, heads="first", cost="rows", vertical=True, years="letter-paren-two-lines"
        ),
        Plan(2023, OLD),
    )
    yield Made(
        "calc-dashed-landscape",
        calc(Book(font="VL PGothic", inner="dashed", outer="thick", landscape=True)),
        Look(years="western", unit_in_cell=False),
        Plan(2028),
    )
    yield Made(
        "calc-hair-small",
        calc(
            Book(font="Noto Sans CJK JP", inner="hair", outer="thin", scale=0.8, header="戦略点検シート", page_number=1)
        ),
        Look(labels="spaced", years="kanji-nendo-wide", joiner="\n", break_before_2=False),
        Plan(2024, columns=tuple(range(2020, 2024))),
    )
    yield Made(
        "calc-a3",
        calc(Book(font="Noto Serif CJK JP", paper=8, scale=1.5, roomy=1.25)),
        Look(kana="narrow", review_mark="◯", cost="rows"),
        Plan(2030, programs=(5, 8)),
    )
    yield Made(
        "calc-bound",
        calc(Book(outer="medium", page_number=0)),
        Look(years="letter-nendo", indent=""),
        Plan(2027),
        count=4,
        bound=True,
    )
    yield Made("word-mincho-split", word(Paper()), Look(cost="rows", break_before_2=False), Plan(2025))
    yield Made(
        "word-gothic-repeat",
        word(Paper(font="VL Gothic", split_rows=False, repeat_heads=True, border="double")),
        Look(years="kanji-nendo", joiner="／"),
        Plan(2026),
    )
    yield Made(
        "word-landscape-vertical",
        word(Paper(font="Noto Sans CJK JP", landscape=True, border="dotted", eighths=8)),
        Look(vertical=True, glued=True, notes_heading=False, heads="first", years="letter-paren-wide"),
        Plan(2023, OLD),
    )
    yield Made(
        "writer-html",
        writer_html(Web(simple=True)),
        Look(asides=False, glued=True, heads="first", notes_heading=False, break_before_2=False, years="letter-nendo"),
        Plan(2025, figures=(0, 0)),
    )
