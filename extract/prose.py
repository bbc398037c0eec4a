"""Paragraphs: which line breaks of a print only wrap, and which end a paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.form import Pattern
from extract.layout import Region, compact
from extract.lines import ROOM, Line, is_latin
from extract.sheet import TOUCH
from normalize import clean_text, marks

_BULLET = re.compile(
    "|".join((
        f"[{re.escape(marks.BULLETS + marks.ZERO_CIRCLE + marks.ARROW_BULLET + marks.REMARK_SIGNS)}①-⑳⑴-⒇㋐-㋾]",
        r"[（(]?[0-9０-９一二三四五六七八九十]{1,2}(?:[)）、]|[.．](?![0-9０-９]))",
        r"[（(][ア-ンァ-ヶa-zA-Z][)）]",
        r"[ア-ンa-zA-ZⅠ-Ⅻ][)）.．]|[ア-ンⅠ-Ⅻ]、",  # a sentence may begin with X、
        rf"{marks.any_of(marks.DASHES)}\s",
        "[<＜【]",
    ))
)  # fmt: skip
_MARK = re.compile(marks.any_of(marks.BULLETS))  # no sentence begins with these within a line, as one may with ① or ※
_KANA = "アイウエオカキクケコサシスセソ"  # as official papers number: 1, (1), ア
_COUNTS: dict[Pattern, Callable[[str], int]] = {  # kinds of marks that count, and how to read their numbers
    re.compile("([①-⑳])"): lambda mark: int(unicodedata.numeric(mark)),
    re.compile(r"[(（]([0-9０-９]{1,2})[)）]"): int,
    re.compile(rf"([{_KANA}])\s"): _KANA.index,
    re.compile(r"([0-9０-９]{1,2})[)）、.．\s]"): int,
}
_BLANK = 1.7  # times the usual pitch of lines: one was left blank between them
_POINT, _NARROW = marks.MIDDLE_DOT, 1.6  # ems: no line that wraps begins with this, and so it needs less
_SHORT = 2.5  # ems left free at a line's end: a longer word would have fitted, so the line ended on purpose
# What begins a line and does not part: brackets and signs, a word or a letter, what no line may begin with, and a
# number or a word right behind a comma. A circled digit parts as a Latin letter does: ①「KYOTO.
_OPENS = marks.any_of(
    marks.OPEN_BRACKETS, marks.OPEN_TITLE, marks.TRIANGLES, marks.PLUS_SIGNS, marks.HYPHENS, marks.YEN_SIGNS, "±"
)
_GOES_WITH = marks.any_of(marks.CLOSE_BRACKETS, marks.CLOSE_TITLE, marks.LONG_VOWEL, "、。，．々・：；！？％")
_UNBROKEN = re.compile(
    rf"{_OPENS}*(?:[!-~①-⑳]+|.){_GOES_WITH}*"
    rf"(?:(?<=[、。，．])[!-~①-⑳]+(?:{_OPENS}[!-~]*)?|{marks.any_of(marks.HYPHENS, '/／')}[!-~]+)?"
)
_POINT_APART = re.compile(r"・[ \u3000]")  # a point between two words has no blank behind it
_WIDE_CUT = re.compile("[Ａ-Ｚａ-ｚ][0-9A-Za-z０-９Ａ-Ｚａ-ｚ]|[0-9A-Za-z０-９][Ａ-Ｚａ-ｚ]")
_TIGHT = 1.0  # ems left free by a line that is full, where it may end after any letter
_WITHIN = re.compile("[、，はがをに]$")  # a comma, and particles that no item of a list ends with
_SOONER = 0.5  # of its cell's width: no program wraps so far before the cell's end, at whatever scale it prints
_LEVEL = 1.2  # ems between the beginnings of lines of one paragraph, at most


_FIGURE_ENDS, _FIGURE_GOES_ON = re.compile(r"[0-9０-９][.,]?$"), re.compile(r"[0-9０-９,，.．%％]")


def _starts(line: Line, before: Line, right: float) -> bool:
    """Whether a line begins a paragraph."""
    if line.opens or (line.text.startswith(_POINT) and _is_short(before, right, _NARROW)):
        return True
    if _POINT_APART.match(line.text) or (_is_sentence(before) and _MARK.match(line.text)):
        return True  # however full the line is
    return _is_short(before, right) and (_is_bullet(line) or _is_sentence(before))


def _leaves_room(before: Line, line: Line, right: float, lines: Sequence[Line]) -> bool:
    """Whether the word that begins a line of a cell would have stood on the line before it, with room to spare.

    Where no line of the cell is full, lines set to the left do not wrap far before the end of the longest one. Nor far
    before the cell's, but for some per cent of its width by which a program prints it larger or smaller than it showed
    it: a third at most. One that ends within a sentence was wrapped by hand.
    """
    if abs(before.box.x0 - line.box.x0) > _LEVEL * line.size:
        return False
    word = first_word(line.text)
    if any(not _is_short(one, right, ROOM) for one in lines[:-1]):
        return _is_short(before, right, ROOM + word)
    longest, left = max(one.box.x1 for one in lines), min(one.box.x0 for one in lines)
    if _is_short(before, longest, _SHORT + word):
        return True
    room = max((ROOM + word) * line.size, _SOONER * (right - left))
    return before.box.x1 < right - room and not _WITHIN.search(before.text.rstrip())


def first_word(text: str) -> float:
    """How long, in ems, the piece is that begins a text and does not part at a line's end: a word, a letter."""
    found = _UNBROKEN.match(text.lstrip())
    return sum(0.6 if char.isascii() else 1.0 for char in found[0]) if found else 0.0


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


