"""Databases that are empty, or full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from tests.fakes.empty_databases import EmptyDatabases
from tests.fakes.servers.postgres import PostgresServer


@pytest.fixture(scope="module")
def empty_databases(postgres: PostgresServer) -> Iterator[EmptyDatabases]:
    """Return where a test gets an empty database, quicker than by making one."""
    databases = EmptyDatabases(postgres)
    yield databases
    databases.drop()


@pytest.fixture
def emptied_url(empty_databases: EmptyDatabases) -> Iterator[str]:
    """Return what leads to a database that is empty, and may be opened more than once."""
    with closing(empty_databases.open()) as lent:
        yield lent.database.conninfo


@pytest.fixture
def database(emptied_url: str) -> Iterator[PostgresDatabase]:
    with closing(open_database(emptied_url)) as opened:
        yield opened
