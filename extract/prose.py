"""Paragraphs: which line breaks of a print only wrap, and which end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from extract.form import Pattern
from extract.layout import Region, compact
from extract.lines import Line
from normalize import clean_text

_BULLET = re.compile(
    r"[・●○◯〇◎■□◆◇▪▶※*①-⑳⑴-⒇㋐-㋾]|[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]|[(（][ア-ンァ-ヶa-zA-Z][)）]|[-－–―]\s|<|＜|【"
)
_BLANK = 1.7  # times the usual pitch of lines: one was left blank between them
_SHORT = 2.5  # ems left free at a line's end: a longer word would have fitted, so the line ended on purpose


def _starts(line: Line, before: Line, right: float) -> bool:
    """Whether a line begins a paragraph."""
    if line.opens:
        return True
    short = before.box.x1 < right - _SHORT * before.size
    return short and (_BULLET.match(line.text) is not None or before.text.rstrip().endswith(("。", "．", "」", "】")))


def _pitch(before: Line, line: Line) -> float:
    return line.box.bottom - before.box.bottom


def _is_apart(before: Line, line: Line, pitch: float) -> bool:
    """Whether a blank line stands before a line; ``pitch`` is the least between two lines of the cell."""
    return pitch > 0 and _pitch(before, line) > _BLANK * pitch


def paragraphs(regions: Iterable[Region]) -> str:
    """The cleaned text of cells that follow each other, paragraphs separated by a line break."""
    parts: list[str] = []
    for region in regions:
        right = max((line.box.x1 for line in region.lines), default=0.0)
        pitch = min((_pitch(*two) for two in pairwise(region.lines)), default=0.0)
        for before, line in zip((None, *region.lines), region.lines, strict=False):
            begins = line.opens if before is None else _starts(line, before, right) or _is_apart(before, line, pitch)
            if not parts or begins:
                parts.append(line.text)
            else:
                parts[-1] += "\n" + line.text
    return "\n".join(cleaned for part in parts if (cleaned := clean_text(part)))


def headed(regions: list[Region], split: Pattern | None) -> list[tuple[str, list[Region]]]:
    """Cut the cells of a section at its inner headings: (heading, the cells or parts of cells under it).

    A heading stands in a cell of its own, or on the first lines of a cell; text before the first has the heading "".
    """
    found: list[tuple[str, list[Region]]] = [("", [])]
    for number, region in enumerate(regions):
        if split is None:
            found[-1][1].append(region)
            continue
        following = regions[number + 1] if number + 1 < len(regions) else None
        alone = following is not None and not _heading(following.lines[0], split)
        for heading, lines in _pieces(region, split, alone):
            if heading:
                found.append((clean_text(heading), []))
            if lines:
                found[-1][1].append(_part(region, lines))
    return [piece for piece in found if piece[0] or piece[1]]


def _heading(line: Line, split: Pattern) -> bool:
    return split.match(compact(line.text)) is not None


def _pieces(region: Region, split: Pattern, alone: bool) -> Iterable[tuple[str, list[Line]]]:
    """The headings of a cell, each with the lines under it."""
    lines = list(region.lines)
    at = [i for i, line in enumerate(lines) if _heading(line, split)]
    if not at or at[0] > 0:
        yield "", lines[: at[0] if at else None]
    ends = [*at[1:], len(lines)]
    for start, end in zip(at, ends, strict=False):
        stop = _heading_end(lines, start, end, whole=alone and len(at) == 1 and start == 0)
        text = "\n".join(line.text for line in lines[start:stop])
        match = re.match(r"\s*\S\s*", text) if split.groups else None
        yield (text[match.end() :] if match else text), lines[stop:end]


def _heading_end(lines: list[Line], start: int, end: int, whole: bool) -> int:
    """Where a heading's lines end: at the first paragraph after it; a short cell of its own is all heading."""
    if whole and end - start <= 3 and not any(line.opens for line in lines[start + 1 : end]):
        return end
    for i in range(start + 1, end):
        if lines[i].opens:
            return i
    return start + 1 if end - start > 1 else end


def _part(region: Region, lines: list[Line]) -> Region:
    if len(lines) == len(region.lines):
        return region
    return Region(region.page, region.box, tuple(lines), region.ruled, region.at, role=region.role)
