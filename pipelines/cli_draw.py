"""`tenken draw`: pages with what was seen on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pipelines.cli_options import FormFolders, FormId

_DRAWN: Final = Path("drawn")


def draw(
    pdf: Annotated[Path, typer.Argument(metavar="PDF", help="The PDF.")],
    page: Annotated[int | None, typer.Option(metavar="N", min=1, help="Draw only this page.")] = None,
    scale: Annotated[float, typer.Option(metavar="X", min=0.5, max=8, help="Pixels to the point (1/72 inch).")] = 2,
    into: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for the drawings.")] = _DRAWN,
    form: FormId = None,
    forms: FormFolders = None,
) -> None:
    """Draw pages with their cells, labels and unread text marked: look here when you doubt a number.

    Each page gives NAME-p001.png and NAME-p001.html. Open the HTML in a browser: every box tells its labels and text.
    Green became a value, blue is a label, orange a figure, grey page furniture; red was not read. A row of the tables
    names its page and box (x0, top, x1, bottom); the list below the picture has the same.

    Exit status: 0 drawn; 1 the PDF, or a page of it, could not be read; 2 wrong usage.
    """
    from extract.form import forms_to_try
    from extract.page import UnreadablePdfError
    from pipelines.draw import Undrawn, drawings, marked, png, render
    from pipelines.draw_html import page_html
    from pipelines.options import check_forms
    from pipelines.printable import shown

    folders = tuple(forms or ())
    check_forms(form, folders)
    known = forms_to_try(folders, form)
    status = 0
    try:
        for drawing in drawings(pdf, known, page):
            if isinstance(drawing, Undrawn):
                typer.echo(f"tenken: {shown(str(pdf))}: {drawing.says}", err=True)
                status = 1
                continue
            into.mkdir(parents=True, exist_ok=True)
            image = render(pdf, drawing.page, scale, drawing.rotation)
            place = into / f"{pdf.stem}-p{drawing.page:03d}"
            place.with_name(place.name + ".png").write_bytes(png(marked(image, drawing)))
            target = place.with_name(place.name + ".html")
            target.write_text(page_html(pdf.name, drawing, png(image)), encoding="utf-8")
            unread = sum(mark.role == "unread" for mark in drawing.marks)
            typer.echo(shown(str(target)) + (f": {unread} not read" if unread else ""))
    except UnreadablePdfError as error:
        typer.echo(f"tenken: {shown(str(pdf))}: {error}", err=True)
        raise typer.Exit(1) from None
    if status:
        raise typer.Exit(status)
