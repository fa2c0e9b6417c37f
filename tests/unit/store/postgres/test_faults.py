"""What each error of PostgreSQL becomes."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.errors import ErrorKind, UserFileError
from codementor_cli.store.postgres.faults import fault_of
from codementor_cli.store.postgres.jobs import PostgresJobs
from codementor_cli.store.postgres.store import open_postgres

_PLACE = "postgresql://db/class"


def _of_state(state: str) -> psycopg.Error:
    return psycopg.errors.lookup(state)("what the server says.\nDETAIL: more")


@pytest.mark.parametrize(
    ("state", "message", "step"),
    [
        ("25006", "is read-only", "target_session_attrs=read-write"),
        ("40001", "is busy: what the server says.", "Try again"),
        ("40P01", "is busy", "Try again"),
        ("42501", "does not let this user do", "ALTER DATABASE NAME OWNER TO USER"),
        ("42P01", "is not a whole database", "pg_restore"),
        ("53100", "has no room left", "more of it"),
        ("53300", "does not answer", "pg_isready"),
        ("54000", "too large", "--no-record"),
        ("55P03", "is busy", "pg_stat_activity"),
        ("57014", "is busy", "Try again"),
        ("57P01", "does not answer", "pg_isready"),
        ("08006", "does not answer", "pg_isready"),
        ("25P03", "does not answer", "pg_isready"),
        ("XX001", "is not a whole database", "pg_restore"),
    ],
)
def test_fault_names_the_database_and_the_next_step(state: str, message: str, step: str) -> None:
    fault = fault_of(_PLACE, _of_state(state))
    assert fault is not None
    assert _PLACE in fault.message
    assert message in fault.message
    assert step in fault.next_step


@pytest.mark.parametrize(
    ("reason", "message", "step"),
    [
        ('FATAL: password authentication failed for user "me"', "does not take this user and password", "~/.pgpass"),
        ("fe_sendauth: no password supplied", "does not take this user and password", "USER:PASSWORD"),
        ("FATAL: no pg_hba.conf entry for host", "does not take this user from here", "pg_hba.conf"),
        ('FATAL: database "class" does not exist', "has no such database", "createdb"),
        ("server closed the connection unexpectedly", "does not answer: server closed", "pg_isready"),
    ],
)
def test_connection_that_is_refused_says_why(reason: str, message: str, step: str) -> None:
    fault = fault_of(_PLACE, psycopg.OperationalError(reason))
    assert fault is not None
    assert message in fault.message
    assert step in fault.next_step


@pytest.mark.parametrize("state", ["42601", "23505", "22P02"])
def test_wrong_statement_is_a_bug_and_no_fault(state: str) -> None:
    assert fault_of(_PLACE, _of_state(state)) is None
    assert fault_of(_PLACE, psycopg.ProgrammingError("the cursor is closed")) is None


def test_text_that_postgres_cannot_hold_is_the_request_s_fault_and_no_bug(postgres_url: str) -> None:
    with closing(open_postgres(postgres_url)) as store:
        with pytest.raises(UserFileError, match="NUL character names nothing") as raised:
            store.page(LOCAL, HistoryQuery(challenge_id="a\0"))
        assert (raised.value.kind, raised.value.next_step) == (ErrorKind.INVALID_INPUT, "Leave it out.")
        with pytest.raises(UserFileError, match="NUL character names nothing"):
            PostgresJobs(store.database).job("\0")
        assert store.page(LOCAL, HistoryQuery()).total == 0
