"""A PostgreSQL database: readers, writers, the way to its schema, and what it says when it does not answer."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest

from codementor_cli.errors import StoreFault
from codementor_cli.store.postgres import database as module
from codementor_cli.store.postgres.database import Connection, PostgresDatabase, open_database
from codementor_cli.store.postgres.schema import migrations
from codementor_cli.store.postgres.schema.migrations import SCHEMA_VERSION, Step
from tests.fakes.servers.postgres import PostgresServer

_COUNT = "SELECT count(*) FROM challenges"
_ADD = "INSERT INTO challenges (name) VALUES (?)"


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgresDatabase]:
    with closing(open_database(postgres_url)) as opened:
        yield opened


def _count(database: PostgresDatabase) -> int:
    with database.reading() as connection:
        found = connection.execute(_COUNT).fetchone()
    return int(found[0]) if found else -1


def _add(name: str) -> Callable[[Connection], None]:
    def change(connection: Connection) -> None:
        connection.execute(_ADD, (name,))

    return change


def test_what_is_written_is_written_whole_or_not_at_all(database: PostgresDatabase) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), database.writing() as connection:
        connection.cursor().executemany(_ADD, [("one",), ("two",), ("one",)])
    assert _count(database) == 0
    with database.writing() as connection:
        connection.execute(_ADD, ("one",))
    assert _count(database) == 1


def test_reader_sees_one_state_while_others_write(database: PostgresDatabase) -> None:
    with database.reading() as connection:
        assert connection.execute(_COUNT).fetchone() == (0,)
        database.write(_add("one"))
        assert connection.execute(_COUNT).fetchone() == (0,)
    assert _count(database) == 1


def test_reader_cannot_write(database: PostgresDatabase) -> None:
    with pytest.raises(StoreFault, match="is read-only"), database.reading() as connection:
        connection.execute(_ADD, ("one",))


def test_only_a_hurried_transaction_does_not_wait_for_the_disk(database: PostgresDatabase) -> None:
    found = []
    for is_durable in (False, True):
        with database.writing(is_durable) as connection:
            found.append(connection.execute("SHOW synchronous_commit").fetchone())
    assert found == [("off",), ("on",)]


def test_places_are_written_as_sqlite_has_them(database: PostgresDatabase) -> None:
    with database.statement() as connection:
        connection.execute(_ADD, ("a?b:c%d",))
        named = connection.execute("SELECT name, 1::bigint FROM challenges WHERE name = :name", {"name": "a?b:c%d"})
        assert named.fetchall() == [("a?b:c%d", 1)]


def test_change_that_met_another_transaction_is_made_again(database: PostgresDatabase) -> None:
    tries: list[int] = []

    def change(connection: Connection) -> int:
        connection.execute(_ADD, (f"try {len(tries)}",))
        tries.append(1)
        if len(tries) < 3:
            raise psycopg.errors.DeadlockDetected
        return len(tries)

    assert database.write(change) == 3
    assert _count(database) == 1


def test_change_that_meets_others_all_the_time_is_a_fault(database: PostgresDatabase) -> None:
    def change(connection: Connection) -> None:
        connection.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(StoreFault, match="is busy: deadlock"):
        database.write(change)


def test_processes_that_come_at_once_make_one_schema(postgres_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open_and_close, args=(postgres_url,)) for _ in range(3)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    assert [each.exitcode for each in processes] == [0, 0, 0]
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT version FROM codementor_schema").fetchall() == [(SCHEMA_VERSION,)]


def _open_and_close(url: str) -> None:
    open_database(url).close()


def test_migration_that_fails_leaves_nothing(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (Step((*migrations.STEPS[0].statements, "CREATE TABLE jobs ()"), oldest=1),)
    monkeypatch.setattr(
        module, "apply_steps", lambda connection, version: migrations.apply_steps(connection, version, steps)
    )
    with pytest.raises(psycopg.errors.DuplicateTable):
        open_database(postgres_url)
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_newer_schema_that_only_adds_is_served_and_another_is_refused(postgres_url: str) -> None:
    open_database(postgres_url).close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("INSERT INTO codementor_schema VALUES (98, 1)")
    with closing(open_database(postgres_url)) as opened:
        assert _count(opened) == 0
    with psycopg.connect(postgres_url) as connection:
        connection.execute("INSERT INTO codementor_schema VALUES (99, 99)")
    with pytest.raises(StoreFault, match=r"newer codementor \(its schema is 99; this one knows 1\)") as caught:
        open_database(postgres_url)
    assert caught.value.next_step == "pipx upgrade codementor"


def test_database_of_another_program_is_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE jobs ()")
    with pytest.raises(StoreFault, match="holds tables of another program; nothing in it was changed"):
        open_database(postgres_url)


def test_database_of_another_encoding_is_refused(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS latin WITH (FORCE)")
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        with pytest.raises(StoreFault, match="keeps text as LATIN1; submissions need UTF-8"):
            open_database(postgres.url("latin"))
    finally:
        postgres.drop("latin")


def test_database_that_is_not_there_says_how_to_make_one(postgres: PostgresServer) -> None:
    with pytest.raises(StoreFault, match="is not there: the server has no such database") as caught:
        open_database(postgres.url("nowhere"))
    assert caught.value.next_step == "Make it: createdb NAME"


def test_wrong_password_is_not_repeated(postgres_url: str) -> None:
    user, _, rest = postgres_url.removeprefix("postgresql://").partition("@")
    with pytest.raises(StoreFault, match="does not take this user and password") as caught:
        open_database(f"postgresql://{user.partition(':')[0]}:hunter2@{rest}")
    assert "hunter2" not in f"{caught.value} {caught.value.next_step} {caught.value.__cause__}"


def test_server_that_does_not_run_says_so() -> None:
    with pytest.raises(StoreFault, match=r"postgresql://127.0.0.1:1/class does not answer: .*refused"):
        open_database("postgresql://me:secret@127.0.0.1:1/class")


def test_closed_database_says_so_and_may_be_closed_again(database: PostgresDatabase) -> None:
    database.close()
    database.close()
    with pytest.raises(StoreFault, match="are closed"):
        database.write(_add("one"))


def test_lost_table_and_value_that_nothing_writes_are_damage(database: PostgresDatabase) -> None:
    with pytest.raises(StoreFault, match="is not a whole database"), database.reading():
        raise ValueError("content 7 is missing")
    with database.statement() as connection:
        connection.execute("DROP TABLE queue_clock")
    with pytest.raises(StoreFault, match=r"is not a whole database.*queue_clock"), database.reading() as connection:
        connection.execute("SELECT * FROM queue_clock")


def test_bug_in_a_statement_is_no_fault_of_the_database(database: PostgresDatabase) -> None:
    with pytest.raises(psycopg.errors.SyntaxError), database.reading() as connection:
        connection.execute("SELEC 1")


def test_connection_that_the_server_ended_meanwhile_is_replaced(database: PostgresDatabase, postgres_url: str) -> None:
    assert _count(database) == 0
    with psycopg.connect(postgres_url, autocommit=True) as other:
        statement = (
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE application_name = 'codementor' AND datname = current_database()"
        )
        assert other.execute(statement).fetchall() == [(True,)]
    assert _count(database) == 0


def test_more_threads_than_connections_take_turns(postgres_url: str) -> None:
    with closing(open_database(postgres_url, most_connections=2)) as shared:
        threads = [threading.Thread(target=shared.write, args=(_add(f"{number}"),)) for number in range(20)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert _count(shared) == 20
