"""Write and read drafts."""

from __future__ import annotations

import sqlite3

from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sqlite.values import microseconds, prose, read_prose, read_time


def write_draft(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft in place of the one before it."""
    row = (draft.learner, draft.challenge_id, draft.language, prose(draft.source_text), microseconds(draft.saved_at))
    connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", row)


def read_draft(connection: sqlite3.Connection, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
    """Return a draft; None: there is none.

    Raises:
        ValueError: The file was damaged.
    """
    statement = "SELECT source_text, saved_at FROM drafts WHERE learner = ? AND challenge = ? AND language = ?"
    found = connection.execute(statement, (learner, challenge_id, language)).fetchone()
    if found is None:
        return None
    return Draft(
        learner=learner,
        challenge_id=challenge_id,
        language=language,
        source_text=read_prose(found[0]),
        saved_at=read_time(found[1]),
    )
