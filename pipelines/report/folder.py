"""The folder of a site: only what a report wrote is ever replaced or removed there."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

MANIFEST: Final = "site.json"
_MARK: Final = "tenken report"


class ReportError(Exception):
    """The site cannot be written; the message says why and what to do."""


class SiteFolder:
    """Writes files and, at the end, removes those that an earlier report left and this one has not."""

    def __init__(self, out: Path) -> None:
        """Make the folder, or take one that holds a report.

        Raises:
            ReportError: it holds something else.
        """
        self.out = out
        self._kept: set[str] = set()
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._before = self._read_manifest()
        except (FileExistsError, NotADirectoryError):
            raise ReportError(f"{out} is a file: name a folder for the site.") from None

    def __enter__(self) -> Self:
        """Write in a `with` statement: what a report that is cut short has written is known to the next."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """List all files of the old site and the new one, unless the new one is finished."""
        if error is not None:
            with suppress(OSError):  # it may be the disk that is full
                self._write_manifest(self._before | self._kept)

    def _read_manifest(self) -> set[str]:
        path = self.out / MANIFEST
        if not path.exists():
            if any(self.out.iterdir()):
                raise ReportError(f"{self.out} holds other files than a report's: name an empty folder, or a new one.")
            # From here on the folder is a report's, even if this run is cut short.
            self._write_manifest(set())
            return set()
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["made_by"] != _MARK:
                raise ValueError(said["made_by"])
            return {name for name in said["files"] if _inside(name)}
        except (ValueError, KeyError, TypeError):
            raise ReportError(f"{path} is not the list of a report's files: remove {self.out}, run again.") from None

    def _write_manifest(self, files: set[str]) -> None:
        text = json.dumps({"made_by": _MARK, "files": sorted(files)}, ensure_ascii=False, indent=0)
        self._put(MANIFEST, text.encode())

    def subfolder(self, name: str) -> Path:
        """A folder of the site, for files that are written elsewhere; each has to be kept by its name."""
        target = self.out / name
        target.mkdir(parents=True, exist_ok=True)
        return target

    def keep(self, name: str) -> None:
        """A file that is there is part of the site."""
        self._kept.add(name)

    def write(self, name: str, content: str | bytes) -> None:
        """Write one file, whole or not at all."""
        self.keep(name)
        self._put(name, content.encode() if isinstance(content, str) else content)

    def _put(self, name: str, content: bytes) -> None:
        target = self.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            partial.write_bytes(content)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)  # of a disk that is full: nobody else would ever remove it

    def finish(self) -> int:
        """Remove what an earlier report left and this one has not; returns the number of files of the site."""
        for name in self._before - self._kept:
            (self.out / name).unlink(missing_ok=True)
        self._write_manifest(self._kept)
        return len(self._kept) + 1


def _inside(name: str) -> bool:
    """Whether a name of the list stays inside the folder: the list is a file that anyone may have changed."""
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not PurePosixPath(name).is_absolute() and "\\" not in name
