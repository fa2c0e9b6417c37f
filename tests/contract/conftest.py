"""The stores that one suite holds for: the file, and the fake that tests of other parts stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from codementor_cli.ports import SubmissionStore
from codementor_cli.store import open_sqlite
from tests.fakes.store import MemoryStore

Opens = Callable[[], SubmissionStore]


@pytest.fixture(params=["sqlite", "memory"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    """Return a function that opens a new store at each call."""
    paths = iter(tmp_path / f"{number}.db" for number in range(10_000))
    return MemoryStore if request.param == "memory" else lambda: open_sqlite(next(paths))


@pytest.fixture
def store(opens: Opens) -> Iterator[SubmissionStore]:
    with closing(opens()) as opened:
        yield opened
