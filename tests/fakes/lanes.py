"""Lanes without an engine: a scripted runner at the other end of a real socket pair.

It speaks the real protocol, so the host's side is tested whole: framing, prefetching, retries, deaths.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.builds import Builds
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.policy import LanePolicy
from codementor_cli.sandbox.runner import wire

Step = dict[str, object]
Facts = dict[str, object]
Answer = Callable[[Step, bytes, "ScriptedRunner"], Facts | None]
"""From a step and its stdin to facts, with ``dirty`` where the lane is used up; None: the lane dies."""


def facts(**changes: object) -> Facts:
    """Return the facts of a program that ended well."""
    usual: Facts = {
        "exit_code": 0,
        "signal": None,
        "stop": "",
        "oom_kills": 0,
        "cpu_ns": 1_000_000,
        "wall_ns": 2_000_000,
        "delay_ns": 0,
        "peak_bytes": 1 << 20,
        "truncated": [False, False],
    }
    return {**usual, **changes}


class SocketStream:
    """A socket as a lane's stream; meets ``lane.ByteStream``."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        connection.setblocking(False)

    def fileno(self) -> int:
        return self._connection.fileno()

    def receive(self) -> bytes | None:
        try:
            return self._connection.recv(1 << 16)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def send(self, data: memoryview) -> int:
        try:
            return self._connection.send(data)
        except BlockingIOError:
            return 0

    def diagnostics(self) -> str:
        return ""

    def close(self) -> None:
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def release(self) -> None:
        self._connection.close()


class ScriptedRunner:
    """The runner's end: answers each step as the script says."""

    def __init__(self, connection: socket.socket, answer: Answer, number: int) -> None:
        self.number = number
        """Which lane of the launcher this is, from 0."""
        self.files: dict[str, bytes] = {}
        """By ``root/path``."""
        self.zygotes: list[Step] = []
        """Steps that an interpreter to fork from was asked for."""
        self.ended = threading.Event()
        """The host has let go of the lane, or the lane of the host."""
        self._connection = connection
        self._answer = answer
        self._decoder = wire.Decoder()
        threading.Thread(target=self._serve, daemon=True).start()

    def send(self, kind: int, header: dict[str, object], body: bytes = b"") -> None:
        self._connection.sendall(wire.encode(kind, header, body))

    def send_raw(self, data: bytes) -> None:
        self._connection.sendall(data)

    def die(self) -> None:
        """End the lane, as seen by the host when this returns."""
        self._connection.shutdown(socket.SHUT_RDWR)
        self.ended.wait()

    def wait_for_the_end(self) -> None:
        """Return once the host has let go of the lane."""
        while self._connection.recv(1 << 16):
            pass

    def _serve(self) -> None:
        stdin = b""
        try:
            self.send(wire.READY, {"version": wire.VERSION})
            while (frame := self._next()) is not None:
                kind, header, body = frame
                if kind == wire.FILE and header["root"] == "stdin":
                    stdin += body
                elif kind == wire.FILE:
                    name = f"{header['root']}/{header['path']}"
                    self.files[name] = self.files.get(name, b"") + body
                elif kind == wire.ZYGOTE:
                    self.zygotes.append(header)
                elif kind == wire.STEP:
                    found = self._answer(header, stdin, self)
                    stdin = b""
                    if found is None:
                        return
                    dirty = found.get("dirty")
                    self.send(wire.DONE, {"key": header["key"], **found})
                    if dirty:
                        self.send(wire.DIRTY, {"reason": dirty})
                        return
                    if header["settles"]:
                        self.send(wire.CLEAN, {})
        except OSError:
            return
        finally:
            self._connection.close()
            self.ended.set()

    def _next(self) -> tuple[int, dict[str, object], bytes] | None:
        while (frame := self._decoder.next()) is None:
            data = self._connection.recv(1 << 16)
            if not data:
                return None
            self._decoder.feed(data)
        return frame


class ScriptedLauncher:
    """Makes scripted lanes; meets ``launcher.Launcher``."""

    def __init__(self, answer: Answer, *, refuse: bool = False) -> None:
        self.policies: list[LanePolicy] = []
        """Of the lanes made so far."""
        self.runners: list[ScriptedRunner] = []
        self.out_of_memory: set[str] = set()
        """Identities of lanes whose death is to be put down to memory."""
        self.known_builds = Builds(None, "")
        """What compiling gave before."""
        self._answer = answer
        self._refuse = refuse
        self._streams: list[SocketStream] = []
        self._guard = threading.Lock()

    def launch(self, policy: LanePolicy) -> Lane:
        if self._refuse:
            raise SandboxFault("No engine answers.", "Start one.")
        ours, theirs = socket.socketpair()
        with self._guard:
            number = len(self.policies)
            self.policies.append(policy)
            self.runners.append(ScriptedRunner(theirs, self._answer, number))
            self._streams.append(SocketStream(ours))
            lane = Lane(self._streams[-1], str(number))
        lane.ready()
        return lane

    def died_of_memory(self, lane: Lane) -> bool:
        return lane.identity in self.out_of_memory

    def discard(self, lane: Lane) -> None:
        lane.close()

    def release(self, lane: Lane) -> None:
        lane.close()
        with self._guard:
            stream = next((each for each in self._streams if each is lane._stream), None)
            if stream is not None:
                stream.release()
                self._streams.remove(stream)

    def builds(self) -> Builds:
        return self.known_builds

    def finish(self) -> None:
        while self._streams:
            self._streams.pop().release()