def _counts_on(line: Line, counted: dict[Pattern, int]) -> bool:
    """Whether a line opens with the number after the one that opened a line before it: ① … ②, １　… ２　….

    ``counted`` holds the last number of each kind of mark, and learns this one's.
    """
    for kind, number_of in _COUNTS.items():
        if found := kind.match(line.text):
            number = number_of(found[1])
            goes_on = counted.get(kind) == number - 1
            counted[kind] = number
            return goes_on
    return False


def _steps(before: Line, line: Line) -> tuple[float, float]:
    """How far a line's top and its foot stand under those of the one before; 。 may reach below its line."""
    return line.box.top - before.box.top, line.box.bottom - before.box.bottom


def _is_apart(before: Line, line: Line, pitch: float) -> bool:
    """Whether a blank line stands before a line; ``pitch`` is the least between two lines of the cell."""
    return pitch > 0 and min(_steps(before, line)) > _BLANK * pitch


def _cuts_word(before: Line, line: Line, right: float) -> bool:
    """Whether a line that is full ends within a Latin word, where words are cut at all."""
    return is_latin(before.text[-1:], line.text[:1]) and not _is_short(before, right, _TIGHT)


def _cuts_wide_word(before: Line, line: Line, right: float) -> bool:
    """Whether a line that is full ends beside a full-width letter: such letters wrap anywhere, as kana do: Ｐ|ＦＩ."""
    return _WIDE_CUT.fullmatch(before.text[-1:] + line.text[:1]) is not None and not _is_short(before, right, ROOM)


def paragraphs(regions: Iterable[Region], breaks_anywhere: bool = False) -> str:
    """The cleaned text of cells that follow each other, paragraphs separated by a line break.

    Args:
        regions: the cells.
        breaks_anywhere: whether lines end after any letter; see :attr:`extract.sheet.Sheet.breaks_anywhere`.
    """
    parts: list[str] = []
    above: Region | None = None
    regions = [region for region in regions if not region.blank]
    columns = any(_is_beside(*two) for two in pairwise(regions))
    for region in regions:
        right = _wraps_at(region)
        pitch = min((max(_steps(*two)) for two in pairwise(region.lines)), default=0.0)
        counted: dict[Pattern, int] = {}
        for before, line in zip((None, *region.lines), region.lines, strict=False):
            if before is None:
                begins = line.opens or (above is not None and _ends_before(region, above, columns))
            else:
                begins = _starts(line, before, right) or _is_apart(before, line, pitch)
                begins = begins or _leaves_room(before, line, right, region.lines)
            begins = _counts_on(line, counted) or begins
            if not parts or begins:
                parts.append(line.text)
            else:
                cut = before is not None and (
                    _cuts_figure(before, line, right)
                    or _cuts_wide_word(before, line, right)
                    or (breaks_anywhere and _cuts_word(before, line, right))
                )
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
        alone = following is not None and not is_heading(following.lines[0], split)
        for heading, lines in _pieces(region, split, alone, usual):
            if heading:
                found.append((clean_text(heading), []))
            if lines:
                found[-1][1].append(part_of(region, lines))
    return [piece for piece in found if piece[0] or piece[1]]


