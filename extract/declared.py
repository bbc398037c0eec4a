"""TOML → named tuples, key by key: what a class does not declare is refused, with file, line and key."""

from __future__ import annotations

import re
import tomllib
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any

Within = tuple[tuple[str, int], ...]
"""The way to a table: its name and its number among those of that name, from the outermost."""

_KINDS = {str: "a text in quotes", int: "a whole number", dict: "a table of keys"}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The keys of a class and their types."""
    return typing.get_type_hints(kind)


def is_record(kind: Any) -> bool:
    """Whether a type is a named tuple: a table in TOML."""
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")


class FormError(Exception):
    """A form file that does not fit the form language; the message names file, line and key."""


class Declared:
    """The text of one TOML file, and the named tuples that it builds."""

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

    def fail(self, key: str, says: str, within: Within = ()) -> FormError:
        """The error that names the first line that speaks of a key, within a table."""
        return self._fail_from(key, says, self._start_of(within))

    def fail_at(self, key: str, says: str, value: str) -> FormError:
        """The error that names the line of a key, at or after the first line that says a text."""
        escaped = value.replace("\\", "\\\\")
        prints = (f'"{escaped}"', f"'{value}'")
        lines = (number for number, line in enumerate(self.lines) if value and any(p in line for p in prints))
        return self._fail_from(key, says, next(lines, 0))

    def _fail_from(self, key: str, says: str, start: int) -> FormError:
        return FormError(f"{self.path}:{self._line_of(key, start) + 1}: {key}: {says}")

    def _start_of(self, within: Within) -> int:
        """The line (from 0) at which a table begins."""
        start = 0
        for key, nth in within:
            start = self._line_of(key, start, nth)
        return start

    def _line_of(self, key: str, start: int, nth: int = 0) -> int:
        """The line (from 0) of the nth table of a name, else the first line that speaks of the key."""
        named = re.compile(rf"\s*\[\[?(?:\w+\.)*{re.escape(key)}\]")
        heads = [number for number, line in enumerate(self.lines) if number >= start and named.match(line)]
        if nth < len(heads):
            return heads[nth]
        spoken = re.compile(rf"(?<![\w\"-]){re.escape(key)}\b")
        return next((n for n, line in enumerate(self.lines) if n >= start and spoken.search(line)), start)

    def build(self, kind: type[Any], table: object, where: str, within: Within = ()) -> Any:
        """A named tuple from a TOML table.

        Args:
            kind: its class.
            table: the TOML table.
            where: its name, for messages.
            within: the way to it, for the lines of messages.

        Raises:
            FormError: the table does not fit.
        """
        if not isinstance(table, dict):
            raise self.fail(where, "a table of keys is expected here", within)
        hints = _hints(typing.cast(Any, kind))
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in hints:
                import difflib  # only for what is misspelt

                near = difflib.get_close_matches(key, hints, 1)
                says = f"unknown key in {where}" + (f"; did you mean {near[0]}?" if near else "")
                raise self.fail(key, says, within)
            values[key] = self._value(hints[key], value, key, within)
        try:
            return kind(**values)
        except TypeError as error:
            missing = re.findall(r"'(\w+)'", str(error))
            raise self.fail(where, f"misses {', '.join(missing)}", within) from error

    def _value(self, hint: Any, value: object, key: str, within: Within) -> Any:
        origin, args = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self._value(next(a for a in args if a is not type(None)), value, key, within)
        if origin is typing.Literal:
            return self._one_of(args, value, key, within)
        if origin is re.Pattern:
            return self._pattern(value, key, within)
        if origin is tuple:
            items = value if isinstance(value, list) else [value]
            tables = is_record(args[0])
            return tuple(
                self.build(args[0], item, key, (*within, (key, nth))) if tables
                else self._value(args[0], item, key, within)
                for nth, item in enumerate(items)
            )  # fmt: skip
        if is_record(hint):
            return self.build(hint, value, key, (*within, (key, 0)))
        if origin is not None and isinstance(value, dict):
            return {word: self._value(args[1], its, key, within) for word, its in value.items()}
        wanted = dict if origin is not None else hint
        if not isinstance(value, wanted):
            raise self.fail(key, f"{value!r} is not {_KINDS.get(wanted, 'what is expected here')}", within)
        return value

    def _one_of(self, known: tuple[str, ...], value: object, key: str, within: Within) -> object:
        if value not in known:
            raise self.fail(key, f"{value!r} is none of {', '.join(word for word in known if word)}", within)
        return value

    def _pattern(self, value: object, key: str, within: Within) -> re.Pattern[str]:
        if not isinstance(value, str):
            raise self.fail(key, f"{value!r} is not a pattern", within)
        try:
            return re.compile(value)
        except re.error as error:
            raise self.fail(key, f"not a regular expression: {error}", within) from error
