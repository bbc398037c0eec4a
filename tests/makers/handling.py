"""What happens to a PDF after it was made: turned, cropped, locked, stamped, bound, damaged.

Each handling takes a finished file and writes another with the same truth. `HANDLINGS` names them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf

from .overlays import Handling, box_of, each_page, headed, stamped, watermarked


def _wrap(pdf: pikepdf.Pdf, page: pikepdf.Page, matrix: tuple[float, ...]) -> None:
    numbers = " ".join(f"{v:g}" for v in matrix)
    page.contents_add(pdf.make_stream(f"q {numbers} cm\n".encode()), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))


def turned(degrees: int) -> Handling:
    """Content drawn sideways (or upside down) and /Rotate, so that a viewer shows it upright."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        x0, y0, x1, y1 = box_of(page)
        width, height = x1 - x0, y1 - y0
        ways: dict[int, tuple[tuple[float, ...], tuple[float, float]]] = {
            90: ((0, 1, -1, 0, height + y0, -x0), (height, width)),
            180: ((-1, 0, 0, -1, width + x0, height + y0), (width, height)),
            270: ((0, -1, 1, 0, -y0, width + x0), (height, width)),
        }
        matrix, size = ways[degrees]
        _wrap(pdf, page, matrix)
        for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if name in page:
                del page[name]
        page.mediabox = pikepdf.Array([0, 0, *size])
        page.Rotate = degrees

    return lambda source, out: each_page(source, out, change)


def laid(degrees: int) -> Handling:
    """Pages that were turned in an editor, or bound sideways: a viewer shows them lying on their side."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        page.rotate(degrees, relative=True)

    return lambda source, out: each_page(source, out, change)


def shifted(dx: float, dy: float, *, crop: bool) -> Handling:
    """Page boxes whose origin is not zero; with `crop`, a CropBox inside a larger MediaBox."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        x0, y0, x1, y1 = box_of(page)
        _wrap(pdf, page, (1, 0, 0, 1, dx, dy))
        box = [x0 + dx, y0 + dy, x1 + dx, y1 + dy]
        if crop:
            page.mediabox = pikepdf.Array([box[0] - 40, box[1] - 30, box[2] + 25, box[3] + 55])
            page.cropbox = pikepdf.Array(box)
        else:
            page.mediabox = pikepdf.Array(box)
            if "/CropBox" in page:
                del page["/CropBox"]

    return lambda source, out: each_page(source, out, change)


def user_unit(source: Path, out: Path) -> None:
    """Pages drawn at half size with /UserUnit 2."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        x0, y0, x1, y1 = box_of(page)
        _wrap(pdf, page, (0.5, 0, 0, 0.5, 0, 0))
        page.mediabox = pikepdf.Array([x0 / 2, y0 / 2, x1 / 2, y1 / 2])
        page.obj["/UserUnit"] = 2

    each_page(source, out, change)


def locked(kind: str) -> Handling:
    """Owner password only: anyone may open it, permissions are restricted."""

    def handle(source: Path, out: Path) -> None:
        options = {
            "rc4-40": ["--allow-weak-crypto", "--encrypt", "", "owner", "40", "--modify=n", "--"],
            "rc4-128": ["--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--modify=none", "--"],
            "aes-128": ["--encrypt", "", "owner", "128", "--use-aes=y", "--extract=n", "--"],
            "aes-256": ["--encrypt", "", "owner", "256", "--extract=n", "--print=none", "--"],
        }[kind]
        _run(["qpdf", *options, "--static-id", "--static-aes-iv", str(source), str(out)])

    return handle


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{command[0]}: {done.stderr[-300:]}")


def _bytes(change: Callable[[bytes], bytes]) -> Handling:
    def handle(source: Path, out: Path) -> None:
        plain = out.with_suffix(".plain")
        _run(["qpdf", "--object-streams=disable", "--static-id", str(source), str(plain)])
        out.write_bytes(change(plain.read_bytes()))
        plain.unlink()

    return handle


def _no_trailer(data: bytes) -> bytes:
    return data[: data.rindex(b"\nxref\n") + 1]


def _no_table(data: bytes) -> bytes:
    """The table is gone, the trailer dictionary is there."""
    start, end = data.rindex(b"\nxref\n"), data.rindex(b"trailer")
    return data[: start + 1] + data[end:]


def _wrong_offsets(data: bytes) -> bytes:
    """Every offset 7 too small: line ends were rewritten on the way."""
    return re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % max(0, int(m[1]) - 7), data)


def _wrong_start(data: bytes) -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n17", data)


def _junk_before(data: bytes) -> bytes:
    """Bytes before the header shift every offset: a file cut from a mail or a web answer."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + data


def _crlf_after(data: bytes) -> bytes:
    return data + b"\r\n" * 600 + b"\0" * 800


def _options(*arguments: str) -> Handling:
    return lambda source, out: _run(["qpdf", *arguments, "--static-id", str(source), str(out)])


def distilled(source: Path, out: Path) -> None:
    """Printed again through ghostscript."""
    _run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={out}", str(source)])


def cairo(source: Path, out: Path) -> None:
    """Printed again through poppler and cairo."""
    _run(["pdftocairo", "-pdf", str(source), str(out)])


