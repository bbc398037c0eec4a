"""The command line: `tenken`. Everything heavy is imported inside the commands, so that help comes at once."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from types import FrameType
from typing import Annotated, Final

import typer

from pipelines.cli_cells import cells
from pipelines.cli_diff import diff_command
from pipelines.cli_draw import draw
from pipelines.cli_export import export_command
from pipelines.cli_forms import forms_app
from pipelines.cli_issues import issues_command
from pipelines.cli_report import report_command
from pipelines.cli_run import run
from pipelines.cli_show import show
from pipelines.environment import ALONE, GARBAGE, INTERRUPTED, LEAN
from pipelines.usage import install

_FAILED: Final = 70  # EX_SOFTWARE of sysexits.h: tenken itself is at fault
_TERMINATED: Final = 143

_OURS: Final = ("normalize", "extract", "pipelines")
_EXTRAS: Final = "export,report,remote"

# Errors whose message is all that a user needs; one of a module that was not imported cannot have come up.
_TOLD: Final = (
    ("extract.form", "FormError"),
    ("pipelines.export", "ExportError"),
    ("pipelines.folder", "LoadError"),
    ("pipelines.report.folder", "ReportError"),
    ("pipelines.store", "StoreError"),
    ("pipelines.usage", "UsageError"),
)

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="点検: the sheet PDFs of Japanese local governments as tidy, typed, traceable Parquet.",
    epilog="\b\nStart with:\n  tenken run data/raw --out data/out\n  tenken COMMAND --help",
)


def examples(*lines: str) -> str:
    """The examples at the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tenken {version('tenken')}")
        raise typer.Exit


@app.callback()
def _tenken(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command(
    epilog=examples(
        "tenken run",
        "tenken run sheets/2025 volume-2026.pdf --out tables",
        "tenken run sheets --form ikeda-program --json --quiet",
    ),
)(run)
app.command(
    short_help="Print one sheet's rows.",
    epilog=examples("tenken show 15", "tenken show 131059-bunkyo-strategy-2025-15 --out tables", "tenken show 15.pdf"),
)(show)
app.command(
    short_help="Draw pages with what was read marked.",
    epilog=examples("tenken draw 15.pdf -o drawn", "tenken draw volume.pdf --page 12 --scale 3 -o drawn"),
)(draw)
app.command(
    short_help="List the ruled cells of any PDF.",
    epilog=examples("tenken cells 15.pdf", "tenken cells *.pdf --format csv", "tenken cells a.pdf -o cells.parquet"),
)(cells)
app.command(
    "issues",
    short_help="Print what was not read, or read with doubt.",
    epilog=examples("tenken issues", "tenken issues tables --severity error", "tenken issues --code unread_text"),
)(issues_command)
app.command(
    "diff",
    short_help="Compare two editions.",
    epilog=examples("tenken diff 2025 2026", "tenken diff old-tables data/out --json --restatements restated.csv"),
)(diff_command)
app.command(
    "export",
    short_help="Write Excel, CSV or a database.",
    epilog=examples("tenken export", "tenken export data/out --format csv -o csv --edition 2025 --japanese"),
)(export_command)
app.command(
    "report",
    short_help="Make a site of the tables.",
    epilog=examples("tenken report", "tenken report --data tables --raw sheets --out site"),
)(report_command)
app.add_typer(forms_app, name="forms")


def main() -> None:
    """Run a command line and end with its status. Whatever goes wrong is one line, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminated)
    gc.set_threshold(GARBAGE)
    for name, value in {**ALONE, **LEAN}.items():
        os.environ.setdefault(name, value)
    try:
        typer.main.get_command(app)(prog_name="tenken")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _say("interrupted; no table is half written")
        raise
    except Exception as error:
        if os.environ.get("TENKEN_TRACEBACK"):
            raise
        sys.exit(_explain(error))
    finally:
        gc.freeze()  # the process ends: no object need be looked at for that


def _explain(error: Exception) -> int:
    """Say in one line what went wrong; returns the exit status."""
    told = [getattr(sys.modules[module], name) for module, name in _TOLD if module in sys.modules]
    if isinstance(error, tuple(told)):
        _say(str(error))
        return 2
    if isinstance(error, ModuleNotFoundError) and (error.name or "").split(".")[0] not in _OURS:
        _say(f"{error.name} is not installed; this command needs more than the others: {install(_EXTRAS)}")
        return 2
    if isinstance(error, OSError) and error.strerror:
        _say(f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror)
        return 2
    _say(
        f"failed ({type(error).__name__}: {error}). This is a fault of tenken: please report it, "
        "with what TENKEN_TRACEBACK=1 prints before it."
    )
    return _FAILED


def _say(message: str) -> None:
    from pipelines.printable import shown

    sys.stderr.write(f"tenken: {shown(message)}\n")


def _terminated(number: int, frame: FrameType | None) -> None:
    sys.exit(_TERMINATED)


if __name__ == "__main__":
    main()
