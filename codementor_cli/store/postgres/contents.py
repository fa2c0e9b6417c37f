"""Keep contents in PostgreSQL: all of a submission at once, in the same order in every process.

Two transactions that add the same contents in different orders would wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from codementor_cli.store.postgres.rows import insert_all
from codementor_cli.store.sql.contents import packed_content

if TYPE_CHECKING:
    from codementor_cli.store.postgres.database import Connection


class KeptContents:
    """Contents that are kept, with their ids."""

    def __init__(self, ids: dict[bytes, int]) -> None:
        self._ids = ids

    def __call__(self, content: bytes) -> int | None:
        """Return the id of a content; None: it is empty."""
        return self._ids[_digest(content)] if content else None


def keep_contents(connection: Connection, contents: Iterable[bytes]) -> KeptContents:
    """Keep those contents that are new, and return all of them."""
    by_digest = {_digest(each): each for each in contents if each}
    ids = ids_by_digest(connection, "contents", by_digest)
    new = sorted(by_digest.keys() - ids.keys())
    if new:
        insert_all(connection, "contents", [_row(each, by_digest[each]) for each in new], "ON CONFLICT DO NOTHING")
        ids |= ids_by_digest(connection, "contents", new)
    return KeptContents(ids)


def ids_by_digest(connection: Connection, table: str, digests: Iterable[bytes]) -> dict[bytes, int]:
    """Return the ids of the rows of a table that are there already, by their digests."""
    found = connection.execute(f"SELECT digest, id FROM {table} WHERE digest = ANY(?)", (list(digests),))  # noqa: S608 - ours
    return {bytes(digest): int(number) for digest, number in found}


def _row(digest: bytes, content: bytes) -> dict[str, object]:
    is_compressed, data = packed_content(content)
    return {"digest": digest, "byte_count": len(content), "is_compressed": is_compressed, "data": data}


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