def _updated(source: Path, out: Path) -> None:
    """An incremental update: the same first page object again, with an annotation, and a new xref part."""
    plain = out.with_suffix(".plain")
    _run(["qpdf", "--object-streams=disable", "--static-id", str(source), str(plain)])
    data = plain.read_bytes()
    plain.unlink()
    root = re.search(rb"/Root (\d+ 0 R)", data)
    sizes = re.search(rb"/Size (\d+)", data)
    if root is None or sizes is None:
        raise ValueError("no trailer to update")
    size = int(sizes[1])
    start = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    at = len(data)
    info = f"{size} 0 obj\n<</Title(updated)/Producer(an editor)>>\nendobj\n".encode()
    table = f"xref\n{size} 1\n{at:010d} 00000 n \n".encode()
    trailer = b"trailer\n<</Size %d/Root %s/Info %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    out.write_bytes(data + info + table + trailer % (size + 1, root[1], size, start, at + len(info)))


def bare(source: Path, out: Path) -> None:
    """No metadata, no structure tree, no outlines."""
    with pikepdf.open(source) as pdf:
        for name in ("/Metadata", "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Lang", "/PageLabels"):
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.save(out, deterministic_id=True)


def linked(source: Path, out: Path) -> None:
    """Hyperlinks and a text note as annotations; a note's text is no text of the page."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[60, 700, 300, 720], Border=[0, 0, 1],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=b"https://www.city.example.lg.jp/"),
        )  # fmt: skip
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[560, 800, 580, 820],
            Contents=b"checked 1,234",
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link), pdf.make_indirect(note)]))

    each_page(source, out, change)


def shift_jis(source: Path, out: Path) -> None:
    """Text of non-embedded fonts as Shift_JIS under 90ms-RKSJ-H, as old Windows software wrote it.

    That encoding's Latin letters are half an em wide (CIDs 231 to 632), as MS Gothic's are.
    """

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, _: int) -> None:
        fonts = page.Resources.Font
        names = [n for n, f in fonts.items() if str(f.get("/Encoding")) in ("/UniJIS-UCS2-H", "/90ms-RKSJ-H")]
        out_stream: list[pikepdf.ContentStreamInstruction] = []
        current = ""
        for step in pikepdf.parse_content_stream(page):
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                continue
            changed = list(step.operands)
            if str(step.operator) == "Tf":
                current = str(changed[0])
            elif str(step.operator) == "Tj" and current in names:
                changed = [pikepdf.String(bytes(changed[0]).decode("utf-16-be").encode("cp932"))]
            out_stream.append(pikepdf.ContentStreamInstruction(changed, step.operator))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(out_stream))
        for name in names:
            fonts[name].Encoding = pikepdf.Name("/90ms-RKSJ-H")
            fonts[name].BaseFont = pikepdf.Name("/MS-Gothic")
            child = fonts[name].DescendantFonts[0]
            child.W = pikepdf.Array([1, 94, 500, 231, 632, 500])
            child.BaseFont = child.FontDescriptor.FontName = pikepdf.Name("/MS-Gothic")

    each_page(source, out, change)


def renumbered(source: Path, out: Path) -> None:
    """A blank page before and after, as a double-sided print adds."""
    with pikepdf.open(source) as pdf:
        _, _, width, height = box_of(pdf.pages[0])
        pdf.add_blank_page(page_size=(width, height))
        pdf.pages.insert(0, pdf.pages[-1])
        pdf.save(out, deterministic_id=True)


HANDLINGS: dict[str, Handling] = {
    "turned90": turned(90),
    "turned180": turned(180),
    "turned270": turned(270),
    "laid90": laid(90),
    "laid180": laid(180),
    "laid270": laid(270),
    "origin-negative": shifted(-120.5, -300, crop=False),
    "origin-positive": shifted(250, 77.25, crop=False),
    "cropped": shifted(33, 44, crop=True),
    "user-unit": user_unit,
    "rc4-40": locked("rc4-40"),
    "rc4-128": locked("rc4-128"),
    "aes-128": locked("aes-128"),
    "aes-256": locked("aes-256"),
    "no-trailer": _bytes(_no_trailer),
    "no-table": _bytes(_no_table),
    "wrong-offsets": _bytes(_wrong_offsets),
    "wrong-startxref": _bytes(_wrong_start),
    "junk-before": _bytes(_junk_before),
    "junk-after": _bytes(_crlf_after),
    "object-streams": _options("--object-streams=generate", "--recompress-flate", "--compression-level=9"),
    "uncompressed": _options("--qdf", "--object-streams=disable"),
    "linearized": _options("--linearize"),
    "updated": _updated,
    "bare": bare,
    "gs": distilled,
    "cairo": cairo,
    "stamped": stamped,
    "headed": headed,
    "watermarked": watermarked,
    "linked": linked,
    "blank-pages": renumbered,
    "shift-jis": shift_jis,
}


def handle(name: str, source: Path, out: Path) -> None:
    """Apply one named handling, or several joined by "+" from left to right."""
    steps = name.split("+")
    current = source
    for number, step in enumerate(steps):
        target = out if number == len(steps) - 1 else out.with_suffix(f".step{number}")
        HANDLINGS[step](current, target)
        if current != source:
            current.unlink()
        current = target
    if not steps:
        shutil.copy(source, out)
