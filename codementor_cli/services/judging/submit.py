"""Submit a program: prepare its judging, judge it, record it. The command line, an API and a worker call the same.

``prepare`` checks that a program fits a challenge, or ad hoc cases, and computes the limits. ``submit`` judges it, and
records it where it is a submission.
"""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import Challenge, TestSuite
from codementor_cli.domain.challenge.effective_limits import (
    NO_CEILINGS,
    NO_OVERRIDES,
    LimitOverrides,
    effective_limits,
    lane_count,
    time_factor,
)
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import EnvironmentFault, UserFileError
from codementor_cli.ports import Judge, Languages, Progress
from codementor_cli.services.judging.record import NOT_RECORDED, Recorded, Records, record
from codementor_cli.services.practice.submissions import Origin, new_submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a machine gives to judging."""

    languages: Languages
    ceilings: Ceilings = NO_CEILINGS
    core_count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOptions:
    """How a judging differs from the challenge's own rules; by default in nothing."""

    case_names: tuple[str, ...] = ()
    """Only these cases; empty: all."""
    fail_fast: bool = False
    """Stop after the first case that is not accepted."""
    jobs: int | None = None
    """Cases at a time; None: as many as pay."""
    overrides: LimitOverrides = NO_OVERRIDES

    @property
    def by_the_rules(self) -> bool:
        """Whether all cases are judged, under the challenge's own limits."""
        return not self.case_names and self.overrides == NO_OVERRIDES


BY_THE_RULES = JudgeOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """A prepared judging: everything that it needs was read."""

    request: JudgeRequest
    language: Language
    challenge: Challenge | None
    """None: ad hoc cases."""
    is_submission: bool
    """Whether all of a challenge's rules are in force: all its cases, and its own limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The outcome of a submission."""

    judgement: Judgement
    recorded: Recorded = NOT_RECORDED


def prepare(
    program: Program,
    against: Challenge | TestSuite,
    machine: Machine,
    options: JudgeOptions = BY_THE_RULES,
) -> Judging:
    """Return the judging of a program.

    Args:
        program: As read.
        against: A challenge, or ad hoc cases.
        machine: Its languages, ceilings and cores.
        options: How it differs from the challenge's own rules.

    Raises:
        UserFileError: The challenge or the cases do not take the program's language; the message names others.
        EnvironmentFault: No language that is known here can be judged by these cases.
    """
    challenge, suite = _parts(against)
    language = machine.languages.get(program.language)
    _check_language(language, machine.languages, suite, challenge)
    return Judging(
        request=judge_request(program, against, machine, options),
        language=language,
        challenge=challenge,
        is_submission=challenge is not None and options.by_the_rules,
    )


def judge_request(
    program: Program, against: Challenge | TestSuite, machine: Machine, options: JudgeOptions = BY_THE_RULES
) -> JudgeRequest:
    """Return the request of a judging, with the limits in force; see ``prepare``, which checks the language too."""
    challenge, suite = _parts(against)
    factor = time_factor(machine.languages.get(program.language), challenge)
    return JudgeRequest(
        suite=suite,
        program=program,
        limits=effective_limits(suite.limits, factor, machine.ceilings, options.overrides),
        case_names=options.case_names,
        fail_fast=options.fail_fast,
        lane_count=lane_count(len(options.case_names or suite.tests), machine.core_count, options.jobs),
    )


def submit(judge: Judge, judging: Judging, progress: Progress, records: Records | None, origin: Origin) -> Submitted:
    """Judge, and record a submission.

    Args:
        judge: On this machine or another.
        judging: From ``prepare``.
        progress: Told of each step.
        records: The store; None: nothing is recorded.
        origin: Learner, source and file of the program.

    Returns:
        The judgement, and the outcome of recording it. A judge error is no submission.

    Raises:
        UserFileError: There is nothing to judge by.
        SandboxFault: The sandbox could not be had at all.
    """
    judgement = judge.judge(judging.request, progress)
    return Submitted(judgement=judgement, recorded=record_judged(judging, judgement, records, origin))


def judged_submission(judging: Judging, judgement: Judgement, origin: Origin) -> Submission | None:
    """Return the submission that a judgement makes; None: it is none, as every judge error is none."""
    if judging.challenge is None or not judging.is_submission or judgement.verdict is Verdict.JE:
        return None
    return new_submission(judging.challenge, judging.request.program, judgement, origin)


def record_judged(judging: Judging, judgement: Judgement, records: Records | None, origin: Origin) -> Recorded:
    """Record a judgement, if it is one of a submission; see ``submit``."""
    submission = None if records is None else judged_submission(judging, judgement, origin)
    return NOT_RECORDED if records is None or submission is None else record(records, submission)


def _parts(against: Challenge | TestSuite) -> tuple[Challenge | None, TestSuite]:
    return (against, against.suite) if isinstance(against, Challenge) else (None, against)


def _check_language(language: Language, languages: Languages, suite: TestSuite, challenge: Challenge | None) -> None:
    """Refuse a language that the challenge does not take, naming those that it takes."""
    taken = [
        each.title
        for each in languages.all()
        if (challenge is None or challenge.allows(each.name)) and (suite.function is None or each.harness is not None)
    ]
    if not taken:
        raise EnvironmentFault("No language here can be judged by these cases.", "Install codementor again.")
    if language.title not in taken:
        what = "These cases take" if challenge is None else f"The challenge {challenge.id} takes"
        raise UserFileError(f"{what} {', '.join(taken)}; the file is {language.title}.", "Write it in one of these.")
