"""The daemon, through its SDK: the one place that calls it for lanes, and that turns its errors into ours."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox import bundle, seccomp
from codementor_cli.sandbox.docker import owner
from codementor_cli.sandbox.docker.container import DockerOptions, container_config
from codementor_cli.sandbox.docker.stream import AttachedStream
from codementor_cli.sandbox.lane import Lane
from codementor_cli.sandbox.policy import LanePolicy

if TYPE_CHECKING:
    import docker

_CALL_SECONDS = 60
_FINISH_SECONDS = 2.0
_NOT_FOUND = 404
_DEATH_SECONDS = 2
"""Between the daemon's word that memory ran out and its word that the container ended of it."""

_INSTALL_STEP = """\
Start Docker: sudo systemctl start docker (or: sudo dockerd)
Or install it: sudo apt-get install docker.io"""
_ALLOW_STEP = 'Join the group, then log in again: sudo usermod -aG docker "$USER"'
_HOST_STEP = "Check DOCKER_HOST; without it, this machine's own daemon is asked: unset DOCKER_HOST"


def connect(seconds: float = _CALL_SECONDS) -> docker.DockerClient:
    """Return a client of the daemon that ``DOCKER_HOST`` or the current context names.

    Raises:
        SandboxFault: No daemon answers, or it refuses us.
    """
    import docker  # noqa: PLC0415  # 130 ms, and only some commands need it

    try:
        return docker.from_env(timeout=int(seconds))
    except (docker.errors.DockerException, OSError) as error:
        raise unreachable(brief(error), os.environ.get("DOCKER_HOST", "")) from error


def unreachable(reason: str, host: str) -> SandboxFault:
    """Return the fault of a daemon that does not answer, with the commands that help.

    Args:
        reason: From ``brief``.
        host: ``DOCKER_HOST``; empty: not set.
    """
    place = f" at {host} (DOCKER_HOST)" if host else ""
    steps = [_ALLOW_STEP if "permission" in reason else _INSTALL_STEP]
    return SandboxFault(f"No Docker daemon answers{place}: {reason}.", "\n".join([_HOST_STEP] * bool(host) + steps))


def brief(error: BaseException) -> str:
    """Return the useful end of an error of the SDK's, on one line."""
    explanation = getattr(error, "explanation", None)
    text = str(explanation or error)
    if "Permission denied" in text or "PermissionError" in text:
        return "permission denied, for your user is not in the group docker"
    for sign, words in (("FileNotFoundError", "there is no socket"), ("ConnectionRefused", "connection refused")):
        if sign in text:
            return words
    return " ".join(text.split())[:300].rstrip(".")


@contextmanager
def calls(what: str) -> Iterator[None]:
    """Turn the SDK's errors into faults that say what was being done."""
    import docker.errors  # noqa: PLC0415
    import requests.exceptions  # noqa: PLC0415

    try:
        yield
    except docker.errors.ImageNotFound as error:
        raise SandboxFault(
            f"The image is missing: {brief(error)}.",
            "Build it with `codementor images build`; if CODE_EXECUTOR_DOCKER_IMAGE names it, pull it or unset that.",
        ) from error
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        raise SandboxFault(
            f"Docker failed to {what}: {brief(error)}.", "Run `codementor doctor` to see why."
        ) from error


class DockerLauncher:
    """Makes lanes of one image; meets ``launcher.Launcher``."""

    def __init__(self, client: docker.DockerClient, image: str, options: DockerOptions) -> None:
        self._api: Any = client.api
        self._image = image
        self._options = options
        self._streams: list[AttachedStream] = []
        self._beside = threading.Thread(target=self.reap, daemon=True)
        self._beside.start()

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        config = container_config(self._image, policy, self._options, owner.labels())
        with calls("start a container"):
            identity: str = self._api.create_container_from_config(config)["Id"]
            try:
                stream = self._attach(identity)
                self._api.start(identity)
            except BaseException:
                self._remove(identity)
                raise
        lane = Lane(stream, identity)
        lane.send_raw(bundle.message({"filters": seccomp.programs()}))
        lane.ready()
        return lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``. The daemon remembers the kernel's word after the container is gone.

        A lane may have seen programs killed for memory long before it died of something else.
        """
        with calls("say how a container ended"):
            now = int(time.time())
            events = self._api.events(
                since=now - 3600, until=now + 1, filters={"container": lane.identity, "event": "oom"}, decode=True
            )
            ended = self._api.events(
                since=now - 3600, until=now + 1, filters={"container": lane.identity, "event": "die"}, decode=True
            )
            short_at = [event["time"] for event in events]
            return any(
                event.get("Actor", {}).get("Attributes", {}).get("exitCode") == "137"
                and any(abs(event["time"] - at) <= _DEATH_SECONDS for at in short_at)
                for event in ended
            )

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        lane.close()
        self._remove(lane.identity)

    def finish(self) -> None:
        """Meet ``Launcher``: give the lanes' descriptors back too, for one process may judge thousands of programs."""
        self._beside.join(_FINISH_SECONDS)
        while self._streams:
            self._streams.pop().release()

    def reap(self) -> tuple[str, ...]:
        """Remove lanes whose command is gone; return their names."""
        removed = []
        try:
            for found in self._api.containers(all=True, filters={"label": owner.LANE}):
                if owner.is_orphan(found.get("Labels") or {}):
                    self._remove(found["Id"])
                    removed.append(found["Id"][:12])
        except Exception:  # noqa: BLE001, S110  # best effort: judging goes on without it, the next command tries again
            pass
        return tuple(removed)

    def _attach(self, identity: str) -> AttachedStream:
        holder = self._api.attach_socket(identity, {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        stream = AttachedStream(getattr(holder, "_sock", holder), keep=holder)
        self._streams.append(stream)
        return stream

    def _remove(self, identity: str) -> None:
        import docker.errors  # noqa: PLC0415

        try:
            self._api.remove_container(identity, force=True)
        except docker.errors.APIError as error:
            if error.status_code not in (_NOT_FOUND, 409):  # 409: its removal is under way
                raise
