"""Add rows to tables of PostgreSQL, where prose is bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from codementor_cli.store.sql.connection import Connection, Cursor
from codementor_cli.store.sql.rows import Row, insertion

PROSE = {
    "challenge_versions": frozenset({"title", "tags"}),
    "test_cases": frozenset({"name", "description"}),
    "programs": frozenset({"main"}),
    "program_files": frozenset({"path"}),
    "submissions": frozenset({"file", "feedback"}),
    "compilations": frozenset({"reason"}),
    "case_results": frozenset({"reason"}),
    "differences": frozenset({"expected_line", "actual_line", "explanation"}),
    "mentor_calls": frozenset({"question", "answer", "checks"}),
    "drafts": frozenset({"source_text"}),
    "tokens": frozenset({"name"}),
}
"""Columns that hold prose: BYTEA, where SQLite has ANY."""


def insert(connection: Connection, table: str, row: Row, conflict: str = "") -> Cursor:
    """Add a row; ``conflict``: what to do where it is there already, and what to return, in SQL."""
    return connection.execute(insertion(table, tuple(row), conflict), values_of(table, row))


def values_of(table: str, row: Row) -> tuple[Any, ...]:
    """Return the values of a row as its columns take them."""
    prose = PROSE.get(table, frozenset())
    return tuple(
        value.encode() if column in prose and isinstance(value, str) else value for column, value in row.items()
    )


def insert_all(connection: psycopg.Connection[Any], table: str, rows: Sequence[Row], conflict: str = "") -> None:
    """Add several rows of the same columns, in one trip to the server."""
    if rows:
        statement = insertion(table, tuple(rows[0]), conflict)
        connection.cursor().executemany(statement, [values_of(table, each) for each in rows])
