"""Small lies told to a PDF: one printed value or one rule removed, doubled, swapped, moved or altered.

A page's content stream is taken apart into its operators; a mutation changes one and leaves the others.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf

Operators = list[Any]  # pikepdf.ContentStreamInstruction | ContentStreamInlineImage

_SHOW = ("Tj", "TJ", "'")
_MOVES = ("Td", "TD", "Tm")
_PAINT = ("S", "s", "f", "f*", "F", "B", "B*", "b", "b*")

TEXT_KINDS = ("drop_text", "double_text", "strike_text", "repeat_below", "swap_texts", "alter_glyph")
RULE_KINDS = ("drop_rule", "double_rule", "move_rule")
KINDS = (*TEXT_KINDS, *RULE_KINDS)


@dataclass(frozen=True, slots=True)
class Mutation:
    """What was done: its kind, the page (1-based), and the operators it touched, for a message."""

    kind: str
    page: int
    at: int
    other: int = -1

    def __str__(self) -> str:
        other = f" with {self.other}" if self.other >= 0 else ""
        return f"{self.kind} page {self.page} operator {self.at}{other}"


def mutated(path: Path, count: int, seed: str) -> Iterator[tuple[Mutation, bytes]]:
    """Yield ``count`` mutations of a PDF, each as a whole new file."""
    dice = random.Random(f"{seed}/{path.name}")
    with pikepdf.open(path) as pdf:
        streams = [list(pikepdf.parse_content_stream(_drawing(page))) for page in pdf.pages]
    made = tries = 0
    while made < count and tries < 20 * count:
        tries += 1
        page = dice.randrange(len(streams))
        kind = KINDS[tries % len(KINDS)]
        changed = _change(kind, streams[page], dice)
        if changed is None:
            continue
        operators, at, other = changed
        made += 1
        yield Mutation(kind, page + 1, at, other), _saved(path, page, operators)


def _drawing(page: pikepdf.Page) -> Any:
    """What draws a page: itself, or the one form that it shows."""
    forms = [form for form in page.get("/Resources", {}).get("/XObject", {}).values() if form.Subtype == "/Form"]
    itself = list(pikepdf.parse_content_stream(page))
    return forms[0] if len(forms) == 1 and not _texts(itself) else page


def _saved(path: Path, page: int, operators: Operators) -> bytes:
    with pikepdf.open(path) as pdf:
        drawing, content = _drawing(pdf.pages[page]), pikepdf.unparse_content_stream(operators)
        if isinstance(drawing, pikepdf.Page):
            drawing.Contents = pdf.make_stream(content)
        else:
            drawing.write(content)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _name(operator: Any) -> str:
    return str(operator.operator)


def _codes(operator: Any) -> bytes:
    """The codes that an operator shows."""
    shown = operator.operands[0] if operator.operands else b""
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    return b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))


def _texts(operators: Operators) -> dict[str, list[int]]:
    """The operators that show text, by the font they use."""
    fonts: dict[str, list[int]] = {}
    font, kept = "", []
    for at, operator in enumerate(operators):
        name = _name(operator)
        if name == "q":
            kept.append(font)
        elif name == "Q" and kept:
            font = kept.pop()
        elif name == "Tf":
            font = str(operator.operands[0])
        elif name in _SHOW and _codes(operator):
            fonts.setdefault(font, []).append(at)
    return fonts


def _paths(operators: Operators) -> list[tuple[int, int]]:
    """The pieces of painted paths that are lines or boxes: (first operator, last operator), painting left out."""
    found: list[tuple[int, int]] = []
    open_: list[tuple[int, int]] = []
    for at, operator in enumerate(operators):
        name = _name(operator)
        if name == "re":
            open_.append((at, at))
        elif name == "m" and at + 1 < len(operators) and _name(operators[at + 1]) == "l":
            end = at + 1
            while end + 1 < len(operators) and _name(operators[end + 1]) in ("l", "h"):
                end += 1
            open_.append((at, end))
        elif name in _PAINT:
            found += open_
            open_ = []
        elif name == "n":
            open_ = []
    return found


def _change(kind: str, operators: Operators, dice: random.Random) -> tuple[Operators, int, int] | None:
    if kind in RULE_KINDS:
        paths = _paths(operators)
        if not paths:
            return None
        first, last = dice.choice(paths)
        return _rule(kind, operators, first, last, dice), first, -1
    fonts = _texts(operators)
    if not fonts:
        return None
    everything = [(at, font) for font, found in fonts.items() for at in found]
    at, font = dice.choice(everything)
    if kind == "swap_texts":
        others = [o for o in fonts[font] if _codes(operators[o]) != _codes(operators[at])]
        if not others:
            return None
        other = dice.choice(others)
        changed = list(operators)
        changed[at], changed[other] = changed[other], changed[at]
        return changed, at, other
    if kind == "alter_glyph":
        return _altered(operators, at, fonts[font], dice)
    return _text(kind, operators, at)


def _made(operands: list[Any], operator: str) -> Any:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))


def _text(kind: str, operators: Operators, at: int) -> tuple[Operators, int, int] | None:
    show = operators[at]
    if kind == "drop_text":
        return [*operators[:at], *operators[at + 1 :]], at, -1
    if kind == "double_text":
        return [*operators[:at], show, *operators[at:]], at, -1
    move = next((i for i in range(at - 1, max(at - 4, -1), -1) if _name(operators[i]) in (*_MOVES, *_SHOW)), -1)
    if move < 0 or _name(operators[move]) in _SHOW:
        return None  # only text that begins a line of its own can be shown again in a chosen place
    down = 0 if kind == "strike_text" else _line(operators, at)
    again = [_made([0, -down], "Td"), show, _made([0, down], "Td")]
    return [*operators[: at + 1], *again, *operators[at + 1 :]], at, -1


def _line(operators: Operators, at: int) -> Decimal:
    """A line's height, in the units of the text."""
    size = next((o.operands[1] for o in reversed(operators[:at]) if _name(o) == "Tf"), 10)
    return Decimal(str(size)) * Decimal("1.1")


