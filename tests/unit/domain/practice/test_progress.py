from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.progress import Accepted, Neighbours, Progress, is_practice, progress_with
from codementor_cli.domain.practice.submission import Source, Submission
from tests.fakes.submissions import submission

_START = datetime(2026, 11, 20, 14, tzinfo=UTC)


def _at(minutes: float, verdict: Verdict = Verdict.WA, uid: str = "a", score: float = 0) -> Submission:
    made = submission(uid, verdict=verdict, created_at=_START + timedelta(minutes=minutes))
    return replace(made, judgement=replace(made.judgement, score=score))


def _not_asked() -> Neighbours:
    raise AssertionError("The newest submission needs no neighbours.")


def _in_order(*added: Submission) -> Progress:
    progress = None
    for each in added:
        progress = progress_with(progress, each, _not_asked)
    assert progress is not None
    return progress


def test_first_submission_begins_the_progress() -> None:
    assert _in_order(_at(0, Verdict.AC, "a", 70)) == Progress(
        submission_count=1,
        best_score=70,
        first_at=_START,
        last_at=_START,
        last_uid="a",
        accepted=Accepted(at=_START, uid="a", number=1),
        practice=timedelta(),
    )


def test_only_the_first_accepted_submission_is_kept() -> None:
    accepted = _in_order(_at(0), _at(1, Verdict.AC, "b"), _at(2, Verdict.AC, "c")).accepted
    assert accepted == Accepted(at=_START + timedelta(minutes=1), uid="b", number=2)


def test_gap_of_half_an_hour_counts_and_a_longer_one_does_not() -> None:
    assert _in_order(_at(0), _at(30)).practice == timedelta(minutes=30)
    assert _in_order(_at(0), _at(30.001)).practice == timedelta()


def test_older_submission_splits_a_gap_and_moves_the_number_of_the_accepted_one() -> None:
    before = _in_order(_at(0), _at(50, Verdict.AC, "c"))
    around = Neighbours(earlier_count=1, previous_at=_START, next_at=_START + timedelta(minutes=50))
    after = progress_with(before, _at(25, uid="b", score=5), lambda: around)
    assert (after.submission_count, after.best_score, after.last_uid) == (3, 5, "c")
    assert after.practice == timedelta(minutes=50)
    assert after.accepted is not None
    assert after.accepted.number == 3


def test_what_a_teacher_graded_does_not_count() -> None:
    assert [each for each in Source if not is_practice(replace(_at(0), source=each))] == [Source.GRADE]


def _neighbours(kept: list[Submission], added: Submission) -> Neighbours:
    place = added.created_at, added.uid
    times = [each.created_at for each in kept]
    return Neighbours(
        earlier_count=sum((each.created_at, each.uid) < place for each in kept),
        previous_at=max((each for each in times if each <= added.created_at), default=None),
        next_at=min((each for each in times if each >= added.created_at), default=None),
    )


@given(
    steps=st.lists(st.tuples(st.integers(0, 90), st.sampled_from([Verdict.AC, Verdict.WA])), min_size=1, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_progress_is_the_same_in_whatever_order_submissions_come(
    steps: list[tuple[int, Verdict]], order: Random
) -> None:
    made = [_at(minutes, verdict, str(number)) for number, (minutes, verdict) in enumerate(steps)]
    progress, kept = None, list[Submission]()
    for each in order.sample(made, len(made)):
        progress = progress_with(progress, each, lambda each=each: _neighbours(kept, each))  # type: ignore[misc]
        kept.append(each)
    assert progress is not None
    in_order = sorted(made, key=lambda each: (each.created_at, each.uid))
    gaps = [after.created_at - before.created_at for before, after in pairwise(in_order)]
    accepted = [number for number, each in enumerate(in_order, 1) if each.judgement.verdict is Verdict.AC]
    assert progress.practice == sum((gap for gap in gaps if gap <= timedelta(minutes=30)), timedelta())
    assert (progress.submission_count, progress.last_uid) == (len(made), in_order[-1].uid)
    assert (progress.accepted.number if progress.accepted else None) == (accepted[0] if accepted else None)
