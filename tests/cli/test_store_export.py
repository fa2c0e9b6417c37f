"""``codementor export`` and ``import``, and where submissions are kept, by the installed command."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from codementor_cli.store import open_sqlite
from tests.cli.command import Command
from tests.contract.kept import kept_call, kept_submission


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return the path of a store with three records."""
    path = tmp_path / "one.db"
    with closing(open_sqlite(path)) as store:
        store.record_all([kept_submission(2, 5), kept_submission(1), kept_call(3)])
    return str(path)


def test_export_and_import_bring_all_to_another_store(codementor: Command, work: Path, database: str) -> None:
    exported = codementor("export", "all.jsonl", "--database", database)
    assert (exported.code, exported.out) == (0, "")
    assert exported.err == "Exported 3 records to all.jsonl.\n"
    imported = codementor("import", "all.jsonl", "--database", "two.db")
    assert (imported.code, imported.err) == (0, "")
    assert imported.out == "Imported 2 submissions and 1 hint.\n"
    again = codementor("import", "all.jsonl", "--database", "two.db", "--json")
    assert json.loads(again.out) == {"submissions": 0, "mentorCalls": 0, "known": 3}
    back = codementor("export", "--database", "two.db")
    assert back.out == (work / "all.jsonl").read_text()


def test_lines_in_any_order_through_a_pipe_make_the_same_store(codementor: Command, database: str) -> None:
    lines = codementor("export", "-", "--database", database, "--quiet").out.splitlines(keepends=True)
    done = codementor("import", "-", "--database", "two.db", stdin="\n".join(reversed(lines)).encode())
    assert done.out == "Imported 2 submissions and 1 hint.\n"
    assert codementor("export", "--database", "two.db").out == "".join(lines)


@pytest.mark.parametrize(
    "line", [b"{}", b"\x1b[31m\xff", b"[" * 50_000, b'{"schema": "codementor/export/v9", "type": "submission"}']
)
def test_wrong_line_is_named_and_nothing_is_imported(
    codementor: Command, work: Path, database: str, line: bytes
) -> None:
    good = codementor("export", "--database", database).out.encode()
    (work / "some.jsonl").write_bytes(good + line + b"\n")
    done = codementor("import", "some.jsonl", "--database", "two.db")
    assert done.code == 3
    assert done.is_clear
    assert "error: some.jsonl:4: " in done.err
    assert "Nothing was imported" in done.err
    assert codementor("export", "--database", "two.db").out == ""


@pytest.mark.parametrize("file", ["missing.jsonl", "."])
def test_file_that_cannot_be_read_is_said(codementor: Command, file: str) -> None:
    done = codementor("import", file)
    assert (done.code, done.out) == (3, "")
    assert done.is_clear
    assert "cannot be read" in done.err


@pytest.mark.parametrize("file", [".", "missing/all.jsonl"])
def test_place_that_cannot_be_written_is_said(codementor: Command, file: str, database: str) -> None:
    done = codementor("export", file, "--database", database)
    assert (done.code, done.out) == (3, "")
    assert done.is_clear


def test_failing_export_leaves_the_older_file(codementor: Command, work: Path, database: str) -> None:
    (work / "all.jsonl").write_text("older\n")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE submissions SET verdict = 'XX' WHERE number = 2")
    done = codementor("export", "all.jsonl", "--database", database)
    assert done.code == 4
    assert done.is_clear
    assert [each.name for each in work.iterdir()] == ["all.jsonl"]
    assert (work / "all.jsonl").read_text() == "older\n"


def test_export_of_nothing_is_nothing_and_makes_no_file(codementor: Command, tmp_path: Path) -> None:
    done = codementor("export")
    assert (done.code, done.out) == (0, "")
    assert not list((tmp_path / "home").rglob("*.db"))


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("", "home/.local/share/codementor/submissions.db"),
        ("sqlite:///here.db", "work/here.db"),
        ("sqlite:///~/there.db", "home/there.db"),
    ],
)
def test_submissions_are_kept_where_the_settings_say(
    codementor: Command, tmp_path: Path, database: str, variable: str, place: str
) -> None:
    lines = codementor("export", "--database", database).out.encode()
    assert codementor("import", "-", stdin=lines, DATABASE_URL=variable).code == 0
    assert (tmp_path / place).is_file()


def test_absolute_path_has_four_slashes_and_the_option_wins(codementor: Command, tmp_path: Path, database: str) -> None:
    lines = codementor("export", "--database", database).out.encode()
    url = f"sqlite:///{tmp_path}/absolute.db"
    assert url.startswith("sqlite:////")
    assert codementor("import", "-", stdin=lines, DATABASE_URL=url).code == 0
    assert (tmp_path / "absolute.db").is_file()
    assert codementor("import", "-", "--database", "option.db", stdin=lines, DATABASE_URL="postgresql://x/y").code == 0
    assert (tmp_path / "work" / "option.db").is_file()


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("here.db", "work/here.db"),
        ("~/there.db", "home/there.db"),
        ("sqlite:///here.db", "work/here.db"),
        ("sqlite:///~/there.db", "home/there.db"),
        ("sqlite:///./sub/../here.db", "work/here.db"),
    ],
)
def test_option_takes_a_path_and_the_address_that_the_variable_takes(
    codementor: Command, tmp_path: Path, database: str, typed: str, place: str
) -> None:
    (tmp_path / "work" / "sub").mkdir()
    lines = codementor("export", "--database", database).out.encode()
    assert codementor("import", "-", "--database", typed, stdin=lines).code == 0
    assert (tmp_path / place).is_file()
    assert (
        codementor("history", "--json", "--database", typed).out
        == codementor("history", "--json", DATABASE_URL=f"sqlite:///{tmp_path / place}").out
    )


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("postgresql://me:hush@127.0.0.1:1/db", 4, "postgresql://127.0.0.1:1/db does not answer"),
        ("postgresql://me:hush@ever@127.0.0.1:1/db", 4, "The URL of the PostgreSQL database cannot be read."),
        ("mysql://me:hush@host/db", 2, "--database takes a path, sqlite:///PATH or postgresql://USER@HOST/NAME."),
        ("sqlite://x.db", 2, "--database takes a path, sqlite:///PATH or postgresql://USER@HOST/NAME."),
        ("sqlite:///", 2, "--database takes a path, sqlite:///PATH or postgresql://USER@HOST/NAME."),
    ],
)
def test_option_refuses_other_addresses_and_repeats_none(codementor: Command, typed: str, code: int, says: str) -> None:
    done = codementor("history", "--database", typed)
    assert done.code == code
    assert done.is_clear
    assert says in done.err
    assert "hush" not in done.err


@pytest.mark.parametrize("command", [["import", "-"], ["export"], ["history"]])
def test_postgresql_that_does_not_answer_is_told_without_its_password(codementor: Command, command: list[str]) -> None:
    done = codementor(*command, DATABASE_URL="postgresql://learner:secret@127.0.0.1:1/codementor")
    assert (done.code, done.out) == (4, "")
    assert done.is_clear
    assert "postgresql://127.0.0.1:1/codementor does not answer" in done.err
    assert "pg_isready" in done.err
    assert "secret" not in done.err


def test_home_of_nobody_is_said(codementor: Command) -> None:
    done = codementor("import", "-", "--database", "~nobody-of-that-name/x.db")
    assert done.code == 3
    assert done.is_clear
