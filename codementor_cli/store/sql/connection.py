"""What the shared statements need of a connection to a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Cursor(Protocol):
    """What came of a statement."""

    @property
    def description(self) -> Any:
        """Columns, each with its name first; None: the statement yields no rows."""

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""

    def fetchone(self) -> Any:
        """Return the next row; None: there is none."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection to a database, used by one thread at a time."""

    def execute(self, statement: str, values: Any = (), /) -> Cursor:
        """Run a statement, whose values stand as ``?``, or as ``:name`` where they are a mapping."""


class Database(Protocol):
    """A database, shared by many threads."""

    def write(self, change: Callable[[Any], Result]) -> Result:
        """Make a change, given a connection, wholly or not at all; it may be called again where others were in its way.

        Raises:
            StoreFault: It cannot be made now.
        """

    def writing(self) -> AbstractContextManager[Any]:
        """Write everything inside, or nothing; yields a connection.

        Raises:
            StoreFault: It cannot be written now.
        """

    def reading(self) -> AbstractContextManager[Any]:
        """Read one state of the database while others write; yields a connection.

        Raises:
            StoreFault: It cannot be read now, or holds what nothing writes.
        """

    def close(self) -> None:
        """Give back what is open; may be called more than once."""
