"""The way to the daemon, and the one place that turns its errors into ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox.docker.daemon import Daemon, DaemonError, local_socket
from codementor_cli.sandbox.docker.socket_daemon import CALL_SECONDS, SocketDaemon

if TYPE_CHECKING:
    import docker

_NOT_FOUND = 404

_INSTALL_STEP = """\
Start Docker: sudo systemctl start docker (or: sudo dockerd)
Or install it: sudo apt-get install docker.io"""
_DESKTOP_STEP = "Start Docker Desktop: open -a Docker"
_ALLOW_STEP = 'Join the group, then log in again: sudo usermod -aG docker "$USER"'
_HOST_STEP = "Check DOCKER_HOST; without it, this machine's own daemon is asked: unset DOCKER_HOST"


def connect(seconds: float = CALL_SECONDS) -> docker.DockerClient:
    """Return a client of the daemon that ``DOCKER_HOST`` or the current context names.

    Raises:
        SandboxFault: No daemon answers, or it refuses us.
    """
    import docker  # noqa: PLC0415  # 130 ms, and only some commands need it

    try:
        return docker.from_env(timeout=int(seconds))
    except (docker.errors.DockerException, OSError) as error:
        raise unreachable(brief(error), os.environ.get("DOCKER_HOST", "")) from error


def find_daemon(client_factory: Callable[[], docker.DockerClient] = connect) -> Daemon:
    """Return the daemon that ``DOCKER_HOST`` or the current context names, once it has answered.

    Args:
        client_factory: Connects by the SDK; called for a daemon that no plain socket of this machine leads to.

    Raises:
        SandboxFault: No daemon answers, or it refuses us.
    """
    path = local_socket(os.environ)
    if path is None:
        from codementor_cli.sandbox.docker.sdk_daemon import SdkDaemon  # noqa: PLC0415  # the SDK's way only

        return SdkDaemon(client_factory())
    try:
        return SocketDaemon(path)
    except (DaemonError, OSError) as error:
        raise unreachable(brief(error), os.environ.get("DOCKER_HOST", "")) from error


def is_built(daemon: Daemon, tag: str) -> bool:
    """Whether the daemon has an image.

    Raises:
        SandboxFault: It cannot say.
    """
    with calls("look for an image"):
        return daemon.image_id(tag) is not None


def unreachable(reason: str, host: str) -> SandboxFault:
    """Return the fault of a daemon that does not answer, with the commands that help.

    Args:
        reason: From ``brief``.
        host: ``DOCKER_HOST``; empty: not set.
    """
    place = f" at {host} (DOCKER_HOST)" if host else ""
    step = _ALLOW_STEP if "permission" in reason else _INSTALL_STEP
    if sys.platform == "darwin":
        step = _DESKTOP_STEP
    return SandboxFault(f"No Docker daemon answers{place}: {reason}.", "\n".join([_HOST_STEP] * bool(host) + [step]))


def brief(error: BaseException) -> str:
    """Return the useful end of a daemon's error, on one line."""
    explanation = getattr(error, "explanation", None)
    text = str(explanation or error)
    said = f"{type(error).__name__}: {text}"  # the SDK wraps one error in another, as text
    if "Permission denied" in said or "PermissionError" in said:
        return "permission denied, for your user is not in the group docker"
    for sign, words in (("FileNotFoundError", "there is no socket"), ("ConnectionRefused", "connection refused")):
        if sign in said:
            return words
    return " ".join(text.split())[:300].rstrip(".")


@contextmanager
def calls(what: str) -> Iterator[None]:
    """Turn a daemon's errors, the SDK's too, into faults that say what was being done."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, (DaemonError, OSError)) and not _is_of_sdk(error):
            raise
        if _names_no_image(error):
            raise SandboxFault(
                f"The image is missing: {brief(error)}.",
                NextStep(
                    ("images", "build"),
                    "Build it with `{}`; if CODE_EXECUTOR_DOCKER_IMAGE names it, pull it or unset that.",
                ),
            ) from error
        raise SandboxFault(
            f"Docker failed to {what}: {brief(error)}.", NextStep(("doctor",), "Run `{}` to see why.")
        ) from error


def _is_of_sdk(error: Exception) -> bool:
    """Whether the SDK raised it; false where the SDK is not imported."""
    errors = sys.modules.get("docker.errors")
    return errors is not None and isinstance(error, errors.DockerException)


def _names_no_image(error: Exception) -> bool:
    if isinstance(error, DaemonError):
        return error.status == _NOT_FOUND and "image" in error.explanation.lower()
    return type(error).__name__ == "ImageNotFound"
