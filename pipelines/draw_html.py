"""A drawn page as one HTML file: the picture, the boxes over it with their labels as tooltips, and the list of them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

from pipelines.draw import COLOURS, Drawing, Mark
from pipelines.printable import shown, shown_text

_MEANING: Final = {
    "field": "became a value",
    "label": "a label of the form",
    "figure": "inside a figure",
    "furniture": "page number, running head",
    "unread": "not read: see the table issues",
    "blank": "an empty cell that no field claims",
}
_STYLE: Final = """
body { font: 14px/1.5 system-ui, sans-serif; margin: 1.5em; color: #222; background: #fff; }
figure { position: relative; margin: 0; max-width: 1400px; }
img { width: 100%; display: block; }
svg { position: absolute; inset: 0; width: 100%; height: 100%; }
rect { vector-effect: non-scaling-stroke; stroke-width: 1; fill-opacity: .12; }
rect.unread { fill-opacity: .4; } rect.blank { fill-opacity: 0; }
rect:hover, rect:target { fill-opacity: .5; stroke-width: 3; }
table { border-collapse: collapse; margin-top: 1em; }
td, th { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top; white-space: pre-line; }
.key { display: inline-block; padding: 0 .5em; margin-right: .5em; color: #fff; }
"""


def page_html(name: str, drawing: Drawing, picture: bytes) -> str:
    """The HTML file of a page; it needs no other file and no script.

    Args:
        name: the PDF's name.
        drawing: the page with its boxes.
        picture: the page as PNG, without boxes.
    """
    title = escape(f"{shown(name)}, page {drawing.page}")
    of = f"sheet: {escape(drawing.sheet)}" if drawing.sheet else "no sheet of a known form"
    colours = "".join(f"rect.{role} {{ fill: {_css(role)}; stroke: {_css(role)}; }}" for role in COLOURS)
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    parts = [
        "<!doctype html>", '<html lang="ja">', f'<meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}{colours}</style>", f"<h1>{title}</h1>", f"<p>{of}</p>", f"<p>{_key(drawing)}</p>",
        f'<figure><img alt="" src="{source}">',
        f'<svg viewBox="0 0 {drawing.width:.2f} {drawing.height:.2f}" preserveAspectRatio="none">',
        *(_rect(mark) for mark in drawing.marks), "</svg></figure>", *_list(drawing), "</html>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _css(role: str) -> str:
    return "rgb({},{},{})".format(*COLOURS[role])


def _key(drawing: Drawing) -> str:
    count = Counter(mark.role for mark in drawing.marks)
    return "".join(
        f'<span class="key" style="background: {_css(role)}" title="{_MEANING[role]}">{role} {count[role]}</span>'
        for role in COLOURS
    )


def _labels(labels: tuple[str, ...]) -> str:
    return escape(shown_text(" / ".join(label.replace("\n", "") for label in labels)))


def _rect(mark: Mark) -> str:
    box = mark.box
    said = [f"{mark.number} {mark.role}"]
    said += [f"{what}: {labels}" for what, labels in _both(mark) if labels]
    said += [escape(shown_text(mark.text))] if mark.text else []
    size = f'x="{box.x0:.2f}" y="{box.top:.2f}" width="{max(box.width, 0):.2f}" height="{max(box.height, 0):.2f}"'
    tooltip = "\n".join(said)
    return f'<rect id="r{mark.number}" class="{mark.role}" {size}><title>{tooltip}</title></rect>'


def _both(mark: Mark) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("row", _labels(mark.row_labels)), ("column", _labels(mark.column_labels))


def _list(drawing: Drawing) -> Iterator[str]:
    """The table of the boxes, those not read first."""
    yield "<table><tr><th>no.</th><th>what</th><th>row labels</th><th>column labels</th><th>text</th>"
    yield "<th>x0, top, x1, bottom</th></tr>"
    for mark in sorted(drawing.marks, key=lambda mark: mark.role != "unread"):
        if mark.role == "blank":
            continue
        box = ", ".join(f"{edge:.2f}" for edge in mark.box)
        (_, row), (_, column) = _both(mark)
        link = f'<a href="#r{mark.number}">{mark.number}</a>'
        cells = (link, mark.role, row, column, escape(shown_text(mark.text)), box)
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table>"
