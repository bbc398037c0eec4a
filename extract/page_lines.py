"""The lines of all cells of a page at once: what :func:`extract.lines.cell_lines` does cell by cell, on whole columns.

Nearly every cell is set in lines of one baseline each. Those are cut, ordered and joined here in a few passes over
arrays; a cell that is not so plain (written downwards, or with baselines close to one another) is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from extract.box import Box
from extract.lines import (
    ALONG,
    APART,
    BLANK,
    CAPTION,
    COVERS,
    INDENT,
    INDENT_MOST,
    LATIN_GAP,
    MOST_BLANK,
    OPTION_MARKS,
    SAME_LINE,
    TYPED_GAP,
    TYPED_WIDE_GAP,
    UPON,
    UPRIGHT_ASIDE,
    UPRIGHT_STEP,
    UPRIGHT_STEP_MOST,
    WIDE_GAP,
    WORD_GAP,
    Letters,
    Line,
    cell_lines,
    is_latin,
    lines_apart,
    parts_words,
    places,
)
from extract.page import Bools, Floats, Glyphs, Ints, median
from normalize.marks import OPEN_BRACKETS


def lines_of_cells(glyphs: Glyphs, cells: Ints, lefts: Floats) -> dict[int, tuple[Line, ...]]:
    """The lines of each cell that holds any glyph, from top to bottom.

    Args:
        glyphs: a page's glyphs.
        cells: for each glyph the number of its cell; -1 outside all cells.
        lefts: the x of the left side of each cell.
    """
    inside = np.flatnonzero(cells >= 0)
    drawn = inside[np.argsort(cells[inside], kind="stable")]  # cell by cell, as drawn
    cuts = _cuts(cells[drawn])
    plain = ~_written_upright(glyphs, drawn, cuts)
    level = drawn[np.lexsort((glyphs.base[drawn], cells[drawn]))]
    heads, uneven = _line_heads(glyphs, cells, level)
    plain[np.searchsorted(cells[drawn][cuts[:-1]], cells[level[uneven]])] = False
    numbers = cells[drawn][cuts[:-1]].tolist()
    found: dict[int, tuple[Line, ...]] = {}
    keep = np.repeat(plain, np.diff(cuts))  # both orders go cell by cell
    if keep.any():
        found.update(_plain_lines(glyphs, cells, level[keep], heads[keep], lefts))
    if not keep.all():
        letters = Letters.of(glyphs)
        for (start, end), number, is_plain in zip(pairwise(cuts.tolist()), numbers, plain.tolist(), strict=True):
            if not is_plain:
                found[number] = cell_lines(letters, drawn[start:end].tolist(), float(lefts[number]))
    return found


def _cuts(values: Ints) -> Ints:
    """Where a column of values changes: the first index of every stretch, and the length."""
    return (
        np.concatenate([[0], np.flatnonzero(np.diff(values)) + 1, [len(values)]]) if len(values) else np.zeros(1, int)
    )


def _written_upright(glyphs: Glyphs, drawn: Ints, cuts: Ints) -> Bools:
    """Which cells are written downwards or upwards: the rule of `extract.lines`, for all cells at once."""
    a, b = drawn[:-1], drawn[1:]
    x0, x1 = glyphs.box[:, 0], glyphs.box[:, 2]
    size = np.maximum(glyphs.size[a], 1.0)
    dx = (x0[b] + x1[b] - x0[a] - x1[a]) / 2
    dy = glyphs.base[b] - glyphs.base[a]
    away = np.abs(dy)
    upright = (np.abs(dx) < UPRIGHT_ASIDE * size) & (UPRIGHT_STEP * size < away) & (away < UPRIGHT_STEP_MOST * size)
    right = (dx > ALONG * size) & (away < UPRIGHT_ASIDE * size)
    counts = []
    rising = upright & (dy < 0) & glyphs.turned[b]
    for steps in (upright & (dy > 0), right, *([rising] if rising.any() else [])):
        so_far = np.concatenate([[0], np.cumsum(steps)])  # steps within the first n glyphs: so_far[n - 1]
        counts.append(so_far[cuts[1:] - 1] - so_far[cuts[:-1]])
    down, along, *up = counts
    written: Bools = (down > 1) & (down > 2 * along)
    return written | ((up[0] > 2 * along) & (down == 0)) if up else written


def _line_heads(glyphs: Glyphs, cells: Ints, level: Ints) -> tuple[Bools, Ints]:
    """Which glyphs begin a line, of glyphs ordered by cell and baseline; and where baselines stand too near to tell."""
    if not len(level):
        return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.int64)
    base, size = glyphs.base[level], glyphs.size[level]
    other = np.ones(len(level), dtype=np.bool_)
    other[1:] = np.diff(cells[level]) != 0
    lower = other.copy()
    lower[1:] |= np.diff(base) > 0
    first = np.maximum.accumulate(np.where(lower, np.arange(len(level)), 0))
    heads = other.copy()
    before = first[:-1]
    heads[1:] |= base[1:] - base[before] > SAME_LINE * np.minimum(size[1:], size[before])
    return heads, np.flatnonzero(lower & ~heads)


def _plain_lines(
    glyphs: Glyphs, cells: Ints, level: Ints, heads: Bools, lefts: Floats
) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """The lines of cells that are set in plain lines.

    Args:
        glyphs: a page's glyphs.
        cells: for each glyph the number of its cell.
        level: the glyphs of those cells, ordered by cell and baseline.
        heads: which of them begin a line.
        lefts: the x of the left side of each cell.
    """
    line = np.cumsum(heads) - 1
    at = _along(glyphs, level, line)
    starts = np.flatnonzero(heads)
    ends = np.append(starts[1:], len(at))
    of_cell = cells[at[starts]]
    cuts = _cuts(of_cell)
    chars = [glyphs.chars[i] for i in at.tolist()]
    texts, upon = _texts(glyphs, chars, at, starts, ends)
    x0, around = glyphs.box[at, 0], _around(glyphs.box[at], starts)
    sizes = _medians(glyphs.size[at], starts, ends)
    opens = _opens(glyphs, at[starts], around[:, 0], sizes, of_cell, cuts, lefts)
    marked: set[int] = set()
    if not OPTION_MARKS.isdisjoint(chars):
        marked = {int(of_cell[line[i]]) for i, char in enumerate(chars) if char in OPTION_MARKS}
    made = map(
        Line, texts, map(Box._make, around.tolist()), sizes.tolist(), (ends - starts).tolist(), opens.tolist(),
        ((),) * len(starts), upon.tolist(),
    )  # fmt: skip
    lines = list(made)
    for start, end in pairwise(cuts.tolist()):
        number = int(of_cell[start])
        own = lines[start:end]
        if number in marked:
            spans = zip(own, starts[start:end].tolist(), ends[start:end].tolist(), strict=True)
            own = [one._replace(xs=places(chars[a:b], x0[a:b].tolist(), one.text)) for one, a, b in spans]
        yield number, tuple(own)


def _along(glyphs: Glyphs, level: Ints, line: Ints) -> Ints:
    """The glyphs of each line in the order in which one reads them: the rule of `extract.lines`."""
    at = level[np.lexsort((glyphs.box[level, 0], line))]
    x0, x1 = glyphs.box[at, 0], glyphs.box[at, 2]
    if not ((x0[1:] - x0[:-1] < MOST_BLANK * (x1 - x0)[:-1]) & (line[1:] == line[:-1])).any():
        return at
    x0, x1 = glyphs.box[level, 0], glyphs.box[level, 2]
    blank = np.array([BLANK.get(glyphs.chars[i], 0.0) for i in level.tolist()])
    by_ink: Ints = level[np.lexsort((x0 + blank * (x1 - x0), line))]
    return by_ink


def _texts(glyphs: Glyphs, chars: list[str], at: Ints, starts: Ints, ends: Ints) -> tuple[list[str], Bools]:
    """The text of each line, and whether one of its letters stands upon another: the rules of `extract.lines`."""
    x0, x1, size = glyphs.box[at, 0], glyphs.box[at, 2], glyphs.size[at]
    gap = np.zeros(len(at))
    gap[1:] = x0[1:] - x1[:-1]
    em = size.copy()
    em[1:] = np.maximum(size[1:], size[:-1])
    within = np.ones(len(at), dtype=np.bool_)
    within[starts] = False
    far = within & ((gap > WIDE_GAP * em) | ((gap > TYPED_WIDE_GAP * em) & glyphs.wide[at]))
    apart = within & ~far & ((gap > WORD_GAP * em) | (glyphs.spaced[at] & (gap > TYPED_GAP * em)))
    slight = within & ~far & ~apart & (gap > LATIN_GAP * em)
    for i in np.flatnonzero(slight).tolist():
        if is_latin(chars[i - 1], chars[i]):
            line = int(np.searchsorted(starts, i, "right")) - 1
            start, end = int(starts[line]), int(ends[line])
            ems = (gap[start:end] / np.maximum(em[start:end], 0.1)).tolist()
            apart[i] = parts_words(chars[start:end], ems, i - start)
    parts = chars.copy()
    for gaps, space in ((far, "　"), (apart, " ")):
        for i in np.flatnonzero(gaps).tolist():
            parts[i] = space + parts[i]
    upon = np.zeros(len(starts), dtype=np.bool_)
    for i in np.flatnonzero(within & ~far & ~apart & (gap < UPON * em)).tolist():
        narrower = min(x1[i] - x0[i], x1[i - 1] - x0[i - 1])
        if -gap[i] > COVERS * narrower and chars[i].isalnum() and chars[i - 1].isalnum():
            upon[np.searchsorted(starts, i, "right") - 1] = True
    return ["".join(parts[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)], upon


def _around(boxes: Floats, starts: Ints) -> Floats:
    """The box around each line."""
    low, high = np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)
    return np.hstack([low, high])


def _medians(sizes: Floats, starts: Ints, ends: Ints) -> Floats:
    """The em in the middle of each line's."""
    smallest, largest = np.minimum.reduceat(sizes, starts), np.maximum.reduceat(sizes, starts)
    for i in np.flatnonzero(smallest != largest).tolist():
        smallest[i] = median(sizes[starts[i] : ends[i]])
    return smallest


