"""`tenken run --verify`: each page read by two readers; where they differ, an issue bears both texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from extract.compare import Difference, compare_file
from extract.page import UnreadablePdfError
from pipelines.issues import Issue, issue_row

_LONGEST: Final = 200  # characters of each text in a message

# Why two readers differ where neither misreads: see docs/two-readings.md.
KNOWN: Final = {
    "dash": "the two call one dash by different code points",
    "variant": "the two call one character by different code points",
    "no_character": "the font does not say what a glyph means, and only one reader knows it from elsewhere",
    "order": "the same characters in another order",
    "edge": "a glyph stands on a rule, and its box decides on which side",
}


def verify(content: bytes, source_id: str) -> Iterator[dict[str, Any]]:
    """The issues of two readings of a file."""
    for found in compare_file(content):
        if isinstance(found, UnreadablePdfError):
            yield issue_row(Issue("info", "verify_failed", str(found), "sources", source_id), source_id, {})
        else:
            yield _issue(found, source_id)


def _issue(found: Difference, source_id: str) -> dict[str, Any]:
    place = dict(zip(("x0", "top", "x1", "bottom"), (round(v, 2) for v in found.box), strict=True))
    says = f"pdfium reads {_short(found.ours)}, pdfminer {_short(found.theirs)}"
    severity = "warning"
    if found.known:
        severity, says = "info", f"{says}: {KNOWN[found.known]}"
    return issue_row(Issue(severity, "readers_differ", says), source_id, {"page": found.page, **place})


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"「{flat}」" if len(flat) <= _LONGEST else f"「{flat[:_LONGEST]}…」"
