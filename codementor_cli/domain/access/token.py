"""Tokens: proof of a principal, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from codementor_cli.domain.access.principal import Principal, Role, Scope
from codementor_cli.domain.practice.learner import LearnerId

SECRET_BYTES = 32
"""Random bytes of a token: nothing slower than SHA-256 is needed to keep 256 bits from being guessed."""

_PREFIX = "cm_"
"""Tells scanners of leaked secrets, and people, what it is."""
_FORM = re.compile(rf"{_PREFIX}[A-Za-z0-9_-]{{43}}[A-Za-z0-9_-]{{6}}", re.ASCII)
"""The prefix, 32 bytes and 4 bytes of checksum, both in base64url without padding."""
_CHECKSUM_LENGTH = 6


class TokenState(StrEnum):
    """Whether a token is taken now."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is kept of a token."""

    uid: str
    """16 hexadecimal digits: names the token where its text must not be shown."""
    learner: LearnerId
    role: Role
    scopes: tuple[Scope, ...]
    """Sorted."""
    digest: str
    """SHA-256 of the text, 64 hexadecimal digits."""
    name: str
    """What the operator calls it; may be empty."""
    created_at: datetime
    """Aware, UTC; so are the others."""
    expires_at: datetime | None
    """From this moment on it is not taken; None: it does not expire."""
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> TokenState:
        """Return whether it is taken at a moment."""
        if self.revoked_at is not None:
            return TokenState.REVOKED
        is_expired = self.expires_at is not None and now >= self.expires_at
        return TokenState.EXPIRED if is_expired else TokenState.LIVE

    @property
    def principal(self) -> Principal:
        """What a request with this token acts as."""
        return Principal(learner=self.learner, role=self.role, scopes=frozenset(self.scopes), token_uid=self.uid)


def token_text(secret: bytes) -> str:
    """Return the text of a token, which is shown once.

    Args:
        secret: ``SECRET_BYTES`` random bytes.
    """
    body = _PREFIX + _base64(secret)
    return body + _checksum(body)


def is_token_text(text: str) -> bool:
    """Whether text has the form of a token and the right checksum: a mistyped one is refused without a look-up."""
    return _FORM.fullmatch(text) is not None and _checksum(text[:-_CHECKSUM_LENGTH]) == text[-_CHECKSUM_LENGTH:]


def token_digest(text: str) -> str:
    """Return what is kept in place of a token's text."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _checksum(body: str) -> str:
    return _base64(zlib.crc32(body.encode("ascii")).to_bytes(4, "big"))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
