"""Table rules, drawn in the many ways in which producers draw them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .pen import Box, Pen

STYLES = (
    "lines", "edges", "frames", "slivers", "short-slivers", "dots", "dashes", "dash-array", "double", "inset",
    "thick-frame", "overshoot", "gaps",
)  # fmt: skip

Segment = tuple[str, float, float, float]
"""("h", y, x0, x1) or ("v", x, top, bottom)."""


def segments(boxes: Iterable[Box]) -> list[Segment]:
    """The edges of touching boxes, each drawn once, collinear neighbours joined."""
    runs: dict[tuple[str, float], list[tuple[float, float]]] = defaultdict(list)
    for x0, top, x1, bottom in boxes:
        runs["h", round(top, 2)].append((x0, x1))
        runs["h", round(bottom, 2)].append((x0, x1))
        runs["v", round(x0, 2)].append((top, bottom))
        runs["v", round(x1, 2)].append((top, bottom))
    out: list[Segment] = []
    for (way, place), spans in runs.items():
        spans.sort()
        start, end = spans[0]
        for a, b in spans[1:]:
            if a > end + 0.05:
                out.append((way, place, start, end))
                start, end = a, b
            else:
                end = max(end, b)
        out.append((way, place, start, end))
    return sorted(out)


def _points(segment: Segment) -> tuple[float, float, float, float]:
    way, place, a, b = segment
    return (a, place, b, place) if way == "h" else (place, a, place, b)


def _sliver(pen: Pen, segment: Segment, thick: float, step: float = 0.0) -> None:
    way, place, a, b = segment
    half = thick / 2
    at = a - half
    while at < b:
        end = min(at + step, b + half) if step else b + half
        box = (at, place - half, end, place + half) if way == "h" else (place - half, at, place + half, end)
        pen.fill(box, "#000000")
        at = end
        if not step:
            break


def _dots(pen: Pen, segment: Segment, size: float, pitch: float) -> None:
    way, place, a, b = segment
    at = a
    while at < b:
        half = size / 2
        box = (at, place - half, at + size, place + half) if way == "h" else (place - half, at, place + half, at + size)
        pen.fill(box, "#000000")
        at += pitch


def _dashes(pen: Pen, segment: Segment, thick: float) -> None:
    way, place, a, b = segment
    at = a
    while at < b:
        end = min(at + 2.2, b)
        pen.rule(*((at, place, end, place) if way == "h" else (place, at, place, end)), thick)
        at += 3.4


def _each_box(pen: Pen, boxes: list[Box], style: str, thick: float) -> None:
    for x0, top, x1, bottom in boxes:
        if style == "frames":
            pen.frame((x0, top, x1, bottom), thick)
        else:
            for line in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                pen.rule(*line, thick)


def _outer(boxes: list[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _inner_dotted(pen: Pen, boxes: list[Box], style: str, thick: float) -> None:
    """The frame and upright rules full, inner level rules dotted, as in many Excel sheets."""
    _, top, _, bottom = _outer(boxes)
    for segment in segments(boxes):
        way, place, _, _ = segment
        if way == "v" or abs(place - top) < 0.1 or abs(place - bottom) < 0.1:
            pen.rule(*_points(segment), thick)
        elif style == "dots":
            _dots(pen, segment, 0.5, 1.5)
        elif style == "dashes":
            _dashes(pen, segment, thick)
        else:
            pen.rule(*_points(segment), thick, (1.5, 1.0))


def under(pen: Pen, boxes: list[Box], style: str, thick: float) -> None:
    """Rules that must be drawn before the cells' own paint: a black slab with white cells inset."""
    if style == "inset":
        for x0, top, x1, bottom in boxes:
            pen.fill((x0 - thick / 2, top - thick / 2, x1 + thick / 2, bottom + thick / 2), "#000000")
        for x0, top, x1, bottom in boxes:
            pen.fill((x0 + thick / 2, top + thick / 2, x1 - thick / 2, bottom - thick / 2), "#ffffff")


def draw(pen: Pen, boxes: list[Box], style: str, thick: float) -> None:
    """Draw one table part's rules; `boxes` are its cells on this page."""
    if not boxes or style == "inset":
        return
    if style in ("frames", "edges"):
        _each_box(pen, boxes, style, thick)
    elif style in ("dots", "dashes", "dash-array"):
        _inner_dotted(pen, boxes, style, thick)
    else:
        for segment in segments(boxes):
            _segment(pen, segment, style, thick)
    if style == "thick-frame":
        pen.frame(_outer(boxes), thick * 4)


def _segment(pen: Pen, segment: Segment, style: str, thick: float) -> None:
    way, place, a, b = segment
    if style == "slivers":
        _sliver(pen, segment, thick)
    elif style == "short-slivers":
        _sliver(pen, segment, thick, 15.0)
    elif style == "double":
        for shift in (-0.6, 0.6):
            pen.rule(*_points((way, place + shift, a, b)), 0.25)
    elif style == "overshoot":
        pen.rule(*_points((way, place, a - 1.2, b + 1.2)), thick)
    elif style == "gaps":
        pen.rule(*_points((way, place, a + 0.8, b - 0.8)), thick)
    else:
        pen.rule(*_points(segment), thick)
