"""The command line as a user starts it: a process of its own, with everything it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.catalogue import ROOT

TENKEN = (sys.executable, "-m", "pipelines.start")


def environment(**more: str) -> dict[str, str]:
    """A plain environment: no colours, 100 columns, UTF-8."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "100", "TERM": "dumb", **more}


def tenken(*arguments: object, cwd: Path = ROOT, limit: float = 120, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command line to its end, which must come within ``limit`` seconds."""
    return subprocess.run(
        [*TENKEN, *map(str, arguments)], cwd=cwd, env=environment(**env), capture_output=True, encoding="utf-8",
        timeout=limit, check=False,
    )  # fmt: skip
