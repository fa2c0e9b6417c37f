"""The daemon over its socket: a listener that answers as it is told stands in for it."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.docker.connection import calls, find_daemon
from codementor_cli.sandbox.docker.daemon import DaemonError, local_socket
from codementor_cli.sandbox.docker.socket_daemon import SocketDaemon

PING = b"HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\n\r\nOK"


class Listener:
    """Answers each connection with the next of the answers, in pieces of a byte, and keeps the requests."""

    def __init__(self, path: Path, *answers: bytes) -> None:
        self.requests: list[bytes] = []
        self._answers = answers
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with self._socket:
            for answer in self._answers:
                connection, _ = self._socket.accept()
                with connection:
                    self.requests.append(self._request(connection))
                    for index in range(len(answer)):
                        connection.sendall(answer[index : index + 1])

    @staticmethod
    def _request(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(4096)
        head, _, body = data.partition(b"\r\n\r\n")
        size = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-L")), 0)
        while len(body) < size:
            body += connection.recv(4096)
        return head + b"\r\n\r\n" + body

    def join(self) -> None:
        self._thread.join(10)


def daemon(path: Path, *answers: bytes) -> tuple[SocketDaemon, Listener]:
    listener = Listener(path, PING, *answers)
    return SocketDaemon(str(path)), listener


def test_requests_are_made_in_the_daemons_own_version(tmp_path: Path) -> None:
    asked, listener = daemon(tmp_path / "s", b'HTTP/1.0 201 Created\r\n\r\n{"Id": "abc"}')
    assert asked.create({"Image": "é"}) == "abc"
    listener.join()
    head, _, body = listener.requests[1].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1.41/containers/create HTTP/1.0\r\n")
    assert json.loads(body) == {"Image": "é"}


@pytest.mark.parametrize(
    ("said", "spoken"),
    [(b"1.99", b"/v1.47/"), (b"1.24", b"/v1.24/"), (b"", b"/"), (b"two.1", b"/"), (b"2.0", b"/v1.47/")],
)
def test_version_is_the_older_of_both_and_none_where_the_daemon_names_none(
    tmp_path: Path, said: bytes, spoken: bytes
) -> None:
    listener = Listener(tmp_path / "s", PING.replace(b"1.41", said), b"HTTP/1.0 204 No Content\r\n\r\n")
    SocketDaemon(str(tmp_path / "s")).start("abc")
    listener.join()
    assert listener.requests[1].startswith(b"POST " + spoken + b"containers/abc/start ")


def test_refusal_carries_status_and_words(tmp_path: Path) -> None:
    asked, _ = daemon(tmp_path / "s", b'HTTP/1.0 409 Conflict\r\n\r\n{"message": "in use"}')
    with pytest.raises(DaemonError, match="in use") as caught:
        asked.start("abc")
    assert caught.value.status == 409


@pytest.mark.parametrize("status", [b"404 Not Found", b"409 Conflict"])
def test_removing_what_is_gone_or_going_is_well(tmp_path: Path, status: bytes) -> None:
    asked, _ = daemon(tmp_path / "s", b"HTTP/1.0 " + status + b"\r\n\r\n{}")
    asked.remove("abc")


def test_removing_that_fails_is_told(tmp_path: Path) -> None:
    asked, _ = daemon(tmp_path / "s", b"HTTP/1.0 500 Oh\r\n\r\nno json")
    with pytest.raises(DaemonError, match="no json"):
        asked.remove("abc")


def test_image_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    asked, listener = daemon(
        tmp_path / "s",
        b'HTTP/1.0 404 Not Found\r\n\r\n{"message": "No such image: a/b:c"}',
        b'HTTP/1.0 200 OK\r\n\r\n{"Id": "sha256:1"}',
    )
    assert asked.image_id("a/b:c\r\nHost: x") is None
    assert asked.image_id("a/b:c") == "sha256:1"
    listener.join()
    assert listener.requests[1].startswith(b"GET /v1.41/images/a/b:c%0D%0AHost:%20x/json HTTP/1.0\r\n")


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.0 200", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 \r\n\r\n", b"HTTP/1.0 201 Created\r\n\r\n{"]
)
def test_answer_that_is_no_daemons_is_a_fault_of_the_sandbox(tmp_path: Path, answer: bytes) -> None:
    asked, _ = daemon(tmp_path / "s", answer)
    with (
        pytest.raises(SandboxFault, match=r"^Docker failed to start a container: ") as caught,
        calls("start a container"),
    ):
        asked.create({})
    assert caught.value.next_step == "Run `codementor doctor` to see why."


def test_attached_stream_begins_with_what_came_with_the_answer(tmp_path: Path) -> None:
    frame = b"\x01\0\0\0\0\0\0\x02hi"
    asked, listener = daemon(tmp_path / "s", b"HTTP/1.1 101 UPGRADED\r\n\r\n" + frame)
    stream = asked.attach("abc")
    listener.join()
    data = b""
    while (piece := stream.receive()) != b"":  # everything has come: None is a piece of a frame
        data += piece or b""
    assert data == b"hi"
    stream.release()


def test_refused_attaching_is_told(tmp_path: Path) -> None:
    asked, _ = daemon(tmp_path / "s", b'HTTP/1.1 400 Bad\r\n\r\n{"message": "cannot attach"}')
    with pytest.raises(DaemonError, match="cannot attach"):
        asked.attach("abc")


def test_events_are_a_line_each(tmp_path: Path) -> None:
    asked, _ = daemon(tmp_path / "s", b'HTTP/1.0 200 OK\r\n\r\n{"time": 1}\n{"time": 2}\n')
    assert [event["time"] for event in asked.events("abc", "oom", 0, 9)] == [1, 2]


def test_nobody_who_listens_is_said_with_the_commands_that_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none")
    with pytest.raises(SandboxFault, match="there is no socket") as caught:
        find_daemon()
    assert "sudo systemctl start docker" in caught.value.next_step


class TestWhichSocket:
    """The settings of Docker's own client, read as it reads them."""

    def test_none_set_is_the_usual_one(self, tmp_path: Path) -> None:
        assert local_socket({"HOME": str(tmp_path)}) == "/var/run/docker.sock"

    @pytest.mark.parametrize(
        ("host", "path"),
        [("unix:///run/user/1/docker.sock", "/run/user/1/docker.sock"), ("tcp://h:2376", None), ("ssh://h", None)],
    )
    def test_docker_host_is_followed_and_only_sockets_are_ours(self, host: str, path: str | None) -> None:
        assert local_socket({"DOCKER_HOST": host}) == path

    @pytest.mark.parametrize("name", ["DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"])
    def test_tls_is_left_to_the_sdk(self, name: str) -> None:
        assert local_socket({"DOCKER_HOST": "unix:///s", name: "1"}) is None

    def test_context_of_the_users_is_left_to_the_sdk(self, tmp_path: Path) -> None:
        (tmp_path / ".docker").mkdir()
        (tmp_path / ".docker" / "config.json").write_text('{"currentContext": "lab"}')
        assert local_socket({"HOME": str(tmp_path)}) is None
        assert local_socket({"HOME": str(tmp_path), "DOCKER_CONTEXT": "default"}) is not None
        assert local_socket({"DOCKER_CONFIG": str(tmp_path / ".docker")}) is None

    @pytest.mark.parametrize("content", ["", "[]", "{", '{"currentContext": null}', '{"currentContext": "default"}'])
    def test_configuration_that_names_no_context_is_the_usual_socket(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "config.json").write_text(content)
        assert local_socket({"DOCKER_CONFIG": str(tmp_path)}) == "/var/run/docker.sock"
