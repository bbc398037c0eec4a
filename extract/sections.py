"""What stands under the headings of a sheet: prose, figures, icons, and the texts of a fiscal year."""

from __future__ import annotations

import re
from itertools import permutations

from extract.box import Box
from extract.context import Context, printed
from extract.facts import FigureFact, NarrativeFact, NoteFact, Place, Printed
from extract.figures import find_figures, find_icons, opening_of
from extract.form import Pattern, Section
from extract.labels import NOTE_LABEL, NOTE_WIDER, describe, heading_year, says_more
from extract.layout import Region, Role, compact
from extract.lines import Line
from extract.pairs import rest_over_page, start_before_page
from extract.prose import headed, paragraphs, part_of
from extract.sheet import TOUCH
from extract.targets import MORE
from normalize import clean_text

_ICONS = 200.0  # points below their label down to which icons stand where no heading follows: a strip of them is lower
_REMARK = 16  # characters that a heading may say of itself on lines of their own: a year, a unit
_SENTENCE = 20  # characters, a quarter of them hiragana: more than a chart says beside a bar
_KANA = re.compile("[ぁ-ん]")


def find_sections(context: Context) -> list[tuple[Region, Section]]:
    """The section headings of the sheet, from top to bottom."""
    found: list[tuple[Region, Section]] = []
    for region in context.sheet.regions:
        if region.blank or region.role is not Role.UNREAD:
            continue
        number = context.form.sets.headings.first(region.label)
        if number is not None:
            region.role = Role.LABEL
            found.append((region, context.form.section[number]))
            _doubt_more(context, region, number)
    return found


def _doubt_more(context: Context, heading: Region, number: int) -> None:
    """Say where a heading's cell holds more than the heading: a remark, or text to which the rule is missing."""
    match = context.form.section[number].heading.fullmatch(heading.label)
    more = match.groupdict().get(MORE) if match else ""
    first, *rest = (compact(line.text) for line in heading.lines)
    if more or (sum(map(len, rest)) > _REMARK and context.form.sets.headings.first(first) == number):
        known = heading.label.removesuffix(more) if more else first
        said = f"more than the heading {known} stands in its cell: {more or describe(heading)}"
        context.doubt("warning", "label_in_value", said, heading)


def read_notes(context: Context) -> None:
    """Rows of a fiscal year and its text that no table holds (特記事項)."""
    if context.form.notes is None:
        return
    for region in context.sheet.cells:
        if region.role is not Role.UNREAD or region.blank:
            continue
        year = heading_year(region.label, context.facts.edition, context.form.bare_era)
        if year is None or len(region.label) > NOTE_LABEL:
            continue
        beside = [r for r in context.sheet.right_of(region) if r.role is Role.UNREAD]
        if len(beside) != 1 or beside[0].at.width < NOTE_WIDER * region.at.width:
            continue
        _note(context, region, beside[0], year)


def _note(context: Context, label: Region, text: Region, year: int) -> None:
    beside = any(one.box.x1 < other.box.x0 for one, other in permutations(label.lines, 2))
    mark = any(not re.search(r"\w", piece) for piece in label.text.split("\u3000") if piece)
    if beside or mark or says_more(label.label, context.facts.edition):
        said = f"more than a fiscal year stands in the label of a text: {describe(label)}"
        context.doubt("warning", "label_in_value", said, label)
    cells = [text]
    label.role = text.role = Role.LABEL
    text.role = Role.FIELD
    if start := start_before_page(context.sheet, text):
        start.role = Role.FIELD
        cells.insert(0, start)
    while rest := rest_over_page(context.sheet, cells[-1]):
        rest.role = Role.FIELD
        cells.append(rest)
    if all(r.blank for r in cells):
        if year < (context.facts.edition or year):  # a year that has been, where only years with a text are listed
            context.doubt("warning", "missing_value", f"no text beside the label {describe(label)}", label)
        return
    value = printed(cells, (clean_text(label.text),))
    context.facts.notes.append(
        NoteFact(
            context.program_at(label.at.top),
            year,
            Printed(paragraphs(cells, context.sheet.breaks_anywhere), value.place, value.row_labels),
        )
    )


def read_icons(context: Context, ends: list[float]) -> None:
    """The Goals whose icons are printed beside the form's labels for them."""
    goals: set[int] = set(context.facts.sdgs)
    for icons in context.form.icons:
        for label in [r for r in context.sheet.regions if icons.label.fullmatch(r.label)]:
            label.role = Role.LABEL
            bottom = min([y for y in ends if y > label.at.bottom], default=label.at.bottom + _ICONS)
            found, others = find_icons(context.sheet, label, bottom)
            if others:
                said = f"{len(others)} of {len(found) + len(others)} icons show the colour of no Goal: a print in grey?"
                context.doubt("warning", "missing_value", said, label)
            elif not found:
                context.doubt("info", "no_icons", f"no icon of a Goal beside {describe(label)}", label)
            goals.update(goal for goal, _ in found)
            for r in context.sheet.regions if found else ():
                if r.pictured and any(_holds(r.at, b) for _, b in found):
                    r.pictured = False
                if r.role is Role.UNREAD and any(_holds(b, r.at) for _, b in found):
                    r.role = Role.FIGURE
    context.facts.sdgs = sorted(goals)