def _opens(glyphs: Glyphs, first: Ints, x0: Floats, sizes: Floats, of_cell: Ints, cuts: Ints, lefts: Floats) -> Bools:
    """Which lines begin a paragraph: an ideographic space or an indent of one em stands before them."""
    count = np.diff(cuts)
    edge = np.where(count > 1, np.minimum.reduceat(x0, cuts[:-1]), lefts[of_cell[cuts[:-1]]])
    indent = x0 - np.repeat(edge, count)
    opens: Bools = glyphs.wide[first] | ((INDENT * sizes < indent) & (indent < INDENT_MOST * sizes))
    return opens


def _captions_level(glyphs: Glyphs) -> bool:
    """Whether captions may stand beside each other, perhaps nearer than other lines.

    Each has two marks; one that wraps has the second further down, and text follows the first of the next one at once.
    """
    at = [number for number, char in enumerate(glyphs.chars) if char == CAPTION] if CAPTION in glyphs.chars else []
    reach = SAME_LINE * glyphs.size[at].max(initial=0.0)
    bases = np.sort(glyphs.base[at])
    if (bases[2:] - bases[:-2] <= reach).any():
        return True
    x0, x1 = glyphs.box[:, 0], glyphs.box[:, 2]
    for mark in at if (np.diff(bases) <= reach).any() else ():
        level = np.abs(glyphs.base - glyphs.base[mark]) <= 2 * reach
        before = [other for other in at if other != mark and level[other] and x0[other] <= x0[mark]]
        after = level & (x0 >= x0[mark]) & (x0 - x1[mark] <= WORD_GAP * glyphs.size[mark])
        if before and any(i != mark and glyphs.chars[i] not in OPEN_BRACKETS for i in np.flatnonzero(after).tolist()):
            return True
    return False


