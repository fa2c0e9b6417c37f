"""Statistics of a learner: by difficulty, tag, submissions and time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord
from codementor_cli.domain.practice.streak import Streak, streak


class Listed(Protocol):
    """Fields of a challenge that statistics need; summaries and whole challenges have them."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in ``Challenge``
    @property
    def title(self) -> str: ...  # noqa: D102 - as in ``Challenge``
    @property
    def difficulty(self) -> Difficulty: ...  # noqa: D102 - as in ``Challenge``
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102 - as in ``Challenge``


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Challenges of one kind, counted."""

    name: str
    """The difficulty or the tag."""
    accepted_count: int
    tried_count: int
    """Accepted ones too."""
    total_count: int
    """In the catalog, or tried though they are not in it any more; 1 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures that ``stats`` shows."""

    overall: Tally
    submission_count: int
    by_difficulty: tuple[Tally, ...]
    """From easy to hard; those that have a challenge."""
    by_tag: tuple[Tally, ...]
    """Most tried first, then most challenges, then by name."""
    streak: Streak
    days: tuple[date, ...]
    """As in ``PracticeRecord``."""
    to_accepted: tuple[int, ...]
    """Submissions to the first accepted one, of each accepted challenge in the order of acceptance."""
    practice_seconds: float
    """On all challenges together."""
    challenges: tuple[ChallengeProgress, ...]
    """Those tried, last tried first."""


def statistics(catalog: Iterable[Listed], record: PracticeRecord, today: date) -> Statistics:
    """Count a learner's progress.

    Args:
        catalog: Challenges there are.
        record: Progress so far.
        today: In the learner's time zone.
    """
    every = _everything(catalog, record)
    done = {each.challenge_id: each for each in record.challenges}
    accepted = [each for each in record.challenges if each.first_accepted_at is not None]
    accepted.sort(key=lambda each: (each.first_accepted_at or each.last_at, each.challenge_id))
    tags = sorted({tag for each in every for tag in each.tags})
    by_tag = [_tally(tag, [each for each in every if tag in each.tags], done) for tag in tags]
    levels = [(level, [each for each in every if each.difficulty is level]) for level in Difficulty]
    return Statistics(
        overall=_tally("all", every, done),
        submission_count=sum(each.submission_count for each in record.challenges),
        by_difficulty=tuple(_tally(level.value, some, done) for level, some in levels if some),
        by_tag=tuple(sorted(by_tag, key=lambda each: (-each.tried_count, -each.total_count, each.name))),
        streak=streak(record.days, today),
        days=record.days,
        to_accepted=tuple(each.submissions_to_accepted or 1 for each in accepted),
        practice_seconds=sum(each.practice_seconds for each in record.challenges),
        challenges=tuple(sorted(record.challenges, key=lambda each: (each.last_at, each.challenge_id), reverse=True)),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A challenge of the catalog, or one that was done and is not in it any more."""

    id: str
    title: str
    difficulty: Difficulty
    tags: tuple[str, ...]


def _everything(catalog: Iterable[Listed], record: PracticeRecord) -> Sequence[_Known]:
    """Return each challenge once; the catalog wins over the record."""
    known = {
        each.challenge_id: _Known(each.challenge_id, each.title, each.difficulty, each.tags)
        for each in record.challenges
    }
    known.update({each.id: _Known(each.id, each.title, each.difficulty, each.tags) for each in catalog})
    return list(known.values())


def _tally(name: str, some: Sequence[_Known], done: dict[str, ChallengeProgress]) -> Tally:
    tried = [done[each.id] for each in some if each.id in done]
    return Tally(
        name=name,
        accepted_count=sum(each.first_accepted_at is not None for each in tried),
        tried_count=len(tried),
        total_count=len(some),
    )
