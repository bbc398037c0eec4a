"""What the text of one cell or line shows that may not be right: labels in it, rules through it, unknown glyphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.cell_kinds import YEAR_LONG
from extract.context import Context
from extract.garbled import is_garbled
from extract.labels import describe
from extract.layout import Region, Role, compact
from extract.lines import ROOM
from extract.patterns import Patterns
from normalize import read_fiscal_heading
from normalize.marks import MINUS_SIGNS, NULL_STROKES, any_of

_FIGURE = re.compile(rf"{any_of(MINUS_SIGNS)}?\d[\d,.]*[%％]?|{any_of(NULL_STROKES)}")
_HANGING = ("、", "。", "，", "．")  # may hang over the end of a line
_APART = 0.5  # ems more than between the lines of one text
_INDENT = 2.0  # ems right of where its lines begin: further than a paragraph's indentation
_OVER = 0.3  # ems that a text may run over the side of its cell
_WHOLE = 0.7  # of an em: letters of which this much is seen are whole, but for their tails
_ENDS = re.compile(r"[。．.!?！？」』)）】〉》]$")  # of a sentence, and of what may stand at the end of one
_INSIDE = 0.5  # ems between a text and the side of its cell
_SIDE = 2.0  # points between what is cut and the rule that cuts it


def doubt_text(context: Context, region: Region) -> None:
    """Note what is doubtful about a cell or a line, as it is printed and as a value."""
    if region.pictured and region.role in (Role.FIELD, Role.UNREAD):
        with_text = "" if region.blank else f" beside {describe(region)}"
        says = f"a picture or a drawing stands in a cell{with_text}: what it shows is in no table"
        context.doubt("warning", "picture_in_cell", says, region)
    if region.blank:
        return
    if region.struck and region.role is Role.FIELD:
        says = f"a line runs through some of it, as if it were struck out: {describe(region)}"
        context.doubt("warning", "struck_text", says, region)
    if region.role is Role.FIELD:
        _label_inside(context, region, context.form.sets.exact)
        _columns_inside(context, region)
        doubt_cut(context, region)
        _cut_off(context, region)
        _breaks_off(context, region)
    for line in region.readings:
        says = f"small letters over a line, its reading, were left out of the text: {line.text.strip()}"
        context.doubt("warning", "overprinted_text", says, region)
    if region.overprinted and region.role is not Role.FURNITURE:
        says = f"one text is printed over another: {describe(region)}"
        severity = "info" if region.role is Role.FIGURE else "warning"  # the labels of a chart's series may overlap
        context.doubt(severity, "overprinted_text", says, region)
    _garbled(context, region)


def _label_inside(context: Context, region: Region, patterns: Patterns) -> None:
    """A line of a value that is a label of the form: the rule between the two is missing, or the label is the value."""
    if len(region.lines) == 1 and context.form.sets.columns.match(region.label):
        context.doubt("warning", "label_in_value", f"the heading {region.label} was read as a value", region)
    opening = context.form.sets.openings.search(region.label)
    if opening is not None:
        said = f"the label {opening[0]} stands inside a value: {describe(region)}"
        context.doubt("warning", "label_in_value", said, region)
        return
    for text in _said_inside(region):
        if patterns.match(text):
            context.doubt(
                "warning", "label_in_value", f"the label {text} stands inside a value: {describe(region)}", region
            )
            return
    if len(region.lines) == 1:
        return
    left = min(line.box.x0 for line in region.lines)
    for above, line in pairwise(region.lines) if region.ruled else ():
        apart = line.box.top - above.box.bottom > _APART * line.size and line.box.x0 > left + _INDENT * line.size
        if apart and len(text := compact(line.text)) <= YEAR_LONG and _is_year(text, context.facts.edition):
            says = f"the heading {text} stands apart inside a value: {describe(region)}"
            context.doubt("warning", "label_in_value", says, region)


def _said_inside(region: Region) -> Iterator[str]:
    """The parts of a value that could be a label: lines, what a wide gap sets apart, the first word."""
    if len(region.lines) > 1:
        yield from (text for line in region.lines if len(text := compact(line.text)) > 2)
    if " " in region.text or "\u3000" in region.text:
        first = region.lines[0].text.split() if region.ruled else []
        if len(first) > 1 and len(text := compact(first[0])) > 2:
            yield text
        yield from (text for text in _pieces(region) if len(text) > 1)


def _pieces(region: Region) -> Iterator[str]:
    """The parts of a cell's lines that wide gaps set apart."""
    for line in region.lines if region.ruled and "\u3000" in region.text else ():
        pieces = [compact(piece) for piece in line.text.split("\u3000") if piece]
        yield from pieces if len(pieces) > 1 else ()


