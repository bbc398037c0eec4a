"""Figures and icons: captions, source lines, what is printed inside a chart, and SDG icons told by colour."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.box import Box
from extract.form import Section
from extract.layout import Region, Role, compact
from extract.lines import is_page_number
from extract.page import Picture
from extract.prose import is_heading
from extract.sheet import TOUCH, Sheet
from normalize.marks import BULLETS, OPEN_ROUND, REMARK_SIGNS, ZERO_CIRCLE, any_of

# The official colours of the 17 Sustainable Development Goals (United Nations, SDG guidelines, 2023).
SDG_COLOURS = (
    (229, 36, 59), (221, 166, 58), (76, 159, 56), (197, 25, 45), (255, 58, 33), (38, 189, 226), (252, 195, 11),
    (162, 25, 66), (253, 105, 37), (221, 19, 103), (253, 157, 36), (191, 139, 46), (63, 126, 68), (10, 151, 217),
    (86, 192, 43), (0, 104, 157), (25, 72, 106),
)  # fmt: skip
_WRAPPED = 3  # lines that a caption or a source goes on for, at most
_PITCH = 1.9  # ems from one line of a caption to the next, at most
_INDENT, _HANGING = 1.5, 4.0  # ems that the later lines of a source stand in: under the text behind 資料：
_REMARK = re.compile(rf"{any_of(REMARK_SIGNS, BULLETS, ZERO_CIRCLE, OPEN_ROUND)}|注|資料|出典|\d")
_LEFT = 2.0  # ems that a figure may reach further left than its caption, where another stands beside it
_WIDE = 0.9  # of the widest cell: as wide as the section
_LOWER, _TALLER = 0.8, 1.25  # times the height of the icons that are known: a picture between is one, too
_FAR = 30.0  # of 255: a print further from every official colour is another picture


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A figure: its caption's region, the caption, the texts inside, and its source line's text ("" where none)."""

    region: Region
    caption: str
    inside: list[Region]
    source: str


def find_figures(sheet: Sheet, section: Section, top: float, bottom: float) -> list[FigureFound]:
    """The figures of a section between two heights of the sheet; what stands in them is theirs, cells too."""
    captions = _by_level(_captions(sheet, section, top, bottom))
    widest = max((r.at.width for r in sheet.between(top, bottom)), default=0.0)
    found: list[FigureFound] = []
    for number, (region, caption) in enumerate(captions):
        level = [r for r, _ in captions if abs(r.at.top - region.at.top) <= region.at.height]
        after = [r for r, _ in captions[number + 1 :] if r not in level]
        end = min([bottom, *(r.at.top for r in after)])
        end = min([end, *(r.at.top for r in sheet.between(region.at.bottom, end) if _is_text(r, section, widest))])
        right = min([r.at.x0 for r in level if r.at.x0 > region.at.x0 + 1], default=float("inf"))
        beside = any(r.at.x0 < region.at.x0 - 1 for r in level)
        left = region.at.x0 - _LEFT * region.lines[0].size if beside else float("-inf")
        inside = [
            r
            for r in sheet.regions
            if r.role is Role.UNREAD
            and region.at.top < r.at.top < end
            and left <= (r.at.x0 + r.at.x1) / 2 < right
            and not _is_page_number(r)
        ]
        found.append(_figure(sheet, section, region, caption, inside))
    return found


def _by_level(captions: list[tuple[Region, str]]) -> list[tuple[Region, str]]:
    """Captions level by level, each from left to right: their letters may be of two fonts, and differ in height."""
    levels: list[list[tuple[Region, str]]] = []
    for caption in captions:
        middle = (caption[0].at.top + caption[0].at.bottom) / 2
        if levels and middle < max(region.at.bottom for region, _ in levels[-1]):
            levels[-1].append(caption)
        else:
            levels.append([caption])
    return [caption for level in levels for caption in sorted(level, key=lambda one: one[0].at.x0)]


def _is_text(region: Region, section: Section, widest: float) -> bool:
    """Whether a cell as wide as the section opens with the mark of its headings: the figure above has ended."""
    if section.split is None or region.blank or region.role is not Role.UNREAD or region.at.width < _WIDE * widest:
        return False
    return is_heading(region.lines[0], section.split)


def _is_page_number(region: Region) -> bool:
    return not region.ruled and is_page_number(region.label) and region.role is Role.FURNITURE


def _captions(sheet: Sheet, section: Section, top: float, bottom: float) -> list[tuple[Region, str]]:
    found: list[tuple[Region, str]] = []
    for region in sheet.regions:
        if section.captions is None or region.role is not Role.UNREAD or not top < region.at.top < bottom:
            continue
        if section.captions.fullmatch(region.label):
            region.role = Role.FIGURE
            found.append((region, _inner(region.text, section)))
        elif not region.ruled and (rest := _rest_of_caption(sheet, section, region)):
            for part in (region, *rest):
                part.role = Role.FIGURE
            found.append((region, _inner("".join(part.text for part in (region, *rest)), section)))
    return found


