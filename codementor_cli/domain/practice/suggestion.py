"""Suggestions of challenges to try next, with reasons. Pure: the same record gives the same suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord
from codementor_cli.domain.practice.statistics import Listed
from codementor_cli.text.amounts import count_text, points_text

SUGGESTION_COUNT = 3
"""Few enough to choose from."""

_LEVELS = tuple(Difficulty)
_READY_COUNT = 3
"""Accepted challenges of one difficulty after which the next one comes up, even where some are left."""
_NEARLY = Fraction(1, 2)
"""Share of the points from which a challenge is nearly done."""


class Motive(StrEnum):
    """Reason for a suggestion."""

    UNFINISHED = "unfinished"
    """Tried, and not accepted yet."""
    FIRST = "first"
    """Nothing was accepted yet: something easy."""
    DIFFICULTY = "difficulty"
    """The difficulty that comes next."""
    NEW_TAG = "newTag"
    """A tag that was never tried."""
    STRENGTH = "strength"
    """More of a tag that went well."""
    LEFT = "left"
    """Any other challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One challenge to try."""

    challenge_id: str
    title: str
    difficulty: Difficulty
    tags: tuple[str, ...]
    motive: Motive
    reason: str
    """One sentence for a learner."""


@dataclass(frozen=True, slots=True)
class _Learner:
    """Facts that the rules need."""

    done: dict[str, ChallengeProgress]
    level: Difficulty
    """Difficulty that comes next."""
    accepted_by_level: dict[Difficulty, int]
    tried_tags: frozenset[str]
    strong_tags: dict[str, int]
    """Tags that went well, and how many accepted challenges have them."""


def suggest(catalog: Iterable[Listed], record: PracticeRecord) -> tuple[Suggestion, ...]:
    """Return up to three challenges of the catalog to try, the best first; none: everything is accepted.

    Unfinished business first, then one suggestion for each rule, then other challenges, the easiest first.
    """
    every = sorted(catalog, key=lambda each: (_LEVELS.index(each.difficulty), each.id))
    done = {each.challenge_id: each for each in record.challenges}
    learner = _learner(every, done)
    open_ones = [each for each in every if each.id not in done or done[each.id].first_accepted_at is None]
    chosen: list[Suggestion] = []
    for rule in (*_RULES, _left, _left, _left, _unfinished, _unfinished):
        taken = {each.challenge_id for each in chosen}
        found = rule([each for each in open_ones if each.id not in taken], learner)
        if found is not None:
            chosen.append(found)
        if len(chosen) == SUGGESTION_COUNT:
            break
    return tuple(chosen)


def _learner(every: Sequence[Listed], done: dict[str, ChallengeProgress]) -> _Learner:
    accepted = [each for each in done.values() if each.first_accepted_at is not None]
    counts = {level: sum(each.difficulty is level for each in accepted) for level in _LEVELS}
    tags: dict[str, list[int]] = {}
    for each in accepted:
        for tag in each.tags:
            tags.setdefault(tag, []).append(each.submissions_to_accepted or 1)
    return _Learner(
        done=done,
        level=_next_level(every, done, counts),
        accepted_by_level=counts,
        tried_tags=frozenset(tag for each in done.values() for tag in each.tags),
        # "Went well": two submissions at most, on average.
        strong_tags={tag: len(needed) for tag, needed in tags.items() if sum(needed) <= 2 * len(needed)},
    )


def _next_level(
    every: Sequence[Listed], done: dict[str, ChallengeProgress], counts: dict[Difficulty, int]
) -> Difficulty:
    """Return the difficulty that comes next: never below the hardest that was accepted, while there is any left."""
    fresh = {each.difficulty for each in every if each.id not in done}
    hardest = max((_LEVELS.index(level) for level in _LEVELS if counts[level]), default=0)
    for level in _LEVELS[hardest:]:
        if level in fresh and counts[level] < _READY_COUNT:
            return level
    return max(fresh, key=_LEVELS.index, default=_LEVELS[-1])


def _unfinished(some: Sequence[Listed], learner: _Learner) -> Suggestion | None:
    """The challenge that is nearest to being accepted; of equal ones, the one tried last."""
    tried = [each for each in some if each.id in learner.done]
    if not tried:
        return None
    best = max(tried, key=lambda each: (_share(learner.done[each.id]), learner.done[each.id].last_at))
    progress = learner.done[best.id]
    spent = count_text(progress.submission_count, "submission")
    score = f"{points_text(progress.best_score)} of {points_text(progress.max_score)} points after {spent}"
    words = "Nearly there" if _share(progress) >= _NEARLY else "Unfinished"
    return _suggestion(best, Motive.UNFINISHED, f"{words}: {score}.")


def _step(some: Sequence[Listed], learner: _Learner) -> Suggestion | None:
    """A challenge of the difficulty that comes next; where there is a choice, one with a new tag."""
    fresh = [each for each in some if each.id not in learner.done and each.difficulty is learner.level]
    if not fresh:
        return None
    best = min(fresh, key=lambda each: (set(each.tags) <= learner.tried_tags, each.id))
    if not any(learner.accepted_by_level.values()):
        return _suggestion(best, Motive.FIRST, "A good one to begin with.")
    below = _LEVELS.index(learner.level) - 1
    count = learner.accepted_by_level[learner.level]
    if count:
        done = count_text(count, f"{learner.level.value} challenge")
        return _suggestion(best, Motive.DIFFICULTY, f"You have {done} accepted: one more of that kind.")
    if below >= 0 and learner.accepted_by_level[_LEVELS[below]]:
        done = count_text(learner.accepted_by_level[_LEVELS[below]], f"{_LEVELS[below].value} challenge")
        return _suggestion(best, Motive.DIFFICULTY, f"You have {done} accepted: time for a {learner.level.value} one.")
    return _suggestion(best, Motive.DIFFICULTY, f"You have no {learner.level.value} challenge accepted yet.")


def _new_tag(some: Sequence[Listed], learner: _Learner) -> Suggestion | None:
    """A challenge with a tag never tried, as near to the level as there is."""

    def new(each: Listed) -> list[str]:
        return sorted(set(each.tags) - learner.tried_tags)

    fresh = [each for each in some if each.id not in learner.done and new(each)]
    if not fresh or not learner.done:
        return None
    best = min(fresh, key=lambda each: (_distance(each, learner), -len(new(each)), each.id))
    return _suggestion(best, Motive.NEW_TAG, f"Something new: {', '.join(new(best))}.")


def _strength(some: Sequence[Listed], learner: _Learner) -> Suggestion | None:
    """More of the tag that went well most often, as near to the level as there is."""

    def strong(each: Listed) -> list[str]:
        return sorted(set(each.tags) & learner.strong_tags.keys(), key=lambda tag: (-learner.strong_tags[tag], tag))

    fresh = [each for each in some if each.id not in learner.done and strong(each)]
    if not fresh:
        return None
    best = min(fresh, key=lambda each: (-learner.strong_tags[strong(each)[0]], _distance(each, learner), each.id))
    return _suggestion(best, Motive.STRENGTH, f"More of what went well: {', '.join(strong(best))}.")


def _left(some: Sequence[Listed], learner: _Learner) -> Suggestion | None:
    """A challenge that was never tried, as near to the level as there is."""
    fresh = [each for each in some if each.id not in learner.done]
    if not fresh:
        return None
    best = min(fresh, key=lambda each: (_distance(each, learner), each.id))
    if not learner.done:
        return _suggestion(best, Motive.FIRST, f"Another {best.difficulty.value} one to begin with.")
    return _suggestion(best, Motive.LEFT, f"Another {best.difficulty.value} one that you have not tried.")


Rule = Callable[[Sequence[Listed], _Learner], Suggestion | None]
"""Rule over the open challenges that are not suggested yet, in order of difficulty and id."""

_RULES: tuple[Rule, ...] = (_unfinished, _step, _new_tag, _strength)


def _suggestion(each: Listed, motive: Motive, reason: str) -> Suggestion:
    return Suggestion(
        challenge_id=each.id,
        title=each.title,
        difficulty=each.difficulty,
        tags=each.tags,
        motive=motive,
        reason=reason,
    )


def _share(progress: ChallengeProgress) -> Fraction:
    return Fraction(progress.best_score) / Fraction(progress.max_score) if progress.max_score else Fraction(0)


def _distance(each: Listed, learner: _Learner) -> int:
    return abs(_LEVELS.index(each.difficulty) - _LEVELS.index(learner.level))
