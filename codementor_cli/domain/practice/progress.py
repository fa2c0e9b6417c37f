"""Rules of progress: what one more submission to a challenge changes. Pure.

Submissions may come in any order, as imports do. Progress follows from their times alone (for two in one microsecond,
from their uids), never from the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.submission import Source, Submission

SITTING_GAP = timedelta(minutes=30)
"""Longest gap between two submissions that counts as practice: after it, the learner was away.

Stores keep sums of gaps: a change of this value needs a migration that computes them again.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """First accepted submission."""

    at: datetime
    uid: str
    number: int
    """1-based: how many submissions it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a learner on one challenge, over all its versions."""

    submission_count: int
    best_score: float
    first_at: datetime
    last_at: datetime
    last_uid: str
    """Of the newest submission."""
    accepted: Accepted | None
    """None: not accepted yet."""
    practice: timedelta
    """Sum of the gaps between consecutive submissions that are ``SITTING_GAP`` at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Submissions around a new one: of the same learner, to the same challenge."""

    earlier_count: int
    previous_at: datetime | None
    """Time of the last one before it, or at its time; None: there is none."""
    next_at: datetime | None
    """Time of the first one after it, or at its time."""


def is_practice(submission: Submission) -> bool:
    """Whether a submission counts for its learner: one that a teacher graded does not."""
    return submission.source is not Source.GRADE


def progress_with(before: Progress | None, added: Submission, neighbours: Callable[[], Neighbours]) -> Progress:
    """Return the progress after one more submission.

    Args:
        before: Progress without it; None: it is the first one.
        added: Submission that counts.
        neighbours: Looks them up; called only where the submission is not the newest.
    """
    moment, score = added.created_at, added.judgement.score
    if before is None:
        return Progress(
            submission_count=1,
            best_score=score,
            first_at=moment,
            last_at=moment,
            last_uid=added.uid,
            accepted=_accepted(None, added, 0),
            practice=timedelta(),
        )
    is_newest = (moment, added.uid) > (before.last_at, before.last_uid)
    if is_newest:
        around = Neighbours(earlier_count=before.submission_count, previous_at=before.last_at, next_at=None)
    else:
        around = neighbours()
    return replace(
        before,
        submission_count=before.submission_count + 1,
        best_score=max(before.best_score, score),
        first_at=min(before.first_at, moment),
        last_at=max(before.last_at, moment),
        last_uid=added.uid if is_newest else before.last_uid,
        accepted=_accepted(before.accepted, added, around.earlier_count),
        practice=before.practice + _added_practice(moment, around),
    )


def _accepted(before: Accepted | None, added: Submission, earlier_count: int) -> Accepted | None:
    if before is not None and (added.created_at, added.uid) > (before.at, before.uid):
        return before
    if added.judgement.verdict is Verdict.AC:
        return Accepted(at=added.created_at, uid=added.uid, number=1 + earlier_count)
    return None if before is None else replace(before, number=before.number + 1)


def _added_practice(moment: datetime, around: Neighbours) -> timedelta:
    """Return how much longer the gaps that count become: one gap becomes two."""
    previous, following = around.previous_at, around.next_at
    return _counted(previous, moment) + _counted(moment, following) - _counted(previous, following)


def _counted(start: datetime | None, end: datetime | None) -> timedelta:
    if start is None or end is None or end - start > SITTING_GAP:
        return timedelta()
    return end - start
