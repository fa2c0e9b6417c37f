"""Write and read answers that a mentor gave, and drafts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from codementor_cli.domain.mentor.mentoring import MentorCall, MentorSpend, MentorUsage
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sqlite.rows import insert, row_of, rows, value_of
from codementor_cli.store.sqlite.values import microseconds

_USAGE = """
SELECT model, count(*) AS call_count, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens
FROM mentor_calls
WHERE learner = ? AND model > ''
GROUP BY model
ORDER BY model
"""
_SPEND = """
SELECT count(*) AS call_count, coalesce(sum(input_tokens + output_tokens), 0) AS token_count
FROM mentor_calls
WHERE learner = ? AND created_at >= ? AND (model > '' OR input_tokens > 0)
"""


def write_mentor_call(connection: sqlite3.Connection, call: MentorCall) -> bool:
    """Keep an answer, and return whether it is new; one that is there already stays as it is."""
    return insert(connection, "mentor_calls", row_of(connection, call), "ON CONFLICT (uid) DO NOTHING").rowcount == 1


def read_mentor_calls(connection: sqlite3.Connection, **equal: str) -> Iterator[MentorCall]:
    """Yield answers, oldest first: those whose columns hold these values.

    Raises:
        ValueError: The file was damaged.
    """
    where = " AND ".join(f"{column} = ?" for column in equal) or "TRUE"
    statement = f"SELECT * FROM mentor_calls WHERE {where} ORDER BY created_at, uid"  # noqa: S608 - names are ours
    for row in rows(connection, statement, *equal.values()):
        yield value_of(MentorCall, row)


def read_mentor_usage(connection: sqlite3.Connection, learner: LearnerId) -> tuple[MentorUsage, ...]:
    """Return what a learner's answers cost, by model."""
    return tuple(value_of(MentorUsage, row) for row in rows(connection, _USAGE, learner))


def read_mentor_spend(connection: sqlite3.Connection, learner: LearnerId, since: datetime) -> MentorSpend:
    """Return what a learner's questions took since a moment."""
    return value_of(MentorSpend, next(rows(connection, _SPEND, learner, microseconds(since))))


def write_draft(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft in place of the one before it."""
    row = row_of(connection, draft)
    conflict = "ON CONFLICT DO UPDATE SET source_text = excluded.source_text, saved_at = excluded.saved_at"
    insert(connection, "drafts", row, conflict)


def read_draft(connection: sqlite3.Connection, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
    """Return a draft; None: there is none.

    Raises:
        ValueError: The file was damaged.
    """
    statement = "SELECT * FROM drafts WHERE learner = ? AND challenge = ? AND language = ?"
    found = next(rows(connection, statement, learner, challenge_id, language), None)
    return None if found is None else value_of(Draft, found)
