"""Write variants: a folder of PDFs and its truth JSON for each."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from . import ikeda_content, ikeda_sheet
from .binding import bind
from .content import Truth, save, truth_of
from .handling import handle
from .invention import invent
from .strategy_sheet import blocks
from .variant import Handled, Made, MadeIkeda, Variant


def _fresh(out: Path, name: str) -> Path:
    folder = out / name
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def make(variant: Made, out: Path, seed: int) -> None:
    """Invent, print, perhaps bind and handle one folder of sheets."""
    sheets = invent(f"{seed}/{variant.name}", variant.plan, variant.count)
    folder = _fresh(out, variant.name)
    with tempfile.TemporaryDirectory() as place:
        parts = []
        for sheet in sheets:
            part = Path(place) / f"{int(sheet.number):02}.pdf"
            variant.printer(blocks(sheet, variant.look), part)
            parts.append(part)
        if variant.bound:
            volume = Path(place) / "volume.pdf"
            bind(sheets, parts, volume)
            parts = [volume]
        for part in parts:
            if variant.handling:
                handle(variant.handling, part, folder / part.name)
            else:
                shutil.copy(part, folder / part.name)
    save(truth_of(sheets), out / f"{variant.name}.json")


def make_ikeda(variant: MadeIkeda, out: Path, seed: int) -> None:
    """Invent and print one folder of 目標設定シート."""
    sheets = ikeda_content.invent(f"{seed}/{variant.name}", variant.edition, variant.count)
    folder = _fresh(out, variant.name)
    for sheet in sheets:
        variant.printer(ikeda_sheet.blocks(sheet), folder / f"{sheet.number:03}.pdf")
    save(ikeda_content.truth_of(sheets), out / f"{variant.name}.json")


def handle_specimens(variant: Handled, out: Path, samples: Path) -> None:
    """Handle the named specimens, keeping only their rows of the truth."""
    folder = _fresh(out, variant.name)
    truth: Truth = json.loads((samples / f"{variant.specimens}.json").read_text(encoding="utf-8"))
    numbers = {str(int(f)) for f in variant.files}
    for file in variant.files:
        handle(variant.handling, samples / variant.specimens / f"{file}.pdf", folder / f"{file}.pdf")
    kept = {t: [r for r in rows if r["sheet_no"] in numbers] for t, rows in truth.items()}
    save(kept, out / f"{variant.name}.json")


def make_all(
    variants: Iterable[Variant], out: Path, seed: int, samples: Path, tell: Callable[[str], None] = print
) -> int:
    """Write every variant; a producer that fails is told and does not stop the others."""
    failures = 0
    for variant in variants:
        begun = time.monotonic()
        try:
            if isinstance(variant, Made):
                make(variant, out, seed)
            elif isinstance(variant, MadeIkeda):
                make_ikeda(variant, out, seed)
            else:
                handle_specimens(variant, out, samples)
            tell(f"{variant.name:40} {time.monotonic() - begun:5.1f} s")
        except Exception as error:
            failures += 1
            tell(f"{variant.name:40} FAILED {error!r:.300}")
            shutil.rmtree(out / variant.name, ignore_errors=True)
            (out / f"{variant.name}.json").unlink(missing_ok=True)
    return failures