def _is_year(label: str, edition: int | None) -> bool:
    heading = read_fiscal_heading(label, near=edition)
    return heading is not None and not heading.rest


def _columns_inside(context: Context, region: Region) -> None:
    """A line of numbers far apart inside a value: the rules between several cells are missing."""
    for line in region.lines if region.ruled and "　" in region.text else ():
        pieces = [piece for piece in line.text.split("　") if piece]
        figures = sum(_FIGURE.fullmatch(compact(piece)) is not None for piece in pieces)
        if len(pieces) > 2 and figures > 1 and 2 * figures >= len(pieces):
            context.doubt("warning", "merged_cells", f"several cells may stand in one: {describe(region)}", region)
            return


def doubt_cut(context: Context, region: Region) -> None:
    """A text that runs over the side of its cell: a rule stands where none belongs, or another column's does."""
    left, _, right, _ = region.box
    for line in region.lines if region.ruled else ():
        x0, _, x1, _ = line.box
        if left <= x0 and x1 <= right:
            continue  # as nearly all do
        hanging = line.size if line.text.rstrip().endswith(_HANGING) else 0.0
        if max(x1 - hanging - right, left - x0) > _OVER * line.size:
            context.doubt("warning", "cut_text", f"a rule runs through the text {line.text.strip()}", region)
            return


def _cut_off(context: Context, region: Region) -> None:
    """A line that the side of its cell hides in part: there is no room for it, nor perhaps for others."""
    _, top, _, bottom = region.box
    for line in (region.lines[0], region.lines[-1]) if region.ruled else ():
        whole = line.box.bottom - line.box.top >= _WHOLE * line.size
        if not whole and min(line.box.top - top, bottom - line.box.bottom) <= _SIDE:
            says = f"its cell hides a part of the line {line.text.strip()}, and more may be hidden"
            context.doubt("warning", "cut_text", says, region)
            return


def _breaks_off(context: Context, region: Region) -> None:
    """A text whose last line is full and ends within a sentence, in a cell without room for another line.

    A row of a spreadsheet is 409 points high at most, or as high as someone set it: of the rest nothing is printed.
    """
    if not region.ruled or len(region.lines) < 2 or "。" not in region.text or region.open_bottom:
        return
    before, last = region.lines[-2:]
    full = region.box.x1 - last.box.x1 < (ROOM + _INSIDE) * last.size
    room = region.box.bottom - last.box.bottom >= last.box.bottom - before.box.bottom
    if not full or room or _ENDS.search(last.text.rstrip()):
        return
    if all(part.page < region.page for part in context.sheet.other_parts(region)):
        says = f"its cell has no room for more, and it ends within a sentence: {last.text.strip()}"
        context.doubt("warning", "cut_text", says, region)


def _garbled(context: Context, region: Region) -> None:
    if region.role is Role.FURNITURE or not is_garbled(region.text):
        return
    severity = "info" if region.role is Role.FIGURE else "warning"  # no row is made of a chart's labels
    context.doubt(severity, "garbled_text", f"glyphs without a character: {describe(region)}", region)
