"""The digest of all that a result follows from: while it stays the same, the result may be kept. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryContent, TakenProgram


def grading_digest(assignment: Assignment, challenges: Sequence[Challenge], judge: str) -> str:
    """Return the digest of all that is the same for every repository.

    Args:
        assignment: As loaded.
        challenges: The assignment's, in its order.
        judge: Version and engine of the judge.
    """
    titles = [[each.id, each.title, [test.description for test in each.suite.tests]] for each in challenges]
    return _digest([assignment.digest, [each.suite_digest for each in challenges], titles, judge])


def fingerprint(digest: str, content: RepositoryContent) -> str:
    """Return the digest of a repository's result.

    Args:
        digest: From ``grading_digest``.
        content: Programs, commit, and every line on the repository.
    """
    commit = content.commit
    stood = None if commit is None else [commit.id, commit.committed_at.isoformat(), commit.modified]
    return _digest([digest, stood, content.notes, content.refusal, [_entry(each) for each in content.challenges]])


def program_digest(challenge: Challenge, program: Program, judge: Sequence[str]) -> str:
    """Return the digest of a program's verdict in a challenge.

    Args:
        challenge: As loaded.
        program: As read.
        judge: Version and engine of the judge, and its limits.
    """
    files = [[file.path, hashlib.sha256(file.content).hexdigest()] for file in program.files]
    return _digest([challenge.suite_digest, program.language, program.main, files, list(judge)])


def _entry(entry: TakenProgram | NoProgram) -> list[object]:
    if isinstance(entry, NoProgram):
        return [entry.state, entry.reason, entry.file, entry.notes]
    files = [[file.path, hashlib.sha256(file.content).hexdigest()] for file in entry.program.files]
    return [entry.program.language, entry.program.main, entry.file, entry.folder, files, entry.notes]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
