"""Write one submission: its rows, in the order in which they refer to each other. Runs inside a transaction."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference
from codementor_cli.domain.practice.progress import is_practice
from codementor_cli.domain.practice.submission import ChallengeVersion, Submission
from codementor_cli.store.sqlite.contents import content_id
from codementor_cli.store.sqlite.progress import update_progress
from codementor_cli.store.sqlite.values import microseconds, prose


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
    challenge = _challenge_id(connection, submission.challenge.id)
    version = _version_id(connection, challenge, submission.challenge)
    if is_practice(submission):
        update_progress(connection, submission, challenge, version)
    row = {
        "uid": submission.uid,
        "learner": submission.learner,
        "created_at": microseconds(submission.created_at),
        "source": submission.source.value,
        "challenge": challenge,
        "challenge_version": version,
        "program": _program_id(connection, submission.program),
        "language": judgement.language,
        "sandbox": judgement.sandbox,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "max_score": judgement.max_score,
        "passed_count": judgement.passed_count,
        "total_count": judgement.total_count,
        "wall_seconds": sum(each.execution.wall_seconds for each in judgement.results if each.execution is not None),
        "file": prose(submission.file),
        "feedback": prose(judgement.feedback),
    }
    number = _insert(connection, "submissions", row)
    _write_compilation(connection, number, submission)
    for result in judgement.results:
        _write_result(connection, number, result)
    return number


def _challenge_id(connection: sqlite3.Connection, name: str) -> int:
    return _found_or_added(connection, "challenges", {"name": name})


def _version_id(connection: sqlite3.Connection, challenge: int, version: ChallengeVersion) -> int:
    row = {
        "challenge": challenge,
        "digest": version.digest,
        "title": prose(version.title),
        "difficulty": version.difficulty.value,
        "tags": json.dumps(version.tags),
        "max_score": version.max_score,
    }
    return _found_or_added(connection, "challenge_versions", row)


def _program_id(connection: sqlite3.Connection, program: Program) -> int:
    digest = _digest(program.language, program.main, program.calls_function, program.files)
    found = _id_by_digest(connection, "programs", digest)
    if found is not None:
        return found
    row = {
        "digest": digest,
        "language": program.language,
        "main": prose(program.main),
        "calls_function": program.calls_function,
    }
    number = _insert(connection, "programs", row)
    for position, file in enumerate(program.files):
        content = content_id(connection, file.content)
        place = {"program": number, "position": position, "path": prose(file.path), "content": content}
        _insert(connection, "program_files", place)
    return number


def _write_compilation(connection: sqlite3.Connection, number: int, submission: Submission) -> None:
    compilation = submission.judgement.compilation
    if compilation is None:
        return
    row = {
        "submission": number,
        "success": compilation.success,
        "output": content_id(connection, compilation.output.encode("utf-8", "surrogatepass")),
        "wall_seconds": compilation.wall_seconds,
        "reason": prose(compilation.reason),
    }
    _insert(connection, "compilations", row)


def _write_result(connection: sqlite3.Connection, number: int, result: CaseResult) -> None:
    place = {"submission": number, "position": result.index}
    row = {
        "test_case": _test_case_id(connection, result),
        "verdict": result.verdict.value,
        "points": result.points,
        "actual": content_id(connection, result.actual),
        "actual_truncated": result.actual_truncated,
        "prints": content_id(connection, result.prints),
        "reason": prose(result.reason),
    }
    _insert(connection, "case_results", {**place, **row})
    if result.execution is not None:
        _insert(connection, "executions", {**place, **_execution_row(connection, result.execution)})
    if result.difference is not None:
        _insert(connection, "differences", {**place, **_difference_row(result.difference)})


def _test_case_id(connection: sqlite3.Connection, result: CaseResult) -> int:
    data = (result.input, result.expected)
    digest = _digest(result.name, result.description, result.hidden, result.max_points, data)
    found = _id_by_digest(connection, "test_cases", digest)
    if found is not None:
        return found
    row = {
        "digest": digest,
        "name": prose(result.name),
        "description": prose(result.description),
        "hidden": result.hidden,
        "max_points": result.max_points,
        "input": content_id(connection, result.input),
        "expected": content_id(connection, result.expected),
    }
    return _insert(connection, "test_cases", row)


def _execution_row(connection: sqlite3.Connection, execution: Execution) -> dict[str, Any]:
    return {
        "exit_code": execution.exit_code,
        "signal": execution.signal,
        "stop": None if execution.stop is None else execution.stop.value,
        "oom_kill_count": execution.oom_kill_count,
        "cpu_seconds": execution.cpu_seconds,
        "wall_seconds": execution.wall_seconds,
        "peak_memory_bytes": execution.peak_memory_bytes,
        "stdout": content_id(connection, execution.stdout),
        "stderr": content_id(connection, execution.stderr),
        "stdout_truncated": execution.stdout_truncated,
        "stderr_truncated": execution.stderr_truncated,
    }


def _difference_row(difference: ExplainedDifference) -> dict[str, Any]:
    expected, actual = difference.expected_line, difference.actual_line
    return {
        "line": difference.line,
        "column_number": difference.column,
        "expected_line": None if expected is None else prose(expected),
        "actual_line": None if actual is None else prose(actual),
        "explanation": prose(difference.explanation),
    }


def _digest(*parts: object) -> bytes:
    """Return the SHA-256 of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(parts).encode()).digest()


def _id_by_digest(connection: sqlite3.Connection, table: str, digest: bytes) -> int | None:
    found = connection.execute(f"SELECT id FROM {table} WHERE digest = ?", (digest,)).fetchone()  # noqa: S608 - ours
    return None if found is None else int(found[0])


def _found_or_added(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    where = " AND ".join(f"{column} = :{column}" for column in row)
    found = connection.execute(f"SELECT id FROM {table} WHERE {where}", row).fetchone()  # noqa: S608 - names are ours
    return int(found[0]) if found is not None else _insert(connection, table, row)


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """Add a row, and return its number (of a table that has such)."""
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    done = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", row)  # noqa: S608 - names are ours
    return done.lastrowid or 0
