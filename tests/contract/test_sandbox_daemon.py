"""A Docker daemon that goes away, as it does when it is restarted: seen through a socket that can be cut."""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docker
import pytest

from codementor_cli.cli.failures import exit_code
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.docker import Daemon, DockerSandbox, owner
from codementor_cli.sandbox.docker.daemon import DEFAULT_SOCKET
from codementor_cli.sandbox.docker.sdk_daemon import SdkDaemon
from codementor_cli.sandbox.docker.socket_daemon import SocketDaemon
from tests.fakes.engines import MoreLanguages, image_of, once, program, wait_until, what_is_left

_SLOW = program("python", "import time\nprint('begun', flush=True)\ntime.sleep(20)\n")


class Cable:
    """A socket that leads to the daemon's until it is cut."""

    def __init__(self, path: Path, target: str) -> None:
        self._target = target
        self._ends: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and take no more."""
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                self._ends += [near, far]
                far.connect(self._target)
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


def by_socket(path: Path) -> Daemon:
    """Return the way to a daemon of this machine."""
    return SocketDaemon(str(path))


def by_sdk(path: Path) -> Daemon:
    """Return the way to any other."""
    return SdkDaemon(docker.DockerClient(base_url=f"unix://{path}"))


def lose_the_daemon(socket_path: Path, way: Callable[[Path], Daemon]) -> SandboxFault:
    """Cut the daemon off while a program runs; return what the session says, once the lane is gone."""
    real = SocketDaemon(DEFAULT_SOCKET)
    cable = Cable(socket_path, DEFAULT_SOCKET)

    def lanes() -> list[str]:
        found = real.lanes(owner.LANE)
        return [lane["Id"] for lane in found if lane["Labels"][owner.OWNER].startswith(f"{os.getpid()}:")]

    daemon = way(socket_path)
    sandbox = DockerSandbox(MoreLanguages(), image_of, daemon_factory=lambda: daemon)
    with sandbox.open(_SLOW, Limits(wall_time_seconds=30), 1) as session:
        session.compilation()
        reports = session.run([CaseRun(key=0)])
        threading.Thread(target=cable.cut, daemon=True).start()
        with pytest.raises(SandboxFault) as caught:
            next(reports)
    wait_until(lambda: not lanes(), "the daemon has ended the lane whose host it lost")
    return caught.value.with_traceback(None)


@pytest.mark.parametrize("way", [by_socket, by_sdk])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_daemon_that_goes_away_in_mid_run_is_our_fault_and_leaves_no_lane(
    tmp_path: Path, way: Callable[[Path], Daemon]
) -> None:
    fault = lose_the_daemon(tmp_path / "docker.sock", way)
    assert exit_code(fault) == 4
    assert fault.next_step
    fault.__cause__ = fault.__context__ = None
    gc.collect()  # the SDK forgets to close what it could not connect


@pytest.mark.parametrize("way", [by_socket, by_sdk])
def test_either_way_to_the_daemon_judges_and_leaves_nothing(tmp_path: Path, way: Callable[[Path], Daemon]) -> None:
    cable = Cable(tmp_path / "docker.sock", DEFAULT_SOCKET)
    daemon = way(tmp_path / "docker.sock")
    sandbox = DockerSandbox(MoreLanguages(), image_of, daemon_factory=lambda: daemon)

    assert once(sandbox, program("python", "print(input())"), b"hello\n").stdout == b"hello\n"

    wait_until(lambda: not what_is_left(), "the lane is gone")
    cable.cut()


def test_the_stamp_of_docker_lanes_is_their_images_and_changes_with_the_tag() -> None:
    daemon = SocketDaemon(DEFAULT_SOCKET)
    languages = MoreLanguages()
    sandbox = DockerSandbox(languages, image_of, daemon_factory=lambda: daemon)
    stamps = {sandbox.stamp(languages.get(name)) for name in ("python", "python", "c")}
    assert len(stamps) == 2
    assert sandbox.stamp(languages.get("python")) == daemon.image_id(image_of(languages.get("python")))


@pytest.mark.parametrize("way", [by_socket, by_sdk])
def test_either_way_says_which_image_is_missing_and_how_to_build_it(
    tmp_path: Path, way: Callable[[Path], Daemon]
) -> None:
    cable = Cable(tmp_path / "docker.sock", DEFAULT_SOCKET)
    daemon = way(tmp_path / "docker.sock")
    sandbox = DockerSandbox(MoreLanguages(), lambda _: "codementor/none:none", daemon_factory=lambda: daemon)

    assert daemon.image_id("codementor/none:none") is None
    with pytest.raises(SandboxFault, match="The image is missing: No such image: codementor/none:none") as caught:
        once(sandbox, program("python", "print(1)"))
    assert "codementor images build" in caught.value.next_step
    cable.cut()
