"""Tokens in memory, and tokens to put there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from codementor_cli.domain.access.principal import ROLE_SCOPES, Role
from codementor_cli.domain.access.token import Token, token_digest, token_text
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import StoreFault

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@dataclass
class MemoryTokens:
    """Keeps tokens in a list; ``fault``, once set, is raised by every call, as a locked database would."""

    kept: list[Token] = field(default_factory=list)
    fault: StoreFault | None = None

    def add(self, token: Token) -> None:
        self._check()
        self.kept.append(token)

    def by_digest(self, digest: str) -> Token | None:
        self._check()
        return next((each for each in self.kept if each.digest == digest), None)

    def all(self) -> tuple[Token, ...]:
        self._check()
        return tuple(sorted(self.kept, key=lambda each: (each.created_at, each.uid)))

    def revoke(self, uid: str, at: datetime) -> Token | None:
        self._check()
        for place, each in enumerate(self.kept):
            if each.uid == uid:
                self.kept[place] = each if each.revoked_at else replace(each, revoked_at=at)
                return self.kept[place]
        return None

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault


def text_of(number: int) -> str:
    """Return the text of a token, the same for the same number."""
    return token_text(number.to_bytes(32, "big"))


def kept_token(number: int, role: Role = Role.LEARNER, learner: str = "ann", **changes: Any) -> Token:
    """Return what is kept of the token ``text_of(number)``: with all scopes of its role, for 90 days."""
    token = Token(
        uid=f"{number:016x}",
        learner=LearnerId(learner),
        role=role,
        scopes=tuple(sorted(ROLE_SCOPES[role])),
        digest=token_digest(text_of(number)),
        name="",
        created_at=NOW + timedelta(seconds=number),
        expires_at=NOW + timedelta(days=90),
    )
    return replace(token, **changes)
