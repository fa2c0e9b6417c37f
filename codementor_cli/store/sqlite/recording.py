"""Write one submission: its rows, in the order in which they refer to each other. Runs inside a transaction."""

from __future__ import annotations

import sqlite3
from functools import partial

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.practice.progress import is_practice
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.store.sql.rows import Keep, Row, row_of
from codementor_cli.store.sql.submission_rows import (
    case_digest,
    case_row,
    compilation_row,
    execution_row,
    file_row,
    number_of,
    program_row,
    result_row,
    submission_row,
    version_row,
)
from codementor_cli.store.sqlite.contents import content_id
from codementor_cli.store.sqlite.progress import update_progress
from codementor_cli.store.sqlite.rows import insert


def write_submission(connection: sqlite3.Connection, submission: Submission) -> int:
    """Write a submission, with what follows from it, and return its number; one that is there keeps its own.

    Raises:
        sqlite3.Error: Nothing may be kept: the caller rolls back.
    """
    known = number_of(connection, submission.uid)
    if known is not None:
        return known
    keep = partial(content_id, connection)
    judgement = submission.judgement
    challenge = _found_or_added(connection, "challenges", {"name": submission.challenge.id})
    version_of_it = {"challenge": challenge, **version_row(submission.challenge)}
    version = _found_or_added(connection, "challenge_versions", version_of_it)
    if is_practice(submission):
        update_progress(connection, submission, challenge, version)
    program = _program_id(connection, submission.program, keep)
    numbers = {"challenge": challenge, "challenge_version": version, "program": program}
    number = _added(connection, "submissions", {**submission_row(submission), **numbers})
    if judgement.compilation is not None:
        insert(connection, "compilations", {"submission": number, **compilation_row(judgement.compilation, keep)})
    for result in judgement.results:
        _write_result(connection, number, result, keep)
    return number


def _program_id(connection: sqlite3.Connection, program: Program, keep: Keep) -> int:
    row = program_row(program)
    found = _id_by_digest(connection, "programs", row["digest"])
    if found is not None:
        return found
    number = _added(connection, "programs", row)
    for position, file in enumerate(program.files):
        insert(connection, "program_files", {"program": number, "position": position, **file_row(file, keep)})
    return number


def _write_result(connection: sqlite3.Connection, number: int, result: CaseResult, keep: Keep) -> None:
    place = {"submission": number, "position": result.index}
    test_case = _test_case_id(connection, result, keep)
    insert(connection, "case_results", {**place, "test_case": test_case, **result_row(result, keep)})
    if result.execution is not None:
        insert(connection, "executions", {**place, **execution_row(result.execution, keep)})
    if result.difference is not None:
        insert(connection, "differences", {**place, **row_of(result.difference)})


def _test_case_id(connection: sqlite3.Connection, result: CaseResult, keep: Keep) -> int:
    found = _id_by_digest(connection, "test_cases", case_digest(result))
    return _added(connection, "test_cases", case_row(result, keep)) if found is None else found


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
