"""Requests of the last minute, counted by all servers of a database: a row a token, or a group of addresses.

The row holds the moment at which nothing of the minute is used any more, by the database's clock; each request moves
it on by its share of the minute. So a key that was idle has a whole minute's requests at once, and one with each share
after that. Source: the generic cell rate algorithm, ITU-T I.371, as a virtual schedule.
"""

from __future__ import annotations

import threading
import time

from codementor_cli.store.postgres.database import Connection, PostgresDatabase

_MINUTE_SECONDS = 60.0
_PRUNE_SECONDS = 60.0
_MOST_PRUNED = 1000

_HIT = """
INSERT INTO rates AS kept (key, idle_at) VALUES (:key, now() + :share * interval '1 second')
ON CONFLICT (key) DO UPDATE SET idle_at = greatest(kept.idle_at, now()) + :share * interval '1 second'
WHERE greatest(kept.idle_at, now()) + :share * interval '1 second' <= now() + interval '1 minute'
RETURNING 1
"""
_WAIT = """
SELECT ceil(extract(epoch FROM idle_at - now()) + :share - :minute)::bigint FROM rates WHERE key = :key
"""
_PRUNE = """
DELETE FROM rates WHERE key IN (SELECT key FROM rates WHERE idle_at < now() LIMIT :most FOR UPDATE SKIP LOCKED)
"""


class PostgresRates:
    """Meets ``ports.serving.Rates``. Threads and processes may share the table."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._pruned_at = time.monotonic()

    def wait_after(self, most: int, *key: str) -> int:
        """Meet ``Rates``."""
        values = {"key": ":".join(key), "share": _MINUTE_SECONDS / most, "minute": _MINUTE_SECONDS}
        with self._database.statement() as connection:
            if self._is_prune_due():
                connection.execute(_PRUNE, {"most": _MOST_PRUNED})
            if connection.execute(_HIT, values).fetchone() is not None:
                return 0
            return _wait_seconds(connection, values)

    def _is_prune_due(self) -> bool:
        """Whether rows that say nothing any more are to be forgotten: once a minute, by one thread."""
        now = time.monotonic()
        with self._guard:
            is_due = now - self._pruned_at >= _PRUNE_SECONDS
            if is_due:
                self._pruned_at = now
            return is_due


def _wait_seconds(connection: Connection, values: dict[str, object]) -> int:
    found = connection.execute(_WAIT, values).fetchone()
    return max(1, int(found[0])) if found else 1
