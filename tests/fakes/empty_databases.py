"""PostgreSQL databases for tests that open many stores: one that was closed is emptied, and lent again."""

from __future__ import annotations

from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.store import PostgresStore
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.shared import own_name

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'codementor_schema'"
_COUNTERS = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


class EmptyDatabases:
    """Databases of one process's tests."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._made: list[str] = []
        self._idle: list[PostgresDatabase] = []

    def open(self) -> PostgresStore:
        """Return the store of an empty database, which no other test uses before it is closed."""
        if self._idle:
            database = self._idle.pop()
            empty_database(database)
        else:
            self._made.append(own_name())
            database = open_database(self._server.create(self._made[-1]))
        return _LentStore(database, self._idle)

    def drop(self) -> None:
        """Remove them all."""
        for each in self._idle:
            each.close()
        for name in self._made:
            self._server.drop(name)


class _LentStore(PostgresStore):
    """A store whose database stays open when it is closed: the next test is lent it."""

    def __init__(self, database: PostgresDatabase, idle: list[PostgresDatabase]) -> None:
        super().__init__(database)
        self._idle = idle

    def close(self) -> None:
        if self.database not in self._idle:
            self._idle.append(self.database)


def empty_database(database: PostgresDatabase) -> None:
    """Empty all tables; to truncate them would take ten times as long."""
    with database.writing() as connection:
        # References are not checked, by the superuser that tests are.
        connection.execute("SET LOCAL session_replication_role = replica")
        deletions = [f"DELETE FROM {name}" for (name,) in connection.execute(_TABLES).fetchall()]
        restarts = [f"SELECT setval('{name}', 1, false)" for (name,) in connection.execute(_COUNTERS).fetchall()]
        connection.execute("; ".join([*deletions, *restarts, "INSERT INTO queue_clock VALUES (1, 0, 0)"]))
