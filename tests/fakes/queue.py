"""Jobs in memory, beside a store in memory, for tests of what stands on them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from codementor_cli.domain.jobs.job import (
    GAVE_UP,
    MOST_ATTEMPTS,
    Added,
    Answer,
    Job,
    JobProblem,
    JobState,
    JudgedAnswer,
    JudgeWork,
    Lease,
    NewJob,
    ended_work,
)
from codementor_cli.domain.jobs.order import (
    Clock,
    Depth,
    QueueCaps,
    fair_seconds,
    fair_tag,
    late_seconds,
    owner_retry_seconds,
    total_retry_seconds,
)
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope, StoreFault
from tests.fakes.store import MemoryStore


@dataclass
class MemoryJobs:
    """Keeps jobs in a dictionary, in the order in which they came; ``fault``, once set, is raised by every call."""

    store: MemoryStore = field(default_factory=MemoryStore)
    kept: dict[str, Job] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)
    """Of the running jobs."""
    ends: dict[str, float] = field(default_factory=dict)
    clock: Clock = field(default_factory=lambda: Clock(0, 0))
    fault: StoreFault | None = None
    _guard: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        with self._one_at_a_time():
            for each in self.kept.values():
                if new.idempotency_key is not None and _key(each) == _key(new):
                    if each.request_digest != new.request_digest:
                        raise KeyReusedError("The key came before, with another request.", "Draw a new key.")
                    return Added(each, is_new=False)
            self._check_room(new.owner, caps)
            clock = self.clock.at_add(is_idle=not self._unfinished())
            own = [self.ends[each.uid] for each in self.kept.values() if each.owner == new.owner]
            tag = fair_tag(clock, max(own, default=None))
            job = Job(**_fields(new), state=JobState.QUEUED, attempt=0, fair_tag=tag)
            self.kept[job.uid] = job
            self.ends[job.uid] = tag + fair_seconds(job.work, job.bulk)
            self.clock = clock.with_job(self.ends[job.uid])
            return Added(job, is_new=True)

    def add_all(self, new: Sequence[NewJob], caps: QueueCaps) -> tuple[Added | QueueFullError, ...]:
        with self._one_at_a_time():
            before = (dict(self.kept), dict(self.ends), self.clock)
            try:
                return tuple(self._added_or_full(each, caps) for each in new)
            except KeyReusedError:
                self.kept, self.ends, self.clock = before
                raise

    def _added_or_full(self, new: NewJob, caps: QueueCaps) -> Added | QueueFullError:
        try:
            return self.add(new, caps)
        except QueueFullError as error:
            return error

    def job(self, uid: str) -> Job | None:
        with self._one_at_a_time():
            return self.kept.get(uid)

    def states(self, uids: tuple[str, ...]) -> dict[str, JobState]:
        with self._one_at_a_time():
            return {uid: self.kept[uid].state for uid in uids if uid in self.kept}

    def claim(self, lease: Lease, most_running: int) -> Job | None:
        with self._one_at_a_time():
            running = Counter(each.owner for each in self.kept.values() if each.state is JobState.RUNNING)
            queued = [each for each in self.kept.values() if each.state is JobState.QUEUED]
            if not queued:
                return None
            first = min(queued, key=lambda each: (running[each.owner] >= most_running, each.fair_tag))
            if all(running[each.owner] >= most_running for each in queued):
                first = min(queued, key=lambda each: each.fair_tag)
            self.leases[first.uid] = lease
            self.clock = self.clock.at_start(first.fair_tag)
            return self._put(first, state=JobState.RUNNING, attempt=first.attempt + 1, started_at=lease.now)

    def renew(self, lease: Lease, uids: tuple[str, ...]) -> frozenset[str]:
        with self._one_at_a_time():
            held = {uid for uid in uids if uid in self.leases and self.leases[uid].server == lease.server}
            self.leases.update(dict.fromkeys(held, lease))
            return frozenset(held)

    def finish(self, uid: str, answer: Answer, submission: Submission | None, at: datetime) -> int | None:
        with self._one_at_a_time():
            job = self.kept.get(uid)
            if job is None or job.state.is_end:
                return job.answer.submission_number if job and isinstance(job.answer, JudgedAnswer) else None
            number = None if submission is None else self.store.record(submission)
            if isinstance(answer, JudgedAnswer):
                answer = replace(answer, submission_number=number)
            self._end(job, state=JobState.DONE, finished_at=at, answer=answer)
            self._put_off(job, at)
            return number

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        with self._one_at_a_time():
            if not self.kept[uid].state.is_end:
                self._end(self.kept[uid], state=JobState.FAILED, finished_at=at, problem=problem)

    def cancel(self, uid: str, at: datetime) -> bool:
        with self._one_at_a_time():
            job = self.kept.get(uid)
            if job is None or job.state.is_end:
                return False
            if job.state is JobState.QUEUED:
                self.ends[uid] = 0
            self._end(job, state=JobState.CANCELLED, finished_at=at)
            return True

    def hand_back(self, uid: str) -> None:
        with self._one_at_a_time():
            job = self.kept[uid]
            if job.state is JobState.RUNNING:
                self._end(job, state=JobState.QUEUED, attempt=job.attempt - 1, started_at=None)

    def recover(self, now: datetime, dead: tuple[str, ...] = ()) -> tuple[str, ...]:
        with self._one_at_a_time():
            lost = [uid for uid, lease in self.leases.items() if lease.until < now or lease.server in dead]
            for uid in lost:
                job = self.kept[uid]
                if job.attempt < MOST_ATTEMPTS:
                    self._end(job, state=JobState.QUEUED, started_at=None)
                else:
                    self._end(job, state=JobState.FAILED, finished_at=now, problem=GAVE_UP)
            return tuple(lost)

    def servers(self) -> tuple[str, ...]:
        with self._one_at_a_time():
            return tuple({lease.server for lease in self.leases.values()})

    def prune(self, before: datetime, judged_before: datetime) -> int:
        def is_old(job: Job) -> bool:
            limit = judged_before if isinstance(job.work, JudgeWork) else before
            return job.finished_at is not None and job.finished_at < limit

        with self._one_at_a_time():
            old = [each.uid for each in self.kept.values() if is_old(each)]
            for uid in old:
                del self.kept[uid]
            return len(old)

    def depth(self) -> Depth:
        with self._one_at_a_time():
            unfinished = self._unfinished()
            running = sum(each.state is JobState.RUNNING for each in unfinished)
            return Depth(
                queued_count=len(unfinished) - running,
                running_count=running,
                owner_count=len({each.owner for each in unfinished}),
                recent_seconds=tuple(_seconds(each) for each in self.kept.values() if each.state is JobState.DONE),
            )

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self._guard:
            if self.fault is not None:
                raise self.fault
            if self.store.closed:
                raise StoreFault("The jobs are closed.", "Start the server again.")
            yield

    def _check_room(self, owner: LearnerId, caps: QueueCaps) -> None:
        unfinished = self._unfinished()
        if sum(each.owner == owner for each in unfinished) >= caps.owner_count:
            seconds = owner_retry_seconds(self.depth(), caps)
            raise QueueFullError(QueueScope.OWNER, caps.owner_count, seconds)
        if len(unfinished) >= caps.total_count:
            raise QueueFullError(QueueScope.TOTAL, caps.total_count, total_retry_seconds(self.depth()))

    def _put_off(self, job: Job, at: datetime) -> None:
        ran = 0.0 if job.started_at is None else (at - job.started_at).total_seconds()
        late = late_seconds(self.ends[job.uid] - job.fair_tag, ran, job.bulk)
        self.ends[job.uid] += late
        for each in list(self.kept.values()):
            if each.owner == job.owner and each.state is JobState.QUEUED:
                self.ends[each.uid] += late
                self._put(each, fair_tag=each.fair_tag + late)
        self.clock = self.clock.with_job(max(self.ends[each.uid] for each in self.kept.values()))

    def _unfinished(self) -> list[Job]:
        return [each for each in self.kept.values() if not each.state.is_end]

    def _end(self, job: Job, **changes: Any) -> None:
        self.leases.pop(job.uid, None)
        ended = self._put(job, **changes)
        if ended.state.is_end:
            self._put(ended, work=ended_work(ended.work))

    def _put(self, job: Job, **changes: Any) -> Job:
        self.kept[job.uid] = replace(job, **changes)
        return self.kept[job.uid]


def _key(job: Job | NewJob) -> tuple[str, str | None]:
    return job.owner, job.idempotency_key


def _fields(new: NewJob) -> dict[str, Any]:
    return {name: getattr(new, name) for name in NewJob.__slots__}


def _seconds(job: Job) -> float:
    assert job.started_at is not None
    assert job.finished_at is not None
    return (job.finished_at - job.started_at).total_seconds()
