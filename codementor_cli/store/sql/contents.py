"""Contents (inputs, outputs, files): kept once each, compressed where that pays."""

from __future__ import annotations

import zlib

from codementor_cli.store.sql.connection import Connection

_WORTH_COMPRESSING_BYTES = 128
"""Below it, compressing saves less than it costs."""

_SAVING = 0.9
"""Largest compressed share of a content that is kept compressed."""

_BATCH = 500
"""Contents that one statement asks for."""


def read_contents(connection: Connection, ids: set[int | None]) -> dict[int | None, bytes]:
    """Return contents by id; None: empty.

    Raises:
        ValueError: The database was damaged.
    """
    found: dict[int | None, bytes] = {None: b""}
    numbers = sorted(each for each in ids if each is not None)
    for some in (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)):
        places = ", ".join("?" * len(some))
        statement = f"SELECT id, byte_count, is_compressed, data FROM contents WHERE id IN ({places})"  # noqa: S608 - ours
        for number, *packed in connection.execute(statement, some):
            found[number] = unpacked_content(*packed)
    if missing := ids - found.keys():
        raise ValueError(f"content {min(each for each in missing if each is not None)} is missing")
    return found


def packed_content(content: bytes) -> tuple[bool, bytes]:
    """Return whether a content is kept compressed, and what is kept of it."""
    if len(content) >= _WORTH_COMPRESSING_BYTES:
        data = zlib.compress(content)
        if len(data) < len(content) * _SAVING:
            return True, data
    return False, content


def unpacked_content(byte_count: int, is_compressed: bool, data: bytes) -> bytes:
    """Return a content.

    Raises:
        ValueError: The database was damaged.
    """
    try:
        # Capped: a hostile database cannot fill the memory.
        content = zlib.decompressobj().decompress(data, byte_count) if is_compressed else data
    except zlib.error as error:
        raise ValueError(f"a content cannot be unpacked: {error}") from error
    if len(content) != byte_count:
        raise ValueError("a content is not as long as it was")
    return content
