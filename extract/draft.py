"""A form file proposed from sample sheets of an unknown form. What is a mere guess bears the comment ``# ?``."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.cell_kinds import is_mark
from extract.guesses import (
    YEAR,
    is_kind_word,
    is_money,
    is_year_heading,
    pattern_of,
    row_meaning,
    shape_of,
    target_of,
)
from extract.labels import untagged
from extract.layout import Region, compact
from extract.lines import OPTION_MARKS
from extract.municipalities import municipalities
from extract.samples import PairSeen, Samples, TableSeen, marks_seen, pairs_seen, read_samples, tables_seen
from extract.targets import NARRATIVE
from extract.wording import KIND_WORDS
from normalize.marks import FILLED_MARKS

_TOP = 0.3  # of the first page's height: the title stands there
_REIWA = 15  # bare years above this are no years of 令和 yet
_CONTEXT = 6  # characters around the year that tell the edition's from others
_GOAL = r"(?:[1-9]|1[0-7])\D.*"
_GUESS = "  # ?"


def draft(paths: Iterable[Path]) -> str:
    """A form file as text, proposed from sample PDFs, one sheet each.

    Raises:
        UnreadablePdfError: a file gives no pages, or no text.
    """
    samples = read_samples(paths)
    marks, tables = marks_seen(samples), tables_seen(samples)
    marked = {shape_of(text) for label, options in marks.items() for text in (label, *options)}
    pairs = [pair for pair in pairs_seen(samples) if shape_of(pair.label) not in marked]
    tables = [table for table in tables if any(samples.many(n) for n in table.paths.values()) or len(table.columns) > 1]
    title = _title(samples)
    given: set[str] = set()
    titles: dict[str, str] = {}
    body = [*_pairs(pairs, given, titles), *_marks(marks, titles)]
    body += [*(line for table in tables for line in _table(samples, table)), *_section_titles(titles)]
    used = marked | {shape_of(pair.label) for pair in pairs} | _labels_of(tables)
    labels = [f"    {_text(label)}," for label in _labels(samples, used)]
    head = [*_head(samples, title), "labels = [", *labels, "]", ""]
    head += [
        "[recognise]",
        f"first_page = {_list(_signs(samples, title, pairs))}",
        "",
        *_numbering(samples, title, given),
    ]
    return "\n".join([*head, *body]).rstrip() + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"


def _title(samples: Samples) -> Region | None:
    """The largest text that recurs at the head of the first page; of several the first."""
    first = samples.sheets[0]
    height = first.layouts[0].height
    heads = [r for r in first.regions if samples.known(r) and r.at.bottom < _TOP * height and len(r.label) > 3]
    return max(heads, key=lambda r: (round(r.lines[0].size), -r.at.top), default=None)


def _head(samples: Samples, title: Region | None) -> Iterator[str]:
    code, name = _municipality(samples)
    yield f"# Drafted from {len(samples.sheets)} sample sheets. Go through each line that ends with # ?"
    yield f'id = "draft"{_GUESS} small letters and hyphens'
    yield f"name = {_text(YEAR.sub('', title.label) if title is not None else '評価シート')}{_GUESS}"
    yield f"municipality_code = {_text(code)}{_GUESS}"
    yield f"municipality = {_text(name)}{_GUESS}"
    if max(_bare_years(samples), default=0) > _REIWA:
        yield f'bare_era = "平成"{_GUESS} years are printed without their era'


def _bare_years(samples: Samples) -> Iterator[int]:
    """The years that the sheets' headings print without an era; none where they print eras as well."""
    labels = [r.label for r in samples.sheets[0].regions if is_year_heading(r.label)]
    if not any(re.search("令和|平成|[RH]\\d", label) for label in labels):
        yield from (int(found[0]) for label in labels if (found := re.search(r"\d{1,2}(?=年度)", label)))


