"""Templates and what every page shares: its language, its way of escaping, the bar at the top."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.report.numbers import percent, round_money
from pipelines.report.said import Said, finalized, printable
from pipelines.report.words import word

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Frame:
    """The site as every page shows it: its title, and (word, address, count or None) per main page."""

    title: Said
    nav: tuple[tuple[str, str, int | None], ...]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates that escape everything, show control characters, and refuse names that are not there."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        finalize=finalized, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    # Japanese as it is, not as escapes: a third of the size. `tojson` still escapes < > & and '.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    made.policies["json.dumps_function"] = _json
    made.globals.update(w=word, same=lambda text: Said(text, text), money=round_money, percent=percent)
    return made


def _json(value: Any, **how: Any) -> str:
    return json.dumps(_printable(value), **how)


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return printable(value) if isinstance(value, str) else value


def page(frame: Frame, template: str, current: str, root: str = "", **shown: Any) -> str:
    """One page as HTML.

    Args:
        frame: what all pages share.
        template: its template.
        current: the word of the main page that it belongs to.
        root: the way from it to the site's folder.
        **shown: what its template shows.
    """
    return environment().get_template(template).render(frame=frame, current=current, root=root, **shown)
