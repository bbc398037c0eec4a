"""What a reader hands on: one page's glyphs, rulings, fills and pictures.

Every coordinate is in PDF points in the viewer's system: the origin is the top left of the page as a viewer shows it,
x grows to the right and y downwards; rotation and crop-box offsets are gone, and a glyph struck twice is one glyph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.box import Box
from extract.fault import Fault

LEAN = 8.0  # degrees that a scan's text may lean by; more is a stamp, struck across the page
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""A glyph whose character is not known. With another one after it: that may be it, or not. Twice: nobody knows."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def distinct(values: Ints) -> Ints:
    """The different ones of some numbers, rising. For this and the next NumPy would first import masked arrays."""
    rising = np.sort(values)
    different: Ints = rising[np.diff(rising, prepend=rising[:1] - 1) != 0]
    return different


def median(values: Floats) -> float:
    """The middle of some numbers, at least one."""
    rising = np.sort(values)
    return float(rising[(len(rising) - 1) // 2] + rising[len(rising) // 2]) / 2


@dataclass(slots=True)
class Glyphs:
    """The printed characters of a page as columns of equal length ``n``, in the order they were drawn.

    Attributes:
        chars: one character (now and then several code points, for a ligature) per glyph; never white space.
        box: float array ``(n, 4)``: x0, top, x1, bottom of the advance box.
        base: float array ``(n,)``: y of the baseline.
        size: float array ``(n,)``: the em in points, as seen on the page.
        run: int array ``(n,)``: glyphs that one text-showing operation drew share a number.
        spaced: bool array ``(n,)``: a space character was drawn just before this glyph.
        wide: bool array ``(n,)``: that space was an ideographic one (U+3000).
        stamp: bool array ``(n,)``: struck across the page, aslant or huge and pale (a watermark), not set in it.
        turned: bool array ``(n,)``: lying on its side, as a label's glyphs that is read with the head turned.
    """

    chars: list[str]
    box: Floats
    base: Floats
    size: Floats
    run: Ints
    spaced: Bools
    wide: Bools
    stamp: Bools
    turned: Bools

    def __len__(self) -> int:
        return len(self.chars)

    def only(self, keep: Bools) -> Glyphs:
        """The glyphs for which ``keep`` (a bool array of length ``n``) holds."""
        at = np.flatnonzero(keep)
        return Glyphs(
            [self.chars[i] for i in at.tolist()], self.box[at], self.base[at], self.size[at], self.run[at],
            self.spaced[at], self.wide[at], self.stamp[at], self.turned[at],
        )  # fmt: skip

    def followed_by(self, more: Glyphs) -> Glyphs:
        """These glyphs and, after them, more of the page, in runs of their own."""
        first = int(self.run.max()) + 1 if len(self) else 0
        return Glyphs(
            self.chars + more.chars,
            np.concatenate([self.box, more.box]),
            np.concatenate([self.base, more.base]),
            np.concatenate([self.size, more.size]),
            np.concatenate([self.run, more.run + first]),
            np.concatenate([self.spaced, more.spaced]),
            np.concatenate([self.wide, more.wide]),
            np.concatenate([self.stamp, more.stamp]),
            np.concatenate([self.turned, more.turned]),
        )


@dataclass(slots=True)
class Rulings:
    """Straight rules: ``horizontal`` rows are (y, x0, x1), ``vertical`` rows (x, top, bottom); arrays ``(n, 3)``."""

    horizontal: Floats
    vertical: Floats


class Fill(NamedTuple):
    """A filled area that is not a ruling: its box and its colour as (red, green, blue) of 0-255."""

    box: Box
    colour: tuple[int, int, int]


class Picture(NamedTuple):
    """A raster image: its box, and the colours of its parts from left to right, each with the part's centre x.

    ``measured`` says that it is as small as an icon: of others the colours are not asked.
    """

    box: Box
    colours: tuple[tuple[tuple[int, int, int], float], ...]
    measured: bool = False


class Hidden(NamedTuple):
    """Text of a page that leaves no mark on it, and where it would stand."""

    box: Box
    text: str


@dataclass(slots=True)
class Page:
    """One page as read.

    Attributes:
        number: 1-based page number in its file.
        width: width in points as the page is read.
        height: height in points as the page is read.
        rotation: 0, 90, 180 or 270 degrees clockwise: the page's /Rotate entry, unless most of its text would then run
            sideways or upside down; see :mod:`extract.upright`.
        callouts: boxes of the stroked shapes with curves in them: text boxes drawn over the page, braces.
        lost: boxes of texts that pdfium gives no characters for.
        shapes: boxes of the filled shapes with curves in them: signs, parts of charts, letters turned into outlines.
        hidden: texts that nobody sees; none of their glyphs is among the glyphs.
        fault: why nothing of it could be read, or None.
    """

    number: int
    width: float
    height: float
    rotation: int
    glyphs: Glyphs
    rulings: Rulings
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    lost: list[Box] = field(default_factory=list)
    fault: Fault | None = None
    callouts: list[Box] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)


def unread_page(number: int, fault: Fault) -> Page:
    """A page of which nothing could be read."""
    none, no = np.empty(0), np.empty(0, dtype=np.bool_)
    glyphs = Glyphs([], np.empty((0, 4)), none, none, np.empty(0, dtype=np.int64), no, no, no, no)
    return Page(number, 0.0, 0.0, 0, glyphs, Rulings(np.empty((0, 3)), np.empty((0, 3))), fault=fault)


class UnreadablePdfError(Exception):
    """A file that gives no pages, or a page that cannot be read.

    Attributes:
        code: the issue code.
        advice: what is wrong and what a newcomer can do about it.
    """

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(code, advice)  # both, so that it survives pickling between processes
        self.code = code
        self.advice = advice

    def __str__(self) -> str:
        return self.advice
