"""Every schema that was ever released comes to the newest, with all its data, wholly or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from codementor_cli.domain.access.token import Token
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.errors import StoreFault
from codementor_cli.store import open_sqlite
from codementor_cli.store.sql.rows import rows, value_of
from codementor_cli.store.sqlite.connection import APPLICATION_ID, SCHEMA_VERSION, connect
from codementor_cli.store.sqlite.jobs import SqliteJobs
from codementor_cli.store.sqlite.schema.migrations import (
    first_schema,
    learners,
    migrate,
    migrations,
    serving,
)
from tests.contract.freeze_schema import FROZEN, FROZEN_ANSWER, FROZEN_DRAFT, FROZEN_JOBS, FROZEN_TOKEN, SCHEMAS
from tests.contract.kept import kept_submission
from tests.fakes.jobs import lease

_RELEASED = sorted(SCHEMAS.glob("*.sql"), key=lambda path: int(path.stem))


def _thawed(frozen: Path, folder: Path) -> Path:
    path = folder / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(frozen.read_text("utf-8"))
    return path


def _schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_every_schema_up_to_the_newest_is_frozen() -> None:
    assert [int(path.stem) for path in _RELEASED] == list(range(1, SCHEMA_VERSION + 1))


def test_newest_schema_is_the_number_of_migrations() -> None:
    assert len(migrations.pending(Database(memory=True))) == SCHEMA_VERSION


@pytest.mark.parametrize("frozen", _RELEASED, ids=lambda path: path.stem)
def test_old_file_has_all_its_data_in_the_newest_schema(frozen: Path, tmp_path: Path) -> None:
    path = _thawed(frozen, tmp_path)
    with closing(open_sqlite(path)) as store:
        assert set(store.everything()) == set(FROZEN[int(frozen.stem)])
        assert store.page(LOCAL, HistoryQuery()).total == 3
        progress = store.progress(LOCAL, "equal-trays")
        assert progress is not None
        assert (progress.submission_count, progress.submissions_to_accepted) == (2, 2)
    with closing(open_sqlite(tmp_path / "new.db")):
        pass
    assert _schema(path) == _schema(tmp_path / "new.db")
    assert _version(path) == SCHEMA_VERSION


@pytest.mark.parametrize("frozen", _RELEASED[1:], ids=lambda path: path.stem)
def test_old_file_with_learners_keeps_them_and_their_drafts(frozen: Path, tmp_path: Path) -> None:
    with closing(open_sqlite(_thawed(frozen, tmp_path))) as store:
        progress = store.progress(FROZEN_DRAFT.learner, "equal-trays")
        assert progress is not None
        assert (progress.submission_count, progress.submissions_to_accepted) == (1, None)
        assert store.draft(FROZEN_DRAFT.learner, "even-load", "cpp") == FROZEN_DRAFT


def test_everything_in_a_file_without_learners_belongs_to_the_command_line(tmp_path: Path) -> None:
    with closing(open_sqlite(_thawed(SCHEMAS / "1.sql", tmp_path))) as store:
        assert {each.learner for each in store.everything()} == {LOCAL}
        assert {each.challenge_id for each in store.practice(LOCAL).challenges} == {"equal-trays", "even-load"}
        assert store.submission(LOCAL, 2).submission == FROZEN[1][1]
        assert store.mentor_calls(LOCAL, "equal-trays") == FROZEN[1][3:]
        assert store.mentor_usage(LOCAL)[0].call_count == 1
        later = kept_submission(7, 5)
        assert store.record(later) == 4
        progress = store.progress(LOCAL, "equal-trays")
        assert progress is not None
        assert (progress.submission_count, progress.submissions_to_accepted) == (3, 3)


@pytest.mark.parametrize("frozen", _RELEASED[2:], ids=lambda path: path.stem)
def test_old_file_with_jobs_keeps_them_and_their_tokens(frozen: Path, tmp_path: Path) -> None:
    done, queued = FROZEN_JOBS
    with closing(open_sqlite(_thawed(frozen, tmp_path))) as store:
        jobs = SqliteJobs(store.file)
        kept = jobs.job(done.uid)
        assert kept is not None
        assert (kept.state, kept.work, kept.answer) == (JobState.DONE, done.work, FROZEN_ANSWER)
        claimed = jobs.claim(lease(), 1)
        assert claimed is not None
        assert (claimed.uid, claimed.work) == (queued.uid, queued.work)
        with store.file.reading() as connection:
            assert value_of(Token, next(rows(connection, "SELECT * FROM tokens"))) == FROZEN_TOKEN


def _with_one_more(breaks: bool) -> Migrations:
    """Return the migrations with one more, which may fail after it changed something."""
    steps = Migrations("codementor")
    steps(name="1")(first_schema)
    steps(name="2")(learners)
    steps(name="3")(serving)

    @steps(name="more")
    def more(database: Database) -> None:
        database.execute("ALTER TABLE submissions ADD COLUMN note TEXT NOT NULL DEFAULT 'none'")
        if breaks:
            database.execute("SELECT no_such_function()")

    return steps


def test_later_migration_keeps_what_is_there(tmp_path: Path) -> None:
    path = _thawed(SCHEMAS / "1.sql", tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, _with_one_more(breaks=False))
        migrate(connection, _with_one_more(breaks=False))
        assert connection.execute("SELECT count(*), min(note) FROM submissions").fetchone() == (3, "none")
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert _version(path) == SCHEMA_VERSION + 1


def test_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = _thawed(SCHEMAS / "1.sql", tmp_path)
    before = _schema(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.OperationalError, match="no_such_function"),
    ):
        migrate(connection, _with_one_more(breaks=True))
    assert _schema(path) == before
    assert _version(path) == 1
    with closing(open_sqlite(path)) as store:
        assert set(store.everything()) == set(FROZEN[1])


def test_file_of_a_newer_codementor_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = _thawed(SCHEMAS / "1.sql", tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    content = path.read_bytes()
    with pytest.raises(
        StoreFault, match=f"newer codementor .its schema is {SCHEMA_VERSION + 1}; this one knows"
    ) as raised:
        connect(path)
    assert "pipx upgrade codementor" in raised.value.next_step
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE notes (text)", "PRAGMA user_version = 1", "PRAGMA application_id = 7"]
)
def test_database_of_another_program_is_refused_and_left_alone(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    content = path.read_bytes()
    with pytest.raises(StoreFault, match="another program"):
        connect(path)
    assert path.read_bytes() == content


def test_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with closing(open_sqlite(path)) as store:
        assert store.page(LOCAL, HistoryQuery()).total == 0
