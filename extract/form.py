"""Forms as data: the form language, read from TOML files and checked key by key.

``docs/new-form.md`` describes every key. All patterns are regular expressions over compact text: cleaned, NFKC (so brackets,
digits and Latin letters are half-width), without white space; they match a label as a whole.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.checks import Check, Count, Order

Pattern = re.Pattern[str]
BUILT_IN = Path(__file__).parent / "forms"


class FormError(Exception):
    """A form file that does not fit the form language; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Recognise:
    """What the first page of a sheet prints: every pattern occurs in it."""

    first_page: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Numbering:
    """Edition and sheet number: ``pattern`` finds the fiscal year (group ``year``) on the first page."""

    edition: Pattern
    sheet_no: str = "{sheet_no}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside cells that says something about the tables below it, through named groups.

    Groups: ``year`` (fiscal year of stacked amounts), ``upper`` and ``lower`` (what the upper and the lower amount are),
    ``unit`` (money unit), or any sheet field.
    """

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of values means: ``path`` matches its nested labels joined by "/", tags removed.

    ``item`` names it (groups of the path as \\1; ``{column}``, ``{program}``, ``{indicator}``, ``{above}``: the column's labels, the program's
    name, the last indicator name read beside a label, the row above); default: the labels joined by " / ". ``split`` cuts one printed value into
    several (one per group), for ``items`` and ``parts``.
    """

    path: Pattern
    to: str = ""
    item: str = ""
    side: str = "cost"
    part: str = "component"
    category: str = ""
    unit: str = ""
    kind: str = ""
    split: Pattern | None = None
    items: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the value beside it.

    Attributes:
        label: pattern of the label's text; named groups become sheet fields.
        to: targets such as ``sheet.title``, ``program.role``, ``answer``, ``narrative:slug``, ``indicator.unit``.
        at: where the value stands: ``right`` or ``below``.
        nth: which occurrence of the label on the sheet, from 1; 0 for all.
        opens: ``program`` or ``child``: this value names a new program.
        name: the item of an answer, where it is not the label.
        options: the marks of the chosen options, where the cell lists them all: "●■☑".
        row: what the amount is, for the target ``budget``; its year is the one that the labels left of it name.
    """

    label: Pattern
    to: tuple[str, ...] = ()
    at: str = "right"
    nth: int = 0
    opens: str = ""
    name: str = ""
    options: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that is not a fiscal year: the pattern of its heading and its target ("" to leave it unread)."""

    label: Pattern
    to: str = ""


@dataclass(frozen=True, slots=True)
class Stacked:
    """A cell with an upper and a lower amount: the item and the kinds used where no line above says what they are."""

    item: str
    kinds: tuple[str, ...]
    side: str = "cost"
    part: str = "total"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header.

    Attributes:
        id: name for messages.
        header: pattern of the header's first label; "" with ``under`` for a blank corner beside year headings.
        under: pattern of the heading above the table.
        columns: the columns that are not years.
        years: target of the year columns: ``budgets``, ``indicators``, ``answers`` or "".
        kinds: word in a column's or row's label → kind.
        rows: meaning of the rows, first match wins; empty where a column names them.
        names: ``column``, ``row`` or ``above`` (a row across all columns names the next).
        opens: ``program``: each row is a new program.
        unit: money unit where no heading gives one.
        category: of the indicators.
        stacked: for the column whose target is ``stacked``.
        needs: targets of the columns that every whole row fills: a row without one is the rest of a row cut by a page end.
    """

    id: str
    header: Pattern | None = None
    under: Pattern | None = None
    columns: tuple[Column, ...] = ()
    years: str = ""
    kinds: Mapping[str, str] | None = None
    rows: tuple[Row, ...] = ()
    names: str = "row"
    opens: str = ""
    unit: str = ""
    category: str = ""
    stacked: Stacked | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet under a heading: what becomes of the cells there that nothing else reads.

    Attributes:
        heading: pattern of the heading, in a line or a cell.
        narrative: slug of its prose; "" where it holds none.
        split: pattern of the lines that are headings inside the prose.
        captions: pattern of figure captions; group ``caption`` is the caption.
        source: pattern of the line under a figure that names its source; group ``source``.
        to: ``program.role``, where the prose is that as well.
    """

    heading: Pattern
    narrative: str = ""
    split: Pattern | None = None
    captions: Pattern | None = None
    source: Pattern | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Options each with a mark cell at its left: ``to`` is ``sheet.sdgs`` or ``narrative:slug``."""

    label: Pattern
    to: str
    item: Pattern
    marks: str = "○◯〇●"


@dataclass(frozen=True, slots=True)
class Icons:
    """The SDG icons beside or under a label, told apart by colour."""

    label: Pattern


@dataclass(frozen=True, slots=True)
class Form:
    """One form: everything tenken knows about a kind of sheet.

    ``bare_era`` is the era of years printed without one (平成). ``appendix`` is the slug of the prose of pages that follow a
    sheet without bearing any label of the form; "" where such pages belong to no sheet. ``footnotes`` is the slug of ※ remarks outside cells. ``notes`` is the heading above rows of a
    fiscal year and its text; ``labels`` and ``furniture`` are texts printed on every sheet.
    """

    id: str
    name: str
    municipality_code: str
    municipality: str
    recognise: Recognise
    numbering: Numbering
    bare_era: str = ""
    appendix: str = ""
    footnotes: str = ""
    labels: tuple[Pattern, ...] = ()
    furniture: tuple[Pattern, ...] = ()
    line: tuple[Line, ...] = ()
    pair: tuple[Pair, ...] = ()
    table: tuple[Table, ...] = ()
    section: tuple[Section, ...] = ()
    marks: tuple[Marks, ...] = ()
    icons: tuple[Icons, ...] = ()
    check: tuple[Check, ...] = ()
    count: tuple[Count, ...] = ()
    order: Order = field(default_factory=Order)
    notes: Pattern | None = None
    editions: str = ""


def _line_of(text: str, key: str) -> int:
    """The 1-based line of a form file that first speaks of ``key``."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(rf"\b{re.escape(key)}\b", line):
            return number
    return 1


