"""What lanes need of a Docker daemon, and the two ways to one: its socket on this machine, or the SDK."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from codementor_cli.sandbox.docker.stream import AttachedStream

DEFAULT_SOCKET = "/var/run/docker.sock"
_UNIX = "unix://"


class DaemonError(Exception):
    """A daemon's refusal; ``calls`` turns it into a fault.

    Attributes:
        status: Of HTTP; 0: no answer that makes sense.
        explanation: The daemon's words.
    """

    def __init__(self, status: int, explanation: str) -> None:
        super().__init__(explanation)
        self.status = status
        self.explanation = explanation


class Daemon(Protocol):
    """A daemon. Every method may raise DaemonError, an error of the SDK's, or OSError: ``calls`` knows them all."""

    def image_id(self, tag: str) -> str | None:
        """Return the digest that names an image's exact content; None where there is no such image."""

    def create(self, config: Mapping[str, object]) -> str:
        """Create a container and return its id."""

    def attach(self, identity: str) -> AttachedStream:
        """Return a container's stdin and output; before it is started, so that nothing is missed."""

    def start(self, identity: str) -> None:
        """Start a container."""

    def remove(self, identity: str) -> None:
        """End and remove a container; one that is gone, or going, is well."""

    def lanes(self, label: str) -> list[dict[str, Any]]:
        """Return the containers, ended ones too, that have a label: ``Id`` and ``Labels``."""

    def events(self, identity: str, name: str, since: int, until: int) -> list[dict[str, Any]]:
        """Return what happened of that name to a container between two moments, in seconds since 1970."""


def local_socket(environment: Mapping[str, str]) -> str | None:
    """Return the path of the socket that the settings of Docker's own client lead to; None: elsewhere, or by TLS.

    Source: docker(1), "Environment variables" and "docker context"; the same order as in ``docker.from_env``.
    """
    if any(environment.get(name) for name in ("DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")):
        return None
    host = environment.get("DOCKER_HOST", "")
    if host:
        return host.removeprefix(_UNIX) if host.startswith(_UNIX + "/") else None
    return DEFAULT_SOCKET if _context(environment) in {"", "default"} else None


def _context(environment: Mapping[str, str]) -> str:
    """Return the name of the context in force; empty: none was ever chosen."""
    named = environment.get("DOCKER_CONTEXT", "")
    if named:
        return named
    folder = environment.get("DOCKER_CONFIG") or os.path.join(environment.get("HOME", "/"), ".docker")  # noqa: PTH118  # a variable's word
    try:
        config = json.loads(Path(folder, "config.json").read_bytes())
    except (OSError, ValueError):
        return ""
    return str(config.get("currentContext") or "") if isinstance(config, dict) else ""
