"""Text that is drawn but that pdfium gives no characters for: found, and read by the second reader.

pdfium leaves out a text that has no width on the page, and one that says what another one near it says: a second
strike, but also the next of two lines that are alike and nearly touch. On the page the first may be a null mark; in the
data it would be an empty cell. So every text object that gave nothing is looked at: white space leaves no ink, a second
strike stands where a known glyph does, and what remains is a loss.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from extract import batch
from extract.box import Box
from extract.drawn import Texts, shared
from extract.page import UNKNOWN, Bools, Floats, Glyphs, Page, UnreadablePdfError
from extract.paths import boxes_within
from extract.places import Places
from extract.stand_in import SPACE_HEIGHT
from extract.unseen import leave_mark
from extract.viewer import Viewer, compose, compose_all

_STOP = 0.1  # of a glyph's width: brackets and stops leave as much ink at one side of it
_NEAR = 1.5  # points between two readers' places of one glyph
_ASIDE = 0.05  # ems between two strikes of one text; the ink of a glyph beside it is further away
_ABOVE = 0.45  # ems between a glyph's middle and its ink's: a comma's is low; two lines are further apart
_AT_ONCE = 16  # texts held against glyphs in one step
_LEVEL, _UPRIGHT = [0, 1, 2, 3], [1, 0, 3, 2]  # a box's sides as (along, across, along, across) of its line


def lost_texts(
    page: pdfium.PdfPage, viewer: Viewer, texts: list[Texts], glyphs: Glyphs, told: set[int]
) -> dict[int, Box]:
    """The texts that leave ink on the page but gave no character: their addresses and boxes.

    Args:
        page: an open page.
        viewer: its map.
        texts: all text objects of the page.
        glyphs: the characters that were given.
        told: the addresses of the text objects that gave any.
    """
    spoken: set[int] | None = None
    lost: list[tuple[int, Box]] = []
    for some in texts:
        for address, box in _lost(some, glyphs, told, viewer):
            spoken = set().union(*batch.spoken(told)) if spoken is None else spoken
            if not batch.spoken([address])[0] & spoken:  # else its letters came with another object's
                lost.append((address, box))
    if not lost:
        return {}
    marked = leave_mark(page, [address for address, _ in lost], np.array([box for _, box in lost]))
    return {address: box for (address, box), seen in zip(lost, marked.tolist(), strict=True) if seen}


def _lost(texts: Texts, glyphs: Glyphs, told: set[int], viewer: Viewer) -> list[tuple[int, Box]]:
    """Those of one form, each with its address: silent, and neither white space, nor hidden, nor second strikes."""
    silent = np.array([address for address in texts.addresses if address not in told], dtype=np.int64)
    if not len(silent):
        return []
    bounds = batch.bounds(silent)
    slim = np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    some = np.flatnonzero(slim > 0)
    objects = silent[some]
    matrix = batch.matrices_of(objects)
    em = np.abs(batch.text_sizes(objects)) * np.hypot(matrix[:, 2], matrix[:, 3])
    inked = slim[some] > 2 * SPACE_HEIGHT * em  # white space leaves no ink, or the stand-in's thin line
    if not inked.any():
        return []
    ink = boxes_within(texts.outer, bounds[some], viewer)[inked]
    whole = compose_all(matrix[inked], compose(texts.outer, viewer.matrix))
    sideways = np.abs(whole[:, 1]) > np.abs(whole[:, 0])
    covered = _covered(ink, em[inked] * math.hypot(*texts.outer[2:4]), sideways, glyphs)
    found = zip(objects[inked][~covered].tolist(), ink[~covered].tolist(), strict=True)
    left = [(address, Box(*box)) for address, box in found if not _clipped(address)]
    return [(address, box) for address, box in left if texts.seen is None or shared(box, texts.seen) is not None]


def _clipped(address: int) -> bool:
    """Whether a clip hides an object."""
    its = np.array([address], dtype=np.int64)
    clips = batch.clips(its)
    if not clips:
        return False
    left, low, right, high = clips[0]
    x0, y0, x1, y1 = batch.bounds(its)[0].tolist()
    return bool(x1 <= left or x0 >= right or y1 <= low or y0 >= high)


def _covered(ink: Floats, em: Floats, sideways: Bools, glyphs: Glyphs) -> Bools:
    """Whether known glyphs stand where texts leave their ink: then these are second strikes of theirs.

    Along the line either a known glyph's middle lies in the ink, or the ink's middle in the box of a known glyph.
    Across it the two middles are near each other, nearer than those of two lines.

    Args:
        ink: float array ``(n, 4)``: the boxes of the texts' ink.
        em: float array ``(n,)``: their ems.
        sideways: bool array ``(n,)``: whether they run downwards.
        glyphs: the known glyphs.
    """
    found = np.zeros(len(ink), dtype=np.bool_)
    known = glyphs.box[np.argsort(glyphs.box[:, 1])]
    tallest = float((known[:, 3] - known[:, 1]).max(initial=0.0))
    order = np.argsort(ink[:, 1])
    for axes, its in ((_LEVEL, order[~sideways[order]]), (_UPRIGHT, order[sideways[order]])):
        for start in range(0, len(its), _AT_ONCE):  # a few that stand near each other, and the glyphs level with them
            part = its[start : start + _AT_ONCE]
            reach = _ABOVE * float(em[part].max())
            edges = [ink[part, 1].min() - reach - tallest, ink[part, 3].max() + reach]
            near = known[slice(*np.searchsorted(known[:, 1], edges)), axes].T[:, None]
            found[part] = _in_line(ink[part][:, axes].T[:, :, None], near, em[part, None]).any(axis=1)
    return found


def _in_line(ink: Floats, known: Floats, em: Floats) -> Bools:
    """Which inks stand where which glyphs do: boxes (along, across, along, across) of lines that run one way."""
    (start, _, end, _), (first, _, last, _) = ink, known
    (middle, height), (other, level) = _middles(ink), _middles(known)
    slack = _ASIDE * em
    beside = (start - slack <= other) & (other <= end + slack) | (first - slack <= middle) & (middle <= last + slack)
    met: Bools = beside & (np.abs(height - level) <= _ABOVE * em)
    return met


def _middles(boxes: Floats) -> tuple[Floats, Floats]:
    x0, top, x1, bottom = boxes
    return (x0 + x1) / 2, (top + bottom) / 2


def _second_reading(origin: Path | bytes, number: int) -> Glyphs | None:
    """A page's glyphs as the second reader gives them, or None where it cannot read the file."""
    from extract.reference import pages  # slow to import, and seldom needed

    try:
        page = next(pages(origin, number, number, with_codes=True), None)
    except UnreadablePdfError:
        return None
    return page.glyphs if page is not None else None


