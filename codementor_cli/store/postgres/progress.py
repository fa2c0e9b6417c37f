"""Bring progress up to date in PostgreSQL, where several transactions write at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codementor_cli.domain.practice.submission import Submission
from codementor_cli.store.postgres.rows import insert
from codementor_cli.store.sql.progress import PROGRESS, REPLACING, progress_row

if TYPE_CHECKING:
    from codementor_cli.store.postgres.database import Connection

_LOCKED = f"{PROGRESS} FOR UPDATE"


def update_progress(connection: Connection, added: Submission, challenge: int, version: int) -> None:
    """Add a submission that counts to its learner's progress, after all that others add at this moment.

    Args:
        connection: In a transaction that writes, where each statement sees what was committed before it.
        added: Submission; its own row is there already, so that no other process adds it too.
        challenge: Row of its challenge.
        version: Row of the version that was judged.
    """
    key = (added.learner, challenge)
    held = connection.execute(_LOCKED, key).fetchone()
    if held is None:
        first = progress_row(connection, None, added, challenge, version)
        if insert(connection, "progress", first, "ON CONFLICT DO NOTHING").rowcount == 1:
            return
        # Another transaction added the first one meanwhile.
        held = connection.execute(_LOCKED, key).fetchone()
    insert(connection, "progress", progress_row(connection, held, added, challenge, version), REPLACING)
