"""Commands whose submissions are kept in PostgreSQL, by the installed command."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from codementor_cli.store import open_sqlite
from tests.cli.command import DOWN, Command, imported
from tests.contract.kept import kept_call, kept_submission

ROOT = Path(__file__).parents[2]
FAST = {"CODEMENTOR_SANDBOX": "bubblewrap"}


@pytest.fixture
def lines(codementor: Command, tmp_path: Path) -> bytes:
    """Return three records as they are exported from a file."""
    path = tmp_path / "one.db"
    with closing(open_sqlite(path)) as store:
        store.record_all([kept_submission(2, 5), kept_submission(1), kept_call(3)])
    return codementor("export", "--database", str(path)).out.encode()


def test_records_of_a_file_are_the_same_in_postgresql(codementor: Command, lines: bytes, postgres_url: str) -> None:
    imported = codementor("import", "-", stdin=lines, DATABASE_URL=postgres_url)
    assert (imported.code, imported.out) == (0, "Imported 2 submissions and 1 hint.\n")
    assert codementor("export", DATABASE_URL=postgres_url).out.encode() == lines


def test_variable_and_option_name_the_same_database(codementor: Command, lines: bytes, postgres_url: str) -> None:
    assert codementor("import", "-", "--database", postgres_url, stdin=lines).code == 0
    (named, typed) = (
        codementor("history", "--json", DATABASE_URL=postgres_url.replace("postgresql://", "postgres://")),
        codementor("history", "--json", "--database", postgres_url),
    )
    assert named.out == typed.out
    assert json.loads(named.out)["total"] == 2


def test_program_is_judged_and_read_back(codementor: Command, challenge: str, work: Path, postgres_url: str) -> None:
    (work / "add.py").write_text("print(sum(map(int, input().split())))\n")
    judged = codementor("test", "add.py", "--challenge", challenge, DATABASE_URL=postgres_url, **FAST)
    assert (judged.code, judged.err) == (0, "submission 1\n")
    shown = codementor("show", "1", DATABASE_URL=postgres_url)
    assert shown.code == 0
    assert "add.py" in shown.out


def test_backup_brings_everything_back(codementor: Command, lines: bytes, tmp_path: Path, postgres_url: str) -> None:
    codementor("import", "-", stdin=lines, DATABASE_URL=postgres_url)
    page = (ROOT / "docs" / "guides" / "serve-operation.md").read_text()
    typed = [line.replace("/srv/backup", str(tmp_path)) for line in page.splitlines() if line.startswith("pg_")]
    backup, restore = (["sh", "-c", line] for line in typed)
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": postgres_url}
    subprocess.run(backup, check=True, env=environment)
    with psycopg.connect(postgres_url) as connection:
        connection.execute("TRUNCATE mentor_calls, progress")
    subprocess.run(restore, check=True, env=environment)
    assert codementor("export", DATABASE_URL=postgres_url).out.encode() == lines
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM progress").fetchone() == (1,)


def test_tokens_are_kept_there_too(codementor: Command, postgres_url: str) -> None:
    assert codementor("tokens", "list", DATABASE_URL=postgres_url).code == 0
    assert codementor("tokens", "new", "--learner", "ada", DATABASE_URL=postgres_url).code == 0
    assert "ada" in codementor("tokens", "list", DATABASE_URL=postgres_url).out


def _with_wrong_password(url: str) -> str:
    user, _, place = url.removeprefix("postgresql://").partition("@")
    return f"postgresql://{user.partition(':')[0]}:hunter2@{place}"


@pytest.mark.parametrize("arguments", [("history",), ("export",), ("tokens", "list"), ("serve", "--port", "0")])
def test_password_that_is_wrong_is_told_and_not_repeated(
    codementor: Command, arguments: tuple[str, ...], postgres_url: str
) -> None:
    said = codementor(*arguments, DATABASE_URL=_with_wrong_password(postgres_url))
    assert said.code == 4
    assert said.is_clear
    assert "does not take this user and password" in said.err
    assert "hunter2" not in said.out + said.err


def test_doctor_looks_at_the_database_and_makes_nothing_there(codementor: Command, postgres_url: str) -> None:
    looked = json.loads(codementor("doctor", "--json", DATABASE_URL=postgres_url, **DOWN).out)
    (found,) = [each for each in looked["checks"] if each["subject"] == "database"]
    assert re.fullmatch(
        r"postgresql://127\.0\.0\.1:\d+/\w+, PostgreSQL [\d.]+, nothing kept yet, \d+ of \d+ connections open",
        found["message"],
    )
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    refused = codementor("doctor", "--json", DATABASE_URL=_with_wrong_password(postgres_url), **DOWN)
    assert "does not take this user and password" in refused.out
    assert "hunter2" not in refused.out + refused.err


@pytest.mark.installed
def test_only_a_command_that_keeps_something_there_loads_the_driver(codementor: Command, postgres_url: str) -> None:
    timed = {"PYTHONPROFILEIMPORTTIME": "1"}
    drivers = {"psycopg", "psycopg_pool"}
    assert imported(codementor("history", DATABASE_URL=postgres_url, **timed).err) & drivers == drivers
    assert codementor("import", "-", DATABASE_URL="sqlite:///own.db").code == 0
    assert imported(codementor("history", DATABASE_URL="sqlite:///own.db", **timed).err) & drivers == set()