def _municipality(samples: Samples) -> tuple[str, str]:
    """The municipality that the sheets name most often, if its name is the only one of its kind; else a placeholder."""
    names = Counter(municipalities().values())
    codes = {name: code for code, name in municipalities().items() if names[name] == 1 and len(name) > 2}
    text = "".join(r.label for sheet in samples.sheets for r in sheet.regions if not r.blank)
    said = {name: text.count(name) for name in codes if name in text}
    name = max(said, key=lambda n: (said[n], len(n)), default="東京都")
    return codes[name], name


def _labels_of(tables: list[TableSeen]) -> set[str]:
    """The shapes of all that tables say: their headings and the names of their rows."""
    said = {label for table in tables for label in (table.header, table.under, *table.columns, *table.others)}
    return {
        shape_of(label) for label in (*said, *(label for table in tables for path in table.paths for label in path))
    }


def _labels(samples: Samples, used: set[str]) -> list[str]:
    """The texts of the form that nothing else in the draft speaks of."""
    found: dict[str, str] = {}
    for region in samples.sheets[0].regions:
        shape = shape_of(untagged(region.label))
        if not samples.known(region) or shape in used or is_mark(region.label) or region.row_labels:
            continue
        if not is_year_heading(region.label) and not is_kind_word(region.label):
            found.setdefault(shape, pattern_of(region.label))
    return list(found.values())


def _signs(samples: Samples, title: Region | None, pairs: list[PairSeen]) -> list[str]:
    """What the first page of a sheet prints: its title and a label."""
    first = {r.label for r in samples.sheets[0].regions if r.page == samples.sheets[0].regions[0].page}
    signs = [pattern_of(title.label)] if title is not None else []
    return signs + [pattern_of(pair.label) for pair in pairs if pair.label in first and len(pair.label) > 2][:1]


def _numbering(samples: Samples, title: Region | None, given: set[str]) -> Iterator[str]:
    heads = [r.label for r in samples.sheets[0].regions if samples.known(r) and YEAR.search(r.label)]
    if title is not None and YEAR.search(title.label):
        heads = [title.label]
    said = max(heads, key=lambda label: ("予算" in label, *map(int, re.findall(r"\d+", label))), default=None)
    yield "[numbering]"
    if said is None:
        yield f'edition = "(?P<year>(?:令和|平成).{{1,3}}年度)"{_GUESS} no heading with a year was found'
    else:
        match = YEAR.search(said)
        start, end = match.span() if match else (0, 0)
        before, after = said[max(0, start - _CONTEXT) : start], said[end : end + _CONTEXT]
        year = "(?P<year>(?:令和|平成|[RH])?(?:\\d{1,2}|元)年度?)"
        yield f"edition = {_text(re.escape(before) + year + re.escape(after))}{_GUESS}"
    if "sheet.sheet_no" not in given:
        yield f'sheet_no = "{{page_number}}"{_GUESS} no label of a number was found'
    yield ""


def _pairs(pairs: list[PairSeen], given: set[str], titles: dict[str, str]) -> Iterator[str]:
    """Labels and what stands beside them; ``titles`` gets the label of each narrative, by its slug."""
    often = Counter(pair.label for pair in pairs)
    for pair in pairs:
        target, doubtful = target_of(pair.label, pair.values, given)
        options = sorted({c for value in pair.values for c in value if c in OPTION_MARKS})
        yield "[[pair]]"
        yield f"label = {_text(pattern_of(pair.label))}"
        if len(options) > 1:
            yield f'to = "answer"{_GUESS}'
            yield f"options = {_text(''.join(c for c in options if c in FILLED_MARKS) or options[-1])}{_GUESS}"
        else:
            targets = target.split("+")
            yield f"to = {_list(targets) if len(targets) > 1 else _text(target)}{_GUESS if doubtful else ''}"
            slugs = (to.removeprefix(NARRATIVE) for to in targets if to.startswith(NARRATIVE))
            titles.update(dict.fromkeys(slugs, pair.label))
        if pair.at != "right":
            yield f"at = {_text(pair.at)}"
        if often[pair.label] > 1:
            yield f"nth = {pair.nth}"
        yield ""


