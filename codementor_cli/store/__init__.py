"""Adapters of ``ports.Store``."""

from __future__ import annotations

from codementor_cli.store.sqlite.store import SqliteStore, open_sqlite

__all__ = ["SqliteStore", "open_sqlite"]
