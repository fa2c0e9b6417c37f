"""Challenges: a statement, test cases, limits, and how output is compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict


class Difficulty(StrEnum):
    """The author's estimate of how hard a challenge is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class CheckerType(StrEnum):
    """How actual output is compared with expected output."""

    EXACT = "exact"
    LINES = "lines"
    TOKENS = "tokens"
    FLOAT = "float"
    UNORDERED = "unordered"
    JSON = "json"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """A checker and its options."""

    type: CheckerType = CheckerType.LINES
    case_sensitive: bool = True
    """``tokens`` only."""
    absolute: float | None = None
    """Tolerance, ``float`` and ``json``."""
    relative: float | None = None
    """Tolerance relative to the expected value, ``float`` and ``json``."""
    program: Program | None = None
    """``custom``: the author's checker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """One input and its expected output."""

    __test__: ClassVar[bool] = False

    name: str
    """Unique in its suite."""
    input: bytes
    """stdin; of a function call, the arguments as a JSON array."""
    expected: bytes
    """stdout; of a function call, the value as JSON."""
    description: str = ""
    sample: bool = False
    """Shown in the statement."""
    hidden: bool = False
    """Its input, expected and actual output are never shown."""
    points: float | None = None
    """None: the author gave none."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the function that learners write."""

    name: str
    type: str
    """As the author wrote it, like ``list[int]``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """The function that learners write, of a function-call challenge."""

    name: str
    """In snake_case."""
    parameters: tuple[Parameter, ...]
    returns: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSuite:
    """The cases and rules that a program is judged against: of a challenge, or of an ad hoc file of cases."""

    __test__: ClassVar[bool] = False

    tests: tuple[TestCase, ...]
    limits: Limits = field(default_factory=Limits)
    checker: Checker = field(default_factory=Checker)
    function: Function | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOptions:
    """A challenge's settings for one language."""

    starter: str | None = None
    """Path in the challenge folder."""
    time_factor: float | None = None
    """None: the language's own."""


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """One challenge as its author wrote it."""

    id: str
    title: str
    difficulty: Difficulty
    description: str
    """One sentence."""
    instructions: str
    """Markdown, the whole statement."""
    suite: TestSuite
    tags: tuple[str, ...] = ()
    languages: tuple[tuple[str, LanguageOptions], ...] = ()
    """By language name; empty: every installed language."""
    hints: tuple[str, ...] = ()
    """The authored ladder, from a question to a worked step."""
    folder: str = ""
    """Where it was loaded from."""

    @cached_property
    def suite_digest(self) -> str:
        """The SHA-256 of all that decides a verdict: tests, limits, checker, function, time factors.

        Computed once: the largest cases take a second.
        """
        factors = [(name, options.time_factor) for name, options in self.languages]
        suite = self.suite
        decides = [suite.limits, suite.checker, suite.function, factors, suite.tests]
        return hashlib.sha256(json.dumps(_spelled(decides)).encode()).hexdigest()

    def options(self, language: str) -> LanguageOptions:
        """Return the challenge's settings for a language, or the defaults."""
        return dict(self.languages).get(language, LanguageOptions())

    def allows(self, language: str) -> bool:
        """Whether the author allows submissions in this language."""
        return not self.languages or language in dict(self.languages)

    def takes(self, language: Language) -> bool:
        """Whether submissions in this language can be judged: allowed, and with a harness where one is needed."""
        return self.allows(language.name) and (self.suite.function is None or language.harness is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceSubmission:
    """A program by the author, and the verdict that it must get."""

    name: str
    """``accepted/hash_map.py``, relative to ``submissions/``."""
    expected: Verdict
    program: Program


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeSummary:
    """One challenge in a list."""

    id: str
    title: str
    difficulty: Difficulty
    description: str
    tags: tuple[str, ...] = ()
    folder: str = ""
    """Where it is."""


_SPELLED: dict[type, tuple[str, tuple[str, ...]]] = {
    Limits: ("Limits", ("time_seconds", "wall_time_seconds", "memory_bytes", "output_bytes", "process_count")),
    Checker: ("Checker", ("type", "case_sensitive", "absolute", "relative", "program")),
    Program: ("Program", ("language", "files", "main", "calls_function")),
    SourceFile: ("SourceFile", ("path", "content")),
    Function: ("Function", ("name", "parameters", "returns")),
    Parameter: ("Parameter", ("name", "type")),
    TestCase: ("TestCase", ("name", "input", "expected", "description", "sample", "hidden", "points")),
}
"""The word and the fields of each class in a suite's digest.

Submissions keep digests: these words and their order stay, whatever happens to the classes. A new field that decides
verdicts must be spelled only where it does not hold its default.
"""


def _spelled(value: object) -> str:
    """Return a part of a suite as the text that its digest is made of."""
    if type(value) in _SPELLED:
        word, names = _SPELLED[type(value)]
        return f"{word}({', '.join(f'{name}={_spelled(getattr(value, name))}' for name in names)})"
    if isinstance(value, CheckerType):
        return f"<CheckerType.{value.name}: {value.value!r}>"
    if isinstance(value, list):
        return f"[{', '.join(map(_spelled, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_spelled, value))}{',' if len(value) == 1 else ''})"
    return repr(value)
