"""Files that are not whole: read as far as it is safe, and said so.

pdfium mends a broken index without a word, and pages that stood in the lost part are gone without a word too. So a
file is looked at before it is trusted: does it end as a PDF ends, does its page count agree with its pages?
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from extract.fault import Fault

_CATALOG: Final = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b(?:(?!endobj).){0,2000}?/Type\s*/Catalog\b", re.S)
_PAGE: Final = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\b(?:(?!endobj|stream).){0,4000}?/Type\s*/Page\b", re.S)
_LAYERS: Final = b"/OCProperties"
_TYPE: Final = re.compile(rb"/Type\s*/(Page|ObjStm)\b")
_PACKED: Final = re.compile(rb"(?:(?!endobj).){0,500}?stream\r?\n", re.S)
_UNPACKED: Final = 16 << 20  # bytes of one packed stream that are looked at
_ADVICE: Final = "what stood in a lost part is not in the tables: fetch the file again"


def with_trailer(content: bytes) -> bytes | None:
    """A file that lost its trailer, with a new one; None where it has one, or where the catalog is lost too."""
    if b"trailer" in content or re.search(rb"/Type\s*/XRef\b", content):
        return None
    catalogs = list(_CATALOG.finditer(content))
    if not catalogs:
        return None
    found = catalogs[-1]  # the last one is the current one
    root = b"%d %d R" % (int(found[1]), int(found[2]))
    return content + b"\ntrailer\n<< /Root " + root + b" >>\nstartxref\n0\n%%EOF\n"


class Objects(NamedTuple):
    """What a look over a file's objects finds.

    Attributes:
        direct: page objects that stand in the file, deleted and changed ones among them.
        packed: page objects in object streams.
        layers: whether it has layers (optional content), any of which may be off.
    """

    direct: int
    packed: int
    layers: bool


def objects_of(content: bytes) -> Objects:
    """Look over the objects of a file, those in object streams among them."""
    direct = packed = 0
    layers = _LAYERS in content
    for found in _TYPE.finditer(content):
        if found[1] == b"Page":
            direct += 1
        elif (text := _unpacked(content, found.end())) is not None:
            packed += sum(1 for kind in _TYPE.finditer(text) if kind[1] == b"Page")
            layers = layers or _LAYERS in text
    return Objects(direct, packed, layers)


def _unpacked(content: bytes, end: int) -> bytes | None:
    """What is packed in the object stream whose type ends at some place of a file; None where it cannot be told."""
    begins = _PACKED.match(content, end)
    if begins is None:
        return None
    try:
        return zlib.decompressobj().decompress(memoryview(content)[begins.end() :], _UNPACKED)
    except zlib.error:
        return None  # packed in another way, or damaged: pdfium reads what can be read


def faults(content: bytes, pages: int, objects: Objects) -> Iterator[Fault]:
    """What tells that a file that opens is not whole.

    Args:
        content: the file.
        pages: how many pages pdfium counts.
        objects: what it holds.
    """
    end = content.rfind(b"%%EOF")
    if end < 0 or re.search(rb"\bendobj\b", content[end:]):
        yield Fault("repaired_file", f"the file breaks off before its end; {_ADVICE}", "warning")
    elif b"startxref" not in content[max(0, end - 200) : end]:
        yield Fault("repaired_file", f"the file has lost its index; {_ADVICE}", "warning")
    if _page_objects(content, pages, objects) > pages:
        there = _pages_in_tree(content)
        if there > pages:
            yield Fault("missing_pages", f"the file counts {pages} pages, but {there} are in it: fetch it again")


def _page_objects(content: bytes, pages: int, objects: Objects) -> int:
    """How many page objects a file holds, deleted pages among them; exact where there are more than ``pages``."""
    direct = objects.direct
    if direct > pages:  # a page that was changed later stands there twice, under one number
        direct = len({int(found[1]) for found in _PAGE.finditer(content)})
    return direct + objects.packed


def _pages_in_tree(content: bytes) -> int:
    """How many pages the tree of pages holds, whatever it says of their count."""
    import io

    from pdfminer.pdfdocument import PDFDocument  # slow to import, and seldom needed
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        return sum(1 for _ in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(content)))))
    except Exception:  # a second opinion on a broken file: where it fails, the first one stands
        return 0
