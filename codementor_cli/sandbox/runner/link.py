"""The runner's end of the stream to the host."""

from __future__ import annotations

import os
import select

from codementor_cli.sandbox.runner import wire

_READ_BYTES = 1 << 16
"""More would be mapped and unmapped for each read. Source: mallopt(3), M_MMAP_THRESHOLD."""


class Link:
    """Frames from and to the host; when the host is gone, so is the lane."""

    def __init__(self, inward: int, outward: int) -> None:
        self.inward = inward
        self._outward = outward
        self._decoder = wire.Decoder()
        self._posted: list[bytes] = []
        self._poll = select.poll()
        self._poll.register(inward, select.POLLIN)

    def receive(self) -> tuple[int, dict[str, object], bytes]:
        """Return the next frame, waiting for it; nothing that was posted waits with it."""
        while True:
            frame = self._decoder.next()
            if frame is not None:
                return frame
            if self._posted and not self._poll.poll(0):
                self.flush()
            self.fill()

    def poll(self) -> tuple[int, dict[str, object], bytes] | None:
        """Return the next frame that is already here."""
        return self._decoder.next()

    def fill(self) -> None:
        """Read what has come; end the lane where nothing more can come."""
        data = os.read(self.inward, _READ_BYTES)
        if not data:
            os._exit(0)
        self._decoder.feed(data)

    def post(self, kind: int, header: dict[str, object], body: bytes | memoryview = b"") -> None:
        """Send one frame when there is time: with the next that is sent, or when nothing else is to be done."""
        self._posted.append(wire.encode(kind, header, body))

    def flush(self) -> None:
        """Send what was posted."""
        view = memoryview(b"".join(self._posted))
        self._posted.clear()
        while view:
            view = view[os.write(self._outward, view) :]

    def send(self, kind: int, header: dict[str, object], body: bytes | memoryview = b"") -> None:
        """Send one frame, whole, and all that was posted before it."""
        self.post(kind, header, body)
        self.flush()

    def send_file(self, root: str, path: str, executable: bool, content: bytes) -> None:
        """Send a file in as many frames as it needs."""
        header: dict[str, object] = {"root": root, "path": path, "executable": executable}
        for start in range(0, max(len(content), 1), wire.MAX_BODY_BYTES):
            self.send(wire.FILE, header, content[start : start + wire.MAX_BODY_BYTES])