def is_heading(line: Line, split: Pattern) -> bool:
    """Whether a line opens with the mark of a section's inner headings."""
    return split.match(compact(line.text)) is not None


class _Usual(NamedTuple):
    """How the headings of a section are set: whether any begins its line, and whether any is no sentence."""

    flush: bool
    words: bool


def _usual(regions: list[Region], split: Pattern | None) -> _Usual:
    flush = words = False
    for region in regions if split is not None else ():
        for before, line in zip((None, *region.lines), region.lines, strict=False):
            if split is not None and is_heading(line, split):
                flush |= not line.opens and (before is None or not region.fills(before))
                words |= not compact(line.text).endswith("。")
    return _Usual(flush, words)


def _is_item(line: Line, below: Line | None, split: Pattern, usual: _Usual) -> bool:
    """Whether a line with a heading's mark is an item of a list: indented where headings are not, or a sentence.

    What an indented text follows is a heading all the same.
    """
    headed = below is not None and below.opens and not is_heading(below, split)
    indented = line.opens and usual.flush and not headed
    return indented or (usual.words and compact(line.text).endswith("。"))


def _pieces(region: Region, split: Pattern, alone: bool, usual: _Usual) -> Iterable[tuple[str, list[Line]]]:
    """The headings of a cell, each with the lines under it."""
    lines = list(region.lines)
    below = (*lines[1:], None)
    at = [i for i, line in enumerate(lines) if is_heading(line, split) and not _is_item(line, below[i], split, usual)]
    if not at or at[0] > 0:
        yield "", lines[: at[0] if at else None]
    ends = [*at[1:], len(lines)]
    for start, end in zip(at, ends, strict=False):
        stop = _heading_end(region, lines, start, end, whole=alone and len(at) == 1 and start == 0)
        text = "\n".join(line.text for line in lines[start:stop])
        yield _without_mark(text, split), lines[stop:end]


def _without_mark(text: str, split: Pattern) -> str:
    """The text of a heading: what stands before the group ``heading`` is its mark."""
    match = split.match(compact(text))
    mark = match.start("heading") if match else 0
    at = 0
    while at < len(text) and len(compact(text[:at])) < mark:
        at += 1
    return text[at:]


def _heading_end(region: Region, lines: list[Line], start: int, end: int, whole: bool) -> int:
    """Where a heading's lines end: at the first paragraph after it; a short cell of its own is all heading."""
    if whole and end - start <= 3 and not any(line.opens for line in lines[start + 1 : end]):
        return end
    opens = next((i for i in range(start + 1, end) if lines[i].opens), None)
    listed = (_is_bullet(line) and not region.fills(above) for above, line in pairwise(lines[start:opens]))
    if opens is not None and not any(listed) and not any("。" in line.text for line in lines[start + 1 : opens]):
        return opens
    stop = start + 1
    while stop < end and stop != opens and region.fills(lines[stop - 1]):
        stop += 1  # a heading longer than a line, above text that does not open with a blank
    if any("。" in line.text for line in lines[start + 1 : stop]):
        stop = start + 1  # the heading fills its line, and its text begins on the next
    return stop if end - start > 1 else end


def part_of(region: Region, lines: list[Line]) -> Region:
    """A cell as if only some of its lines stood in it."""
    if len(lines) == len(region.lines):
        return region
    return Region(region.page, region.box, tuple(lines), region.ruled, region.at, role=region.role)
