"""What a variant is: a folder's name, its content, its printer, its handling."""

from __future__ import annotations

from dataclasses import dataclass, field

from .invention import Plan
from .printers import Printer
from .strategy_sheet import Look

OLD = tuple(range(2018, 2024))
"""The columns of the older edition: five years past and the year itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """A folder of invented strategy sheets."""

    name: str
    printer: Printer
    look: Look = field(default_factory=Look)
    plan: Plan = field(default_factory=Plan)
    count: int = 3
    handling: str = ""
    bound: bool = False


@dataclass(frozen=True, slots=True)
class MadeIkeda:
    """A folder of invented 目標設定シート."""

    name: str
    printer: Printer
    edition: int = 2024
    count: int = 3


@dataclass(frozen=True, slots=True)
class Handled:
    """Finished specimens, handled; their truth is unchanged."""

    name: str
    specimens: str
    """Name of the truth JSON and of the folder beside it."""
    handling: str
    files: tuple[str, ...] = ()


Variant = Made | MadeIkeda | Handled
