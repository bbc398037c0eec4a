"""The tools that are compared: each reads all tables and all text of PDFs, as its own manual recommends.

Run as a program, `python benchmarks/tools.py TOOL PDF...` does one tool's work and prints the pages and cells it found.
tenken is run as its users run it, by its command.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Count = tuple[int, int]
"""Pages and cells."""


def pdfplumber(files: list[Path]) -> Count:
    import pdfplumber as library

    pages = cells = 0
    for path in files:
        with library.open(path) as document:
            for page in document.pages:
                cells += sum(len(row) for table in page.extract_tables() for row in table)
                page.extract_text()
                page.close()  # or memory grows with every page
                pages += 1
    return pages, cells


def camelot(files: list[Path]) -> Count:
    import camelot as library

    found = [library.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True) for path in files]
    return _pages(files), sum(table.df.size for tables in found for table in tables)


def tabula(files: list[Path]) -> Count:
    import tabula as library

    found = [library.read_pdf(path, pages="all", lattice=True, silent=True, stream=False) for path in files]
    return _pages(files), sum(table.size for tables in found for table in tables)


def pymupdf(files: list[Path]) -> Count:
    import pymupdf as library

    pages = cells = 0
    for path in files:
        with library.open(path) as document:
            for page in document:
                cells += sum(len(table.cells) for table in page.find_tables().tables)
                page.get_text()
                pages += 1
    return pages, cells


def pdftotext(files: list[Path]) -> Count:
    for path in files:
        subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, stdout=subprocess.DEVNULL)
    return _pages(files), 0


def pdfium(files: list[Path]) -> Count:
    import pypdfium2

    pages = 0
    for path in files:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
            pages += 1
        document.close()
    return pages, 0


def _pages(files: Iterable[Path]) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in files)


WORKERS = {"tenken": 1, "tenken-2": 2}
READERS: dict[str, tuple[str, Callable[[list[Path]], Count], str]] = {
    "pdfplumber": ("pdfplumber extract_tables + extract_text", pdfplumber, "pdfplumber"),
    "camelot": ("camelot lattice", camelot, "camelot"),
    "tabula": ("tabula lattice", tabula, "tabula"),
    "pymupdf": ("pymupdf find_tables + get_text", pymupdf, "pymupdf"),
    "pdftotext": ("floor: pdftotext -bbox", pdftotext, ""),
    "pdfium": ("floor: pdfium text", pdfium, "pypdfium2"),
}
NAMES = {
    **{tool: f"tenken, whole job, {count} worker{'s' * (count > 1)}" for tool, count in WORKERS.items()},
    **{tool: name for tool, (name, _, _) in READERS.items()},
}
_PACKAGES = {"camelot": "camelot-py", "tabula": "tabula-py", "pdfium": "pypdfium2", "tenken-2": "tenken"}


def missing(tool: str) -> str:
    """Why a tool cannot be run here, or ""."""
    module = READERS[tool][2] if tool in READERS else "pipelines"
    if module and importlib.util.find_spec(module) is None:
        return f"{module} is not installed: pip install -e '.[bench]'"
    if tool == "tabula" and shutil.which("java") is None:
        return "java is not installed"
    if tool == "pdftotext" and shutil.which("pdftotext") is None:
        return "poppler-utils is not installed"
    return ""


def _listed(word: str) -> list[str]:
    """The names in a file, one a line: there may be more than a command line holds."""
    return Path(word[1:]).read_text(encoding="utf-8").splitlines()


def release(tool: str) -> str:
    """A tool's version."""
    from importlib.metadata import version

    if tool == "pdftotext":
        said = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, check=False).stderr
        return said.split("\n")[0].split()[-1]
    return version(_PACKAGES.get(tool, tool))


if __name__ == "__main__":
    names = [name for word in sys.argv[2:] for name in (_listed(word) if word.startswith("@") else [word])]
    print(json.dumps(READERS[sys.argv[1]][1]([Path(name) for name in names])))