def recovered(origin: Path | bytes, page: Page) -> Page:
    """The page with the glyphs that pdfium lost or does not know as the second reader gives them.

    U+FFFD stays, or comes, for what it does not see either.
    """
    chars = page.glyphs.chars
    doubtful = [i for i, char in enumerate(chars) if char.startswith(UNKNOWN) and char != UNKNOWN * 2]
    page.glyphs.chars = [UNKNOWN if char.startswith(UNKNOWN) else char for char in chars]
    if not doubtful and not page.lost:
        return page
    other = _second_reading(origin, page.number)
    if other is not None:
        places = Places(other)
        for i in doubtful:
            seen = places.at(Box(*page.glyphs.box[i].tolist()), chars[i][1:])
            page.glyphs.chars[i] = _settled(chars[i], seen)
        page.glyphs = _without_blanks(page.glyphs)
    seen_there = [_inside(other, box) if other is not None else [] for box in page.lost]
    extra = [
        (UNKNOWN, list(box), box.bottom, box.height) for box, its in zip(page.lost, seen_there, strict=True) if not its
    ]
    if other is not None:  # two boxes may share a glyph
        extra += [_taken(other, i) for i in dict.fromkeys(i for its in seen_there for i in its)]
    if extra:
        page.glyphs = _with(page.glyphs, extra)
    return page


def _without_blanks(glyphs: Glyphs) -> Glyphs:
    """The glyphs without white space, each told by the glyph after it.

    A glyph of unknown meaning may be white space: pdfium leaves a font's map alone where it is written with a wrong
    count, as pdfmake does for more than 256 glyphs, and the second reader takes it.
    """
    blank = np.array([not char.strip() for char in glyphs.chars], dtype=np.bool_)
    if not blank.any():
        return glyphs
    before = np.concatenate([[False], blank[:-1]])
    wide = np.array(["\u3000" in char for char in glyphs.chars], dtype=np.bool_)
    glyphs.spaced |= before
    glyphs.wide |= np.concatenate([[False], wide[:-1]])
    return glyphs.only(~blank)


def _settled(given: str, seen: str) -> str:
    """The character of a glyph whose font does not say what it means.

    The second reader's, where it knows one. Where it knows the glyph's number alone, pdfium's, unless that is the same
    number taken for a code point: else a map of the font's collection gave it.
    """
    if not seen.startswith(UNKNOWN):
        return seen
    guess, number = given[1:], seen[1:]
    return guess if guess and number and guess != number else UNKNOWN


def _inside(glyphs: Glyphs, box: Box) -> list[int]:
    """The glyphs that stand where ink does: their middle is there, or nearly, or as much of them as a stop fills."""
    (x0, _, x1, _), (x, y) = glyphs.box.T, _middles(glyphs.box.T)
    among = (box.x0 - _NEAR <= x) & (x <= box.x1 + _NEAR)
    among |= np.minimum(x1, box.x1) - np.maximum(x0, box.x0) > _STOP * (x1 - x0)
    there = np.flatnonzero(among & (box.top - _NEAR <= y) & (y <= box.bottom + _NEAR)).tolist()
    return [i for i in there if glyphs.chars[i].strip()]


def _taken(glyphs: Glyphs, i: int) -> tuple[str, list[float], float, float]:
    """One glyph of the second reader: character, box, baseline, em."""
    char = UNKNOWN if glyphs.chars[i].startswith(UNKNOWN) else glyphs.chars[i]
    return char, glyphs.box[i].tolist(), float(glyphs.base[i]), float(glyphs.size[i])


def _with(glyphs: Glyphs, extra: list[tuple[str, list[float], float, float]]) -> Glyphs:
    """Glyphs and, after them, others (character, box, baseline, em), each a run of its own."""
    chars, boxes, bases, sizes = (list(column) for column in zip(*extra, strict=True))
    none = np.zeros(len(extra), dtype=np.bool_)
    others = Glyphs(
        chars, np.array(boxes), np.array(bases), np.array(sizes), np.arange(len(extra)), none, none, none, none
    )
    return glyphs.followed_by(others)
