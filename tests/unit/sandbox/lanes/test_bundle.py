"""The runner's modules on their way into a lane: compiled by the lane's own interpreter, or kept from the last one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codementor_cli.sandbox.lanes import bundle
from codementor_cli.sandbox.lanes.builds import BuildFolder, Builds
from codementor_cli.sandbox.runner import wire


def frames(compiled: bytes = b"") -> list[tuple[int, dict[str, object], bytes]]:
    """Return what a runner outside any lane says: it has no ``/box``."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", bundle.LOADER],
        input=bundle.message({}, compiled),
        stdout=subprocess.PIPE,
        check=False,
    )
    decoder = wire.Decoder()
    decoder.feed(done.stdout)
    found = []
    while frame := decoder.next():
        found.append(frame)
    return found


def test_runner_compiles_its_modules_once_for_an_interpreter() -> None:
    (kind, _, compiled), fault = frames()
    assert (kind, fault[0]) == (wire.CODE, wire.FAULT)
    assert frames(compiled) == [fault]


@pytest.mark.parametrize("kept", [b"nonsense", b"3.1.4 (main)\0\xff\xff\xff"])
def test_modules_that_another_interpreter_compiled_are_compiled_again(kept: bytes) -> None:
    assert [kind for kind, _, _ in frames(kept)] == [wire.CODE, wire.FAULT]


def test_compiled_modules_are_kept_for_their_toolchain_alone(tmp_path: Path) -> None:
    folder = BuildFolder(tmp_path)
    Builds(folder, "sha256:1").keep_runner(b"compiled")
    assert Builds(folder, "sha256:1").find_runner() == b"compiled"
    assert Builds(folder, "sha256:2").find_runner() == b""
    assert Builds(folder, "").find_runner() == b""
    assert folder.size() == (0, 0)
    folder.clear()
    assert Builds(folder, "sha256:1").find_runner() == b""
