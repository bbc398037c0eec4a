"""A page is missing from a volume: what is left of its sheet lacks something, or goes to the sheet before it; told."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pikepdf
import pytest

from tests.catalogue import REAL, ROOT, SPECIMENS
from tests.reliability.excuses import new_issues
from tests.reliability.readings import reading

TOLD = {"missing_part", "repeated_part", "conflicting_value", "page_gap", "unrecognised_sheet", "no_programs"}
VOLUMES = [
    ("data/raw/131059/2025", 3),
    (f"{SPECIMENS}/r5", 3),
    (REAL / "261009-kyoto", 3),
    (REAL / "281000-kobe", 3),
]


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "sheets"), VOLUMES, ids=lambda value: getattr(value, "name", str(value)))
def test_a_page_that_is_missing_from_a_volume_is_told(folder: str | Path, sheets: int, tmp_path: Path) -> None:
    place = ROOT / folder
    if not place.is_dir():
        pytest.skip(f"the real sheets are not there: {place}")
    files = sorted(place.glob("*.pdf"))[:sheets]
    with contextlib.ExitStack() as stack:
        parts = [stack.enter_context(pikepdf.open(file)) for file in files]
        first = [sum(len(part.pages) for part in parts[:number]) for number in range(len(parts))]
        whole = reading(_volume(parts, None, tmp_path / "a.pdf"))
        for missing in range(sum(len(part.pages) for part in parts)):
            left = reading(_volume(parts, missing, tmp_path / "a.pdf"))
            alone = missing in first and len(parts[first.index(missing)].pages) == 1  # no other page is of its sheet
            told = {row["code"] for row in new_issues(whole, left)}
            assert alone or told & TOLD, f"page {missing + 1} of {len(parts)} sheets"


def _volume(parts: list[pikepdf.Pdf], missing: int | None, path: Path) -> Path:
    with pikepdf.new() as volume:
        for part in parts:
            volume.pages.extend(part.pages)
        if missing is not None:
            del volume.pages[missing]
        volume.save(path)
    return path
