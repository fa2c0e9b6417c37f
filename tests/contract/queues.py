"""Queues that one suite holds for: how each adapter opens a store and the jobs beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codementor_cli.ports import Store
from codementor_cli.ports.machines import SharedJobs
from codementor_cli.store.postgres.jobs import PostgresJobs
from codementor_cli.store.postgres.store import open_postgres
from tests.fakes.queue import MemoryJobs

OpensShared = Callable[[], tuple[Store, SharedJobs]]


def in_memory(_request: pytest.FixtureRequest) -> OpensShared:
    """Return what opens one store in memory, however often."""
    jobs = MemoryJobs()

    def opens() -> tuple[Store, SharedJobs]:
        jobs.store.closed = False
        return jobs.store, jobs

    return opens


def in_postgres(request: pytest.FixtureRequest) -> OpensShared:
    """Return what opens the store of one database, as another process would."""
    url = request.getfixturevalue("emptied_url")

    def opens() -> tuple[Store, SharedJobs]:
        store = open_postgres(url)
        return store, PostgresJobs(store.database)

    return opens


SHARED: dict[str, Callable[[pytest.FixtureRequest], OpensShared]] = {"memory": in_memory, "postgres": in_postgres}
"""Adapters by name, of queues that several machines share. A new adapter adds a line."""
