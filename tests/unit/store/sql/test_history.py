"""Lists stay fast because each reads an index alone; SQLite says beforehand which it will read."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.store.sql.history import Condition, condition_of, latest_number, read_page
from codementor_cli.store.sql.progress import read_days

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def test_condition_without_filters_holds_for_all_of_a_learner() -> None:
    assert condition_of(LOCAL, HistoryQuery()) == Condition("learner = ?", ("local",))


def test_condition_binds_every_value() -> None:
    query = HistoryQuery(challenge_id="a' OR 1", verdict=Verdict.WA, language="py'", since=_SINCE)
    condition = condition_of(LearnerId("' OR 1"), query)
    assert condition.sql.count("?") == len(condition.values) == 5
    assert "'" not in condition.sql


class _Watched:
    """A connection that keeps what it was asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.asked: list[str] = []
        connection.set_trace_callback(self.asked.append)


def _plans(connection: sqlite3.Connection, asked: list[str]) -> list[str]:
    connection.set_trace_callback(None)
    return [
        " / ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
        for statement in asked
        if "FROM submissions" in statement
    ]


@pytest.mark.parametrize(
    "query",
    [
        HistoryQuery(),
        HistoryQuery(challenge_id="equal-trays"),
        HistoryQuery(verdict=Verdict.AC),
        HistoryQuery(language="python"),
        HistoryQuery(since=_SINCE),
        HistoryQuery(challenge_id="equal-trays", verdict=Verdict.AC, language="python", since=_SINCE),
        HistoryQuery(verdict=Verdict.AC, language="python", since=_SINCE),
        HistoryQuery(verdict=Verdict.AC, language="python"),
    ],
    ids=str,
)
def test_each_list_counts_and_chooses_in_an_index_without_sorting_all(
    connection: sqlite3.Connection, query: HistoryQuery
) -> None:
    watched = _Watched(connection)
    read_page(connection, LOCAL, query)
    counting, listing = _plans(connection, watched.asked)
    chosen = listing.split("LIST SUBQUERY")[1].split("USE TEMP B-TREE")[0]
    for plan in (counting, chosen):
        assert "SEARCH submissions USING COVERING INDEX" in plan


def test_latest_and_days_read_an_index(connection: sqlite3.Connection) -> None:
    watched = _Watched(connection)
    latest_number(connection, LOCAL, None)
    latest_number(connection, LOCAL, "equal-trays")
    read_days(connection, LOCAL)
    plans = _plans(connection, watched.asked)
    assert len(plans) == 3
    for plan in plans:
        assert "submissions USING COVERING INDEX" in plan
        assert "TEMP B-TREE" not in plan
