r"""Every code point that means something in a printed value, named once.

The ``\N{...}`` escapes are Unicode's own names, checked by the compiler. Other modules speak of ``DASHES`` or
``MINUS_SIGNS``; only this one knows which code points those are.
"""

from __future__ import annotations

import re
from typing import Final

# What a hyphen inside a Latin word is typed or encoded as (Wi‐Fi, t−CO2); fonts draw them all with one glyph.
WORD_HYPHENS: Final = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{MINUS SIGN}"
HYPHENS: Final = WORD_HYPHENS + (
    "\N{HYPHEN-MINUS}\N{EN DASH}\N{HYPHEN BULLET}\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}"
)
LONG_DASHES: Final = (
    "\N{EM DASH}"
    "\N{HORIZONTAL BAR}"
    "\N{TWO-EM DASH}"
    "\N{THREE-EM DASH}"
    "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
    "\N{BOX DRAWINGS HEAVY HORIZONTAL}"
    "\N{HORIZONTAL LINE EXTENSION}"
    "\N{PRESENTATION FORM FOR VERTICAL EM DASH}"
    "\N{PRESENTATION FORM FOR VERTICAL EN DASH}"
    "\N{SMALL EM DASH}"
)
LONG_VOWEL: Final = "\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}"
LONG_VOWEL_HALF: Final = "\N{HALFWIDTH KATAKANA-HIRAGANA PROLONGED SOUND MARK}"
# One horizontal stroke, many code points: alone it says "not applicable", before digits it may be a minus,
# between katakana it is the long vowel.
DASHES: Final = HYPHENS + LONG_DASHES
NULL_STROKES: Final = DASHES + LONG_VOWEL + LONG_VOWEL_HALF
STROKE_OVERLAY: Final = "\N{COMBINING LONG STROKE OVERLAY}"  # a dash, to some fonts' tables of characters

# Negative amounts in Japanese accounts carry a triangle (公用文・決算書の慣行); brackets never mean minus there.
TRIANGLES: Final = "\N{WHITE UP-POINTING TRIANGLE}\N{BLACK UP-POINTING TRIANGLE}"
MINUS_SIGNS: Final = TRIANGLES + HYPHENS
PLUS_SIGNS: Final = "\N{PLUS SIGN}\N{FULLWIDTH PLUS SIGN}"

# Rows of dots and asterisks that stand for "no figure".
NULL_LEADERS: Final = "\N{HORIZONTAL ELLIPSIS}\N{TWO DOT LEADER}\N{MIDLINE HORIZONTAL ELLIPSIS}"
ASTERISKS: Final = "\N{ASTERISK}\N{FULLWIDTH ASTERISK}"
REMARK_SIGNS: Final = "\N{REFERENCE MARK}" + ASTERISKS  # what a footnote and its remark begin with

MIDDLE_DOT: Final = "\N{KATAKANA MIDDLE DOT}"
MIDDLE_DOTS: Final = (
    "\N{MIDDLE DOT}"
    "\N{GREEK ANO TELEIA}"
    "\N{BULLET}"
    "\N{HYPHENATION POINT}"
    "\N{BULLET OPERATOR}"
    "\N{DOT OPERATOR}"
    "\N{WORD SEPARATOR MIDDLE DOT}"
    "\N{HALFWIDTH KATAKANA MIDDLE DOT}"
)
WAVE: Final = "\N{FULLWIDTH TILDE}"
WAVES: Final = "\N{WAVE DASH}\N{TILDE OPERATOR}\N{SWUNG DASH}"
ASCII_TILDE: Final = "\N{TILDE}"

