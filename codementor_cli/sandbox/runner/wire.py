"""The protocol between host and runner: frames over one byte stream each way.

A frame is a kind (1 byte), the size of its header (2 bytes), the size of its body (4 bytes), all big-endian, then the
header (a JSON object) and the body (raw bytes). Both sizes are bounded, so neither end can make the other buffer more
than one frame. Both ends speak ``VERSION``; the runner's ``READY`` says which it is.

To the runner: perhaps one ``ZYGOTE``; any number of ``FILE``, then ``STEP`` (and ``INPUT`` while a live step runs),
again and again. From the runner: ``READY``, then for each step any number of ``OUTPUT``, of ``FILE``, and one ``DONE``.
``FAULT`` says that the runner itself failed, and is its last.
"""

from __future__ import annotations

import json
import struct

VERSION = 2
MAX_HEADER_BYTES = 60_000
MAX_BODY_BYTES = 1 << 20

READY = 1
FILE = 2
STEP = 3
INPUT = 4
OUTPUT = 5
DONE = 6
FAULT = 7
ZYGOTE = 8
_KINDS = frozenset(range(READY, ZYGOTE + 1))

_PREFIX = struct.Struct("!BHI")


class WireError(Exception):
    """Bytes that are not a frame: the other end is broken, or lies."""


def encode(kind: int, header: dict[str, object], body: bytes | memoryview = b"") -> bytes:
    """Return one frame; header and body must be within the bounds."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    if len(text) > MAX_HEADER_BYTES or len(body) > MAX_BODY_BYTES:
        raise WireError(f"a frame of kind {kind} is too large: header {len(text)} bytes, body {len(body)} bytes")
    return _PREFIX.pack(kind, len(text), len(body)) + text + body


class Decoder:
    """Turns bytes, in pieces of any size, into frames ``(kind, header, body)``."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Take more bytes."""
        self._buffer += data

    def next(self) -> tuple[int, dict[str, object], bytes] | None:
        """Return the next whole frame, or None where more bytes are needed.

        Raises:
            WireError: The bytes are no frame.
        """
        if len(self._buffer) < _PREFIX.size:
            return None
        kind, header_size, body_size = _PREFIX.unpack_from(self._buffer)
        if kind not in _KINDS or header_size > MAX_HEADER_BYTES or body_size > MAX_BODY_BYTES:
            raise WireError(f"no frame starts with kind {kind}, header {header_size} bytes, body {body_size} bytes")
        body_start = _PREFIX.size + header_size
        if len(self._buffer) < body_start + body_size:
            return None
        header = _parse(bytes(self._buffer[_PREFIX.size : body_start]))
        body = bytes(self._buffer[body_start : body_start + body_size])
        del self._buffer[: body_start + body_size]
        return kind, header, body


def _parse(text: bytes) -> dict[str, object]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a header is not JSON: {error}") from error
    if not isinstance(header, dict):
        raise WireError("a header is not a JSON object")
    return header
