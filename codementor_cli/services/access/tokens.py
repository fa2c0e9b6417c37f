"""Make, list and revoke tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from codementor_cli.domain.access.principal import ROLE_SCOPES, Role, Scope
from codementor_cli.domain.access.token import SECRET_BYTES, Token, token_digest, token_text
from codementor_cli.domain.practice.learner import LONGEST_ID, LearnerId, is_learner_id
from codementor_cli.errors import ErrorKind, NextStep, UsageError, UserFileError
from codementor_cli.text.near_matches import near_matches
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.ports.serving import Tokens

_HELP = NextStep(("tokens", "new", "--help"))

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token that is asked for."""

    role: Role
    learner: str | None
    """None: a learner that has no records yet."""
    scopes: Collection[Scope]
    """Empty: all of the role."""
    name: str
    expires_at: datetime | None
    """Aware; None: it does not expire."""


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A new token and its text, which exists here alone."""

    token: Token
    text: str


def new_token(tokens: Tokens, wanted: NewToken, now: datetime) -> ShownToken:
    """Make a token, keep its digest, and return its text.

    Raises:
        UsageError: What is asked for cannot be; nothing was kept.
        StoreFault: It could not be kept.
    """
    if wanted.expires_at is not None and wanted.expires_at <= now:
        raise UsageError("A token must expire in the future.", _HELP)
    if len(wanted.name) > _LONGEST_NAME or not wanted.name.isprintable():
        raise UsageError(f"A token's name has at most {_LONGEST_NAME} characters, all printable.", _HELP)
    text = token_text(secrets.token_bytes(SECRET_BYTES))
    token = Token(
        uid=secrets.token_hex(8),
        learner=_learner(wanted),
        role=wanted.role,
        scopes=_scopes(wanted),
        digest=token_digest(text),
        name=wanted.name,
        created_at=now,
        expires_at=wanted.expires_at,
    )
    tokens.add(token)
    return ShownToken(token, text)


def revoke_token(tokens: Tokens | None, uid: str, now: datetime) -> Token:
    """Revoke a token, and return it; one that is revoked already keeps its time.

    Args:
        tokens: Where they are kept; None: none was ever made.
        uid: Of the token.
        now: Aware.

    Raises:
        UserFileError: There is none of that id.
        StoreFault: It could not be written.
    """
    revoked = None if tokens is None else tokens.revoke(uid, now)
    if revoked is not None:
        return revoked
    near = near_matches(uid, [each.uid for each in tokens.all()] if tokens else (), most=1)
    asked = f"; did you mean {near[0]}?" if near else "."
    message = f"There is no token {visible_line(uid)!r}{asked}"
    raise UserFileError(message, NextStep(("tokens", "list")), kind=ErrorKind.NOT_FOUND)


def _learner(wanted: NewToken) -> LearnerId:
    if wanted.learner is None:
        return LearnerId(f"{wanted.role.value}-{secrets.token_hex(4)}")
    learner = wanted.learner
    if not is_learner_id(learner):
        message = f"{visible_line(learner[:LONGEST_ID])!r} is no learner's id: it has 1 to {LONGEST_ID} characters of"
        raise UsageError(f"{message} ASCII, without spaces.", _HELP)
    return LearnerId(learner)


def _scopes(wanted: NewToken) -> tuple[Scope, ...]:
    role_has = ROLE_SCOPES[wanted.role]
    beyond = sorted(set(wanted.scopes) - role_has)
    if beyond:
        message = f"The role {wanted.role.value} has no scope {' and no scope '.join(beyond)}"
        raise UsageError(f"{message}; it has {', '.join(sorted(role_has))}.", _HELP)
    return tuple(sorted(set(wanted.scopes) or role_has))
