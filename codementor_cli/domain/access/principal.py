"""Principals: what a request may act as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codementor_cli.domain.practice.learner import LOCAL, LearnerId


class Role(StrEnum):
    """What a person or a program is to the service."""

    LEARNER = "learner"
    """Runs and submits programs, and sees what is their own."""
    TEACHER = "teacher"
    """Reads what learners submitted, with hidden data."""
    OPERATOR = "operator"
    """Keeps the service running: metrics, jobs of everybody, tokens."""
    SERVICE = "service"
    """A program that judges for others: a learning platform, or another codementor."""


class Scope(StrEnum):
    """A part of what a role may do: a token may hold fewer than its role has."""

    RUN = "run"
    """Run and submit programs, and cancel that."""
    READ = "read"
    """Read challenges, jobs and submissions."""
    MENTOR = "mentor"
    """Ask for hints, reviews and analyses."""
    JUDGE = "judge"
    """Judge by test cases that come with the request, hidden ones among them."""
    OPERATE = "operate"
    """Read metrics, manage the service."""


ROLE_SCOPES = {
    Role.LEARNER: frozenset({Scope.RUN, Scope.READ, Scope.MENTOR}),
    Role.TEACHER: frozenset({Scope.RUN, Scope.READ, Scope.MENTOR}),
    Role.OPERATOR: frozenset(Scope),
    Role.SERVICE: frozenset({Scope.RUN, Scope.READ, Scope.MENTOR, Scope.JUDGE}),
}
"""All that a token of each role can hold."""


@dataclass(frozen=True, slots=True)
class Principal:
    """What a request acts as."""

    learner: LearnerId
    """Whose records it makes and owns."""
    role: Role
    scopes: frozenset[Scope]
    token_uid: str = ""
    """Empty: there was no token, as on a machine of a single user."""


LOCAL_PRINCIPAL = Principal(learner=LOCAL, role=Role.OPERATOR, scopes=frozenset(Scope))
"""The user of a machine whose service has no tokens."""
