"""Write the newest schema, with data, to ``schemas/N.sql``: once for each released N, and never again.

Run by hand after a new migration: ``python -m tests.contract.freeze_schema``. The migration test brings every such file
to the newest schema.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from codementor_cli.domain.access.principal import Role, Scope
from codementor_cli.domain.access.token import Token
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.store import SqliteStore, open_sqlite
from codementor_cli.store.sql.rows import row_of
from codementor_cli.store.sqlite.connection import SCHEMA_VERSION
from codementor_cli.store.sqlite.jobs import SqliteJobs
from codementor_cli.store.sqlite.rows import insert
from tests.contract.kept import MOMENT, kept_call, kept_submission
from tests.fakes.jobs import judged, lease, new_job, run_work

SCHEMAS = Path(__file__).parent / "schemas"

_FIRST: tuple[Submission | MentorCall, ...] = (
    kept_submission(1),
    kept_submission(2, 10, verdict=Verdict.AC, score=100),
    kept_submission(3, 300, language="cpp", challenge_id="even-load", file="/home/\udcff/3.cpp"),
    kept_call(4, 5),
)
_ADA = LearnerId("ada")

FROZEN: dict[int, tuple[Submission | MentorCall, ...]] = {
    1: _FIRST,
    2: (_SECOND := (*_FIRST, kept_submission(5, 20, learner=_ADA), kept_call(6, 25, learner=_ADA))),
    3: _SECOND,
}
"""Records in the frozen file of each schema; those of a later schema are added, never changed."""

FROZEN_DRAFT = Draft(
    learner=_ADA, challenge_id="even-load", language="cpp", source_text="int main() {\udcff", saved_at=MOMENT
)
"""In the files from schema 2 on."""

FROZEN_JOBS = (new_job(7, _ADA, idempotency_key="k"), new_job(8, _ADA, work=run_work(b"\xff")))
FROZEN_ANSWER = judged(7)
FROZEN_TOKEN = Token(
    uid="9" * 32,
    learner=_ADA,
    role=Role.TEACHER,
    scopes=(Scope.READ, Scope.RUN),
    digest="d" * 64,
    name="Ada's",
    created_at=MOMENT,
    expires_at=None,
)
"""In the files from schema 3 on; the first job is done."""


def dump(path: Path) -> str:
    """Return a file as SQL, with the two numbers that SQLite's own dump leaves out."""
    with closing(sqlite3.connect(path)) as connection:
        numbers = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        return "\n".join([*numbers, *connection.iterdump()]) + "\n"


def freeze() -> Path:
    """Write the file of the newest schema, and return its path.

    Raises:
        FileExistsError: That schema is frozen already.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frozen.db"
        with closing(open_sqlite(path)) as store:
            store.record_all(FROZEN[SCHEMA_VERSION])
            store.save_draft(FROZEN_DRAFT)
            _keep_jobs(store)
        target = SCHEMAS / f"{SCHEMA_VERSION}.sql"
        with target.open("x", encoding="utf-8") as file:
            file.write(dump(path))
    return target


def _keep_jobs(store: SqliteStore) -> None:
    """Keep a job that is done, one that is queued, and a token."""
    jobs = SqliteJobs(store.file)
    for new in FROZEN_JOBS:
        jobs.add(new, QueueCaps())
    jobs.claim(lease(), 1)
    jobs.finish(FROZEN_JOBS[0].uid, FROZEN_ANSWER, None, MOMENT)
    with store.file.writing() as connection:
        insert(connection, "tokens", row_of(FROZEN_TOKEN))


if __name__ == "__main__":
    freeze()
