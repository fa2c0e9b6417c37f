"""Steps from each schema to the next. A released step is never edited: a change is a new one at the end.

Servers of two versions work side by side while an operator brings them up to date one by one. A step that only adds
tables, indexes and columns with a default therefore leaves the schema readable for the versions before it; ``oldest``
says which schema a program must know at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codementor_cli.store.postgres.schema.practice_schema import PRACTICE_SCHEMA
from codementor_cli.store.postgres.schema.serving_schema import SERVING_SCHEMA

if TYPE_CHECKING:
    from codementor_cli.store.sql.connection import Connection

_VERSIONS = """
CREATE TABLE codementor_schema (
    version BIGINT PRIMARY KEY,
    oldest BIGINT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema."""

    statements: tuple[str, ...]
    oldest: int
    """Schema that a program must know to work with the result; the one before, where the step only adds."""


STEPS = (Step((*PRACTICE_SCHEMA, *SERVING_SCHEMA), oldest=1),)
"""Schema 1 is the first step's, and so on."""

SCHEMA_VERSION = len(STEPS)
"""Number of the newest schema."""


@dataclass(frozen=True, slots=True)
class FoundSchema:
    """What a database holds."""

    version: int
    """0: nothing of ours."""
    oldest: int
    """Schema that a program must know at least; 0 where nothing is ours."""
    is_foreign: bool
    """Whether it holds tables, and none of them ours."""


def found_schema(connection: Connection) -> FoundSchema:
    """Return what the database of a connection holds."""
    is_ours, has_tables = connection.execute(
        "SELECT to_regclass('codementor_schema') IS NOT NULL, "
        "EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = current_schema())"
    ).fetchone()
    if not is_ours:
        return FoundSchema(0, 0, is_foreign=has_tables)
    version, oldest = connection.execute("SELECT max(version), max(oldest) FROM codementor_schema").fetchone()
    return FoundSchema(version or 0, oldest or 0, is_foreign=False)


def apply_steps(connection: Connection, version: int, steps: tuple[Step, ...] = STEPS) -> None:
    """Take the steps after a version. Runs inside a transaction that no other migration runs beside."""
    if version == 0:
        connection.execute(_VERSIONS)
    for number, step in enumerate(steps[version:], start=version + 1):
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO codementor_schema VALUES (?, ?)", (number, step.oldest))
