"""Every schema there ever was, as steps from the one before. Imported only where a file is not at the newest.

A released step is never edited: a change of the schema is a new function at the end, a new ``SCHEMA_VERSION``, and a
frozen copy of the new schema for the migration test.

Columns of type ANY hold prose: text, or the bytes of text that UTF-8 cannot say (see ``values``).
Times (``*_at``) are microseconds since 1970, UTC. A content that is NULL is empty.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from sqlite_utils import Database, Migrations

from codementor_cli.store.sqlite.connection import APPLICATION_ID
from codementor_cli.store.sqlite.schema.first_schema import FIRST_SCHEMA
from codementor_cli.store.sqlite.schema.serving_schema import SERVING_SCHEMA

migrations = Migrations("codementor")


@migrations(name="1")
def first_schema(database: Database) -> None:
    """Make all tables."""
    for statement in FIRST_SCHEMA:
        database.execute(statement)


_LEARNERS = (
    # Everything so far is the command line's.
    "ALTER TABLE submissions ADD COLUMN learner TEXT NOT NULL DEFAULT 'local'",
    "ALTER TABLE mentor_calls ADD COLUMN learner TEXT NOT NULL DEFAULT 'local'",
    "ALTER TABLE progress RENAME TO progress_without_learner",
    """
    CREATE TABLE progress (
        learner TEXT NOT NULL,
        challenge INTEGER NOT NULL REFERENCES challenges,
        submission_count INTEGER NOT NULL,
        best_score REAL NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        last_uid TEXT NOT NULL,
        last_version INTEGER NOT NULL REFERENCES challenge_versions,
        accepted_at INTEGER,
        accepted_uid TEXT,
        submissions_to_accepted INTEGER,
        practice_microseconds INTEGER NOT NULL,
        PRIMARY KEY (learner, challenge)
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO progress SELECT 'local', * FROM progress_without_learner",
    "DROP TABLE progress_without_learner",
    """
    CREATE TABLE drafts (
        learner TEXT NOT NULL,
        challenge TEXT NOT NULL,
        language TEXT NOT NULL,
        source_text ANY NOT NULL,
        saved_at INTEGER NOT NULL,
        PRIMARY KEY (learner, challenge, language)
    ) STRICT, WITHOUT ROWID
    """,
)
"""``drafts`` has no reference to a challenge: a draft comes before the first submission."""

_INDEXES_OF_LEARNERS = (
    *(f"DROP INDEX submissions_by_{each}" for each in ("time", "challenge", "verdict", "language")),
    *(f"DROP INDEX mentor_calls_by_{each}" for each in ("challenge", "submission", "model")),
    """
    CREATE INDEX submissions_by_time ON submissions
    (learner, created_at, number, challenge, verdict, language, source)
    """,
    """
    CREATE INDEX submissions_by_challenge ON submissions
    (learner, challenge, created_at, number, verdict, language, source)
    """,
    "CREATE INDEX submissions_by_verdict ON submissions (learner, verdict, created_at, number, language)",
    "CREATE INDEX submissions_by_language ON submissions (learner, language, created_at, number)",
    "CREATE INDEX mentor_calls_by_challenge ON mentor_calls (learner, challenge, state, created_at)",
    "CREATE INDEX mentor_calls_by_submission ON mentor_calls (learner, submission_uid, created_at)",
    "CREATE INDEX mentor_calls_by_model ON mentor_calls (learner, model, input_tokens, output_tokens)",
)


@migrations(name="2")
def learners(database: Database) -> None:
    """Give each record a learner, and make a table of drafts."""
    for statement in (*_LEARNERS, *_INDEXES_OF_LEARNERS):
        database.execute(statement)


@migrations(name="3")
def serving(database: Database) -> None:
    """Make the tables of the service: jobs and tokens."""
    for statement in SERVING_SCHEMA:
        database.execute(statement)


def migrate(connection: sqlite3.Connection, steps: Migrations = migrations) -> None:
    """Bring a file to the newest schema, wholly or not at all; of processes that come at once, one does it.

    ``user_version`` says how many steps the file has, for openings that should not import this module.

    Args:
        connection: In autocommit mode, outside of a transaction.
        steps: The migrations.

    Raises:
        sqlite3.Error: The file cannot be written.
    """
    # The lock comes first: a process that waited for it finds nothing left to do.
    connection.execute("BEGIN IMMEDIATE")
    try:
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        steps.apply(database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps.applied(database))}")
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have ended the transaction already.
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
