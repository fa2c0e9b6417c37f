"""Results of grading, of one repository and of a class: the score of record, which reports only repeat.

Points are ``Decimal`` with four decimals, made from the bottom up (``domain/grading/points.py``). The points of a
challenge are cut into shares of its cases, which sum up to them exactly. A case earns its share, or the part of it that
a checker gives, rounded half up. Lateness is taken off the sum of a challenge's cases, rounded half up, and each case
bears its part. Everything above is a plain sum: a host that adds up gets the same, and nothing exceeds its maximum.

``domain/grading/disclosure.py`` decides what students see, when these values are made: a report leaves nothing out.
Text comes from programs and repositories, decoded with replacement, capped and not escaped: every report escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Disclosure, Identity
from codementor_cli.domain.judging.judgement import ExplainedDifference


class RepositoryState(StrEnum):
    """The outcome of a repository."""

    GRADED = "graded"
    """It has a score: at least one program was judged; other challenges may be missing in it or refused."""
    EMPTY = "empty"
    """Nothing was handed in: no file is where the assignment looks for one. Nothing earned."""
    MISSING = "missing"
    """On the roster, but there is no such repository: nothing earned."""
    REFUSED = "refused"
    """It, or all that was handed in, cannot be taken as it is, and its author can mend that: nothing earned."""
    FAULT = "fault"
    """We failed, or have not finished: no score at all."""

    @property
    def words(self) -> str:
        """The state in words."""
        return {RepositoryState.EMPTY: "nothing handed in", RepositoryState.FAULT: "not judged"}.get(self, str(self))


class ChallengeState(StrEnum):
    """The outcome of one challenge in a repository."""

    JUDGED = "judged"
    """It has a verdict; compile errors too."""
    MISSING = "missing"
    """No file is where one was looked for: nothing earned."""
    REFUSED = "refused"
    """The file cannot be taken (a link, a device, too large, another language): nothing earned."""
    FAULT = "fault"
    """The judge failed: no score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a student's file."""

    file: str
    """Path in the repository, ``/`` between names."""
    line: int | None = None
    """1-based; None: the file as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseData:
    """The data of a failing case, as far as the student may see it; None: not shown, or there is none."""

    input: str | None = None
    expected: str | None = None
    actual: str | None = None
    stderr: str | None = None
    prints: str | None = None
    """The own output of a program for function calls."""
    difference: ExplainedDifference | None = None


NO_DATA = CaseData()


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedCase:
    """The result of one test case, as the student may see it."""

    number: int
    """1-based, in suite order."""
    name: str
    """Unique in its challenge."""
    description: str
    hidden: bool
    verdict: Verdict | None
    """None: not run, for the program did not compile."""
    earned: Decimal
    """Points of the assignment, before the late penalty."""
    final: Decimal
    """After the late penalty."""
    max_points: Decimal
    message: str = ""
    """One sentence; empty when accepted."""
    data: CaseData = NO_DATA
    """Of failing cases that are not hidden, as the assignment's disclosure allows."""
    place: Place | None = None
    """Where the program crashed; None: unknown, or the case is hidden."""
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory_bytes: int = 0

    @property
    def passed(self) -> bool:
        """Whether the case is accepted."""
        return self.verdict is Verdict.AC


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeResult:
    """One challenge of one repository."""

    challenge_id: str
    title: str
    state: ChallengeState
    max_points: Decimal
    """The points of full marks in the assignment."""
    earned: Decimal | None
    """Sum of the cases', before the late penalty; None of a fault."""
    penalty: Decimal | None
    """For lateness, 0 or more."""
    final: Decimal | None
    """``earned`` less ``penalty``: what counts."""
    reason: str = ""
    """One line: why there is no verdict, or what is wrong with the program; empty when accepted."""
    file: str = ""
    """The main file's path in the repository; empty where none was found."""
    language: str = ""
    """Name of the language; empty where unknown."""
    verdict: Verdict | None = None
    """Of judged challenges only."""
    score: float | None = None
    """The challenge's own score, like 65 of 100; None where there is no verdict."""
    max_score: float = 0.0
    cases: tuple[GradedCase, ...] = ()
    """In suite order, all of them where there is a verdict; otherwise none."""
    compiler_output: str = ""
    """Messages of a failed compilation, capped."""
    place: Place | None = None
    """The line to look at first: of the compiler's message or the first crash; else the file."""
    notes: tuple[str, ...] = ()
    """Lines on what the student should know: other candidates, files left out."""
    judged_seconds: float = 0.0
    """Wall time in the judged program and its compiler."""

    @property
    def accepted(self) -> bool:
        """Whether it has the verdict AC."""
        return self.verdict is Verdict.AC

    @property
    def passed_count(self) -> int:
        """How many cases are accepted."""
        return sum(case.passed for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The commit that a repository stood at."""

    id: str
    """In hex."""
    committed_at: datetime
    """Aware, UTC; the committer's own word."""
    modified: tuple[str, ...] = ()
    """Graded files that differ from the commit, or are not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """The lateness of a commit. Advisory: the committer sets the date."""

    seconds: int
    """After the due date; 0: in time."""
    day_count: int
    """Days begun after the due date."""
    percent: Decimal
    """Taken off the earned points."""
    closed: bool = False
    """After the late due date: everything is taken off."""
    words: str = ""
    """One line that says all this, and that it is advisory."""

    @property
    def late(self) -> bool:
        """Whether it is late at all."""
        return self.seconds > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryResult:
    """The result of one repository."""

    identity: Identity
    repository: str
    """The folder's name, as it is shown; empty where there is none."""
    state: RepositoryState
    max_points: Decimal
    earned: Decimal | None
    """Sum of the challenges'; None of a fault."""
    penalty: Decimal | None
    final: Decimal | None
    """The score of record."""
    passed: bool | None
    """By the assignment's minimum, or all accepted where there is none; None of a fault."""
    reason: str = ""
    """One line: why it has no score, or why it was refused, is missing or empty; empty when graded."""
    challenges: tuple[ChallengeResult, ...] = ()
    """All of the assignment's, in its order; also where the repository is missing or refused."""
    commit: Commit | None = None
    """None: no commits, or none that could be read; the notes say."""
    lateness: Lateness | None = None
    """None: there is no due date, or no commit to tell by."""
    graded_at: datetime | None = None
    """Aware, UTC; None: not finished."""
    notes: tuple[str, ...] = ()
    """Lines on the repository as a whole."""
    faults: tuple[str, ...] = ()
    """What failed on our side, a line each; empty unless the state is a fault."""
    fingerprint: str = ""
    """SHA-256 of commit, content, assignment and challenges, in hex: the same fingerprint, the same result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentResult:
    """The result of a class: every repository of one grading."""

    assignment_id: str
    title: str
    assignment_digest: str
    """SHA-256 in hex."""
    max_points: Decimal
    minimum_points: Decimal | None
    """To pass; None: every challenge must be accepted."""
    due_at: datetime | None
    disclosure: Disclosure
    graded_at: datetime
    """Aware, UTC: when this value was made."""
    started_at: datetime | None = None
    """Aware, UTC: when this grading began; None: not known."""
    finished: bool
    """False: grading goes on or was interrupted, and unfinished repositories are faults."""
    sandbox: str
    """The engine's name; empty before there is one."""
    repositories: tuple[RepositoryResult, ...]
    """By identity's id, then key."""

    @property
    def faults(self) -> tuple[RepositoryResult, ...]:
        """Those without a score, by our fault or unfinished."""
        return tuple(each for each in self.repositories if each.state is RepositoryState.FAULT)

    @property
    def passed(self) -> bool:
        """Whether every repository passed."""
        return all(each.passed for each in self.repositories)
