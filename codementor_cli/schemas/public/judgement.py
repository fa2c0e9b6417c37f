"""``codementor test --json``: a judgement, as ``POST /api/execution/test`` and ``…/validate`` answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.schemas.public.base import Schema, milliseconds, text
from codementor_cli.schemas.public.long_text import LongTexts
from codementor_cli.schemas.public.run import CompileReport
from codementor_cli.schemas.writing import ABSENT


class DifferenceReport(Schema):
    """The first place where actual and expected output part."""

    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    expected_line: str | None
    """Null: the output should have ended before."""
    actual_line: str | None
    """Null: the output ended before."""
    explanation: str


class CaseReport(Schema):
    """One test case. Of a hidden one, input, expected, actual and stderr are null."""

    name: str
    description: str | None = ABSENT
    """Absent where the author gave none."""
    hidden: bool
    verdict: Verdict
    passed: bool
    input: str | None
    """stdin; of a function call, the arguments as a JSON array."""
    expected: str | None
    actual: str | None
    """stdout, or of a function call the returned value as JSON; capped."""
    stderr: str | None = ABSENT
    """Absent where the case did not run."""
    prints: str | None = ABSENT
    """What a function-call program printed itself; absent where nothing."""
    error: str | None = ABSENT
    """One readable sentence; absent when accepted."""
    difference: DifferenceReport | None = ABSENT
    """Absent where outputs were not compared, agree, or are hidden."""
    execution_time: float
    """Milliseconds on the wall."""
    cpu_time: float
    """Milliseconds of CPU time, all processes."""
    memory: int
    """Peak memory in bytes."""
    points: float
    """Earned."""


class TestReport(Schema):
    """All test cases of one judging."""

    __test__ = False

    total_tests: int
    passed_tests: int
    results: list[CaseReport]
    """In the suite's order; cases that were not run are absent."""
    verdict: Verdict
    compile: CompileReport | None = ABSENT
    """Absent where the language has no compiler or syntax check."""
    language: str
    sandbox: str


class ValidateReport(Schema):
    """The judging of a submission against a challenge."""

    is_valid: bool
    """Whether it is accepted."""
    score: float
    max_score: float
    verdict: Verdict
    test_results: TestReport
    feedback: str
    submission_id: int | None
    """Null where it was not recorded."""
    challenge_id: str


def suite_report(judgement: Judgement, texts: LongTexts | None = None, *, shows_hidden: bool = False) -> TestReport:
    """Return the JSON of a judgement.

    Args:
        judgement: Of the judge.
        texts: Keeps long texts out of a report that is written in pieces; None: they are in it.
        shows_hidden: Whether the reader may see the data of hidden cases.
    """
    compilation = judgement.compilation
    return TestReport(
        total_tests=judgement.total_count,
        passed_tests=judgement.passed_count,
        results=[case_report(result, texts, shows_hidden=shows_hidden) for result in judgement.results],
        verdict=judgement.verdict,
        language=judgement.language,
        sandbox=judgement.sandbox,
        compile=ABSENT if compilation is None else CompileReport.of(compilation),
    )


def validate_report(
    judgement: Judgement,
    challenge_id: str,
    submission_id: int | None = None,
    texts: LongTexts | None = None,
    *,
    shows_hidden: bool = False,
) -> ValidateReport:
    """Return the JSON of a judgement against a challenge; the rest as above."""
    return ValidateReport(
        is_valid=judgement.verdict is Verdict.AC,
        score=judgement.score,
        max_score=judgement.max_score,
        verdict=judgement.verdict,
        test_results=suite_report(judgement, texts, shows_hidden=shows_hidden),
        feedback=judgement.feedback,
        submission_id=submission_id,
        challenge_id=challenge_id,
    )


def case_report(result: CaseResult, texts: LongTexts | None = None, *, shows_hidden: bool = False) -> CaseReport:
    """Return the JSON of one case; the rest as above."""
    facts = result.execution
    return CaseReport(
        name=result.name,
        hidden=result.hidden,
        verdict=result.verdict,
        passed=result.passed,
        execution_time=0.0 if facts is None else milliseconds(facts.wall_seconds),
        cpu_time=0.0 if facts is None else milliseconds(facts.cpu_seconds),
        memory=0 if facts is None else facts.peak_memory_bytes,
        points=result.points,
        description=result.description or ABSENT,
        error=result.reason or ABSENT,
        **_data(result, text if texts is None else texts.text, shows_hidden=shows_hidden),
    )


def _data(result: CaseResult, text: Callable[[bytes], str], *, shows_hidden: bool) -> dict[str, Any]:
    """Return the keys with a case's data. This is the one place that keeps hidden cases hidden."""
    if result.hidden and not shows_hidden:
        return {"input": None, "expected": None, "actual": None, "stderr": None}
    difference, facts = result.difference, result.execution
    data: dict[str, Any] = {
        "input": text(result.input),
        "expected": text(result.expected),
        "actual": None if facts is None else text(result.actual),
    }
    if facts is not None:
        data["stderr"] = text(facts.stderr)
    if result.prints:
        data["prints"] = text(result.prints)
    if difference is not None:
        data["difference"] = difference
    return data
