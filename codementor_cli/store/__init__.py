"""Adapters of ``ports.Store``. Those of PostgreSQL are imported where an URL asks for them: ``store.postgres``."""

from __future__ import annotations

from codementor_cli.store.sqlite.file import SqliteFile, open_file
from codementor_cli.store.sqlite.store import SqliteStore, open_sqlite
from codementor_cli.store.sqlite.tokens import SqliteTokens

__all__ = ["SqliteFile", "SqliteStore", "SqliteTokens", "open_file", "open_sqlite"]
