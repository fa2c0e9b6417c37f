"""Values of the domain as columns; contents (inputs, outputs, files) once each, compressed where that pays."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_WORTH_COMPRESSING_BYTES = 128
"""Below it, compressing saves less than it costs."""

_SAVING = 0.9
"""Largest compressed share of a content that is kept compressed."""

Prose = str | bytes
"""Text in a column of type ANY."""


def prose(text: str) -> Prose:
    """Return text for a column: itself, or bytes where it holds lone surrogates, as strange file names do.

    SQLite's text is UTF-8, which has no way to say them.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def read_prose(value: Prose) -> str:
    """Return the text of such a column.

    Raises:
        UnicodeDecodeError: The file was damaged.
    """
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def microseconds(moment: datetime) -> int:
    """Return an aware time as microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def read_time(value: int) -> datetime:
    """Return the time, in UTC.

    Raises:
        OverflowError: The file was damaged: no calendar has that day.
    """
    return _EPOCH + value * _MICROSECOND


def content_id(connection: sqlite3.Connection, content: bytes) -> int | None:
    """Return the id of a content, keeping it if it is new; None: it is empty."""
    if not content:
        return None
    digest = hashlib.sha256(content).digest()
    found = connection.execute("SELECT id FROM contents WHERE digest = ?", (digest,)).fetchone()
    if found is not None:
        return int(found[0])
    is_compressed, data = _packed(content)
    statement = "INSERT INTO contents (digest, byte_count, is_compressed, data) VALUES (?, ?, ?, ?)"
    return connection.execute(statement, (digest, len(content), is_compressed, data)).lastrowid


def read_contents(connection: sqlite3.Connection, ids: set[int | None]) -> dict[int | None, bytes]:
    """Return contents by id; None: empty.

    Raises:
        ValueError: The file was damaged.
    """
    found: dict[int | None, bytes] = {None: b""}
    for number in ids - {None}:
        row = connection.execute(
            "SELECT byte_count, is_compressed, data FROM contents WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise ValueError(f"content {number} is missing")
        found[number] = _unpacked(*row)
    return found


def _packed(content: bytes) -> tuple[bool, bytes]:
    if len(content) >= _WORTH_COMPRESSING_BYTES:
        data = zlib.compress(content)
        if len(data) < len(content) * _SAVING:
            return True, data
    return False, content


def _unpacked(byte_count: int, is_compressed: int, data: bytes) -> bytes:
    try:
        # Capped: a hostile file cannot fill the memory.
        content = zlib.decompressobj().decompress(data, byte_count) if is_compressed else data
    except zlib.error as error:
        raise ValueError(f"a content cannot be unpacked: {error}") from error
    if len(content) != byte_count:
        raise ValueError("a content is not as long as it was")
    return content
