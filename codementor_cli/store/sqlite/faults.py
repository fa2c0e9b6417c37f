"""Errors of SQLite as faults with the command that helps. The only place that maps them."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from codementor_cli.errors import StoreFault

BUSY_SECONDS = 15
"""Longest wait for another writer; one record takes milliseconds, a large import seconds."""

_PRIMARY = 0xFF
"""Extended result codes hold the primary one in their low byte. Source: https://sqlite.org/rescode.html"""

_ELSEWHERE = "keep submissions elsewhere: --database PATH, or DATABASE_URL=sqlite:///PATH"

_MISSING = ("no such table", "no such column", "has no column")


@contextmanager
def store_faults(path: Path) -> Iterator[None]:
    """Raise errors of SQLite inside as faults.

    Raises:
        StoreFault: The owner of the file fixes it as the next step says. Errors of our own bugs pass unchanged.
    """
    try:
        yield
    except sqlite3.Error as error:
        fault = fault_of(path, error)
        if fault is None:
            raise
        raise fault from error


def fault_of(path: Path, error: sqlite3.Error) -> StoreFault | None:
    """Return the fault that an error stands for; None where only a bug of ours explains it."""
    # A statement that is wrong in itself has no result code.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & _PRIMARY
    if primary == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _MISSING):
        return damaged(path, str(error))
    return None if primary in _OURS else _FAULTS.get(primary, _failing)(path, str(error))


def damaged(path: Path, reason: str) -> StoreFault:
    """Return the fault of a file that holds no database of ours, or a broken one."""
    message = f"{path} is not a whole database of submissions: {reason}."
    move = f"mv -i {_quoted(path)} {_quoted(path.with_name(path.name + '.damaged'))}"
    return StoreFault(message, f"Put a copy back if you have one, or move it away; a new one is made then: {move}")


def foreign(path: Path) -> StoreFault:
    """Return the fault of another program's database."""
    message = f"{path} is a database of another program; nothing in it was changed."
    return StoreFault(message, _ELSEWHERE.capitalize())


def too_new(path: Path, found: int, known: int) -> StoreFault:
    """Return the fault of a file that a later codementor made."""
    message = f"{path} was written by a newer codementor (its schema is {found}; this one knows {known})."
    return StoreFault(message, f"pipx upgrade codementor\nOr {_ELSEWHERE}")


def no_folder(path: Path, reason: str) -> StoreFault:
    """Return the fault of a file whose folder is not there, or cannot be made."""
    message = f"Submissions cannot be kept in {path}: {reason}."
    return StoreFault(message, f"mkdir -p {_quoted(path.parent)}\nOr {_ELSEWHERE}")


def closed(path: Path) -> StoreFault:
    """Return the fault of a store that is used after its end, as by a thread that outlives its command."""
    return StoreFault(f"The submissions in {path} are closed: nothing is kept any more.", "Run the command again.")


def locked(path: Path, _reason: str = "") -> StoreFault:
    """Return the fault of a file that other programs have been writing all the time."""
    message = f"The submissions in {path} are locked: something else has been writing for {BUSY_SECONDS} s."
    return StoreFault(message, f"Wait until it ends, then try again. Which one it is: fuser -v {_quoted(path)}")


def _not_opened(path: Path, reason: str) -> StoreFault:
    if path.is_dir():
        message = f"{path} is a folder, not a database of submissions."
        return StoreFault(message, f"Name a file in it: --database {_quoted(path / 'submissions.db')}")
    return _read_only(path, reason) if path.parent.is_dir() else no_folder(path, "there is no such folder")


def _read_only(path: Path, _reason: str) -> StoreFault:
    message = f"The submissions in {path} may not be written: the file or its folder is read-only for you."
    return StoreFault(message, f"See who owns it: ls -ld {_quoted(path.parent)} {_quoted(path)}\nOr {_ELSEWHERE}")


def _full(path: Path, _reason: str) -> StoreFault:
    return StoreFault(f"There is no room to keep submissions: the disk of {path} is full.", _room(path))


def _failing(path: Path, reason: str) -> StoreFault:
    message = f"The submissions in {path} cannot be read or written: {reason}."
    return StoreFault(message, f"See whether the disk is full: {_room(path)}\nOr {_ELSEWHERE}")


def _too_large(path: Path, reason: str) -> StoreFault:
    message = f"A submission is too large to be kept in {path}: {reason}."
    return StoreFault(message, "Make the program or its output smaller, or judge with --no-record.")


def _room(path: Path) -> str:
    return f"df -h {_quoted(path.parent)}"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


_FAULTS: dict[int, Callable[[Path, str], StoreFault]] = {
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_PROTOCOL: locked,
    sqlite3.SQLITE_CANTOPEN: _not_opened,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_AUTH: _read_only,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_FORMAT: damaged,
    sqlite3.SQLITE_TOOBIG: _too_large,
}
"""What primary result codes become; the others: the file cannot be used now. Source: https://sqlite.org/rescode.html"""

_OURS = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }
)
"""Primary result codes of statements that are wrong, or wrongly used: a bug, which no owner of a file can mend."""