class _Reader:
    """Builds dataclasses from TOML tables, refusing what they do not declare."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def fail(self, key: str, says: str) -> FormError:
        return FormError(f"{self.path}:{_line_of(self.text, key)}: {key}: {says}")

    def build(self, kind: type[Any], table: object, where: str) -> Any:
        if not isinstance(table, dict):
            raise self.fail(where, "a table of keys is expected here")
        known = {f.name for f in fields(kind)}
        hints = typing.get_type_hints(kind)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                raise self.fail(key, f"unknown key in {where}" + (f"; did you mean {near[0]}?" if near else ""))
            values[key] = self.value(hints[key], value, key)
        try:
            return kind(**values)
        except TypeError as error:
            missing = re.findall(r"'(\w+)'", str(error))
            raise self.fail(where, f"misses {', '.join(missing)}") from error

    def value(self, hint: Any, value: object, key: str) -> Any:
        origin, args = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self.value(next(a for a in args if a is not type(None)), value, key)
        if origin is re.Pattern:
            return self.pattern(value, key)
        if origin is tuple:
            items = value if isinstance(value, list) else [value]
            return tuple(self.value(args[0], item, key) for item in items)
        if is_dataclass(hint) and isinstance(hint, type):
            return self.build(hint, value, key)
        wanted = dict if origin is not None else hint
        if not isinstance(value, wanted):
            raise self.fail(key, f"{value!r} is not of the kind expected here")
        return value

    def pattern(self, value: object, key: str) -> Pattern:
        if not isinstance(value, str):
            raise self.fail(key, f"{value!r} is not a pattern")
        try:
            return re.compile(value)
        except re.error as error:
            raise self.fail(key, f"not a regular expression: {error}") from error


def check_digit(code: str) -> int:
    """The check digit of a 5-digit 全国地方公共団体コード prefix (総務省): 11 minus the weighted sum modulo 11.

    >>> check_digit("13105")
    9
    """
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10 if total >= 11 else 11 - total


def read_form(path: Path) -> Form:
    """Read and check one form file.

    Raises:
        FormError: the file does not fit the form language; the message names file, line and key.
    """
    text = path.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{path}: {error}") from error
    reader = _Reader(path, text)
    form: Form = reader.build(Form, table, "form")
    code = form.municipality_code
    if not re.fullmatch(r"\d{6}", code) or check_digit(code) != int(code[5]):
        raise reader.fail(
            "municipality_code", f"{code} is not a 全国地方公共団体コード: 6 digits, the last one its check digit"
        )
    return form


def form_files(folders: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The form files of the given folders and the built-in ones; of two with one name the first wins."""
    seen: set[str] = set()
    for folder in (*folders, BUILT_IN):
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in seen:
                seen.add(path.stem)
                yield path


@cache
def load_forms(folders: tuple[Path, ...] = ()) -> tuple[Form, ...]:
    """All forms, users' own first.

    Raises:
        FormError: a form file is wrong.
    """
    return tuple(read_form(path) for path in form_files(folders))
