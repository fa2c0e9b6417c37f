"""What all commands that read the store have in common."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, Command, imported

READERS = [("history",), ("show",), ("stats",), ("next",)]

READERS = [("history",), ("show",), ("stats",), ("next",)]


def test_lists_do_not_load_what_they_do_not_need(home: Mapping[str, str], database: str) -> None:
    pages = ["history", "--page", "2", "--limit", "5"]
    for arguments, needed in (
        (["history"], {"rich"}),
        (pages, {"rich"}),
        (["stats"], {"rich", "yaml"}),
        (["next"], {"rich", "yaml"}),
    ):
        done = subprocess.run(
            [COMMAND, *arguments, "--database", database],
            capture_output=True,
            env={**home, "PYTHONPROFILEIMPORTTIME": "1"},
            check=True,
            text=True,
        )
        loaded = imported(done.stderr)

        assert "sqlite3" in loaded
        assert not loaded & {"docker", "anthropic", "pydantic", "yaml", "rich", "rich.console", "sqlite_utils"} - needed


def test_history_is_read_while_another_process_writes(codementor: Command, database: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        result = codementor("history", "--database", database)
        writer.execute("ROLLBACK")

    assert result.code == 0
    assert len(result.out.splitlines()) == 21


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
class TestStore:
    def test_looking_makes_no_database(self, codementor: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        codementor(*arguments)

        assert not list(tmp_path.rglob("*.db*"))

    def test_named_database_that_is_not_there_is_told(self, codementor: Command, arguments: tuple[str, ...]) -> None:
        result = codementor(*arguments, "--database", "nowhere.db")

        assert result.code == 3
        assert result.is_clear
        assert "nowhere.db" in result.err

    def test_file_that_is_no_database_is_told(
        self, codementor: Command, work: Path, arguments: tuple[str, ...]
    ) -> None:
        (work / "notes.db").write_text("milk, eggs, bread, and nothing of the kind\n" * 100)

        result = codementor(*arguments, "--database", "notes.db")

        assert result.code == 4
        assert result.is_clear
        assert "notes.db" in result.err
        assert "→" in result.err

    def test_newer_database_is_refused_with_the_fix(
        self, codementor: Command, database: str, arguments: tuple[str, ...]
    ) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA user_version = 999")

        result = codementor(*arguments, "--database", database)

        assert result.code == 4
        assert result.is_clear
        assert "→" in result.err

    def test_database_that_does_not_answer_is_told(self, codementor: Command, arguments: tuple[str, ...]) -> None:
        result = codementor(*arguments, DATABASE_URL="postgresql://me:hush@127.0.0.1:1/db")

        assert result.code == 4
        assert result.is_clear
        assert "hush" not in result.err
