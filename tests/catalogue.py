"""The specimens that tests read, one list for all: each with its files and its truth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SPECIMENS = Path("tests/specimens")
GOLDENS = ROOT / "tests" / "goldens"
BAD = SPECIMENS / "bad"
REAL = ROOT.parent / "shared" / "real"


@dataclass(frozen=True, slots=True)
class Specimen:
    """Sheets whose rows are known; paths are relative to the repository."""

    name: str
    path: Path
    truth: Path

    def __str__(self) -> str:
        return self.name


KNOWN = (
    Specimen("r5", SPECIMENS / "r5", SPECIMENS / "r5.json"),
    Specimen("r7", Path("data/raw/131059/2025"), SPECIMENS / "r7.json"),
    Specimen("r8", Path("data/raw/131059/2026"), SPECIMENS / "r8.json"),
    Specimen("r7-volume", SPECIMENS / "r7-volume.pdf", SPECIMENS / "r7-volume.json"),
    Specimen("r7-browser", SPECIMENS / "r7-browser", SPECIMENS / "r7-browser.json"),
)

# Forms whose real sheets are not part of the repository, set again with invented content.
INVENTED = tuple(
    Specimen(f"{city}-invented", SPECIMENS / "invented" / city, SPECIMENS / "invented" / f"{city}.json")
    for city in ("kobe", "kyoto", "yokohama")
)


def variants() -> list[Specimen]:
    """Sheets drawn again by other producers: a folder or a PDF, with its truth beside it."""
    return [
        Specimen(truth.stem, path.relative_to(ROOT), truth.relative_to(ROOT))
        for truth in sorted((ROOT / SPECIMENS / "variants").glob("*.json"))
        for path in (truth.with_suffix(""), truth.with_suffix(".pdf"))
        if path.exists()
    ]
