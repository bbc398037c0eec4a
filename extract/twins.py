"""Code points that a font gives for another one's glyph: one outline, several meanings, and the wrong one is written.

A program that embeds a font writes down for each glyph one of the code points that lead to it. Japanese fonts draw
em dashes, overlines, quotes and slashes with glyphs that combining, modifier and mathematical characters share, and
Adobe-Japan1's own map names these, too. No form prints a combining stroke of its own.
"""

from __future__ import annotations

from typing import Final

TWINS: Final = {
    "\N{COMBINING LONG STROKE OVERLAY}": "\N{EM DASH}",
    "\N{COMBINING OVERLINE}": "\N{OVERLINE}",
    "\N{COMBINING MACRON}": "\N{MACRON}",
    "\N{COMBINING LOW LINE}": "\N{LOW LINE}",
    "\N{MODIFIER LETTER TURNED COMMA}": "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{MODIFIER LETTER APOSTROPHE}": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{DIVISION SLASH}": "\N{FULLWIDTH SOLIDUS}",
}
"""What is printed, by what is written for it."""
