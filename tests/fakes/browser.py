"""A real browser without a window, for pages that people open from disk."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from itertools import chain
from pathlib import Path
from typing import IO, Any

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_LIGHT, _DARK = 1, 0
"""Blink's values of ``preferredColorScheme``."""
_PATIENCE_SECONDS = 120
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
"""What a browser would ask for by itself; newer ones know more such things, so no test relies on these."""


_MEASURE = """
const over = each => each.scrollWidth - each.clientWidth, measured = {page: over(document.documentElement)};
measured.width = window.innerWidth;
document.querySelectorAll(".wide").forEach((each, place) => { measured["box " + place] = over(each); });
document.title = JSON.stringify(measured);
"""


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
        """Return the addresses that a page asked for, other than files, and not what the browser asks by itself."""
        with self._conversation(page) as asked:
            urls = {
                event["params"].get("request", event["params"])["url"]
                for event in asked
                if event["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}
            }
        return sorted(url for url in urls if not url.startswith(("file:", "data:")))

    def overflow(self, page: Path, width: int) -> dict[str, int]:
        """Return by how much the page, and each box in it that may scroll, is wider than there is room for.

        Measured by a script in a copy of the page, which has no policy against scripts.
        """
        text = page.read_text(encoding="utf-8")
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        copy = self._folder / "measured.html"
        copy.write_text(text.replace("</body>", f"<script>{_MEASURE}</script></body>"), encoding="utf-8")
        dom = self._run("--dump-dom", copy, f"--window-size={width},900", "--hide-scrollbars").decode()
        found = re.search(r"<title>(\{.*?\})</title>", dom)
        assert found, dom[:300]
        measured: dict[str, int] = json.loads(found[1])
        return measured

    def background(self, page: Path, dark: bool) -> tuple[int, int, int]:
        """Return the colour of the page's corner, where nothing is written."""
        shot = self._folder / f"{'dark' if dark else 'light'}.png"
        scheme = f"--blink-settings=preferredColorScheme={_DARK if dark else _LIGHT}"
        self._run(f"--screenshot={shot}", page, "--window-size=400,300", "--hide-scrollbars", scheme)
        return _corner(shot.read_bytes())

    @contextmanager
    def _conversation(self, page: Path) -> Iterator[Iterator[dict[str, Any]]]:
        """Show a page, and yield what happens in it until it is still."""
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser reads its file descriptor 3 and writes to 4.
        script = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        command = ["bash", "-c", script, *self._words("--remote-debugging-pipe")]
        process = subprocess.Popen(
            command,
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            with open(ours_in, "rb") as reader, open(ours_out, "wb", buffering=0) as writer:  # noqa: PTH123  # pipes
                yield _happenings(reader, writer, page)
        finally:
            process.kill()
            process.wait()

    def _run(self, option: str, page: Path, *more: str) -> bytes:
        command = [*self._words(option), *more, page.as_uri()]
        done = subprocess.run(
            command, capture_output=True, timeout=_PATIENCE_SECONDS, env=self._environment(), check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout

    def _words(self, option: str) -> list[str]:
        profile = self._folder / "profile"
        return [
            *(self._command, "--headless", "--no-sandbox", "--disable-gpu"),
            *(*_QUIET, f"--user-data-dir={profile}", option),
        ]

    def _environment(self) -> dict[str, str]:
        return {"HOME": str(self._folder), "PATH": "/usr/bin:/bin"}


def _happenings(reader: IO[bytes], writer: RawIOBase, page: Path) -> Iterator[dict[str, Any]]:
    """Show a page in a tab of its own, and yield its events until half a second has passed without a request.

    Source: the Chrome DevTools Protocol, https://chromedevtools.github.io/devtools-protocol/: JSON between zero bytes.
    """
    seen: list[dict[str, Any]] = []

    def messages() -> Iterator[dict[str, Any]]:
        rest = b""
        while select.select([reader], [], [], _PATIENCE_SECONDS)[0] and (chunk := os.read(reader.fileno(), 1 << 16)):
            *whole, rest = (rest + chunk).split(b"\0")
            yield from map(json.loads, whole)
        raise AssertionError("the browser ended, or hangs, before the page is shown")

    coming = messages()

    def call(method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        message = {"id": 1, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        writer.write(json.dumps(message).encode() + b"\0")
        for answer in coming:
            if "id" in answer:
                assert "result" in answer, answer
                return answer["result"]  # type: ignore[no-any-return]  # JSON
            seen.append(answer)
        raise AssertionError

    target = call("Target.createTarget", url="about:blank")["targetId"]
    session = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    call("Network.enable", session)
    call("Page.enable", session)
    call("Page.setLifecycleEventsEnabled", session, enabled=True)
    seen.clear()
    loader = call("Page.navigate", session, url=page.as_uri())["loaderId"]
    for event in chain(seen, coming):
        yield event
        of = event["params"]
        if event["method"] == "Page.lifecycleEvent" and (of["name"], of["loaderId"]) == ("networkIdle", loader):
            return


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
