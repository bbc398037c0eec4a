"""Where rows stand on their page, and the columns of the tables that every page fills: ``pages`` and ``cells``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from extract.box import Box
from extract.facts import CellFact, PageFacts, Place, SheetFacts
from pipelines.checking import Columns

Row = dict[str, Any]


def box_of(place: Place | None) -> Row:
    """The columns of a place."""
    if place is None:
        return {}
    x0, top, x1, bottom = map(_rounded, place.box)
    return {"page": place.page, "x0": x0, "top": top, "x1": x1, "bottom": bottom}


def page_columns(facts: SheetFacts, source_id: str, key: Row) -> dict[str, Columns]:
    """The columns of ``pages`` and ``cells``, which every page has, of known and unknown forms alike."""
    pages = _turned(PageFacts._fields, facts.pages)
    pages["width"], pages["height"] = (list(map(_rounded, pages[name])) for name in ("width", "height"))
    cells = _turned(("table_no", *CellFact._fields[2:]), [cell[1:] for cell in facts.cells])
    cells |= _turned(("text", "place", "row_labels", "column_labels"), [cell.printed for cell in facts.cells])
    cells |= _turned(("page", "box"), cells.pop("place", ()))
    cells |= _turned(Box._fields, [map(_rounded, box) for box in cells.pop("box", ())])
    same = {**key, "source_id": source_id}
    return {
        "pages": {"source_id": [source_id] * len(facts.pages), **pages},
        "cells": {**{name: [value] * len(facts.cells) for name, value in same.items()}, **cells},
    }


def _turned(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> Columns:
    """Rows as columns of these names."""
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=False))


@lru_cache(maxsize=4096)  # cells share their sides
def _rounded(points: float) -> float:
    return round(points, 2)
