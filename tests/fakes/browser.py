"""A real browser without a window, for pages that people open from disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from pathlib import Path

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_LIGHT, _DARK = 1, 0
"""Blink's values of ``preferredColorScheme``."""


class Browser:
    """Chromium, with a profile of its own and a log of all that it asked of the network."""

    def __init__(self, folder: Path) -> None:
        found = next((path for name in _NAMES if (path := shutil.which(name))), None)
        assert found, "no Chromium is installed: .ci/setup browser"
        self._command = found
        self._folder = folder

    def dom(self, page: Path) -> str:
        """Return the page as the browser understood it."""
        return self._run("--dump-dom", page).decode()

    def requests(self, page: Path) -> list[str]:
        """Return the addresses that showing a page asked for, other than the page's own file."""
        log = self._folder / "net-log.json"
        self._run(f"--log-net-log={log}", page, "--dump-dom")
        events = json.loads(log.read_text())["events"]
        asked = [event["params"]["url"] for event in events if "url" in event.get("params", {})]
        return sorted({url for url in asked if not url.startswith(("file:", "data:", "chrome"))})

    def background(self, page: Path, dark: bool) -> tuple[int, int, int]:
        """Return the colour of the page's corner, where nothing is written."""
        shot = self._folder / f"{'dark' if dark else 'light'}.png"
        scheme = f"--blink-settings=preferredColorScheme={_DARK if dark else _LIGHT}"
        self._run(f"--screenshot={shot}", page, "--window-size=400,300", "--hide-scrollbars", scheme)
        return _corner(shot.read_bytes())

    def _run(self, option: str, page: Path, *more: str) -> bytes:
        profile = self._folder / "profile"
        command = [self._command, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += [f"--user-data-dir={profile}", option, *more, page.as_uri()]
        environment = {"HOME": str(self._folder), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, capture_output=True, timeout=120, env=environment, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout


def _corner(png: bytes) -> tuple[int, int, int]:
    """Return the first pixel of an image of eight bits a channel: its scan line's filter leaves the first as it is."""
    data, place = b"", 8
    while place < len(png):
        size = int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + size]
        place += size + 12
    red, green, blue = zlib.decompress(data)[1:4]
    return red, green, blue
