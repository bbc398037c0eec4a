"""Every code point with a meaning is named once, in marks.py."""

import ast
import re
import unicodedata
from pathlib import Path

import normalize
from normalize import marks

SOURCE = Path(marks.__file__).read_text(encoding="utf-8")


def test_no_mark_is_named_twice() -> None:
    names = re.findall(r"\\N\{([^}]+)\}", SOURCE)
    ends = {"SOFT HYPHEN", "COMBINING GRAPHEME JOINER", "ZERO WIDTH NO-BREAK SPACE"}  # ranges of one
    assert {name for name in names if names.count(name) > 1} - ends <= {"..."}


def test_groups_do_not_overlap() -> None:
    groups = {
        "hyphens": marks.HYPHENS,
        "long dashes": marks.LONG_DASHES,
        "long vowels": marks.LONG_VOWEL + marks.LONG_VOWEL_HALF,
        "triangles": marks.TRIANGLES,
        "leaders": marks.NULL_LEADERS,
        "asterisks": marks.ASTERISKS,
        "middle dots": marks.MIDDLE_DOT + marks.MIDDLE_DOTS,
        "waves": marks.WAVE + marks.WAVES + marks.ASCII_TILDE,
        "points": marks.POINTS,
        "commas": marks.COMMAS,
        "marks of options": marks.OPTION_MARKS,
        "ticks": marks.TICKS,
    }
    signs = [sign for group in groups.values() for sign in group]
    assert len(signs) == len(set(signs))


def test_brackets_pair_up() -> None:
    for opening, closing in (
        (marks.OPEN_BRACKETS, marks.CLOSE_BRACKETS),
        (marks.OPEN_ASIDE, marks.CLOSE_ASIDE),
        (marks.OPEN_TITLE, marks.CLOSE_TITLE),
    ):
        one, other = ([unicodedata.name(sign) for sign in signs] for signs in (opening, closing))
        assert [name.replace("LEFT", "RIGHT").replace("LESS", "GREATER") for name in one] == other


def test_normalize_stands_on_the_standard_library_and_mojimoji() -> None:
    allowed = {"__future__", "collections", "dataclasses", "datetime", "decimal", "enum", "functools", "pathlib"}
    allowed |= {"itertools", "re", "typing", "unicodedata", "mojimoji", "normalize"}
    for module in Path(normalize.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= allowed, module.name
