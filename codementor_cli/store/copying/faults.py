"""Faults of copies, the same whatever the databases are."""

from __future__ import annotations

from codementor_cli.errors import StoreFault


def changed(name: str, reason: str) -> StoreFault:
    """Return the fault of a store that another program writes while a copy goes there."""
    message = f"{name} was changed by another program while a copy went there: {reason}."
    return StoreFault(message, "Stop that program, and copy to an empty database.")


def differs(name: str, source: str, table: str) -> StoreFault:
    """Return the fault of two stores that are not the same after all."""
    message = f"{name} is no copy of {source}: the rows of the table {table} differ."
    return StoreFault(message, "Stop whatever else uses the two, and copy to an empty database.")


def not_taken(name: str, table: str, reason: str) -> StoreFault:
    """Return the fault of a row that such a database cannot hold, as text with NUL; codementor writes none."""
    message = f"{name} cannot hold a row of the table {table}: {reason}."
    return StoreFault(message, "Another program changed FROM: put a backup back, or copy to a SQLite file.")
