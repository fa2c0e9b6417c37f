from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from codementor_cli.domain.grading.assignment import Assignment, LatePolicy
from codementor_cli.domain.grading.lateness import lateness_of
from codementor_cli.domain.grading.results import Commit
from codementor_cli.text.amounts import duration_words

DUE_AT = datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=1)))


def _assignment(
    due_at: datetime | None = DUE_AT, late_due_at: datetime | None = None, policy: LatePolicy | None = None
) -> Assignment:
    late = policy or LatePolicy(percent_per_day=Decimal(10), cap_percent=Decimal(25))
    return Assignment(id="a", title="A", challenges=(), due_at=due_at, late_due_at=late_due_at, late_policy=late)


def _commit(after: timedelta) -> Commit:
    return Commit(id="0" * 40, committed_at=(DUE_AT + after).astimezone(UTC))


@pytest.mark.parametrize(
    ("after", "days", "percent"),
    [
        (timedelta(hours=-1), 0, 0),
        (timedelta(0), 0, 0),
        (timedelta(seconds=1), 1, 10),
        (timedelta(days=1), 1, 10),
        (timedelta(days=1, seconds=1), 2, 20),
        (timedelta(days=2, seconds=1), 3, 25),
        (timedelta(days=300), 300, 25),
    ],
)
def test_each_day_begun_costs_up_to_the_cap(after: timedelta, days: int, percent: int) -> None:
    lateness = lateness_of(_assignment(), _commit(after))
    assert lateness is not None
    assert (lateness.day_count, lateness.percent, lateness.late) == (days, Decimal(percent), days > 0)


def test_lateness_says_that_it_is_advice() -> None:
    for after in (timedelta(0), timedelta(hours=5)):
        lateness = lateness_of(_assignment(), _commit(after))
        assert lateness is not None
        assert "advice" in lateness.words


def test_after_the_late_due_date_nothing_counts() -> None:
    end = DUE_AT + timedelta(days=2)
    closed = lateness_of(_assignment(late_due_at=end), _commit(timedelta(days=2, seconds=1)))
    still_open = lateness_of(_assignment(late_due_at=end), _commit(timedelta(days=2)))
    assert closed is not None
    assert still_open is not None
    assert (closed.closed, closed.percent) == (True, Decimal(100))
    assert (still_open.closed, still_open.percent) == (False, Decimal(20))
    assert "nothing counts after 2026-11-22 23:59+01:00" in closed.words


def test_late_due_date_alone_is_a_due_date() -> None:
    closed = lateness_of(_assignment(due_at=None, late_due_at=DUE_AT), _commit(timedelta(seconds=1)))
    assert closed is not None
    assert closed.percent == 100


def test_without_a_policy_lateness_costs_nothing_and_is_still_told() -> None:
    lateness = lateness_of(_assignment(policy=LatePolicy()), _commit(timedelta(hours=3)))
    assert lateness is not None
    assert lateness.percent == 0
    assert lateness.words.startswith("3 hours late: this costs nothing")


def test_without_due_date_or_commit_lateness_is_unknown() -> None:
    assert lateness_of(_assignment(due_at=None), _commit(timedelta(days=9))) is None
    assert lateness_of(_assignment(), None) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (61, "1 minute 1 second"), (3600, "1 hour"), (90_000, "1 day 1 hour"),
     (86_460, "1 day"), (200_000, "2 days 7 hours")],
)  # fmt: skip
def test_time_is_told_in_its_two_largest_units(seconds: int, words: str) -> None:
    assert duration_words(seconds) == words
