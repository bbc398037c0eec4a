"""Pictures of PDF pages: finding the very file that was read, and drawing its pages in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipelines.files import file_digest

SCALE: Final = 1.6  # pixels per point: sharp at twice the width of a phone, about 80 kB a page
_QUALITY: Final = 72
_EFFORT: Final = 0  # more takes half as long again and saves a fiftieth
_MOST_PIXELS: Final = 4_000_000  # a poster or a plan is drawn smaller


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages of one file to draw.

    Attributes:
        source_id: names the pictures.
        sha256: what the file has to be.
        paths: where it may be, best guess first.
        pages: 1-based numbers, each with the degrees clockwise at which the page was read.
        folder: where the pictures go.
    """

    source_id: str
    sha256: str
    paths: tuple[str, ...]
    pages: Mapping[int, int]
    folder: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of it: page → size in pixels, page → why not; ``found`` is False where no file has that content."""

    found: bool
    sizes: Mapping[int, tuple[int, int]]
    faults: Mapping[int, str]


def picture_name(source_id: str, page: int, rotation: int) -> str:
    """The file of a page's picture. The id is the content's hash, so the name says which picture it is."""
    return f"{source_id}-{page}-{rotation}-{SCALE:g}.webp"


def _name(wanted: Wanted, page: int) -> str:
    return picture_name(wanted.source_id, page, wanted.pages[page])


def candidates(sources: Iterable[Mapping[str, Any]], raw: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Where each source may be: where it was read, then every PDF of the same size in the folders.

    Args:
        sources: rows of the table `sources`.
        raw: folders to search, and single files.

    Returns:
        source_id → paths; whether one is the very file is for the one who opens it to check.
    """
    by_size: dict[int, list[str]] = {}
    for path in _pdfs(raw):
        try:
            by_size.setdefault(path.stat().st_size, []).append(str(path))
        except OSError:
            continue
    found = {}
    for row in sources:
        named = [row["file"]] if _is_file(Path(row["file"])) else []
        found[row["source_id"]] = tuple(dict.fromkeys([*named, *by_size.get(row["bytes"], [])]))
    return found


def _is_file(path: Path) -> bool:
    """Whether a file is there to be read; `Path` raises where a folder on the way may not be entered."""
    try:
        return path.is_file()
    except OSError:
        return False


def _pdfs(raw: Sequence[Path]) -> Iterable[Path]:
    for place in raw:
        if place.is_file():
            yield place
        for root, folders, files in os.walk(place):
            folders.sort()
            yield from (Path(root) / name for name in sorted(files) if name.lower().endswith(".pdf"))


def draw(wanted: Wanted) -> Drawn:
    """Draw pages that are not drawn yet: what a worker does."""
    folder = Path(wanted.folder)
    missing = [page for page in wanted.pages if not (folder / _name(wanted, page)).exists()]
    sizes = {page: _size(wanted, page) for page in wanted.pages if page not in missing}
    if not missing:
        return Drawn(True, sizes, {})
    path = next((path for path in wanted.paths if _is(path, wanted.sha256)), None)
    if path is None:
        return Drawn(bool(sizes), sizes, {})
    from extract.page import UnreadablePdfError

    faults: dict[int, str] = {}
    try:
        _draw_pages(Path(path), wanted, missing, sizes, faults)
    except (UnreadablePdfError, OSError) as error:
        faults = dict.fromkeys((page for page in missing if page not in sizes), str(error))
    return Drawn(True, sizes, faults)


def _draw_pages(
    path: Path, wanted: Wanted, missing: Sequence[int], sizes: dict[int, tuple[int, int]], faults: dict[int, str]
) -> None:
    """Draw the pages that are missing, of the file as it was read: with its repair, where it needed one."""
    import pypdfium2 as pdfium

    from extract.reader import content_of, opened
    from extract.repair import objects_of

    content = content_of(path)
    layers = objects_of(content).layers
    with opened(content) as document:
        for page in missing:
            try:
                sizes[page] = _draw_page(document, wanted, page, layers)
            except (pdfium.PdfiumError, IndexError, ValueError, OSError) as error:
                faults[page] = str(error)


def _draw_page(document: Any, wanted: Wanted, number: int, layers: bool) -> tuple[int, int]:
    from extract.reader import open_page

    page = open_page(document, number, layers)
    try:
        page.set_rotation(wanted.pages[number])
        width, height = page.get_size()
        scale = min(SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        image = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_pil()
    finally:
        page.close()
    target = Path(wanted.folder) / _name(wanted, number)
    # A picture is there whole or not at all: the next build takes what it finds.
    partial = target.with_suffix(f".{os.getpid()}.part")
    try:
        image.save(partial, "WEBP", quality=_QUALITY, method=_EFFORT)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return int(image.width), int(image.height)


def _size(wanted: Wanted, page: int) -> tuple[int, int]:
    from PIL import Image

    with Image.open(Path(wanted.folder) / _name(wanted, page)) as image:
        return image.width, image.height


def _is(path: str, sha256: str) -> bool:
    """Whether a file has that content."""
    try:
        return file_digest(Path(path))[0] == sha256
    except OSError:
        return False
