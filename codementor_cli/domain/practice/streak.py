"""Days in a row on which something was submitted. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Days in a row."""

    current_days: int
    """Up to today. Today breaks no streak before it is over: yesterday's streak still counts."""
    longest_days: int
    today: bool
    """Whether something was submitted today."""


def streak(days: Iterable[date], today: date) -> Streak:
    """Return the streaks of some days; days after today (a clock was wrong) count for the longest only."""
    practised = set(days)
    last = today if today in practised else today - _DAY
    return Streak(
        current_days=_run(practised, last),
        longest_days=max((_run(practised, day) for day in practised if day + _DAY not in practised), default=0),
        today=today in practised,
    )


def _run(practised: set[date], last: date) -> int:
    """Return how many days in a row end with one."""
    count = 0
    while last - count * _DAY in practised:
        count += 1
    return count
