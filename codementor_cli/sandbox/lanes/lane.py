"""The host's end of a lane: steps out, facts back, over any byte stream."""

from __future__ import annotations

import select
import time
from collections import deque
from typing import Protocol

from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox.lanes.step_report import (
    Collected,
    Frame,
    LaneDiedError,
    LaneDirtyError,
    StepReport,
    report_of,
)
from codementor_cli.sandbox.policy import MOST_DELAY_SECONDS, ROOM_BYTES, SILENCE_SECONDS, Step
from codementor_cli.sandbox.runner import wire

BUBBLEWRAP_PREFIX = "bwrap-"
"""How the identity of a bubblewrap lane begins; a Docker lane's is its container's."""
_JOINED_BYTES = 1 << 14
START_SECONDS = 120.0
"""How long a new lane may take to say that it is ready."""


class ByteStream(Protocol):
    """A two-way stream that never blocks."""

    def fileno(self) -> int:
        """Return the descriptor to wait on."""

    def receive(self) -> bytes | None:
        """Return what has come, None where nothing has yet, empty at the end."""

    def send(self, data: memoryview) -> int:
        """Send what can be sent now and return its size, perhaps 0."""

    def diagnostics(self) -> str:
        """Return what the lane wrote outside the protocol, capped."""

    def close(self) -> None:
        """Close both ways; the lane ends itself then."""


class LiveEnd(Protocol):
    """The other end of a live step."""

    def show(self, stderr: bool, data: bytes) -> None:
        """Show output as it comes."""

    def wanted(self, backlog: int) -> tuple[int, ...]:
        """Return the descriptors to wait on for input, given how many bytes the lane has not taken yet."""

    def read(self) -> bytes:
        """Return input that is there now, as frames."""


