"""Facts → tables, files and commands: everything that knows a file system, a table, a process or a user."""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers it is true: a worker starts before `typing` is imported
if TYPE_CHECKING:
    from typing import Any

    from pipelines.loading import LoadError, load

__all__ = ["LoadError", "load"]


def __getattr__(name: str) -> Any:
    """Import what loads tables when it is asked for: the command line starts without it."""
    if name in __all__:
        from pipelines import loading

        return getattr(loading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
