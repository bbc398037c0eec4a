"""Variants drawn by our own typesetter: every kind of rule, font, bold and page break."""

from __future__ import annotations

from collections.abc import Iterator

from .invention import Plan
from .pen_cairo import CairoInk
from .pen_fpdf import FpdfInk
from .pen_reportlab import Ink
from .printers import cairo, drawn, fpdf
from .strategy_sheet import Look
from .typeset import Setting
from .variant import OLD, Made


def drawings() -> Iterator[Made]:
    gothic, mincho = "HeiseiKakuGo-W5", "HeiseiMin-W3"
    yield Made("reportlab-lines", drawn(Ink(), Setting()), Look(), Plan())
    yield Made(
        "reportlab-frames-cid",
        drawn(Ink(font=gothic), Setting(rules="frames", split_rows=True)),
        Look(cost="rows", break_before_2=False),
        Plan(2026, tricky=0.3),
    )
    yield Made(
        "reportlab-slivers-cid-mincho",
        drawn(Ink(font=mincho, bold="strike3"), Setting(rules="slivers", orphan_heads=True)),
        Look(years="letter-nendo", brackets="（）", break_before_2=False),
        Plan(2024),
    )
    yield Made(
        "reportlab-short-slivers",
        drawn(
            Ink(font="VL-PGothic", bold="render"), Setting(rules="short-slivers", split_rows=True, repeat_heads=True)
        ),
        Look(joiner="\n", labels="spaced", years="kanji-nendo"),
        Plan(2027),
    )
    yield Made(
        "reportlab-vertical-cid",
        drawn(
            Ink(font=mincho, vertical="cid", bold="render"), Setting(rules="dots", split_rows=True, open_splits=True)
        ),
        Look(
            vertical=True,
            glued=True,
            heads="first",
            notes_heading=False,
            years="letter-paren-two-lines",
            kana="narrow",
            digits="wide",
        ),
        Plan(2023, OLD, tricky=0.3),
    )
    yield Made(
        "reportlab-form-inset",
        drawn(
            Ink(font=gothic, in_form=True, upside=True),
            Setting(rules="inset", thick=1.0, tracking=True, vector_icons=True),
        ),
        Look(years="letter-jisseki", unit_in_cell=False),
        Plan(2029, goals=(8, 17)),
    )
    yield Made(
        "reportlab-dashes-white",
        drawn(Ink(font="TakaoMincho", white=True, strike=0.4), Setting(rules="dashes", repeat_heads=True)),
        Look(review_mark="○", joiner="、", fill=None),
        Plan(2025, tricky=0.5),
    )
    yield Made(
        "reportlab-dash-array",
        drawn(Ink(font="IPAexMincho"), Setting(rules="dash-array", split_rows=True, running_head="文の京　総合戦略")),
        Look(vertical=True, number="主要課題　№{}", cost="rows", years="letter-paren-wide", break_before_2=False),
        Plan(2026),
    )
    yield Made(
        "reportlab-double",
        drawn(Ink(font="VL-Gothic"), Setting(rules="double", orphan_heads=True)),
        Look(years="kanji-paren", dash="－", title="令和{}年度 進行管理　戦略点検シート"),
        Plan(2022, columns=tuple(range(2017, 2022))),
    )
    yield Made(
        "reportlab-landscape-thick",
        drawn(Ink(size=(841.89, 595.28), bold="strike2", strike=0.2), Setting(rules="thick-frame", repeat_heads=True)),
        Look(labels="thin", glued=True, heads="first"),
        Plan(2028),
    )
    yield Made(
        "reportlab-overshoot",
        drawn(
            Ink(font="TakaoPGothic", compress=False),
            Setting(rules="overshoot", thick=0.2, split_rows=True, open_splits=True),
        ),
        Look(unit_in_cell=False, break_before_2=False, roomy=False),
        Plan(2025, figures=(2, 3)),
    )
    yield Made(
        "reportlab-gaps",
        drawn(Ink(font=gothic, bold="none"), Setting(rules="gaps", thick=0.8)),
        Look(years="letter-wide", cost="rows", notes_heading=False),
        Plan(2025),
    )
    yield Made(
        "reportlab-edges-bound",
        drawn(Ink(font="IPAexGothic"), Setting(rules="edges", page_number=0)),
        Look(),
        Plan(2025),
        bound=True,
        count=4,
    )


def other_pens() -> Iterator[Made]:
    yield Made(
        "fpdf-lines", fpdf(FpdfInk(), Setting(split_rows=True)), Look(cost="rows", break_before_2=False), Plan(2026)
    )
    yield Made(
        "fpdf-identity-v",
        fpdf(FpdfInk(font="IPAexGothic", bold="render", identity_v=True), Setting(rules="frames")),
        Look(vertical=True, years="kanji-nendo", joiner="、"),
        Plan(2024),
    )
    yield Made(
        "cairo-noto-slivers",
        cairo(CairoInk(), Setting(rules="slivers", split_rows=True, orphan_heads=True)),
        Look(years="letter-jisseki"),
        Plan(2027),
    )
    yield Made(
        "cairo-ipa-dash-array",
        cairo(CairoInk(font="IPAexMincho"), Setting(rules="dash-array", tracking=True)),
        Look(glued=True, notes_heading=False, heads="first", cost="rows", years="letter-paren-two-lines"),
        Plan(2023, OLD),
    )


def tricks() -> Iterator[Made]:
    """Text and order that only look right: what a reader must not rely on."""
    gothic, mincho = "HeiseiKakuGo-W5", "HeiseiMin-W3"
    yield Made(
        "reportlab-shuffled-framed",
        drawn(Ink(font=mincho), Setting(shuffled=True, framed=True, split_rows=True)),
        Look(number="主要課題　Ｎｏ．{}", cost="rows", break_before_2=False),
        Plan(2025, tricky=0.3),
    )
    yield Made(
        "reportlab-latin-squeezed",
        drawn(Ink(font=mincho, latin="Times-Roman", squeeze=85), Setting(rules="frames", repeat_heads=True)),
        Look(number="主要課題 No.{}", years="kanji-paren", title="令和{}年度進行管理 戦略点検シート"),
        Plan(2026, tricky=0.3),
    )
    yield Made(
        "reportlab-latin-letters",
        drawn(Ink(latin="Helvetica", bold="strike3"), Setting(tracking=True, shuffled=True, rules="edges")),
        Look(vertical=True, glued=True, heads="first", notes_heading=False, years="letter-paren-wide"),
        Plan(2023, OLD),
    )
    plan = Plan(2024, tricky=0.3, avoid="–—−")
    yield Made(
        "shift-jis-frames",
        drawn(Ink(font=gothic), Setting(rules="frames", split_rows=True)),
        Look(cost="rows", years="kanji-nendo-wide", break_before_2=False),
        plan,
        handling="shift-jis",
    )
    yield Made(
        "shift-jis-turned90",
        drawn(Ink(font=mincho, bold="strike3"), Setting(rules="slivers", framed=True)),
        Look(kana="narrow", digits="wide"),
        plan,
        handling="shift-jis+turned90",
    )
    yield Made(
        "twenty-five-programs",
        drawn(Ink(font=gothic), Setting(split_rows=True, orphan_heads=True)),
        Look(),
        Plan(programs=(25, 25)),
        count=1,
    )
