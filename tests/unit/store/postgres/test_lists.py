"""Lists stay fast because each reads an index; PostgreSQL says beforehand which it will read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.progress import update_progress
from codementor_cli.store.sql.history import latest_number, read_page
from codementor_cli.store.sql.mentor_calls import read_mentor_calls, read_mentor_spend, read_mentor_usage
from codementor_cli.store.sql.progress import read_days, read_progress
from codementor_cli.store.sql.reading import read_submission
from tests.contract.kept import kept_submission
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.shared import own_name

_MANY = 20_000
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_NEW = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=_MANY - 100)
_FILLED = f"""
SET session_replication_role = replica;
INSERT INTO challenges (name) SELECT 'c' || n FROM generate_series(1, 20) n;
INSERT INTO challenge_versions (challenge, digest, title, difficulty, tags, max_score)
    SELECT id, 'd', 'T', 'easy', '[]', 100 FROM challenges;
INSERT INTO programs (digest, language, main, calls_function) VALUES ('p', 'python', 'main.py', false);
INSERT INTO submissions (uid, created_at, source, challenge, challenge_version, program, language, sandbox, verdict,
    score, max_score, passed_count, total_count, wall_seconds, file, feedback, learner)
    SELECT 'u' || n, n * 1000000::bigint, 'cli', n % 20 + 1, n % 20 + 1, 1,
        (ARRAY['python', 'cpp', 'go'])[n % 3 + 1], 'docker', (ARRAY['AC', 'WA', 'TLE'])[n % 3 + 1],
        0, 100, 0, 2, 0.1, '', '', 'learner ' || n % 40
    FROM generate_series(1, {_MANY}) n;
UPDATE submissions SET learner = 'local' WHERE number % 4 = 0;
INSERT INTO mentor_calls (uid, created_at, kind, challenge, submission_uid, state, question, level, source, answer,
    checks, model, request_ids, input_tokens, output_tokens, latency_seconds, learner)
    SELECT 'u' || n, n * 1000000::bigint, 'hint', 'c' || n % 20, 'u' || n, 's' || n % 100, '', 1, 'challenge', '',
        '', '', '[]', 0, 0, 0, 'learner ' || n % 40
    FROM generate_series(1, {_MANY}) n;
INSERT INTO progress SELECT 'learner ' || n, c.id, 1, 0, 0, 0, '', c.id, NULL, NULL, NULL, 0
    FROM generate_series(1, 400) n, challenges c;
INSERT INTO test_cases (digest, name, description, hidden, max_points) VALUES ('t', '', '', false, 0);
INSERT INTO case_results SELECT number, 0, 1, 'AC', 0, NULL, false, NULL, '' FROM submissions;
RESET session_replication_role;
"""


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    """Return a database of 20 000 submissions and calls, whose planner knows that."""
    name = own_name()
    with closing(open_database(postgres.create(name))) as database:
        with database.statement() as connection:
            connection.execute(_FILLED)
            connection.execute("VACUUM ANALYZE submissions, mentor_calls, progress, case_results")
        yield database
    postgres.drop(name)


class _Explained:
    """A connection that keeps the plan of each statement before it runs it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.plans: list[str] = []

    def execute(self, statement: str, values: Any = ()) -> Any:
        if "progress (" not in statement:
            plan = self._connection.execute(f"EXPLAIN {statement}", values)
            self.plans.append("\n".join(line for (line,) in plan))
        return self._connection.execute(statement, values)


def _plans(database: PostgresDatabase, ask: Callable[[Any], object]) -> list[str]:
    with database.writing() as connection:
        explained = _Explained(connection)
        ask(explained)
        connection.execute("ROLLBACK; BEGIN")
    return explained.plans


@pytest.mark.parametrize(
    "query",
    [
        HistoryQuery(),
        HistoryQuery(challenge_id="c7"),
        HistoryQuery(verdict=Verdict.AC),
        HistoryQuery(language="python"),
        HistoryQuery(since=_NEW),
        HistoryQuery(challenge_id="c7", verdict=Verdict.AC, language="python", since=_SINCE),
        HistoryQuery(verdict=Verdict.AC, language="python"),
    ],
    ids=str,
)
def test_each_list_counts_in_an_index_alone_and_reads_the_rows_of_its_page(
    filled: PostgresDatabase, query: HistoryQuery
) -> None:
    counting, listing = _plans(filled, lambda connection: read_page(connection, LOCAL, query))
    assert "Index Only Scan using submissions_by" in counting
    assert "Seq Scan on submissions" not in listing
    assert "Index Scan using submissions_pkey" in listing


_QUESTIONS: dict[str, Callable[[Any], object]] = {
    "latest": lambda connection: latest_number(connection, LOCAL, None),
    "latest of a challenge": lambda connection: latest_number(connection, LOCAL, "c7"),
    "days": lambda connection: read_days(connection, LOCAL),
    "progress": lambda connection: read_progress(connection, LOCAL, "c7"),
    "a submission": lambda connection: read_submission(connection, 77),
    "calls": lambda connection: list(read_mentor_calls(connection, learner="learner 7", challenge="c7", state="s7")),
    "calls of a submission": lambda connection: list(
        read_mentor_calls(connection, learner="learner 7", submission_uid="u7")
    ),
    "usage": lambda connection: read_mentor_usage(connection, LOCAL),
    "spend": lambda connection: read_mentor_spend(connection, LOCAL, _NEW),
    "another of a challenge": lambda connection: update_progress(
        connection, kept_submission(1, challenge_id="c7"), 7, 7
    ),
}


@pytest.mark.parametrize("question", _QUESTIONS.values(), ids=_QUESTIONS)
def test_no_question_of_a_learner_reads_what_others_did(
    filled: PostgresDatabase, question: Callable[[Any], object]
) -> None:
    plans = _plans(filled, question)
    assert plans
    for plan in plans:
        for table in ("submissions", "mentor_calls", "progress", "case_results"):
            assert f"Seq Scan on {table}" not in plan, plan
