"""The pages beside a sheet's values, and places on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.report.said import Said
from pipelines.report.words import word

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a PDF as the site shows it.

    Attributes:
        source_id: its file.
        page: 1-based.
        width: of the page in points.
        height: of the page in points.
        file: its file's name for people.
        sha256: what the file has to be.
        picture: name of the picture's file, None where there is none.
        fault: why there is no picture.
    """

    source_id: str
    page: int
    width: float
    height: float
    file: str
    sha256: str
    picture: str | None
    fault: Said | None

    @property
    def title(self) -> Said:
        """Page 3."""
        return word("page_n", n=self.page)


class Places:
    """Writes places on leaves the way the page's script reads them: leaf number, then the box in points."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        """Number the leaves from 0."""
        self.leaves = list(leaves)
        self._numbers = {(leaf.source_id, leaf.page): at for at, leaf in enumerate(self.leaves)}

    def at(self, row: Row) -> str:
        """The place of a row; empty where it has none on these leaves. A row without a box means its whole page."""
        number = self._numbers.get((row["source_id"], row["page"]))
        if number is None:
            return ""
        leaf = self.leaves[number]
        box = (row["x0"], row["top"], row["x1"], row["bottom"])
        if None in box:
            box = (0.0, 0.0, leaf.width, leaf.height)
        return " ".join([str(number), *(f"{edge:.1f}" for edge in box)])

    def crop(self, row: Row, margin: float = 0.0) -> dict[str, Any] | None:
        """A cut from the page's picture around a row's box, in points; None without box or picture."""
        number = self._numbers.get((row["source_id"], row["page"]))
        if number is None or None in (row["x0"], row["top"], row["x1"], row["bottom"]):
            return None
        leaf = self.leaves[number]
        if leaf.picture is None:
            return None
        x0, top = max(row["x0"] - margin, 0.0), max(row["top"] - margin, 0.0)
        x1, bottom = min(row["x1"] + margin, leaf.width), min(row["bottom"] + margin, leaf.height)
        if x1 - x0 < 1 or bottom - top < 1:
            return None
        view = f"{x0:.1f} {top:.1f} {x1 - x0:.1f} {bottom - top:.1f}"
        box = {"x": f"{row['x0']:.1f}", "y": f"{row['top']:.1f}", "width": f"{max(row['x1'] - row['x0'], 1):.1f}",
               "height": f"{max(row['bottom'] - row['top'], 1):.1f}"}  # fmt: skip
        return {"leaf": leaf, "view": view, "width": round((x1 - x0) * 1.25), "box": box if margin else None}
