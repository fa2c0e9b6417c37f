"""The exceptions of codementor, their kinds, and the person that fixes each.

::

    CodementorError                  kind                         fixed by
    ├── UsageError                   invalid_input                the user: the command line or request
    ├── UserFileError                invalid_input, not_found     the user: a file, a setting, a name
    │   │                            broken_catalog               the author: a challenge or an assignment
    │   └── ProblemsError            invalid_input, broken_catalog, with every problem of a file at once
    ├── KeyReusedError               invalid_input                the client: an idempotency key
    ├── QueueFullError               environment                  the client waits; the operator adds workers
    ├── EnvironmentFault             environment                  the operator: this machine
    │   ├── SandboxFault             … the sandbox: never the judged program's fault
    │   ├── StoreFault               … the database: judging goes on, and says that nothing was recorded
    │   ├── BrokerFault              … the broker: jobs are kept, and wait
    │   └── MentorFault              … the model: the authored ladder or a diagnosis answers instead
    └── (anything else)              bug                          us

What happened to a judged program is never an exception: it is an ``Execution`` (facts) and a ``Verdict``.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """What went wrong, for callers that answer in statuses; the command line's exit codes follow the classes."""

    NOT_FOUND = "not_found"
    """A challenge, submission, repository or file of that name is not there."""
    INVALID_INPUT = "invalid_input"
    """The request, or a file that came with it."""
    BROKEN_CATALOG = "broken_catalog"
    """A challenge or an assignment that is served cannot be read: its author mends it."""
    ENVIRONMENT = "environment"
    """The machine, the sandbox, the database or the model."""
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A next step that is a use case of codementor's: the words of a command, in a sentence or alone."""

    command: tuple[str, ...]
    """Like ``("challenges", "verify", "sum")``. Interfaces without commands show a link or a button instead."""
    sentence: str = "{}"
    """With ``{}`` for the command."""

    def __str__(self) -> str:
        """Return the sentence for the command line."""
        return self.sentence.replace("{}", shlex.join(("codementor", *self.command)))


class CodementorError(Exception):
    """Something that stops a command and that the user, an author or an operator can fix.

    Attributes:
        message: One line that says what was wrong and where.
        step: The use case to call next, where there is one.
        next_step: What to type or change next, in words; empty where the message says it.
        kind: What went wrong.
    """

    kind: ErrorKind = ErrorKind.BUG

    def __init__(self, message: str, next_step: str | NextStep = "", *, kind: ErrorKind | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.step = next_step if isinstance(next_step, NextStep) else None
        self.next_step = str(next_step)
        self.kind = kind or type(self).kind


class UsageError(CodementorError):
    """The command line asks for something that cannot be: the user changes it."""

    kind = ErrorKind.INVALID_INPUT


class UserFileError(CodementorError):
    """A file or a setting of the user's is wrong or missing: its author changes it."""

    kind = ErrorKind.INVALID_INPUT


class EnvironmentFault(CodementorError):
    """The machine cannot do what is asked now: its operator changes that."""

    kind = ErrorKind.ENVIRONMENT


class SandboxFault(EnvironmentFault):
    """The sandbox failed; says nothing about the program in it."""


class StoreFault(EnvironmentFault):
    """The store cannot be read or written now."""


class BrokerFault(EnvironmentFault):
    """The broker does not answer now: jobs are kept, and wait."""


class KeyReusedError(CodementorError):
    """An idempotency key came with another request than the one before."""

    kind = ErrorKind.INVALID_INPUT


class QueueScope(StrEnum):
    """Whose bound of the queue was reached."""

    OWNER = "owner"
    TOTAL = "total"


class QueueFullError(CodementorError):
    """The queue takes no more jobs now.

    Attributes:
        scope: Whose bound was reached.
        retry_after_seconds: When there will be room, at a guess from the last jobs.
    """

    kind = ErrorKind.ENVIRONMENT

    def __init__(self, scope: QueueScope, most: int, retry_after_seconds: int) -> None:
        whose = "You have" if scope is QueueScope.OWNER else "The service has"
        super().__init__(
            f"{whose} {most} jobs that have not ended; no more are taken now.",
            f"Try again in {retry_after_seconds} s.",
        )
        self.scope = scope
        self.retry_after_seconds = retry_after_seconds


class CancelledError(Exception):
    """A judging ended early because its caller cancelled it; says nothing about the program."""


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
    BUDGET = "budget used up"
    """Nothing was sent: the learner's calls or tokens of the day are used up."""


class MentorFault(EnvironmentFault):
    """Claude could not be asked, or gave no usable answer.

    Attributes:
        failure: Which kind.
        request_ids: Of what was sent, for a report to Anthropic; empty where nothing came back.
        retry_after_seconds: How long to wait before asking again; None: nothing says.
    """

    def __init__(
        self,
        message: str,
        next_step: str | NextStep = "",
        *,
        failure: MentorFailure,
        request_ids: tuple[str, ...] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, next_step)
        self.failure = failure
        self.request_ids = request_ids
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file."""

    file: str
    """The path as the user would type it."""
    message: str
    """What is wrong and what was expected."""
    line: int | None = None
    """1-based; None for the whole file."""
    column: int | None = None
    """1-based, in characters."""
    suggestion: str = ""
    """The correction; empty where the message says it."""

    def __str__(self) -> str:
        """Return ``file:line:column: message (suggestion)``."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" + (f" ({self.suggestion})" if self.suggestion else "")


class ProblemsError(UserFileError):
    """A file with problems, all of them."""

    def __init__(
        self, problems: tuple[Problem, ...], next_step: str | NextStep = "", *, kind: ErrorKind | None = None
    ) -> None:
        super().__init__("\n".join(map(str, problems)), next_step, kind=kind)
        self.problems = problems
