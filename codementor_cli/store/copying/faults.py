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
