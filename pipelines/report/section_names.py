"""What the sections of prose are called: as the form files say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipelines.report.said import Said

Names = Mapping[str, Mapping[str, Said]]


def section_names(folders: tuple[Path, ...] = ()) -> Names:
    """Form id → slug → the name of that section of prose; a section without a title has no entry.

    Args:
        folders: folders of users' own form files, before the built-in ones.

    Raises:
        FormError: a form file is wrong.
    """
    from extract.form import load_forms
    from extract.section_titles import title_of

    return {
        form.id: {slug: Said(*title_of(form, slug)) for slug in form.section_titles} for form in load_forms(folders)
    }
