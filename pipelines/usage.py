"""What a user may ask amiss: each error's message says what there is instead."""

from __future__ import annotations


class UsageError(Exception):
    """What was asked for cannot be done."""


class NoInputError(UsageError):
    """Nothing to read; the message says what was looked for."""


class UnknownFormError(UsageError):
    """A form was asked for that nobody has described; the message names those that are known."""


class NoSheetError(UsageError):
    """No sheet fits what was asked for, or more than one does; the message names those that are there."""


class NoPageError(UsageError):
    """A page was asked for that the PDF does not have."""


class NoReaderError(UsageError):
    """PDFs cannot be read on this system."""


def install(extra: str) -> str:
    """What brings the libraries of an extra, for messages."""
    return f"pip install 'tenken[{extra}]', or in a clone of tenken: .venv/bin/pip install -e '.[{extra}]'"
