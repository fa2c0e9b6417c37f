"""The rows of a submission, but for the numbers by which they refer to each other."""

from __future__ import annotations

import hashlib

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.practice.submission import ChallengeVersion, Submission
from codementor_cli.store.sql.connection import Connection
from codementor_cli.store.sql.rows import Keep, Row, row_of

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


def number_of(connection: Connection, uid: str) -> int | None:
    """Return the number of a submission that is kept; None: it is new."""
    found = connection.execute("SELECT number FROM submissions WHERE uid = ?", (uid,)).fetchone()
    return None if found is None else int(found[0])


def submission_row(submission: Submission) -> Row:
    """Return the row of a submission."""
    judgement = submission.judgement
    return {
        **row_of(submission, *_OF_SUBMISSION),
        **row_of(judgement, *_OF_JUDGEMENT),
        "passed_count": judgement.passed_count,
        "wall_seconds": sum(each.execution.wall_seconds for each in judgement.results if each.execution is not None),
    }


def version_row(version: ChallengeVersion) -> Row:
    """Return the row of a challenge as it was judged."""
    return row_of(version, *_OF_VERSION)


def program_row(program: Program) -> Row:
    """Return the row of a program, with its digest."""
    digest = _digest(program.language, program.main, program.calls_function, program.files)
    return {"digest": digest, **row_of(program, *_OF_PROGRAM)}


def file_row(file: SourceFile, keep: Keep) -> Row:
    """Return the row of a program's file."""
    return row_of(file, "path", "content", keep=keep)


def case_digest(result: CaseResult) -> bytes:
    """Return what tells a test case from all others."""
    data = (result.input, result.expected)
    return _digest(result.name, result.description, result.hidden, result.max_points, data)


def case_row(result: CaseResult, keep: Keep) -> Row:
    """Return the row of the test case of a result, with its digest."""
    return {"digest": case_digest(result), **row_of(result, *_OF_TEST_CASE, keep=keep)}


def compilation_row(compilation: Compilation, keep: Keep) -> Row:
    """Return the row of a compilation."""
    return {**row_of(compilation, *_OF_COMPILATION), "output": keep(output_of(compilation))}


def output_of(compilation: Compilation) -> bytes:
    """Return what a compiler said, as it is kept."""
    return compilation.output.encode("utf-8", "surrogatepass")


def result_row(result: CaseResult, keep: Keep) -> Row:
    """Return the row of a result."""
    return row_of(result, *_OF_RESULT, keep=keep)


def execution_row(execution: Execution, keep: Keep) -> Row:
    """Return the row of an execution."""
    return row_of(execution, *_OF_EXECUTION, keep=keep)


def _digest(*parts: object) -> bytes:
    """Return the SHA-256 of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(parts).encode()).digest()
