"""The sections of a form's prose: their slugs, and what people call them.

A slug is the short name that the tables bear (``purpose``); its title is the heading that the sheets print (目的).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extract.targets import NARRATIVE

if TYPE_CHECKING:
    from extract.form import Form


class Title(NamedTuple):
    """What a section is called, in Japanese and in English; one text for both where the form gives one."""

    ja: str
    en: str


def slugs_of(form: Form) -> tuple[str, ...]:
    """The slugs that the narratives of a form bear, each once, in the order of the file's blocks."""
    targets = (*(to for pair in form.pair for to in pair.to), *(marks.to for marks in form.marks))
    said = (to.removeprefix(NARRATIVE) for to in targets if to.startswith(NARRATIVE))
    slugs = (*said, *(section.narrative for section in form.section), form.footnotes, form.appendix)
    return tuple(dict.fromkeys(slug for slug in slugs if slug))


def title_of(form: Form, slug: str) -> Title:
    """What a section of a form is called: its slug where the form gives it no title."""
    said = form.section_titles.get(slug, (slug,))
    return Title(said[0], said[-1])


def faults_of_titles(form: Form) -> Iterator[tuple[str, str]]:
    """The slug and the fault of each title of a section that the form does not have, or that is not one text or two."""
    slugs = slugs_of(form)
    for slug, said in form.section_titles.items():
        if slug not in slugs:
            yield slug, f"no section of this form has the slug {slug!r}; there are {', '.join(slugs) or 'none'}"
        elif len(said) not in (1, 2) or not all(text.strip() for text in said):
            yield slug, "a title is one text, or two: the Japanese and the English one"
