"""Write and read answers that a mentor gave, and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from codementor_cli.domain.mentor.mentoring import MentorCall, MentorSpend, MentorUsage
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.rows import Insert, row_of, rows, value_of
from codementor_cli.store.sql.values import microseconds

_BATCH = 200
"""Answers that one statement reads."""

_USAGE = """
SELECT model, count(*) AS call_count, CAST(sum(input_tokens) AS BIGINT) AS input_tokens,
    CAST(sum(output_tokens) AS BIGINT) AS output_tokens
FROM mentor_calls
WHERE learner = ? AND model > ''
GROUP BY model
ORDER BY model
"""
_SPEND = """
SELECT count(*) AS call_count, CAST(coalesce(sum(input_tokens + output_tokens), 0) AS BIGINT) AS token_count
FROM mentor_calls
WHERE learner = ? AND created_at >= ? AND (model > '' OR input_tokens > 0)
"""
_REPLACING = """
ON CONFLICT (learner, challenge, language)
DO UPDATE SET source_text = excluded.source_text, saved_at = excluded.saved_at
"""


def write_mentor_call(connection: Connection, insert: Insert, call: MentorCall) -> bool:
    """Keep an answer, and return whether it is new; one that is there already stays as it is."""
    return insert(connection, "mentor_calls", row_of(call), "ON CONFLICT (uid) DO NOTHING").rowcount == 1


def read_mentor_calls(connection: Connection, **equal: str) -> Iterator[MentorCall]:
    """Yield answers, oldest first: those whose columns hold these values.

    Raises:
        ValueError: The database was damaged.
    """
    where = " AND ".join(f"{column} = ?" for column in equal)
    statement = f"SELECT * FROM mentor_calls WHERE {where} ORDER BY created_at, uid"  # noqa: S608 - names are ours
    for row in rows(connection, statement, *equal.values()):
        yield value_of(MentorCall, row)


def read_all_mentor_calls(connection: Connection) -> Iterator[MentorCall]:
    """Yield every answer, oldest first; few at a time are in memory.

    Raises:
        ValueError: The database was damaged.
    """
    found = [number for (number,) in connection.execute("SELECT id FROM mentor_calls ORDER BY created_at, uid")]
    for some in (found[start : start + _BATCH] for start in range(0, len(found), _BATCH)):
        places = ", ".join("?" * len(some))
        statement = f"SELECT * FROM mentor_calls WHERE id IN ({places}) ORDER BY created_at, uid"  # noqa: S608 - ours
        for row in rows(connection, statement, *some):
            yield value_of(MentorCall, row)


def read_mentor_usage(connection: Connection, learner: LearnerId) -> tuple[MentorUsage, ...]:
    """Return what a learner's answers cost, by model."""
    return tuple(value_of(MentorUsage, row) for row in rows(connection, _USAGE, learner))


def read_mentor_spend(connection: Connection, learner: LearnerId, since: datetime) -> MentorSpend:
    """Return what a learner's questions took since a moment."""
    return value_of(MentorSpend, next(rows(connection, _SPEND, learner, microseconds(since))))


def write_draft(connection: Connection, insert: Insert, draft: Draft) -> None:
    """Keep a draft in place of the one before it."""
    row = row_of(draft)
    insert(connection, "drafts", row, _REPLACING)


def read_draft(connection: Connection, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
    """Return a draft; None: there is none.

    Raises:
        ValueError: The database was damaged.
    """
    statement = "SELECT * FROM drafts WHERE learner = ? AND challenge = ? AND language = ?"
    found = next(rows(connection, statement, learner, challenge_id, language), None)
    return None if found is None else value_of(Draft, found)
