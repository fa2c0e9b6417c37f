"""What ``codementor doctor`` can learn from the daemon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.docker.connection import calls, connect
from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.launcher import DockerLauncher
from codementor_cli.sandbox.docker.sdk_daemon import SdkDaemon

_ANSWER_SECONDS = 10


def diagnose() -> Iterator[Diagnosis]:
    """Look at the daemon, one thing at a time; stop where nothing further can be seen."""
    try:
        client = connect(_ANSWER_SECONDS)
        with calls("describe itself"):
            facts: dict[str, Any] = client.info()
    except SandboxFault as fault:
        yield Diagnosis(subject="Docker", health=Health.FAILED, message=fault.message, next_step=fault.next_step)
        return
    yield Diagnosis(
        subject="Docker",
        health=Health.OK,
        message=f"{facts.get('ServerVersion', '?')} at {_target(client.api)}, {facts.get('Driver', '?')} storage",
    )
    yield _limits(facts)
    yield _seccomp(facts)
    removed = DockerLauncher(SdkDaemon(client), "", DockerOptions()).reap()
    message = f"removed {len(removed)}, left by commands that are gone: {', '.join(removed)}" if removed else "none"
    yield Diagnosis(subject="leftover lanes", health=Health.OK, message=message)


def _target(api: Any) -> str:
    """Return where the daemon is; the SDK has an address of its own making for sockets."""
    path = getattr(getattr(api, "_custom_adapter", None), "socket_path", None)
    return f"unix://{path}" if path else str(api.base_url)


def _limits(facts: dict[str, Any]) -> Diagnosis:
    """Say whether the daemon's kernel can hold programs to the limits."""
    names = (("MemoryLimit", "memory"), ("SwapLimit", "swap"), ("PidsLimit", "processes"))
    absent = [words for key, words in names if facts.get(key) is False]
    version = f"control groups v{facts.get('CgroupVersion', '1')}, {facts.get('CgroupDriver', '?')} driver"
    if not absent:
        return Diagnosis(subject="limits", health=Health.OK, message=version)
    return Diagnosis(
        subject="limits",
        health=Health.WARNING if absent == ["swap"] else Health.FAILED,
        message=f"{version}; the daemon cannot limit {', '.join(absent)}",
        next_step="Enable the control groups of the kernel that runs the daemon: `docker info` says which are missing.",
    )


def _seccomp(facts: dict[str, Any]) -> Diagnosis:
    """Say whether system calls are filtered."""
    if any("seccomp" in option for option in facts.get("SecurityOptions") or ()):
        return Diagnosis(
            subject="system call filter", health=Health.OK, message="seccomp, the daemon's default profile"
        )
    return Diagnosis(
        subject="system call filter",
        health=Health.WARNING,
        message="the daemon runs without seccomp",
        next_step="Use a daemon and kernel with seccomp before you judge programs that you do not trust.",
    )
