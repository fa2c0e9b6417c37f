"""The exceptions of codementor, and who fixes each.

::

    CodementorError                  exit code, and the next thing to type
    ├── UsageError            (2)    the command line: the user
    ├── UserFileError         (3)    a file or setting of the user's: its author
    │   └── ProblemsError     (3)    … with positions: every problem of a file at once
    ├── EnvironmentFault      (4)    the machine: its operator
    │   ├── SandboxFault      (4)    … the sandbox: never the judged program's fault
    │   ├── StoreFault        (4)    … the database: judging goes on, and says that nothing was recorded
    │   └── MentorFault       (4)    … Claude: the authored ladder or a diagnosis answers instead
    └── (anything else)       (70)   a bug: us

What happened to a judged program is never an exception: it is an ``Execution`` (facts) and a ``Verdict``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class CodementorError(Exception):
    """Something that stops a command and that somebody can fix.

    Attributes:
        message: One line that says what was wrong and where.
        next_step: What to type or change next; empty where the message says it.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class UsageError(CodementorError):
    """The command line asks for something that cannot be: the user changes it."""

    exit_code: ClassVar[int] = 2


class UserFileError(CodementorError):
    """A file or a setting of the user's is wrong or missing: its author changes it."""

    exit_code: ClassVar[int] = 3


class EnvironmentFault(CodementorError):
    """The machine cannot do what is asked now: its operator changes that."""

    exit_code: ClassVar[int] = 4


class SandboxFault(EnvironmentFault):
    """The sandbox failed; says nothing about the program in it."""


class StoreFault(EnvironmentFault):
    """The store cannot be read or written now."""


class MentorFailure(StrEnum):
    """Why there is no answer of Claude's; the words are for logs and records."""

    NO_KEY = "no key"
    """Nothing was sent."""
    KEY_REFUSED = "key refused"
    """401 or 403: the user changes the key."""
    SPENT = "spend limit reached"
    """402, or a 429 that no waiting ends."""
    RATE_LIMITED = "rate limited"
    OVERLOADED = "overloaded"
    """529 or 503, also in the midst of an answer."""
    UNREACHABLE = "unreachable"
    DEADLINE = "deadline passed"
    REQUEST_REFUSED = "request refused"
    """Another 4xx: a model that is none, a request too large."""
    SERVER_ERROR = "server error"
    WRONG_SERVICE = "not Claude"
    """Something else answers at that address: a login page, a proxy."""
    REFUSED = "refused"
    """Claude declined to answer; asking again would not help."""
    TRUNCATED = "truncated"
    """The answer was longer than allowed; asking again may help."""
    MALFORMED = "malformed"
    """The answer was cut, empty or no message at all; asking again may help."""
    WITHHELD = "withheld"
    """What came did not pass our own checks, twice."""


class MentorFault(EnvironmentFault):
    """Claude could not be asked, or gave no usable answer.

    Attributes:
        failure: Which kind.
        request_ids: Of what was sent, for a report to Anthropic; empty where nothing came back.
    """

    def __init__(
        self, message: str, next_step: str = "", *, failure: MentorFailure, request_ids: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, next_step)
        self.failure = failure
        self.request_ids = request_ids


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file."""

    file: str
    """The path as the user would type it."""
    message: str
    """What is wrong and what was expected."""
    line: int | None = None
    """1-based; None where the whole file is meant."""
    column: int | None = None
    """1-based, in characters."""
    suggestion: str = ""
    """How to mend it; empty where the message says it."""

    def __str__(self) -> str:
        """Return ``file:line:column: message (suggestion)``."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" + (f" ({self.suggestion})" if self.suggestion else "")


class ProblemsError(UserFileError):
    """A file with problems, all of them."""

    def __init__(self, problems: tuple[Problem, ...], next_step: str = "") -> None:
        super().__init__("\n".join(str(problem) for problem in problems), next_step)
        self.problems = problems
