"""Tables and indexes of schema 1. Released: never edited; ``migrations`` says what changed since."""

from __future__ import annotations

_CONTENTS = """
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    byte_count INTEGER NOT NULL,
    is_compressed INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT
"""
"""Every input, output and source file once; ``digest`` is the SHA-256 of what is kept."""

_CHALLENGES = (
    """
    CREATE TABLE challenges (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    """
    CREATE TABLE challenge_versions (
        id INTEGER PRIMARY KEY,
        challenge INTEGER NOT NULL REFERENCES challenges,
        digest TEXT NOT NULL,
        title ANY NOT NULL,
        difficulty TEXT NOT NULL,
        tags TEXT NOT NULL,
        max_score REAL NOT NULL,
        UNIQUE (challenge, digest, title, difficulty, tags, max_score)
    ) STRICT
    """,
    """
    CREATE TABLE test_cases (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        name ANY NOT NULL,
        description ANY NOT NULL,
        hidden INTEGER NOT NULL,
        max_points REAL NOT NULL,
        input INTEGER REFERENCES contents,
        expected INTEGER REFERENCES contents
    ) STRICT
    """,
)
"""Challenges as they were judged."""

_PROGRAMS = (
    """
    CREATE TABLE programs (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        language TEXT NOT NULL,
        main ANY NOT NULL,
        calls_function INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE program_files (
        program INTEGER NOT NULL REFERENCES programs,
        position INTEGER NOT NULL,
        path ANY NOT NULL,
        content INTEGER REFERENCES contents,
        PRIMARY KEY (program, position)
    ) STRICT, WITHOUT ROWID
    """,
)

_SUBMISSIONS = (
    """
    CREATE TABLE submissions (
        number INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL,
        source TEXT NOT NULL,
        challenge INTEGER NOT NULL REFERENCES challenges,
        challenge_version INTEGER NOT NULL REFERENCES challenge_versions,
        program INTEGER NOT NULL REFERENCES programs,
        language TEXT NOT NULL,
        sandbox TEXT NOT NULL,
        verdict TEXT NOT NULL,
        score REAL NOT NULL,
        max_score REAL NOT NULL,
        passed_count INTEGER NOT NULL,
        total_count INTEGER NOT NULL,
        wall_seconds REAL NOT NULL,
        file ANY NOT NULL,
        feedback ANY NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE compilations (
        submission INTEGER PRIMARY KEY REFERENCES submissions,
        success INTEGER NOT NULL,
        output INTEGER REFERENCES contents,
        wall_seconds REAL NOT NULL,
        reason ANY NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE case_results (
        submission INTEGER NOT NULL REFERENCES submissions,
        position INTEGER NOT NULL,
        test_case INTEGER NOT NULL REFERENCES test_cases,
        verdict TEXT NOT NULL,
        points REAL NOT NULL,
        actual INTEGER REFERENCES contents,
        actual_truncated INTEGER NOT NULL,
        prints INTEGER REFERENCES contents,
        reason ANY NOT NULL,
        PRIMARY KEY (submission, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE executions (
        submission INTEGER NOT NULL,
        position INTEGER NOT NULL,
        exit_code INTEGER,
        signal INTEGER,
        stop TEXT,
        oom_kill_count INTEGER NOT NULL,
        cpu_seconds REAL NOT NULL,
        wall_seconds REAL NOT NULL,
        peak_memory_bytes INTEGER NOT NULL,
        stdout INTEGER REFERENCES contents,
        stderr INTEGER REFERENCES contents,
        stdout_truncated INTEGER NOT NULL,
        stderr_truncated INTEGER NOT NULL,
        PRIMARY KEY (submission, position),
        FOREIGN KEY (submission, position) REFERENCES case_results
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE differences (
        submission INTEGER NOT NULL,
        position INTEGER NOT NULL,
        line INTEGER NOT NULL,
        column_number INTEGER NOT NULL,
        expected_line ANY,
        actual_line ANY,
        explanation ANY NOT NULL,
        PRIMARY KEY (submission, position),
        FOREIGN KEY (submission, position) REFERENCES case_results
    ) STRICT, WITHOUT ROWID
    """,
)

_PROGRESS = """
CREATE TABLE progress (
    challenge INTEGER PRIMARY KEY REFERENCES challenges,
    submission_count INTEGER NOT NULL,
    best_score REAL NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_uid TEXT NOT NULL,
    last_version INTEGER NOT NULL REFERENCES challenge_versions,
    accepted_at INTEGER,
    accepted_uid TEXT,
    submissions_to_accepted INTEGER,
    practice_microseconds INTEGER NOT NULL
) STRICT
"""
"""What follows from the submissions of a challenge, kept up to date with each of them."""

_MENTOR_CALLS = """
CREATE TABLE mentor_calls (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    challenge TEXT NOT NULL,
    submission_uid TEXT NOT NULL,
    state TEXT NOT NULL,
    question ANY NOT NULL,
    level INTEGER NOT NULL,
    source TEXT NOT NULL,
    answer ANY NOT NULL,
    checks ANY NOT NULL,
    model TEXT NOT NULL,
    request_ids TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    latency_seconds REAL NOT NULL
) STRICT
"""
"""No reference to a submission: a call may be about one that was not recorded, or is imported before its submission."""

_INDEXES = (
    # Each list reads its filter and its order from one index; what other filters ask for is in there too, so that
    # counting 100 000 matches reads no row. "number" stands before those, because it orders submissions of one moment.
    "CREATE INDEX submissions_by_time ON submissions (created_at, number, challenge, verdict, language, source)",
    "CREATE INDEX submissions_by_challenge ON submissions (challenge, created_at, number, verdict, language, source)",
    "CREATE INDEX submissions_by_verdict ON submissions (verdict, created_at, number, language)",
    "CREATE INDEX submissions_by_language ON submissions (language, created_at, number)",
    "CREATE INDEX mentor_calls_by_challenge ON mentor_calls (challenge, state, created_at)",
    "CREATE INDEX mentor_calls_by_submission ON mentor_calls (submission_uid, created_at)",
    "CREATE INDEX mentor_calls_by_model ON mentor_calls (model, input_tokens, output_tokens)",
)

FIRST_SCHEMA = (
    _CONTENTS,
    *_CHALLENGES,
    *_PROGRAMS,
    *_SUBMISSIONS,
    _PROGRESS,
    _MENTOR_CALLS,
    *_INDEXES,
)
"""All statements, in order."""
