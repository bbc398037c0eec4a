"""HTML printed by Firefox, headless, through Marionette: the protocol that its WebDriver speaks."""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

_PROGRAM = "firefox-esr"
_PATIENCE = 60.0  # seconds until it listens
_INCH = 2.54
_MARGIN = 1.0  # cm, where a page's own style names none


def available() -> bool:
    """Whether a Firefox is installed."""
    return shutil.which(_PROGRAM) is not None


def print_html(html: str, out: Path, size: tuple[float, float]) -> None:
    """Print one HTML document to a PDF file.

    Args:
        html: the document.
        out: the file.
        size: the width and the height of the paper in inches.

    Raises:
        RuntimeError: when the browser does not start, or refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.html"
        source.write_text(html, encoding="utf-8")
        browser = _browser()
        browser.call("WebDriver:Navigate", {"url": source.as_uri()})
        width, height = (length * _INCH for length in size)
        printed = browser.call(
            "WebDriver:Print",
            {
                "background": True,
                "margin": dict.fromkeys(("top", "bottom", "left", "right"), _MARGIN),
                "page": {"width": width, "height": height},
                "shrinkToFit": True,
            },
        )
    out.write_bytes(base64.b64decode(printed["value"]))


@cache
def _browser() -> _Marionette:
    browser = _Marionette()
    atexit.register(browser.close)
    return browser


class _Marionette:
    """A Firefox that is started once and prints many documents."""

    def __init__(self) -> None:
        self.profile = tempfile.mkdtemp()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        Path(self.profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="ascii")
        self.process = subprocess.Popen(
            [_PROGRAM, "--headless", "--marionette", "--no-remote", "--profile", self.profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pipe = self._connected(port)
        self.held = b""
        self.number = 0
        self._take()  # its greeting
        self.call("WebDriver:NewSession", {})

    def _connected(self, port: int) -> socket.socket:
        begun = time.monotonic()
        while time.monotonic() - begun < _PATIENCE:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except OSError:
                time.sleep(0.2)
        self.close()
        raise RuntimeError("firefox does not listen")

    def call(self, name: str, parameters: dict[str, Any]) -> Any:
        """Give a command and wait for its answer."""
        self.number += 1
        message = json.dumps([0, self.number, name, parameters]).encode()
        self.pipe.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._take()
        if error:
            raise RuntimeError(f"firefox: {error}")
        return result

    def _take(self) -> Any:
        """The next message: its length, a colon, JSON."""
        while b":" not in self.held:
            self.held += self._more()
        length, _, rest = self.held.partition(b":")
        while len(rest) < int(length):
            rest += self._more()
        self.held = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def _more(self) -> bytes:
        more = self.pipe.recv(1 << 20)
        if not more:
            raise RuntimeError("firefox is gone")
        return more

    def close(self) -> None:
        """End the browser, and forget its profile."""
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
