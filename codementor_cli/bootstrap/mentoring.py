"""Claude as the settings name it, and the service that asks.

Nothing here imports the SDK; the first question does, in a thread.
"""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; judging pays for none of them

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report

if TYPE_CHECKING:
    from codementor_cli.ai.claude.client import ClaudeMentor
    from codementor_cli.domain.judging.judgement import Judgement
    from codementor_cli.domain.judging.request import JudgeRequest
    from codementor_cli.ports import Cancel, Judge, Mentor, Progress, Store
    from codementor_cli.services.mentor.mentor import MentorService

_ADDRESS = "https://api.anthropic.com"
"""Said here, so that no profile of the SDK's can lead elsewhere."""


def claude_mentor(app: Application, model: str | None = None) -> ClaudeMentor:
    """Return Claude; without a key, one that says so when it is asked.

    Args:
        app: Whose settings hold key, address and model.
        model: After ``--model``; None: as the settings say.

    Raises:
        ProblemsError: A variable holds something else than its key takes.
    """
    from codementor_cli.ai.claude.client import ClaudeMentor
    from codementor_cli.ai.claude.faults import Claude

    settings = app.settings
    return ClaudeMentor(
        Claude(
            key=settings.value("claude.api_key").value or "",
            address=settings.value("claude.base_url").value or _ADDRESS,
            model=model or settings.value("claude.model").value,
        )
    )


def mentor_service(app: Application, mentor: Mentor, store: Store | None, report: Report) -> MentorService:
    """Return the service that asks and checks.

    Args:
        app: Whose catalog holds the reference submissions, and whose sandbox judges code in answers.
        mentor: Who is asked.
        store: What was answered before; None: nothing is remembered.
        report: Told when an image must be built first.
    """
    import secrets
    from datetime import UTC, datetime
    from pathlib import Path

    from codementor_cli.catalog.advice import shipped_advisor
    from codementor_cli.services.mentor.machine import MentorMachine
    from codementor_cli.services.mentor.mentor import MentorService

    machine = MentorMachine(
        now=lambda: datetime.now(tz=UTC),
        token=lambda: secrets.token_hex(16),
        advisor=shipped_advisor(),
        # Folders only: a user's name may well be the name of a variable, and stay.
        private=(str(Path.home()), str(app.settings.working_folder)),
        student_model=app.settings.value("claude.student_model").value,
    )
    return MentorService(mentor, lazy_judge(app, report), app.catalog, machine, store)


class _LazyJudge:
    """A judge whose engine is looked for when the first program is judged; meets ``ports.Judge``."""

    def __init__(self, app: Application, report: Report) -> None:
        self._app = app
        self._report = report

    @cached_property
    def _judge(self) -> Judge:
        return self._app.judge_service(self._report)

    @property
    def name(self) -> str:
        return self._judge.name

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        return self._judge.judge(request, progress, cancel)


def lazy_judge(app: Application, report: Report) -> Judge:
    """Return a judge whose engine is looked for when the first program is judged: an answer from the store needs none.

    Args:
        app: Whose settings name the engine.
        report: Told when an image must be built first.
    """
    return _LazyJudge(app, report)


def is_answer_language(text: str) -> bool:
    """Whether a text can be a language's name or BCP-47 tag."""
    from codementor_cli.ai.rendering import is_language

    return is_language(text)


def question_characters() -> int:
    """Return how long a learner's own question may be."""
    from codementor_cli.ai.rendering import QUESTION_CHARACTERS

    return QUESTION_CHARACTERS
