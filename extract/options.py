"""Options listed in one cell, each after a mark (○ 達成 ● 未達成): those whose mark is filled are the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.layout import Region
from extract.lines import OPTION_MARKS, ROOM, Line
from extract.prose import first_word
from normalize import clean_text, marks

_MARK = re.compile(rf"(?:^|\s)({marks.any_of(marks.OPTION_MARKS)})(?!\1)", re.MULTILINE)  # ○○課 is a name left open
_WIDE = "\N{IDEOGRAPHIC SPACE}"  # a wide gap, as a line's text has it
_FAR = 3.0  # ems from the beginning of a letter to that of the next one in one option
_PIECE = 2.0  # the same in one piece of a line: a gap of an em parts two pieces
_LEVEL = 0.9  # ems: half of a line's pitch, up or down, of an option set in two lines beside its mark
_NEXT = 2.2  # ems from a line to the next one of the same text, at most


@dataclass(slots=True, eq=False)
class _Option:
    mark: str
    x: float
    y: float
    size: float
    parts: dict[float, str] = field(default_factory=dict)
    apart: bool = False

    def take(self, piece: _Piece, *, level: bool) -> None:
        """Add a piece of a line."""
        before = self.parts.get(piece.y, "")
        blank = before[-1:] in ("(", "（") or piece.text[:1] in (")", "）")  # その他（　　　　）
        far = bool(before) and level and piece.gap > _FAR * piece.size
        self.apart |= far and not blank
        self.parts[piece.y] = before + piece.text


class _Piece(NamedTuple):
    """Letters of a line that stand together; ``gap`` is how far the first one begins after the letter before it."""

    text: str
    x: float
    y: float
    size: float
    gap: float


def chosen(cells: list[Region], marks: str) -> tuple[str, str]:
    """The options that bear one of ``marks``, joined by 、; "" where none does.

    A text belongs to the nearest mark at its left that stands level with it or half a line above or below: an option
    set in two lines beside its mark is one option. Another line goes on what stands above it where it is indented
    further than that one's mark, or where the line above it is full.

    Returns:
        The options, and what is doubtful about them, or "".
    """
    lines = [(line, r.box.x1) for r in cells for line in r.lines]
    options = [
        _Option(char, x, _middle(line), line.size)
        for line, _ in lines
        for char, x in zip(line.text, line.xs, strict=False)
        if char in OPTION_MARKS
    ]
    if not options and (words := _in_words(lines)):
        return words, "no option is marked, its cell says so in words"
    lost = _share(lines, options)
    found = [clean_text("".join(text for _, text in sorted(o.parts.items()))) for o in options if o.mark in marks]
    doubt = ""
    if any(option.apart and option.mark in marks for option in options):
        doubt = "its pieces stand far apart, one may be another option"  # whose mark is missing
    elif not all(found):
        doubt = "a mark stands without its option"
    elif lost:
        doubt = f"no option has the text beside it: {clean_text(lost[0])}"
    return "、".join(text for text in found if text), doubt


def _in_words(lines: Iterable[tuple[Line, float]]) -> str:
    """What stands in the place of the options where none is listed: 評価対象外, or the one that was chosen.

    Options whose marks were lost, as pictures are, stand apart or on lines of their own: then it is "".
    """
    texts = [line.text.strip() for line, _ in lines if line.text.strip()]
    return clean_text(texts[0]) if len(texts) == 1 and _WIDE not in texts[0] else ""


def listed(cells: list[Region]) -> str:
    """The filled marks in cells that list options although the form knows of none: some are filled, others are not."""
    found = {mark for r in cells for mark in _MARK.findall(r.text)}
    filled = found.intersection(marks.FILLED_MARKS)
    return "".join(sorted(filled)) if filled != found else ""


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _pieces(line: Line) -> Iterator[_Piece]:
    """The parts of a line between marks and wide gaps; a blank inside one stays in it."""
    y, size = _middle(line), line.size
    xs = line.xs or (line.box.x0,) * len(line.text)
    text, start, last, gap = "", 0.0, line.box.x0, 0.0
    for char, x in zip(line.text, xs, strict=False):
        mark, blank = char in OPTION_MARKS, char.isspace()
        if text and (mark or (not blank and x - last > _PIECE * size)):
            yield _Piece(text, start, y, size, gap)
            text = ""
        if not text and not mark and not blank:
            start, gap = x, x - last
        if not mark and (text or not blank):
            text += char
        if not blank:
            last = x
    if text:
        yield _Piece(text, start, y, size, gap)


def _share(lines: Iterable[tuple[Line, float]], options: list[_Option]) -> list[str]:
    """Give each piece of the lines to the option that it belongs to; returns those that belong to none.

    Args:
        lines: each with where its cell ends at the right.
        options: by their marks.
    """
    lost: list[str] = []
    above: list[_Option] = []  # whose texts the line above holds
    free, y = float("inf"), 0.0  # left free at the right of the line above, in points
    for line, right in lines:
        near = _middle(line) - y <= _NEXT * line.size
        full = free < (ROOM - 1 + first_word(line.text)) * line.size
        owners: list[_Option] = []
        for piece in _pieces(line):
            level = [o for o in options if o.x < piece.x and abs(piece.y - o.y) <= _LEVEL * o.size]
            option = _nearest(piece, level) or (_going_on(piece, above, options, full=full) if near else None)
            if option is None:
                lost.append(piece.text)
            else:
                option.take(piece, level=bool(level))
                owners.append(option)
        above = owners or (above if near and not line.text.strip() else [])
        free, y = right - line.box.x1, _middle(line)
    return lost


def _nearest(piece: _Piece, level: list[_Option]) -> _Option | None:
    """Of the marks that stand level with a piece and at its left the nearest one; of two in a column the nearer."""
    if not level:
        return None
    least = min(piece.x - o.x for o in level)
    column = [o for o in level if piece.x - o.x <= least + 2]
    return min(column, key=lambda o: abs(piece.y - o.y) + (0.1 if piece.y < o.y else 0.0))


def _going_on(piece: _Piece, above: list[_Option], options: list[_Option], *, full: bool) -> _Option | None:
    """The option whose text goes on in a piece: one that the line above holds, or that ended beside that line's."""
    ended = [o for o in options if o.parts and 0 < piece.y - max(o.parts) <= _NEXT * piece.size]
    indented = [o for o in (*above, *ended) if o.x + 0.5 * o.size < piece.x]
    if indented:
        return max(indented, key=lambda o: o.x)
    return above[-1] if full and above else None


__all__ = ["chosen", "listed"]
