"""Claude as the settings name it, and the mentor's use case.

Nothing here imports the SDK; the first question does, in a thread.
"""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; judging pays for none of them

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from codementor_cli.domain.judging.judgement import Judgement
    from codementor_cli.domain.judging.request import JudgeRequest
    from codementor_cli.domain.practice.learner import LearnerId
    from codementor_cli.ports import Cancel, Judge, Mentor, Progress, Store
    from codementor_cli.ports.serving import MentorTabs
    from codementor_cli.services.jobs.desk import JobDesk
    from codementor_cli.services.mentor.machine import MentorMachine
    from codementor_cli.services.mentor.mentoring import Mentoring
    from codementor_cli.services.mentor.serving.served_mentor import ServedMentor

_ADDRESS = "https://api.anthropic.com"
"""Said here, so that no profile of the SDK's can lead elsewhere."""


def mentoring_of(app: Application, model: str, store: Store | None, report: Report) -> Mentoring:
    """Return the use case: it finds the program, asks, and checks the answer.

    Args:
        app: Its catalog holds the reference submissions, its sandbox judges code in answers.
        model: After ``--model``; empty: as the settings say.
        store: Of submissions and answers; None: nothing is remembered.
        report: Told when an image must be built first.

    Raises:
        ProblemsError: A variable holds something else than its key takes.
    """
    from codementor_cli.services.mentor.mentor import MentorService
    from codementor_cli.services.mentor.mentoring import Mentoring
    from codementor_cli.services.mentor.subject import Subjects

    mentor, judge = _claude(app, model), _LazyJudge(app, report)
    subjects = Subjects(
        catalog=app.catalog,
        read_program=lambda file: app.read_program(file, None),
        judge=judge,
        machine=app.machine,
        folder=app.folder_settings,
        store=store,
    )
    return Mentoring(mentor, subjects, MentorService(mentor, judge, app.catalog, _machine(app), store))


def served_mentor(
    app: Application,
    store: Store,
    desk: JobDesk,
    judge_for: Callable[[LearnerId], Judge],
    tabs: MentorTabs | None = None,
) -> ServedMentor:
    """Return the use case for a server: one for all learners and threads.

    Args:
        app: Its catalog holds the reference submissions; its settings name Claude, and the allowances.
        store: Of submissions and answers; allowances are counted from it.
        desk: Judges the learners' programs.
        judge_for: Returns the judge of code in answers to a learner.
        tabs: Of questions under way on all servers; None: this one is alone.
    """
    from codementor_cli.services.mentor.serving.allowance import Allowances, DailyAllowance
    from codementor_cli.services.mentor.serving.desk_judging import DeskJudging
    from codementor_cli.services.mentor.serving.public_words import public_words
    from codementor_cli.services.mentor.serving.sent_program import SentPrograms
    from codementor_cli.services.mentor.serving.served_mentor import ServedMentor

    machine = replace(_machine(app), told=public_words)
    value = app.settings.value
    daily = DailyAllowance(
        calls=value("serve.mentor_calls_per_day").value, tokens=value("serve.mentor_tokens_per_day").value
    )
    return ServedMentor(
        mentor=_claude(app, ""),
        judging_for=lambda learner, cancel: DeskJudging(desk, learner, cancel),
        judge_for=judge_for,
        catalog=app.catalog,
        programs=SentPrograms(catalog=app.catalog, machine=app.machine, store=store),
        machine=machine,
        calls=store,
        allowances=Allowances(daily, store, machine.now, tabs),
    )


def _machine(app: Application) -> MentorMachine:
    """Return clock, chance and private words of this machine."""
    import secrets
    from datetime import UTC, datetime
    from pathlib import Path

    from codementor_cli.catalog.advice import shipped_advisor
    from codementor_cli.services.mentor.machine import MentorMachine

    return MentorMachine(
        now=lambda: datetime.now(tz=UTC),
        token=lambda: secrets.token_hex(16),
        advisor=shipped_advisor(),
        # Folders only: a user's name may well be the name of a variable, and stay.
        private=(str(Path.home()), str(app.settings.working_folder)),
        student_model=app.settings.value("claude.student_model").value,
    )


def _claude(app: Application, model: str) -> Mentor:
    """Return Claude; without a key, a mentor that refuses when it is asked."""
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


class _LazyJudge:
    """A judge whose engine is looked for when the first program is judged: an answer from the store needs none."""

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
