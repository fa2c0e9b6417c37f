"""What ``bench.chaos`` counts as wrong, and when its clients ask again; what it kills is no test's business here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from bench.chaos.clients import Clients, asking, submissions
from bench.chaos.machines import Command, Kind, _local_ports
from bench.chaos.run import Run, _wrong_answers, _wrong_records, each_kind_once
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.practice.submission import Submission
from tests.fakes.submissions import submission


def recorded(code: str, verdict: str) -> Submission:
    kept = submission()
    program = Program(language="python", files=(SourceFile("main.py", code.encode()),), main="main.py")
    return replace(kept, program=program, judgement=replace(kept.judgement, verdict=verdict))  # type: ignore[arg-type]


def test_each_third_submission_is_wrong_and_owners_take_turns() -> None:
    made = submissions(6, 4)
    assert [each.verdict for each in made] == ["AC", "AC", "WA", "AC", "AC", "WA"]
    assert [each.owner for each in made] == [f"owner-{number}" for number in (0, 1, 2, 3, 0, 1)]
    assert len({each.code for each in made}) == 6


def test_records_that_are_missing_twice_there_wrong_or_strange_are_named() -> None:
    asked = submissions(3, 1)
    right = [recorded(each.code, each.verdict) for each in asked]
    assert _wrong_records(right, asked) == []
    assert _wrong_records(right[1:], asked) == ["0 records of 'print(first + second)  # 0'"]
    assert _wrong_records([*right, right[0]], asked) == ["2 records of 'print(first + second)  # 0'"]
    wrong = [recorded(asked[0].code, "TLE"), *right[1:]]
    assert _wrong_records(wrong, asked) == ["'print(first + second)  # 0' is recorded as TLE and deserves AC"]
    assert _wrong_records([*right, recorded("x", "AC")], asked) == ["a record of a program that nobody sent: 'x'"]


def test_a_wrong_answer_is_named() -> None:
    assert _wrong_answers(Clients([], "", {0: "AC", 1: "WA"}), submissions(3, 1)) == [
        "1 was answered WA and deserves AC"
    ]


class Answers:
    """Answers one request after the other, and remembers the keys."""

    def __init__(self, *answers: Response) -> None:
        self._answers: Iterator[Response] = iter(answers)
        self.keys: list[str] = []

    def __call__(self, request: Request) -> Response:
        self.keys.append(request.headers["Idempotency-Key"])
        return next(self._answers)


def done(httpserver: HTTPServer, *answers: Response) -> tuple[Clients, Answers]:
    said = Answers(*answers)
    httpserver.expect_request("/api/execution/validate").respond_with_handler(said)
    clients = Clients([httpserver.url_for("").rstrip("/")], "token")
    with asking(clients, submissions(1, 1), 1):
        assert clients.wait_for(1, 60)
    return clients, said


def test_a_request_is_sent_again_under_its_key_until_it_is_answered(httpserver: HTTPServer) -> None:
    busy = (Response(status=503), Response(status=429), Response(status=202))
    clients, said = done(httpserver, *busy, Response('{"verdict": "AC"}'))
    assert said.keys == ["k0-0"] * 4
    assert (clients.answers, clients.gave_up, clients.strange) == ({0: "AC"}, [], [])


def test_a_job_that_failed_is_sent_again_under_another_key(httpserver: HTTPServer) -> None:
    failed = Response("given up", status=503, headers={"Idempotency-Replayed": "true"})
    clients, said = done(httpserver, failed, Response('{"verdict": "AC"}'))
    assert said.keys == ["k0-0", "k0-1"]
    assert clients.gave_up == [(0, "given up")]


def test_an_answer_that_no_client_should_get_ends_the_run(httpserver: HTTPServer) -> None:
    clients, _ = done(httpserver, Response("a bug", status=500))
    assert clients.strange == ["0: 500: a bug"]


class FewMachines:
    """Has no dispatcher the first time."""

    def __init__(self) -> None:
        self.killed: list[Kind] = []
        self.has_dispatcher = False

    def kill(self, kind: Kind, draw: Random) -> bool:
        if kind is Kind.DISPATCHER and not self.has_dispatcher:
            self.has_dispatcher = True
            return False
        self.killed.append(kind)
        return True


def test_each_kind_is_killed_once_and_waited_for_where_none_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    machines, clients = FewMachines(), Clients([], "")
    monkeypatch.setattr(clients, "wait_for", lambda *_: True)
    this = Run(machines, submissions(3, 1), clients, Random(1))  # type: ignore[arg-type]
    each_kind_once([Kind.CHILD, Kind.DISPATCHER], 1)(this)
    assert machines.killed == [Kind.CHILD, Kind.DISPATCHER]
    assert this.kills == {Kind.CHILD: 1, Kind.DISPATCHER: 1}


def test_whose_connection_it_is_follows_from_its_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as near:
        assert near.getsockname()[1] in _local_ports(os.getpid())
    assert _local_ports(1 << 30) == set()


def test_a_command_is_up_once_it_said_so_since_its_last_start(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text('{"event": "listening"}\n')
    command = Command(("--version",), dict(os.environ), tmp_path, log, "listening")
    assert command.is_up()
    command.start()
    command.kill()
    assert not command.is_up()


def test_children_of_a_command_are_its_own(tmp_path: Path) -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'], stdin=0)"
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
    command = Command((), {}, tmp_path, tmp_path, "up", process)
    while not (children := command.children()):
        assert process.poll() is None
    assert len(children) == 1
    process.communicate(b"\n")
    assert command.children() == []
