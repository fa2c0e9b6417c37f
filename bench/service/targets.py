"""What judges: a server over HTTP, or its lanes without it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from bench.measure import BIN, clean_environment, say
from codementor_cli.bootstrap import Application, core_count
from codementor_cli.bootstrap.warm import warm_sandbox
from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.settings import load_settings
from tests.fakes.progress import RecordingProgress

CASES = 10
SOURCE = "a, b = map(int, input().split())\nprint(a + b)\n"
_START_SECONDS = 600.0
_RETRY_STATUSES = (429, 503)


class Target(Protocol):
    """What judges."""

    @property
    def process(self) -> int:
        """The process id of the server."""

    def judge(self, number: int) -> bool:
        """Judge one program, and return whether the verdict is right. Threads share it."""


class HttpTarget:
    """A server, asked over one kept connection a thread."""

    def __init__(self, url: str, process: int) -> None:
        self.process = process
        self._address = urlsplit(url).netloc
        self._local = threading.local()

    def judge(self, number: int) -> bool:
        """Meet ``Target``."""
        cases = [{"input": f"{case} {number}\n", "expected": f"{case + number}\n"} for case in range(CASES)]
        body = json.dumps({"language": "python", "code": _source(number), "testCases": cases})
        while True:
            status, answer = self._post("/api/execution/test", body)
            if status not in _RETRY_STATUSES:
                break
            time.sleep(1.0)
        if status != 200:
            say(f"HTTP {status}: {answer[:300]!r}")
            return False
        return bool(json.loads(answer)["passedTests"] == CASES)

    def _post(self, path: str, body: str) -> tuple[int, bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = HTTPConnection(self._address, timeout=120)
        connection.request("POST", path, body, {"Content-Type": "application/json", "Prefer": "wait=60"})
        response = connection.getresponse()
        return response.status, response.read()


class DirectTarget:
    """The lanes of a server in this process, as many programs at a time as there are cores."""

    def __init__(self, app: Application) -> None:
        self.process = os.getpid()
        self.sandbox = warm_sandbox(app, _report)
        self._judge = app.judge_on(self.sandbox)
        self._workers = ThreadPoolExecutor(core_count())

    def judge(self, number: int) -> bool:
        """Meet ``Target``."""
        return self._workers.submit(self._judged, number).result()

    def close(self) -> None:
        """End all lanes."""
        self._workers.shutdown()
        self.sandbox.close()

    def _judged(self, number: int) -> bool:
        tests = tuple(
            TestCase(name=f"case {case}", input=b"%d %d\n" % (case, number), expected=b"%d\n" % (case + number))
            for case in range(CASES)
        )
        program = Program(language="python", files=(SourceFile("main.py", _source(number).encode()),), main="main.py")
        request = JudgeRequest(suite=TestSuite(tests=tests), program=program, limits=Limits(), lane_count=core_count())
        return self._judge.judge(request, RecordingProgress()).verdict is Verdict.AC


@contextmanager
def opened(options: argparse.Namespace, folder: Path) -> Iterator[Target]:
    """Yield what judges; at the end it is stopped."""
    images = options.images or folder / "images"
    if options.sandbox == "bubblewrap":
        command = [str(BIN / "codementor"), "images", "unpack", str(images), "python"]
        subprocess.run(command, env=clean_environment(), stdout=sys.stderr, check=True)
    variables = {"CODEMENTOR_SANDBOX": options.sandbox, "CODEMENTOR_BUBBLEWRAP_IMAGES": str(images)}
    if not options.direct:
        with _server(folder, variables) as target:
            yield target
        return
    with Application(load_settings({}, variables, folder)) as app, closing(DirectTarget(app)) as direct:
        yield direct


@contextmanager
def _server(folder: Path, variables: dict[str, str]) -> Iterator[HttpTarget]:
    """Yield a server that listens; its log goes to a file in the folder."""
    environment = clean_environment() | variables | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    command = [str(BIN / "codementor"), "serve", "--port", "0", "--log-format", "json"]
    log = folder / "serve.log"
    with log.open("wb") as stderr, subprocess.Popen(command, cwd=folder, env=environment, stderr=stderr) as process:
        try:
            yield HttpTarget(_url(log, process), process.pid)
        finally:
            process.terminate()


def _url(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Return where the server listens, once it says so."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        for line in log.read_text().splitlines():
            if '"url"' in line and line.endswith("}"):
                return str(json.loads(line)["url"])
        time.sleep(0.05)
    raise SystemExit(f"codementor serve did not start: {log.read_text()[-1000:]}")


def _report(line: str) -> None:
    if line:
        say(line)


def _source(number: int) -> str:
    return f"{SOURCE}# {number}\n"
