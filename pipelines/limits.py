"""What reading one file may cost."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may cost: seconds of wall time, and megabytes beyond what a worker takes itself.

    A limit of 0 megabytes is none, and so is any outside Linux.
    """

    seconds: float = 300.0
    megabytes: int = 4096

    @property
    def address_space(self) -> int:
        """The megabytes that the system can hold a process to; 0 for no limit, or where it knows none."""
        return self.megabytes if sys.platform == "linux" else 0
