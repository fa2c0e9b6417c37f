"""Faults that are the same whatever the database is."""

from __future__ import annotations

from codementor_cli.errors import NextStep, StoreFault


def unfinished(name: str, source: str) -> StoreFault:
    """Return the fault of a store that is used before a copy to it is whole."""
    message = f"{name} is a copy of {source} that was not finished."
    return StoreFault(message, NextStep(("store", "copy", source, name), "Go on with it: {}"))
