"""Commands that start in a warm interpreter: for tests of what a command does, not of how it starts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.fakes import warm_server

PATIENCE_SECONDS = 120.0
"""After so long, a command that has not ended is ended, and its test fails."""
LOCALE = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ", "ANTHROPIC_LOG")
"""How the variables begin that an interpreter, or a package, reads when it starts."""


def is_startable(environment: Mapping[str, str]) -> bool:
    """Whether an interpreter that runs already can stand for one that is started in an environment."""
    read = {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}
    return read == LOCALE


class WarmCommands:
    """A process that forks a command whenever it is asked."""

    def __init__(self, command: str) -> None:
        """Start it.

        Args:
            command: The path of the installed command.
        """
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [sys.executable, warm_server.__file__, str(theirs.fileno()), command]
        environment = {**LOCALE, "PATH": os.environ["PATH"]}
        # Pipes, as each command has: what Python learns of a stream when it starts must hold for them.
        self._process = subprocess.Popen(
            words,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        theirs.close()
        if self._ours.recv(16) != b"ready":
            _, err = self._process.communicate()
            raise AssertionError(err.decode())

    def close(self) -> None:
        """End it."""
        self._ours.close()
        self._process.communicate()

    def run(
        self, words: Sequence[str | bytes], folder: Path, environment: Mapping[str, str], stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command with pipes for its streams, and return what it did.

        Raises:
            AssertionError: It does not end.
        """
        with ExitStack() as files, ThreadPoolExecutor(3) as pool:
            asker, theirs = socket.socketpair()
            files.enter_context(asker)
            asker.settimeout(PATIENCE_SECONDS)
            (their_in, ours_in), (ours_out, their_out), (ours_err, their_err) = (os.pipe() for _ in range(3))
            passed = [theirs.detach(), their_in, their_out, their_err]
            socket.send_fds(self._ours, [b"x"], passed)
            for file in passed:
                os.close(file)
            request = {
                "words": [os.fsdecode(word) for word in words],
                "folder": str(folder),
                "environment": dict(environment),
            }
            written = json.dumps(request).encode()
            asker.sendall(len(written).to_bytes(4) + written)
            pool.submit(_write, ours_in, stdin)
            out, err = pool.submit(_read, ours_out), pool.submit(_read, ours_err)
            try:
                code = int(asker.recv(16))
            except TimeoutError as error:
                asker.close()  # which ends it
                said = (out.result() + err.result()).decode()
                raise AssertionError(f"{words} did not end in {PATIENCE_SECONDS:g} s, and said: {said}") from error
            return subprocess.CompletedProcess(words, code, out.result(), err.result())


def _write(file: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(file, "wb") as stream:  # a pipe
        stream.write(data)  # a command need not read it


def _read(file: int) -> bytes:
    with open(file, "rb") as stream:  # a pipe
        return stream.read()
