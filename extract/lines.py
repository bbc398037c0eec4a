"""Glyphs → lines of text: inside each cell, and outside all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from extract.box import Box
from extract.page import Glyphs
from normalize import marks

OPTION_MARKS = frozenset(marks.OPTION_MARKS)
SAME_LINE = 0.45  # of an em: baselines nearer than this are one line (a subscript hangs 0.2 em lower)
_SAME_COLUMN = 0.65  # of an em: a turned bracket may stand half an em aside; columns are an em apart and more
UPON, COVERS = -0.25, 0.6  # letters that overlap by so much (of an em; of a letter) are printed over each other
CAPTION = marks.BLACK_CIRCLE  # opens or ends a text of its own, as a figure's caption
CAPTIONS_APART = 0.8  # ems between two captions on one level
INDENT, INDENT_MOST = 0.7, 2.6  # ems from a cell's side, or its other lines: a paragraph's first line stands in by one
UPRIGHT_ASIDE = 0.35  # of an em: letters written one below the other, or on one line, stand no further apart across
UPRIGHT_STEP, UPRIGHT_STEP_MOST = 0.5, 2.5  # ems from a letter to the next one below it
ALONG = 0.2  # of an em: a letter drawn so far to the right of another goes on with a line
APART = 2.2  # ems: what stands further apart outside cells is no line
ROOM = 1.6  # ems left free on a line that wraps: less than one more character and the rest of its word needs
WORD_GAP = 0.3  # of an em: a wider gap reads as a space
TYPED_GAP = 0.1  # of an em: so does one in which a space was typed
WIDE_GAP = 1.5  # ems: a wider gap reads as an ideographic space
TYPED_WIDE_GAP = 0.8  # of an em: so does one in which such a space was typed
LATIN_GAP = 0.15  # of an em: so does a gap between Latin letters that touch those on their other sides
_TOUCHING = 0.05  # of an em between letters of a word, at most
# Of its box, what a mark leaves empty before its ink: type set close (palt) takes that away, and so its box begins with
# the one before it, or before that.
BLANK: Final = {
    **dict.fromkeys(marks.OPEN_BRACKETS + marks.OPEN_TITLE, 0.45),
    **dict.fromkeys(marks.MIDDLE_DOT + marks.COLONS, 0.2),
}
MOST_BLANK: Final = max(BLANK.values())
# Between strokes, waves, dots or brackets; 【1】 and 「1」 number headings.
_AROUND = re.escape(marks.NULL_STROKES + marks.ASCII_TILDE + marks.MIDDLE_DOT)
_PAGE_NUMBER = re.compile(rf"[{_AROUND}(\[<]*(?:[pP]\.?)?\d{{1,4}}(?:/\d{{1,4}})?(?:頁|ページ)?[{_AROUND})\]>]*")


def is_page_number(label: str) -> bool:
    """Whether a compact text reads as a page number.

    >>> [is_page_number(label) for label in ("66", "-66-", "−66−", "3/12", "P.4", "4ページ", "【1】")]
    [True, True, True, True, True, True, False]
    """
    return _PAGE_NUMBER.fullmatch(label) is not None


class Line(NamedTuple):
    """One line of text: as printed, where, in which em (points), and how many glyphs it holds.

    ``opens`` says that an ideographic space or an indent of one em stands before it, as at the start of a paragraph.
    ``xs`` gives the x of each character of ``text``, for the lines of a cell with option marks (else it is empty).
    ``overprinted`` says that letters stand upon one another.
    """

    text: str
    box: Box
    size: float
    glyphs: int
    opens: bool = False
    xs: tuple[float, ...] = ()
    overprinted: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """A page's glyphs as lists: one value is read from a list far faster than from an array. See `Glyphs`."""

    chars: list[str]
    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]
    base: list[float]
    size: list[float]
    spaced: list[bool]
    wide: list[bool]
    turned: list[bool]

    @classmethod
    def of(cls, glyphs: Glyphs) -> Letters:
        """The lists of a page."""
        sides = glyphs.box.T.tolist()
        rest = (glyphs.base, glyphs.size, glyphs.spaced, glyphs.wide, glyphs.turned)
        return cls(glyphs.chars, *sides, *(column.tolist() for column in rest))

    def along(self, at: list[int]) -> list[int]:
        """Some of them in the order in which one reads them along a line: of those that overlap, by their ink."""
        x0, x1 = self.x0, self.x1
        rising = sorted(at, key=lambda i: x0[i])
        if all(x0[j] - x0[i] >= MOST_BLANK * (x1[i] - x0[i]) for i, j in pairwise(rising)):
            return rising
        return sorted(at, key=lambda i: x0[i] + BLANK.get(self.chars[i], 0.0) * (x1[i] - x0[i]))

    def around(self, at: list[int]) -> Box:
        """The box around some of them."""
        return Box(
            min([self.x0[i] for i in at]), min([self.top[i] for i in at]),
            max([self.x1[i] for i in at]), max([self.bottom[i] for i in at]),
        )  # fmt: skip

    def median(self, at: list[int]) -> float:
        """The em in the middle of some of them."""
        rising = sorted([self.size[i] for i in at])
        half = len(rising) // 2
        return rising[half] if len(rising) % 2 else (rising[half - 1] + rising[half]) / 2


