"""LibreOffice without a window: one document in, one PDF out."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def available() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def convert(source: Path, out: Path, export: str, options: str = "", infilter: str = "") -> None:
    """Print a document; `export` is the filter, e.g. calc_pdf_Export.

    Raises:
        RuntimeError: when no PDF appears.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{PROFILE}", "--headless", "--norestore"]
        if infilter:
            command.append(f"--infilter={infilter}")
        command += ["--convert-to", f"pdf:{export}{':' + options if options else ''}", "--outdir", folder, str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        made = Path(folder) / f"{source.stem}.pdf"
        if not made.exists():
            raise RuntimeError(f"soffice left no PDF: {done.stderr[-400:]}")
        shutil.move(made, out)


PROFILE = Path(tempfile.gettempdir()) / "sheet-makers-office-profile"
"""One profile of our own for all runs: a fresh one costs seconds each."""
