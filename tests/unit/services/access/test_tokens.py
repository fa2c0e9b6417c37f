from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codementor_cli.domain.access.principal import ROLE_SCOPES, Role, Scope
from codementor_cli.domain.access.token import is_token_text, token_digest
from codementor_cli.errors import ErrorKind, UsageError, UserFileError
from codementor_cli.services.access.tokens import NewToken, new_token, revoke_token
from tests.fakes.tokens import NOW, MemoryTokens, kept_token

WANTED = NewToken(role=Role.LEARNER, learner="ada", scopes=(), name="laptop", expires_at=NOW + timedelta(days=90))


def test_a_new_token_is_shown_once_and_kept_by_its_digest() -> None:
    tokens = MemoryTokens()
    made = new_token(tokens, WANTED, NOW)

    assert is_token_text(made.text)
    assert tokens.kept == [made.token]
    assert made.token.digest == token_digest(made.text)
    assert made.text not in repr(tokens)
    assert (made.token.learner, made.token.name, made.token.created_at) == ("ada", "laptop", NOW)


def test_no_two_tokens_are_the_same() -> None:
    tokens = MemoryTokens()
    texts = {new_token(tokens, WANTED, NOW).text for _ in range(50)}

    assert len(texts) == len({each.uid for each in tokens.kept}) == 50


@pytest.mark.parametrize("role", Role)
def test_without_scopes_it_holds_all_of_its_role(role: Role) -> None:
    token = new_token(MemoryTokens(), replace(WANTED, role=role), NOW).token

    assert set(token.scopes) == ROLE_SCOPES[role]
    assert list(token.scopes) == sorted(token.scopes)


def test_it_can_hold_fewer_scopes_and_each_once() -> None:
    assert new_token(MemoryTokens(), replace(WANTED, scopes=(Scope.RUN, Scope.RUN)), NOW).token.scopes == (Scope.RUN,)


def test_without_a_learner_each_token_has_a_new_one() -> None:
    made = [new_token(MemoryTokens(), replace(WANTED, learner=None, role=Role.TEACHER), NOW) for _ in range(2)]

    assert made[0].token.learner != made[1].token.learner
    assert all(each.token.learner.startswith("teacher-") for each in made)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scopes": (Scope.JUDGE,)}, "The role learner has no scope judge; it has mentor, read, run."),
        ({"scopes": (Scope.OPERATE, Scope.JUDGE)}, "no scope judge and no scope operate"),
        ({"learner": ""}, "is no learner's id"),
        ({"learner": "a b"}, "is no learner's id"),
        ({"learner": "grün"}, "is no learner's id"),
        ({"learner": "x\n2026 forged line"}, r"'x\\+n2026 forged line' is no learner's id"),
        ({"learner": "x" * 201}, "1 to 200 characters"),
        ({"name": "two\nlines"}, "all printable"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"expires_at": NOW}, "must expire in the future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(changes: dict[str, object], said: str) -> None:
    tokens = MemoryTokens()

    with pytest.raises(UsageError, match=said) as caught:
        new_token(tokens, replace(WANTED, **changes), NOW)  # type: ignore[arg-type]  # fields by name
    assert caught.value.next_step == "codementor tokens new --help"
    assert not tokens.kept


def test_a_revoked_token_keeps_its_time() -> None:
    tokens = MemoryTokens([kept_token(1)])
    first = revoke_token(tokens, kept_token(1).uid, NOW)

    assert first.revoked_at == NOW
    assert revoke_token(tokens, first.uid, NOW + timedelta(days=1)) == first


def test_revoking_what_is_not_there_names_what_is_near() -> None:
    tokens = MemoryTokens([kept_token(1)])

    with pytest.raises(UserFileError, match="did you mean 0000000000000001") as caught:
        revoke_token(tokens, "0000000000000002", NOW)
    assert caught.value.kind is ErrorKind.NOT_FOUND
    assert caught.value.next_step == "codementor tokens list"
    with pytest.raises(UserFileError, match=r"There is no token 'x\\+n'\."):
        revoke_token(None, "x\n", NOW)
