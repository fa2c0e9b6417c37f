from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.feedback.for_learner import judgement_for_learner
from codementor_cli.domain.practice.for_learner import page_for_learner, submission_for_learner
from codementor_cli.domain.practice.submission import HistoryEntry, HistoryPage, RecordedSubmission, Source
from tests.fakes.submissions import AT, submission


def test_times_of_a_history_are_coarse_and_all_else_is_as_it_was() -> None:
    one = submission("0" * 32)
    entry = HistoryEntry(
        number=1,
        challenge_id="add-two",
        language="python",
        verdict=one.judgement.verdict,
        score=50,
        max_score=100,
        passed_count=1,
        total_count=2,
        wall_seconds=0.1234,
        created_at=AT,
        source=Source.API,
    )

    assert page_for_learner(HistoryPage(entries=(entry,), total=7)) == HistoryPage(
        entries=(replace(entry, wall_seconds=0.1),), total=7
    )


def test_a_submission_has_the_judgement_of_its_learner() -> None:
    recorded = RecordedSubmission(number=3, submission=submission("0" * 32))
    shown = submission_for_learner(recorded)

    assert shown.submission.judgement == judgement_for_learner(recorded.submission.judgement)
    assert replace(shown.submission, judgement=recorded.submission.judgement) == recorded.submission
