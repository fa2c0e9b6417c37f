"""What a copy needs of a database, to take rows from it and to put rows there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from codementor_cli.store.copying.tables import Row, Table


class Side(Protocol):
    """A database at the newest schema, opened though a copy to it may be unfinished.

    Faults: every method raises ``StoreFault`` where the database cannot be read or written.
    """

    @property
    def name(self) -> str:
        """Where it is, without a password."""

    def reading(self) -> AbstractContextManager[Any]:
        """Read one state of it while others write; yields a connection, whose values stand as ``?``."""

    def writing(self) -> AbstractContextManager[Any]:
        """Write everything inside, or nothing; yields such a connection."""

    def mark(self, connection: Any) -> str | None:
        """Return which store an unfinished copy comes from; None: there is no unfinished copy."""

    def insert(self, connection: Any, table: Table, rows: Sequence[Row]) -> None:
        """Add rows of neutral values.

        Raises:
            StoreFault: Another program added such rows meanwhile.
        """

    def number_on(self, connection: Any, table: Table) -> None:
        """Have the next row of a table numbered after those that are there."""
