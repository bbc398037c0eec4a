"""Ruby: the reading of letters in small kana over their line (furigana). It is no part of the text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from extract.lines import Line

_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")
_SMALL: Final = 0.6  # of the line below: ruby is half as large as its letters
_TIGHT: Final = 0.3  # ems of the line below: it leans on them


def readings_in(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a cell that are the readings of letters in the line below them."""
    return tuple(line for line, below in pairwise(lines) if line.size <= _SMALL * below.size and _reads(line, below))


def _reads(line: Line, below: Line) -> bool:
    near = below.box.top - line.box.bottom < _TIGHT * below.size
    over = below.box.x0 <= line.box.x0 + line.size and line.box.x1 - line.size <= below.box.x1
    return near and over and _KANA.fullmatch(line.text) is not None


__all__ = ["readings_in"]
