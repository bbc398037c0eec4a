"""docs/new-form.md describes the form language whole; its examples are forms, and the commands that it names exist."""

from __future__ import annotations

import re
import shlex
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from extract.declared import is_record
from extract.form import Form, read_form
from pipelines.cli import app
from tests.catalogue import ROOT

PAGE = ROOT / "docs" / "new-form.md"
PAGES = (PAGE, ROOT / "docs" / "new-fiscal-year.md")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def parts_of(kind: type[Any], seen: dict[str, type[Any]]) -> dict[str, type[Any]]:
    """A class of the form language and all that it is made of."""
    seen[kind.__name__] = kind
    for hint in typing.get_type_hints(kind).values():
        for part in (hint, *typing.get_args(hint)):
            if is_record(part) and part.__name__ not in seen:
                parts_of(part, seen)
    return seen


KEYS = [(kind.__name__, name) for kind in parts_of(Form, {}).values() for name in typing.get_type_hints(kind)]


def keys_in(table: object, kind: type[Any]) -> Iterator[tuple[str, str]]:
    """The keys that a TOML table uses, each with the class that it is a key of."""
    if isinstance(table, list):
        for item in table:
            yield from keys_in(item, kind)
    elif isinstance(table, dict):
        hints = typing.get_type_hints(kind)
        for key, value in table.items():
            yield kind.__name__, key
            for part in (hints[key], *typing.get_args(hints[key])):
                if is_record(part):
                    yield from keys_in(value, part)


def test_the_examples_use_every_key_of_the_language() -> None:
    import tomllib

    assert len(KEYS) > 70
    used = {key for text in EXAMPLES for key in keys_in(tomllib.loads(text), Form)}
    assert [key for key in KEYS if key not in used] == []


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_is_a_form(number: int, tmp_path: Path) -> None:
    text = EXAMPLES[0] if number == 0 else EXAMPLES[0] + "\n" + EXAMPLES[number]
    (tmp_path / "example.toml").write_text(text, encoding="utf-8")
    assert read_form(tmp_path / "example.toml").id == "example-program"


def commands() -> list[str]:
    found = [
        line.strip() for page in PAGES for line in re.findall(r"^ {4,}(tenken .*)$", page.read_text("utf-8"), re.M)
    ]
    return found + [said for page in PAGES for said in re.findall(r"`(tenken [^`]+)`", page.read_text("utf-8"))]


def test_the_commands_that_the_pages_name_exist() -> None:
    said = commands()
    assert len(said) > 10
    for line in said:
        command: Any = typer.main.get_command(app)
        words = shlex.split(line)[1:]
        while getattr(command, "commands", None) and words:
            command = command.commands[words.pop(0)]
        command.make_context("tenken", words, resilient_parsing=not words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", text):
        there = page.parent / target if target else page
        assert there.exists(), target
        heads = [
            re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-")
            for h in re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.M)
        ]
        assert not anchor or anchor[1:] in heads, anchor
