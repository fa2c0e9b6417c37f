"""Starting and ending Docker lanes."""

from __future__ import annotations

import os
import threading
import time

from codementor_cli.sandbox import seccomp
from codementor_cli.sandbox.docker import owner
from codementor_cli.sandbox.docker.connection import calls
from codementor_cli.sandbox.docker.container import DockerOptions, container_config
from codementor_cli.sandbox.docker.daemon import Daemon
from codementor_cli.sandbox.docker.stream import AttachedStream
from codementor_cli.sandbox.docker.weight import weigh_as_processes
from codementor_cli.sandbox.lanes.builds import BuildFolder, Builds
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import start_runner
from codementor_cli.sandbox.policy import LanePolicy

_FINISH_SECONDS = 2.0
_DEATH_SECONDS = 2
"""Between the daemon's word that memory ran out and its word that the container ended of it."""
_MEMORY_SECONDS = 3600
"""How far back the daemon is asked; it remembers its last thousand events or so."""


class DockerLauncher:
    """Makes lanes of one image; meets ``launcher.Launcher``."""

    def __init__(
        self, daemon: Daemon, image: str, options: DockerOptions, build_folder: BuildFolder | None = None
    ) -> None:
        self._daemon = daemon
        self._build_folder = build_folder
        self._builds: Builds | None = None
        self._image = image
        self._options = options
        self._streams: dict[str, AttachedStream] = {}
        """Of lanes, by identity."""
        self._background = threading.Thread(target=self.reap, daemon=True)
        self._background.start()

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        config = container_config(self._image, policy, self._options, owner.labels())
        with calls("start a container"):
            identity = self._daemon.create(config)
            try:
                stream = self._daemon.attach(identity)
                self._streams[identity] = stream
                self._daemon.start(identity)
                weigh_as_processes(os.cpu_count() or 1)
                builds = self.builds()  # while the interpreter starts
            except BaseException:
                self._daemon.remove(identity)
                raise
        lane = Lane(stream, identity)
        start_runner(lane, builds, {"filters": seccomp.programs(networking=self._options.networking)})
        return lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``. The daemon remembers the kernel's word after the container is gone.

        A lane may have seen programs killed for memory long before it died of something else.
        """
        with calls("say how a container ended"):
            now = int(time.time())
            since, until = now - _MEMORY_SECONDS, now + 1
            short_at = [event["time"] for event in self._daemon.events(lane.identity, "oom", since, until)]
            return any(
                event.get("Actor", {}).get("Attributes", {}).get("exitCode") == "137"
                and any(abs(event["time"] - at) <= _DEATH_SECONDS for at in short_at)
                for event in self._daemon.events(lane.identity, "die", since, until)
            )

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        lane.close()
        with calls("remove a container"):
            self._daemon.remove(lane.identity)

    def release(self, lane: Lane) -> None:
        """Meet ``Launcher``: the daemon removes the container once its runner has ended."""
        stream = self._streams.pop(lane.identity, None)
        if stream is not None:
            stream.release()

    def finish(self) -> None:
        """Meet ``Launcher``: give the lanes' descriptors back too, for one process may judge thousands of programs."""
        self._background.join(_FINISH_SECONDS)
        while self._streams:
            self._streams.popitem()[1].release()

    def builds(self) -> Builds:
        """Meet ``Launcher``. A tag can be given to another image: the image itself is what counts."""
        if self._builds is None:
            toolchain = ""
            if self._build_folder is not None:
                with calls("look for an image"):
                    toolchain = self._daemon.image_id(self._image) or ""
            self._builds = Builds(self._build_folder, toolchain)
        return self._builds

    def reap(self) -> tuple[str, ...]:
        """Remove lanes whose command is gone; return their names."""
        return remove_orphans(self._daemon)


def remove_orphans(daemon: Daemon) -> tuple[str, ...]:
    """Remove lanes whose command is gone; return their names. What cannot be removed now is, by the next command."""
    removed = []
    try:
        for found in daemon.lanes(owner.LANE):
            if owner.is_orphan(found.get("Labels") or {}):
                daemon.remove(found["Id"])
                removed.append(found["Id"][:12])
    except Exception:  # noqa: BLE001, S110  # best effort: judging goes on without it
        pass
    return tuple(removed)
