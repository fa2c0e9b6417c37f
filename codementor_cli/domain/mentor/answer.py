"""The answers of a mentor, in the shapes of the contract.

A provider may guarantee the shape of the JSON and its enumerations, but no ranges, lengths or counts, and a proxy may
change all of it. So ``answer_json`` first normalises an answer (trims, clamps, shortens) and then reads it strictly. An
answer that cannot be read is an ``AnswerProblem``, a value. ``written`` gives the same JSON back, for the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TypeAlias

SHORT_CHARACTERS = 300
LONG_CHARACTERS = 1_200
"""Source: hints are best at 80 to 160 words (Brown et al. 2024, "Howzat"); a worked example takes half as much more."""
SUMMARY_CHARACTERS = 2_000
CODE_CHARACTERS = 1 << 20
STEP_COUNT = 4
SUGGESTION_COUNT = 12
POINT_COUNT = 5

PASSING_SCORE = 60
"""A review of an accepted program gives at least this, of any other less: the judge has the last word."""

UNSEEN_CONFIDENCE = 0.5
"""Largest confidence of a hint to a program that fails in hidden cases only: the model saw no failing case."""


class SuggestionType(StrEnum):
    """The subject of a suggestion in a review."""

    BUG = "bug"
    EDGE_CASE = "edge_case"
    PERFORMANCE = "performance"
    READABILITY = "readability"
    STYLE = "style"
    SECURITY = "security"
    BEST_PRACTICE = "best_practice"


class Severity(StrEnum):
    """The weight of a suggestion or a finding."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class FindingCategory(StrEnum):
    """The subject of a finding in an analysis."""

    CORRECTNESS = "correctness"
    EFFICIENCY = "efficiency"
    STRUCTURE = "structure"
    NAMING = "naming"
    IO = "io"
    LANGUAGE_USE = "language_use"


class Evidence(StrEnum):
    """The evidence for a finding."""

    CODE = "code"
    FAILING_TEST = "failing_test"
    RUNTIME_ERROR = "runtime_error"
    TIMING = "timing"
    MEMORY = "memory"


class Addressed(StrEnum):
    """The failure that one of several hints is about."""

    COMPILE_ERROR = "compile_error"
    RUNTIME_ERROR = "runtime_error"
    WRONG_ANSWER = "wrong_answer"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_FORMAT = "output_format"
    DESIGN = "design"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One hint."""

    hint: str
    confidence: float
    """0 to 1."""
    suggested_approach: str
    next_steps: tuple[str, ...]
    """One to ``STEP_COUNT``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One place in the learner's file, and the advice for it."""

    line: int
    """1-based, a line that the main file has."""
    type: SuggestionType
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The strengths and weaknesses of a program."""

    overall_score: int
    """0 to 100; on the verdict's side of ``PASSING_SCORE``."""
    suggestions: tuple[Suggestion, ...]
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complexity:
    """The growth of cost, and the reason for it."""

    time: str
    space: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that an analysis found."""

    line: int
    """1-based, a line that the main file has."""
    category: FindingCategory
    message: str
    severity: Severity
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The way a program works, and its cost."""

    summary: str
    complexity: Complexity
    findings: tuple[Finding, ...]
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelHint:
    """One of several hints."""

    level: int
    """1 to 4."""
    text: str
    line: int
    """1-based, a line that the main file has."""
    addresses: Addressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Several hints on one cause."""

    cause: str
    hints: tuple[LevelHint, ...]
    """One to four, by level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A student model's repaired program; never shown."""

    code: str
    """The whole main file."""


Answer: TypeAlias = Hint | Hints | Review | Analysis | Repair


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """The reason why an answer cannot be used; for logs and for a second try."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFrame:
    """The facts that an answer must agree with."""

    line_count: int
    """Of the main file."""
    accepted: bool | None
    """Whether the judge accepts the program; None: there was nothing to judge by."""
    sees_failure: bool = True
    """Whether the packet held a failing visible case or a compiler's message."""


def texts(answer: Answer) -> tuple[str, ...]:
    """Return every text of an answer that a learner would read, in the order of its fields."""
    return tuple(_texts(answer))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
