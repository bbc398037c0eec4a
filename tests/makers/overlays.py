"""What is put on finished pages: stamps, running heads, watermarks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf

Handling = Callable[[Path, Path], None]
STAMP_FONT = "HeiseiKakuGo-W5"


def each_page(source: Path, out: Path, change: Callable[[pikepdf.Pdf, pikepdf.Page, int], None]) -> None:
    with pikepdf.open(source) as pdf:
        for index, page in enumerate(pdf.pages):
            change(pdf, page, index)
        pdf.save(out, deterministic_id=True)


def box_of(page: pikepdf.Page) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    return x0, y0, x1, y1


def _overlay(source: Path, out: Path, draw: Callable[[pikepdf.Page, int], bytes]) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page, index: int) -> None:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=pikepdf.Name("/" + STAMP_FONT),
                Encoding=pikepdf.Name("/UniJIS-UCS2-H"),
                DescendantFonts=[
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Font,
                        Subtype=pikepdf.Name.CIDFontType0,
                        BaseFont=pikepdf.Name("/" + STAMP_FONT),
                        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2),
                        DW=1000,
                        FontDescriptor=pikepdf.Dictionary(
                            Type=pikepdf.Name.FontDescriptor,
                            FontName=pikepdf.Name("/" + STAMP_FONT),
                            Flags=4,
                            FontBBox=[-92, -250, 1010, 922],
                            ItalicAngle=0,
                            Ascent=752,
                            Descent=-221,
                            CapHeight=737,
                            StemV=114,
                        ),
                    )
                ],
            )
        )
        name = page.add_resource(font, pikepdf.Name.Font, prefix="Stamp")
        content = draw(page, index).replace(b"/F", str(name).encode())
        page.contents_add(pdf.make_stream(b"q "), prepend=True)
        page.contents_add(pdf.make_stream(b"\nQ " + content))

    each_page(source, out, change)


def _shown(text: str, x: float, y: float, size: float, colour: str = "0 g") -> bytes:
    code = text.encode("utf-16-be").hex()
    return f"q {colour} BT /F {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm <{code}> Tj ET Q\n".encode()


def stamped(source: Path, out: Path) -> None:
    """「写」 in a frame in the upper corner of each page."""

    def draw(page: pikepdf.Page, _: int) -> bytes:
        x1, y1 = box_of(page)[2:]
        frame = f"q 1 0 0 RG 1 w {x1 - 40:g} {y1 - 30:g} 24 22 re S Q\n".encode()
        return _shown("写", x1 - 36, y1 - 26, 16, "1 0 0 rg") + frame

    _overlay(source, out, draw)


def headed(source: Path, out: Path) -> None:
    """A running head, and a second page number as a binder stamps it."""

    def draw(page: pikepdf.Page, index: int) -> bytes:
        x0, y0, x1, y1 = box_of(page)
        head = _shown("文の京　総合戦略　進行管理", x0 + 30, y1 - 16, 7)
        return head + _shown(f"－{index + 101}－", (x0 + x1) / 2 - 60, y0 + 9, 7)

    _overlay(source, out, draw)


def watermarked(source: Path, out: Path) -> None:
    """A large pale slanting watermark over the page."""

    def draw(page: pikepdf.Page, _: int) -> bytes:
        code = "参考資料".encode("utf-16-be").hex()
        return f"q 0.92 g BT /F 90 Tf 0.707 0.707 -0.707 0.707 170 230 Tm <{code}> Tj ET Q\n".encode()

    def under(src: Path, dst: Path) -> None:
        with pikepdf.open(src) as pdf:
            for page in pdf.pages:
                contents = list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
                page.Contents = pikepdf.Array([contents[-1], *contents[:-1]])
                first = contents[-1].read_bytes().removeprefix(b"\nQ ")
                page.Contents[0] = pdf.make_stream(first)
                page.Contents.append(pdf.make_stream(b"\nQ"))
            pdf.save(dst, deterministic_id=True)

    over = out.with_suffix(".over")
    _overlay(source, over, draw)
    under(over, out)
    over.unlink()
