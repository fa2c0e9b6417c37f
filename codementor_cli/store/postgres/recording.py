"""Write one submission. Runs inside a transaction, beside those of other processes and machines.

What submissions share (contents, test cases, programs, challenges) comes first and in one order everywhere, so that no
two transactions wait for each other; a row that another transaction adds at the same moment is waited for, and used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.practice.progress import is_practice
from codementor_cli.domain.practice.submission import ChallengeVersion, Submission
from codementor_cli.store.postgres.contents import KeptContents, ids_by_digest, keep_contents
from codementor_cli.store.postgres.progress import update_progress
from codementor_cli.store.postgres.rows import insert, insert_all, values_of
from codementor_cli.store.sql.rows import Row, row_of
from codementor_cli.store.sql.submission_rows import (
    case_digest,
    case_row,
    compilation_row,
    execution_row,
    file_row,
    number_of,
    output_of,
    program_row,
    result_row,
    submission_row,
    version_row,
)

if TYPE_CHECKING:
    from codementor_cli.store.postgres.database import Connection

_UNLESS_KNOWN = "ON CONFLICT DO NOTHING"


def write_submission(connection: Connection, submission: Submission) -> int:
    """Write a submission, with what follows from it, and return its number; one that is there keeps its own.

    Raises:
        psycopg.Error: Nothing may be kept: the caller rolls back.
    """
    known = number_of(connection, submission.uid)
    if known is not None:
        return known
    contents = keep_contents(connection, _contents_of(submission))
    test_cases = _test_case_ids(connection, submission.judgement.results, contents)
    program = _program_id(connection, submission.program, contents)
    challenge = _found_or_added(connection, "challenges", {"name": submission.challenge.id})
    version = _version_id(connection, challenge, submission.challenge)
    numbers = {"challenge": challenge, "challenge_version": version, "program": program}
    row = {**submission_row(submission), **numbers}
    added = insert(connection, "submissions", row, "ON CONFLICT (uid) DO NOTHING RETURNING number").fetchone()
    if added is None:
        # Another process recorded the same one at this moment: its number is the submission's.
        return number_of(connection, submission.uid) or 0
    number = int(added[0])
    if is_practice(submission):
        update_progress(connection, submission, challenge, version)
    _write_judgement(connection, number, submission, contents, test_cases)
    return number


def _contents_of(submission: Submission) -> Iterator[bytes]:
    for file in submission.program.files:
        yield file.content
    judgement = submission.judgement
    if judgement.compilation is not None:
        yield output_of(judgement.compilation)
    for result in judgement.results:
        yield from (each for each in (result.input, result.expected, result.actual, result.prints) if each)
        if result.execution is not None:
            yield from (result.execution.stdout, result.execution.stderr)


def _test_case_ids(connection: Connection, results: tuple[CaseResult, ...], contents: KeptContents) -> dict[bytes, int]:
    by_digest = {case_digest(each): each for each in results}
    if not by_digest:
        return {}
    ids = ids_by_digest(connection, "test_cases", by_digest)
    new = sorted(by_digest.keys() - ids.keys())
    if new:
        insert_all(connection, "test_cases", [case_row(by_digest[each], contents) for each in new], _UNLESS_KNOWN)
        ids |= ids_by_digest(connection, "test_cases", new)
    return ids


def _program_id(connection: Connection, program: Program, contents: KeptContents) -> int:
    row = program_row(program)
    digest: bytes = row["digest"]
    found = ids_by_digest(connection, "programs", [digest]).get(digest)
    if found is not None:
        return found
    added = insert(connection, "programs", row, f"{_UNLESS_KNOWN} RETURNING id").fetchone()
    if added is None:
        return ids_by_digest(connection, "programs", [digest])[digest]
    number = int(added[0])
    files = [
        {"program": number, "position": position, **file_row(each, contents)}
        for position, each in enumerate(program.files)
    ]
    insert_all(connection, "program_files", files)
    return number


def _version_id(connection: Connection, challenge: int, version: ChallengeVersion) -> int:
    return _found_or_added(connection, "challenge_versions", {"challenge": challenge, **version_row(version)})


def _found_or_added(connection: Connection, table: str, row: Row) -> int:
    where = " AND ".join(f"{column} = ?" for column in row)
    find = f"SELECT id FROM {table} WHERE {where}"  # noqa: S608 - names are ours
    values = values_of(table, row)
    found = connection.execute(find, values).fetchone()
    found = found or insert(connection, table, row, f"{_UNLESS_KNOWN} RETURNING id").fetchone()
    found = found or connection.execute(find, values).fetchone()
    return int(found[0]) if found else 0


def _write_judgement(
    connection: Connection, number: int, submission: Submission, contents: KeptContents, test_cases: dict[bytes, int]
) -> None:
    judgement = submission.judgement
    if judgement.compilation is not None:
        insert(connection, "compilations", {"submission": number, **compilation_row(judgement.compilation, contents)})
    places = [({"submission": number, "position": each.index}, each) for each in judgement.results]
    results = [
        {**place, "test_case": test_cases[case_digest(each)], **result_row(each, contents)} for place, each in places
    ]
    executions = [
        {**place, **execution_row(each.execution, contents)} for place, each in places if each.execution is not None
    ]
    differences = [{**place, **row_of(each.difference)} for place, each in places if each.difference is not None]
    for table, found in (("case_results", results), ("executions", executions), ("differences", differences)):
        insert_all(connection, table, found)
