"""The hook that makes an interpreter a zygote, in this machine's own: where it cannot serve, nothing runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codementor_cli.sandbox.lanes.bundle import zygote_hook
from codementor_cli.sandbox.runner.zygote.forker import Forker, ZygoteError

PYTHON = getattr(sys, "_base_executable", sys.executable)  # a virtual environment's imports no usercustomize
PAIRS = ((3, 4), (5, 6))


def start(folder: Path, hook: str, pairs: tuple[tuple[int, int], ...] = PAIRS) -> subprocess.Popen[str]:
    """Start an interpreter with the hook for a program that says that it ran; 3 to 6 are closed."""
    (folder / "usercustomize.py").write_text("IMPORTS = []\n" + hook.replace(f"serve({PAIRS})", f"serve({pairs})"))
    (folder / "main.py").write_text("print('ran')")
    return subprocess.Popen(
        [PYTHON, str(folder / "main.py")],
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=[number for pair in pairs for number in pair if pairs != PAIRS],
    )


def start_forkers(folder: Path, hook: str) -> tuple[subprocess.Popen[str], tuple[Forker, Forker]]:
    """Start an interpreter with the hook and the sockets that it wants; return the other ends."""
    forkers = (Forker(), Forker())
    process = start(folder, hook, tuple(forker.theirs for forker in forkers))
    for forker in forkers:
        forker.close_theirs()
    return process, forkers


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
    assert (process.wait() in {0, 1}, said) == (True, "")


def test_zygote_whose_runner_is_gone_ends_without_running_the_program(tmp_path: Path) -> None:
    process, forkers = start_forkers(tmp_path, zygote_hook())
    assert all(forker.handshake() for forker in forkers)
    assert len({forker.process for forker in forkers}) == 2
    for forker in forkers:
        forker.close()
    said, complaints = process.communicate()  # when every process has let go of its output
    assert (process.returncode, said, complaints) == (0, "", "")


def test_process_without_a_request_ends_without_running_the_program(tmp_path: Path) -> None:
    process, (forker, other) = start_forkers(tmp_path, zygote_hook())
    assert forker.handshake()
    assert other.handshake()
    forker.prepare()
    forker.request(b"no request", b"")
    assert forker.end().status != 0
    forker.prepare()  # the next one is there all the same
    forker.close()
    other.close()
    said, _ = process.communicate()
    assert said == ""


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_process_that_cannot_be_forked_beside_a_program_is_forked_after_it(tmp_path: Path, looks: int) -> None:
    once = "process = os.fork() if serve.__dict__ else os.read(-1, serve.__dict__.update(tried=1) or 1)"
    failing = zygote_hook().replace("process = os.fork()", once)
    process, (forker, other) = start_forkers(tmp_path, failing)
    assert forker.handshake()
    assert other.handshake()
    for look in range(looks):
        forker.order()
        while forker._is_ordered and not forker.look():  # it may not have come that far
            pass
        assert bool(forker.spare) == (look > 0)
    forker.prepare()
    assert forker.spare
    forker.close()
    other.close()
    said, _ = process.communicate()
    assert said == ""


def test_nothing_is_forked_before_it_is_asked_for_and_once_for_all_who_ask(tmp_path: Path) -> None:
    process, (forker, other) = start_forkers(tmp_path, zygote_hook())
    assert forker.handshake()
    assert other.handshake()
    assert forker.look() == 0
    forker.order()
    forker.order()
    forker.prepare()
    spare = forker.spare
    forker.request(b"no request", b"")
    assert forker.end().status != 0
    assert spare
    assert (forker.look(), other.look()) == (0, 0)
    forker.close()
    other.close()
    said, _ = process.communicate()
    assert said == ""


def test_zygote_that_is_gone_is_told_from_one_that_is_slow(tmp_path: Path) -> None:
    process, (forker, other) = start_forkers(tmp_path, zygote_hook().replace("gc.freeze()", "os._exit(0)"))
    assert not forker.handshake()
    with pytest.raises(ZygoteError):
        forker.prepare()
    forker.close()
    other.close()
    process.communicate()