class Lane:
    """A started lane. Steps are answered in the order in which they were begun."""

    def __init__(self, stream: ByteStream, identity: str) -> None:
        self.identity = identity
        """The engine's name for it."""
        self._stream = stream
        self._decoder = wire.Decoder()
        self._pending: deque[memoryview] = deque()
        self._steps: deque[Step] = deque()
        self._zygote: Step | None = None
        self.has_answered = False
        """Whether it has finished a step: only then can there be anything to clean."""
        self.room_bytes = ROOM_BYTES
        """What it has for the program's files and its input."""
        self.compiled = b""
        """The runner's modules, where it had to compile them."""

    def ready(self) -> None:
        """Wait for the runner.

        Raises:
            LaneDiedError: It did not come up, or speaks another version.
        """
        until = time.monotonic() + START_SECONDS
        kind, header, body = self._receive(until)
        if kind == wire.CODE:
            self.compiled = bytes(body)
            kind, header, _ = self._receive(until)
        if kind == wire.FAULT:
            raise LaneDiedError(f"the runner failed: {header.get('reason')}")
        if kind != wire.READY or header.get("version") != wire.VERSION:
            raise LaneDiedError(f"the runner speaks protocol {header.get('version')!r}, not {wire.VERSION}")

    def is_waiting(self) -> bool:
        """Whether a ready lane is still there; between steps it has nothing to say, so a word means its end."""
        return self._stream.receive() is None

    def send_raw(self, data: bytes) -> None:
        """Queue bytes for the stream, and send what can be sent now."""
        self._queue(data)
        self._flush()

    def send_file(self, root: str, path: str, content: bytes, *, executable: bool = False) -> None:
        """Queue a file for ``source``, ``build``, ``scratch`` or the next step's ``stdin``; it goes with that step."""
        header: dict[str, object] = {"root": root, "path": path, "executable": executable}
        for start in range(0, max(len(content), 1), wire.MAX_BODY_BYTES):
            self._queue(wire.encode(wire.FILE, header, content[start : start + wire.MAX_BODY_BYTES]))

    def send_zygote(self, step: Step) -> None:
        """Queue the request to start an interpreter that is forked for every step like this one, none of them live."""
        self._zygote = step
        self.send_raw(wire.encode(wire.ZYGOTE, step.header()))

    def takes_zygote(self, step: Step) -> bool:
        """Send that request, unless the lane got one already; return whether it has an interpreter for such steps."""
        if self._zygote is None:
            self.send_zygote(step)
            return True
        return self._zygote.zygote_traits == step.zygote_traits

    def begin(self, step: Step) -> None:
        """Queue a step with what goes in."""
        for file in step.run.files:
            self.send_file("scratch", file.path, file.content)
        if step.run.stdin:
            self.send_file("stdin", "", step.run.stdin)
        self.send_raw(wire.encode(wire.STEP, step.header()))
        self._steps.append(step)

    def finish(self, live: LiveEnd | None = None) -> StepReport:
        """Wait for the oldest step that was begun.

        Args:
            live: Where input comes from and output goes; None: output is kept in the execution.

        Raises:
            LaneDirtyError: What an earlier step left keeps the lane from taking this one; another lane must.
            LaneDiedError: There is no report; says nothing about the program.
            SandboxFault: The lane does not have the step's command, and no other lane would.
        """
        step = self._steps.popleft()
        collected = Collected()
        until = time.monotonic() + step.limits.wall_seconds + MOST_DELAY_SECONDS + SILENCE_SECONDS
        while True:
            kind, header, body = self._receive(until, live)
            if kind == wire.DONE:
                self.has_answered = True
                return report_of(step, header, collected)
            if kind == wire.DIRTY and self.has_answered:
                raise _dirty(header)
            if kind == wire.FAULT:
                raise _fault(header, self.identity)
            collected.add(step, (kind, header, body), live.show if live else None)

    def settle(self, step: Step) -> None:
        """Wait until the lane is as new after a step that was finished and settles.

        Raises:
            LaneDirtyError: It never will be.
            LaneDiedError: It ended, or says something else.
        """
        kind, header, _ = self._receive(time.monotonic() + step.limits.wall_seconds + SILENCE_SECONDS)
        if kind == wire.DIRTY:
            raise _dirty(header)
        if kind != wire.CLEAN:
            raise LaneDiedError(f"the runner sent a frame out of turn (kind {kind})")

    def close(self) -> None:
        """Let go of the lane; its runner ends it then."""
        self._stream.close()

    def _receive(self, until: float, live: LiveEnd | None = None) -> Frame:
        """Return the next frame; send what is queued, and forward live input, meanwhile."""
        try:
            while (frame := self._decoder.next()) is None:
                wanted = live.wanted(sum(map(len, self._pending))) if live else ()
                if self._exchange(until - time.monotonic(), wanted) and live:
                    self.send_raw(live.read())
        except wire.WireError as error:
            raise LaneDiedError(f"the lane does not speak the protocol: {error}") from error
        return frame

    def _exchange(self, seconds: float, others: tuple[int, ...]) -> bool:
        """Send and receive what there is, else wait; return whether one of the other descriptors can be read."""
        self._flush()
        data = self._stream.receive()
        if data is None:
            return self._wait(seconds, others)
        if not data:
            said = self._stream.diagnostics()
            raise LaneDiedError("the lane ended without a report" + (f": {said}" if said else ""))
        self._decoder.feed(data)
        return False

    def _wait(self, seconds: float, others: tuple[int, ...]) -> bool:
        poll = select.poll()
        stream = self._stream.fileno()
        if stream < 0:
            raise LaneDiedError("the lane was closed")
        poll.register(stream, select.POLLIN | (select.POLLOUT if self._pending else 0))
        for descriptor in others:
            poll.register(descriptor, select.POLLIN)
        events = poll.poll(max(0.0, seconds) * 1000)
        if not events and seconds <= 0:
            raise LaneDiedError("the lane fell silent")
        return any(descriptor != stream for descriptor, _ in events)

    def _queue(self, data: bytes) -> None:
        """Queue bytes, joining small ones: each message wakes up to three processes."""
        last = self._pending[-1] if self._pending else None
        if last is not None and len(last) + len(data) <= _JOINED_BYTES:
            data = self._pending.pop().tobytes() + data
        self._pending.append(memoryview(data))

    def _flush(self) -> None:
        try:
            while self._pending:
                view = self._pending[0]
                sent = self._stream.send(view)
                if sent < len(view):
                    self._pending[0] = view[sent:]
                    return
                self._pending.popleft()
        except OSError:  # the lane is gone; what it said before is still to be read, and then its end
            self._pending.clear()


def _dirty(header: dict[str, object]) -> LaneDirtyError:
    return LaneDirtyError(f"the lane is not as new: {header.get('reason')}")


def _fault(header: dict[str, object], identity: str) -> LaneDiedError | SandboxFault:
    """Return what a runner's own failure means; the advice is for the engine of the lane alone."""
    missing = header.get("missing")
    if not missing:
        return LaneDiedError(f"the runner failed: {header.get('reason')}")
    of_this_machine = identity.startswith(BUBBLEWRAP_PREFIX)
    step = (
        NextStep(("doctor",), f"Install {missing} on this machine; `{{}}` lists what is missing.")
        if of_this_machine
        else NextStep(("images", "build", "--force"), "Build the image again: {}")
    )
    where = "This machine" if of_this_machine else "The language's image"
    return SandboxFault(f"{where} has no `{missing}` that can be started.", step)
