"""A store in memory, for tests of what stands on one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, pairwise

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentoring import MentorCall, MentorSpend, MentorUsage
from codementor_cli.domain.practice.draft import Draft
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.progress import SITTING_GAP
from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord
from codementor_cli.domain.practice.submission import (
    HistoryEntry,
    HistoryPage,
    HistoryQuery,
    ImportCount,
    RecordedSubmission,
    Source,
    Submission,
)
from codementor_cli.errors import StoreFault, UserFileError


@dataclass
class MemoryStore:
    """Keeps everything in lists; ``fault``, once set, is raised by every call, as a locked database would."""

    submissions: list[Submission] = field(default_factory=list)
    """In the order of recording: the number is the place, from 1."""
    calls: list[MentorCall] = field(default_factory=list)
    drafts: dict[tuple[LearnerId, str, str], Draft] = field(default_factory=dict)
    fault: StoreFault | None = None
    closed: bool = False
    _writer: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def record(self, submission: Submission) -> int:
        self._check()
        with self._writer:
            return self._number(submission)

    def submission(self, learner: LearnerId, number: int) -> RecordedSubmission:
        self._check()
        own = {each.number: each for each in self._newest_first(learner)}
        if number not in own:
            there = f"the newest is {max(own)}." if own else "none is kept."
            raise UserFileError(f"There is no submission {number}: {there}", "codementor history")
        return own[number]

    def page(self, learner: LearnerId, query: HistoryQuery) -> HistoryPage:
        self._check()
        found = [_entry(each) for each in self._newest_first(learner) if _matches(query, each.submission)]
        return HistoryPage(entries=tuple(found[query.offset : query.offset + query.limit]), total=len(found))

    def latest(self, learner: LearnerId, challenge_id: str | None = None) -> RecordedSubmission | None:
        self._check()
        for each in self._newest_first(learner):
            if each.submission.source is not Source.GRADE and challenge_id in {None, each.submission.challenge.id}:
                return each
        return None

    def progress(self, learner: LearnerId, challenge_id: str) -> ChallengeProgress | None:
        return next((each for each in self.practice(learner).challenges if each.challenge_id == challenge_id), None)

    def practice(self, learner: LearnerId) -> PracticeRecord:
        self._check()
        own = [each for each in self.submissions if each.learner == learner and each.source is not Source.GRADE]
        in_order = sorted(own, key=lambda each: (each.challenge.id, each.created_at, each.uid))
        groups = groupby(in_order, key=lambda each: each.challenge.id)
        days = {each.created_at.astimezone().date() for each in own}
        return PracticeRecord(challenges=tuple(_progress(list(group)) for _, group in groups), days=tuple(sorted(days)))

    def record_mentor_call(self, call: MentorCall) -> None:
        self._check()
        with self._writer:
            self._keep(call)

    def mentor_calls(self, learner: LearnerId, challenge_id: str, state: str | None = None) -> tuple[MentorCall, ...]:
        self._check()
        found = [each for each in self._oldest_calls(learner) if each.challenge_id == challenge_id]
        return tuple(each for each in found if state in {None, each.state})

    def mentor_calls_of(self, learner: LearnerId, submission_uid: str) -> tuple[MentorCall, ...]:
        self._check()
        return tuple(each for each in self._oldest_calls(learner) if each.submission_uid == submission_uid)

    def mentor_usage(self, learner: LearnerId) -> tuple[MentorUsage, ...]:
        self._check()
        own = self._oldest_calls(learner)
        models = sorted({each.model for each in own if each.model})
        return tuple(_usage(model, [each for each in own if each.model == model]) for model in models)

    def mentor_spend(self, learner: LearnerId, since: datetime) -> MentorSpend:
        self._check()
        asked = [each for each in self._oldest_calls(learner) if each.model or each.input_tokens]
        recent = [each for each in asked if each.created_at >= since]
        tokens = sum(each.input_tokens + each.output_tokens for each in recent)
        return MentorSpend(call_count=len(recent), token_count=tokens)

    def draft(self, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
        self._check()
        return self.drafts.get((learner, challenge_id, language))

    def save_draft(self, draft: Draft) -> None:
        self._check()
        self.drafts[draft.learner, draft.challenge_id, draft.language] = draft

    def everything(self) -> Iterator[Submission | MentorCall]:
        self._check()
        with self._writer:
            submissions = sorted(self.submissions, key=lambda each: (each.created_at, each.uid))
            calls = self._oldest_calls()
        yield from submissions
        yield from calls

    def record_all(self, records: Iterable[Submission | MentorCall]) -> ImportCount:
        self._check()
        found = list(records)
        with self._writer:
            before = len(self.submissions), len(self.calls)
            for each in found:
                if isinstance(each, Submission):
                    self._number(each)
                else:
                    self._keep(each)
            added = len(self.submissions) - before[0], len(self.calls) - before[1]
        return ImportCount(submission_count=added[0], mentor_call_count=added[1], known_count=len(found) - sum(added))

    def close(self) -> None:
        self.closed = True

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault

    def _number(self, submission: Submission) -> int:
        uids = [each.uid for each in self.submissions]
        if submission.uid not in uids:
            self.submissions.append(submission)
            return len(self.submissions)
        return uids.index(submission.uid) + 1

    def _keep(self, call: MentorCall) -> None:
        if call.uid not in {each.uid for each in self.calls}:
            self.calls.append(call)

    def _newest_first(self, learner: LearnerId) -> list[RecordedSubmission]:
        recorded = [RecordedSubmission(number=n, submission=each) for n, each in enumerate(self.submissions, 1)]
        own = [each for each in recorded if each.submission.learner == learner]
        return sorted(own, key=lambda each: (each.submission.created_at, each.number), reverse=True)

    def _oldest_calls(self, learner: LearnerId | None = None) -> list[MentorCall]:
        own = [each for each in self.calls if learner in {None, each.learner}]
        return sorted(own, key=lambda each: (each.created_at, each.uid))


def _matches(query: HistoryQuery, submission: Submission) -> bool:
    return (
        query.challenge_id in {None, submission.challenge.id}
        and query.verdict in {None, submission.judgement.verdict}
        and query.language in {None, submission.program.language}
        and (query.since is None or submission.created_at >= query.since)
    )


def _entry(recorded: RecordedSubmission) -> HistoryEntry:
    submission = recorded.submission
    judgement = submission.judgement
    return HistoryEntry(
        number=recorded.number,
        challenge_id=submission.challenge.id,
        language=submission.program.language,
        verdict=judgement.verdict,
        score=judgement.score,
        max_score=judgement.max_score,
        passed_count=judgement.passed_count,
        total_count=judgement.total_count,
        wall_seconds=sum(each.execution.wall_seconds for each in judgement.results if each.execution is not None),
        created_at=submission.created_at,
        source=submission.source,
    )


def _progress(submissions: Sequence[Submission]) -> ChallengeProgress:
    """Sum up one challenge; oldest first."""
    verdicts = [each.judgement.verdict for each in submissions]
    place = verdicts.index(Verdict.AC) if Verdict.AC in verdicts else None
    newest = submissions[-1]
    return ChallengeProgress(
        challenge_id=newest.challenge.id,
        title=newest.challenge.title,
        difficulty=newest.challenge.difficulty,
        tags=newest.challenge.tags,
        submission_count=len(submissions),
        best_score=max(each.judgement.score for each in submissions),
        max_score=newest.challenge.max_score,
        first_at=submissions[0].created_at,
        last_at=newest.created_at,
        first_accepted_at=None if place is None else submissions[place].created_at,
        submissions_to_accepted=None if place is None else place + 1,
        practice_seconds=sum(gap for gap in _gaps(submissions) if gap <= SITTING_GAP.total_seconds()),
    )


def _gaps(submissions: Sequence[Submission]) -> list[float]:
    return [(after.created_at - before.created_at).total_seconds() for before, after in pairwise(submissions)]


def _usage(model: str, calls: Sequence[MentorCall]) -> MentorUsage:
    return MentorUsage(
        model=model,
        call_count=len(calls),
        input_tokens=sum(each.input_tokens for each in calls),
        output_tokens=sum(each.output_tokens for each in calls),
    )
