"""Write one submission: its rows, in the order in which they refer to each other. Runs inside a transaction."""

from __future__ import annotations

import hashlib
import sqlite3

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.practice.progress import is_practice
from codementor_cli.domain.practice.submission import ChallengeVersion, Submission
from codementor_cli.store.sqlite.progress import update_progress
from codementor_cli.store.sqlite.rows import Row, insert, row_of
from codementor_cli.store.sqlite.values import content_id

_OF_SUBMISSION = ("uid", "learner", "created_at", "source", "file")
_OF_JUDGEMENT = ("language", "sandbox", "verdict", "score", "max_score", "total_count", "feedback")
_OF_VERSION = ("digest", "title", "difficulty", "tags", "max_score")
_OF_PROGRAM = ("language", "main", "calls_function")
_OF_TEST_CASE = ("name", "description", "hidden", "max_points", "input", "expected")
_OF_RESULT = ("index", "verdict", "points", "actual", "actual_truncated", "prints", "reason")
_OF_COMPILATION = ("success", "wall_seconds", "reason")
_OF_EXECUTION = (
    "exit_code",
    "signal",
    "stop",
    "oom_kill_count",
    "cpu_seconds",
    "wall_seconds",
    "peak_memory_bytes",
    "stdout",
    "stderr",
    "stdout_truncated",
    "stderr_truncated",
)
"""All but the delay and the files that a custom checker left."""


def number_of(connection: sqlite3.Connection, uid: str) -> int | None:
    """Return the number of a submission that is kept; None: it is new."""
    found = connection.execute("SELECT number FROM submissions WHERE uid = ?", (uid,)).fetchone()
    return None if found is None else int(found[0])


def write_submission(connection: sqlite3.Connection, submission: Submission) -> int:
    """Write a submission that is new, with what follows from it, and return its number.

    Raises:
        sqlite3.Error: Nothing may be kept: the caller rolls back.
    """
    judgement = submission.judgement
    challenge = _found_or_added(connection, "challenges", {"name": submission.challenge.id})
    version = _version_id(connection, challenge, submission.challenge)
    if is_practice(submission):
        update_progress(connection, submission, challenge, version)
    row = {
        **row_of(connection, submission, *_OF_SUBMISSION),
        **row_of(connection, judgement, *_OF_JUDGEMENT),
        "challenge": challenge,
        "challenge_version": version,
        "program": _program_id(connection, submission.program),
        "passed_count": judgement.passed_count,
        "wall_seconds": sum(each.execution.wall_seconds for each in judgement.results if each.execution is not None),
    }
    number = _added(connection, "submissions", row)
    if judgement.compilation is not None:
        output = content_id(connection, judgement.compilation.output.encode("utf-8", "surrogatepass"))
        kept = row_of(connection, judgement.compilation, *_OF_COMPILATION)
        insert(connection, "compilations", {"submission": number, **kept, "output": output})
    for result in judgement.results:
        _write_result(connection, number, result)
    return number


def _version_id(connection: sqlite3.Connection, challenge: int, version: ChallengeVersion) -> int:
    row = {"challenge": challenge, **row_of(connection, version, *_OF_VERSION)}
    return _found_or_added(connection, "challenge_versions", row)


def _program_id(connection: sqlite3.Connection, program: Program) -> int:
    digest = _digest(program.language, program.main, program.calls_function, program.files)
    found = _id_by_digest(connection, "programs", digest)
    if found is not None:
        return found
    number = _added(connection, "programs", {"digest": digest, **row_of(connection, program, *_OF_PROGRAM)})
    for position, file in enumerate(program.files):
        place = {"program": number, "position": position}
        insert(connection, "program_files", {**place, **row_of(connection, file, "path", "content")})
    return number


def _write_result(connection: sqlite3.Connection, number: int, result: CaseResult) -> None:
    place = {"submission": number, "position": result.index}
    row = {"test_case": _test_case_id(connection, result), **row_of(connection, result, *_OF_RESULT)}
    insert(connection, "case_results", {**place, **row})
    if result.execution is not None:
        insert(connection, "executions", {**place, **row_of(connection, result.execution, *_OF_EXECUTION)})
    if result.difference is not None:
        insert(connection, "differences", {**place, **row_of(connection, result.difference)})


def _test_case_id(connection: sqlite3.Connection, result: CaseResult) -> int:
    data = (result.input, result.expected)
    digest = _digest(result.name, result.description, result.hidden, result.max_points, data)
    found = _id_by_digest(connection, "test_cases", digest)
    if found is not None:
        return found
    return _added(connection, "test_cases", {"digest": digest, **row_of(connection, result, *_OF_TEST_CASE)})


def _digest(*parts: object) -> bytes:
    """Return the SHA-256 of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(parts).encode()).digest()


def _id_by_digest(connection: sqlite3.Connection, table: str, digest: bytes) -> int | None:
    found = connection.execute(f"SELECT id FROM {table} WHERE digest = ?", (digest,)).fetchone()  # noqa: S608 - ours
    return None if found is None else int(found[0])


def _found_or_added(connection: sqlite3.Connection, table: str, row: Row) -> int:
    where = " AND ".join(f"{column} = :{column}" for column in row)
    found = connection.execute(f"SELECT id FROM {table} WHERE {where}", row).fetchone()  # noqa: S608 - names are ours
    return int(found[0]) if found is not None else _added(connection, table, row)


def _added(connection: sqlite3.Connection, table: str, row: Row) -> int:
    """Add a row to a table whose rows have numbers, and return its number."""
    return insert(connection, table, row).lastrowid or 0
