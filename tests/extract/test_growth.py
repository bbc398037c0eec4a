"""No step is quadratic: four times the cells, the rules or the letters on a page make about four times the work.

Work is counted in calls of functions, Python's and C's, not in seconds: it is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from extract.book import sheets
from extract.form import load_forms

_LEFT, _TOP, _WIDE, _TALL = 25.0, 30.0, 540.0, 780.0


def cells(canvas: Canvas, count: int) -> None:
    """One ruled table, a number in every cell."""
    side = round(count**0.5)
    wide, tall = _WIDE / side, _TALL / side
    canvas.setFont("Helvetica", min(8.0, 0.4 * wide))
    for at in range(side + 1):
        canvas.line(_LEFT, _TOP + at * tall, _LEFT + _WIDE, _TOP + at * tall)
        canvas.line(_LEFT + at * wide, _TOP, _LEFT + at * wide, _TOP + _TALL)
    for number in range(count):
        row, column = divmod(number, side)
        canvas.drawString(_LEFT + (column + 0.2) * wide, _TOP + (row + 0.3) * tall, str(number % 100))


def dots(canvas: Canvas, count: int) -> None:
    """A table of four cells whose rules are rows of dots: so a browser draws a dotted border."""
    step = 6 * _WIDE / count
    for number in range(count // 6):
        for at in (0.0, 0.5, 1.0):
            canvas.rect(_LEFT + number * step, _TOP + at * _WIDE, 0.4 * step, 0.4 * step, stroke=0, fill=1)
            canvas.rect(_LEFT + at * _WIDE, _TOP + number * step, 0.4 * step, 0.4 * step, stroke=0, fill=1)


def letters(canvas: Canvas, count: int) -> None:
    """One cell full of text, in lines of a hundred letters."""
    canvas.rect(_LEFT, _TOP, _WIDE, _TALL)
    lines = count // 100
    canvas.setFont("Helvetica", min(8.0, 0.9 * _TALL / lines))
    for line in range(lines):
        canvas.drawString(_LEFT + 5, _TOP + 5 + line * (_TALL - 10) / lines, "tenken " * 14 + "ab")


def clipped(canvas: Canvas, count: int) -> None:
    """Boxes near the page's head, each within two clips, and underlined letters."""
    canvas.setFont("Helvetica", 4)
    for number in range(count):
        x, y = _LEFT + 5 * (number % 100), 760.0 + 4 * _TALL / count * (number // 100)
        canvas.saveState()
        for wide in (540.0, 4.0):
            path = canvas.beginPath()
            path.rect(x if wide < 5 else _LEFT, y, wide, 3)
            canvas.clipPath(path, stroke=0, fill=0)
        canvas.rect(x, y, 5, 5)
        canvas.drawString(x, y, "a")
        canvas.line(x, y - 0.5, x + 2.224, y - 0.5)
        canvas.restoreState()


def overfull(canvas: Canvas, count: int) -> None:
    """A table whose cells have room for one line of two and a half, each line within the clip of its cell."""
    side = round(count**0.5)
    wide, tall = _WIDE / side, _TALL / side
    canvas.setFont("Helvetica", 0.6 * tall)
    for number in range(count):
        x, y = _LEFT + number % side * wide, _TOP + number // side * tall
        canvas.rect(x, y, wide, tall)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, y, wide, tall)
        canvas.clipPath(path, stroke=0, fill=0)
        for line in range(3):
            canvas.drawString(x + 0.2 * wide, y + tall - 0.6 * tall * (line + 0.9), str((number + line) % 10))
        canvas.restoreState()


def alike(canvas: Canvas, count: int) -> None:
    """Lines that say the same and nearly touch: pdfium tells the first one only."""
    pitch = _TALL / count
    canvas.setFont("Helvetica", 1.6 * pitch)
    for line in range(count):
        canvas.drawString(_LEFT, _TOP + line * pitch, "OFFICE FOR EVERYTHING " * 3)


def bare(canvas: Canvas, count: int) -> None:
    """Rules of one width, broken in the middle; uprights stand between the upper ones only, as Firefox cuts a table."""
    rows = count // 4
    tall = _TALL / rows
    canvas.setFont("Helvetica", min(8.0, 0.4 * tall))
    for row in range(rows):
        y = _TOP + row * tall
        for x in (_LEFT, _LEFT + _WIDE / 2 + 0.5):
            canvas.rect(x, y, _WIDE / 2 - 0.5, 0.3 * min(1.0, tall / 4), stroke=0, fill=1)
            canvas.drawString(x + 20, y + 0.3 * tall, "7")
        for x in (_LEFT, _LEFT + _WIDE / 2, _LEFT + _WIDE) if row >= rows // 2 else ():
            canvas.rect(x, y, 0.3, tall, stroke=0, fill=1)


def sheet(canvas: Canvas, count: int) -> None:
    """A sheet of a known form whose two pages are filled with a table that it does not know."""
    registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas.setFont("HeiseiKakuGo-W5", 8)
    canvas.drawString(200, 825, "令和７年度　事業評価書")
    for x, text in ((300, "評価書番号"), (400, "7")):
        canvas.rect(x, 820, 90, 12)
        canvas.drawString(x + 5, 823, text)
    cells(canvas, count // 2)
    canvas.showPage()
    cells(canvas, count // 2)


def work(draw: Callable[[Canvas, int], None], count: int, path: Path) -> tuple[int, int]:
    """The calls that reading such a page takes, and the cells that it has."""
    canvas = Canvas(str(path), invariant=1)
    draw(canvas, count)
    canvas.save()
    calls = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    forms = load_forms()
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        found = [fact for facts in sheets(path, forms) for fact in facts.cells]
    finally:
        sys.setprofile(before)
    return calls, len(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "few", "held"),
    [
        (cells, 900, (900, 3600)),
        (dots, 1200, (4, 4)),
        (letters, 2000, (1, 1)),
        (clipped, 500, (0, 0)),
        (overfull, 100, (100, 400)),
        (alike, 40, (0, 0)),
        (bare, 100, (48, 198)),
        (sheet, 450, (452, 1802)),
    ],
    ids=["cells", "dots", "letters", "clipped", "overfull", "alike", "bare", "sheet"],
)
def test_work_grows_with_what_is_on_the_page(
    draw: Callable[[Canvas, int], None], few: int, held: tuple[int, int], tmp_path: Path
) -> None:
    work(draw, few, tmp_path / "warm.pdf")
    (little, there), (much, all_there) = (work(draw, count, tmp_path / f"{count}.pdf") for count in (few, 4 * few))
    assert (there, all_there) == held
    assert much <= 6 * little, f"{much / little:.2f} times the work for four times as much"  # quadratic: sixteen
