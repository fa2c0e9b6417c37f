"""Read whole submissions back, exactly as they were recorded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import ChallengeVersion, RecordedSubmission, Source, Submission
from codementor_cli.store.sqlite.contents import read_contents
from codementor_cli.store.sqlite.values import read_prose, read_time

_SUBMISSION = """
SELECT submissions.*, name AS challenge_name, digest, title, difficulty, tags,
    challenge_versions.max_score AS challenge_max_score
FROM submissions
JOIN challenges ON challenges.id = submissions.challenge
JOIN challenge_versions ON challenge_versions.id = submissions.challenge_version
WHERE number = ?
"""

_RESULTS = """
SELECT case_results.position, case_results.verdict, case_results.points, actual, actual_truncated, prints, reason,
    name, description, hidden, max_points, input, expected,
    executions.submission IS NOT NULL AS ran, exit_code, signal, stop, oom_kill_count, cpu_seconds, wall_seconds,
    peak_memory_bytes, stdout, stderr, stdout_truncated, stderr_truncated,
    differences.submission IS NOT NULL AS differs, line, column_number, expected_line, actual_line, explanation
FROM case_results
JOIN test_cases ON test_cases.id = case_results.test_case
LEFT JOIN executions USING (submission, position)
LEFT JOIN differences USING (submission, position)
WHERE case_results.submission = ?
ORDER BY case_results.position
"""

_CONTENT_COLUMNS = ("actual", "prints", "input", "expected", "stdout", "stderr")

Row = dict[str, Any]


def read_submission(connection: sqlite3.Connection, number: int) -> RecordedSubmission | None:
    """Return a submission, whole; None: there is none of that number.

    Raises:
        ValueError: The file was damaged: it holds a value that nothing writes.
    """
    row = next(_rows(connection, _SUBMISSION, number), None)
    if row is None:
        return None
    submission = Submission(
        uid=row["uid"],
        learner=LearnerId(row["learner"]),
        created_at=read_time(row["created_at"]),
        source=Source(row["source"]),
        challenge=ChallengeVersion(
            id=row["challenge_name"],
            digest=row["digest"],
            title=read_prose(row["title"]),
            difficulty=Difficulty(row["difficulty"]),
            tags=tuple(json.loads(row["tags"])),
            max_score=row["challenge_max_score"],
        ),
        program=_program(connection, row["program"]),
        file=read_prose(row["file"]),
        judgement=_judgement(connection, number, row),
    )
    return RecordedSubmission(number=number, submission=submission)


def _judgement(connection: sqlite3.Connection, number: int, row: Row) -> Judgement:
    rows = list(_rows(connection, _RESULTS, number))
    contents = read_contents(connection, {each[column] for each in rows for column in _CONTENT_COLUMNS})
    return Judgement(
        verdict=Verdict(row["verdict"]),
        results=tuple(_result(each, contents) for each in rows),
        total_count=row["total_count"],
        score=row["score"],
        max_score=row["max_score"],
        language=row["language"],
        sandbox=row["sandbox"],
        compilation=_compilation(connection, number),
        feedback=read_prose(row["feedback"]),
    )


def _program(connection: sqlite3.Connection, program: int) -> Program:
    row = next(_rows(connection, "SELECT * FROM programs WHERE id = ?", program), None)
    if row is None:
        raise ValueError(f"program {program} is missing")
    files = list(_rows(connection, "SELECT * FROM program_files WHERE program = ? ORDER BY position", program))
    contents = read_contents(connection, {each["content"] for each in files})
    return Program(
        language=row["language"],
        files=tuple(SourceFile(read_prose(each["path"]), contents[each["content"]]) for each in files),
        main=read_prose(row["main"]),
        calls_function=bool(row["calls_function"]),
    )


def _compilation(connection: sqlite3.Connection, number: int) -> Compilation | None:
    row = next(_rows(connection, "SELECT * FROM compilations WHERE submission = ?", number), None)
    if row is None:
        return None
    output = read_contents(connection, {row["output"]})[row["output"]]
    return Compilation(
        success=bool(row["success"]),
        output=output.decode("utf-8", "surrogatepass"),
        wall_seconds=row["wall_seconds"],
        reason=read_prose(row["reason"]),
    )


def _result(row: Row, contents: dict[int | None, bytes]) -> CaseResult:
    return CaseResult(
        index=row["position"],
        name=read_prose(row["name"]),
        description=read_prose(row["description"]),
        hidden=bool(row["hidden"]),
        verdict=Verdict(row["verdict"]),
        points=row["points"],
        max_points=row["max_points"],
        input=contents[row["input"]],
        expected=contents[row["expected"]],
        actual=contents[row["actual"]],
        actual_truncated=bool(row["actual_truncated"]),
        prints=contents[row["prints"]],
        execution=_execution(row, contents) if row["ran"] else None,
        difference=_difference(row) if row["differs"] else None,
        reason=read_prose(row["reason"]),
    )


def _execution(row: Row, contents: dict[int | None, bytes]) -> Execution:
    return Execution(
        exit_code=row["exit_code"],
        signal=row["signal"],
        stop=None if row["stop"] is None else Stop(row["stop"]),
        oom_kill_count=row["oom_kill_count"],
        cpu_seconds=row["cpu_seconds"],
        wall_seconds=row["wall_seconds"],
        peak_memory_bytes=row["peak_memory_bytes"],
        stdout=contents[row["stdout"]],
        stderr=contents[row["stderr"]],
        stdout_truncated=bool(row["stdout_truncated"]),
        stderr_truncated=bool(row["stderr_truncated"]),
    )


def _difference(row: Row) -> ExplainedDifference:
    expected, actual = row["expected_line"], row["actual_line"]
    return ExplainedDifference(
        line=row["line"],
        column=row["column_number"],
        expected_line=None if expected is None else read_prose(expected),
        actual_line=None if actual is None else read_prose(actual),
        explanation=read_prose(row["explanation"]),
    )


def _rows(connection: sqlite3.Connection, statement: str, *values: object) -> Iterator[Row]:
    """Yield rows by column name; closing the generator ends the reading."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