def _way(glyphs: Letters, at: list[int]) -> int:
    """The way in which glyphs were drawn: 1 downwards, -1 upwards (a label turned on its side), 0 along lines."""
    down = up = right = 0
    for a, b in pairwise(at):
        size = max(glyphs.size[a], 1.0)
        dx = (glyphs.x0[b] + glyphs.x1[b] - glyphs.x0[a] - glyphs.x1[a]) / 2
        dy = glyphs.base[b] - glyphs.base[a]
        step, most = UPRIGHT_STEP * size, UPRIGHT_STEP_MOST * size
        below = abs(dx) < UPRIGHT_ASIDE * size
        down += below and step < dy < most
        up += glyphs.turned[b] and below and step < -dy < most
        right += dx > ALONG * size and abs(dy) < UPRIGHT_ASIDE * size
    if down > 1 and down > 2 * right:
        return int(any(glyphs.chars[i].isalpha() for i in at))  # figures and marks are stacked, not written downwards
    return -1 if up > 2 * right and not down else 0


def _grouped(
    order: list[int], key: Sequence[float] | dict[int, float], sizes: list[float], reach: float
) -> Iterator[list[int]]:
    """Cut glyphs sorted by ``key`` where the key leaps by more than ``reach`` ems."""
    group: list[int] = []
    for i in order:
        if group and abs(key[i] - key[group[0]]) > reach * min(sizes[i], sizes[group[0]]):
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def places(chars: list[str], xs: list[float], text: str) -> tuple[float, ...]:
    """The x of each character of a line's text; an inserted space stands where the glyph after it does.

    Args:
        chars: the line's glyphs.
        xs: where each begins.
        text: its text, with spaces put in.
    """
    found: list[float] = []
    glyph = iter(zip(chars, xs, strict=True))
    current, x = next(glyph)
    left = len(current)
    for char in text:
        if left == 0:
            if char in " \u3000":
                found.append(found[-1])
                continue
            current, x = next(glyph)
            left = len(current)
        left -= 1
        found.append(x)
    return tuple(found)


def is_latin(before: str, char: str) -> bool:
    """Whether two characters that follow each other are of Latin words: letters, or a letter and a digit."""
    pair = before + char
    return pair.isascii() and pair.isalnum() and not pair.isdigit()


def parts_words(chars: Sequence[str], gaps: Sequence[float], at: int) -> bool:
    """Whether the gap before a letter of a line parts two Latin words: letters touch on both sides of it.

    Args:
        chars: the characters of the line.
        gaps: the gap before each, in ems.
        at: which one.
    """
    if gaps[at] <= LATIN_GAP:
        return False
    around = chars[max(at - 2, 0) : at + 2]
    if len(around) < 4 or not "".join(around).isascii() or not "".join(around).isalpha():
        return False
    return gaps[at - 1] < _TOUCHING and gaps[at + 1] < _TOUCHING


def _text(glyphs: Letters, at: list[int]) -> tuple[str, bool]:
    """The text of a line's glyphs, and whether one letter stands upon another."""
    parts = [glyphs.chars[at[0]]]
    upon = False
    chars = [glyphs.chars[i] for i in at]
    ems = [max(glyphs.size[i], glyphs.size[before], 0.1) for before, i in pairwise(at)]
    gaps = [0.0, *((glyphs.x0[i] - glyphs.x1[b]) / em for (b, i), em in zip(pairwise(at), ems, strict=True))]
    for number, (before, i) in enumerate(pairwise(at), start=1):
        gap = glyphs.x0[i] - glyphs.x1[before]
        em = max(glyphs.size[i], glyphs.size[before])
        if gap > WIDE_GAP * em or (gap > TYPED_WIDE_GAP * em and glyphs.wide[i]):
            parts.append("　")
        elif gap > WORD_GAP * em or (glyphs.spaced[i] and gap > TYPED_GAP * em) or parts_words(chars, gaps, number):
            parts.append(" ")
        elif gap < UPON * em:
            wide = min(glyphs.x1[i] - glyphs.x0[i], glyphs.x1[before] - glyphs.x0[before])
            upon = upon or (-gap > COVERS * wide and glyphs.chars[i].isalnum() and glyphs.chars[before].isalnum())
        parts.append(glyphs.chars[i])
    return "".join(parts), upon


