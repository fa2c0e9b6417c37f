"""Keep contents in SQLite."""

from __future__ import annotations

import hashlib
import sqlite3

from codementor_cli.store.sql.contents import packed_content


def content_id(connection: sqlite3.Connection, content: bytes) -> int | None:
    """Return the id of a content, keeping it if it is new; None: it is empty."""
    if not content:
        return None
    digest = hashlib.sha256(content).digest()
    found = connection.execute("SELECT id FROM contents WHERE digest = ?", (digest,)).fetchone()
    if found is not None:
        return int(found[0])
    is_compressed, data = packed_content(content)
    statement = "INSERT INTO contents (digest, byte_count, is_compressed, data) VALUES (?, ?, ?, ?)"
    return connection.execute(statement, (digest, len(content), is_compressed, data)).lastrowid
