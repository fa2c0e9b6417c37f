from __future__ import annotations

from datetime import timedelta

import pytest

from codementor_cli.domain.access.principal import LOCAL_PRINCIPAL
from codementor_cli.errors import UserFileError
from codementor_cli.services.access.authenticate import Authentication, check_address
from tests.fakes.tokens import NOW, MemoryTokens, kept_token, text_of


def authentication(tokens: MemoryTokens, single: bool = False, later: timedelta = timedelta()) -> Authentication:
    return Authentication(tokens, lambda: NOW + later, is_single_user=single)


def test_a_token_is_its_principal_until_it_expires() -> None:
    tokens = MemoryTokens([kept_token(1)])

    assert authentication(tokens).principal(text_of(1)) == kept_token(1).principal
    assert authentication(tokens, later=timedelta(days=90, seconds=-1)).principal(text_of(1)) is not None
    assert authentication(tokens, later=timedelta(days=90)).principal(text_of(1)) is None


def test_a_token_is_refused_from_the_moment_it_is_revoked() -> None:
    tokens = MemoryTokens([kept_token(1)])
    asked = authentication(tokens)

    assert asked.principal(text_of(1)) is not None
    tokens.revoke(kept_token(1).uid, NOW)
    assert asked.principal(text_of(1)) is None


@pytest.mark.parametrize(
    "text", ["", "cm_", text_of(2), text_of(1)[:-1] + "!", kept_token(1).digest, kept_token(1).uid]
)
def test_other_text_is_refused(text: str) -> None:
    tokens = MemoryTokens([kept_token(1)])

    assert authentication(tokens).principal(text) is None
    assert authentication(tokens, single=True).principal(text) is None


def test_text_that_is_no_token_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = MemoryTokens()
    monkeypatch.setattr(tokens, "by_digest", None)

    assert authentication(tokens).principal(text_of(1)[:-1] + "!") is None


def test_digests_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(first: str, second: str) -> bool:
        compared.append((first, second))
        return first == second

    monkeypatch.setattr("hmac.compare_digest", compare)
    assert authentication(MemoryTokens([kept_token(1)])).principal(text_of(1)) is not None
    assert compared == [(kept_token(1).digest, kept_token(1).digest)]


def test_a_store_that_returns_another_token_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = MemoryTokens()
    monkeypatch.setattr(tokens, "by_digest", lambda _digest: kept_token(1))

    assert authentication(tokens).principal(text_of(2)) is None


def test_the_user_of_the_machine_comes_in_until_the_first_token_is_made() -> None:
    tokens = MemoryTokens()
    asked = authentication(tokens, single=True)

    assert asked.principal(None) == LOCAL_PRINCIPAL
    tokens.add(kept_token(1))
    assert asked.principal(None) is None
    tokens.revoke(kept_token(1).uid, NOW)
    assert asked.principal(None) is None
    assert authentication(MemoryTokens()).principal(None) is None


def test_an_address_that_others_reach_needs_a_live_token() -> None:
    dead = [kept_token(1, expires_at=NOW), kept_token(2, revoked_at=NOW)]

    check_address(MemoryTokens(), "127.0.0.1", is_private=True, now=NOW)
    check_address(MemoryTokens([*dead, kept_token(3)]), "0.0.0.0", is_private=False, now=NOW)
    for kept in ([], dead):
        with pytest.raises(UserFileError, match=r"Other machines reach 0\.0\.0\.0") as caught:
            check_address(MemoryTokens(list(kept)), "0.0.0.0", is_private=False, now=NOW)
        assert caught.value.next_step == "Make one first: codementor tokens new --role operator"
