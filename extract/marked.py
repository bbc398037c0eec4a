"""Options with a mark cell at their left: ○ beside 「3 すべての人に健康と福祉を」."""

from __future__ import annotations

import re

from extract.context import Context
from extract.facts import NarrativeFact, Place, Printed
from extract.form import Marks
from extract.labels import describe
from extract.layout import Region, Role
from extract.sheet import TOUCH
from normalize import clean_text

_LEVEL = 0.4  # ems between the middle of a mark and that of its option


def find_marks(context: Context, marks: Marks) -> None:
    """Read the marked options to the right of a label: all of them become fields, the marked ones facts."""
    sheet = context.sheet
    for label in [r for r in sheet.cells if marks.label.fullmatch(r.label)]:
        label.role = Role.LABEL
        chosen: list[Region] = []
        listed = 0
        parts = [label, *(r for r in sheet.other_parts(label) if r.blank)]
        for region in [r for part in parts for r in sheet.band(part.at.top, part.at.bottom)]:
            if region.blank or region.role is not Role.UNREAD or region.at.x0 < label.at.x1 - 1:
                continue
            if marks.item.fullmatch(region.label) is None:
                continue
            region.role = Role.LABEL
            listed += 1
            if _is_chosen(context, marks, region):
                chosen.append(region)
        if not listed:
            context.doubt("warning", "missing_value", f"no options beside the label {describe(label)}", label)
        _keep(context, marks, label, sorted(chosen, key=lambda r: (r.at.x0, r.at.top)))


def _is_chosen(context: Context, marks: Marks, option: Region) -> bool:
    """Whether a mark that chooses stands in the cell at an option's left; what is doubtful about that is noted."""
    if any(char in marks.marks for char in option.label):
        said = f"a mark stands among the letters of an option: {describe(option)}"
        context.doubt("warning", "merged_cells", said, option)
    left = context.sheet.left_of(option)
    mark = left[-1] if left else None
    if mark is None or mark.role is not Role.UNREAD:
        said = f"no cell for a mark stands beside the option {describe(option)}"
        context.doubt("warning", "merged_cells", said, option)
        return False
    if len(mark.label) > 1 or sum(abs(r.at.x1 - mark.at.x1) <= TOUCH for r in left) > 1:
        context.doubt("warning", "merged_cells", f"one option beside several marks: {describe(option)}", option)
        return False
    mark.role = Role.FIELD
    if mark.label not in marks.marks:
        context.doubt("warning", "unknown_mark", f"the mark {mark.label} beside {option.label} is not known", mark)
        return False
    if mark.label and is_aslant(mark, option):
        said = f"the mark is not level with its option: {describe(option)}"
        context.doubt("warning", "merged_cells", said, option)
    return bool(mark.label)


def is_aslant(mark: Region, option: Region) -> bool:
    """Whether a mark is not level with its option: a rule between two options or marks is missing.

    A spreadsheet sets both in the middle of one row, however many lines the option takes; or at its top or foot, and
    then only lines that are full show that they are one option.
    """
    (above, below), (first, last) = ((r.lines[0].box, r.lines[-1].box) for r in (mark, option))
    top, foot = above.top - first.top, below.bottom - last.bottom
    off = abs(top + foot) / 2
    if all(map(option.fills, option.lines[:-1])):
        off = min(off, abs(top), abs(foot))
    return mark.page == option.page and off > _LEVEL * option.lines[0].size


def _keep(context: Context, marks: Marks, label: Region, chosen: list[Region]) -> None:
    kind, _, slug = marks.to.partition(":")
    if kind == "sheet.sdgs":
        numbers = [re.match(r"\d+", r.label) for r in chosen]
        context.facts.sdgs = sorted({*context.facts.sdgs, *(int(n[0]) for n in numbers if n)})
    elif chosen:
        text = "\n".join(clean_text(r.text) for r in chosen)
        place = Place(chosen[0].page, chosen[0].box)
        context.facts.narratives.append(NarrativeFact(slug, "", Printed(text, place, (clean_text(label.text),))))
