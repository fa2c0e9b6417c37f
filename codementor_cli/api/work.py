"""Work from bodies of requests: everything that can be refused is refused before a job is made."""

from __future__ import annotations

from collections.abc import Iterator

from codementor_cli.api.problems import ProblemError, refused
from codementor_cli.api.routers.catalog import challenge_of
from codementor_cli.bootstrap.serving import Service, sent_program
from codementor_cli.domain.challenge.challenge import Challenge, Checker, CheckerType, TestCase, TestSuite
from codementor_cli.domain.challenge.effective_limits import LimitOverrides
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.jobs.job import JudgeWork, RunWork, SubmitWork
from codementor_cli.errors import UserFileError
from codementor_cli.schemas.public.serving.requests import (
    CaseRequest,
    CheckerRequest,
    ExecuteRequest,
    LimitsRequest,
    ProgramRequest,
    TestRequest,
    ValidateRequest,
)
from codementor_cli.services.judging.run import run_limits
from codementor_cli.services.judging.submit import JudgeOptions, prepare
from codementor_cli.text.amounts import seconds_text, size_text
from codementor_cli.text.units import MIB

MOST_CASES = 1000
_MOST_ARGUMENTS_BYTES = 50_000
_MOST_NAME = 100
_LEAST_MEMORY_BYTES = 4 * MIB
_LEAST_MILLISECONDS = 1.0
_NUMERIC = frozenset({CheckerType.FLOAT, CheckerType.JSON})


def run_work(service: Service, body: ExecuteRequest) -> RunWork:
    """Return a run.

    Raises:
        ProblemError: The body asks for something that cannot be.
        UserFileError: There is no such language.
    """
    program = program_of(service, body)
    asked = overrides_of(service, body.limits)
    if sum(len(each.encode()) + 4 for each in body.arguments) > _MOST_ARGUMENTS_BYTES:
        raise refused("The arguments are too large.", [("/arguments", "at most 50 kB; give what is large as input")])
    if any("\0" in each for each in body.arguments):
        raise refused("An argument holds a NUL character.", [("/arguments", "expected text without NUL")])
    limits = run_limits(service.application.settings.ceilings, asked.time_seconds, asked.memory_bytes, live=False)
    wall = limits.wall_seconds if asked.wall_time_seconds is None else asked.wall_time_seconds
    output = service.options.output_bytes if asked.output_bytes is None else asked.output_bytes
    chosen = Limits(
        time_seconds=limits.time_seconds,
        wall_time_seconds=wall,
        memory_bytes=limits.memory_bytes,
        output_bytes=output,
    )
    return RunWork(program=program, stdin=body.input, arguments=body.arguments, limits=chosen)


def test_work(service: Service, body: TestRequest) -> JudgeWork:
    """Return a judging by the request's own test cases; raises what ``run_work`` raises."""
    if not 1 <= len(body.test_cases) <= MOST_CASES:
        raise refused("There is nothing to judge by.", [("/testCases", f"expected 1 to {MOST_CASES} test cases")])
    suite = TestSuite(tests=tuple(_cases(body.test_cases)), checker=_checker(body.checker))
    options = JudgeOptions(overrides=overrides_of(service, body.limits), fail_fast=body.fail_fast)
    return JudgeWork(request=prepare(program_of(service, body), suite, service.application.machine, options).request)


def submit_work(service: Service, body: ValidateRequest, known: dict[str, Challenge] | None = None) -> SubmitWork:
    """Return a submission.

    Args:
        service: Knows challenges and languages.
        body: Of the request.
        known: Takes challenges that were loaded for the same request; None: it has one.

    Raises:
        ProblemError: The body asks for something that cannot be.
        UserFileError: There is no such challenge or language, or it is no program.
    """
    named = {body.challenge_id, body.exercise_id} - {""}
    if len(named) != 1:
        said = "expected one challenge" if named else "required, and missing"
        raise refused("Name one challenge: `challengeId`, or `exerciseId`.", [("/challengeId", said)])
    challenge_id, loaded = named.pop(), {} if known is None else known
    if challenge_id not in loaded:
        loaded[challenge_id] = challenge_of(service, challenge_id)
    challenge = loaded[challenge_id]
    program = program_of(service, body)
    prepare(program, challenge, service.application.machine)
    return SubmitWork(program=program, challenge_id=challenge.id)


