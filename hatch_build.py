"""Installing tenken compiles ``extract/calls.c`` where there is a C compiler; without one all works, but slower."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE, LIBRARY = "extract/calls.c", "extract/_calls.so"
_PATIENCE = 120.0  # seconds for a compiler


class Compiled(BuildHookInterface):
    """Puts the compiled loops beside their source, and into a wheel for this kind of machine."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say what the wheel holds."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        fault = compiled(root / SOURCE, root / LIBRARY)
        if fault:
            self.app.display_warning(f"{SOURCE} is not compiled, tenken will be slower: {fault}")
            return
        build_data["artifacts"].append(f"/{LIBRARY}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def compiled(source: Path, library: Path) -> str:
    """Compile a C file to a library that says of what it was made; returns what went wrong, or an empty text."""
    compiler = shlex.split(os.environ.get("CC") or "cc")
    made_of = hashlib.sha256(source.read_bytes()).hexdigest()
    part = library.with_name(f".{library.name}.{os.getpid()}")
    command = [*compiler, "-O2", "-shared", "-fPIC", f'-DTENKEN_SOURCE="{made_of}"', str(source), "-o", str(part)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=False)
        if done.returncode:
            return done.stderr.strip() or f"{compiler[0]} ended with status {done.returncode}"
        part.replace(library)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        part.unlink(missing_ok=True)
    return ""
