"""Regions of a grid: found as a flood would find them, and cut into rectangles that cover them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.regions import connected, enclosed, rectangles

SHAPES = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**32 - 1), st.floats(0.1, 0.9))


def flooded(beside: np.ndarray, below: np.ndarray) -> np.ndarray:
    """The number of each square's part, found square by square."""
    rows, columns = below.shape[0] + 1, beside.shape[1] + 1
    part = np.full((rows, columns), -1)
    for start in np.ndindex(rows, columns):
        waiting = [start] if part[start] < 0 else []
        while waiting:
            r, c = waiting.pop()
            if part[r, c] >= 0:
                continue
            part[r, c] = start[0] * columns + start[1]
            waiting += [(r, c + 1)] * (c + 1 < columns and bool(beside[r, c]))
            waiting += [(r, c - 1)] * (c > 0 and bool(beside[r, c - 1]))
            waiting += [(r + 1, c)] * (r + 1 < rows and bool(below[r, c]))
            waiting += [(r - 1, c)] * (r > 0 and bool(below[r - 1, c]))
    return part


def same_parts(one: np.ndarray, other: np.ndarray) -> bool:
    pairs = set(zip(one.ravel().tolist(), other.ravel().tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@settings(max_examples=300, deadline=None)
@given(SHAPES)
def test_parts_are_those_of_a_flood(shape: tuple[int, int, int, float]) -> None:
    rows, columns, seed, share = shape
    rng = np.random.default_rng(seed)
    beside, below = rng.random((rows, columns - 1)) < share, rng.random((rows - 1, columns)) < share
    assert same_parts(connected(beside, below), flooded(beside, below))
    assert connected(beside, below)[0, 0] == 0


@settings(max_examples=300, deadline=None)
@given(SHAPES)
def test_rectangles_cover_what_rules_enclose_and_nothing_twice(shape: tuple[int, int, int, float]) -> None:
    rows, columns, seed, share = shape
    rng = np.random.default_rng(seed)
    across, down = rng.random((rows + 1, columns)) < share, rng.random((rows, columns + 1)) < share
    region = enclosed(across, down)
    sides, owner = rectangles(region)
    covered = np.full(region.shape, -1)
    for number, (row, column, row_end, column_end) in enumerate(sides.tolist()):
        assert len(np.unique(region[row:row_end, column:column_end])) == 1
        assert (covered[row:row_end, column:column_end] == -1).all()
        covered[row:row_end, column:column_end] = number
    assert (covered == owner).all()
    assert ((region >= 0) == (owner >= 0)).all()
    assert sides.tolist() == sorted(sides.tolist())


def test_a_frame_with_a_rule_across_is_two_cells_and_a_gap_in_the_frame_is_none() -> None:
    across, down = np.ones((3, 2), dtype=np.bool_), np.ones((2, 3), dtype=np.bool_)
    across[1] = [True, False]
    sides, _ = rectangles(enclosed(across, down))
    assert sides.tolist() == [[0, 0, 1, 1], [0, 1, 2, 2], [1, 0, 2, 1]]
    down[0, 0] = False
    assert rectangles(enclosed(across, down))[0].tolist() == [[0, 1, 2, 2], [1, 0, 2, 1]]
