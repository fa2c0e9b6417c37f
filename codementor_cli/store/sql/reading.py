"""Read whole submissions back, exactly as they were recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.practice.submission import ChallengeVersion, RecordedSubmission, Submission
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.contents import read_contents
from codementor_cli.store.sql.rows import Row, rows, value_of

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

_CONTENTS = ("actual", "prints", "input", "expected", "stdout", "stderr")

_NOT_KEPT: dict[str, Any] = {"delay_seconds": 0.0, "files": ()}
"""Fields of an execution that have no column."""

Contents = dict[int | None, bytes]


def read_submission(connection: Connection, number: int) -> RecordedSubmission | None:
    """Return a submission, whole; None: there is none of that number.

    Raises:
        ValueError: The database was damaged: it holds a value that nothing writes.
    """
    row = next(rows(connection, _SUBMISSION, number), None)
    if row is None:
        return None
    names = {"id": row["challenge_name"], "max_score": row["challenge_max_score"]}
    submission = value_of(
        Submission,
        row,
        challenge=value_of(ChallengeVersion, row, **names),
        program=_program(connection, row["program"]),
        judgement=_judgement(connection, number, row),
    )
    return RecordedSubmission(number=number, submission=submission)


def _judgement(connection: Connection, number: int, row: Row) -> Judgement:
    found = list(rows(connection, _RESULTS, number))
    contents = _contents(connection, found, _CONTENTS)
    results = tuple(_result(each, contents) for each in found)
    return value_of(Judgement, row, results=results, compilation=_compilation(connection, number))


def _program(connection: Connection, program: int) -> Program:
    row = next(rows(connection, "SELECT * FROM programs WHERE id = ?", program), None)
    if row is None:
        raise ValueError(f"program {program} is missing")
    found = list(rows(connection, "SELECT * FROM program_files WHERE program = ? ORDER BY position", program))
    contents = _contents(connection, found, ("content",))
    return value_of(Program, row, files=tuple(value_of(SourceFile, each, contents) for each in found))


def _compilation(connection: Connection, number: int) -> Compilation | None:
    row = next(rows(connection, "SELECT * FROM compilations WHERE submission = ?", number), None)
    if row is None:
        return None
    output = _contents(connection, [row], ("output",))[row["output"]]
    return value_of(Compilation, row, output=output.decode("utf-8", "surrogatepass"))


def _result(row: Row, contents: Contents) -> CaseResult:
    execution = value_of(Execution, row, contents, **_NOT_KEPT) if row["ran"] else None
    difference = value_of(ExplainedDifference, row) if row["differs"] else None
    return value_of(CaseResult, row, contents, execution=execution, difference=difference)


def _contents(connection: Connection, found: Iterable[Row], columns: Iterable[str]) -> Contents:
    return read_contents(connection, {row[column] for row in found for column in columns})
