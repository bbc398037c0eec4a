"""The program `tenken`, which has a worker get ready while it reads its own command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from pipelines.environment import INTERRUPTED, OUT, READ


def main() -> None:
    """Run the command line that the program was called with, and end with its status."""
    from pipelines.process import can_start, end_early, start_early

    if can_start() and is_first_run(sys.argv[1:]):
        start_early(READ)
    try:
        from pipelines.cli import main as command_line  # slow to import

        command_line()
    except KeyboardInterrupt:  # while it was still being imported: later, the command line says it itself
        sys.stderr.write("tenken: interrupted; no table is half written\n")
        sys.exit(INTERRUPTED)
    finally:
        end_early()


def is_first_run(arguments: Sequence[str]) -> bool:
    """Whether a command line looks as if it had files to read: a run into a folder without tables, or a forced one.

    It may err: a worker that is not needed is ended, and one that is missing is started later.
    """
    if arguments[:1] != ["run"] or "--help" in arguments:
        return False
    out = OUT
    for before, argument in zip(("", *arguments), arguments, strict=False):
        if before == "--out":
            out = argument
        elif argument.startswith("--out="):
            out = argument.removeprefix("--out=")
    return "--force" in arguments or not os.path.lexists(f"{out}/sources")


if __name__ == "__main__":
    main()
