"""Bodies of requests to ``/api/ai``; the kept codec reads them, strictly.

A program comes as its text, or by a submission or a job that was judged before.
"""

from __future__ import annotations

from codementor_cli.schemas.public.base import Schema


class QuestionRequest(Schema):
    """What every question to the mentor may name."""

    code: bytes = b""
    """The main file; or ``userCode``."""
    user_code: bytes = b""
    """The audit's name of ``code`` in hints."""
    language: str = ""
    """As ``GET /api/languages`` names it; empty: the program's text tells."""
    challenge_id: str = ""
    """What the program is for; or ``exerciseId``."""
    exercise_id: str = ""
    """The audit's name of ``challengeId``."""
    submission_id: int | None = None
    """Number of a submission, in place of a program."""
    job_id: str = ""
    """Job that recorded a submission, in place of a program."""
    error_message: str = ""
    """What the learner met somewhere else; the mentor reads it with the program."""
    question: str = ""
    """The learner's own words, at most 500 characters."""
    answer_language: str = ""
    """A language's name or BCP-47 tag: ``German``, ``pt-BR``; empty: English."""
    fresh: bool = False
    """Ask again, though the same question was answered before."""


class HintRequest(QuestionRequest):
    """``POST /api/ai/hint``: the next hint. A challenge is named, or a submission."""

    level: int | None = None
    """Rung of the ladder, from 1; null: one further each time."""
    offline: bool = False
    """Ask no model: the challenge's own hints or a diagnosis answers."""


class HintsRequest(HintRequest):
    """``POST /api/ai/hints``: several hints on one cause. Without a challenge, the program is run once."""

    input: bytes = b""
    """stdin of that run."""


class ReviewRequest(QuestionRequest):
    """``POST /api/ai/review``: a review. Without a challenge, the program is run once."""

    input: bytes = b""
    """stdin of that run."""


class AnalyzeRequest(ReviewRequest):
    """``POST /api/ai/analyze``: how a program works, and what was measured. Without a challenge, it is run once."""
