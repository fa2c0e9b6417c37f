"""What ``codementor test`` is asked to judge: from the command line to a request for the judge."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field

from codementor_cli.bootstrap import Application, core_count
from codementor_cli.cli.programs import program_of
from codementor_cli.domain.challenge.challenge import Challenge, TestSuite
from codementor_cli.domain.challenge.effective_limits import LimitOverrides, effective_limits, lane_count, time_factor
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.errors import EnvironmentFault, UsageError, UserFileError
from codementor_cli.ports import Progress
from codementor_cli.services.judging.judge import JudgeRequest, JudgeService


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, with what it left out filled in."""

    file: str
    """A path, or ``-``."""
    challenge_id: str | None
    """None: ad hoc cases."""
    tests: str | None
    """Path of the ad hoc cases; None: a challenge."""
    language: str | None = None
    """None: by the file's ending."""
    case_names: tuple[str, ...] = ()
    """Empty: all."""
    fail_fast: bool = False
    jobs: int | None = None
    overrides: LimitOverrides = field(default_factory=LimitOverrides)
    in_folder: bool = False
    """Whether the working folder says which file and challenge are meant, so that they need not be typed."""

    @property
    def against(self) -> str:
        """The options that say what to judge against, as typed."""
        return against(self.challenge_id, self.tests)

    @property
    def is_submission(self) -> bool:
        """Whether all of a challenge's rules are in force: all its cases, and its own limits."""
        return self.challenge_id is not None and not self.case_names and self.overrides == LimitOverrides()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One judging to do: everything read."""

    asked: Asked
    program: Program
    language: Language
    suite: TestSuite
    limits: Limits
    """In force."""
    challenge: Challenge | None
    """None: ad hoc cases."""


def read(app: Application, asked: Asked) -> Judging:
    """Read the challenge, or the cases, and the program.

    Raises:
        UserFileError: One of them is missing, has problems, or does not go with the other.
        UsageError: The program comes on standard input, and its language was not said.
    """
    challenge = app.catalog.load(asked.challenge_id) if asked.challenge_id is not None else None
    suite = challenge.suite if challenge is not None else app.load_cases(str(asked.tests))
    example = f"codementor test --language python {asked.against} -"
    program = program_of(app, asked.file, asked.language, example)
    language = app.languages.get(program.language)
    _check_language(app, language, suite, challenge)
    limits = effective_limits(suite.limits, time_factor(language, challenge), app.settings.ceilings, asked.overrides)
    return Judging(asked=asked, program=program, language=language, suite=suite, limits=limits, challenge=challenge)


def judge(service: JudgeService, judging: Judging, progress: Progress) -> Judgement:
    """Judge, with as many lanes as pay."""
    count = len(judging.asked.case_names) or len(judging.suite.tests)
    request = JudgeRequest(
        suite=judging.suite,
        program=judging.program,
        limits=judging.limits,
        case_names=judging.asked.case_names,
        fail_fast=judging.asked.fail_fast,
        lane_count=lane_count(count, core_count(), judging.asked.jobs),
    )
    return service.judge(request, progress)


def check_usage(file: str | None, challenge_id: str | None, tests: str | None) -> None:
    """Refuse a command line that does not say what to judge.

    Raises:
        UsageError: Both or neither of challenge and cases, or no file.
    """
    name = "FILE" if file is None else shlex.quote(file)
    if challenge_id is not None and tests is not None:
        raise UsageError("Give --challenge or --tests, not both.", f"codementor test {name} --challenge {challenge_id}")
    if challenge_id is None and tests is None:
        message = "Say what to judge against: a challenge, or a file of cases."
        raise UsageError(message, f"codementor test {name} --challenge ID\ncodementor test {name} --tests CASES.yaml")
    if file is None:
        raise UsageError("Say which file to judge.", f"codementor test FILE {against(challenge_id, tests)}")


def against(challenge_id: str | None, tests: str | None) -> str:
    """Return the options that say what to judge against, as typed."""
    return f"--tests {shlex.quote(str(tests))}" if challenge_id is None else f"--challenge {shlex.quote(challenge_id)}"


def next_commands(judgement: Judgement, judging: Judging) -> tuple[str, ...]:
    """Return what to type next: the failed case alone, or everything again, and how to get a hint."""
    asked = judging.asked
    base = "codementor test" if asked.in_folder else f"codementor test {shlex.quote(asked.file)} {asked.against}"
    if judgement.verdict is Verdict.JE:
        # A checker of the author's fails more often than the machine does.
        own_checker = asked.challenge_id is not None and judging.suite.checker.program is not None
        verify = (f"codementor challenges verify {shlex.quote(str(asked.challenge_id))}",) if own_checker else ()
        return (*verify, "codementor doctor")
    if judgement.verdict is Verdict.AC or asked.file == "-":
        return ()
    hint = _hint_command(asked)
    if asked.case_names and judgement.results:
        return (base, *hint)
    # A hidden case alone shows nothing that is not shown already.
    failure = next((each for each in judgement.results if not (each.passed or each.hidden)), None)
    return hint if failure is None else (f"{base} --case {shlex.quote(failure.name)}", *hint)


def _hint_command(asked: Asked) -> tuple[str, ...]:
    """Return how to get a hint for what was judged; nothing where there is none to be had.

    Hints are about a challenge, and take a file's language from its name.
    """
    if asked.in_folder:
        return ("codementor hint",)
    if asked.challenge_id is None or asked.language is not None:
        return ()
    return (f"codementor hint {shlex.quote(asked.file)} {asked.against}",)


def _check_language(app: Application, language: Language, suite: TestSuite, challenge: Challenge | None) -> None:
    """Refuse a language that the challenge does not take, naming those that it takes."""
    taken = [
        each.title
        for each in app.languages.all()
        if (challenge is None or challenge.allows(each.name)) and (suite.function is None or each.harness is not None)
    ]
    if not taken:
        raise EnvironmentFault("No language here can be judged by these cases.", "Install codementor again.")
    if language.title not in taken:
        what = "These cases take" if challenge is None else f"The challenge {challenge.id} takes"
        raise UserFileError(f"{what} {', '.join(taken)}; the file is {language.title}.", "Write it in one of these.")
