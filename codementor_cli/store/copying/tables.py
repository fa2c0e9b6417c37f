"""The tables of a store and the kinds of their columns, the same in every database: what a copy moves.

A database may have further tables for what lives now: a copy leaves it where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]
"""Neutral values of a table's columns, in order."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    name: str
    kinds: dict[str, str]
    """Kind of each column, by name: of ``READERS``."""
    key: tuple[str, ...]
    """Columns by which its rows differ."""
    grows: bool = True
    """Whether rows are added with ever greater keys, and stay as they are: a copy of it can go on."""
    view: str = ""
    """What its rows are read from; empty: from the table."""
    page_count: int = 1000
    """Rows that are moved at a time; few where a row can be large."""

    @property
    def read_from(self) -> str:
        """What stands after FROM where its rows are read."""
        return self.view or self.name

    @property
    def number(self) -> str | None:
        """The column whose next value the database finds itself; None: there is none."""
        return self.key[0] if self.key[0] in {"id", "number"} and self.name != "queue_clock" else None

    def neutral(self, row: Row) -> Row:
        """Return the values of a row, the same whatever database it comes from."""
        pairs = zip(self.kinds.values(), row, strict=True)
        return tuple(None if value is None else READERS[kind](value) for kind, value in pairs)


def _prose(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)


PROSE = "prose"
READERS: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "real": float,
    "flag": bool,
    "text": str,
    "blob": bytes,
    PROSE: _prose,
}
"""What makes the value of a column neutral, by the column's kind. Prose is text, or the bytes of text that UTF-8 cannot
say; its neutral form is bytes."""


def _kinds(**columns: str) -> dict[str, str]:
    """Return the kind of each column, from the columns of each kind in order of the table."""
    return {name: kind for kind, names in columns.items() for name in names.split()}


_CHALLENGES = (
    Table(
        "contents", _kinds(integer="id byte_count", flag="is_compressed", blob="digest data"), ("id",), page_count=50
    ),
    Table("challenges", _kinds(integer="id", text="name"), ("id",)),
    Table(
        "challenge_versions",
        _kinds(integer="id challenge", text="digest difficulty", prose="title tags", real="max_score"),
        ("id",),
    ),
    Table(
        "test_cases",
        _kinds(integer="id input expected", blob="digest", prose="name description", flag="hidden", real="max_points"),
        ("id",),
    ),
    Table(
        "programs", _kinds(integer="id", blob="digest", text="language", prose="main", flag="calls_function"), ("id",)
    ),
    Table("program_files", _kinds(integer="program position content", prose="path"), ("program", "position")),
)

_SUBMISSIONS = (
    Table(
        "submissions",
        _kinds(
            integer="number created_at challenge challenge_version program passed_count total_count",
            text="uid learner source language sandbox verdict",
            real="score max_score wall_seconds",
            prose="file feedback",
        ),
        ("number",),
    ),
    Table(
        "compilations",
        _kinds(integer="submission output", flag="success", real="wall_seconds", prose="reason"),
        ("submission",),
    ),
    Table(
        "case_results",
        _kinds(
            integer="submission position test_case actual prints",
            text="verdict",
            real="points",
            flag="actual_truncated",
            prose="reason",
        ),
        ("submission", "position"),
    ),
    Table(
        "executions",
        _kinds(
            integer="submission position exit_code signal oom_kill_count peak_memory_bytes stdout stderr",
            text="stop",
            real="cpu_seconds wall_seconds",
            flag="stdout_truncated stderr_truncated",
        ),
        ("submission", "position"),
    ),
    Table(
        "differences",
        _kinds(integer="submission position line column_number", prose="expected_line actual_line explanation"),
        ("submission", "position"),
    ),
)

_LEARNERS = (
    Table(
        "mentor_calls",
        _kinds(
            integer="id created_at level input_tokens output_tokens",
            text="uid learner kind challenge submission_uid state source model request_ids",
            prose="question answer checks",
            real="latency_seconds",
        ),
        ("id",),
    ),
    Table(
        "progress",
        _kinds(
            integer="challenge submission_count first_at last_at last_version accepted_at submissions_to_accepted "
            "practice_microseconds",
            text="learner last_uid accepted_uid",
            real="best_score",
        ),
        ("learner", "challenge"),
        grows=False,
    ),
    Table(
        "drafts",
        _kinds(text="learner challenge language", prose="source_text", integer="saved_at"),
        ("learner", "challenge", "language"),
        grows=False,
        page_count=50,
    ),
)

_CLOCK = """
(SELECT 1 AS id, (SELECT max(started) FROM (
    SELECT started FROM queue_clock UNION ALL SELECT max(fair_tag) FROM jobs WHERE started_at IS NOT NULL
) AS of_starts) AS started, (SELECT max(ended) FROM (
    SELECT ended FROM queue_clock UNION ALL SELECT max(fair_end) FROM jobs
) AS of_ends) AS ended) AS queue_clock
"""
"""The clock of the fair order: in PostgreSQL its row is written where the queue is idle; the jobs have the rest."""

_SERVICE = (
    Table(
        "tokens",
        _kinds(text="uid learner role scopes digest", prose="name", integer="created_at expires_at revoked_at"),
        ("uid",),
        grows=False,
    ),
    Table(
        "jobs",
        _kinds(
            integer="number attempt lease_until created_at started_at finished_at submission",
            text="uid owner idempotency_key request_digest kind state server",
            flag="bulk",
            real="fair_tag fair_end",
            blob="work answer problem",
        ),
        ("number",),
        grows=False,
        page_count=50,
    ),
    Table("queue_clock", _kinds(integer="id", real="started ended"), ("id",), grows=False, view=_CLOCK),
)

TABLES = (*_CHALLENGES, *_SUBMISSIONS, *_LEARNERS, *_SERVICE)
"""All of them; each comes after those that its rows refer to."""