def _line(glyphs: Letters, at: list[int], left: float, placed: bool = False) -> Line:
    size, around = glyphs.median(at), glyphs.around(at)
    first = at[0]
    opens = glyphs.wide[first] or INDENT * size < around.x0 - left < INDENT_MOST * size
    text, upon = _text(glyphs, at)
    xs = places([glyphs.chars[i] for i in at], [glyphs.x0[i] for i in at], text) if placed else ()
    return Line(text, around, size, len(at), opens, xs, upon)


def cell_lines(glyphs: Letters, at: list[int], left: float) -> tuple[Line, ...]:
    """The lines of one cell from top to bottom (vertical columns from right to left).

    Args:
        glyphs: the page's glyphs.
        at: the indexes of the cell's glyphs, in drawing order.
        left: the x of the cell's left side, for indents.
    """
    base, sizes = glyphs.base, glyphs.size
    if way := _way(glyphs, at):
        middles = {i: (glyphs.x0[i] + glyphs.x1[i]) / 2 for i in at}
        by_column = sorted(at, key=lambda i: -way * middles[i])
        groups = _grouped(by_column, middles, sizes, _SAME_COLUMN)
        columns = [sorted(group, key=lambda i: way * base[i]) for group in groups]
        return tuple(_column(glyphs, column) for column in columns)
    by_line = sorted(at, key=lambda i: base[i])
    x0 = glyphs.x0
    level = [glyphs.along(group) for group in _grouped(by_line, base, sizes, SAME_LINE)]
    edge = min(x0[group[0]] for group in level)
    listed = any(glyphs.chars[i] in OPTION_MARKS for i in at)
    return tuple(_line(glyphs, group, edge if len(level) > 1 else left, listed) for group in level)


def _column(glyphs: Letters, at: list[int]) -> Line:
    return Line("".join(glyphs.chars[i] for i in at), glyphs.around(at), glyphs.median(at), len(at))


def _begins_caption(glyphs: Letters, mark: int, after: int | None) -> bool:
    """Whether a mark opens a caption although the one before it is not closed: that wraps, and is closed further down.

    Its text follows it at once; behind a mark that closes, a bracket with the unit may.
    """
    if after is None or glyphs.chars[after] in marks.OPEN_BRACKETS:
        return False
    return glyphs.x0[after] - glyphs.x1[mark] <= WORD_GAP * glyphs.size[mark]


def lines_apart(glyphs: Letters) -> list[Line]:
    """The lines of text outside cells, cut where some ems stand empty; in reading order."""
    base, sizes = glyphs.base, glyphs.size
    x0, x1 = glyphs.x0, glyphs.x1
    lines: list[Line] = []
    for row in _grouped(sorted(range(len(base)), key=lambda i: base[i]), base, sizes, SAME_LINE):
        piece: list[int] = []
        along = glyphs.along(row)
        gaps = sorted((x0[j] - x1[i]) / max(sizes[i], sizes[j]) for i, j in pairwise(along))
        near = max(CAPTIONS_APART, 2 * gaps[len(gaps) // 2]) if gaps else CAPTIONS_APART
        for i, after in zip(along, [*along[1:], None], strict=True):
            marks = sum(glyphs.chars[j] == CAPTION for j in piece) if glyphs.chars[i] == CAPTION else 0
            caption = marks > 0 and (marks % 2 == 0 or _begins_caption(glyphs, i, after))  # the one before it is closed
            if piece and x0[i] - x1[piece[-1]] > (near if caption else APART) * max(sizes[i], sizes[piece[-1]]):
                lines.append(_line(glyphs, piece, x0[piece[0]]))
                piece = []
            piece.append(i)
        lines.append(_line(glyphs, piece, x0[piece[0]]))
    return sorted(lines, key=lambda line: (line.box.bottom, line.box.x0))
