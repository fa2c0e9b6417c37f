"""Add rows to tables of SQLite, which takes every value of a row as it is."""

from __future__ import annotations

import sqlite3

from codementor_cli.store.sql.rows import Row, insertion


def insert(connection: sqlite3.Connection, table: str, row: Row, conflict: str = "") -> sqlite3.Cursor:
    """Add a row; ``conflict``: what to do where it is there already, in SQL."""
    return connection.execute(insertion(table, tuple(row), conflict), tuple(row.values()))
