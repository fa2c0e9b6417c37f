"""Tokens as ``--json`` prints them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from codementor_cli.domain.access.token import Token
from codementor_cli.schemas.public.base import clean


def token_value(token: Token, now: datetime) -> dict[str, Any]:
    """Return what is kept of a token, without its digest."""
    return {
        "uid": token.uid,
        "learner": token.learner,
        "role": token.role.value,
        "scopes": [each.value for each in token.scopes],
        "name": clean(token.name),
        "state": token.state(now).value,
        "createdAt": _moment(token.created_at),
        "expiresAt": _moment(token.expires_at),
        "revokedAt": _moment(token.revoked_at),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
