"""A server as a process that outlives whoever starts it, in a folder of its own, and that can be killed."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

READY_SECONDS = 180
"""RabbitMQ needs 8 on a quiet machine, and 44 were seen after a kill on a busy one."""


class ServerFault(Exception):
    """A server cannot be started; its log says why."""


class Server:
    """One server. Its folder keeps ports, password, data and log from one start to the next."""

    name = ""
    port_names: tuple[str, ...] = ("port",)
    end_signal = signal.SIGTERM
    """Ends it in good order, whoever is connected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start the server, and return once it answers; whatever is left of an earlier start is killed first."""
        self.kill()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)  # the server's user passes through
        self._launch()
        end = time.monotonic() + READY_SECONDS
        while not self.answers():
            if self._processes[-1].poll() is not None or time.monotonic() > end:
                self.kill()
                raise ServerFault(f"{self.name} does not start. The end of {self.log}:\n{self._end_of_log()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether the server runs and takes connections."""
        raise NotImplementedError

    def _launch(self) -> None:
        raise NotImplementedError

    def kill(self) -> None:
        """Kill all processes of the server with SIGKILL, and return once they are gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server in good order."""
        self._end(self.end_signal)

    def _end(self, number: int) -> None:
        pids = [each for root in self.roots() for each in (root, *_below(root))]
        for pid in pids if number == signal.SIGKILL else self.roots():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        for process in self._processes:
            process.wait()
        while any(_lives(pid) for pid in pids):
            time.sleep(0.01)
        self._processes.clear()
        self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pids"

    def roots(self) -> tuple[int, ...]:
        """Return the processes that were started, by this process or another, and that still are this server's."""
        if not self._pid_file.exists():
            return ()
        pids = [int(word) for word in self._pid_file.read_text().split()]
        return tuple(pid for pid in pids if str(self.folder).encode() in _command_line(pid))

    def _spawn(self, arguments: Sequence[str], environment: Mapping[str, str], **how: Any) -> None:
        """Start a process in a session of its own; its command line must name the folder."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment},
                cwd=self.folder,
                start_new_session=True,
                **how,
            )
        self._processes.append(process)
        with self._pid_file.open("a") as file:
            file.write(f"{process.pid}\n")

    @property
    def kept(self) -> Mapping[str, Any]:
        """Return the ports and the password, which are drawn once."""
        path = self.folder / "kept.json"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            drawn = {"password": secrets.token_hex(16), **free_ports(self.port_names)}
            path.write_text(json.dumps(drawn), encoding="utf-8")
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""


def free_ports(names: Sequence[str]) -> dict[str, int]:
    """Return a port of loopback for each name, that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    try:
        return {name: each.getsockname()[1] for name, each in zip(names, sockets, strict=True)}
    finally:
        for each in sockets:
            each.close()


def _command_line(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _lives(pid: int) -> bool:
    """Tell whether a process is there and more than an exit code that nobody asked for yet."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and theirs."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))