def _rest_of_caption(sheet: Sheet, section: Section, first: Region) -> list[Region]:
    """The lines under the first one of a caption that is longer than its figure is wide, or none."""
    rest: list[Region] = []
    label, opening = first.label, opening_of(section)
    if section.captions is None or not opening or not label.startswith(opening):
        return []
    while len(rest) < _WRAPPED and (below := _line_below(sheet, (rest or [first])[-1], first, longer=True)):
        if section.captions.fullmatch(below.label):
            break
        rest.append(below)
        label += below.label
        if section.captions.fullmatch(label):
            return rest
    return []


def opening_of(section: Section) -> str:
    """The mark that a caption's pattern begins with, or ""."""
    found = re.match(r"[^\w\s\\(\[.?*+^$|]", section.captions.pattern) if section.captions is not None else None
    return found[0] if found else ""


def _line_below(sheet: Sheet, line: Region, first: Region, longer: bool = False) -> Region | None:
    """The line of print right under one outside cells, of its size, that goes on with it.

    Args:
        sheet: the sheet.
        line: the line above.
        first: the first line: another one begins where it does, hangs under it, or is centred under it.
        longer: whether another line may be longer than the first.
    """
    size = line.lines[0].size
    for r in sheet.free:
        if r.role is not Role.UNREAD or r.page != line.page or abs(r.lines[0].size - size) > 0.1 * size:
            continue
        left, middle = r.at.x0 - first.at.x0, (r.at.x0 + r.at.x1 - first.at.x0 - first.at.x1) / 2
        under = -size <= left <= _HANGING * size or abs(middle) <= size
        fits = longer or r.at.x1 <= first.at.x1 + 2 * size
        if under and fits and 0 < r.at.bottom - line.at.bottom <= _PITCH * size:
            return r
    return None


def _inner(text: str, section: Section) -> str:
    """The caption as printed, without the marks around it that the pattern names."""
    flat = "".join(text.split("\n"))
    match = section.captions.search(flat) if section.captions is not None else None
    return match["caption"].strip() if match else flat


def _figure(sheet: Sheet, section: Section, region: Region, caption: str, inside: list[Region]) -> FigureFound:
    source = ""
    labels: list[Region] = []
    for r in inside:
        if r.role is Role.FIGURE:
            continue  # a line of the source
        match = section.source.search(compact(r.text)) if section.source is not None else None
        r.role = Role.FIGURE
        if match and not source:
            printed = re.search(r"[::：]\s*(.+)", r.text, re.DOTALL)
            source = printed[1] if printed else match["source"]
            last = r
            while not r.ruled and (below := _line_below(sheet, last, r)) and below in inside:
                if _REMARK.match(below.label) or below.at.x0 - r.at.x0 <= _INDENT * r.lines[0].size:
                    break  # it does not hang under the text behind 資料：
                below.role = Role.FIGURE
                source += below.text
                last = below
        elif not r.blank:
            labels.append(r)
    return FigureFound(region, caption, labels, source)


def goal_of(colour: tuple[int, int, int]) -> int | None:
    """The number of the Goal whose official colour a print shows, or None.

    >>> goal_of((76, 159, 56)), goal_of((79, 129, 189))
    (3, None)
    """
    away = [sum((a - b) ** 2 for a, b in zip(colour, official, strict=True)) ** 0.5 for official in SDG_COLOURS]
    best = min(range(len(away)), key=away.__getitem__)
    return best + 1 if away[best] <= _FAR else None


def _is_beside(picture: Picture, label: Region) -> bool:
    """Whether an image stands at the right of a label set at the foot of its cell, or in the middle of a tall one."""
    within = picture.box.bottom + picture.box.height / 2 > label.at.top
    return picture.measured and picture.box.x0 >= label.at.x1 - TOUCH and within


def find_icons(sheet: Sheet, label: Region, bottom: float) -> tuple[list[tuple[int, Box]], list[Box]]:
    """The Goals whose icons stand beside or under a label, down to a height of the sheet; numbers may repeat.

    Returns:
        The Goals, each with its picture's box; and the boxes of pictures of an icon's size that show no Goal's colour.
    """
    found: list[tuple[int, Box]] = []
    others: list[Box] = []
    for picture in sheet.pictures:
        middle = (picture.box.top + picture.box.bottom) / 2
        if middle >= bottom or (picture.box.bottom <= label.at.top + TOUCH and not _is_beside(picture, label)):
            continue  # what stands above the label is another figure
        goals = [goal for colour, _ in picture.colours if (goal := goal_of(colour)) is not None]
        found += [(goal, picture.box) for goal in goals]
        if not goals and picture.measured:
            others.append(picture.box)
    heights = [box.height for _, box in found]
    return found, [box for box in others if not found or _LOWER * min(heights) <= box.height <= _TALLER * max(heights)]
