"""Options listed in one cell, each after a mark (○ 達成 ● 未達成): those whose mark is filled are the answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.layout import Region
from extract.lines import OPTION_MARKS, Line
from normalize import clean_text

_FAR = 3.0  # ems from the beginning of a letter to that of the next one in one option


@dataclass(slots=True)
class _Option:
    mark: str
    x: float
    y: float
    size: float
    parts: dict[float, str] = field(default_factory=dict)

    def distance(self, x: float, y: float) -> tuple[float, float] | None:
        """How far a character stands from this mark: (leftwards, up or down), or None where it cannot be its own."""
        if x <= self.x or abs(y - self.y) > 1.3 * self.size:
            return None
        return x - self.x, abs(y - self.y) + (0.1 if y < self.y else 0.0)


def chosen(cells: list[Region], marks: str) -> tuple[str, str]:
    """The options that bear one of ``marks``, joined by 、; "" where none does.

    A text belongs to the nearest mark at its left that stands level with it or half a line above or below: an option
    set in two lines beside its mark is one option.

    Returns:
        The options, and what is doubtful about them, or "".
    """
    lines = [line for r in cells for line in r.lines]
    options = [
        _Option(char, x, _middle(line), line.size)
        for line in lines
        for char, x in zip(line.text, line.xs, strict=False)
        if char in OPTION_MARKS
    ]
    apart = {number for line in lines for number in _share(line, options)}
    found = [clean_text("".join(text for _, text in sorted(o.parts.items()))) for o in options if o.mark in marks]
    doubt = ""
    if any(options[number].mark in marks for number in apart):
        doubt = "its pieces stand far apart, one may be another option"  # whose mark is missing
    elif not all(found):
        doubt = "a mark stands without its option"
    return "、".join(text for text in found if text), doubt


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _share(line: Line, options: list[_Option]) -> set[int]:
    """Give each character of a line to the option that it belongs to; returns those that get pieces far apart."""
    last: dict[int, tuple[str, float]] = {}
    apart: set[int] = set()
    y = _middle(line)
    xs = line.xs or (line.box.x0,) * len(line.text)
    for char, x in zip(line.text, xs, strict=False):
        if char in OPTION_MARKS:
            continue
        near = [(distance, number) for number, o in enumerate(options) if (distance := o.distance(x, y)) is not None]
        if near:
            nearest = min(distance[0] for distance, _ in near)
            level = [(distance[1], number) for distance, number in near if distance[0] <= nearest + 2]
            number = min(level)[1]
            if not char.isspace():
                before, at = last.get(number, (char, x))
                blank = before in "(（" or char in ")）"  # その他（　　　　）
                apart |= {number} if x - at > _FAR * line.size and not blank else set()
                last[number] = (char, x)
            option = options[number]
            option.parts[y] = option.parts.get(y, "") + char
    return apart