def _altered(
    operators: Operators, at: int, same_font: list[int], dice: random.Random
) -> tuple[Operators, int, int] | None:
    """One glyph of a text becomes another of its font."""
    codes = _codes(operators[at])
    width = 2 if len(codes) % 2 == 0 and all(len(_codes(operators[o])) % 2 == 0 for o in same_font) else 1
    known = sorted(
        {_codes(operators[o])[i : i + width] for o in same_font for i in range(0, len(_codes(operators[o])), width)}
    )
    place = dice.randrange(len(codes) // width) * width
    others = [code for code in known if code != codes[place : place + width]]
    if not others:
        return None
    changed = codes[:place] + dice.choice(others) + codes[place + width :]
    return [*operators[:at], _made([pikepdf.String(changed)], "Tj"), *operators[at + 1 :]], at, -1


def _rule(kind: str, operators: Operators, first: int, last: int, dice: random.Random) -> Operators:
    piece = operators[first : last + 1]
    if kind == "drop_rule":
        # an empty piece keeps the painting operator that follows it valid
        return [*operators[:first], _made([0, 0, 0, 0], "re"), *operators[last + 1 :]]
    across, down = dice.choice(((0, 7), (0, -7), (9, 0), (-9, 0), (0, 23), (31, 0)))
    moved = [_shifted(operator, across, down) for operator in piece]
    before = piece if kind == "double_rule" else []
    return [*operators[:first], *before, *moved, *operators[last + 1 :]]


def _shifted(operator: Any, across: int, down: int) -> Any:
    operands = list(operator.operands)
    if len(operands) >= 2:
        operands[:2] = [Decimal(str(operands[0])) + across, Decimal(str(operands[1])) + down]
    return _made(operands, _name(operator))
