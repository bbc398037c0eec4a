"""The list of variants: which content, which look, which printer, which handling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .calc import Book
from .html_page import Web
from .invention import Plan
from .pen_cairo import CairoInk
from .pen_fpdf import FpdfInk
from .pen_reportlab import Ink
from .printers import Printer, browser, cairo, calc, drawn, fpdf, typst, weasyprint, word, writer_html
from .strategy_sheet import Look
from .typeset import Setting
from .typst_page import Press
from .writer import Paper

OLD = tuple(range(2018, 2024))


@dataclass(frozen=True, slots=True)
class Made:
    """A folder of invented sheets."""

    name: str
    printer: Printer
    look: Look = field(default_factory=Look)
    plan: Plan = field(default_factory=Plan)
    count: int = 3
    handling: str = ""
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Handled:
    """Finished specimens, handled; their truth is unchanged."""

    name: str
    specimens: str
    """Name of the truth JSON and of the folder (or single PDF) beside it."""
    handling: str
    files: tuple[str, ...] = ()


def browsers() -> Iterator[Made]:
    yield Made(
        "chromium-split-rows", browser(Web(split_rows=True, page_number=66)), Look(cost="flex", break_before_2=False)
    )
    yield Made(
        "chromium-separate-repeat", browser(Web(collapse=False, repeat_heads=True, font="Noto Sans CJK JP")),
        Look(cost="rows", years="kanji-nendo-wide", brackets="（）", review_mark="○"), Plan(2024),
    )  # fmt: skip
    yield Made(
        "chromium-spaced-borders", browser(Web(collapse=False, spacing="2px", split_rows=True, font="Noto Serif CJK JP")),
        Look(cost="grid", labels="thin", joiner="、", review_mark="◯"), Plan(2022),
    )  # fmt: skip
    yield Made(
        "chromium-landscape", browser(Web(page="A4 landscape", width=770, repeat_heads=True, split_rows=True, font="VL PGothic")),
        Look(years="western", unit_in_cell=False, value_align="center"), Plan(2028, goals=(0, 3)),
    )  # fmt: skip
    yield Made(
        "chromium-glued", browser(Web(split_rows=True, border="1px dotted #000", font="TakaoPGothic")),
        Look(glued=True, heads="first", notes_heading=False, years="letter-paren-two-lines"), Plan(2023, OLD),
    )  # fmt: skip
    yield Made(
        "chromium-double-vertical", browser(Web(border="3px double #000", keep_tables=True, margin="8mm")),
        Look(vertical=True, joiner="\n", cost="rows", years="letter"), Plan(2026),
    )  # fmt: skip
    yield Made(
        "chromium-a3", browser(Web(page="A3 landscape", width=1100, font="M PLUS 1p, IPAexGothic", extra="body{font-size:10pt}")),
        Look(size=10.0, labels="spaced", years="kanji-two-lines", break_before_2=False), Plan(2030, programs=(5, 9)),
    )  # fmt: skip


def weasies() -> Iterator[Made]:
    yield Made(
        "weasyprint-split-rows",
        weasyprint(Web(split_rows=True, page_number=12)),
        Look(cost="rows", break_before_2=False),
    )
    yield Made(
        "weasyprint-separate", weasyprint(Web(collapse=False, font="IPAexMincho", repeat_heads=True)),
        Look(years="letter-wide", digits="wide", kana="narrow"), Plan(2023, OLD),
    )  # fmt: skip
    yield Made(
        "weasyprint-dashed", weasyprint(Web(border="0.7pt dashed #000", font="Noto Sans CJK JP", split_rows=True)),
        Look(vertical=True, glued=True, notes_heading=False, heads="first", joiner="／"), Plan(2027),
    )  # fmt: skip


def drawings() -> Iterator[Made]:
    gothic, mincho = "HeiseiKakuGo-W5", "HeiseiMin-W3"
    yield Made("reportlab-lines", drawn(Ink(), Setting()), Look(), Plan())
    yield Made(
        "reportlab-frames-cid", drawn(Ink(font=gothic), Setting(rules="frames", split_rows=True)),
        Look(cost="rows", break_before_2=False), Plan(2026, tricky=0.3),
    )  # fmt: skip
    yield Made(
        "reportlab-slivers-cid-mincho", drawn(Ink(font=mincho, bold="strike3"), Setting(rules="slivers", orphan_heads=True)),
        Look(years="letter-nendo", brackets="（）", break_before_2=False), Plan(2024),
    )  # fmt: skip
    yield Made(
        "reportlab-short-slivers", drawn(Ink(font="VL-PGothic", bold="render"), Setting(rules="short-slivers", split_rows=True, repeat_heads=True)),
        Look(joiner="\n", labels="spaced", years="kanji-nendo"), Plan(2027),
    )  # fmt: skip
    yield Made(
        "reportlab-vertical-cid", drawn(Ink(font=mincho, vertical="cid", bold="render"), Setting(rules="dots", split_rows=True, open_splits=True)),
        Look(vertical=True, glued=True, heads="first", notes_heading=False, years="letter-paren-two-lines", kana="narrow", digits="wide"),
        Plan(2023, OLD, tricky=0.3),
    )  # fmt: skip
    yield Made(
        "reportlab-form-inset", drawn(Ink(font=gothic, in_form=True, upside=True), Setting(rules="inset", thick=1.0, tracking=True, vector_icons=True)),
        Look(years="letter-jisseki", unit_in_cell=False), Plan(2029, goals=(8, 17)),
    )  # fmt: skip
    yield Made(
        "reportlab-dashes-white", drawn(Ink(font="TakaoMincho", white=True, strike=0.4), Setting(rules="dashes", repeat_heads=True)),
        Look(review_mark="○", joiner="、", fill=None), Plan(2025, tricky=0.5),
    )  # fmt: skip
    yield Made(
        "reportlab-dash-array", drawn(Ink(font="IPAexMincho"), Setting(rules="dash-array", split_rows=True, running_head="文の京　総合戦略")),
        Look(vertical=True, number="主要課題　№{}", cost="rows", years="letter-paren-wide", break_before_2=False), Plan(2026),
    )  # fmt: skip
    yield Made(
        "reportlab-double", drawn(Ink(font="VL-Gothic"), Setting(rules="double", orphan_heads=True)),
        Look(years="kanji-paren", dash="－", title="令和{}年度 進行管理　戦略点検シート"), Plan(2022),
    )  # fmt: skip
    yield Made(
        "reportlab-landscape-thick", drawn(Ink(size=(841.89, 595.28), bold="strike2", strike=0.2), Setting(rules="thick-frame", repeat_heads=True)),
        Look(labels="thin", glued=True, heads="first"), Plan(2028),
    )  # fmt: skip
    yield Made(
        "reportlab-overshoot", drawn(Ink(font="TakaoPGothic", compress=False), Setting(rules="overshoot", thick=0.2, split_rows=True, open_splits=True)),
        Look(unit_in_cell=False, break_before_2=False, roomy=False), Plan(2025, figures=(2, 3)),
    )  # fmt: skip
    yield Made(
        "reportlab-gaps", drawn(Ink(font=gothic, bold="none"), Setting(rules="gaps", thick=0.8)),
        Look(years="letter-wide", cost="rows", notes_heading=False), Plan(2025),
    )  # fmt: skip
    yield Made(
        "reportlab-edges-bound", drawn(Ink(font="IPAexGothic"), Setting(rules="edges", page_number=0)), Look(), Plan(2025), bound=True, count=4,
    )  # fmt: skip


def others() -> Iterator[Made]:
    yield Made(
        "fpdf-lines", fpdf(FpdfInk(), Setting(split_rows=True)), Look(cost="rows", break_before_2=False), Plan(2026)
    )
    yield Made(
        "fpdf-identity-v", fpdf(FpdfInk(font="IPAexGothic", bold="render", identity_v=True), Setting(rules="frames")),
        Look(vertical=True, years="kanji-nendo", joiner="、"), Plan(2024),
    )  # fmt: skip
    yield Made(
        "cairo-noto-slivers",
        cairo(CairoInk(), Setting(rules="slivers", split_rows=True, orphan_heads=True)),
        Look(years="letter-jisseki"),
        Plan(2027),
    )
    yield Made(
        "cairo-ipa-dash-array", cairo(CairoInk(font="IPAexMincho"), Setting(rules="dash-array", tracking=True)),
        Look(glued=True, notes_heading=False, heads="first", cost="rows", years="letter-paren-two-lines"), Plan(2023, OLD),
    )  # fmt: skip
    yield Made("typst-split", typst(Press()), Look(cost="rows", break_before_2=False), Plan(2025))
    yield Made(
        "typst-mincho-repeat", typst(Press(font="Noto Serif CJK JP", stroke='(dash: "dotted", thickness: 0.7pt)', repeat_heads=True)),
        Look(vertical=True, years="kanji-paren", brackets="（）"), Plan(2028),
    )  # fmt: skip
    yield Made(
        "typst-landscape-glued",
        typst(Press(flipped=True, font="VL PGothic")),
        Look(glued=True, heads="first", notes_heading=False),
        Plan(2022),
    )


def offices() -> Iterator[Made]:
    yield Made("calc-medium-frame", calc(Book(outer="medium")), Look(), Plan(2026, figures=(1, 3)))
    yield Made(
        "calc-mincho-double-dotted", calc(Book(font="TakaoMincho", outer="double", inner="dotted", scale=1.4)),
        Look(glued=True, notes_heading=False, heads="first", cost="rows", vertical=True, years="letter-paren-two-lines"), Plan(2023, OLD),
    )  # fmt: skip
    yield Made(
        "calc-dashed-landscape",
        calc(Book(font="VL PGothic", inner="dashed", outer="thick", landscape=True)),
        Look(years="western", unit_in_cell=False),
        Plan(2028),
    )
    yield Made(
        "calc-hair-small", calc(Book(font="Noto Sans CJK JP", inner="hair", outer="thin", scale=0.8, header="戦略点検シート", page_number=1)),
        Look(labels="spaced", years="kanji-nendo-wide", digits="wide", joiner="\n", break_before_2=False), Plan(2024),
    )  # fmt: skip
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
        "word-landscape-vertical", word(Paper(font="Noto Sans CJK JP", landscape=True, border="dotted", eighths=8)),
        Look(vertical=True, glued=True, notes_heading=False, heads="first", years="letter-paren-wide"), Plan(2023, OLD),
    )  # fmt: skip
    yield Made(
        "writer-html",
        writer_html(Web(simple=True)),
        Look(asides=False, break_before_2=False, years="letter-nendo"),
        Plan(2025, figures=(0, 0)),
    )


def handled() -> Iterator[Handled]:
    names = {
        "turned90": ("r7", ("15", "21")), "turned180": ("r7", ("03", "28")), "turned270": ("r5", ("02", "30")),
        "origin-negative": ("r7", ("34", "01")), "cropped": ("r7", ("44",)), "user-unit": ("r7", ("52",)),
        "rc4-40": ("r7", ("15",)), "rc4-128+linearized": ("r5", ("07",)), "aes-128": ("r7", ("21",)), "aes-256": ("r7-browser", ("10",)),
        "no-trailer": ("r7", ("03",)), "no-table": ("r7", ("28",)), "wrong-offsets": ("r5", ("30",)), "wrong-startxref": ("r7", ("52",)),
        "junk-before+junk-after": ("r7", ("34",)), "updated": ("r7", ("44",)), "bare+object-streams": ("r5", ("02",)),
        "gs": ("r7", ("15", "28")), "cairo": ("r7", ("15", "44")), "cairo+gs": ("r5", ("07",)), "cairo+turned90": ("r7-browser", ("09",)),
        "stamped": ("r7", ("15", "21")), "headed": ("r5", ("02",)), "watermarked": ("r7", ("15", "28")), "linked": ("r7", ("01",)),
        "blank-pages": ("r7", ("03", "52")), "origin-positive+turned270": ("r7-browser", ("09",)), "uncompressed": ("r7", ("15",)),
    }  # fmt: skip
    for handling, (specimens, files) in names.items():
        yield Handled(f"handled-{handling}-{specimens}", specimens, handling, files)


def variants() -> Iterator[Made | Handled]:
    """Everything, quick producers first."""
    yield from drawings()
    yield from weasies()
    yield from others()
    yield from browsers()
    yield from offices()
    yield from handled()
