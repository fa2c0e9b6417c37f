"""One suite for the port of tokens: the file, PostgreSQL, and the fake that tests of other parts stand on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codementor_cli.domain.access.principal import Role, Scope
from codementor_cli.domain.access.token import token_digest
from codementor_cli.errors import StoreFault
from codementor_cli.ports.serving import Tokens
from codementor_cli.services.access.tokens import NewToken, new_token
from codementor_cli.store import SqliteTokens, open_file
from codementor_cli.store.postgres.tokens import PostgresTokens
from tests.fakes.empty_databases import EmptyDatabases
from tests.fakes.tokens import NOW, MemoryTokens, kept_token, text_of


@contextmanager
def in_file(path: Path) -> Iterator[Tokens]:
    with closing(open_file(path)) as file:
        yield SqliteTokens(file)


@pytest.fixture(params=["file", "postgres", "memory"])
def tokens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tokens]:
    if request.param == "memory":
        yield MemoryTokens()
    elif request.param == "file":
        with in_file(tmp_path / "tokens.db") as opened:
            yield opened
    else:
        databases: EmptyDatabases = request.getfixturevalue("empty_databases")
        with closing(databases.open()) as store:
            yield PostgresTokens(store.database)


def test_a_token_comes_back_as_it_was(tokens: Tokens) -> None:
    kept = kept_token(1, Role.SERVICE, "moodle", name="Moodle \udcff of the school", expires_at=None)
    tokens.add(kept)

    assert tokens.by_digest(kept.digest) == kept
    assert tokens.all() == (kept,)


def test_a_token_of_another_digest_is_none(tokens: Tokens) -> None:
    tokens.add(kept_token(1))

    assert tokens.by_digest(kept_token(2).digest) is None
    assert tokens.by_digest("") is None
    assert tokens.by_digest(text_of(1)) is None
    assert tokens.by_digest("%") is None


def test_all_are_the_oldest_first(tokens: Tokens) -> None:
    for number in (3, 1, 2):
        tokens.add(kept_token(number))

    assert [each.uid for each in tokens.all()] == [kept_token(number).uid for number in (1, 2, 3)]


def test_revoking_keeps_the_first_moment(tokens: Tokens) -> None:
    tokens.add(kept_token(1))
    tokens.add(kept_token(2))
    revoked = replace(kept_token(1), revoked_at=NOW)

    assert tokens.revoke(kept_token(1).uid, NOW) == revoked
    assert tokens.revoke(kept_token(1).uid, NOW + timedelta(days=1)) == revoked
    assert tokens.all() == (revoked, kept_token(2))


def test_revoking_what_is_not_there_is_none(tokens: Tokens) -> None:
    tokens.add(kept_token(1))

    assert tokens.revoke("%", NOW) is None
    assert tokens.revoke("' OR 1=1 --", NOW) is None
    assert tokens.all() == (kept_token(1),)


class TestFile:
    def test_another_process_sees_a_revoked_token_at_once(self, tmp_path: Path) -> None:
        with in_file(tmp_path / "tokens.db") as first, in_file(tmp_path / "tokens.db") as second:
            first.add(kept_token(1))
            assert second.by_digest(kept_token(1).digest) == kept_token(1)
            second.revoke(kept_token(1).uid, NOW)
            found = first.by_digest(kept_token(1).digest)
        assert found is not None
        assert found.revoked_at == NOW

    def test_two_tokens_of_one_digest_cannot_be(self, tmp_path: Path) -> None:
        with in_file(tmp_path / "tokens.db") as tokens:
            tokens.add(kept_token(1))
            with pytest.raises(sqlite3.IntegrityError):
                tokens.add(replace(kept_token(2), digest=kept_token(1).digest))
            assert tokens.all() == (kept_token(1),)

    def test_text_of_a_new_token_is_nowhere_in_a_dump(self, tmp_path: Path) -> None:
        with in_file(tmp_path / "tokens.db") as tokens:
            wanted = NewToken(role=Role.OPERATOR, learner=None, scopes=(), name="x", expires_at=None)
            text = new_token(tokens, wanted, NOW).text
        with closing(sqlite3.connect(tmp_path / "tokens.db")) as connection:
            dump = "\n".join(connection.iterdump())

        assert token_digest(text) in dump
        assert text not in dump
        assert text[3:20] not in dump
        assert not [each for each in tmp_path.iterdir() if text[3:20].encode() in each.read_bytes()]

    def test_a_damaged_row_is_a_fault_of_the_store(self, tmp_path: Path) -> None:
        with in_file(tmp_path / "tokens.db") as tokens:
            tokens.add(kept_token(1))
        with closing(sqlite3.connect(tmp_path / "tokens.db")) as connection, connection:
            connection.execute("UPDATE tokens SET role = 'admin'")
        with in_file(tmp_path / "tokens.db") as tokens:
            with pytest.raises(StoreFault):
                tokens.by_digest(kept_token(1).digest)
            with pytest.raises(StoreFault):
                tokens.all()
        with closing(sqlite3.connect(tmp_path / "tokens.db")) as connection, connection:
            connection.execute("UPDATE tokens SET role = 'learner', scopes = '[\"everything\"]'")
        with in_file(tmp_path / "tokens.db") as tokens, pytest.raises(StoreFault):
            tokens.all()

    def test_scopes_are_kept_as_words(self, tmp_path: Path) -> None:
        with in_file(tmp_path / "tokens.db") as tokens:
            tokens.add(kept_token(1, scopes=(Scope.READ, Scope.RUN)))
        with closing(sqlite3.connect(tmp_path / "tokens.db")) as connection:
            assert connection.execute("SELECT role, scopes FROM tokens").fetchone() == ("learner", '["read", "run"]')
