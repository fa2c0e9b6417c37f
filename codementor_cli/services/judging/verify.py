"""Verify a challenge: every reference submission must get the verdict that its folder names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from codementor_cli.domain.challenge.challenge import Challenge, ReferenceSubmission
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.fingerprint import program_digest
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import EnvironmentFault
from codementor_cli.ports import Catalog, Judge
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import JudgeOptions, Machine, judge_request
from codementor_cli.services.judging.verify_checks import silent_points, slow_language_only


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One reference submission and what it got."""

    reference: ReferenceSubmission
    judgement: Judgement
    """Of one that was judged before, without its cases."""
    remembered: bool = False
    """Whether it was judged at an earlier time, and nothing has changed since."""

    @property
    def agrees(self) -> bool:
        """Whether it got the verdict that its author expects."""
        return self.judgement.verdict is self.reference.expected


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a challenge as a whole."""

    message: str
    is_warning: bool = False
    """Whether the challenge can be used all the same."""


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A program that the machine could not judge."""

    name: str
    """Of a reference submission its path under ``submissions/``; of starter code, whose."""
    fault: EnvironmentFault


class KeptVerdicts(Protocol):
    """Where verdicts are kept for the next verification."""

    def find(self, name: str) -> bytes | None:
        """Return an entry; None where there is none."""

    def keep(self, name: str, body: bytes) -> None:
        """Write an entry; where it cannot be kept, nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Verdicts of earlier verifications."""

    kept: KeptVerdicts
    judge: str
    """Which version, engine and images judge: a verdict is good for the same ones only."""
    resume: bool = False
    """Whether kept verdicts are taken; new ones are kept in any case."""


_LONGEST_FEEDBACK = 1000


def verify(
    catalog: Catalog,
    judge: Judge,
    challenge: Challenge,
    machine: Machine,
    memory: Memory | None = None,
) -> Iterator[Verification | NotJudged | Finding]:
    """Judge each reference submission, and then the starter code; yield as they are done.

    A reference that is accepted must be so in every case. Of the others, only the cases up to the first that is not
    accepted are run: it decides their verdict. A program that the machine cannot judge is a ``NotJudged``; the others
    are judged all the same.
    """
    judges = _Judge(service=judge, challenge=challenge, machine=machine, memory=memory)
    references = catalog.references(challenge)
    for reference in references:
        expected = reference.expected
        try:
            judgement, remembered = judges.judge(reference.program, expected is not Verdict.AC, frozenset({expected}))
        except EnvironmentFault as fault:
            yield NotJudged(reference.name, fault)
        else:
            yield Verification(reference=reference, judgement=judgement, remembered=remembered)
    if not any(each.expected is Verdict.AC for each in references):
        yield Finding(f"{challenge.id} has no reference submission in submissions/accepted: add one that is right.")
    if message := silent_points(challenge):
        yield Finding(message)
    if message := slow_language_only(challenge, references):
        yield Finding(message, is_warning=True)
    yield from _starter_findings(catalog, judges)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judges programs in one challenge, or remembers what they got."""

    service: Judge
    challenge: Challenge
    machine: Machine
    memory: Memory | None

    def judge(self, program: Program, fail_fast: bool, believed: frozenset[Verdict]) -> tuple[Judgement, bool]:
        """Return what a program gets, and whether that is remembered.

        Args:
            program: To judge.
            fail_fast: Whether the first case that is not accepted ends it.
            believed: The verdicts that are taken from an earlier time: a surprise may have been the machine's doing.

        Raises:
            EnvironmentFault: The machine cannot judge it now.
        """
        request = judge_request(program, self.challenge, self.machine, JudgeOptions(fail_fast=fail_fast))
        if self.memory is None:
            return self.service.judge(request, SilentProgress()), False
        language = repr(self.machine.languages.get(program.language))
        name = program_digest(
            self.challenge, program, [self.memory.judge, language, repr(request.limits), repr(fail_fast)]
        )
        before = self.memory.kept.find(name) if self.memory.resume else None
        if before is not None:
            remembered = _remembered(before, request)
            if remembered.verdict in believed:
                return remembered, True
        judgement = self.service.judge(request, SilentProgress())
        entry = [judgement.verdict, judgement.sandbox, judgement.feedback[:_LONGEST_FEEDBACK]]
        self.memory.kept.keep(name, json.dumps(entry).encode())
        return judgement, False


def _remembered(entry: bytes, request: JudgeRequest) -> Judgement:
    """Return a judgement of which the verdict and its sentence were kept."""
    verdict, sandbox, feedback = json.loads(entry)
    return Judgement(
        verdict=Verdict(verdict),
        results=(),
        total_count=len(request.suite.tests),
        score=0,
        max_score=0,
        language=request.program.language,
        sandbox=sandbox,
        feedback=feedback,
    )


def _starter_findings(catalog: Catalog, judge: _Judge) -> Iterator[NotJudged | Finding]:
    """Yield a finding for each starter that is accepted as it is: nothing would be left to do."""
    challenge = judge.challenge
    for language, _ in challenge.languages:
        starter = catalog.starter(challenge, language)
        if starter is None:
            continue
        program = Program(language=language, files=(starter,), main=starter.path)
        try:
            judgement, _ = judge.judge(program, True, frozenset(Verdict) - {Verdict.AC, Verdict.JE})
        except EnvironmentFault as fault:
            yield NotJudged(f"the {language} starter", fault)
            continue
        if judgement.verdict is Verdict.AC:
            yield Finding(f"The {language} starter of {challenge.id} is accepted as it is: leave the answer out of it.")
