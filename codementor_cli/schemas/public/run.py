"""``codementor run --json``: one run, as ``POST /api/execution/execute`` answers."""

from __future__ import annotations

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.feedback import compile_sentence, error_sentence
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.schemas.public.base import Schema, clean, milliseconds, text
from codementor_cli.schemas.writing import ABSENT


class CompileReport(Schema):
    """What the compiler, or the syntax check, said."""

    success: bool
    output: str
    """Its messages, capped."""
    execution_time: float
    """Milliseconds on the wall."""

    @classmethod
    def of(cls, compilation: Compilation) -> CompileReport:
        """Return the report of a compilation."""
        said = "\n".join(part for part in (clean(compilation.output).rstrip("\n"), compilation.reason) if part)
        return cls(success=compilation.success, output=said, execution_time=milliseconds(compilation.wall_seconds))


class RunReport(Schema):
    """One run of a program."""

    output: str
    """What it wrote to stdout; what is not UTF-8 is U+FFFD."""
    error: str | None
    """One readable sentence; null when all went well."""
    execution_time: float
    """Milliseconds on the wall."""
    success: bool
    """Whether the verdict is OK."""
    verdict: Verdict
    exit_code: int | None
    """Null where a signal ended it, or it never started."""
    signal: int | None
    """Number of the signal that ended it."""
    stderr: str
    cpu_time: float
    """Milliseconds of CPU time, all processes."""
    memory: int
    """Peak memory in bytes."""
    output_truncated: bool
    """Whether stdout or stderr was cut at the output limit."""
    language: str
    sandbox: str
    compile: CompileReport | None = ABSENT
    """Absent where the language has no compiler or syntax check."""


def run_report(
    compilation: Compilation | None, execution: Execution | None, limits: Limits, place: tuple[str, str]
) -> RunReport:
    """Return the JSON of a run.

    Args:
        compilation: Its messages; None: the language has no compiler.
        execution: The facts; None where compiling failed.
        limits: In force.
        place: Language and sandbox, by name.
    """
    facts = execution or Execution()
    verdict = Verdict.CE if execution is None else run_verdict(execution, limits)
    return RunReport(
        output=text(facts.stdout),
        error=_error(compilation, execution, limits),
        execution_time=milliseconds(facts.wall_seconds),
        success=verdict is Verdict.OK,
        verdict=verdict,
        exit_code=facts.exit_code,
        signal=facts.signal,
        stderr=text(facts.stderr),
        cpu_time=milliseconds(facts.cpu_seconds),
        memory=facts.peak_memory_bytes,
        output_truncated=facts.stdout_truncated or facts.stderr_truncated,
        language=place[0],
        sandbox=place[1],
        compile=ABSENT if compilation is None else CompileReport.of(compilation),
    )


def _error(compilation: Compilation | None, execution: Execution | None, limits: Limits) -> str | None:
    """Return one sentence on the fault: of a failed compilation, its first error."""
    if execution is not None:
        verdict = run_verdict(execution, limits)
        return None if verdict is Verdict.OK else error_sentence(execution, limits) or verdict.words
    return None if compilation is None else compile_sentence(compilation)
