"""What questions under way may take of their learners' allowances, for all servers of a database: a row a question."""

from __future__ import annotations

from datetime import datetime

from codementor_cli.domain.mentor.mentoring import MentorSpend, MentorTab
from codementor_cli.store.postgres.database import PostgresDatabase
from codementor_cli.store.sql.values import microseconds

_PUT = """
INSERT INTO mentor_tabs (uid, learner, token_count, open_until) VALUES (:uid, :learner, :token_count, :open_until)
ON CONFLICT (uid) DO UPDATE SET token_count = excluded.token_count, open_until = excluded.open_until
"""
_OTHERS = """
SELECT count(*), coalesce(sum(token_count), 0)::bigint FROM mentor_tabs
WHERE learner = :learner AND uid <> :uid AND open_until > :now
"""
_FORGET = """
DELETE FROM mentor_tabs WHERE uid IN (
    SELECT uid FROM mentor_tabs WHERE learner = :learner AND open_until <= :now FOR UPDATE SKIP LOCKED
)
"""
"""Tabs of servers that ended."""


class PostgresMentorTabs:
    """Meets ``ports.serving.MentorTabs``. Threads and processes may share the table."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def put(self, tab: MentorTab, now: datetime) -> MentorSpend:
        """Meet ``MentorTabs``: the tab is there for others before theirs are read."""
        values = {"uid": tab.uid, "learner": tab.learner, "token_count": tab.token_count}
        times = {"open_until": microseconds(tab.open_until), "now": microseconds(now)}
        with self._database.statement() as connection:
            connection.execute(_PUT, {**values, **times})
            connection.execute(_FORGET, {**values, **times})
            found = connection.execute(_OTHERS, {**values, **times}).fetchone()
        call_count, token_count = found or (0, 0)
        return MentorSpend(call_count=call_count, token_count=token_count)

    def close(self, uid: str) -> None:
        """Meet ``MentorTabs``."""
        with self._database.statement() as connection:
            connection.execute("DELETE FROM mentor_tabs WHERE uid = :uid", {"uid": uid})