# Marks of options and of lists. 〇, the zero, is typed for a circle, and stands for a name left out, too: 〇〇課.
ZERO_CIRCLE: Final = "\N{IDEOGRAPHIC NUMBER ZERO}"
WHITE_CIRCLES: Final = "\N{WHITE CIRCLE}\N{LARGE CIRCLE}"
CIRCLES: Final = WHITE_CIRCLES + ZERO_CIRCLE
BLACK_CIRCLE: Final = "\N{BLACK CIRCLE}"
BULLSEYE: Final = "\N{BULLSEYE}"
WHITE_SQUARE: Final = "\N{WHITE SQUARE}"
BLACK_SQUARE: Final = "\N{BLACK SQUARE}"
FILLED_MARKS: Final = BLACK_CIRCLE + BLACK_SQUARE + "\N{BALLOT BOX WITH CHECK}\N{FISHEYE}"
OPTION_MARKS: Final = FILLED_MARKS + CIRCLES + BULLSEYE + WHITE_SQUARE + "\N{BALLOT BOX}"
# Marks that stand in a cell alone: レ is the tick of a pen.
TICKS: Final = "\N{CHECK MARK}\N{HEAVY CHECK MARK}\N{MULTIPLICATION SIGN}\N{MULTIPLICATION X}\N{KATAKANA LETTER RE}"
BULLETS: Final = (
    MIDDLE_DOT
    + WHITE_CIRCLES
    + BLACK_CIRCLE
    + BULLSEYE
    + WHITE_SQUARE
    + BLACK_SQUARE
    + "\N{WHITE DIAMOND}\N{BLACK DIAMOND}\N{BLACK SMALL SQUARE}\N{WHITE STAR}\N{BLACK STAR}"
)
ARROW_BULLET: Final = "\N{BLACK RIGHT-POINTING TRIANGLE}"

VOICED: Final = "\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}"
SEMIVOICED: Final = "\N{COMBINING KATAKANA-HIRAGANA SEMI-VOICED SOUND MARK}"
VOICED_SPACING: Final = "\N{KATAKANA-HIRAGANA VOICED SOUND MARK}"
SEMIVOICED_SPACING: Final = "\N{KATAKANA-HIRAGANA SEMI-VOICED SOUND MARK}"

YEN_SIGNS: Final = "\N{YEN SIGN}\N{FULLWIDTH YEN SIGN}"
PERCENT: Final = "\N{PERCENT SIGN}"
PERCENTS: Final = "\N{FULLWIDTH PERCENT SIGN}\N{SMALL PERCENT SIGN}"
COLONS: Final = "\N{FULLWIDTH COLON}\N{FULLWIDTH SEMICOLON}"
ENUMERATION_COMMAS: Final = "\N{IDEOGRAPHIC COMMA}\N{HALFWIDTH IDEOGRAPHIC COMMA}"
COMMAS: Final = "\N{COMMA}\N{FULLWIDTH COMMA}"
POINTS: Final = "\N{FULL STOP}\N{FULLWIDTH FULL STOP}"
OPEN_ROUND: Final = "\N{LEFT PARENTHESIS}\N{FULLWIDTH LEFT PARENTHESIS}"
CLOSE_ROUND: Final = "\N{RIGHT PARENTHESIS}\N{FULLWIDTH RIGHT PARENTHESIS}"
# A unit, a remark or a second number stands in these; 【1】 and 〈1〉 number or frame a heading.
OPEN_ASIDE: Final = OPEN_ROUND + (
    "\N{LEFT SQUARE BRACKET}\N{FULLWIDTH LEFT SQUARE BRACKET}\N{LEFT TORTOISE SHELL BRACKET}"
)
CLOSE_ASIDE: Final = CLOSE_ROUND + (
    "\N{RIGHT SQUARE BRACKET}\N{FULLWIDTH RIGHT SQUARE BRACKET}\N{RIGHT TORTOISE SHELL BRACKET}"
)
OPEN_LENTICULAR: Final = "\N{LEFT BLACK LENTICULAR BRACKET}"
CLOSE_LENTICULAR: Final = "\N{RIGHT BLACK LENTICULAR BRACKET}"
OPEN_BRACKETS: Final = (
    OPEN_ASIDE
    + OPEN_LENTICULAR
    + (
        "\N{LEFT ANGLE BRACKET}"
        "\N{LEFT DOUBLE ANGLE BRACKET}"
        "\N{LEFT CORNER BRACKET}"
        "\N{FULLWIDTH LESS-THAN SIGN}"
        "\N{LESS-THAN SIGN}"
    )
)
CLOSE_BRACKETS: Final = (
    CLOSE_ASIDE
    + CLOSE_LENTICULAR
    + (
        "\N{RIGHT ANGLE BRACKET}"
        "\N{RIGHT DOUBLE ANGLE BRACKET}"
        "\N{RIGHT CORNER BRACKET}"
        "\N{FULLWIDTH GREATER-THAN SIGN}"
        "\N{GREATER-THAN SIGN}"
    )
)
# Around titles and set phrases: they frame no number and no year.
OPEN_TITLE: Final = (
    "\N{LEFT WHITE CORNER BRACKET}\N{MUCH LESS-THAN}\N{LEFT CURLY BRACKET}\N{FULLWIDTH LEFT CURLY BRACKET}"
)
CLOSE_TITLE: Final = (
    "\N{RIGHT WHITE CORNER BRACKET}\N{MUCH GREATER-THAN}\N{RIGHT CURLY BRACKET}\N{FULLWIDTH RIGHT CURLY BRACKET}"
)

