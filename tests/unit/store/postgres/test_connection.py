"""URLs of databases: our settings, their places in messages, and passwords that never come out."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from codementor_cli.errors import StoreFault
from codementor_cli.store.postgres.connection import conninfo_of, place_of


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://me:secret@db.example.org:5433/class", "postgresql://db.example.org:5433/class"),
        ("postgresql://me:secret@one,two/class?sslmode=verify-full", "postgresql://one,two/class"),
        ("postgresql:///class?host=/run/postgresql&password=secret", "postgresql:///run/postgresql/class"),
        ("postgresql://[::1]/class", "postgresql://::1/class"),
    ],
)
def test_place_of_a_database_has_no_user_and_no_password(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize("sign", ["@", "/", "%zz", ":x/", "12/", "@@"])
def test_password_that_is_not_escaped_is_refused_without_being_repeated(sign: str) -> None:
    with pytest.raises(StoreFault) as caught:
        conninfo_of(f"postgresql://me:sec{sign}ret@127.0.0.1:5433/class")
    said = f"{caught.value} {caught.value.next_step} {caught.value.__cause__} {caught.value.__context__}"
    assert "ret@" not in said
    assert "sec" not in said
    assert "postgresql://USER@HOST:PORT/NAME" in said


def test_server_is_told_how_long_anything_may_take_and_the_url_may_say_otherwise() -> None:
    parts = conninfo_to_dict(conninfo_of("postgresql://db/class?options=-c%20lock_timeout%3D1s&connect_timeout=9"))
    assert parts["options"] == (
        "-c statement_timeout=60s -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c lock_timeout=1s"
    )
    assert (parts["connect_timeout"], parts["application_name"]) == ("9", "codementor")
