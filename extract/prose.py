"""Paragraphs: which line breaks of a print only wrap, and which end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from extract.form import Pattern
from extract.layout import Region, compact
from extract.lines import Line
from extract.sheet import TOUCH
from normalize import clean_text

_BULLET = re.compile(
    r"[・●○◯〇◎■□◆◇▪▶※*①-⑳⑴-⒇㋐-㋾]|[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]|[(（][ア-ンァ-ヶa-zA-Z][)）]|[-－–―]\s|<|＜|【"
)
_MARK = re.compile(r"[・●○◯◎■□◆◇▪]")  # no sentence begins with these within a line, as one may with ① or ※
_BLANK = 1.7  # times the usual pitch of lines: one was left blank between them
_POINT, _NARROW = "・", 1.6  # ems: no line that wraps begins with this, and so it needs less
_SHORT = 2.5  # ems left free at a line's end: a longer word would have fitted, so the line ended on purpose


_FIGURE_ENDS, _FIGURE_GOES_ON = re.compile(r"[0-9０-９]$"), re.compile(r"[0-9０-９,，.．%％]")


def _starts(line: Line, before: Line, right: float) -> bool:
    """Whether a line begins a paragraph."""
    if line.opens or (line.text.startswith(_POINT) and _is_short(before, right, _NARROW)):
        return True
    if _is_sentence(before) and _MARK.match(line.text):
        return True  # however full the line is
    return _is_short(before, right) and (_is_bullet(line) or _is_sentence(before))


def _is_short(line: Line, right: float, ems: float = _SHORT) -> bool:
    """Whether a line ends on purpose: more than it would have fitted; ``right`` is where such lines wrap."""
    return line.box.x1 < right - ems * line.size


def _cuts_figure(before: Line, line: Line, right: float) -> bool:
    """Whether a line that wraps ends within a number."""
    cut = _FIGURE_ENDS.search(before.text) and _FIGURE_GOES_ON.match(line.text)
    return bool(cut) and not _is_short(before, right)


def _is_bullet(line: Line) -> bool:
    return _BULLET.match(line.text) is not None


def _is_sentence(line: Line) -> bool:
    return line.text.rstrip().endswith(("。", "．", "」", "】"))


def _wraps_at(region: Region) -> float:
    """Where the lines of a cell wrap: they leave as much free at its right side as at its left one."""
    longest = max((line.box.x1 for line in region.lines), default=0.0)
    if not region.ruled or not region.lines:
        return longest
    free = min(line.box.x0 for line in region.lines) - region.box.x0
    return max(longest, region.box.x1 - max(free, 0.0))


def _ends_before(region: Region, above: Region, columns: bool) -> bool:
    """Whether a cell goes on with no paragraph of the one before it, above it or at its left.

    A program that rules its lines fills each of them but the last of a paragraph; ``columns`` says that the cells are
    those of a small table, whose rows stay apart.
    """
    if not region.lines or not above.lines:
        return False
    last = above.lines[-1]
    if region.page != above.page:
        return _starts(region.lines[0], last, _wraps_at(above))
    short = _is_short(last, _wraps_at(above))
    if columns:
        goes_on = abs(region.at.x0 - above.at.x0) <= TOUCH and not short and not _is_bullet(region.lines[0])
        return not goes_on and not _is_beside(region, above)
    return short or (_is_bullet(region.lines[0]) and not above.fills(last))


def _is_beside(region: Region, other: Region) -> bool:
    """Whether two cells begin at one height of a page, one beside the other."""
    apart = region.at.x0 >= other.at.x1 - TOUCH or other.at.x0 >= region.at.x1 - TOUCH
    return region.page == other.page and apart and abs(region.at.top - other.at.top) <= TOUCH


def _pitch(before: Line, line: Line) -> float:
    return line.box.bottom - before.box.bottom


def _is_apart(before: Line, line: Line, pitch: float) -> bool:
    """Whether a blank line stands before a line; ``pitch`` is the least between two lines of the cell."""
    return pitch > 0 and _pitch(before, line) > _BLANK * pitch


def paragraphs(regions: Iterable[Region]) -> str:
    """The cleaned text of cells that follow each other, paragraphs separated by a line break."""
    parts: list[str] = []
    above: Region | None = None
    regions = [region for region in regions if not region.blank]
    columns = any(_is_beside(*two) for two in pairwise(regions))
    for region in regions:
        right = _wraps_at(region)
        pitch = min((_pitch(*two) for two in pairwise(region.lines)), default=0.0)
        for before, line in zip((None, *region.lines), region.lines, strict=False):
            if before is None:
                begins = line.opens or (above is not None and _ends_before(region, above, columns))
            else:
                begins = _starts(line, before, right) or _is_apart(before, line, pitch)
            if not parts or begins:
                parts.append(line.text)
            else:
                cut = before is not None and _cuts_figure(before, line, right)
                parts[-1] += ("" if cut else "\n") + line.text
        above = region
    return "\n".join(cleaned for part in parts if (cleaned := clean_text(part)))


def headed(regions: list[Region], split: Pattern | None) -> list[tuple[str, list[Region]]]:
    """Cut the cells of a section at its inner headings: (heading, the cells or parts of cells under it).

    A heading stands in a cell of its own, or on the first lines of a cell; text before the first has the heading "".
    """
    found: list[tuple[str, list[Region]]] = [("", [])]
    usual = _usual(regions, split)
    for number, region in enumerate(regions):
        if split is None:
            found[-1][1].append(region)
            continue
        following = regions[number + 1] if number + 1 < len(regions) else None
        alone = following is not None and not _heading(following.lines[0], split)
        for heading, lines in _pieces(region, split, alone, usual):
            if heading:
                found.append((clean_text(heading), []))
            if lines:
                found[-1][1].append(part_of(region, lines))
    return [piece for piece in found if piece[0] or piece[1]]


def _heading(line: Line, split: Pattern) -> bool:
    return split.match(compact(line.text)) is not None


class _Usual(NamedTuple):
    """How the headings of a section are set: whether any begins its line, and whether any is no sentence."""

    flush: bool
    words: bool


def _usual(regions: list[Region], split: Pattern | None) -> _Usual:
    flush = words = False
    for region in regions if split is not None else ():
        for before, line in zip((None, *region.lines), region.lines, strict=False):
            if split is not None and _heading(line, split):
                flush |= not line.opens and (before is None or not region.fills(before))
                words |= not compact(line.text).endswith("。")
    return _Usual(flush, words)


def _is_item(line: Line, below: Line | None, split: Pattern, usual: _Usual) -> bool:
    """Whether a line with a heading's mark is an item of a list: indented where headings are not, or a sentence.

    What an indented text follows is a heading all the same.
    """
    headed = below is not None and below.opens and not _heading(below, split)
    indented = line.opens and usual.flush and not headed
    return indented or (usual.words and compact(line.text).endswith("。"))


def _pieces(region: Region, split: Pattern, alone: bool, usual: _Usual) -> Iterable[tuple[str, list[Line]]]:
    """The headings of a cell, each with the lines under it."""
    lines = list(region.lines)
    below = (*lines[1:], None)
    at = [i for i, line in enumerate(lines) if _heading(line, split) and not _is_item(line, below[i], split, usual)]
    if not at or at[0] > 0:
        yield "", lines[: at[0] if at else None]
    ends = [*at[1:], len(lines)]
    for start, end in zip(at, ends, strict=False):
        stop = _heading_end(region, lines, start, end, whole=alone and len(at) == 1 and start == 0)
        text = "\n".join(line.text for line in lines[start:stop])
        match = re.match(r"\s*\S\s*", text) if split.groups else None
        yield (text[match.end() :] if match else text), lines[stop:end]


def _heading_end(region: Region, lines: list[Line], start: int, end: int, whole: bool) -> int:
    """Where a heading's lines end: at the first paragraph after it; a short cell of its own is all heading."""
    if whole and end - start <= 3 and not any(line.opens for line in lines[start + 1 : end]):
        return end
    for i in range(start + 1, end):
        if lines[i].opens:
            return i
    stop = start + 1
    while stop < end and region.fills(lines[stop - 1]):
        stop += 1  # a heading longer than a line, above text that does not open with a blank
    if any("。" in line.text for line in lines[start + 1 : stop]):
        stop = start + 1  # the heading fills its line, and its text begins on the next
    return stop if end - start > 1 else end


def part_of(region: Region, lines: list[Line]) -> Region:
    """A cell as if only some of its lines stood in it."""
    if len(lines) == len(region.lines):
        return region
    return Region(region.page, region.box, tuple(lines), region.ruled, region.at, role=region.role)
