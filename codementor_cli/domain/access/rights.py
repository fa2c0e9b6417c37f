"""The one rule of who may do what; a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codementor_cli.domain.access.principal import Principal, Role, Scope
from codementor_cli.domain.practice.learner import LearnerId


class Action(StrEnum):
    """What a request asks to do."""

    RUN = "run"
    """Run a program, or test it by cases that come with the request."""
    SUBMIT = "submit"
    """Judge a program by a challenge, and keep the submission."""
    READ = "read"
    """Read a job, a submission, a history; challenges and languages have no owner."""
    CANCEL = "cancel"
    ASK_MENTOR = "ask_mentor"
    SEE_HIDDEN = "see_hidden"
    """See input, expected and actual output of hidden test cases in results that may be read."""
    JUDGE = "judge"
    """Judge a whole request, with answers of hidden cases in the result."""
    SEE_METRICS = "see_metrics"
    MANAGE = "manage"
    """Change the service itself."""


@dataclass(frozen=True, slots=True)
class _Right:
    scope: Scope
    own: frozenset[Role]
    """Roles that may do it to what is their own, or where nothing is owned."""
    foreign: frozenset[Role] = frozenset()
    """Roles that may do it to what belongs to another learner."""


_ALL = frozenset(Role)
_TEACHER, _OPERATOR = frozenset({Role.TEACHER}), frozenset({Role.OPERATOR})

_RIGHTS = {
    Action.RUN: _Right(Scope.RUN, own=_ALL),
    Action.SUBMIT: _Right(Scope.RUN, own=_ALL),
    Action.READ: _Right(Scope.READ, own=_ALL, foreign=_TEACHER | _OPERATOR),
    Action.CANCEL: _Right(Scope.RUN, own=_ALL, foreign=_OPERATOR),
    Action.ASK_MENTOR: _Right(Scope.MENTOR, own=_ALL),
    Action.SEE_HIDDEN: _Right(Scope.READ, own=_TEACHER | _OPERATOR, foreign=_TEACHER),
    Action.JUDGE: _Right(Scope.JUDGE, own=frozenset({Role.SERVICE}) | _OPERATOR),
    Action.SEE_METRICS: _Right(Scope.OPERATE, own=_OPERATOR),
    Action.MANAGE: _Right(Scope.OPERATE, own=_OPERATOR),
}


def may(principal: Principal, action: Action, owner: LearnerId | None = None) -> bool:
    """Whether a principal may do something.

    Args:
        principal: What the request acts as.
        action: What it asks to do.
        owner: Whose thing it is done to; None: nothing is owned, or it is not known yet whose.
    """
    right = _RIGHTS[action]
    is_own = owner is None or owner == principal.learner
    return right.scope in principal.scopes and principal.role in (right.own if is_own else right.foreign)


def scope_of(action: Action) -> Scope:
    """Return the scope that an action needs, for messages."""
    return _RIGHTS[action].scope
