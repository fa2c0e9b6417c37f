"""One suite for counts of requests: PostgreSQL's, for all servers of a database, and this process's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from codementor_cli.api.middleware.window import Minute
from codementor_cli.errors import StoreFault
from codementor_cli.ports.serving import Rates
from codementor_cli.store.postgres import rates as module
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.rates import PostgresRates

ADA, BEN = ("asked", "ada"), ("asked", "ben")


@dataclass
class Counted:
    """Counts, and a way to let time pass."""

    rates: Rates
    pass_seconds: Callable[[float], None]

    def took(self, most: int, times: int, key: tuple[str, ...] = ADA) -> int:
        """Return how many of so many requests at once were taken."""
        return sum(self.rates.wait_after(most, *key) == 0 for _ in range(times))


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgresDatabase]:
    with closing(open_database(postgres_url)) as opened:
        yield opened


def let_pass(database: PostgresDatabase, seconds: float) -> None:
    """Let all rows be older by so much: the database's clock is not ours to move."""
    with database.statement() as connection:
        connection.execute("UPDATE rates SET idle_at = idle_at - ? * interval '1 second'", (seconds,))


@pytest.fixture(params=["memory", "postgres"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Counted:
    if request.param == "postgres":
        opened: PostgresDatabase = request.getfixturevalue("database")
        return Counted(PostgresRates(opened), lambda seconds: let_pass(opened, seconds))
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def pass_seconds(seconds: float) -> None:
        now[0] += seconds

    return Counted(Minute(), pass_seconds)


def test_so_many_are_taken_at_once_and_not_one_more(counted: Counted) -> None:
    assert counted.took(3, 20) == 3


def test_each_key_has_a_count_of_its_own(counted: Counted) -> None:
    assert counted.took(2, 3) == 2
    assert counted.took(2, 3, BEN) == 2
    assert counted.took(3, 4, ("refused", "ada")) == 3


def test_after_a_minute_there_is_room_for_all(counted: Counted) -> None:
    counted.took(4, 4)
    counted.pass_seconds(61)
    assert counted.took(4, 9) == 4


def test_the_wait_that_is_told_is_true(counted: Counted) -> None:
    counted.took(2, 2)
    wait = counted.rates.wait_after(2, *ADA)
    assert 1 <= wait <= 61
    counted.pass_seconds(wait / 2)
    assert counted.rates.wait_after(2, *ADA) > 0
    counted.pass_seconds(wait)
    assert counted.rates.wait_after(2, *ADA) == 0


def test_refused_requests_take_nothing_of_the_next_minute(counted: Counted) -> None:
    counted.took(2, 50)
    counted.pass_seconds(61)
    assert counted.took(2, 2) == 2


def test_two_servers_count_together(postgres_url: str) -> None:
    with closing(open_database(postgres_url)) as one, closing(open_database(postgres_url)) as other:
        servers = [PostgresRates(one), PostgresRates(other)]
        taken: list[int] = []

        def ask(rates: Rates) -> None:
            taken.extend(rates.wait_after(3, *ADA) for _ in range(20))

        threads = [threading.Thread(target=ask, args=(each,)) for each in servers * 2]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert (len(taken), taken.count(0)) == (80, 3)


def test_rows_that_say_nothing_any_more_are_forgotten(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = PostgresRates(database)
    rates.wait_after(2, *ADA)
    let_pass(database, 61)
    monkeypatch.setattr(module, "_PRUNE_SECONDS", 0.0)
    rates.wait_after(2, *BEN)
    with database.statement() as connection:
        assert connection.execute("SELECT key FROM rates").fetchall() == [("asked:ben",)]


def test_database_that_does_not_answer_is_a_fault(postgres_url: str) -> None:
    opened = open_database(postgres_url)
    opened.close()
    with pytest.raises(StoreFault):
        PostgresRates(opened).wait_after(2, *ADA)
