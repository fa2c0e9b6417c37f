"""Errors of PostgreSQL as faults with the step that helps. The only place that maps them.

A message names the database by its host, port and name. What ``psycopg`` says of a text that is no URL may hold a part
of the password, so it is not repeated; nor is it kept as the cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import psycopg_pool

from codementor_cli.errors import StoreFault, UserFileError

BUSY_SECONDS = 15
"""Longest wait for another writer, as with SQLite."""

REACH_SECONDS = 5
"""Longest wait for the server to answer a new connection, and for a connection that is free."""

_URL = "postgresql://USER@HOST:PORT/NAME"


@contextmanager
def store_faults(place: str) -> Iterator[None]:
    """Raise errors of PostgreSQL inside as faults.

    Args:
        place: The database, without a password.

    Raises:
        StoreFault: The operator of the database fixes it as the next step says. Errors of our own bugs pass unchanged.
        UserFileError: It was asked for text that PostgreSQL cannot hold, as a request may that looks for a name.
    """
    try:
        yield
    except psycopg.Error as error:
        if isinstance(error, psycopg.DataError) and error.sqlstate is None:
            raise UserFileError("Text with a NUL character names nothing that is kept.", "Leave it out.") from error
        fault = fault_of(place, error)
        if fault is None:
            raise
        raise fault from error


def fault_of(place: str, error: psycopg.Error) -> StoreFault | None:
    """Return the fault that an error stands for; None where only a bug of ours explains it."""
    if isinstance(error, psycopg_pool.PoolClosed):
        return closed(place)
    if isinstance(error, psycopg_pool.PoolTimeout | psycopg_pool.TooManyRequests):
        return _unanswered(place, "no connection was free in time")
    reason = _first_line(error)
    state = error.sqlstate
    if state is None:
        return _refusal(place, reason) if isinstance(error, psycopg.OperationalError) else None
    make = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    return None if make is None else make(place, reason)


def _first_line(error: psycopg.Error) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).removesuffix(".")


def no_url() -> StoreFault:
    """Return the fault of a text that is no URL of a database; the text may hold a password, so it is left out."""
    return StoreFault(
        "The URL of the PostgreSQL database cannot be read.", f"Write it as {_URL}; escape @ : / ? # % as %40 …"
    )


def foreign(place: str) -> StoreFault:
    """Return the fault of another program's database."""
    message = f"{place} holds tables of another program; nothing in it was changed."
    return StoreFault(message, "Give codementor a database of its own: createdb codementor")


def too_new(place: str, found: int, known: int) -> StoreFault:
    """Return the fault of a database that a later codementor changed."""
    message = f"{place} was changed by a newer codementor (its schema is {found}; this one knows {known})."
    return StoreFault(message, "pipx upgrade codementor")


_UPGRADE_OR_RESTORE = (
    "Where a newer codementor uses it too, upgrade this one: pipx upgrade codementor. "
    "Else put a backup back: pg_restore --clean --dbname=URL FILE"
)
"""The other version may have written what this one does not know."""


def damaged(place: str, reason: str) -> StoreFault:
    """Return the fault of a database that lacks what was there, or holds what nothing writes."""
    message = f"{place} is not a whole database of submissions: {reason}."
    return StoreFault(message, _UPGRADE_OR_RESTORE)


def wrong_encoding(place: str, encoding: str) -> StoreFault:
    """Return the fault of a database whose text is not UTF-8."""
    message = f"{place} keeps text as {encoding}; submissions need UTF-8."
    return StoreFault(message, "Make another one: createdb --template=template0 --encoding=UTF8 codementor")


def closed(place: str) -> StoreFault:
    """Return the fault of a store that is used after its end, as by a thread that outlives its command."""
    return StoreFault(f"The submissions in {place} are closed: nothing is kept any more.", "Run the command again.")


def locked(place: str, reason: str) -> StoreFault:
    """Return the fault of a database where others were in the way for too long."""
    message = f"{place} is busy: {reason}."
    return StoreFault(message, "Try again. Who is in the way: psql URL -c 'SELECT * FROM pg_stat_activity'")


def _unanswered(place: str, reason: str) -> StoreFault:
    message = f"{place} does not answer: {reason}."
    return StoreFault(message, "See whether the server runs, and answers here: pg_isready --dbname=URL")


def _refusal(place: str, reason: str) -> StoreFault:
    """Return the fault of a connection that did not come about, or ended; libpq gives such errors no code."""
    if "authentication failed" in reason or "no password supplied" in reason:
        message = f"{place} does not take this user and password."
        return StoreFault(message, f"Put them into the URL, {_URL} with USER:PASSWORD, or the password into ~/.pgpass.")
    if "pg_hba.conf" in reason:
        message = f"{place} does not take this user from here."
        return StoreFault(
            message, "Add a line for the user, the database and this address to the server's pg_hba.conf."
        )
    if "does not exist" in reason and "database" in reason:
        return StoreFault(f"{place} is not there: the server has no such database.", "Make it: createdb NAME")
    return _unanswered(place, reason)


def _not_allowed(place: str, reason: str) -> StoreFault:
    message = f"{place} does not let this user do what submissions need: {reason}."
    return StoreFault(message, "Make the user the owner of the database: ALTER DATABASE NAME OWNER TO USER")


def _read_only(place: str, _reason: str) -> StoreFault:
    message = f"{place} is read-only: it is a standby, or was set so."
    return StoreFault(message, "Name the primary server: add ?target_session_attrs=read-write to the URL")


def _full(place: str, reason: str) -> StoreFault:
    return StoreFault(f"{place} has no room left: {reason}.", "Give the database's server more of it.")


def _too_large(place: str, reason: str) -> StoreFault:
    message = f"A submission is too large to be kept in {place}: {reason}."
    return StoreFault(message, "Make the program or its output smaller, or judge with --no-record.")


_BY_STATE: dict[str, Callable[[str, str], StoreFault]] = {
    "25006": _read_only,
    "40001": locked,
    "40P01": locked,
    "42501": _not_allowed,
    "42703": damaged,
    "42P01": damaged,
    "53300": _unanswered,
    "54000": _too_large,
    "55P03": locked,
    "57014": locked,
}
_BY_CLASS: dict[str, Callable[[str, str], StoreFault]] = {
    "08": _unanswered,
    "25": _unanswered,
    "53": _full,
    "57": _unanswered,
    "58": _unanswered,
    "XX": damaged,
}
"""What codes become, and classes of codes, the first two letters; the others are bugs of ours.

Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
"""
