"""Results of judging: for one case, and for a whole submission."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDifference:
    """The first place where two outputs part, as it is kept and shown."""

    line: int
    """1-based line of the first difference."""
    column: int
    """1-based column in characters, in that line."""
    expected_line: str | None
    """That line of the expected output, capped around the column; None: the output should have ended before."""
    actual_line: str | None
    """That line of the actual output; None: the output ended before it."""
    explanation: str
    """One sentence for a learner on the kind of difference; empty for a hidden case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The result of one test case. Hidden cases keep their data here; schemas and renderers leave it out."""

    index: int
    """0-based place in the suite."""
    name: str
    description: str
    hidden: bool
    verdict: Verdict
    points: float
    """Earned."""
    max_points: float
    input: bytes
    expected: bytes
    actual: bytes
    """stdout, or of a function call the returned value as JSON; capped for keeping, see ``actual_truncated``."""
    actual_truncated: bool = False
    prints: bytes = b""
    """Output of a function-call program's own code; empty for challenges on stdout."""
    execution: Execution | None = None
    """Facts with stdout and stderr capped for keeping; None for a judge error."""
    difference: ExplainedDifference | None = None
    """Set for a wrong answer that one of our checkers found."""
    reason: str = ""
    """One sentence for a learner (or for the operator, of a judge error); empty when accepted."""

    @property
    def passed(self) -> bool:
        """Whether the case is accepted."""
        return self.verdict is Verdict.AC


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The judge's result for a submission."""

    verdict: Verdict
    results: tuple[CaseResult, ...]
    """In suite order, without cases that were not run."""
    total_count: int
    """Cases in the suite."""
    score: float
    max_score: float
    language: str
    sandbox: str
    """The engine's name."""
    compilation: Compilation | None = None
    feedback: str = ""
    """One or two sentences that a learner can act on."""

    @property
    def passed_count(self) -> int:
        """How many cases are accepted."""
        return sum(result.passed for result in self.results)

    @property
    def first_failure(self) -> CaseResult | None:
        """The first case in order that is not accepted."""
        return next((result for result in self.results if not result.passed), None)
