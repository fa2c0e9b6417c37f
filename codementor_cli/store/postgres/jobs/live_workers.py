"""The workers of all machines, each seen for as long as it says so."""

from __future__ import annotations

from datetime import datetime

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.postgres.rows import insert
from codementor_cli.store.sql.rows import row_of, rows, value_of
from codementor_cli.store.sql.values import microseconds

_SAID = ("version", "engine", "lane_count", "is_draining", "started_at", "seen_until")
_REPLACE = f"ON CONFLICT (name) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _SAID)}"


class PostgresWorkers:
    """Meets ``ports.machines.Workers``."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def seen(self, worker: LiveWorker) -> None:
        """Meet ``ports.machines.Workers``."""
        with self._database.writing(is_durable=False) as connection:
            insert(connection, "workers", row_of(worker), _REPLACE)

    def left(self, name: str) -> None:
        """Meet ``ports.machines.Workers``."""
        with self._database.writing(is_durable=False) as connection:
            connection.execute("DELETE FROM workers WHERE name = ?", (name,))

    def live(self, now: datetime) -> tuple[LiveWorker, ...]:
        """Meet ``ports.machines.Workers``."""
        with self._database.reading() as connection:
            found = [value_of(LiveWorker, row) for row in rows(connection, "SELECT * FROM workers ORDER BY name")]
        live = tuple(each for each in found if each.seen_until >= now)
        if len(live) < len(found):
            with self._database.writing(is_durable=False) as connection:
                connection.execute("DELETE FROM workers WHERE seen_until < ?", (microseconds(now),))
        return live
