"""Live runs over HTTP: input as it is typed, output as it comes, and an end with whoever watches."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from codementor_cli.domain.challenge.limits import LIVE_LIMITS
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import SandboxFault, UserFileError
from codementor_cli.remote.address import Address
from codementor_cli.remote.link import Server
from codementor_cli.remote.live import RemoteRunner
from codementor_cli.remote.web import WebTransport
from codementor_cli.schemas.kept.judging import JOB_HEADER, RunRequest, request_body
from tests.fakes.consoles import RecordingConsole
from tests.fakes.service import PATIENCE_SECONDS, Served


def program(text: str, language: str = "python") -> Program:
    return Program(language=language, files=(SourceFile("main.py", text.encode()),), main="main.py")


@pytest.fixture
def runner(api: Served) -> Iterator[RemoteRunner]:
    address = Address(url=api.url)
    transport = WebTransport(address)
    yield RemoteRunner(Server(address=address, transport=transport))
    transport.close()


class TypingConsole:
    """A person who types the next line when the last one has come back; meets ``ports.Console``."""

    is_terminal = False

    def __init__(self, lines: list[bytes]) -> None:
        self._read, self._write = os.pipe()
        self._lines = lines
        self._source: int | None = self._read
        self.shown: list[bytes] = []
        self._type()

    def input_descriptor(self) -> int | None:
        return self._source

    def read(self) -> bytes:
        data = os.read(self._read, 65536)
        if not data:
            self._source = None
        return data

    def write(self, stderr: bool, data: bytes) -> None:
        self.shown.append(data)
        if data.endswith(b"\n"):
            self._type()

    def _type(self) -> None:
        if self._lines:
            os.write(self._write, self._lines.pop(0))
        else:
            os.close(self._write)


def test_what_is_typed_comes_back_line_by_line(runner: RemoteRunner) -> None:
    console = TypingConsole([b"one\n", b"two\n", b"three\n"])
    compilation, execution = runner.run_live(program("echo"), (), LIVE_LIMITS, console)

    assert compilation is None
    assert execution is not None
    assert execution.exit_code == 0
    assert b"".join(console.shown) == b"one\ntwo\nthree\n"
    assert len(console.shown) == 3


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_piped_input_comes_back_whole(runner: RemoteRunner, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    console = PipedConsole(data)
    runner.run_live(program("echo"), (), LIVE_LIMITS, console)

    assert bytes(console.stdout) == data


class PipedConsole(RecordingConsole):
    """As ``RecordingConsole``, for input that no pipe holds at once."""

    def __init__(self, data: bytes) -> None:
        super().__init__(b"x")
        self._read, write = os.pipe()
        threading.Thread(target=_fill, args=(write, data), daemon=True).start()


def _fill(write: int, data: bytes) -> None:
    with open(write, "wb") as stream:
        stream.write(data)


def test_stderr_is_told_from_stdout(runner: RemoteRunner) -> None:
    console = RecordingConsole()
    runner.run_live(program("say it is wrong"), (), LIVE_LIMITS, console)

    assert (bytes(console.stdout), bytes(console.stderr)) == (b"", b"it is wrong")


def test_collected_run_has_its_output_and_the_engines_name(runner: RemoteRunner) -> None:
    run = CaseRun(key=0, stdin=b"\xff\x00 some bytes")
    (compilation, execution), engine = runner.run_once(program("echo"), run, LIVE_LIMITS)

    assert (compilation, engine) == (None, "fake")
    assert execution is not None
    assert execution.stdout == run.stdin


def test_program_that_does_not_compile_has_its_messages(runner: RemoteRunner) -> None:
    compilation, execution = runner.run_live(program("broken"), (), LIVE_LIMITS, RecordingConsole())

    assert execution is None
    assert compilation is not None
    assert "does not compile" in compilation.output


def test_fault_of_the_sandbox_comes_in_its_words(runner: RemoteRunner) -> None:
    with pytest.raises(SandboxFault, match="the lane died"):
        runner.run_live(program("fault"), (), LIVE_LIMITS, RecordingConsole())


def test_unknown_language_is_the_users(runner: RemoteRunner) -> None:
    with pytest.raises(UserFileError, match="refuses this"):
        runner.run_live(program("echo", "cobol"), (), LIVE_LIMITS, RecordingConsole())


def test_client_that_leaves_ends_the_run(api: Served) -> None:
    body = request_body(RunRequest(program=program("hang"), limits=LIVE_LIMITS, input_ended=True))
    with api.client.stream("POST", "/api/execution/live", content=body) as response:
        assert response.status_code == 200
        api.sandbox.wait_for_start()

    assert api.sandbox.ended_runs.acquire(timeout=PATIENCE_SECONDS)


def test_input_for_no_run_is_not_found_and_a_gap_is_refused(api: Served) -> None:
    body = request_body(RunRequest(program=program("hang"), limits=LIVE_LIMITS))
    nowhere = api.client.post(f"/api/jobs/{'0' * 32}/input?offset=0", content=b"x")
    with api.client.stream("POST", "/api/execution/live", content=body) as response:
        path = f"/api/jobs/{response.headers[JOB_HEADER]}/input"
        first = api.client.post(f"{path}?offset=0", content=b"abc")
        again = api.client.post(f"{path}?offset=1", content=b"bcd")
        gap = api.client.post(f"{path}?offset=9", content=b"x")

    assert (nowhere.status_code, gap.status_code) == (404, 422)
    assert (first.json(), again.json()) == ({"received": 3}, {"received": 4})


def test_one_owner_has_four_live_runs_at_most(api: Served) -> None:
    body = request_body(RunRequest(program=program("hang"), limits=LIVE_LIMITS, input_ended=True))
    streams = [api.client.stream("POST", "/api/execution/live", content=body) for _ in range(5)]
    statuses = [each.__enter__().status_code for each in streams]
    for each in streams:
        each.__exit__(None, None, None)

    assert statuses == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"program": 1e999}', b"\xff", b"[" * 100_000])
def test_body_that_is_no_run_is_refused(api: Served, body: bytes) -> None:
    assert api.client.post("/api/execution/live", content=body).status_code == 422
