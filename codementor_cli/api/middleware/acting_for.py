"""Whom a service acts for: a learner of its own, whom it names in a header."""

from __future__ import annotations

from dataclasses import replace

from starlette.datastructures import Headers

from codementor_cli.api.problems import ProblemError
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.domain.practice.learner import learner_of_service

HEADER = "X-Codementor-Learner"


def acting_for(principal: Principal, headers: Headers) -> Principal:
    """Return what a request acts as: its token's principal, or a learner whom the service names.

    Args:
        principal: Of the token.
        headers: Of the request.

    Raises:
        ProblemError: 403: the token is no service's. 422: the header names no learner.
    """
    names = headers.getlist(HEADER)
    if not names:
        return principal
    if principal.role is not Role.SERVICE:
        detail = f"This token may not name a learner. Only a token of the role service may; leave out {HEADER}."
        raise ProblemError(403, "Not allowed", detail)
    learner = learner_of_service(principal.learner, names[0]) if len(names) == 1 else None
    if learner is None:
        said = f"{HEADER} is sent once. It names a learner by visible ASCII without spaces and slashes; with the id of"
        raise ProblemError(422, "No such learner", f"{said} the service, it has at most 200 characters.")
    return replace(principal, learner=learner)
