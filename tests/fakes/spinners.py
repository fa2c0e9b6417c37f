"""A busy machine: processes that spin, each in a session of its own, some of them in containers.

The kernel gives each session one share of the cores (autogroups): many spinners in one session would take no more from
a judging than one does. Every spinner ends with the process that started it, for its stdin is then at its end, and has
a hard stop besides.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from docker.errors import APIError

from codementor_cli.sandbox.docker import connect

HARD_STOP_SECONDS = 20 * 60
"""How long a spinner spins at most."""
SPINNERS_A_CORE = 24
LABEL = "codementor.bench.spinner"
"""Of the containers: not a lane's label, for they are none of codementor's."""
_SPIN = """\
import os, select, signal, sys
signal.signal(signal.SIGALRM, lambda *_: os._exit(0))  # the first process of a container ignores what has no handler
signal.alarm(int(sys.argv[1]))
print("spinning", flush=True)
while not select.select([0], [], [], 0)[0]:
    for _ in range(1_000_000):
        pass
"""


class Spinners:
    """What spins now."""

    def __init__(self, processes: list[subprocess.Popen[bytes]], containers: list[str]) -> None:
        self._processes = processes
        self._containers = containers

    def __len__(self) -> int:
        return len(self._processes) + len(self._containers)

    @property
    def group_count(self) -> int:
        """How many shares of the cores those outside of containers have: one a session."""
        return len({_group(each.pid) for each in self._processes if each.poll() is None})

    @property
    def container_count(self) -> int:
        """How many are in a container, each in its own."""
        return len(self._containers)

    @property
    def ended_count(self) -> int:
        """How many spin no more: the load was lighter than it should have been."""
        ended = sum(each.poll() is not None for each in self._processes)
        if not self._containers:
            return ended
        with closing(connect()) as client:
            running = {each["Id"] for each in client.api.containers(filters={"label": f"{LABEL}={os.getpid()}"})}
        return ended + len(set(self._containers) - running)


@contextmanager
def spinning(
    count: int, in_containers: int = 0, image: str = "", seconds: int = HARD_STOP_SECONDS
) -> Iterator[Spinners]:
    """Make the machine busy meanwhile; yield once every spinner spins.

    Args:
        count: Of spinners, in all.
        in_containers: How many of them are in a container, each in its own.
        image: Of these containers; it has ``python3``.
        seconds: The hard stop.
    """
    with ExitStack() as ends:
        containers = _contained(in_containers, image, seconds, ends)
        yield Spinners(_processes(count - in_containers, seconds, ends), containers)


def _processes(count: int, seconds: int, ends: ExitStack) -> list[subprocess.Popen[bytes]]:
    reading, writing = os.pipe()  # children inherit no end of it but their stdin
    ends.callback(os.close, writing)
    processes = []
    for _ in range(count):
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _SPIN, str(seconds)],
            stdin=reading,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        ends.callback(_end, process)
        processes.append(process)
    os.close(reading)
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"spinning\n", "a spinner did not start"
    return processes


def _end(process: subprocess.Popen[bytes]) -> None:
    with process:
        process.kill()


def _contained(count: int, image: str, seconds: int, ends: ExitStack) -> list[str]:
    """Start containers, each with a spinner; their stdin is a connection that ends with this process."""
    if not count:
        return []
    client = ends.enter_context(closing(connect()))
    containers = []
    for _ in range(count):
        identity = client.api.create_container(
            image,
            ["python3", "-I", "-S", "-c", _SPIN, str(seconds)],
            stdin_open=True,  # and once at its end, for good: the SDK says so where a container is not detached
            network_disabled=True,
            labels={LABEL: str(os.getpid())},
            host_config=client.api.create_host_config(auto_remove=True, cap_drop=["ALL"]),
        )["Id"]
        ends.callback(_remove, client, identity)
        stream = client.api.attach_socket(identity, {"stdin": 1, "stdout": 1, "stream": 1})
        ends.callback(stream.close)
        client.api.start(identity)
        assert stream.read(8), "a spinner's container did not start"
        containers.append(str(identity))
    return containers


def _remove(client: Any, identity: str) -> None:
    with suppress(APIError):  # it ended, and removed itself
        client.api.remove_container(identity, force=True)


def _group(pid: int) -> str:
    """Return the kernel's group of a process; where it makes none, each process has a share of its own."""
    with suppress(OSError):
        if Path("/proc/sys/kernel/sched_autogroup_enabled").read_text("ascii").strip() == "1":
            return Path(f"/proc/{pid}/autogroup").read_text("ascii").split()[0]
    return str(pid)
