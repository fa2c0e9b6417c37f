"""Lists of submissions: the SQL of a query, built purely, and its rows as a page."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import HistoryEntry, HistoryPage, HistoryQuery, Source
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.rows import rows, value_of
from codementor_cli.store.sql.values import microseconds

_ORDER = "ORDER BY created_at DESC, number DESC"

_ENTRIES = """
SELECT number, name AS challenge, language, verdict, score, max_score, passed_count, total_count, wall_seconds,
    created_at, source
FROM submissions
JOIN challenges ON challenges.id = challenge
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """Condition of a query: the SQL after WHERE, and its values."""

    sql: str
    values: tuple[object, ...]


def condition_of(learner: LearnerId, query: HistoryQuery) -> Condition:
    """Return the condition of a query; a page's place in it is left out."""
    parts: list[tuple[str, object]] = [("learner = ?", learner)]
    if query.challenge_id is not None:
        parts.append(("challenge = (SELECT id FROM challenges WHERE name = ?)", query.challenge_id))
    if query.verdict is not None:
        parts.append(("verdict = ?", query.verdict.value))
    if query.language is not None:
        parts.append(("language = ?", query.language))
    if query.since is not None:
        parts.append(("created_at >= ?", microseconds(query.since)))
    return Condition(" AND ".join(sql for sql, _ in parts), tuple(value for _, value in parts))


def read_page(connection: Connection, learner: LearnerId, query: HistoryQuery) -> HistoryPage:
    """Return a page. Runs inside a transaction, so that it fits its total.

    Raises:
        ValueError: The database was damaged.
    """
    condition = condition_of(learner, query)
    counted = f"SELECT count(*) FROM submissions WHERE {condition.sql}"  # noqa: S608 - values are bound
    total = connection.execute(counted, condition.values).fetchone()[0]
    # The inner statement reads an index only; rows are read for the few on the page.
    chosen = f"SELECT number FROM submissions WHERE {condition.sql} {_ORDER} LIMIT ? OFFSET ?"  # noqa: S608 - the same
    listed = f"{_ENTRIES} WHERE number IN ({chosen}) {_ORDER}"
    found = rows(connection, listed, *condition.values, query.limit, query.offset)
    return HistoryPage(entries=tuple(value_of(HistoryEntry, row) for row in found), total=total)


def latest_number(connection: Connection, learner: LearnerId, challenge_id: str | None) -> int | None:
    """Return the number of a learner's newest submission that was not graded; None: there is none."""
    condition = condition_of(learner, HistoryQuery(challenge_id=challenge_id))
    statement = f"SELECT number FROM submissions WHERE {condition.sql} AND source <> ? {_ORDER} LIMIT 1"  # noqa: S608 - the same
    found = connection.execute(statement, (*condition.values, Source.GRADE.value)).fetchone()
    return None if found is None else int(found[0])
