"""Fair order: whoever asks for much waits for it, and nobody else does."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.jobs.job import JudgeWork
from codementor_cli.domain.jobs.order import (
    BULK_WEIGHT,
    Clock,
    Depth,
    QueueCaps,
    fair_seconds,
    fair_tag,
    late_seconds,
    owner_retry_seconds,
    total_retry_seconds,
)
from codementor_cli.domain.judging.request import JudgeRequest
from tests.fakes.jobs import new_job, program, run_work


@dataclass
class _Queue:
    """A queue by the pure functions alone; jobs are owners with seconds."""

    clock: Clock = field(default_factory=lambda: Clock(0, 0))
    ends: dict[str, float] = field(default_factory=dict)
    waiting: list[tuple[float, int, str]] = field(default_factory=list)
    count: int = 0

    def add(self, owner: str, seconds: float = 1.0, running_count: int = 0) -> None:
        clock = self.clock.at_add(is_idle=not self.waiting and not running_count)
        tag = fair_tag(clock, self.ends.get(owner))
        self.ends[owner] = tag + seconds
        self.clock = clock.with_job(tag + seconds)
        self.count += 1
        self.waiting.append((tag, self.count, owner))

    def start(self) -> str:
        self.waiting.sort()
        tag, _, owner = self.waiting.pop(0)
        self.clock = self.clock.at_start(tag)
        return owner

    def put_off(self, owner: str, seconds: float) -> None:
        self.ends[owner] += seconds
        self.waiting = [
            (tag + seconds if waiting == owner else tag, number, waiting) for tag, number, waiting in self.waiting
        ]


@given(greedy_count=st.integers(1, 200), begun=st.integers(1, 200), bulk=st.booleans())
def test_owner_of_two_hundred_jobs_delays_another_by_no_more_than_what_runs_already(
    greedy_count: int, begun: int, bulk: bool
) -> None:
    queue = _Queue()
    for _ in range(greedy_count):
        queue.add("greedy", BULK_WEIGHT if bulk else 1)
    for _ in range(min(begun, greedy_count)):
        queue.start()
    queue.add("other", running_count=1)
    assert queue.start() == "other"


@given(
    counts=st.lists(st.integers(1, 40), min_size=2, max_size=6),
    after=st.integers(0, 40),
)
def test_owners_with_waiting_jobs_have_started_the_same_number_give_or_take_one(counts: list[int], after: int) -> None:
    queue = _Queue()
    for owner, count in enumerate(counts):
        for _ in range(count):
            queue.add(f"{owner}", running_count=1)
    started = dict.fromkeys(map(str, range(len(counts))), 0)
    for _ in range(min(after, sum(counts))):
        started[queue.start()] += 1
    waiting = {owner for _, _, owner in queue.waiting}
    assert (
        max((started[owner] for owner in waiting), default=0) - min((started[owner] for owner in waiting), default=0)
        <= 1
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.1, 20), st.booleans()), max_size=60))
def test_every_job_starts_and_the_clock_never_goes_back(steps: list[tuple[str, float, bool]]) -> None:
    queue, started, times = _Queue(), 0, [0.0]
    for owner, seconds, starts in steps:
        queue.add(owner, seconds)
        if starts:
            queue.start()
            started += 1
        times.append(queue.clock.started)
    while queue.waiting:
        queue.start()
        started += 1
    assert started == len(steps)
    assert times == sorted(times)


def test_an_owner_without_jobs_begins_at_the_clock_and_one_with_jobs_after_them() -> None:
    clock = Clock(5, 9)
    assert fair_tag(clock, None) == 5
    assert fair_tag(clock, 3) == 5
    assert fair_tag(clock, 8) == 8


def test_an_idle_queue_forgets_who_had_much() -> None:
    assert Clock(5, 9).at_add(is_idle=True) == Clock(9, 9)
    assert Clock(5, 9).at_add(is_idle=False) == Clock(5, 9)
    assert Clock(5, 9).at_start(3) == Clock(5, 9)


def test_a_job_counts_more_with_each_case_and_tenfold_in_bulk() -> None:
    tests = tuple(TestCase(name=str(number), input=b"", expected=b"") for number in range(50))
    work = JudgeWork(request=JudgeRequest(suite=TestSuite(tests=tests), program=program(), limits=Limits()))
    assert fair_seconds(work, bulk=False) == pytest.approx(6)
    assert fair_seconds(run_work(), bulk=False) == fair_seconds(new_job(1).work, bulk=False) == 1
    assert fair_seconds(run_work(), bulk=True) == BULK_WEIGHT


def depth(owners: int = 1, seconds: tuple[float, ...] = ()) -> Depth:
    return Depth(queued_count=10, running_count=2, owner_count=owners, recent_seconds=seconds)


def test_time_to_come_again_is_that_of_the_last_jobs_in_whole_seconds() -> None:
    assert total_retry_seconds(depth()) == 1
    assert total_retry_seconds(depth(seconds=(0.1, 0.2))) == 1
    assert total_retry_seconds(depth(seconds=(2.0, 5.0))) == 4


@pytest.mark.parametrize(("owners", "workers", "expected"), [(1, 1, 3), (1, 4, 3), (4, 2, 6), (5, 2, 9)])
def test_an_owner_among_many_waits_for_their_turns_too(owners: int, workers: int, expected: int) -> None:
    caps = QueueCaps(worker_count=workers)
    assert owner_retry_seconds(depth(owners, (3.0,)), caps) == expected


@given(
    owner_count=st.integers(1, 7),
    worker_count=st.integers(1, 4),
    seconds=st.integers(1, 5),
    asked_at=st.integers(0, 60),
)
def test_time_to_come_again_is_true_where_jobs_take_as_long_as_the_last_ones(
    owner_count: int, worker_count: int, seconds: int, asked_at: int
) -> None:
    queue = _Queue()
    for owner in range(owner_count):
        for _ in range(80 * worker_count):
            queue.add(f"{owner}", running_count=1)
    ends = list[tuple[int, str]]()
    for now in range(seconds, asked_at + 10 * seconds * owner_count, seconds):
        ends += [(now, queue.start()) for _ in range(worker_count)]
    told = owner_retry_seconds(depth(owner_count, (float(seconds),)), QueueCaps(worker_count=worker_count))
    assert min(end for end, owner in ends if owner == "0" and end > asked_at) - asked_at <= told
    told = total_retry_seconds(depth(seconds=(float(seconds),)))
    assert min(end for end, _ in ends if end > asked_at) - asked_at <= told


def test_a_job_that_took_long_is_charged_and_one_that_took_no_time_gives_nothing_back() -> None:
    assert late_seconds(1.0, 30.0, bulk=False) == 29
    assert late_seconds(10.0, 3.0, bulk=True) == 20
    assert late_seconds(1.0, 0.1, bulk=False) == 0
    assert late_seconds(1.0, 1.5, bulk=False) == 0


@given(slow_seconds=st.integers(2, 30), slow_count=st.integers(1, 30))
def test_owners_get_the_same_seconds_though_the_jobs_of_one_run_for_long(slow_seconds: int, slow_count: int) -> None:
    queue = _Queue()
    for _ in range(slow_count):
        queue.add("slow", running_count=1)
    for _ in range(slow_count * slow_seconds):
        queue.add("quick", running_count=1)
    taken = {"slow": 0, "quick": 0}
    while {owner for _, _, owner in queue.waiting} == {"slow", "quick"}:
        owner = queue.start()
        taken[owner] += slow_seconds if owner == "slow" else 1
        if owner == "slow":
            queue.put_off(owner, late_seconds(1, slow_seconds, bulk=False))
        assert abs(taken["slow"] - taken["quick"]) <= slow_seconds + 1
