"""Connections to a database: their settings, and the shared statements' way to write places of values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import ConnStatus
from psycopg.rows import TupleRow

from codementor_cli.store.postgres.faults import BUSY_SECONDS, REACH_SECONDS, no_url

if TYPE_CHECKING:
    from psycopg.abc import Params, Query

_SERVER_SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": f"{BUSY_SECONDS}s",
    "idle_in_transaction_session_timeout": "60s",
}
"""A statement, a wait or a forgotten transaction must not hold others up for ever."""

_DEFAULTS = {
    "application_name": "codementor",
    "connect_timeout": str(REACH_SECONDS),
    # A machine that vanished is noticed within a minute, not after the two hours of most systems.
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""What a URL may set otherwise. Source: https://www.postgresql.org/docs/15/libpq-connect.html"""

_PLACE = re.compile(r"\?|(?<![:\w]):([a-z_]+)")


_HOST = re.compile(r"[\w.,:/%-]*")
_PORT = re.compile(r"[0-9,]*")
_NAME = re.compile(r"[^@:]*")
"""Parts of a URL that messages may repeat."""


class PlacesCursor(psycopg.Cursor[TupleRow]):
    """A cursor whose statements may write places as ``?`` and ``:name``, as those of SQLite do; ``%s`` works too."""

    def execute(
        self, query: Query, params: Params | None = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """Run a statement; without values it may be several, separated by semicolons."""
        statement: Any = _with_places(query) if isinstance(query, str) else query
        return super().execute(statement, params or None, prepare=prepare, binary=binary)

    def executemany(self, query: Query, params_seq: Any, *, returning: bool = False) -> None:
        """Run a statement for each of several rows of values, in one trip."""
        super().executemany(_with_places(query) if isinstance(query, str) else query, params_seq, returning=returning)


@cache
def _with_places(statement: str) -> str:
    return _PLACE.sub(lambda found: f"%({found[1]})s" if found[1] else "%s", statement)


def conninfo_of(url: str) -> str:
    """Return what a connection is made of: the URL, and our settings where it has none of its own.

    Raises:
        StoreFault: It is no URL of a database.
    """
    parts = _parts_of(url)
    if parts is None:
        # Outside of any handler: the error may repeat the password.
        raise no_url()
    settings = " ".join(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items())
    options = " ".join(each for each in (settings, str(parts.pop("options", "") or "")) if each)
    return make_conninfo(**{**_DEFAULTS, **parts, "options": options})


def _parts_of(url: str) -> dict[str, Any] | None:
    """Return the parts of a URL; None: it is none, or its password has a sign that makes another part of the rest."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return None
    forms = ((_HOST, "host"), (_HOST, "hostaddr"), (_PORT, "port"), (_NAME, "dbname"))
    return parts if all(form.fullmatch(str(parts.get(key) or "")) for form, key in forms) else None


def place_of(url: str) -> str:
    """Return the name of a database for messages: without its user, password and options.

    Raises:
        StoreFault: It is no URL of a database.
    """
    parts = conninfo_to_dict(conninfo_of(url))
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    port = f":{parts['port']}" if str(parts.get("port") or "").strip(",") else ""
    return f"postgresql://{host}{port}/{parts.get('dbname') or ''}"


def check_alive(connection: psycopg.Connection[TupleRow]) -> None:
    """Look, without a trip to the server, whether it ended an idle connection.

    Raises:
        psycopg.OperationalError: It did.
    """
    # The first look may find the server's last words, and only the second one its end.
    connection.pgconn.consume_input()
    connection.pgconn.consume_input()
    if connection.pgconn.status != ConnStatus.OK:
        raise psycopg.OperationalError("the server ended the connection")


def connect(conninfo: str) -> psycopg.Connection[TupleRow]:
    """Return a connection in autocommit mode.

    Raises:
        psycopg.Error: It does not come about.
    """
    return psycopg.connect(conninfo, autocommit=True, cursor_factory=PlacesCursor)
