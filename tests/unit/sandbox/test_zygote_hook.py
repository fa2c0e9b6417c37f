"""The hook that makes an interpreter a zygote, in this machine's own: where it cannot serve, nothing runs."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from codementor_cli.sandbox.bundle import zygote_hook

PYTHON = getattr(sys, "_base_executable", sys.executable)  # a virtual environment's imports no usercustomize


def start(folder: Path, hook: str, orders: int = 3, requests: int = 4) -> subprocess.Popen[str]:
    """Start an interpreter with the hook for a program that says that it ran; 3 and 4 are closed."""
    (folder / "usercustomize.py").write_text(hook.replace("serve(3, 4)", f"serve({orders}, {requests})"))
    (folder / "main.py").write_text("print('ran')")
    return subprocess.Popen(
        [PYTHON, str(folder / "main.py")],
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=[number for number in (orders, requests) if number > 4],
    )


@pytest.mark.parametrize(
    "hook",
    [
        zygote_hook(),
        zygote_hook().replace("import _ctypes", "import no_such_module"),
        zygote_hook().replace("def serve", "def other"),
        zygote_hook().replace("gc.freeze()", "raise SystemExit(0)"),
    ],
    ids=["no sockets", "a module is missing", "no such function", "an exit"],
)
def test_interpreter_that_cannot_become_a_zygote_ends_without_running_the_program(tmp_path: Path, hook: str) -> None:
    process = start(tmp_path, hook)
    said, _ = process.communicate()
    assert (process.returncode, said) == (1, "")


def test_zygote_whose_runner_is_gone_ends_without_running_the_program(tmp_path: Path) -> None:
    orders, zygotes_orders = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    requests, zygotes_requests = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with orders, requests, zygotes_orders, zygotes_requests:
        process = start(tmp_path, zygote_hook(), zygotes_orders.fileno(), zygotes_requests.fileno())
        zygotes_orders.close()
        zygotes_requests.close()
        assert orders.recv(1) == b"!"
        orders.close()
        said, _ = process.communicate()
    assert (process.returncode, said) == (0, "")


def test_process_without_a_request_ends_without_running_the_program(tmp_path: Path) -> None:
    orders, zygotes_orders = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    requests, zygotes_requests = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with orders, requests, zygotes_orders, zygotes_requests:
        process = start(tmp_path, zygote_hook(), zygotes_orders.fileno(), zygotes_requests.fileno())
        zygotes_orders.close()
        zygotes_requests.close()
        assert orders.recv(1) == b"!"
        requests.sendall(b"no request")
        orders.sendall(b"+")
        orders.sendall(b".")
        assert orders.recv(64)  # how the process ended
        orders.close()
        said, _ = process.communicate()
    assert (process.returncode, said) == (0, "")
