"""TOML → frozen dataclasses, key by key: what a class does not declare is refused, with file, line and key."""

from __future__ import annotations

import difflib
import re
import tomllib
import types
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any


class FormError(Exception):
    """A form file that does not fit the form language; the message names file, line and key."""


class Declared:
    """The text of one TOML file, and the dataclasses that it builds."""

    def __init__(self, path: Path) -> None:
        """Read a file; raises :class:`FormError` where it is no TOML."""
        self.path = path
        try:
            text = path.read_text(encoding="utf-8")
            self.table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise FormError(f"{path}: {error}") from error
        except UnicodeDecodeError as error:
            raise FormError(f"{path}: not UTF-8 text: {error.reason} at byte {error.start}") from error
        self.lines = text.splitlines()

    def fail(self, key: str, says: str, start: int = 0) -> FormError:
        """The error that names the first line, from ``start`` on, which speaks of a key."""
        return FormError(f"{self.path}:{self._line_of(key, start) + 1}: {key}: {says}")

    def line_with(self, value: str) -> int:
        """The first line (from 0) that says a text; 0 where none does."""
        return next((number for number, line in enumerate(self.lines) if value and f'"{value}"' in line), 0)

    def _line_of(self, key: str, start: int, nth: int = 0) -> int:
        """The line (from 0) of the nth table of a name, else the first line that speaks of the key."""
        named = re.compile(rf"\s*\[\[?(?:\w+\.)*{re.escape(key)}\]")
        heads = [number for number, line in enumerate(self.lines) if number >= start and named.match(line)]
        if nth < len(heads):
            return heads[nth]
        spoken = re.compile(rf"(?<![\w\"-]){re.escape(key)}\b")
        return next((n for n, line in enumerate(self.lines) if n >= start and spoken.search(line)), start)

    def build(self, kind: type[Any], table: object, where: str, start: int = 0) -> Any:
        """A dataclass from a TOML table.

        Args:
            kind: the dataclass.
            table: the TOML table.
            where: its name, for messages.
            start: the line (from 0) at which it begins.

        Raises:
            FormError: the table does not fit.
        """
        if not isinstance(table, dict):
            raise self.fail(where, "a table of keys is expected here", start)
        known = {f.name for f in fields(kind)}
        hints = typing.get_type_hints(kind)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                says = f"unknown key in {where}" + (f"; did you mean {near[0]}?" if near else "")
                raise self.fail(key, says, start)
            values[key] = self._value(hints[key], value, key, start)
        try:
            return kind(**values)
        except TypeError as error:
            missing = re.findall(r"'(\w+)'", str(error))
            raise self.fail(where, f"misses {', '.join(missing)}", start) from error

    def _value(self, hint: Any, value: object, key: str, start: int) -> Any:
        origin, args = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self._value(next(a for a in args if a is not type(None)), value, key, start)
        if origin is typing.Literal:
            return self._one_of(args, value, key, start)
        if origin is re.Pattern:
            return self._pattern(value, key, start)
        if origin is tuple:
            items = value if isinstance(value, list) else [value]
            tables = is_dataclass(args[0])
            return tuple(
                self._value(args[0], item, key, self._line_of(key, start, nth) if tables else start)
                for nth, item in enumerate(items)
            )
        if is_dataclass(hint) and isinstance(hint, type):
            return self.build(hint, value, key, self._line_of(key, start))
        wanted = dict if origin is not None else hint
        if not isinstance(value, wanted):
            raise self.fail(key, f"{value!r} is not of the kind expected here", start)
        return value

    def _one_of(self, known: tuple[str, ...], value: object, key: str, start: int) -> object:
        if value not in known:
            raise self.fail(key, f"{value!r} is none of {', '.join(word for word in known if word)}", start)
        return value

    def _pattern(self, value: object, key: str, start: int) -> re.Pattern[str]:
        if not isinstance(value, str):
            raise self.fail(key, f"{value!r} is not a pattern", start)
        try:
            return re.compile(value)
        except re.error as error:
            raise self.fail(key, f"not a regular expression: {error}", start) from error
