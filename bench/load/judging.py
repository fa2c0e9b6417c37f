"""Judging subjects on a quiet machine and on a busy one, and what became of their verdicts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load.subjects import Subject
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.errors import SandboxFault
from codementor_cli.services.judging.judge import JudgeService


@dataclass(frozen=True, slots=True)
class Found:
    """What one judging gave."""

    verdict: Verdict
    facts: str
    """Of the case that decided: what it used, or why there is no verdict."""
    seconds: float
    """From asking to the answer."""


class _Silent:
    """Meets ``ports.Progress``; nobody watches."""

    def compiled(self, compilation: Compilation) -> None:
        """Ignore it."""

    def judged(self, result: CaseResult) -> None:
        """Ignore it."""


def judge(service: JudgeService, subject: Subject) -> Found:
    """Judge one subject; a sandbox that cannot be had is a judge error too."""
    began = time.monotonic()
    try:
        judgement = service.judge(subject.request, _Silent())
    except SandboxFault as fault:
        return Found(Verdict.JE, str(fault), time.monotonic() - began)
    return Found(judgement.verdict, _facts(judgement), time.monotonic() - began)


def _facts(judgement: Judgement) -> str:
    decided = judgement.first_failure or (judgement.results[-1] if judgement.results else None)
    if decided is None:
        return judgement.feedback
    if decided.execution is None:
        return decided.reason
    return f"CPU {decided.execution.cpu_seconds:.2f} s, wall {decided.execution.wall_seconds:.2f} s"


def is_blamed(found: Found, subject: Subject) -> bool:
    """Whether a program paid for the load: neither the verdict that it deserves, nor the judge's own error."""
    return found.verdict not in {subject.expected, Verdict.JE}


def count_line(title: str, subjects: Sequence[Subject], found: Sequence[Found]) -> str:
    """Return how many verdicts of a round are the expected ones, judge errors, or blame."""
    blamed = sum(map(is_blamed, found, subjects))
    same = sum(each.verdict is subject.expected for each, subject in zip(found, subjects, strict=True))
    return (
        f"{title}: same verdict {same}, JE {len(found) - same - blamed}, blamed {blamed}, "
        f"of {len(found)}, in {sum(each.seconds for each in found):.0f} s"
    )


def table_lines(subjects: Sequence[Subject], rounds: dict[str, list[Found]]) -> list[str]:
    """Return the table in Markdown: program by round."""
    lines = [f"| program | expected | {' | '.join(rounds)} |", "|---" * (len(rounds) + 2) + "|"]
    for number, subject in enumerate(subjects):
        cells = [f"{each[number].verdict} ({each[number].facts})" for each in rounds.values()]
        lines.append(f"| {subject.name} | {subject.expected} | {' | '.join(cells)} |")
    return lines
