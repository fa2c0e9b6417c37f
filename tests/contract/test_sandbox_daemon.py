"""A Docker daemon that goes away, as it does when it is restarted: seen through a socket that can be cut."""

from __future__ import annotations

import gc
import os
import socket
import threading
from contextlib import closing, suppress
from pathlib import Path

import docker
import pytest

from codementor_cli.domain.execution import CaseRun
from codementor_cli.domain.limits import Limits
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.docker import DockerSandbox, connect, owner
from tests.fakes.engines import MoreLanguages, image_of, program, wait_until

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


def lose_the_daemon(socket_path: Path) -> SandboxFault:
    """Cut the daemon off while a program runs; return what the session says, once the lane is gone."""
    with closing(connect()) as real:
        adapter = real.api._custom_adapter  # type: ignore[attr-defined]  # the SDK says it nowhere else
        cable = Cable(socket_path, adapter.socket_path)

        def lanes() -> list[str]:
            found = real.api.containers(all=True, filters={"label": owner.LANE})
            return [lane["Id"] for lane in found if lane["Labels"][owner.OWNER].startswith(f"{os.getpid()}:")]

        with closing(docker.DockerClient(base_url=f"unix://{socket_path}")) as client:
            sandbox = DockerSandbox(MoreLanguages(), image_of, client_factory=lambda: client)
            with sandbox.open(_SLOW, Limits(wall_time_seconds=30), 1) as session:
                session.compilation()
                reports = session.run([CaseRun(key=0)])
                threading.Thread(target=cable.cut, daemon=True).start()
                with pytest.raises(SandboxFault) as caught:
                    next(reports)
        wait_until(lambda: not lanes(), "the daemon has ended the lane whose host it lost")
        return caught.value.with_traceback(None)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_daemon_that_goes_away_in_mid_run_is_our_fault_and_leaves_no_lane(tmp_path: Path) -> None:
    fault = lose_the_daemon(tmp_path / "docker.sock")
    assert fault.exit_code == 4
    assert fault.next_step
    fault.__cause__ = fault.__context__ = None
    gc.collect()  # the SDK forgets to close what it could not connect
