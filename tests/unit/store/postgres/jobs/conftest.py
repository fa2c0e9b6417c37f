"""Databases that are empty, or full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from codementor_cli.store.postgres.database import PostgresDatabase, open_database


@pytest.fixture
def database(emptied_url: str) -> Iterator[PostgresDatabase]:
    with closing(open_database(emptied_url)) as opened:
        yield opened
