"""What is measured: kept specimens, a year of 55 invented sheets, and volumes of 10, 100 and 1,000 pages."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def year(folder: Path, sheets: int = 55, edition: int | None = None) -> list[Path]:
    """Sheets of one edition, invented and drawn; the same every time."""
    from tests.makers.catalogue import variants
    from tests.makers.making import make
    from tests.makers.variant import Made

    variant = next(v for v in variants() if isinstance(v, Made) and v.name == "reportlab-lines")
    plan = replace(variant.plan, edition=edition) if edition else variant.plan
    name = f"year-{plan.edition}-{sheets}"
    if not (folder / name).exists():
        make(replace(variant, name=name, plan=plan, count=sheets), folder, 1)
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
