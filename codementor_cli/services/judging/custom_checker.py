"""Ask an author's checker program about outputs, in a sandbox of its own."""

from __future__ import annotations

import math
import re
from contextlib import closing
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import TestCase
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.feedback import compile_sentence, error_sentence, fact_sentence
from codementor_cli.domain.judging.execution import CaseRun, Execution, RunReport
from codementor_cli.domain.judging.judging import Ruling
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Session
from codementor_cli.text.excerpts import excerpt, quoted
from codementor_cli.text.units import MIB

CHECKER_LIMITS = Limits(time_seconds=10, memory_bytes=512 * MIB)
ACCEPTED = 42
REJECTED = 43
"""Exit codes. Source: the output validator of the Kattis problem package format."""

_ANSWER_FILES = ("input.txt", "answer.txt", "feedback")
_SCORE = "feedback/score.txt"
_MANUAL = "What a checker is given and answers: docs/custom-checkers.md."
_MESSAGE = "feedback/teammessage.txt"
_MESSAGE_CHARACTERS = 300
_NUMBER = re.compile(rb"\d*\.?\d+(?:[eE][+-]?\d{1,4})?|\d+\.")


class CheckerFaultError(Exception):
    """The author's checker does not do what a checker does; the message completes "The checker ..."."""


def ask(session: Session, case: TestCase, output: bytes) -> Ruling:
    """Return what the author's checker says of a submission's output.

    Raises:
        CheckerFaultError: It did not compile, failed, or ended with neither 42 nor 43: its author fixes it.
    """
    compilation = session.compilation()
    if compilation is not None and not compilation.success:
        raise CheckerFaultError(f"could not be used. {compile_sentence(compilation)}")
    run = CaseRun(
        key=0,
        stdin=output,
        arguments=_ANSWER_FILES,
        files=(SourceFile("input.txt", case.input), SourceFile("answer.txt", case.expected)),
        collect=(_SCORE, _MESSAGE),
    )
    with closing(session.run([run])) as reports:
        report = next(reports, RunReport(key=0, fault="it gave no report"))
    if report.execution is None:
        raise CheckerFaultError(f"could not be run: {report.fault}")
    return _ruling(report.execution, case)


def _ruling(execution: Execution, case: TestCase) -> Ruling:
    """Read the checker's exit code and the files that it left."""
    left = {file.path: file.content for file in execution.files}
    ended_itself = execution.stop is None and execution.signal is None
    if ended_itself and execution.exit_code == ACCEPTED:
        return Ruling(accepted=True, factor=_factor(left.get(_SCORE), case))
    if ended_itself and execution.exit_code == REJECTED:
        return Ruling(accepted=False, reason=_reason(left.get(_MESSAGE, b""), case))
    what = _failure(execution, case) or "It ended with exit code 0."
    raise CheckerFaultError(f"ended with neither {ACCEPTED} (accept) nor {REJECTED} (reject). {what} {_MANUAL}")


def _failure(execution: Execution, case: TestCase) -> str | None:
    """Return how the checker failed, in its own words unless they could show what is hidden; None: it did not.

    A program can bring a checker down, so that the reason reaches the program's author.
    """
    if not case.hidden:
        return error_sentence(execution, CHECKER_LIMITS)
    verdict = run_verdict(execution, CHECKER_LIMITS)
    return None if verdict is Verdict.OK else fact_sentence(verdict, execution, CHECKER_LIMITS, hidden=True)


def _factor(score: bytes | None, case: TestCase) -> Fraction:
    """Return the part of the points that is earned; all where the checker gives no score."""
    if score is None:
        return Fraction(1)
    text = score.strip()
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not 0 <= number <= 1:
        what = "something" if case.hidden else quoted(text)
        raise CheckerFaultError(f"wrote {what} to score.txt, which is no number from 0 to 1.")
    return Fraction(number).limit_denominator(10**6)


def _reason(message: bytes, case: TestCase) -> str:
    """Return why an output is rejected: the checker's own words, unless they could show what is hidden."""
    if message.strip() and not case.hidden:
        return f"The checker rejects the output: {excerpt(message.strip(), _MESSAGE_CHARACTERS)}"
    return "The challenge's own checker does not accept the output."
