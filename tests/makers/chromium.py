"""HTML printed by Chromium, headless."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip


def available() -> bool:
    """Whether a Chromium is installed."""
    return shutil.which("chromium") is not None


def print_html(html: str, out: Path) -> None:
    """Print one HTML document to a PDF file.

    Raises:
        RuntimeError: when the browser leaves no file.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.html"
        source.write_text(html, encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        command = ["chromium", *FLAGS, profile, f"--print-to-pdf={out}", source.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if not out.exists():
        raise RuntimeError(f"chromium left no PDF: {done.stderr[-400:]}")
