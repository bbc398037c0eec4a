"""Texts of the site itself, in both languages at once, and text of sheets made fit to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

# Control characters and marks that turn the direction of text: shown, so that they can neither hide nor reorder.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PICTURES: Final = 0x2400


@dataclass(frozen=True, slots=True)
class Said:
    """One text in Japanese and English. In a template it becomes an element whose text the switch exchanges."""

    ja: str
    en: str

    def __html__(self) -> Markup:
        """The Japanese text, with the English one in an attribute."""
        if self.ja == self.en:
            return escape(printable(self.ja))
        return Markup('<span data-en="{}">{}</span>').format(printable(self.en), printable(self.ja))

    def format(self, **values: Any) -> Said:
        """Fill the named places of both texts; a value may be a `Said` itself."""
        return Said(
            self.ja.format(**{name: _of(value, "ja") for name, value in values.items()}),
            self.en.format(**{name: _of(value, "en") for name, value in values.items()}),
        )

    def attribute(self, name: str) -> Markup:
        """An HTML attribute in Japanese, with its English beside it."""
        return Markup('{0}="{1}" data-en-{0}="{2}"').format(name, printable(self.ja), printable(self.en))


def _of(value: Any, language: str) -> Any:
    if isinstance(value, Said):
        return getattr(value, language)
    return f"{value:,}" if isinstance(value, int) else value


def printable(text: str) -> str:
    r"""Show control characters instead of obeying them.

    >>> printable("red \x1b[31m")
    'red ␛[31m'
    """
    return _CONTROLS.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "␡" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def finalized(value: Any) -> Any:
    """What Jinja puts through every expression: plain text becomes printable, nothing becomes empty."""
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
