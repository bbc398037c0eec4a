"""The reference of the command line: `python -m pipelines.cli_reference > docs/cli.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

import typer

from pipelines.cli import app

_INTRO: Final = """# The command line

Made by `python -m pipelines.cli_reference > docs/cli.md` from the commands themselves; do not edit by hand.
`tenken COMMAND --help` prints the same.

Every command ends with one of these statuses: 0 done; 1 done, but something was not read or is not right, below each
command says what; 2 nothing done, the message says why; 70 a fault of tenken itself; 130 interrupted; 143 asked to end
(SIGTERM).
"""
# typer's own, the same in every program
_COMMON: Final = ("--install-completion", "--show-completion", "--help")


def markdown() -> str:
    """The reference as Markdown: a section per command, with its arguments, options and examples."""
    return "\n".join([_INTRO, *_sections(typer.main.get_command(app), "tenken")])


def _sections(command: Any, name: str) -> Iterator[str]:
    """A command's section, then those of its members. Commands are typer's, which has no public type for them."""
    members: dict[str, Any] = getattr(command, "commands", {})
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    usage = [name, "[OPTIONS]", *map(_placeholder, arguments), *(["COMMAND"] if members else [])]
    yield f"## {name}\n\n```text\n{' '.join(usage)}\n```\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    yield from _table("argument", ((_placeholder(param), param) for param in arguments))
    yield from _table("option", ((option_said(param), param) for param in options_of(command)))
    if members:
        yield "\n".join(f"- `{name} {member}`" for member in members) + "\n"
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    yield "```sh\n" + "\n".join(examples) + "\n```\n"
    for member, below in members.items():
        yield from _sections(below, f"{name} {member}")


def _table(what: str, params: Iterator[tuple[str, Any]]) -> Iterator[str]:
    lines = [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in (f"`{said}`", _default(param), _help(param))) + " |"
        for said, param in params
    ]
    if lines:
        yield "\n".join([f"| {what} | default | meaning |", "| --- | --- | --- |", *lines]) + "\n"


def _placeholder(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    name = f"{name}..." if argument.nargs == -1 and not name.endswith("...") else name
    return str(name if argument.required else f"[{name}]")


def options_of(command: Any) -> list[Any]:
    """The options of a command that are its own."""
    return [param for param in command.params if param.param_type_name == "option" and param.opts[0] not in _COMMON]


def option_said(option: Any) -> str:
    """An option as help prints it: the short name first, then what it takes.

    Raises:
        ValueError: it does not say what it takes; help would print the name of a type.
    """
    names = ", ".join(sorted([*option.opts, *option.secondary_opts], key=lambda name: name.startswith("--")))
    if option.is_flag:
        return names
    if not option.metavar:
        raise ValueError(f"{names} has no metavar")
    return f"{names} {option.metavar}"


def _default(param: Any) -> str:
    if isinstance(param.show_default, str):
        return param.show_default
    value = param.default
    value = value.value if isinstance(value, Enum) else value
    return "" if value is None or value is False or value == () else f"`{value}`"


def _help(param: Any) -> str:
    said = param.help or ""
    return f"{said} Environment: `{param.envvar}`." if getattr(param, "envvar", None) else said


if __name__ == "__main__":
    sys.stdout.write(markdown())