def program_of(service: Service, body: ProgramRequest) -> Program:
    """Return the program of a body; raises what ``run_work`` raises."""
    others = tuple(SourceFile(each.path, each.content) for each in body.files)
    try:
        service.application.languages.get(body.language)
    except UserFileError as error:
        detail = f"{error.message} GET /api/languages lists the languages."
        raise refused(detail, [("/language", "expected the name of a language")]) from error
    return sent_program(service.application, body.language, body.code, body.main, others)


def overrides_of(service: Service, asked: LimitsRequest | None) -> LimitOverrides:
    """Return the limits that a body asks for.

    Raises:
        ProblemError: One is above its ceiling, which is named, or below what programs need.
    """
    if asked is None:
        return LimitOverrides()
    options, ceilings = service.options, service.application.settings.ceilings
    wall = ceilings.wall_seconds or options.ceilings.wall_seconds or 0
    memory = ceilings.memory_bytes or options.ceilings.memory_bytes or 0
    for name, value in (("time", asked.time), ("wallTime", asked.wall_time)):
        if value is not None and not _LEAST_MILLISECONDS <= value <= wall * 1000:
            raise _above(name, f"milliseconds from 1 to {wall * 1000:g}", seconds_text(wall))
    if asked.memory is not None and not _LEAST_MEMORY_BYTES <= asked.memory <= memory:
        raise _above("memory", f"bytes from {_LEAST_MEMORY_BYTES} to {memory}", size_text(memory))
    if asked.output is not None and not 1 <= asked.output <= options.most_output_bytes:
        most = options.most_output_bytes
        raise _above("output", f"bytes from 1 to {most}", size_text(most))
    return LimitOverrides(
        time_seconds=None if asked.time is None else asked.time / 1000,
        wall_time_seconds=None if asked.wall_time is None else asked.wall_time / 1000,
        memory_bytes=asked.memory,
        output_bytes=asked.output,
    )


def _above(name: str, expected: str, ceiling: str) -> ProblemError:
    detail = f"The limit `{name}` is out of range: the ceiling of this service is {ceiling}."
    return refused(detail, [(f"/limits/{name}", f"expected {expected}")])


def _cases(asked: tuple[CaseRequest, ...]) -> Iterator[TestCase]:
    names: set[str] = set()
    for number, each in enumerate(asked, 1):
        name = each.name or f"case-{number}"
        place = f"/testCases/{number - 1}/name"
        if len(name) > _MOST_NAME or not name.isprintable():
            raise refused(
                "The name of a test case cannot be accepted.", [(place, "expected a line of 1 to 100 letters")]
            )
        if name in names:
            raise refused("Two test cases have the same name.", [(place, "expected a name that no other case has")])
        names.add(name)
        yield TestCase(name=name, input=each.input, expected=each.expected, description=each.description)


def _checker(asked: CheckerRequest | None) -> Checker:
    if asked is None:
        return Checker()
    if asked.type is CheckerType.CUSTOM:
        raise refused("A checker of one's own belongs to a challenge.", [("/checker/type", "custom is not taken here")])
    if asked.type not in _NUMERIC and (asked.absolute, asked.relative) != (None, None):
        raise refused("This checker has no tolerance.", [("/checker", "absolute and relative are of float and json")])
    if min(asked.absolute or 0.0, asked.relative or 0.0) < 0:
        raise refused("A tolerance is below zero.", [("/checker", "expected numbers from 0 on")])
    return Checker(
        type=asked.type, case_sensitive=asked.case_sensitive, absolute=asked.absolute, relative=asked.relative
    )
