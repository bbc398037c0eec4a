"""Elementary rectangles that belong together, and the rectangles they make up: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from extract.page import Bools, Ints, distinct


def connected(beside: Bools, below: Bools) -> Ints:
    """Number the parts of a grid that hang together.

    Runs of squares in a row are joined first, so that what is left to join grows with the number of cells.

    Args:
        beside: bool array ``(rows, columns - 1)``: nothing divides a square from the one at its right.
        below: bool array ``(rows - 1, columns)``: nothing divides it from the one below it.

    Returns:
        Int array ``(rows, columns)``: equal numbers for squares of one part; the part of the first square has number 0.
    """
    rows, columns = below.shape[0] + 1, beside.shape[1] + 1
    fresh = np.ones((rows, columns), dtype=np.bool_)
    fresh[:, 1:] = ~beside
    run = (np.cumsum(fresh) - 1).reshape(rows, columns)
    pairs = distinct(run[:-1][below] * run.size + run[1:][below])
    parent = list(range(int(run[-1, -1]) + 1))
    for a, b in zip((pairs // run.size).tolist(), (pairs % run.size).tolist(), strict=True):
        while parent[a] != a:
            parent[a] = a = parent[parent[a]]
        while parent[b] != b:
            parent[b] = b = parent[parent[b]]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for i, above in enumerate(parent):  # a parent stands before its children: it has its root by now
        parent[i] = parent[above]
    part: Ints = np.array(parent, dtype=np.int64)[run]
    return part


def enclosed(across: Bools, down: Bools) -> Ints:
    """Number the regions that rules enclose; -1 is the outside.

    Args:
        across: bool array ``(rows + 1, columns)``: a horizontal rule runs over a square (last: under the last row).
        down: bool array ``(rows, columns + 1)``: a vertical rule runs at the left of a square (last: at the right end).

    Returns:
        Int array ``(rows, columns)``.
    """
    rows, columns = down.shape[0], across.shape[1]
    beside = np.ones((rows + 2, columns + 1), dtype=np.bool_)  # with a ring of squares around: the outside
    below = np.ones((rows + 1, columns + 2), dtype=np.bool_)
    beside[1:-1], below[:, 1:-1] = ~down, ~across
    part = connected(beside, below)[1:-1, 1:-1]
    return np.where(part == 0, -1, part)


def rectangles(region: Ints) -> tuple[Ints, Ints]:
    """Cut every region into rectangles; one that is a rectangle gives just one.

    Returns:
        Int array ``(n, 4)`` of row, column, row_end, column_end (the ends exclusive), in reading order; and for every
        square the number of its rectangle, -1 outside: int array of the shape of ``region``.
    """
    rows, columns = region.shape
    fresh = np.ones((rows, columns), dtype=np.bool_)
    fresh[:, 1:] = region[:, 1:] != region[:, :-1]
    start = np.flatnonzero(fresh)
    end = np.append(start[1:], region.size)
    label, row, column = region.ravel()[start], start // columns, start % columns
    order = np.lexsort((row, end - start, column, label))
    begins = np.ones(len(order), dtype=np.bool_)
    before, after = order[:-1], order[1:]
    begins[1:] = (
        (label[before] != label[after])
        | (column[before] != column[after])
        | (end[before] - start[before] != end[after] - start[after])
        | (row[before] + 1 != row[after])
    )
    first = order[begins]
    last = order[np.append(np.flatnonzero(begins)[1:], len(order)) - 1]
    sides = np.column_stack([row[first], column[first], row[last] + 1, column[first] + end[first] - start[first]])
    kept = np.flatnonzero(label[first] >= 0)
    kept = kept[np.lexsort((sides[kept, 1], sides[kept, 0]))]
    number = np.full(len(first), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    of_stretch = np.empty(len(start), dtype=np.int64)
    of_stretch[order] = number[np.cumsum(begins) - 1]
    return sides[kept], np.repeat(of_stretch, end - start).reshape(rows, columns)
