"""A sheet's rows on a terminal, as wide as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.printable import shown_text
from pipelines.show import Row, SheetRows, amount, spread, value

_NAME_WIDTH: Final = 24  # character cells; less, and a Japanese name breaks into scraps
_GAP: Final = 2  # spaces between two columns
_INDENT: Final = 2


def text(said: object, style: str = "") -> Text:
    """Anything from a sheet, without markup and without control characters."""
    return Text(shown_text("" if said is None else str(said)), style)


class SheetPage:
    """Prints sheets to a console."""

    def __init__(self, console: Console) -> None:
        """Print to `console`."""
        self.console = console

    def show(self, rows: SheetRows) -> None:
        """Print one sheet."""
        sheet = rows["sheets"][0]
        self.console.print(text(sheet["title"], "bold"))
        self._pairs(
            ("sheet", sheet["sheet_id"]),
            ("from", f"{sheet['municipality']} ({sheet['municipality_code']}), form {sheet['form']}"),
            ("policy", _numbered(sheet["policy_no"], sheet["policy"])),
            ("measure", _numbered(sheet["measure_no"], sheet["measure"])),
            ("SDGs", ", ".join(map(str, sheet["sdgs"]))),
            ("pages", f"{sheet['page_first']}-{sheet['page_last']} of source {sheet['source_id']}"),
        )
        for program in rows["programs"]:
            self._program(program, rows)
        self._prose(rows)
        self._issues(rows["issues"])

    def _program(self, program: Row, rows: SheetRows) -> None:
        own = {
            name: [row for row in rows[name] if row["program_id"] == program["program_id"]]
            for name in ("budgets", "indicators", "notes")
        }
        self._head(f"{program['program_no']} {program['program']}")
        self._pairs(("departments", "\n".join(program["departments"])), ("role", program["role"]))
        self._values("yen", own["budgets"], ("item",), amount)
        self._values("indicator", own["indicators"], ("indicator_no", "indicator", "unit"), value)
        self._pairs(*((str(note["fiscal_year"]), note["text"]) for note in own["notes"]))

    def _values(self, title: str, rows: Sequence[Row], names: tuple[str, ...], cell: Callable[[Row], str]) -> None:
        """Values by fiscal year: side by side where the terminal is wide enough, else one below the other."""
        if not rows:
            return
        columns, lines = spread(rows, names)
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=False)
        table.add_column(text(title), overflow="fold")
        widest = [
            max(len(column[1]), *(cell_len(cell(found[column])) for found in lines.values() if column in found))
            for column in columns
        ]
        if self.console.width >= _NAME_WIDTH + sum(widest) + _GAP * len(columns):
            for year, kind in columns:
                table.add_column(text(f"{year}\n{kind}"), justify="right", overflow="fold")
            for name, found in lines.items():
                cells = [text(cell(found[column])) if column in found else Text("") for column in columns]
                table.add_row(_line_name(name), *cells)
        else:
            table.add_column("year")
            table.add_column("value", justify="right", overflow="fold")
            for name, found in lines.items():
                for at, ((year, kind), row) in enumerate(sorted(found.items())):
                    table.add_row(_line_name(name) if at == 0 else "", text(f"{year} {kind}"), text(cell(row)))
        self.console.print(table)

    def _prose(self, rows: SheetRows) -> None:
        if rows["narratives"]:
            self._head("narratives")
            self._pairs(*((_section(row), row["text"]) for row in rows["narratives"]))
        if rows["answers"]:
            self._head("answers")
            self._pairs(
                *((row["item"], row["answer"] if row["answer"] is not None else "―") for row in rows["answers"])
            )
        if rows["figures"]:
            self._head("figures")
            self._pairs(*((row["caption"], row["source"] or "―") for row in rows["figures"]))

    def _issues(self, issues: Sequence[Row]) -> None:
        if issues:
            self._head("issues")
            self._pairs(*((f"{row['severity']} {row['code']}", row["message"]) for row in issues))

    def _head(self, title: str) -> None:
        self.console.print()
        self.console.print(text(title, "bold cyan"))

    def _pairs(self, *pairs: tuple[str, Any]) -> None:
        """Labels and texts in two columns; a pair without text is left out."""
        told = [(label, said) for label, said in pairs if said]
        if not told:
            return
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", max_width=max(12, self.console.width // 4), overflow="fold")
        grid.add_column(overflow="fold")
        for label, said in told:
            grid.add_row(text(label), text(said))
        self.console.print(Padding(grid, (0, 0, 0, _INDENT)))


def _numbered(number: int | None, name: str | None) -> str:
    return " ".join(str(part) for part in (number, name) if part is not None)


def _section(row: Row) -> str:
    return f"{row['section']}: {row['heading']}" if row["heading"] else str(row["section"])


def _line_name(name: tuple[Any, ...]) -> Text:
    """An item, or an indicator as (number, name, unit)."""
    if len(name) == 1:
        return text(name[0])
    _, indicator, unit = name
    return text(f"{indicator} ({unit})" if unit else indicator)
