"""Variants that are finished files, handled: turned, locked, damaged, stamped, printed again."""

from __future__ import annotations

from collections.abc import Iterator

from .invention import Plan
from .pen_reportlab import Ink
from .printers import drawn
from .strategy_sheet import Look
from .typeset import Setting
from .variant import Handled, Made


def handled() -> Iterator[Handled]:
    names = {
        "turned90": ("r7", ("15", "21")),
        "turned180": ("r7", ("03", "28")),
        "turned270": ("r5", ("02", "30")),
        "laid90": ("r7", ("34", "21")),
        "laid180": ("r5", ("07", "30")),
        "turned90+laid270": ("r7", ("03", "28")),
        "laid270": ("r7-browser", ("09",)),
        "origin-negative": ("r7", ("34", "01")),
        "cropped": ("r7", ("44",)),
        "user-unit": ("r7", ("52",)),
        "rc4-40": ("r7", ("15",)),
        "rc4-128+linearized": ("r5", ("07",)),
        "aes-128": ("r7", ("21",)),
        "aes-256": ("r7-browser", ("10",)),
        "no-trailer": ("r7", ("03",)),
        "no-table": ("r7", ("28",)),
        "wrong-offsets": ("r5", ("30",)),
        "wrong-startxref": ("r7", ("52",)),
        "junk-before+junk-after": ("r7", ("34",)),
        "updated": ("r7", ("44",)),
        "bare+object-streams": ("r5", ("02",)),
        "gs": ("r7", ("15", "28")),
        "cairo": ("r7", ("15", "44")),
        "cairo+gs": ("r5", ("07",)),
        "cairo+turned90": ("r7-browser", ("09",)),
        "stamped": ("r7", ("15", "21")),
        "headed": ("r5", ("02",)),
        "watermarked": ("r7", ("15", "28")),
        "linked": ("r7", ("01",)),
        "blank-pages": ("r7", ("03", "52")),
        "origin-positive+turned270": ("r7-browser", ("09",)),
        "uncompressed": ("r7", ("15",)),
    }
    for handling, (specimens, files) in names.items():
        yield Handled(f"handled-{handling}-{specimens}", specimens, handling, files)


def made_and_handled() -> Iterator[Made]:
    gothic, mincho = "HeiseiKakuGo-W5", "HeiseiMin-W3"
    yield Made(
        "cid-turned90-rc4",
        drawn(Ink(font=gothic), Setting(rules="frames")),
        Look(cost="rows"),
        Plan(2026),
        handling="turned90+rc4-40",
    )
    yield Made(
        "cid-vertical-turned270",
        drawn(Ink(font=mincho, vertical="cid"), Setting(rules="slivers", split_rows=True)),
        Look(vertical=True),
        Plan(2024),
        handling="turned270+origin-negative",
    )
    yield Made(
        "form-cropped-aes",
        drawn(Ink(in_form=True, upside=True), Setting(rules="dots")),
        Look(years="kanji-nendo"),
        Plan(2028),
        handling="cropped+aes-256",
    )
    yield Made(
        "landscape-turned90",
        drawn(Ink(size=(841.89, 595.28)), Setting()),
        Look(years="western"),
        Plan(2027),
        handling="turned90",
    )
    yield Made(
        "strikes-cairo-gs",
        drawn(Ink(font="IPAexMincho", bold="strike3", strike=0.4), Setting(rules="short-slivers")),
        Look(),
        Plan(2025),
        handling="cairo+gs",
    )
    yield Made(
        "bound-cairo-stamped-headed",
        drawn(Ink(), Setting(rules="edges")),
        Look(years="letter-nendo"),
        Plan(2026),
        handling="cairo+stamped+headed",
        bound=True,
    )
    yield Made(
        "cid-user-unit-linked",
        drawn(Ink(font=gothic, bold="render"), Setting(thick=0.25)),
        Look(notes_heading=False),
        Plan(2025),
        handling="linked+user-unit",
    )
