"""``codementor store copy`` as installed."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.cli.command import COMMAND, Command


def test_a_copy_is_a_store_like_the_first(codementor: Command, work: Path) -> None:
    codementor("tokens", "new", "--learner", "ada", "--database", "first.db")
    done = codementor("store", "copy", "first.db", "second.db")
    first, second = (codementor("tokens", "list", "--database", name).out for name in ("first.db", "second.db"))

    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == f"Copied 2 rows from {work / 'first.db'} to {work / 'second.db'}; both were compared, and are the same.\n"
    )
    assert second == first
    assert "ada" in second


def test_a_copy_that_is_there_already_is_compared(codementor: Command, work: Path) -> None:
    codementor("tokens", "new", "--database", "first.db")
    codementor("store", "copy", "first.db", "second.db")
    again = codementor("store", "copy", "first.db", "second.db")

    assert again.out == f"{work / 'second.db'} is a copy of {work / 'first.db'} already: 2 rows, compared one by one.\n"


def test_a_store_with_other_records_is_refused(codementor: Command, work: Path) -> None:
    for name in ("first.db", "second.db"):
        codementor("tokens", "new", "--database", name)
    before = (work / "second.db").read_bytes()
    refused = codementor("store", "copy", "first.db", "second.db")

    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith(f"error: {work / 'second.db'} holds records already, which are not those of ")
    assert "To add records to others, import a file of them: codementor export FILE" in refused.err
    assert (work / "second.db").read_bytes() == before


def test_an_unfinished_copy_says_how_it_goes_on(codementor: Command, work: Path) -> None:
    codementor("tokens", "new", "--database", "first.db")
    codementor("store", "copy", "first.db", "second.db")
    mark = f"CREATE TABLE copying (source TEXT NOT NULL); INSERT INTO copying VALUES ('{work / 'first.db'}')"
    _change(work / "second.db", mark)
    refused = codementor("history", "--database", "second.db")
    other = codementor("store", "copy", "second.db", "third.db")

    line = f"codementor store copy {work / 'first.db'} {work / 'second.db'}"
    assert refused.code == other.code == 4
    assert f"{work / 'second.db'} is a copy of {work / 'first.db'} that was not finished." in refused.err
    assert f"Go on with it: {line}" in refused.err
    assert codementor(*line.split()[1:]).code == 0
    assert codementor("history", "--database", "second.db").code == 0


def test_a_terminal_is_told_of_the_progress(codementor: Command, work: Path) -> None:
    codementor("tokens", "new", "--database", "first.db")
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, "store", "copy", "first.db", "second.db"], cwd=work, stdout=-3, stderr=follower
    )
    os.close(follower)
    said = b""
    try:
        while part := os.read(leader, 4096):
            said += part
    except OSError:
        pass  # the other end is closed
    assert process.wait() == 0
    assert b"Copying tokens: 1 of 2 rows" in said
    assert b"Checking tokens" in said
    os.close(leader)


def test_a_password_is_not_repeated(codementor: Command) -> None:
    refused = codementor("store", "copy", "mysql://root:secret@localhost/x", "copy.db")

    assert refused.code == 2
    assert "secret" not in refused.out + refused.err
    assert "codementor store copy submissions.db postgresql://" in refused.err


def _change(path: Path, statements: str) -> None:

    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def test_it_goes_to_postgresql_and_back_and_repeats_no_password(
    codementor: Command, work: Path, postgres_url: str
) -> None:
    codementor("tokens", "new", "--learner", "ada", "--database", "first.db")
    there = codementor("store", "copy", "first.db", postgres_url)
    again = codementor("store", "copy", "first.db", postgres_url)
    back = codementor("store", "copy", postgres_url, "second.db")
    listed = [codementor("tokens", "list", "--database", name).out for name in ("first.db", "second.db")]

    password = postgres_url.partition("postgres:")[2].partition("@")[0]
    place = postgres_url.replace(f"postgres:{password}@", "")
    assert (there.code, again.code, back.code) == (0, 0, 0)
    assert there.out == f"Copied 2 rows from {work / 'first.db'} to {place}; both were compared, and are the same.\n"
    assert again.out.startswith(f"{place} is a copy of {work / 'first.db'} already")
    assert password
    assert password not in "".join(each.out + each.err for each in (there, again, back))
    assert listed[0] == listed[1]
