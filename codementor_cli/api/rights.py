"""The right of a request to do what its route does: 403 where its token lacks it, 404 for what belongs to others."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from codementor_cli.api.problems import ProblemError, not_found
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may, scope_of
from codementor_cli.domain.practice.learner import LearnerId


def principal_of(request: Request) -> Principal:
    """Return what a request acts as, which the token middleware found."""
    principal: Principal = request.state.principal
    return principal


ThePrincipal = Annotated[Principal, Depends(principal_of)]


class Needs:
    """Refuses a request whose principal may not do something at all; a dependency of a route or a router."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def __call__(self, principal: ThePrincipal) -> None:
        """Check the request.

        Raises:
            ProblemError: 403.
        """
        need(principal, self._action)


def need(principal: Principal, action: Action) -> None:
    """Refuse what a principal may not do at all.

    Raises:
        ProblemError: 403; it says what would be needed, which is nothing secret.
    """
    if may(principal, action):
        return
    scope = scope_of(action)
    if scope in principal.scopes:
        detail = f"The role {principal.role.value} may not do this."
    else:
        detail = f"This needs a token with the scope {scope.value}. The operator makes tokens."
    raise ProblemError(403, "Not allowed", detail)


def need_own(principal: Principal, action: Action, owner: LearnerId | None, what: str) -> None:
    """Refuse what a principal may not do to a thing, in the words for a thing that is not there.

    Args:
        principal: What the request acts as.
        action: What it asks to do.
        owner: Whose thing it is; None: there is no such thing.
        what: In words, for the answer.

    Raises:
        ProblemError: 403 where it may not be done at all, 404 where the thing is another learner's or not there.
    """
    need(principal, action)
    if owner is None or not may(principal, action, owner):
        raise not_found(what)