def _holds(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in a box."""
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def read_prose(context: Context, sections: list[tuple[Region, Section]]) -> None:
    """Figures, and the cells that nothing else reads, section by section."""
    for number, (heading, section) in enumerate(sections):
        bottom = sections[number + 1][0].at.top if number + 1 < len(sections) else float("inf")
        if section.captions is not None:
            _figures(context, section, heading.at.top, bottom)
        if not section.narrative:
            continue
        cells = [
            r
            for r in context.sheet.regions
            if (r.ruled or r.boxed)
            and r.role is Role.UNREAD
            and not r.blank
            and heading.at.top <= r.at.top < bottom - TOUCH
            and r is not heading
        ]
        for r in cells:
            r.role = Role.FIELD
        cells = [part for r in cells for part in _without_figures(context, section, r)]
        _doubt_cells(context, heading, cells)
        _doubt_cuts(context, cells, section.split)
        for title, parts in headed(cells, section.split):
            text = paragraphs(parts, context.sheet.breaks_anywhere)
            first = parts[0] if parts else heading
            if section.to.startswith("program."):
                program = context.program_at(heading.at.top)
                value = Printed(text, Place(first.page, first.box))
                name = section.to.removeprefix("program.")
                context.fill(context.facts.programs[program].fields, program, name, value)
            context.facts.narratives.append(
                NarrativeFact(
                    section.narrative,
                    title,
                    Printed(text, Place(first.page, first.box), (clean_text(heading.text),)),
                )
            )


def _without_figures(context: Context, section: Section, cell: Region) -> list[Region]:
    """A cell of prose without the figures in it: each is a fact, from its caption to its source or the cell's end."""
    if section.captions is None:
        return [cell]
    kept: list[Line] = []
    lines = list(cell.lines)
    while lines:
        line = lines.pop(0)
        match = section.captions.fullmatch(compact(line.text))
        if match is None:
            kept.append(line)
            continue
        labels: list[str] = []
        source = ""
        taken: list[Line] = [line]
        while lines and section.captions.fullmatch(compact(lines[0].text)) is None:
            if lines[0].opens or compact(lines[0].text).endswith("。"):
                says = f"prose stands under the figure {match['caption']} in its cell: {describe(cell)}"
                context.doubt("warning", "prose_in_figure", says, cell)
                break
            taken.append(lines.pop(0))
            text = taken[-1].text
            said = section.source.search(compact(text)) if section.source is not None else None
            if said:
                source = clean_text(re.split(r"[::：]", text, maxsplit=1)[-1])
                break
            labels.append(clean_text(text))
        if not source and not any(re.search(r"\d", label) for label in labels):
            kept += taken  # a heading between such marks, and a list
            continue
        caption = section.captions.search(line.text) or match
        name = clean_text(caption["caption"])
        context.facts.figures.append(FigureFact(name, source, tuple(labels), Place(cell.page, cell.box)))
    if len(kept) == len(cell.lines):
        return [cell]
    return [part_of(cell, kept)] if kept else []


def _is_prose(region: Region, section: Section) -> bool:
    """Whether a text in a figure reads as the section's own: a cell with a sentence, or an inner heading."""
    long = len(region.label) >= _SENTENCE and len(_KANA.findall(region.label)) >= _SENTENCE // 4
    sentence = region.ruled and (region.label.endswith("。") or long)
    return sentence or (section.split is not None and section.split.fullmatch(region.label) is not None)


def _doubt_cells(context: Context, heading: Region, cells: list[Region]) -> None:
    """Say, once a page, where prose was read from cells side by side, or much narrower than the heading's."""
    told: set[int] = set()
    for cell in cells:
        beside = (r for r in (*context.sheet.left_of(cell), *context.sheet.right_of(cell)) if not r.blank)
        narrow = heading.ruled and cell.at.width < heading.at.width / 2
        if cell.page not in told and (narrow or any(beside)):
            told.add(cell.page)
            said = f"cells of a table were read as prose: {describe(cell)}"
            context.doubt("warning", "unknown_row", said, cell)


def _doubt_cuts(context: Context, cells: list[Region], split: Pattern | None) -> None:
    """Say where a rule runs through prose: a letter, or a heading's mark, stands alone in a cell beside its text."""
    for alone in [r for r in cells if len(r.label) == 1]:
        beside = [r for r in context.sheet.right_of(alone) if not r.blank]
        for text in [r for r in beside[:1] if r in cells]:
            marked = split is not None and split.fullmatch(alone.label + text.label)
            figures = alone.label.isdigit() and text.label[:1].isdigit()  # two cells of a table
            if marked or (alone.label.isalnum() and not figures):
                said = f"a rule stands between {describe(alone)} and {describe(text)}"
                context.doubt("warning", "cut_text", said, alone)


def _figures(context: Context, section: Section, top: float, bottom: float) -> None:
    for found in find_figures(context.sheet, section, top, bottom):
        for r in found.inside:
            if _is_prose(r, section):
                said = f"among the texts of the figure {found.caption} stands {describe(r)}"
                context.doubt("warning", "prose_in_figure", said, r)
        if (mark := opening_of(section)) and mark in found.caption:  # a program hides what is longer than its cell
            says = f"two captions may stand in one: {found.caption}"
            context.doubt("warning", "merged_cells", says, found.region)
        place = Place(found.region.page, found.region.box)
        labels = tuple(clean_text(r.text) for r in found.inside)
        context.facts.figures.append(FigureFact(clean_text(found.caption), clean_text(found.source), labels, place))
