"""``codementor tokens`` as installed."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from codementor_cli.domain.access.token import is_token_text, token_digest
from tests.cli.command import Command

LEARNER = ("tokens", "new", "--learner", "ada", "--database", "own.db")


def test_a_token_is_shown_once(codementor: Command, work: Path) -> None:
    plain = codementor(*LEARNER, "--name", "laptop")
    quiet = codementor(*LEARNER, "--quiet")
    short = codementor(*LEARNER, "-q")
    listed = codementor("tokens", "list", "--database", "own.db")
    with closing(sqlite3.connect(work / "own.db")) as connection:
        dump = "\n".join(connection.iterdump())

    texts = [each.out.removesuffix("\n") for each in (plain, quiet, short)]
    assert all(map(is_token_text, texts))
    assert "It acts as ada, learner, with mentor, read, run, until " in plain.err
    assert quiet.err == short.err == ""
    for text in texts:
        assert text not in listed.out + listed.err + dump + plain.err
        assert token_digest(text) in dump
        assert token_digest(text) not in listed.out


def test_the_command_that_takes_it_back_is_named(codementor: Command) -> None:
    made = codementor(*LEARNER)
    found = re.search(r"codementor (tokens revoke [0-9a-f]{16})\n", made.err)

    assert found is not None
    done = codementor(*found[1].split(), "--database", "own.db")
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"Token [0-9a-f]{16} of ada is revoked\.\n", done.err)


def test_a_revoked_token_is_in_the_list_as_revoked(codementor: Command) -> None:
    made = json.loads(codementor(*LEARNER, "--name", "laptop", "--json").out)
    kept = json.loads(codementor(*LEARNER, "--json").out)
    revoked = codementor("tokens", "revoke", made["uid"], "--database", "own.db", "--quiet")
    again = codementor("tokens", "revoke", made["uid"], "--database", "own.db", "-q")
    listed = codementor("tokens", "list", "--database", "own.db")
    as_json = json.loads(codementor("tokens", "list", "--database", "own.db", "--json").out)["tokens"]

    assert (revoked.code, revoked.out, revoked.err) == (again.code, again.out, again.err) == (0, "", "")
    assert listed.out.splitlines()[0].split() == ["UID", "LEARNER", "ROLE", "SCOPES", "STATE", "UNTIL", "NAME"]
    assert re.search(rf"{made['uid']} +ada +learner +mentor,read,run +revoked +.* laptop", listed.out)
    assert [(each["uid"], each["state"]) for each in as_json] == [(made["uid"], "revoked"), (kept["uid"], "live")]
    assert as_json[1] == {name: value for name, value in kept.items() if name != "token"}
    assert as_json[0]["revokedAt"] is not None


def test_a_uid_that_is_nearly_right_is_corrected(codementor: Command) -> None:
    uid = json.loads(codementor(*LEARNER, "--json").out)["uid"]
    done = codementor("tokens", "revoke", uid[:8], "--database", "own.db")

    assert done.code == 3
    assert f"There is no token '{uid[:8]}'; did you mean {uid}?" in done.err


def test_a_name_cannot_act_on_the_terminal(codementor: Command) -> None:
    done = codementor(*LEARNER, "--name", "\x1b[31mred")

    assert done.code == 2
    assert "all printable" in done.err
    assert "\x1b" not in done.err


def test_looking_makes_no_database(codementor: Command, tmp_path: Path) -> None:
    listed, revoked = codementor("tokens", "list"), codementor("tokens", "revoke", "0" * 16)

    assert (listed.code, revoked.code) == (0, 3)
    assert "There is no token yet." in listed.err
    assert "There is no token '0000000000000000'." in revoked.err
    assert not list(tmp_path.rglob("*.db"))


def test_a_token_needs_a_store_that_can_be_written(codementor: Command, tmp_path: Path) -> None:
    done = codementor("tokens", "new", "--database", str(tmp_path / "no" / "folder.db"))

    assert done.code == 4
    assert "cm_" not in done.out
