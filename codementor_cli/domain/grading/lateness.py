"""The lateness of a commit, and its price. Pure: the commit's date is an argument."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.domain.grading.results import Commit, Lateness
from codementor_cli.text.amounts import duration_words

_DAY_SECONDS = 86_400
_ALL = Decimal(100)
_ADVISORY = "by the commit's own date, which whoever commits can set: take it as advice"


def lateness_of(assignment: Assignment, commit: Commit | None) -> Lateness | None:
    """Return the lateness of a commit; None: there is no due date, or no commit.

    Each day begun after the due date costs the policy's percentage, up to its cap; after the late due date
    nothing counts. Without a due date, the late due date is one.
    """
    due_at = assignment.due_at or assignment.late_due_at
    if due_at is None or commit is None:
        return None
    seconds = max(0, int((commit.committed_at - due_at).total_seconds()))
    if seconds == 0:
        return Lateness(seconds=0, day_count=0, percent=Decimal(0), words=f"In time, {_ADVISORY}.")
    day_count = -(-seconds // _DAY_SECONDS)
    closed = assignment.late_due_at is not None and commit.committed_at > assignment.late_due_at
    policy = assignment.late_policy
    percent = _ALL if closed else min(policy.cap_percent, policy.percent_per_day * day_count)
    words = f"{duration_words(seconds)} late: {_cost(percent, closed, assignment.late_due_at)}; {_ADVISORY}."
    return Lateness(seconds=seconds, day_count=day_count, percent=percent, closed=closed, words=words)


def _cost(percent: Decimal, closed: bool, late_due_at: datetime | None) -> str:
    if closed and late_due_at is not None:
        return f"nothing counts after {late_due_at.isoformat(sep=' ', timespec='minutes')}"
    return f"{percent.normalize():f} % are taken off what was earned" if percent else "this costs nothing"