# Drawn as nothing: left behind by editors, fonts and PDF producers. Ranges are inclusive.
INVISIBLE_RANGES: Final = (
    ("\N{NULL}", "\N{BACKSPACE}"),
    ("\N{SHIFT OUT}", "\N{ESCAPE}"),
    ("\N{DELETE}", "\x84"),
    ("\x86", "\x9f"),
    ("\N{SOFT HYPHEN}", "\N{SOFT HYPHEN}"),
    ("\N{COMBINING GRAPHEME JOINER}", "\N{COMBINING GRAPHEME JOINER}"),
    ("\N{MONGOLIAN FREE VARIATION SELECTOR ONE}", "\N{MONGOLIAN FREE VARIATION SELECTOR FOUR}"),
    ("\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT MARK}"),
    ("\N{LEFT-TO-RIGHT EMBEDDING}", "\N{RIGHT-TO-LEFT OVERRIDE}"),
    ("\N{WORD JOINER}", "\N{INVISIBLE PLUS}"),
    ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{NOMINAL DIGIT SHAPES}"),
    ("\N{VARIATION SELECTOR-1}", "\N{VARIATION SELECTOR-16}"),
    ("\N{ZERO WIDTH NO-BREAK SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}"),
    ("\N{INTERLINEAR ANNOTATION ANCHOR}", "\N{INTERLINEAR ANNOTATION TERMINATOR}"),
    ("\N{LANGUAGE TAG}", "\N{CANCEL TAG}"),
    ("\N{VARIATION SELECTOR-17}", "\N{VARIATION SELECTOR-256}"),
)

# Kanji numerals: everyday, positional zero, and the formal ones of contracts (大字: 壱弐参拾).
KANJI_DIGITS: Final = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壱": 1, "壹": 1, "弐": 2, "貳": 2, "参": 3, "參": 3, "伍": 5,
}  # fmt: skip
SMALL_SCALES: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000, "阡": 1000}
BIG_SCALES: Final = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
FIRST_YEAR: Final = "元"
ERA_SQUARES: Final = {
    "\N{SQUARE ERA NAME MEIZI}": "明治",
    "\N{SQUARE ERA NAME TAISYOU}": "大正",
    "\N{SQUARE ERA NAME SYOUWA}": "昭和",
    "\N{SQUARE ERA NAME HEISEI}": "平成",
    "\N{SQUARE ERA NAME REIWA}": "令和",
}


def any_of(*signs: str) -> str:
    r"""One of the signs, as a part of a pattern.

    >>> any_of("-]", "△")
    '[\\-\\]△]'
    """
    return f"[{re.escape(''.join(signs))}]"
