"""Bring progress up to date in SQLite, whose transactions write one after the other."""

from __future__ import annotations

import sqlite3

from codementor_cli.domain.practice.submission import Submission
from codementor_cli.store.sql.progress import PROGRESS, REPLACING, progress_row
from codementor_cli.store.sqlite.rows import insert


def update_progress(connection: sqlite3.Connection, added: Submission, challenge: int, version: int) -> None:
    """Add a submission that counts to its learner's progress.

    Args:
        connection: In a transaction that writes.
        added: Submission.
        challenge: Row of its challenge.
        version: Row of the version that was judged.
    """
    held = connection.execute(PROGRESS, (added.learner, challenge)).fetchone()
    insert(connection, "progress", progress_row(connection, held, added, challenge, version), REPLACING)
