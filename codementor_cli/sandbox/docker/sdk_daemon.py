"""A daemon through the SDK: contexts, TCP with TLS, SSH."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codementor_cli.sandbox.docker.stream import AttachedStream

if TYPE_CHECKING:
    import docker

_GONE = (404, 409)
"""Source: Docker Engine API, ContainerDelete; 409: its removal is under way."""


class SdkDaemon:
    """Meets ``daemon.Daemon``."""

    def __init__(self, client: docker.DockerClient) -> None:
        self._api: Any = client.api

    def image_id(self, tag: str) -> str | None:
        """Meet ``Daemon``."""
        import docker.errors  # noqa: PLC0415  # the client's module has imported it already

        try:
            return str(self._api.inspect_image(tag)["Id"])
        except docker.errors.ImageNotFound:
            return None

    def create(self, config: Mapping[str, object]) -> str:
        """Meet ``Daemon``."""
        return str(self._api.create_container_from_config(config)["Id"])

    def attach(self, identity: str) -> AttachedStream:
        """Meet ``Daemon``."""
        holder = self._api.attach_socket(identity, {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        return AttachedStream(getattr(holder, "_sock", holder), keep=holder)

    def start(self, identity: str) -> None:
        """Meet ``Daemon``."""
        self._api.start(identity)

    def remove(self, identity: str) -> None:
        """Meet ``Daemon``."""
        import docker.errors  # noqa: PLC0415  # as above

        try:
            self._api.remove_container(identity, force=True)
        except docker.errors.APIError as error:
            if error.status_code not in _GONE:
                raise

    def lanes(self, label: str) -> list[dict[str, Any]]:
        """Meet ``Daemon``."""
        return list(self._api.containers(all=True, filters={"label": label}))

    def events(self, identity: str, name: str, since: int, until: int) -> list[dict[str, Any]]:
        """Meet ``Daemon``."""
        wanted = {"container": identity, "event": name}
        return list(self._api.events(since=since, until=until, filters=wanted, decode=True))
