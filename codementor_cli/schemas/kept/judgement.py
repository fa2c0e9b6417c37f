"""A judgement in an export."""

from __future__ import annotations

from pydantic import field_validator

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.difference import Difference
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.schemas.kept.values import (
    Content,
    Count,
    ExportedSchema,
    Name,
    Number,
    exported,
    exported_text,
    imported,
    imported_text,
)


class ExportedExecution(ExportedSchema):
    """Facts of one run."""

    exit_code: Count | None
    signal: Count | None
    stop: Stop | None
    oom_kill_count: Count
    cpu_seconds: Number
    wall_seconds: Number
    peak_memory_bytes: Count
    stdout: Content
    stderr: Content
    stdout_truncated: bool
    stderr_truncated: bool

    @classmethod
    def of(cls, facts: Execution) -> ExportedExecution:
        """Return the facts for a line."""
        return cls(
            exit_code=facts.exit_code,
            signal=facts.signal,
            stop=facts.stop,
            oom_kill_count=facts.oom_kill_count,
            cpu_seconds=facts.cpu_seconds,
            wall_seconds=facts.wall_seconds,
            peak_memory_bytes=facts.peak_memory_bytes,
            stdout=exported(facts.stdout),
            stderr=exported(facts.stderr),
            stdout_truncated=facts.stdout_truncated,
            stderr_truncated=facts.stderr_truncated,
        )

    def value(self) -> Execution:
        """Return the facts."""
        return Execution(
            exit_code=self.exit_code,
            signal=self.signal,
            stop=self.stop,
            oom_kill_count=self.oom_kill_count,
            cpu_seconds=self.cpu_seconds,
            wall_seconds=self.wall_seconds,
            peak_memory_bytes=self.peak_memory_bytes,
            stdout=imported(self.stdout),
            stderr=imported(self.stderr),
            stdout_truncated=self.stdout_truncated,
            stderr_truncated=self.stderr_truncated,
        )


class ExportedDifference(ExportedSchema):
    """The first place where two outputs part."""

    line: Count
    column: Count
    expected_line: Content | None
    actual_line: Content | None
    explanation: Content

    @classmethod
    def of(cls, difference: Difference) -> ExportedDifference:
        """Return a difference for a line."""
        expected, actual = difference.expected_line, difference.actual_line
        return cls(
            line=difference.line,
            column=difference.column,
            expected_line=None if expected is None else exported_text(expected),
            actual_line=None if actual is None else exported_text(actual),
            explanation=exported_text(difference.explanation),
        )

    def value(self) -> Difference:
        """Return the difference."""
        return Difference(
            line=self.line,
            column=self.column,
            expected_line=None if self.expected_line is None else imported_text(self.expected_line),
            actual_line=None if self.actual_line is None else imported_text(self.actual_line),
            explanation=imported_text(self.explanation),
        )


class ExportedResult(ExportedSchema):
    """The result of one test case; a hidden one holds its data here."""

    index: Count
    name: Content
    description: Content
    hidden: bool
    verdict: Verdict
    points: Number
    max_points: Number
    input: Content
    expected: Content
    actual: Content
    actual_truncated: bool
    prints: Content
    execution: ExportedExecution | None
    difference: ExportedDifference | None
    reason: Content

    @classmethod
    def of(cls, result: CaseResult) -> ExportedResult:
        """Return a result for a line."""
        return cls(
            index=result.index,
            name=exported_text(result.name),
            description=exported_text(result.description),
            hidden=result.hidden,
            verdict=result.verdict,
            points=result.points,
            max_points=result.max_points,
            input=exported(result.input),
            expected=exported(result.expected),
            actual=exported(result.actual),
            actual_truncated=result.actual_truncated,
            prints=exported(result.prints),
            execution=None if result.execution is None else ExportedExecution.of(result.execution),
            difference=None if result.difference is None else ExportedDifference.of(result.difference),
            reason=exported_text(result.reason),
        )

    def value(self) -> CaseResult:
        """Return the result."""
        return CaseResult(
            index=self.index,
            name=imported_text(self.name),
            description=imported_text(self.description),
            hidden=self.hidden,
            verdict=self.verdict,
            points=self.points,
            max_points=self.max_points,
            input=imported(self.input),
            expected=imported(self.expected),
            actual=imported(self.actual),
            actual_truncated=self.actual_truncated,
            prints=imported(self.prints),
            execution=None if self.execution is None else self.execution.value(),
            difference=None if self.difference is None else self.difference.value(),
            reason=imported_text(self.reason),
        )


class ExportedCompilation(ExportedSchema):
    """What the compiler said."""

    success: bool
    output: Content
    wall_seconds: Number
    reason: Content

    @classmethod
    def of(cls, compilation: Compilation) -> ExportedCompilation:
        """Return it for a line."""
        return cls(
            success=compilation.success,
            output=exported_text(compilation.output),
            wall_seconds=compilation.wall_seconds,
            reason=exported_text(compilation.reason),
        )

    def value(self) -> Compilation:
        """Return what the compiler said."""
        return Compilation(
            success=self.success,
            output=imported_text(self.output),
            wall_seconds=self.wall_seconds,
            reason=imported_text(self.reason),
        )


class ExportedJudgement(ExportedSchema):
    """What the judge said of a submission."""

    verdict: Verdict
    score: Number
    max_score: Number
    total_count: Count
    language: Name
    sandbox: Name
    feedback: Content
    compilation: ExportedCompilation | None
    results: list[ExportedResult]
    """In suite order."""

    @field_validator("results")
    @classmethod
    def _in_suite_order(cls, results: list[ExportedResult]) -> list[ExportedResult]:
        places = [each.index for each in results]
        if places != sorted(set(places)):
            raise ValueError("expected results in the order of their index, each once")
        return results

    @classmethod
    def of(cls, judgement: Judgement) -> ExportedJudgement:
        """Return a judgement for a line."""
        compilation = judgement.compilation
        return cls(
            verdict=judgement.verdict,
            score=judgement.score,
            max_score=judgement.max_score,
            total_count=judgement.total_count,
            language=judgement.language,
            sandbox=judgement.sandbox,
            feedback=exported_text(judgement.feedback),
            compilation=None if compilation is None else ExportedCompilation.of(compilation),
            results=[ExportedResult.of(each) for each in judgement.results],
        )

    def value(self) -> Judgement:
        """Return the judgement."""
        return Judgement(
            verdict=self.verdict,
            results=tuple(each.value() for each in self.results),
            total_count=self.total_count,
            score=self.score,
            max_score=self.max_score,
            language=self.language,
            sandbox=self.sandbox,
            compilation=None if self.compilation is None else self.compilation.value(),
            feedback=imported_text(self.feedback),
        )
