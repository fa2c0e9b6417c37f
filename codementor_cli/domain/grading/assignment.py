"""Assignments: which challenges are worth what, where their files may be, when they are due, who hands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Disclosure(StrEnum):
    """What students may see of a failing case that is not hidden. Of hidden ones they never see data."""

    ALL = "all"
    """Input, expected and actual output, and where they part."""
    ACTUAL = "actual"
    """What their own program printed, and how it ended."""
    NOTHING = "nothing"
    """Name, verdict and figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who hands in one repository."""

    key: str
    """What the repository goes by: its folder's name, or the user's."""
    id: str
    """What the school calls the student; the key itself where no roster says."""
    name: str = ""
    email: str = ""
    section: str = ""
    on_roster: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    """What lateness costs, as parts of what was earned."""

    percent_per_day: Decimal = Decimal(0)
    """For each day begun after the due date; 0: late is as good as in time."""
    cap_percent: Decimal = Decimal(100)
    """At most so much, until the late due date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedChallenge:
    """One challenge of an assignment."""

    challenge_id: str
    points: Decimal
    """What full marks in it are worth here, with at most two decimals."""
    files: tuple[str, ...]
    """Patterns of where the main file may be in a repository; the first that matches a file wins."""
    more_files: tuple[str, ...] = ()
    """Patterns of further files of the program: all that match, below the main file's folder."""
    languages: tuple[str, ...] = ()
    """Those that are taken; empty: all that the challenge takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What ``grade`` grades."""

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
    """SHA-256 of all that decides a score or what is shown, in hex."""

    @property
    def max_points(self) -> Decimal:
        """What full marks in everything are worth."""
        return sum((each.points for each in self.challenges), Decimal(0))

    def identity_of(self, name: str) -> Identity:
        """Return whose repository a folder is: the roster's word for its name, or for the user at the name's end.

        Hosts name folders ``assignment-user``; of several that fit the longest user name is meant.
        """
        by_key = {each.key.casefold(): each for each in self.roster}
        folded = name.casefold()
        ends = [key for key in by_key if folded == key or folded.endswith(f"-{key}")]
        return by_key[max(ends, key=len)] if ends else Identity(key=name, id=name)