def _marks(marks: dict[str, dict[str, None]], titles: dict[str, str]) -> Iterator[str]:
    """Labels at the left of options each with a mark cell; ``titles`` gets them as `_pairs` does."""
    for number, (label, options) in enumerate(marks.items(), start=1):
        goals = all(re.fullmatch(_GOAL, option) for option in options)
        yield "[[marks]]"
        yield f"label = {_text(pattern_of(label))}"
        yield f'to = "{"sheet.sdgs" if goals else f"{NARRATIVE}marked_{number}"}"{_GUESS}'
        titles |= {} if goals else {f"marked_{number}": label}
        yield f"item = {_text(_GOAL if goals else '.{4,}')}{_GUESS}"
        yield ""


def _section_titles(titles: dict[str, str]) -> Iterator[str]:
    """What the sheets call their sections of prose: the labels as printed; a year in one is a mere guess."""
    yield from ["[section_titles]"] if titles else []
    for slug, label in titles.items():
        yield f"{slug} = {_text(label)}{_GUESS if YEAR.search(label) else ''}"


def _table(samples: Samples, table: TableSeen) -> Iterator[str]:
    named = len(table.columns) > 1 or not any(samples.many(n) for n in table.paths.values())
    said = "".join(label for path in table.paths for label in path) + table.header + table.under
    money = is_money(said) and not named
    yield "[[table]]"
    yield f"id = {_text(table.header or table.under or 'table')}"
    if table.header:
        yield f"header = {_text(pattern_of(table.header))}"
    else:
        yield f"under = {_text(pattern_of(table.under))}{'' if table.under else _GUESS}"
    yield f'years = "{"budgets" if money else "indicators"}"'
    if money:
        yield f'unit = "{_unit(samples)}"{_GUESS}'
    kinds = {word: kind for word, kind in KIND_WORDS.items() if any(word in compact(h) for h in table.headings)}
    if kinds:
        yield "kinds = { " + ", ".join(f"{_text(word)} = {_text(kind)}" for word, kind in kinds.items()) + " }"
    yield from _columns(table) if named else ()
    for other in table.others:
        yield from ("[[table.columns]]", f"label = {_text(pattern_of(other))}{_GUESS} known, and not kept")
    yield from () if named else _rows(samples, table, money)
    yield ""


def _unit(samples: Samples) -> str:
    """The money unit that the sheets print in brackets, most often."""
    text = "".join(r.label for sheet in samples.sheets for r in sheet.regions)
    units = Counter(re.findall(r"(?:単位[::]?|\()((?:千|百万|万|億)?円)", text))
    return units.most_common(1)[0][0] if units else "千円"


def _columns(table: TableSeen) -> Iterator[str]:
    yield 'names = "column"'
    yield f'category = "outcome"{_GUESS}'
    for number, column in enumerate(table.columns):
        yield "[[table.columns]]"
        yield f"label = {_text(pattern_of(column))}"
        yield f'to = "{"indicator.unit" if "単位" in column else "indicator.name" if number == 0 else ""}"'


def _rows(samples: Samples, table: TableSeen, money: bool) -> Iterator[str]:
    """A rule for each row that most samples print, and one for what stands under a label that they share."""
    usual = [path for path, count in table.paths.items() if samples.many(count)]
    outer = Counter(path[0] for path, count in table.paths.items() if len(path) > 1 and not samples.many(count))
    for path in usual:
        alike = sum(other[0] == path[0] for other in usual if len(other) > 1)
        if any(other[: len(path)] == path != other for other in table.paths) or alike < outer[path[0]]:
            continue  # a label whose rows bear names of their own
        yield from _row("/".join(map(re.escape, path)), row_meaning(list(path), money), "")
    for label in outer:
        meaning = row_meaning([label, "."], money)
        yield from _row(re.escape(label) + "/(.+)", meaning, f"{label} / \\1")


def _row(path: str, meaning: dict[str, str], item: str) -> Iterator[str]:
    yield "[[table.rows]]"
    yield f"path = {_text(path)}"
    if item:
        yield f"item = {_text(item)}"
    for key, value in meaning.items():
        yield f"{key} = {_text(value)}{_GUESS}"
