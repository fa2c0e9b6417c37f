"""Bodies of requests to ``/api/execution``; the kept codec reads them, strictly.

Content is text, or ``{"base64": …}`` for bytes that are no text.
"""

from __future__ import annotations

from codementor_cli.domain.challenge.challenge import CheckerType
from codementor_cli.schemas.public.base import Schema


class FileRequest(Schema):
    """A file beside the main file of a program."""

    path: str
    """Relative to the main file's folder, with forward slashes."""
    content: bytes


class LimitsRequest(Schema):
    """Limits that are asked for, none above the service's ceilings; null: the usual ones."""

    time: float | None = None
    """Milliseconds of CPU time."""
    wall_time: float | None = None
    """Milliseconds; null: follows from ``time``."""
    memory: int | None = None
    """Bytes."""
    output: int | None = None
    """Bytes of stdout and of stderr, each."""


class ProgramRequest(Schema):
    """A program: every body that holds one has these keys."""

    code: bytes
    """The main file."""
    language: str
    """As ``GET /api/languages`` names it."""
    files: tuple[FileRequest, ...] = ()
    """Further files, for a program of several."""
    main: str = ""
    """Name of the main file; empty: the language's usual one."""


class ExecuteRequest(ProgramRequest):
    """``POST /api/execution/execute``: run a program once."""

    input: bytes = b""
    """stdin."""
    arguments: tuple[str, ...] = ()
    limits: LimitsRequest | None = None


class CaseRequest(Schema):
    """One test case."""

    input: bytes
    """stdin."""
    expected: bytes
    """stdout."""
    description: str = ""
    name: str = ""
    """Unique; empty: ``case-N``."""


class CheckerRequest(Schema):
    """How outputs are compared; null for all: line by line."""

    type: CheckerType
    case_sensitive: bool = True
    """``tokens`` only."""
    absolute: float | None = None
    """Tolerance of ``float`` and ``json``."""
    relative: float | None = None
    """The same, relative to the expected value."""


class TestRequest(ProgramRequest):
    """``POST /api/execution/test``: judge a program by test cases of the request."""

    __test__ = False

    test_cases: tuple[CaseRequest, ...]
    checker: CheckerRequest | None = None
    limits: LimitsRequest | None = None
    fail_fast: bool = False
    """Stop after the first case that is not accepted."""


class ValidateRequest(ProgramRequest):
    """``POST /api/execution/validate``: judge a program by a challenge, and record the submission."""

    challenge_id: str = ""
    """This, or ``exerciseId``."""
    exercise_id: str = ""
    """The audit's name of ``challengeId``."""


class BatchRequest(Schema):
    """``POST /api/execution/batch``: many submissions, for which nobody waits."""

    submissions: tuple[ValidateRequest, ...]
    """1 to 100."""
