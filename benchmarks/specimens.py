"""What is measured: kept specimens, years of invented sheets, and volumes of 10, 100 and 1,000 pages."""

from __future__ import annotations

import sys
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def year(folder: Path, sheets: int = 55, edition: int = 2025) -> list[Path]:
    """Sheets of one edition, invented and drawn; the same every time, where there is the font."""
    from tests.makers.invention import Plan
    from tests.makers.making import make
    from tests.makers.pen_reportlab import TTF, Ink
    from tests.makers.printers import drawn
    from tests.makers.typeset import Setting
    from tests.makers.variant import Made

    name = f"year-{edition}-{sheets}"
    if not (folder / name).exists():
        ink = Ink() if Path(TTF[Ink().font]).exists() else Ink(font="HeiseiKakuGo-W5")
        make(Made(name, drawn(ink, Setting()), plan=Plan(edition), count=sheets), folder, 1)
    return sorted((folder / name).glob("*.pdf"))


def many(folder: Path, sheets: int = 451) -> list[Path]:
    """Sheets of several editions: no plan has more than sixty."""
    whole, rest = divmod(sheets, 55)
    counts = [55] * whole + [rest] * (rest > 0)
    return [path for number, count in enumerate(counts) for path in year(folder, count, 2018 + number)]


def volume(folder: Path, pages: int) -> list[Path]:
    """One file of so many pages: the published sheets over and over."""
    import pikepdf

    path = folder / f"volume-{pages}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        sheets = [pikepdf.open(sheet) for sheet in sorted((ROOT / "data/raw").rglob("*.pdf"))]
        bound = pikepdf.new()
        bound.pages.extend(islice(cycle([page for sheet in sheets for page in sheet.pages]), pages))
        bound.save(path)
    return [path]


def browser() -> list[Path]:
    """Sheets that a browser printed: 7,000 edges a page."""
    return sorted((ROOT / "tests/specimens/r7-browser").glob("*.pdf"))


def copies(folder: Path, files: list[Path], times: int) -> list[Path]:
    """The same files many times, no two of them alike: a comment at its end makes each a file of its own."""
    place = folder / f"copies-{len(files)}-{times}"
    place.mkdir(parents=True, exist_ok=True)
    found = [place / f"{time:03d}-{path.name}" for time in range(times) for path in files]
    for number, (path, copy) in enumerate(zip(cycle(files), found, strict=False)):
        copy.write_bytes(path.read_bytes() + b"\n%% copy %d\n" % number)
    return found


def crowded(folder: Path, cells: int, pages: int = 3) -> list[Path]:
    """One file of pages with one ruled table each, of so many cells with a number in every one."""
    from reportlab.pdfgen import canvas

    path = folder / f"cells-{cells}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        drawing = canvas.Canvas(str(path), invariant=1)
        across = round(cells**0.5)
        down = -(-cells // across)
        wide, tall = 540 / across, 780 / down
        for page in range(pages):
            drawing.setFont("Helvetica", min(8.0, 0.7 * tall, 0.5 * wide))
            for row in range(down + 1):
                drawing.line(25, 810 - row * tall, 565, 810 - row * tall)
            for column in range(across + 1):
                drawing.line(25 + column * wide, 30, 25 + column * wide, 810)
            for number in range(across * down):
                row, column = divmod(number, across)
                drawing.drawString(25 + (column + 0.2) * wide, 810 - (row + 0.8) * tall, str((number + page) % 100))
            drawing.showPage()
        drawing.save()
    return [path]
