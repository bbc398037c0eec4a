"""HTML printed by weasyprint (pango and its own layout)."""

from __future__ import annotations

from pathlib import Path

import weasyprint  # type: ignore[import-untyped]


def print_html(html: str, out: Path) -> None:
    """Print one HTML document to a PDF file."""
    weasyprint.HTML(string=html).write_pdf(str(out))
