"""However a connection is cut, a program is judged once, and its judgement arrives whole."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.ports import Judge
from codementor_cli.remote import retry
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.cutting_proxy import CuttingProxy, cutting_proxy
from tests.fakes.engines import MoreLanguages
from tests.fakes.judge_requests import echo_request
from tests.fakes.judge_server import FakeJudgeServer, socket_client, socket_server, web_client, web_server
from tests.fakes.progress import RecordingProgress
from tests.fakes.sandbox import FakeSandbox, printing

WEB, SOCKET = "over HTTP", "over a socket"
STEP = 5
"""Every so many bytes: a prime, so that cuts fall on all places of a line."""


class Cut:
    def __init__(self, judge: Judge, server: FakeJudgeServer, proxy: CuttingProxy) -> None:
        self.judge = judge
        self.server = server
        self.proxy = proxy


@pytest.fixture(params=[WEB, SOCKET])
def cut(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cut]:
    monkeypatch.setattr(retry, "_FIRST_SECONDS", 0.0)
    compilation = Compilation(success=True, output="", wall_seconds=0.1)
    sandbox = FakeSandbox(lambda _program, run: printing(run.stdin), lambda _program: compilation)
    server = FakeJudgeServer(JudgeService(sandbox, MoreLanguages()))
    with ExitStack() as stack:
        if request.param == WEB:
            port = stack.enter_context(web_server(server))
            listener = socket.create_server(("127.0.0.1", 0))
            proxy = stack.enter_context(cutting_proxy(listener, lambda: socket.create_connection(("127.0.0.1", port))))
            judge = stack.enter_context(web_client(listener.getsockname()[1]))
        else:
            path, near = stack.enter_context(socket_server(server, tmp_path / "far.sock")), tmp_path / "near.sock"
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(near))
            listener.listen()
            proxy = stack.enter_context(cutting_proxy(listener, lambda: _reached(path)))
            judge = socket_client(near)
        yield Cut(judge, server, proxy)


def _reached(path: Path) -> socket.socket:
    found = socket.socket(socket.AF_UNIX)
    found.connect(str(path))
    return found


@pytest.mark.parametrize("direction", ["asked", "answered"])
def test_cut_at_any_byte_gives_one_job_and_the_right_judgement(cut: Cut, direction: str) -> None:
    positions, judged = 0, True
    while judged:
        cut.server.jobs.clear()
        cut.proxy.cut_once(**{direction: positions})
        progress = RecordingProgress()
        judgement = cut.judge.judge(echo_request(), progress)

        place = f"cut after {positions} bytes"
        assert (judgement.verdict, judgement.passed_count) == (Verdict.AC, 3), place
        assert tuple(progress.results) == judgement.results, place
        assert len(progress.compilations) == 1, place
        assert len(cut.server.jobs) == 1, place
        judged = cut.proxy.connection_count > 1
        positions += STEP

    assert positions > 500
