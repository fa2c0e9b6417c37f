"""Verify a challenge: every reference submission must get the verdict that its folder names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codementor_cli.domain.challenge import Challenge, ReferenceSubmission
from codementor_cli.domain.execution import Compilation
from codementor_cli.domain.judgement import CaseResult, Judgement
from codementor_cli.domain.limits import Ceilings
from codementor_cli.domain.program import Program
from codementor_cli.domain.verdict import Verdict
from codementor_cli.ports import Catalog
from codementor_cli.services.judge import JudgeRequest, JudgeService
from codementor_cli.services.limits import NO_CEILINGS, effective_limits, lane_count, time_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One reference submission and what it got."""

    reference: ReferenceSubmission
    judgement: Judgement

    @property
    def agrees(self) -> bool:
        """Whether it got the verdict that its author expects."""
        return self.judgement.verdict is self.reference.expected


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a challenge as a whole."""

    message: str


class _Silent:
    """Progress that nobody watches."""

    def compiled(self, compilation: Compilation) -> None:
        """Ignore it."""

    def judged(self, result: CaseResult) -> None:
        """Ignore it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What judging may take of the machine."""

    ceilings: Ceilings = NO_CEILINGS
    core_count: int = 1


ONE_CORE = Machine()


def verify(
    catalog: Catalog, service: JudgeService, challenge: Challenge, machine: Machine = ONE_CORE
) -> Iterator[Verification | Finding]:
    """Judge each reference submission, and then the starter code; yield as they are done.

    A reference that is accepted must be so in every case. Of the others, only the cases up to the first that is not
    accepted are run: it decides their verdict.

    Raises:
        SandboxFault: There is no sandbox to judge in.
    """
    accepted_count = 0
    for reference in catalog.references(challenge):
        fail_fast = reference.expected is not Verdict.AC
        accepted_count += not fail_fast
        request = _request(service, challenge, reference.program, machine)
        judgement = service.judge(replace(request, fail_fast=fail_fast), _Silent())
        yield Verification(reference=reference, judgement=judgement)
    if not accepted_count:
        yield Finding(f"{challenge.id} has no reference submission in submissions/accepted: add one that is right.")
    yield from _starter_findings(catalog, service, challenge, machine)


def _request(service: JudgeService, challenge: Challenge, program: Program, machine: Machine) -> JudgeRequest:
    suite = challenge.suite
    factor = time_factor(service.language(program.language), challenge)
    return JudgeRequest(
        suite=suite,
        program=program,
        limits=effective_limits(suite.limits, factor, machine.ceilings),
        lane_count=lane_count(len(suite.tests), machine.core_count),
    )


def _starter_findings(
    catalog: Catalog, service: JudgeService, challenge: Challenge, machine: Machine
) -> Iterator[Finding]:
    """Yield a finding for each starter that is accepted as it is: nothing would be left to do."""
    for language, _ in challenge.languages:
        starter = catalog.starter(challenge, language)
        if starter is None:
            continue
        program = Program(language=language, files=(starter,), main=starter.path)
        request = replace(_request(service, challenge, program, machine), fail_fast=True)
        if service.judge(request, _Silent()).verdict is Verdict.AC:
            yield Finding(f"The {language} starter of {challenge.id} is accepted as it is: leave the answer out of it.")
