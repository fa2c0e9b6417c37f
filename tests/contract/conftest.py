"""Stores that one suite holds for: each adapter, and the fake that tests of other parts stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from codementor_cli.ports import Store
from codementor_cli.store import open_sqlite
from tests.fakes.empty_databases import EmptyDatabases
from tests.fakes.store import MemoryStore

ANY_ORDER = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
"""The fixture only counts files; each example opens a fresh one."""

Opens = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgres", "memory"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    """Return a function that opens a new store at each call. A new adapter adds a line."""
    if request.param == "memory":
        return MemoryStore
    if request.param == "postgres":
        databases: EmptyDatabases = request.getfixturevalue("empty_databases")
        return databases.open
    paths = iter(tmp_path / f"{number}.db" for number in range(10_000))
    return lambda: open_sqlite(next(paths))


@pytest.fixture
def store(opens: Opens) -> Iterator[Store]:
    with closing(opens()) as opened:
        yield opened
