from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from codementor_cli.domain.access.principal import Principal, Role, Scope
from codementor_cli.domain.access.token import Token, TokenState, is_token_text, token_digest, token_text
from codementor_cli.domain.practice.learner import LearnerId

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TEXT = token_text(bytes(range(32)))


def token(expires_at: datetime | None = None, revoked_at: datetime | None = None) -> Token:
    return Token(
        uid="0" * 16,
        learner=LearnerId("ann"),
        role=Role.LEARNER,
        scopes=(Scope.READ, Scope.RUN),
        digest=token_digest(TEXT),
        name="laptop",
        created_at=NOW,
        expires_at=expires_at,
        revoked_at=revoked_at,
    )


@given(some.binary(min_size=32, max_size=32))
def test_text_of_any_secret_has_the_form_of_a_token(secret: bytes) -> None:
    text = token_text(secret)

    assert text.startswith("cm_")
    assert len(text) == 52
    assert is_token_text(text)


@given(some.integers(0, 51), some.sampled_from("aZ09-_"))
def test_a_token_with_another_character_is_refused(place: int, other: str) -> None:
    changed = TEXT[:place] + other + TEXT[place + 1 :]

    assert is_token_text(changed) is (changed == TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cm_",
        TEXT[:-1],
        TEXT + "A",
        f" {TEXT}",
        f"{TEXT}\n",
        TEXT.upper(),
        TEXT.replace("cm_", "cm-"),
        "cm_" + "ä" * 49,
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    assert not is_token_text(text)


def test_digest_is_the_sha_256_of_the_text() -> None:
    assert token_digest(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert TEXT not in repr(token())


def test_a_token_is_taken_until_the_moment_it_expires() -> None:
    ends = NOW + timedelta(days=90)

    assert token().state(NOW + timedelta(days=9999)) is TokenState.LIVE
    assert token(ends).state(ends - timedelta(microseconds=1)) is TokenState.LIVE
    assert token(ends).state(ends) is TokenState.EXPIRED


def test_a_revoked_token_is_revoked_whatever_else() -> None:
    assert token(revoked_at=NOW).state(NOW) is TokenState.REVOKED
    assert token(expires_at=NOW, revoked_at=NOW).state(NOW) is TokenState.REVOKED


def test_a_token_stands_for_its_learner_and_scopes() -> None:
    expected = Principal(LearnerId("ann"), Role.LEARNER, frozenset({Scope.RUN, Scope.READ}), token_uid="0" * 16)

    assert token().principal == expected
