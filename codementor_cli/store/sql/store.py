"""The store in a database that speaks SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from codementor_cli.domain.mentor.mentoring import MentorCall, MentorSpend, MentorUsage
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord
from codementor_cli.domain.practice.submission import (
    HistoryPage,
    HistoryQuery,
    ImportCount,
    RecordedSubmission,
    Submission,
)
from codementor_cli.errors import ErrorKind, NextStep, UserFileError
from codementor_cli.store.sql.connection import Database
from codementor_cli.store.sql.history import latest_number, read_page
from codementor_cli.store.sql.mentor_calls import (
    read_all_mentor_calls,
    read_draft,
    read_mentor_calls,
    read_mentor_spend,
    read_mentor_usage,
    write_draft,
    write_mentor_call,
)
from codementor_cli.store.sql.progress import read_days, read_progress
from codementor_cli.store.sql.reading import read_submission
from codementor_cli.store.sql.rows import Insert
from codementor_cli.store.sql.submission_rows import number_of

_LARGEST_NUMBER = 2**63 - 1
"""Largest row number of both databases."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one kind of database writes in its own way."""

    insert: Insert
    write_submission: Callable[[Any, Submission], int]
    """Takes a connection in a transaction; a submission that is there already keeps its number."""


class SqlStore:
    """A store in a database for many processes and many threads of each; meets ``ports.Store``."""

    def __init__(self, database: Database, dialect: Dialect) -> None:
        """Keep submissions in a database, which is closed with the store."""
        self._database = database
        self._dialect = dialect

    def record(self, submission: Submission) -> int:
        """Keep a submission, whole or not at all, and return its number; one that is there already keeps its own."""
        return self._database.write(lambda connection: self._dialect.write_submission(connection, submission))

    def submission(self, learner: LearnerId, number: int) -> RecordedSubmission:
        """Return one submission of a learner, whole.

        Raises:
            UserFileError: The learner has none of that number; the newest number is named.
        """
        with self._database.reading() as connection:
            found = read_submission(connection, number) if 0 < number <= _LARGEST_NUMBER else None
            if found is not None and found.submission.learner == learner:
                return found
            statement = "SELECT max(number) FROM submissions WHERE learner = ?"
            newest = connection.execute(statement, (learner,)).fetchone()[0]
        there = "none is kept yet." if newest is None else f"the newest is {newest}."
        raise UserFileError(
            f"There is no submission {number}: {there}", NextStep(("history",)), kind=ErrorKind.NOT_FOUND
        )

    def page(self, learner: LearnerId, query: HistoryQuery) -> HistoryPage:
        """Return the submissions of a learner that match, newest first."""
        with self._database.reading() as connection:
            return read_page(connection, learner, query)

    def latest(self, learner: LearnerId, challenge_id: str | None = None) -> RecordedSubmission | None:
        """Return a learner's newest submission that was not graded, to one challenge or to all."""
        with self._database.reading() as connection:
            number = latest_number(connection, learner, challenge_id)
            return None if number is None else read_submission(connection, number)

    def progress(self, learner: LearnerId, challenge_id: str) -> ChallengeProgress | None:
        """Return the progress on one challenge; None: nothing was submitted."""
        with self._database.reading() as connection:
            return next(iter(read_progress(connection, learner, challenge_id)), None)

    def practice(self, learner: LearnerId) -> PracticeRecord:
        """Return what statistics are computed from."""
        with self._database.reading() as connection:
            return PracticeRecord(challenges=read_progress(connection, learner), days=read_days(connection, learner))

    def record_mentor_call(self, call: MentorCall) -> None:
        """Keep an answer; one that is there already stays as it is."""
        with self._database.writing() as connection:
            write_mentor_call(connection, self._dialect.insert, call)

    def mentor_calls(self, learner: LearnerId, challenge_id: str, state: str | None = None) -> tuple[MentorCall, ...]:
        """Return the answers given on a challenge, oldest first; ``state``: in that problem state only."""
        wanted = {"learner": learner, "challenge": challenge_id} | ({} if state is None else {"state": state})
        with self._database.reading() as connection:
            return tuple(read_mentor_calls(connection, **wanted))

    def mentor_calls_of(self, learner: LearnerId, submission_uid: str) -> tuple[MentorCall, ...]:
        """Return the answers given on one submission, oldest first."""
        with self._database.reading() as connection:
            return tuple(read_mentor_calls(connection, learner=learner, submission_uid=submission_uid))

    def mentor_usage(self, learner: LearnerId) -> tuple[MentorUsage, ...]:
        """Return what a learner's answers cost, by model."""
        with self._database.reading() as connection:
            return read_mentor_usage(connection, learner)

    def mentor_spend(self, learner: LearnerId, since: datetime) -> MentorSpend:
        """Return what a learner's questions took since a moment, those without an answer too."""
        with self._database.reading() as connection:
            return read_mentor_spend(connection, learner, since)

    def draft(self, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
        """Return a draft; None: there is none."""
        with self._database.reading() as connection:
            return read_draft(connection, learner, challenge_id, language)

    def save_draft(self, draft: Draft) -> None:
        """Keep a draft in place of the one before it."""
        with self._database.writing() as connection:
            write_draft(connection, self._dialect.insert, draft)

    def everything(self) -> Iterator[Submission | MentorCall]:
        """Yield all that is kept, as of when it begins: submissions before mentor calls, each oldest first."""
        with self._database.reading() as connection:
            for (number,) in connection.execute("SELECT number FROM submissions ORDER BY created_at, uid"):
                found = read_submission(connection, number)
                if found is not None:
                    yield found.submission
            yield from read_all_mentor_calls(connection)

    def record_all(self, records: Iterable[Submission | MentorCall]) -> ImportCount:
        """Keep many records, all or none of them; those that are there already stay as they are."""
        submission_count = call_count = known_count = 0
        with self._database.writing() as connection:
            for record in records:
                if isinstance(record, MentorCall):
                    is_new = write_mentor_call(connection, self._dialect.insert, record)
                    call_count += is_new
                else:
                    is_new = number_of(connection, record.uid) is None
                    submission_count += is_new
                    if is_new:
                        self._dialect.write_submission(connection, record)
                known_count += not is_new
        return ImportCount(submission_count=submission_count, mentor_call_count=call_count, known_count=known_count)

    def close(self) -> None:
        """Give back what is open; may be called more than once."""
        self._database.close()
