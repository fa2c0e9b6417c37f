"""Write and read the answers that a mentor gave."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind, MentorUsage
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.store.sqlite.values import microseconds, prose, read_prose, read_time

_COLUMNS = (
    "uid, learner, created_at, kind, challenge, submission_uid, state, question, level, source, answer, checks, model, "
    "request_ids, input_tokens, output_tokens, latency_seconds"
)


def write_mentor_call(connection: sqlite3.Connection, call: MentorCall) -> bool:
    """Keep an answer, and return whether it is new; one that is there already stays as it is."""
    row = (
        call.uid,
        call.learner,
        microseconds(call.created_at),
        call.kind.value,
        call.challenge_id,
        call.submission_uid,
        call.state,
        prose(call.question),
        call.level,
        call.source.value,
        prose(call.answer),
        prose(call.checks),
        call.model,
        json.dumps(call.request_ids),
        call.input_tokens,
        call.output_tokens,
        call.latency_seconds,
    )
    places = ", ".join("?" * len(row))
    statement = f"INSERT INTO mentor_calls ({_COLUMNS}) VALUES ({places}) ON CONFLICT (uid) DO NOTHING"  # noqa: S608 - ours
    return connection.execute(statement, row).rowcount == 1


def read_mentor_calls(connection: sqlite3.Connection, **equal: str) -> Iterator[MentorCall]:
    """Yield answers, oldest first: those whose columns hold these values.

    Raises:
        ValueError: The file was damaged.
    """
    where = " AND ".join(f"{column} = :{column}" for column in equal) or "TRUE"
    statement = f"SELECT {_COLUMNS} FROM mentor_calls WHERE {where} ORDER BY created_at, uid"  # noqa: S608 - names are ours
    for row in connection.execute(statement, equal):
        yield _call(*row)


def read_mentor_usage(connection: sqlite3.Connection, learner: LearnerId) -> tuple[MentorUsage, ...]:
    """Return what asking cost, by model."""
    rows = connection.execute(
        "SELECT model, count(*), sum(input_tokens), sum(output_tokens) FROM mentor_calls "
        "WHERE learner = ? AND model > '' GROUP BY model ORDER BY model",
        (learner,),
    )
    return tuple(
        MentorUsage(model=row[0], call_count=row[1], input_tokens=row[2], output_tokens=row[3]) for row in rows
    )


def _call(*row: Any) -> MentorCall:
    return MentorCall(
        uid=row[0],
        learner=LearnerId(row[1]),
        created_at=read_time(row[2]),
        kind=MentorKind(row[3]),
        challenge_id=row[4],
        submission_uid=row[5],
        state=row[6],
        question=read_prose(row[7]),
        level=row[8],
        source=HintSource(row[9]),
        answer=read_prose(row[10]),
        checks=read_prose(row[11]),
        model=row[12],
        request_ids=tuple(json.loads(row[13])),
        input_tokens=row[14],
        output_tokens=row[15],
        latency_seconds=row[16],
    )
