"""What a page draws besides text, collected path by path: rulings, fills, and the places of what else there is.

A rule is drawn in many ways: a stroked line, one side of a stroked box, a filled box a hair thin (Excel, browsers), a
filled frame (a box with a slightly smaller one cut out: HTML-to-PDF programs), paper-coloured cells on a dark ground,
or a row of dots. All of them become rulings; a filled box with some body is a fill (a shaded cell, a bar of a chart).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from extract.box import Box
from extract.page import Fill, Floats, Rulings
from extract.viewer import Matrix

THIN = 3.5  # points: Excel's thickest border is 2.25 pt, a double one 3 pt; the shortest text row is 5 pt
STRAIGHT = 0.6  # points a rule may lean
_EDGE = 1.0  # points: a rule on the edge of what is left to see is seen
CORNERS = 6  # points of a rectangle's outline at most: it may come back to its first, twice
PAPER = 250  # of 255: a colour whose darkest part is this or more is paper
DARK = 110  # a ground whose brightest part is below this shows as rules between what is painted over it
_GROUNDS = 500  # dark grounds that a painted box is held against
Rgb = tuple[int, int, int]


class Texts(NamedTuple):
    """Text objects of one form or of the page itself.

    Attributes:
        addresses: in pdfium.
        outer: the form's map.
        orders: float array: when each is painted; see `Drawn.covers`.
        seen: what a clip around the form leaves of it to see, or None: all.
    """

    addresses: list[int]
    outer: Matrix
    orders: Floats
    seen: Box | None = None


@dataclass(slots=True)
class Drawn:
    """What a page draws besides text: collected rule by rule, fill by fill."""

    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    callouts: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    texts: list[Texts] = field(default_factory=list)
    clips: list[tuple[Box, Box]] = field(default_factory=list)  # the box of a clipped path, and what is left to see
    thin: list[Floats] = field(default_factory=list)
    covers: list[Floats] = field(default_factory=list)  # around opaque fills: (n, 5) when painted, and the box
    count: int = 0

    def frame(self, box: Box) -> None:
        """Add the four sides of a box as rulings."""
        self.horizontal += [(box.top, box.x0, box.x1), (box.bottom, box.x0, box.x1)]
        self.vertical += [(box.x0, box.top, box.bottom), (box.x1, box.top, box.bottom)]

    def painted(self, box: Box, colour: Rgb | None) -> None:
        """Add a filled box; None is the colour of paper."""
        if any(_within(box, ground) for ground in self.grounds[-_GROUNDS:]):
            self.frame(box)
        if colour is None:
            return
        self.fills.append(Fill(box, colour))
        if max(colour) < DARK:
            self.grounds.append(box)

    def rule(self, box: Box) -> None:
        """Add a thin box as a ruling along its length; a dot counts both ways."""
        self.thin.append(np.array([box]))

    def segment(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Add a stroked line if it runs along an axis."""
        (ax, ay), (bx, by) = start, end
        if abs(ay - by) <= STRAIGHT < abs(ax - bx):
            self.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= STRAIGHT < abs(ay - by):
            self.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))

    def shape(self, box: Box, filled: bool, fill: Rgb | None, stroked: bool) -> None:
        """Add a box; ``fill`` None is the colour of paper."""
        if min(box.width, box.height) <= THIN:
            if stroked or fill is not None:
                self.rule(box)
            return
        if filled:
            self.painted(box, fill)
        if stroked:
            self.frame(box)

    def polygon(
        self, points: list[tuple[float, float]], closed: bool, filled: bool, fill: Rgb | None, stroked: bool
    ) -> None:
        """Add a piece of a path made of straight lines."""
        box = box_of(points)
        if min(box.width, box.height) <= THIN:
            if stroked or fill is not None:
                self.rule(box)
            return
        if filled and is_rectangle(points):
            self.painted(box, fill)
        if stroked:
            for start, end in zip(points, [*points[1:], points[0]] if closed else points[1:], strict=False):
                self.segment(start, end)

    def add(self, other: Drawn, seen: Box) -> None:
        """Add what another one collected, as far as it lies in a box."""
        left, top, right, bottom = seen
        for rules, more, (low, high), (first, last) in (
            (self.horizontal, other.horizontal, (top, bottom), (left, right)),
            (self.vertical, other.vertical, (left, right), (top, bottom)),
        ):
            rules += [
                (at, max(start, first), min(end, last))
                for at, start, end in more
                if low - _EDGE <= at <= high + _EDGE and min(end, last) > max(start, first)
            ]
        fills = ((fill, shared(fill.box, seen)) for fill in other.fills)
        self.fills += [Fill(box, fill.colour) for fill, box in fills if box is not None]
        thin = np.concatenate([np.empty((0, 4)), *other.thin])
        long = thin[:, 2:] - thin[:, :2] > THIN  # a rule is cut along its length
        begin = np.where(long, np.maximum(thin[:, :2], [left, top]), thin[:, :2])
        finish = np.where(long, np.minimum(thin[:, 2:], [right, bottom]), thin[:, 2:])
        seen_there = ((finish > begin) | ~long) & (begin <= np.array([right, bottom]) + _EDGE)
        seen_there &= finish >= np.array([left, top]) - _EDGE
        self.thin.append(np.hstack([begin, finish])[seen_there.all(axis=1)])
        self.callouts += other.callouts
        self.shapes += other.shapes

    def rulings(self) -> Rulings:
        """All rules as arrays."""
        thin = np.concatenate([np.empty((0, 4)), *self.thin])
        x0, top, x1, bottom = thin.T
        wide, tall = x1 - x0, bottom - top
        dot = (wide <= THIN) & (tall <= THIN)
        across, down = dot | (wide >= tall) | (wide > THIN), dot | (tall >= wide) | (tall > THIN)
        return Rulings(
            np.concatenate([_array(self.horizontal), np.column_stack([(top + bottom) / 2, x0, x1])[across]]),
            np.concatenate([_array(self.vertical), np.column_stack([(x0 + x1) / 2, top, bottom])[down]]),
        )


def _array(rows: list[tuple[float, float, float]]) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def shared(box: Box, other: Box) -> Box | None:
    """What two boxes have in common, or None."""
    shared = Box(max(box.x0, other.x0), max(box.top, other.top), min(box.x1, other.x1), min(box.bottom, other.bottom))
    return shared if shared.x0 < shared.x1 and shared.top < shared.bottom else None


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 0.5
        and inner.top >= outer.top - 0.5
        and inner.x1 <= outer.x1 + 0.5
        and inner.bottom <= outer.bottom + 0.5
    )


def box_of(points: list[tuple[float, float]]) -> Box:
    """The box around some points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def is_rectangle(points: list[tuple[float, float]]) -> bool:
    """Whether every side of a piece runs straight along an axis."""
    return len(points) <= CORNERS and all(
        abs(ax - bx) <= STRAIGHT or abs(ay - by) <= STRAIGHT
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
    )
