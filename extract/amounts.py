"""The amounts of tables: one a fiscal year, several in one print, two one above the other, and printed differences."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.context import Context, printed
from extract.facts import BudgetFact, DifferenceFact, Doubt, Place, Printed
from extract.form import RowRule, Table
from extract.headers import Leaf
from extract.labels import describe, heading_year
from extract.layout import Region, compact
from extract.table_doubts import doubt_merged
from extract.tables import Row
from extract.wording import kind_of, money_unit
from normalize.marks import CLOSE_ROUND, MINUS_SIGNS, OPEN_ROUND, any_of

_LEVELS = ("upper", "lower")  # what a line above says of amounts that stand one above the other
_KIND_AT_END = re.compile(r"[^()]*(?:決算|予算|実績|見込み?|現額|案)[額値]?(?:\([^()]*\))?$|\([^()]*\)$")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")
_OPEN, _MINUS = any_of(OPEN_ROUND), any_of(MINUS_SIGNS)
_BRACKETED = re.compile(rf"\s*{_OPEN}[^{OPEN_ROUND}{CLOSE_ROUND}]*{any_of(CLOSE_ROUND)}\s*")
_AMOUNT = re.compile(rf"{_MINUS}?[0-9０-９][0-9０-９,，.．\s]*(?:[兆億万千百]+円|円)?|[^0-9０-９]{{1,4}}")
_PART = re.compile(r"\(?うち.+|\((?:[^()]|\([^()]*\))*含む\)$")  # says what is in an amount, and adds nothing to it
_COMPLETE = re.compile(rf"{_MINUS}?(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:[兆億万千百]*円)?")


def read_budgets(context: Context, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...]) -> None:
    """Read a row of amounts, one for each fiscal year, and the difference that it prints."""
    table = row.header.table
    own = next((u for r in row.stub if (u := money_unit(r.label))), "")
    unit = own or table.unit
    for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
        if leaf.year is None or not cells:
            continue
        doubt_merged(context, row, leaf, cells)
        kind = rule.kind or _kind_under(leaf, labels, table.kinds or {})
        value = printed(cells, labels, leaf.labels, unwrapped=True)
        put_amounts(context, rule, program, item, kind or "actual", leaf.year, own or leaf.unit or unit, value)
        if own and leaf.unit and own != leaf.unit:
            says = f"the heading {leaf.label} gives the unit {leaf.unit}, the row {own}: its amounts were read in {own}"
            context.doubt("warning", "unit_mismatch", says, cells[0], "budgets", program)
    _difference(context, row, rule, program, item, labels, unit)


def _difference(
    context: Context, row: Row, rule: RowRule, program: int, item: str, labels: tuple[str, ...], unit: str
) -> None:
    """A column that prints the difference of the last two fiscal years before it."""
    years: list[Leaf] = []
    for leaf, cells in zip(row.header.leaves, row.cells, strict=True):
        if leaf.year is not None:
            years.append(leaf)
        elif leaf.column is not None and leaf.column.to == "difference" and cells and len(years) > 1:
            earlier, later = years[-2:]
            words = row.header.table.kinds or {}
            kind = rule.kind or _kind_under(later, labels, words) or "actual"
            value = printed(cells, labels, leaf.labels, unwrapped=True)
            span = (earlier.year or 0, later.year or 0)
            context.facts.differences.append(DifferenceFact(program, item, kind, span, leaf.unit or unit, value))


def put_amounts(
    context: Context, rule: RowRule, program: int, item: str, kind: str, year: int | None, unit: str, value: Printed
) -> None:
    """Add the amount of a print, or, where the rule cuts it, each of its amounts."""
    match = _cut(context, rule, program, value)
    if match is None:
        if rule.split is not None and _is_bracketed(value.text) and any(map(str.isdecimal, value.text)):
            says = f"of {' and '.join(rule.items)} stands one amount in brackets: {value.text} was read as {item}"
            context.facts.doubts.append(Doubt("warning", "stacked_amounts", says, value.place, "budgets", program))
        context.facts.budgets.append(BudgetFact(program, item, rule.side, rule.part, kind, year, unit, value))
        return
    for text, name, part in zip(match.groups(), rule.items, rule.parts, strict=True):
        piece = Printed(text or "", value.place, value.row_labels, value.column_labels)
        context.facts.budgets.append(BudgetFact(program, name, rule.side, part, kind, year, unit, piece, value.text))


def _cut(context: Context, rule: RowRule, program: int, value: Printed) -> re.Match[str] | None:
    """The amounts into which a rule cuts a print, without what follows them to say a part of theirs; that is told."""
    if rule.split is None:
        return None
    text = _apart(value.text)
    aside = _PART.search(text)
    if (match := rule.split.fullmatch(text)) or aside is None:
        return match
    match = rule.split.fullmatch(text[: aside.start()])
    if match is None or not all(match.groups()):  # the aside may be one of the amounts
        return None
    says = f"not read, beside {match[0]}: {aside[0]}"
    context.facts.doubts.append(Doubt("warning", "unread_text", says, value.place, "budgets", program))
    return match


def read_stacked(context: Context, table: Table, leaf: Leaf, cells: list[Region], program: int) -> None:
    """An upper and a lower amount, in one cell or in two."""
    stacked = table.stacked
    if stacked is None:
        return
    top = cells[0].at.top
    said = [kind_of(context.line(key, top)) for key in _LEVELS]
    kinds = [said_kind or usual for said_kind, usual in zip(said, stacked.kinds, strict=False)]
    if not any(said) and any(key in _LEVELS for _, key, _ in context.spoken):
        says = f"no line above says what the upper and the lower amount are: {describe(cells[0])}"
        context.doubt("warning", "stacked_amounts", says, cells[0])
    pieces = stacked_pieces(cells)
    if len(kinds) == len(pieces) + 1 == 2 and _is_bracketed(pieces[0]):
        pieces = ["", *pieces]  # the lower amount stands in brackets
    if len(pieces) != len(kinds) and any(pieces):
        context.doubt(
            "warning",
            "stacked_amounts",
            f"{len(kinds)} amounts expected one above the other, {len(pieces)} found: {describe(cells[0])}",
            cells[0],
        )
    years = [_line_year(context, top, key) or _line_year(context, top, "year") for key in _LEVELS]
    filled = [r for r in cells if not r.blank] or cells
    for kind, year, text in zip(kinds, years, [*pieces, *[""] * len(kinds)], strict=False):
        place = next((Place(r.page, r.box) for r in filled if text and text in r.text), None)
        value = Printed(text, place or Place(filled[0].page, filled[0].box), (stacked.item,), leaf.labels)
        context.facts.budgets.append(
            BudgetFact(program, stacked.item, stacked.side, stacked.part, kind, year, leaf.unit or table.unit, value)
        )


def _is_bracketed(text: str) -> bool:
    """Whether a text stands in brackets as a whole: （17,387千円）."""
    return _BRACKETED.fullmatch(text) is not None


def stacked_pieces(cells: list[Region]) -> list[str]:
    """The amounts of a stacked cell, upper first: one a line, in brackets, or wrapped where the cell is narrow."""
    lines = [line.text for r in cells for line in r.lines]
    whole = "\n".join(lines)
    bracket = re.search(_OPEN, whole)
    if bracket and bracket.start() > 0 and _BRACKETED.fullmatch(whole[bracket.start() :].replace("\n", "")):
        upper = [line.strip() for line in whole[: bracket.start()].strip().split("\n")]
        if len(upper) == 1 or not all(map(_COMPLETE.fullmatch, upper)):  # one amount, wrapped
            return ["".join(upper), whole[bracket.start() :].replace("\n", "").strip()]
    if len(lines) <= 2:
        return lines
    for at in range(1, len(lines)):
        pieces = ["".join(lines[:at]), "".join(lines[at:])]
        if all(_AMOUNT.fullmatch(piece.strip()) and piece.strip().endswith("円") for piece in pieces):
            return pieces
    return lines


def _line_year(context: Context, top: float, key: str) -> int | None:
    """The fiscal year that the line above says under a key: of all amounts, or of the upper or the lower ones."""
    return heading_year(context.line(key, top), context.facts.edition, context.form.bare_era)


def _kind_under(leaf: Leaf, labels: tuple[str, ...], kinds: Mapping[str, str]) -> str:
    """The kind of an amount: what its heading says, or else the end of its row's label; "" where neither does.

    The label of a row may name what was bought: 予算編成システム, 計画策定委託料.
    """
    said = _KIND_AT_END.search(compact(labels[-1])) if labels else None
    return kind_of(leaf.label, kinds) or (kind_of(said[0], kinds) if said else "")


def _apart(text: str) -> str:
    r"""A compact text, in which two numbers that white space sets apart stay apart.

    >>> _apart("5,800 (0)"), _apart("12　34(5)"), _apart("950\n980(10)")
    ('5,800(0)', '12 34(5)', '950 980(10)')
    """
    return " ".join(map(compact, _BETWEEN_NUMBERS.split(text)))
