"""The server of one user: other users' processes are not answered, and nobody keeps it alive by being away."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from codementor_cli.api.operations import local_server
from codementor_cli.api.operations.local_server import local_server_of
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.files.own_socket import SocketTakenError, is_own_peer, own_socket
from codementor_cli.remote import sockets
from codementor_cli.remote.fallback import JudgeNearby
from codementor_cli.remote.faults import NotThereError
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.engines import MoreLanguages
from tests.fakes.judge_requests import echo_request
from tests.fakes.judge_server import socket_client
from tests.fakes.progress import RecordingProgress
from tests.fakes.sandbox import FakeSandbox, printing
from tests.fakes.service import PATIENCE_SECONDS, Served


@contextmanager
def serving(api: Served, path: Path, idle_seconds: float = 600) -> Iterator[threading.Thread]:
    """Answer on a socket too, until it is idle or the context ends."""
    server = local_server_of(api.service, idle_seconds)
    with own_socket(path) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield thread
        finally:
            server.stop()
            thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir(mode=0o700)
    return tmp_path / "own" / "judge.sock"


def test_own_command_is_judged(api: Served, path: Path) -> None:
    with serving(api, path):
        judge = socket_client(path, token="")
        judgement = judge.judge(echo_request(), RecordingProgress())

        assert judge.name == "fake"
    assert judgement.total_count == 3
    assert len(api.sandbox.sessions) == 1


def test_process_of_another_user_is_not_answered(api: Served, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "is_own_peer", lambda _connection: False)
    with serving(api, path), socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(path))
        said = b""
        with suppress(ConnectionError):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            said = connection.recv(100)

    assert said == b""


def test_server_of_another_user_is_none(api: Served, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "is_own_peer", lambda _connection: False)
    with serving(api, path), pytest.raises(NotThereError, match="is a process of another user"):
        socket_client(path).judge(echo_request(), RecordingProgress())

    assert api.sandbox.sessions == []


def test_it_ends_when_nobody_asks(api: Served, path: Path) -> None:
    with serving(api, path, idle_seconds=0.2) as thread:
        thread.join(PATIENCE_SECONDS)

        assert not thread.is_alive()


def test_two_servers_do_not_share_a_socket(path: Path) -> None:
    with own_socket(path), pytest.raises(SocketTakenError), own_socket(path):
        pass

    assert not path.exists()


def test_socket_in_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    with pytest.raises(PermissionError), own_socket(tmp_path / "judge.sock"):
        pass


def test_kernel_names_the_user_at_the_other_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert is_own_peer(ours)


def test_kernel_names_another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with ours, theirs:
        assert not is_own_peer(ours)


def test_without_a_server_this_process_judges_and_says_so_once(path: Path) -> None:
    notes: list[str] = []
    here = JudgeService(FakeSandbox(lambda _program, run: printing(run.stdin)), MoreLanguages())
    judge = JudgeNearby(socket_client(path), lambda: here, notes.append)

    verdicts = [judge.judge(echo_request(), RecordingProgress()).verdict for _ in range(2)]

    assert verdicts == [Verdict.AC, Verdict.AC]
    assert len(notes) == 1
    assert "nothing listens there. This command judges without it." in notes[0]
