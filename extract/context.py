"""What the reading of one sheet shares: the sheet, its form, its facts so far, and which program is open where."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from extract.facts import Doubt, Place, Printed, ProgramFacts, SheetFacts
from extract.form import Form
from extract.layout import Region, compact
from extract.sheet import TOUCH, Sheet
from normalize import clean_text


@dataclass
class Context:
    """What the reading of one sheet knows so far."""

    sheet: Sheet
    form: Form
    facts: SheetFacts
    lines: dict[str, str] = field(default_factory=dict)
    spoken: list[tuple[float, str, str]] = field(default_factory=list)  # the same, each where it stands
    program_tops: list[tuple[float, int]] = field(default_factory=list)
    said: dict[tuple[int | None, str], Printed] = field(default_factory=dict)

    def line(self, key: str, y: float) -> str:
        """What the nearest line above a height says under a key; "" where none does."""
        said = sorted((top, word) for top, its, word in self.spoken if its == key and top <= y + TOUCH)
        return said[-1][1] if said else ""

    def program_at(self, y: float) -> int:
        """The program that is open at a height of the sheet; the first one is made where the form opens none."""
        at = bisect_right(self.program_tops, (y + TOUCH, 10**9)) - 1
        if at >= 0:
            return self.program_tops[at][1]
        if not self.facts.programs:
            self.facts.programs.append(ProgramFacts())
        return 0

    def fill(self, fields: dict[str, Printed], program: int | None, name: str, value: Printed) -> None:
        """Keep the value of a field that a sheet has once: the first print that is not blank.

        A sheet of several pages may print it on each. Where two prints differ, the second page may belong to another
        sheet: that is said.

        Args:
            fields: where it goes.
            program: the index of the program that has it, None for the sheet.
            name: the field.
            value: one print of it.
        """
        before = self.said.setdefault((program, name), value)
        if compact(before.text) != compact(value.text):
            one, other = (clean_text(print_.text) or "(blank)" for print_ in (before, value))
            says = f"the sheet prints two values of {name.replace('_', ' ')}: {one}, and {other}"
            self.facts.doubts.append(Doubt("warning", "conflicting_value", says, value.place))
        if name not in fields or not fields[name].text:
            fields[name] = value

    def doubt(self, severity: str, code: str, message: str, region: Region | None = None, table: str = "",
              program: int | None = None) -> None:  # fmt: skip
        """Note something not read, or read with doubt."""
        place = Place(region.page, region.box) if region is not None else None
        self.facts.doubts.append(Doubt(severity, code, message, place, table, program))


def printed(
    cells: list[Region], row: tuple[str, ...] = (), column: tuple[str, ...] = (), unwrapped: bool = False
) -> Printed:
    """The print of one or more cells; the place is the first cell's that is not blank, or the first cell's.

    Args:
        cells: at least one cell.
        row: the labels of the row, outermost first; the cells learn them.
        column: the labels of the column, alike.
        unwrapped: leave out the line breaks that only wrap.
    """
    filled = [r for r in cells if not r.blank]
    first = (filled or cells)[0]
    for r in cells:
        r.row_labels, r.column_labels = row or r.row_labels, column or r.column_labels
    text = "\n".join(r.unwrapped if unwrapped else r.text for r in filled)
    return Printed(text, Place(first.page, first.box), row, column)
