"""Assignments: challenges, their points and places of files, due dates, and the roster of students."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Disclosure(StrEnum):
    """The data of a failing case that students may see. Data of hidden cases is never shown."""

    ALL = "all"
    """Input, expected and actual output, and where they part."""
    ACTUAL = "actual"
    """What their own program printed, and how it ended."""
    NOTHING = "nothing"
    """Name, verdict and figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The student of one repository."""

    key: str
    """The repository's name: of its folder, or of the user."""
    id: str
    """The school's id of the student; the key itself without a roster."""
    name: str = ""
    email: str = ""
    section: str = ""
    on_roster: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    """The price of lateness, as parts of the earned points."""

    percent_per_day: Decimal = Decimal(0)
    """For each day begun after the due date; 0: late is as good as in time."""
    cap_percent: Decimal = Decimal(100)
    """At most so much, until the late due date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedChallenge:
    """One challenge of an assignment."""

    challenge_id: str
    points: Decimal
    """The points of full marks, with at most two decimals."""
    files: tuple[str, ...]
    """Patterns of where the main file may be in a repository; the first that matches a file wins."""
    more_files: tuple[str, ...] = ()
    """Patterns of further files of the program: all that match, below the main file's folder."""
    languages: tuple[str, ...] = ()
    """Names of languages; empty: all languages of the challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The challenges that students hand in, and the rules of their points."""

    id: str
    title: str
    challenges: tuple[AssignedChallenge, ...]
    due_at: datetime | None = None
    """Aware, in the zone that the author named; None: never late."""
    late_due_at: datetime | None = None
    """After it nothing counts; None: no such end."""
    late_policy: LatePolicy = LatePolicy()
    disclosure: Disclosure = Disclosure.ALL
    minimum_points: Decimal | None = None
    """To pass; None: every challenge must be accepted."""
    roster: tuple[Identity, ...] = ()
    """In the file's order; empty: none was given."""
    digest: str = ""
    """SHA-256, in hex, of all that decides a score or the data that students see."""

    @property
    def max_points(self) -> Decimal:
        """The points of full marks in every challenge."""
        return sum((each.points for each in self.challenges), Decimal(0))

    def identity_of(self, name: str) -> Identity:
        """Return the student of a folder: by the roster, with the folder's name or the user at the end of it.

        Hosts name folders ``assignment-user``; of several users that fit, the longest name counts.
        """
        by_key = {each.key.casefold(): each for each in self.roster}
        folded = name.casefold()
        ends = [key for key in by_key if folded == key or folded.endswith(f"-{key}")]
        return by_key[max(ends, key=len)] if ends else Identity(key=name, id=name)
