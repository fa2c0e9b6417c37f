"""Progress and challenges, as ``stats`` and ``next`` need them."""

from __future__ import annotations

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import existing_store
from codementor_cli.cli.failures import problem_lines
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.mentor.mentoring import MentorUsage
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.record import PracticeRecord
from codementor_cli.domain.practice.statistics import Listed
from codementor_cli.errors import ProblemsError


def practice_of(app: Application, database: str | None) -> tuple[PracticeRecord, tuple[MentorUsage, ...]]:
    """Return the progress and the cost of the mentor; empty where nothing was ever kept.

    Raises:
        UserFileError: ``--database`` names a file that is not there.
        StoreFault: The store cannot be read.
    """
    with existing_store(app, database) as store:
        if store is None:
            return PracticeRecord(challenges=(), days=()), ()
        return store.practice(LOCAL), store.mentor_usage(LOCAL)


def challenges_of(app: Application, out: Streams) -> list[Listed]:
    """Return all challenges; problems of broken ones go to stderr."""
    found: list[Listed] = []
    for each in app.catalog.summaries():
        if isinstance(each, ProblemsError):
            out.tell(problem_lines(each, "warning"))
        else:
            found.append(each)
    return found
