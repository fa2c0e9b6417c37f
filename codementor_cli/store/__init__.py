"""What was judged and hinted, kept in SQLite: adapter of ``ports.SubmissionStore``. All of ``sqlite3`` is here."""

from __future__ import annotations

from codementor_cli.store.sqlite.store import SqliteStore, open_sqlite

__all__ = ["SqliteStore", "open_sqlite"]
