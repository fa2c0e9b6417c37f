"""The protocol between host and runner: frames over one byte stream each way.

A frame is a kind (1 byte), the size of its header (2 bytes), the size of its body (4 bytes), all big-endian, then the
header (a JSON object) and the body (raw bytes). Both sizes are bounded, so neither end can make the other buffer more
than one frame. Both ends speak ``VERSION``; the runner's ``READY`` says which it is.

To the runner: perhaps one ``ZYGOTE``; any number of ``FILE``, then ``STEP`` (and ``INPUT`` while a live step runs),
again and again. From the runner: perhaps one ``CODE``, ``READY``, then for each step any number of ``OUTPUT``, of
``FILE``, and one ``DONE``, which is on its way before anything is cleaned. ``DIRTY`` says that the lane could not be
made as new, or not cheaply, and ``FAULT`` that the runner itself failed; each is its last. ``CLEAN`` says that it was,
where the step asked for the word. ``CODE`` is the runner
itself, compiled, for the next lane of the same interpreter; it comes before there is any program.
"""

from __future__ import annotations

import _json  # what json stands on, without the 9 ms that its import takes
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes 3 ms of each lane's start
    from typing import TypeVar

    _Kind = TypeVar("_Kind")

VERSION = 4
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
CODE = 9
DIRTY = 10
CLEAN = 11
_KINDS = frozenset(range(READY, CLEAN + 1))


class WireError(Exception):
    """Bytes that are not a frame: the other end is broken, or lies."""


class _Plain:
    """What the scanner asks about: the types of JSON as they are."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_constant = parse_float = float
    parse_int = int


def _refuse(value: object) -> str:
    raise WireError(f"a header holds a {type(value).__name__}, for which JSON has no form")


_scan = _json.make_scanner(_Plain)  # type: ignore[arg-type]  # typeshed means the class by it, and what it is made of
_chunks = _json.make_encoder(None, _refuse, _json.encode_basestring_ascii, None, ":", ",", False, False, True)
_PREFIX = struct.Struct("!BHI")


def encode(kind: int, header: dict[str, object], body: bytes | memoryview = b"") -> bytes:
    """Return one frame; header and body must be within the bounds."""
    text = "".join(_chunks(header, 0)).encode("ascii")
    if len(text) > MAX_HEADER_BYTES or len(body) > MAX_BODY_BYTES:
        raise WireError(f"a frame of kind {kind} is too large: header {len(text)} bytes, body {len(body)} bytes")
    return _PREFIX.pack(kind, len(text), len(body)) + text + body


def typed(header: dict[str, object], name: str, kind: type[_Kind]) -> _Kind:
    """Return a value of a header.

    Raises:
        WireError: It is another type.
    """
    value = header[name]
    if not isinstance(value, kind):
        raise WireError(f"{name} is no {kind.__name__}")
    return value


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
        words = text.decode()
        header, end = _scan(words, 0)
    except (ValueError, RecursionError, StopIteration, SystemError) as error:  # SystemError: json was to name the error
        raise WireError("a header is not JSON") from error
    if not isinstance(header, dict) or end != len(words):
        raise WireError("a header is not a JSON object")
    return header
