"""Which database files are ours, and the newest schema that this version knows. Light: every opening reads it."""

from __future__ import annotations

SCHEMA_VERSION = 2
"""Number of the newest migration; a file holds its own in ``PRAGMA user_version``."""

APPLICATION_ID = 0x434D7472
"""``CMtr``: what ``PRAGMA application_id`` says of our files, and ``file`` shows."""
