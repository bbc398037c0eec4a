"""Text from outside, made safe for a terminal: file names and messages may hold line breaks and escape sequences."""

from __future__ import annotations

from typing import Final

_IDEOGRAPHIC_SPACE: Final = "\u3000"  # common in Japanese file names, and harmless


def shown(name: str) -> str:
    r"""A file name or message on one line: undecodable bytes and control characters are spelled out.

    >>> shown("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    >>> shown("点検　シート.pdf") == "点検　シート.pdf"
    True
    """
    return "".join(
        c if c.isprintable() or c == _IDEOGRAPHIC_SPACE else c.encode("unicode_escape").decode()
        for c in name.encode("utf-8", "backslashreplace").decode()
    )


def shown_text(text: str) -> str:
    """A text of several lines; line breaks and tabs stay, every other control character is spelled out."""
    return "\n".join(shown(line.replace("\t", " ")) for line in text.split("\n"))
