from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docker.errors
import pytest

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images import base_system
from codementor_cli.sandbox.images.base_system import PUBLISHED, BaseSystem, bootstrap_command

OWN_TAG = "codementor/debian:trixie"


class Daemon:
    """A daemon's calls for pulling and importing."""

    def __init__(self, *, present: bool = False, pull: Callable[[], Iterator[dict[str, Any]]] | None = None) -> None:
        self.present = present
        self.pull_events = pull
        self.imported = b""

    def inspect_image(self, name: str) -> dict[str, str]:
        if not self.present:
            raise docker.errors.ImageNotFound(name)
        return {}

    def pull(self, name: str, *, stream: bool, decode: bool) -> Iterator[dict[str, Any]]:
        assert (name, stream, decode) == (PUBLISHED, True, True)
        if self.pull_events is None:
            raise docker.errors.APIError("no such host")
        return self.pull_events()

    def import_image_from_stream(self, stream: Iterator[bytes], *, repository: str, tag: str) -> None:
        assert f"{repository}:{tag}" == OWN_TAG
        self.imported = b"".join(stream)


def provide(daemon: Daemon, report: Callable[[str], None] = lambda _: None) -> str:
    client: Any = SimpleNamespace(api=daemon)
    return BaseSystem(client, Path("dpkg-excludes")).provide(OWN_TAG, report)


def bootstrap_by(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    command = [sys.executable, "-c", script]
    monkeypatch.setattr(base_system, "bootstrap_command", lambda _options, _scratch: command)


def test_system_that_is_there_is_taken_without_pulling() -> None:
    assert provide(Daemon(present=True)) == PUBLISHED


def test_system_is_pulled_where_a_registry_answers() -> None:
    lines: list[str] = []
    assert provide(Daemon(pull=lambda: iter([{"status": "Pulling"}])), lines.append) == PUBLISHED
    assert lines[-1] == f"base: pulled {PUBLISHED}"


def test_system_is_bootstrapped_where_no_registry_answers_and_progress_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = "import sys; sys.stderr.write('I: extracting archives...\\nI: using /somewhere\\n'); print('tar')"
    bootstrap_by(monkeypatch, script)
    daemon = Daemon()
    lines: list[str] = []
    assert provide(daemon, lines.append) == OWN_TAG
    assert daemon.imported == b"tar\n"
    assert lines[2:] == ["base: extracting archives", "base: bootstrapped Debian trixie"]


def test_error_within_a_pull_leads_to_bootstrapping(monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap_by(monkeypatch, "print('tar')")
    assert provide(Daemon(pull=lambda: iter([{"error": "denied"}]))) == OWN_TAG


def test_silent_registry_leads_to_bootstrapping(monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap_by(monkeypatch, "print('tar')")
    monkeypatch.setattr(base_system, "_SILENCE_SECONDS", 0.01)
    over = threading.Event()

    def silence() -> Iterator[dict[str, Any]]:
        over.wait()
        yield {}

    assert provide(Daemon(pull=silence)) == OWN_TAG
    over.set()


def test_failed_bootstrap_is_a_fault_with_the_end_of_its_output(monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap_by(monkeypatch, "import sys; print('half'); sys.exit('E: mirror does not answer')")
    with pytest.raises(SandboxFault, match="mirror does not answer") as caught:
        provide(Daemon())
    assert "mirror" in caught.value.next_step


def test_without_registry_and_bootstrap_tool_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SandboxFault, match="no such host") as caught:
        provide(Daemon())
    assert "apt-get install mmdebstrap" in caught.value.next_step


def test_debootstrap_serves_where_there_is_no_mmdebstrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/sbin/{name}" if name == "debootstrap" else None)
    command = bootstrap_command(Path("excludes"), Path("scratch"))
    assert command is not None
    assert command[3:] == ["/sbin/debootstrap", "scratch"]
