"""A past submission as its learner may see it."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.mentor.mentoring import MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import RecordedSubmission, Submission
from codementor_cli.errors import CodementorError
from codementor_cli.ports import Catalog, Store

_NO_ANSWER = "{}"
"""Answer of a call that showed nothing."""


@dataclass(frozen=True, slots=True)
class PastSubmission:
    """A submission with the answers that its learner saw."""

    recorded: RecordedSubmission
    calls: tuple[MentorCall, ...]


def past_submission(
    store: Store, learner: LearnerId, number: int | None, challenge_id: str | None
) -> PastSubmission | None:
    """Return one submission of a learner; None: nothing was submitted yet.

    Args:
        store: Store of all learners.
        learner: Owner of the submission.
        number: Of the submission; None: the newest one.
        challenge_id: Without a number, the newest one to this challenge; None: to any.

    Raises:
        UserFileError: The learner has no submission of that number.
    """
    found = store.latest(learner, challenge_id) if number is None else store.submission(learner, number)
    if found is None:
        return None
    calls = store.mentor_calls_of(learner, found.submission.uid)
    # Other answers are kept for what they cost.
    shown = tuple(each for each in calls if each.answer != _NO_ANSWER and each.kind is not MentorKind.REPAIR)
    return PastSubmission(found, shown)


def judged_suite(catalog: Catalog, submission: Submission) -> tuple[TestSuite | None, str]:
    """Return the suite that a submission was judged against; None and a note where the challenge has changed."""
    try:
        challenge = catalog.load(submission.challenge.id)
    except CodementorError:
        return None, ""
    if challenge.suite_digest != submission.challenge.digest:
        return None, "The challenge has changed since."
    return challenge.suite, ""
