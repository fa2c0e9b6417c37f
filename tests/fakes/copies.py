"""Stores of each kind, for tests of copies between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.ports import Store
from codementor_cli.ports.serving import Jobs, Tokens
from codementor_cli.store import SqliteTokens, open_sqlite
from codementor_cli.store.copying.copying import Copied, copy_store
from codementor_cli.store.copying.postgres_side import postgres_side
from codementor_cli.store.copying.side import Side
from codementor_cli.store.copying.sqlite_side import sqlite_side
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.jobs.shared import PostgresJobs
from codementor_cli.store.postgres.store import open_postgres
from codementor_cli.store.postgres.tokens import PostgresTokens
from codementor_cli.store.sqlite.jobs import SqliteJobs
from tests.contract.kept import MOMENT, kept_call, kept_submission
from tests.fakes.empty_databases import empty_database
from tests.fakes.jobs import ADA, JUDGE, judged, lease, new_job, run_work
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.shared import own_name
from tests.fakes.tokens import kept_token

CAPS = QueueCaps(owner_count=1000, total_count=1000)


@dataclass(frozen=True)
class Opened:
    """A store, with all that is kept beside it."""

    store: Store
    jobs: Jobs
    tokens: Tokens


@contextmanager
def _sqlite(address: str) -> Iterator[Opened]:
    with closing(open_sqlite(Path(address))) as store:
        yield Opened(store, SqliteJobs(store.file), SqliteTokens(store.file))


@contextmanager
def _postgres(address: str) -> Iterator[Opened]:
    with closing(open_postgres(address)) as store:
        yield Opened(store, PostgresJobs(store.database), PostgresTokens(store.database))


OPENED: dict[str, Callable[[str], AbstractContextManager[Opened]]] = {"sqlite": _sqlite, "postgres": _postgres}
"""What opens a store of each kind."""
SIDES: dict[str, Callable[[str, bool], AbstractContextManager[Side]]] = {
    "sqlite": lambda address, is_target: sqlite_side(Path(address), is_target),
    "postgres": postgres_side,
}
"""What opens one for a copy."""


@dataclass(frozen=True)
class Place:
    """A database of one kind, which need not be there yet."""

    kind: str
    address: str
    """A path or a URL."""

    @property
    def arguments(self) -> tuple[str, str]:
        """As a process of a test takes it."""
        return self.kind, self.address

    def opened(self) -> AbstractContextManager[Opened]:
        """Open it as every command does."""
        return OPENED[self.kind](self.address)

    def side(self, is_target: bool = False) -> AbstractContextManager[Side]:
        """Open it for a copy."""
        return SIDES[self.kind](self.address, is_target)

    def execute(self, statement: str, *values: Any) -> list[Any]:
        """Change it behind the store's back; return the rows."""
        with self.side(is_target=True) as side, side.writing() as connection:
            found = connection.execute(statement, values)
            return [] if found.description is None else list(found.fetchall())

    def rows(self, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Return rows, sorted."""
        return sorted(map(tuple, self.execute(f"SELECT {columns} FROM {table}")))


class LentPlaces:
    """Places for new stores; databases are made once, and emptied for the next test."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self._files = (folder / f"{number}.db" for number in count())
        self._server = server
        self._lent: list[str] = []
        self._idle: list[str] = []

    def lend(self, kind: str) -> Place:
        """Return a place that holds nothing."""
        if kind == "sqlite":
            return Place(kind, str(next(self._files)))
        if self._idle:
            name = self._idle.pop()
            _empty(self._server.url(name))
        else:
            name = own_name()
            self._server.create(name)
        self._lent.append(name)
        return Place(kind, self._server.url(name))

    def take_back(self) -> None:
        """Have all places back."""
        self._idle += self._lent
        self._lent.clear()

    def close(self) -> None:
        """Remove the databases."""
        for name in self._idle:
            self._server.drop(name)


def _empty(url: str) -> None:
    with closing(open_database(url, is_copying=True)) as database:
        with database.writing() as connection:
            connection.execute("DROP TABLE IF EXISTS copying")
        empty_database(database)


def copied(source: Place, target: Place, told: Callable[[str], None] = lambda _: None) -> Copied:
    """Copy one to the other."""
    with source.side() as kept, target.side(is_target=True) as made:
        return copy_store(kept, made, told)


def fill(opened: Opened, first: int = 1, many: int = 3) -> None:
    """Keep some of everything; a job in each state."""
    for number in range(first, first + many):
        opened.store.record(kept_submission(number, number, challenge_id=f"challenge-{number % 2}"))
        opened.store.save_draft(
            Draft(
                learner=LOCAL,
                challenge_id=f"challenge-{number}",
                language="python",
                source_text="lone \udcff, none \0, é",
                saved_at=MOMENT,
            )
        )
        opened.store.record_mentor_call(kept_call(number))
        opened.tokens.add(kept_token(number, learner="a" if number % 2 else "B"))
        opened.jobs.add(new_job(100 * number, work=JUDGE if number % 2 else run_work(b"\0\xff")), CAPS)
    base = 1000 * first
    for number, key in ((base, "key"), (base + 1, None), (base + 2, None), (base + 3, None)):
        opened.jobs.add(new_job(number, ADA, idempotency_key=key and f"{key} {base}"), CAPS)
    opened.jobs.finish(new_job(base).uid, judged(base), kept_submission(base), MOMENT + timedelta(seconds=2))
    opened.jobs.cancel(new_job(base + 1).uid, MOMENT)
    opened.jobs.claim(lease(), 100)
