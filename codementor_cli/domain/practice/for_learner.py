"""Past submissions as a learner sees them who has no other way to the machine that judged."""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.feedback.for_learner import coarse_seconds, judgement_for_learner
from codementor_cli.domain.practice.submission import HistoryPage, RecordedSubmission


def page_for_learner(page: HistoryPage) -> HistoryPage:
    """Return a part of a history with coarse times: of hidden cases, a sum tells what the exact figure of one does."""
    entries = tuple(replace(each, wall_seconds=coarse_seconds(each.wall_seconds)) for each in page.entries)
    return replace(page, entries=entries)


def submission_for_learner(recorded: RecordedSubmission) -> RecordedSubmission:
    """Return a submission without what its hidden cases could give away."""
    submission = recorded.submission
    shown = replace(submission, judgement=judgement_for_learner(submission.judgement))
    return replace(recorded, submission=shown)
