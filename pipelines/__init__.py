"""Facts → tables, files and commands: everything that knows a file system, a table, a process or a user."""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers it is true: a worker starts before `typing` is imported
if TYPE_CHECKING:
    from typing import Any

    from pipelines.loading import load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    """Import `load` when it is asked for: the command line starts without pyarrow."""
    if name == "load":
        from pipelines.loading import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
