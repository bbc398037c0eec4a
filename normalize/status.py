"""What a cell says: a number, "not applicable", nothing, or words."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Why a value is there, or is not."""

    REPORTED = "reported"
    """A number was printed."""
    DASH = "dash"
    """A mark was printed that means "not applicable": ― … *** and their kin."""
    BLANK = "blank"
    """Nothing was printed: not filled in, or the year has not come yet."""
    TEXT = "text"
    """Words or marks stand where a number would (皆増, 集計中, 10～20): read what was printed."""
