"""The labels of a table's rows: nested, without their tags, and put together where a page end cut one in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, product

from extract.form import RowRule
from extract.labels import as_printed, overlapped, untagged
from extract.layout import Region, Role
from extract.sheet import Sheet
from extract.tables import Row

_GROUP = re.compile(r"\\(?:(\d+)|g<(\w+)>)")  # where an item takes a group of the path
_ANY_NAME = re.compile(r"\.[+*][)?]*$")  # at a path's end: what is printed there is a name of the sheet's own


class RowLabels:
    """What the rows of a sheet's tables are called."""

    def __init__(self, sheet: Sheet, rows: list[Row]) -> None:
        self.sheet = sheet
        self.tagged = self._tagged(rows)  # the tables whose rows bear letters: 人件費A, 物件費B

    def path(self, row: Row) -> tuple[list[str], tuple[str, ...]]:
        """The nested labels of a row, outermost first: compact for patterns, and cleaned for names."""
        cells = self._label_cells(row)
        return [untagged(r.label) for r in cells], tuple(_named_as(r) for r in cells)

    def free(self, row: Row) -> list[str]:
        """The same labels as what the sheet itself names: the last one with its last letter, where that is no tag."""
        cells = self._label_cells(row)
        return [untagged(r.label, bare=r is not cells[-1] or id(row.header) in self.tagged) for r in cells]

    def item(self, row: Row, rule: RowRule) -> str:
        """What a rule names a row, with the pieces that it takes from the labels as printed; "" where it takes none."""
        free = self.free(row)
        match = rule.path.fullmatch("/".join(free)) if rule.item else None
        if match is None:
            return ""
        cells = self._label_cells(row)

        def said(group: re.Match[str]) -> str:
            start, end = match.span(int(group[1]) if group[1] else group[2])
            found: list[str] = []
            for cell, label in zip(cells, free, strict=True):
                if start <= len(label) and end > 0:
                    found.append(_piece(cell, label, max(start, 0), min(end, len(label))))
                start, end = start - len(label) - 1, end - len(label) - 1
            return "/".join(piece for piece in found if piece)

        return _GROUP.sub(said, rule.item)

    def _label_cells(self, row: Row) -> list[Region]:
        cells = [named for r, outer in _nested(row) if (named := self._whole_label(r, outer)) is not None]
        return [*cells, row.above] if row.above is not None and not row.above.blank else cells

    def over_page_end(self, row: Row) -> Iterator[str]:
        """The paths that a row may have if a page end cut some of its labels in two."""
        choices: list[list[str]] = []
        for cell, outer in _nested(row):
            alone = [] if cell.blank else [cell]
            others = self._other_parts(cell, outer)
            wholes = [alone, *(sorted([*alone, other], key=lambda r: r.page) for other in others)]
            joined = ["".join(r.label for r in parts) for parts in wholes if parts]
            joined += [whole for parts in wholes if len(parts) > 1 for whole in overlapped(*(r.label for r in parts))]
            if joined:
                choices.append([untagged(label) for label in joined])
        if any(len(choice) > 1 for choice in choices):
            yield from ("/".join(path) for path in product(*choices))

    def _tagged(self, rows: list[Row]) -> set[int]:
        """The tables in which a letter ends the labels of several rows, each another one: 人件費A, 物件費B."""
        found: dict[int, set[tuple[str, str]]] = {}
        free = (row for row in rows if self._is_free(row))  # the letters of the form's own rows say nothing of others
        for label, table in {(r.label, id(row.header)) for row in free for r in row.stub[-1:]}:
            name = untagged(label)
            if name != label and label == untagged(label, bare=False):
                found.setdefault(table, set()).add((name, label[-1]))
        return {table for table, its in found.items() if all(len(set(part)) > 1 for part in zip(*its, strict=True))}

    def _is_free(self, row: Row) -> bool:
        """Whether the sheet itself names a row: the rule that it falls under takes the name from the print."""
        paths = chain(["/".join(self.path(row)[0])], self.over_page_end(row))
        rules = (rule for path in paths for rule in row.header.table.rows if rule.path.fullmatch(path))
        rule = next(rules, None)
        return rule is None or _ANY_NAME.search(rule.path.pattern) is not None

    def keep_parts(self, row: Row, rule: RowRule) -> None:
        """Make labels of the parts of a row's labels that stand on the other side of a page end, with no rule there.

        Of one that stands there as a whole, too: the page end may part it from all rows that it names.
        """
        for cell, outer in _nested(row):
            whole = self._whole_label(cell, outer)
            if whole is not None and whole is not cell and _is_cut_off(whole, cell):
                whole.role = Role.LABEL
        cut = [cell for cell in row.stub if cell.open_top or cell.open_bottom]
        parts = [r for cell in cut for r in self.sheet.other_parts(cell) if _is_cut_off(r, cell)]
        if parts and any(rule.path.fullmatch(path) for path in self.over_page_end(row)):
            for part in parts:
                part.role = Role.LABEL

    def printed(self, row: Row) -> Iterator[str]:
        """The labels of a row as printed, innermost last; of one that goes on over a page end the rest, too."""
        for cell in row.stub:
            rest = self.sheet.rest_of(cell) if row.last_page > row.page else None
            yield cell.label + (rest.label if rest is not None else "")

    def _whole_label(self, cell: Region, outer: Region | None) -> Region | None:
        """The cell that says a row label: this one, or, where a page end cut it in two, its other part."""
        if not cell.blank:
            return cell
        return next(iter(self._other_parts(cell, outer)), None)

    def _other_parts(self, cell: Region, outer: Region | None) -> list[Region]:
        """The printed cells that may be the other part of a row label.

        What stands within one label has no part within another: below an empty last row of 主な内訳, the next page
        may begin with the first one of 財源. The page end may cut the outer label, too.
        """
        parts = [r for r in self.sheet.other_parts(cell) if not r.blank]
        if outer is None or outer.blank:
            return parts
        within = [(r, *self.sheet.left_of(r)[-1:]) for r in parts]
        rest = [r for r in self.sheet.other_parts(outer) if _goes_on(r, outer)]
        return [
            r
            for r, *its in within
            if all(label.blank or label.label == outer.label or any(label is o for o in rest) for label in its)
        ]


def _nested(row: Row) -> Iterator[tuple[Region, Region | None]]:
    """The labels of a row, outermost first, each with the one that it stands in."""
    yield from zip(row.stub, [None, *row.stub], strict=False)


def _is_cut_off(part: Region, cell: Region) -> bool:
    return part.role is Role.UNREAD and not part.blank and _goes_on(part, cell)


def _goes_on(part: Region, cell: Region) -> bool:
    """Whether no rule parts two cells at the page end between them."""
    first, second = (part, cell) if part.page < cell.page else (cell, part)
    return first.open_bottom or second.open_top


def _named_as(region: Region) -> str:
    """A row label as a name: cleaned, its tags gone."""
    short = untagged(region.label)
    return _piece(region, short, 0, len(short))


def _piece(region: Region, short: str, start: int, end: int) -> str:
    """A part of a row label as printed: from one place to another of the label without its tags."""
    if start >= end:
        return ""
    before = region.label.find(short)
    return as_printed(region.text, before + start, before + end) if before >= 0 else short[start:end]
