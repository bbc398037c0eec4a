"""Installing tenken compiles ``extract/calls.c`` where there is a C compiler; without one all works, but slower."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE, LIBRARY, MARK = "calls.c", "_calls.so", "_calls.sha256"
_PATIENCE = 120.0  # seconds for a compiler
_TRY = "import ctypes, sys; ctypes.PyDLL(sys.argv[1]).tenken_written"


class Compiled(BuildHookInterface):
    """Puts the compiled loops into a wheel for this kind of machine, or beside their source for an editable install."""

    PLUGIN_NAME = "custom"
    _made: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say what the wheel holds."""
        if self.target_name != "wheel":
            return
        package = Path(self.root, "extract")
        self._made = Path(tempfile.mkdtemp())
        fault = compiled(package / SOURCE, self._made)
        if not fault and version == "editable":
            fault = _beside(self._made, package)
        if fault:
            self.app.display_warning(f"{SOURCE} is not compiled, tenken will be slower: {fault}")
            return
        build_data["force_include"] |= {str(self._made / name): f"extract/{name}" for name in (LIBRARY, MARK)}
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what the wheel has taken."""
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)


def compiled(source: Path, folder: Path) -> str:
    """Compile a C file to a library, and mark of what it was made.

    Args:
        source: the C file.
        folder: where to put the library and the SHA-256 of the source and the library, one after the other.

    Returns:
        What went wrong, or "".
    """
    library = folder / LIBRARY
    try:
        compiler = shlex.split(os.environ.get("CC") or "cc")
        _called([*compiler, "-O2", "-shared", "-fPIC", str(source), "-o", str(library)])
        _called([sys.executable, "-c", _TRY, str(library)])
        (folder / MARK).write_text(hashlib.sha256(source.read_bytes() + library.read_bytes()).hexdigest())
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return str(error)
    except subprocess.CalledProcessError as error:
        return error.stderr.strip() or f"{error.cmd[0]} ended with status {error.returncode}"
    return ""


def _called(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=True)


def _beside(made: Path, package: Path) -> str:
    """Put the library beside its source, whole or not at all; the mark comes last. Returns what went wrong, or ""."""
    try:
        for name in (LIBRARY, MARK):
            part = package / f".{name}.{os.getpid()}"
            shutil.copy(made / name, part)
            part.replace(package / name)
    except OSError as error:
        return str(error)
    return ""