def free_lines(glyphs: Glyphs) -> list[Line]:
    """The lines of text outside cells, cut where some ems stand empty; in reading order."""
    if not len(glyphs):
        return []
    level = np.argsort(glyphs.base, kind="stable")
    heads, uneven = _line_heads(glyphs, np.zeros(len(level), dtype=np.int64), level)
    if len(uneven) or _captions_level(glyphs):
        return lines_apart(Letters.of(glyphs))
    at = _along(glyphs, level, np.cumsum(heads))
    x0, x1, size = glyphs.box[at, 0], glyphs.box[at, 2], glyphs.size[at]
    heads[1:] |= x0[1:] - x1[:-1] > APART * np.maximum(size[1:], size[:-1])
    starts = np.flatnonzero(heads)
    ends = np.append(starts[1:], len(at))
    texts, upon = _texts(glyphs, [glyphs.chars[i] for i in at.tolist()], at, starts, ends)
    around, sizes = _around(glyphs.box[at], starts), _medians(size, starts, ends)
    made = map(
        Line, texts, map(Box._make, around.tolist()), sizes.tolist(), (ends - starts).tolist(),
        glyphs.wide[at[starts]].tolist(), ((),) * len(starts), upon.tolist(),
    )  # fmt: skip
    return sorted(made, key=lambda line: (line.box.bottom, line.box.x0))
