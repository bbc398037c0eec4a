"""What every source of a run bears: by what it was read, and when."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import NamedTuple

from pipelines.printable import shown
from pipelines.usage import UsageError


class Stamp(NamedTuple):
    """The columns of `sources` that are the run's.

    Attributes:
        tool_version: what decides how a file is read: see `tool_version`.
        extracted_at: the moment of the run, to the second.
    """

    tool_version: str
    extracted_at: datetime


def run_time(epoch: str | None = None) -> datetime:
    """The moment for `extracted_at`: SOURCE_DATE_EPOCH (seconds since 1970) where it is set, else now, to the second.

    Raises:
        UsageError: it is set to what is no such number.

    >>> run_time("0").isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") if epoch is None else epoch
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        said = f"SOURCE_DATE_EPOCH is no number of seconds since 1970: {shown(epoch)}"
        raise UsageError(said) from None
