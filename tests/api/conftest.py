"""The service: in this process with a scripted sandbox, and as the installed command."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.cli.command import CHALLENGE, COMMAND
from tests.fakes.service import PATIENCE_SECONDS, Served, served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a working folder with one challenge, ``add-two``."""
    challenge = tmp_path / "work" / "challenges" / "add-two"
    challenge.mkdir(parents=True)
    (challenge / "challenge.yaml").write_text(CHALLENGE)
    return tmp_path / "work"


@pytest.fixture
def api(folder: Path) -> Iterator[Served]:
    """Return a running service of a single user."""
    with served(folder) as running:
        yield running


@dataclass(frozen=True)
class Installed:
    """A running ``codementor serve``."""

    url: str
    said: str
    """On stderr, when it was ready."""
    process: subprocess.Popen[str]
    client: httpx2.Client

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal; return its exit code, and what it said since."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, said


Serve = Callable[..., AbstractContextManager[Installed]]


@pytest.fixture
def serve(folder: Path, tmp_path: Path) -> Serve:
    """Return a function that starts the installed command; it ends with its context.

    ``says``: its address, where it is quiet about it.
    """
    kept = {name: os.environ[name] for name in ("PATH", "DOCKER_HOST", "DOCKER_CONTEXT") if name in os.environ}
    home = {**kept, "HOME": str(tmp_path), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    # A greeting in words, and no line for each request: tests of the log ask for others.
    home |= {"CODEMENTOR_SERVE_LOG_FORMAT": "text", "CODEMENTOR_SERVE_LOG_LEVEL": "warning"}
    # An empty folder: programs are judged with this machine's own toolchains, and no image is unpacked for each test.
    home["CODEMENTOR_BUBBLEWRAP_IMAGES"] = str(tmp_path)

    @contextmanager
    def start(*arguments: str, says: str = "", **environment: str) -> Iterator[Installed]:
        process = subprocess.Popen(
            [COMMAND, "serve", *arguments],
            cwd=folder,
            env={**home, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            url, said = (says, "") if says else _ready(process)
            _wait_for_listener(url, process)
            with httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
                yield Installed(url, said, process, client)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()

    return start


def _ready(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Return the address of a server, and what it said up to the request to try."""
    if process.stderr is None:
        raise AssertionError("its stderr is a pipe")
    said = ""
    for text in process.stderr:
        said += text
        if text.lstrip().startswith("try:") or '"event": "listening"' in text:
            break
    found = re.search(r"http://\S+:\d+", said)
    if found is None:
        raise AssertionError(said)
    return found[0], said


def _wait_for_listener(url: str, process: subprocess.Popen[str]) -> None:
    """Return once a server takes connections."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    while process.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection((host, int(port)), PATIENCE_SECONDS):
            return
        time.sleep(0.02)
    raise AssertionError(process.communicate()[1])
