"""Starting and ending bubblewrap lanes."""

from __future__ import annotations

import os
import platform
import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox import seccomp
from codementor_cli.sandbox.bubblewrap import cgroup
from codementor_cli.sandbox.bubblewrap.command import LaneShape, System, lane_command
from codementor_cli.sandbox.bubblewrap.headers import Background
from codementor_cli.sandbox.bubblewrap.stream import ProcessStream
from codementor_cli.sandbox.lanes.builds import BuildFolder, Builds
from codementor_cli.sandbox.lanes.lane import BUBBLEWRAP_PREFIX, Lane
from codementor_cli.sandbox.lanes.launcher import start_runner
from codementor_cli.sandbox.lanes.step_report import LaneDiedError
from codementor_cli.sandbox.policy import LanePolicy

_END_SECONDS = 5.0
_NO_GROUPS_SECONDS = 60.0
"""How long no control group is made after one that could not be entered; a server's launcher lives for months."""
_FIRST_USER = 1 << 24
_USERS_PER_LANE = 10_000
_USER_RANGES = 1 << 16
"""User ids of root's lanes: each lane its own range, for limits by user are the whole machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BubblewrapOptions:
    """What an operator may set; the defaults are the tight ones."""

    images: Path | None = None
    """A folder of unpacked images, one a language; a language without one uses this machine's toolchains."""
    await_image: Callable[[str], None] | None = None
    """Called before the image of a language is looked for: it may be about to be unpacked."""
    networking: bool = False
    """Let programs use this machine's network."""
    groups: bool = True
    """Use control groups where they can be had."""
    build_folder: BuildFolder | None = None
    """Where what compilers made is kept; None: nowhere."""
    ahead_folder: Path | None = None
    """Where what is made ahead for this machine's own compilers is kept; None: nothing is."""
    user: int | None = None
    """As root: start lanes as this user, as if it had typed the command; None: as root."""

    @property
    def same_user(self) -> bool:
        """Whether programs cannot have user ids of their own."""
        return (os.geteuid() if self.user is None else self.user) != 0


@dataclass(slots=True)
class _Live:
    """A lane that was started and is not known to be gone."""

    stream: ProcessStream
    group: cgroup.LaneGroup | None


class BubblewrapLauncher:
    """Makes lanes of one system; meets ``launcher.Launcher``."""

    def __init__(
        self, program: str, system: System, options: BubblewrapOptions, background: Background | None = None
    ) -> None:
        """Take what lanes are made of.

        Args:
            program: Path of ``bwrap``.
            system: The files that lanes see.
            options: The operator's.
            background: What must have ended before the lanes' command does.
        """
        self._background = background
        self._program = program
        self._system = system
        self._builds = Builds(options.build_folder, system.stamp)
        self._options = options
        self._groups = options.groups and options.user is None
        self._no_groups_until = 0.0
        """By the monotonic clock: one was made and could not be entered."""
        self._groups_left: list[cgroup.LaneGroup] = []
        """Of lanes that are gone: they could not be removed yet."""
        self._live: dict[str, _Live] = {}
        self._guard = threading.Lock()
        if self._groups:
            cgroup.reap()

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        has_groups = self._groups and time.monotonic() >= self._no_groups_until
        group = cgroup.make(policy) if has_groups else None
        try:
            stream = self._start(policy, group)
        except OSError as error:
            if group is not None:
                group.remove()
            raise SandboxFault(
                f"bwrap cannot be started: {error}.", NextStep(("doctor",), "Run `{}` to see why.")
            ) from error
        lane = Lane(stream, f"{BUBBLEWRAP_PREFIX}{stream.process.pid}")
        with self._guard:
            self._live[lane.identity] = _Live(stream, group)
        try:
            options = {
                "same_user": self._options.same_user,
                "counts": group is None,
                "uncapped": True,  # bwrap's file systems have no limit on files
                "first_user": _FIRST_USER + stream.process.pid % _USER_RANGES * _USERS_PER_LANE,
            }
            start_runner(lane, self.builds(), options)
        except LaneDiedError as error:
            self._end(lane.identity)
            if group is not None and stream.process.returncode == cgroup.NOT_ENTERED:
                self._no_groups_until = time.monotonic() + _NO_GROUPS_SECONDS  # the runner counts instead
                return self.launch(policy)
            raise SandboxFault(
                f"The bubblewrap lane did not start: {error}.",
                NextStep(
                    ("doctor",), "Run `{}`; in a container, it may have to be started with user namespaces allowed."
                ),
            ) from error
        return lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``."""
        live = self._live.get(lane.identity)
        return live is not None and live.group is not None and live.group.oom_kill_count() > 0 and self._is_gone(live)

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        lane.close()
        self._end(lane.identity)

    def release(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._end(lane.identity)

    def finish(self) -> None:
        """Meet ``Launcher``: wait until every lane is gone, and remove its group."""
        with self._guard:
            identities = list(self._live)
        for identity in identities:
            self._end(identity)
        if self._background is not None:
            self._background.wait()

    def builds(self) -> Builds:
        """Meet ``Launcher``."""
        return self._builds

    def _start(self, policy: LanePolicy, group: cgroup.LaneGroup | None) -> ProcessStream:
        ours, theirs = socket.socketpair()
        filter_read, filter_write = os.pipe()
        try:
            os.write(filter_write, self._filter(counted=group is None))
            os.close(filter_write)
            shape = LaneShape(
                program=self._program,
                as_root=not self._options.same_user,
                filter_descriptor=filter_read,
                groups=group.mounts if group else (),
                networking=self._options.networking,
            )
            command = lane_command(shape, self._system, policy)
            process = subprocess.Popen(  # noqa: S603  # the command is ours, word by word
                group.entering(command) if group else command,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                pass_fds=(filter_read,),
                env={},
                cwd="/",
                start_new_session=True,
                user=self._options.user,
                group=self._options.user,
                extra_groups=None if self._options.user is None else [],
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
            os.close(filter_read)
        return ProcessStream(ours, process)

    def _filter(self, *, counted: bool) -> bytes:
        return seccomp.program(platform.machine(), networking=self._options.networking, counted=counted)

    def _end(self, identity: str) -> None:
        """Wait for a lane that was closed to be gone; kill it where it does not go."""
        with self._guard:
            live = self._live.pop(identity, None)
        if live is None:
            return
        live.stream.close()
        if not self._is_gone(live):
            live.stream.process.kill()
            live.stream.process.wait()
        live.stream.release()
        self._remove_groups(live.group)

    def _remove_groups(self, group: cgroup.LaneGroup | None) -> None:
        """Remove the group of a lane that is gone, and those that could not be removed before."""
        with self._guard:
            left, self._groups_left = self._groups_left, []
        left = [each for each in left if not each.remove(0)]
        if group is not None and not group.remove():
            left.append(group)
        with self._guard:
            self._groups_left += left

    @staticmethod
    def _is_gone(live: _Live) -> bool:
        """Whether the lane's outer process ended, within a moment."""
        process = live.stream.process
        if process.poll() is None:
            ended = os.pidfd_open(process.pid)
            select.select([ended], [], [], _END_SECONDS)  # Popen.wait with a time limit looks again and again
            os.close(ended)
        return process.poll() is not None
