"""Code points as pdfium reports them, and the characters that they stand for."""

from __future__ import annotations

import numpy as np

from extract import batch
from extract.page import UNKNOWN, Bools, Ints
from extract.twins import TWINS

HYPHEN = 0x02  # pdfium's own sign for a hyphen at a line's end
_NO_CHARACTER = 0xFFFE
_SOFT_HYPHEN = 0xAD
_REPLACEMENT = 0xFFFD


def _table(*ranges: tuple[int, int]) -> Bools:
    """Which code points lie in some ranges, up to U+FFFF."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    for first, last in ranges:
        table[first : last + 1] = True
    return table


_BLANK = _table((0x01, 0x01), (0x03, 0x20), (0x7F, 0x7F), (0xA0, 0xA0), (0x2000, 0x200B), (0x3000, 0x3000),
                (0xFEFF, 0xFEFF))  # fmt: skip
CONTROL = _table((0x01, 0x01), (0x03, 0x08), (0x0B, 0x0C), (0x0E, 0x1F))  # no text has these: a font's own numbers
JAPANESE = _table((0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))
LEFTWARD = _table((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE))  # Hebrew, Arabic and their like
_SELECTOR = _table((0xFE00, 0xFE0F))  # variation selectors print nothing of their own
_TWIN = _table(*((ord(char), ord(char)) for char in TWINS))
SELECTOR = 0xFE00  # one of those
LAST = 0xFFFF
_SIMPLE = 0xFF  # a simple font has codes of one byte


def is_space(code: Ints) -> Bools:
    """Which code points are white space, or nothing."""
    return _BLANK[np.minimum(code, LAST)]


def is_hyphen(code: Ints) -> Bools:
    """A soft hyphen that is drawn is one; pdfium has two signs of its own for those at a line's end."""
    hyphen: Bools = (code == _SOFT_HYPHEN) | (code == HYPHEN) | (code == _NO_CHARACTER)
    return hyphen


def is_selector(code: Ints) -> Bools:
    """Which code points only choose a form of the character before them."""
    return _SELECTOR[np.minimum(code, LAST)] | ((code >= 0xE0100) & (code <= 0xE01EF))


def characters(codes: Ints) -> list[str]:
    """The characters of code points that pdfium reports; what has no text is U+FFFD, never dropped."""
    none = (codes == 0) | ((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)
    known = np.where(none, _REPLACEMENT, np.where(is_hyphen(codes), ord("-"), codes))
    chars = list(known.astype("<u4").tobytes().decode("utf-32-le"))
    for i in np.flatnonzero(_TWIN[np.minimum(codes, LAST)]).tolist():
        chars[i] = TWINS[chars[i]]
    return chars


def doubted(chars: list[str], codes: Ints, guessed: Bools, objects: Ints) -> list[str]:
    """Characters, and U+FFFD before the code points of those that are guesses.

    Of a font with no more than 256 codes the guess is the code itself: it says nothing, and nobody else knows more.
    """
    some = np.flatnonzero(guessed)
    if len(some):
        fonts = batch.fonts(objects[some])
        large = set(fonts[codes[some] > _SIMPLE].tolist())
        for i, font in zip(some.tolist(), fonts.tolist(), strict=True):
            guess = chr(codes[i]) if 0 < codes[i] <= LAST else ""
            chars[i] = UNKNOWN + (guess if font in large else UNKNOWN)
    return chars
