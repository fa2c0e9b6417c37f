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
from codementor_cli.domain.jobs.machines import Window
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
from codementor_cli.domain.jobs.release import InFlight, Waiting, fitting
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import KeyReusedError, QueueFullError, QueueScope, StoreFault
from tests.fakes.machines import MemoryNews
from tests.fakes.store import MemoryStore


@dataclass
class MemoryJobs:
    """Keeps jobs in a dictionary, in the order in which they came; ``fault``, once set, is raised by every call.

    Meets ``ports.serving.Jobs`` and ``ports.machines.SharedJobs``.
    """

    store: MemoryStore = field(default_factory=MemoryStore)
    kept: dict[str, Job] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)
    """Of the running jobs."""
    released: dict[str, datetime] = field(default_factory=dict)
    """When the queued jobs went to the broker that are there."""
    news: MemoryNews = field(default_factory=MemoryNews)
    ends: dict[str, float] = field(default_factory=dict)
    clock: Clock = field(default_factory=lambda: Clock(0, 0))
    fault: StoreFault | None = None
    _guard: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    _dispatcher: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def add(self, new: NewJob, caps: QueueCaps) -> Added:
        added = self._added(new, caps)
        if added.is_new:
            self.news.tell(added.job.uid)
        return added

    def _added(self, new: NewJob, caps: QueueCaps) -> Added:
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
                found = tuple(self._added_or_full(each, caps) for each in new)
            except KeyReusedError:
                self.kept, self.ends, self.clock = before
                raise
        for each in found:
            if isinstance(each, Added) and each.is_new:
                self.news.tell(each.job.uid)
        return found

    def _added_or_full(self, new: NewJob, caps: QueueCaps) -> Added | QueueFullError:
        try:
            return self._added(new, caps)
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
            return self._begin(first, lease)

    def _begin(self, job: Job, lease: Lease) -> Job:
        self.released.pop(job.uid, None)
        self.leases[job.uid] = lease
        self.clock = self.clock.at_start(job.fair_tag)
        return self._put(job, state=JobState.RUNNING, attempt=job.attempt + 1, started_at=lease.now)

    @contextmanager
    def dispatching(self) -> Iterator[bool]:
        with self._one_at_a_time():
            is_held = self._dispatcher.acquire(blocking=False)
        try:
            yield is_held
        finally:
            if is_held:
                self._dispatcher.release()

    def to_release(self, window: Window) -> tuple[str, ...]:
        with self._one_at_a_time():
            running = [each for each in self.kept.values() if each.state is JobState.RUNNING]
            there = running + [self.kept[uid] for uid in self.released]
            queued = [each for each in self.kept.values() if each.state is JobState.QUEUED]
            waiting = sorted((each for each in queued if each.uid not in self.released), key=lambda each: each.fair_tag)
            return fitting(
                window,
                InFlight(Counter(each.owner for each in there), sum(each.bulk for each in there)),
                [Waiting(each.uid, each.owner, each.bulk) for each in waiting],
            )

    def mark_released(self, uids: Sequence[str], at: datetime) -> None:
        with self._one_at_a_time():
            for uid in uids:
                if uid in self.kept and self.kept[uid].state is JobState.QUEUED:
                    self.released[uid] = at

    def release_again(self, before: datetime) -> int:
        with self._one_at_a_time():
            old = [uid for uid, at in self.released.items() if at < before]
            for uid in old:
                del self.released[uid]
            return len(old)

    def claim_released(self, uid: str, lease: Lease) -> Job | None:
        with self._one_at_a_time():
            job = self.kept.get(uid)
            if job is None or job.state is not JobState.QUEUED:
                return None
            return self._begin(job, lease)

    def server_of(self, uid: str) -> str | None:
        with self._one_at_a_time():
            return self.leases[uid].server if uid in self.leases else None

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
        self.news.tell(uid)
        return number

    def fail(self, uid: str, problem: JobProblem, at: datetime) -> None:
        with self._one_at_a_time():
            if not self.kept[uid].state.is_end:
                self._end(self.kept[uid], state=JobState.FAILED, finished_at=at, problem=problem)
        self.news.tell(uid)

    def cancel(self, uid: str, at: datetime) -> bool:
        with self._one_at_a_time():
            job = self.kept.get(uid)
            if job is None or job.state.is_end:
                return False
            if job.state is JobState.QUEUED:
                self.ends[uid] = 0
            self._end(job, state=JobState.CANCELLED, finished_at=at)
        self.news.tell(uid)
        return True

    def hand_back(self, uid: str, server: str) -> None:
        with self._one_at_a_time():
            job, lease = self.kept[uid], self.leases.get(uid)
            if job.state is JobState.RUNNING and lease is not None and lease.server == server:
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
        for uid in lost:
            self.news.tell(uid)
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
                recent_seconds=tuple(
                    _seconds(each)
                    for each in self.kept.values()
                    if each.state is JobState.DONE and each.started_at is not None
                ),
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
        self.released.pop(job.uid, None)
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
